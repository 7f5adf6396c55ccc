"""The text in documents: one for an essay, one a chapter for a long text, so that a reader need not hold it whole."""

from dataclasses import dataclass
from xml.etree import ElementTree as ET

from footlight.textmatch.places import single_spaced

LONG = 120_000
"""Characters of HTML (some 18,000 words) from which a text is parted at its chapters: e-readers with little memory
lay out a document at once, and are slow to turn the first page of a long one."""

_LEVELS = {f"h{n}": n for n in range(1, 7)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading that the contents can lead to."""

    level: int
    """2 for the highest of the text: the title is 1."""
    id: str
    words: str


def split(body: ET.Element, length: int) -> list[ET.Element]:
    """The body in one piece, or, where it is long, what stands before its first chapter and then each chapter.

    `length` is that of the body's HTML in characters. A piece may be empty.
    """
    starts = [i for i, element in enumerate(body) if element.tag == "h2"]
    if length < LONG or len(starts) < 2:
        return [body]
    pieces = []
    for start, end in zip([0, *starts], [*starts, len(body)], strict=True):
        piece = ET.Element("div")
        piece.extend(body[start:end])
        pieces.append(piece)
    return pieces


def sectioned(piece: ET.Element, *, chapter: bool) -> ET.Element:
    """A piece with each heading and what belongs to it in a section; headings inside quotes and lists stay there.

    `chapter` tells whether the highest headings are those of chapters.
    """
    root = ET.Element("div")
    open_sections: list[tuple[int, ET.Element]] = [(0, root)]
    for element in piece:
        level = _LEVELS.get(str(element.tag), 0)
        if level:
            while open_sections[-1][0] >= level:
                open_sections.pop()
            names = {"aria-labelledby": element.attrib["id"]} if element.get("id") else {}
            if chapter and level == 2:
                names |= {"epub:type": "chapter", "role": "doc-chapter"}  # the documents declare the prefix
            section = ET.SubElement(open_sections[-1][1], "section", names)
            open_sections.append((level, section))
        open_sections[-1][1].append(element)
    root.text = piece.text
    return root


def name_headings(body: ET.Element) -> None:
    """An identifier for each heading that has none, in place."""
    bare = (element for element in body.iter() if element.tag in _LEVELS and not element.get("id"))
    for number, element in enumerate(bare, 1):
        element.set("id", f"fl-head-{number}")


def headings(root: ET.Element) -> list[Heading]:
    """The headings of a tree that say something, in the order of the text, but not those of what it quotes."""
    found = []
    for element in root:
        if element.tag in _LEVELS:
            words = single_spaced("".join(element.itertext())).strip()
            found += [Heading(level=_LEVELS[str(element.tag)], id=element.get("id", ""), words=words)] if words else []
        elif element.tag in ("div", "section"):
            found += headings(element)
    return found
