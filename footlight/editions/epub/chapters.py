"""Split the text into content documents: one for an essay, one for each chapter of a long text."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from footlight.editions.colophon import Colophon
from footlight.editions.epub.xhtml import Adaptation, adapt, identifiers, parse, retarget_links
from footlight.editions.formulas import with_words
from footlight.editions.fragments import Fragments
from footlight.editions.index_terms import by_number, index_html
from footlight.editions.listings import without_marks
from footlight.textmatch.places import single_spaced

LONG = 120_000
"""Characters of HTML (about 18,000 words) from which a text is split at its chapters: e-readers lay out a whole
document at once, and those with little memory are slow to show the first page of a long one."""

_LEVELS = {f"h{n}": n for n in range(1, 7)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading as the table of contents lists it."""

    level: int
    """2 for the highest level of the text; the title has 1."""
    id: str
    words: str


def split(body: ET.Element, length: int) -> list[ET.Element]:
    """Split a long body into the part before the first chapter and the chapters; return a short one whole.

    `length` is that of the body's HTML in characters. The first part may be empty.
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
    """Put each heading and the blocks below it into a `section`; headings inside quotations and lists stay there.

    `chapter` tells whether headings of level 2 open chapters.
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
    """Give each heading without an identifier one, in place."""
    bare = (element for element in body.iter() if element.tag in _LEVELS and not element.get("id"))
    for number, element in enumerate(bare, 1):
        element.set("id", f"fl-head-{number}")


def headings(root: ET.Element) -> list[Heading]:
    """List the headings that have words, in text order, without those inside quotations."""
    found = []
    for element in root:
        if element.tag in _LEVELS:
            words = single_spaced("".join(element.itertext())).strip()
            found += [Heading(level=_LEVELS[str(element.tag)], id=element.get("id", ""), words=words)] if words else []
        elif element.tag in ("div", "section"):
            found += headings(element)
    return found


TEXT, COLOPHON = "text.xhtml", "colophon.xhtml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The trees of all fragments but the body. They are changed in place and belong to one book."""

    title: ET.Element
    subtitle: ET.Element
    abstract: ET.Element
    headnote: ET.Element
    bibliography: ET.Element
    index: ET.Element
    notes: tuple[ET.Element, ...]
    sentences: tuple[ET.Element, ...]
    """The colophon's sentences."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One content document of the text."""

    file: str
    body: ET.Element
    headings: tuple[Heading, ...]
    opening: bool
    """Whether the title, the abstract and the headnote stand in it."""
    closing: bool
    """Whether the author's references stand in it, behind the last words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """The trees of a book, distributed over documents."""

    parts: Parts
    texts: tuple[Text, ...]
    files: dict[str, str]
    """File name of the document that has each identifier."""


def adapted(fragment: str, adaptation: Adaptation) -> ET.Element:
    """Parse a fragment, and adapt it to EPUB. Raises EngineError where it is not well formed."""
    root = parse(without_marks(with_words(fragment)))
    adapt(root, adaptation)
    return root


def make_book(fragments: Fragments, colophon: Colophon, adaptation: Adaptation) -> Book:
    """Distribute an essay's fragments over documents. Raises EngineError where a fragment is not well formed."""

    def tree(fragment: str) -> ET.Element:
        return adapted(fragment, adaptation)

    parts = Parts(
        title=tree(fragments.title),
        subtitle=tree(fragments.subtitle),
        abstract=tree(fragments.abstract),
        headnote=tree(fragments.headnote),
        bibliography=tree(fragments.bibliography),
        index=tree(index_html(fragments.index, by_number)),
        notes=tuple(map(tree, fragments.notes)),
        sentences=tuple(map(tree, colophon.sentences)),
    )
    body = tree(fragments.body)
    name_headings(body)
    texts = _texts(split(body, len(fragments.body)), parts)
    homes = _homes(parts, texts)
    files: dict[str, str] = {}
    for root, file in homes:
        for identifier in identifiers(root):
            files.setdefault(identifier, file)
    for number, note in enumerate(parts.notes, 1):
        # A note goes into the document of its call: Thorium shows no pop-up for a note in another file
        # (edrlab/thorium-reader#1606).
        file = files.get(f"fl-call-{number}", texts[-1].file)
        files[f"fl-note-{number}"] = file
        homes.append((note, file))
        for identifier in identifiers(note):
            files.setdefault(identifier, file)
    for root, file in homes:
        retarget_links(root, file, files)
    return Book(parts=parts, texts=texts, files=files)


def _texts(pieces: Sequence[ET.Element], parts: Parts) -> tuple[Text, ...]:
    """Name the pieces; the one before the first chapter is left out where nothing would stand in it."""
    named = [(TEXT if n == 0 else f"text-{n:03}.xhtml", piece) for n, piece in enumerate(pieces)]
    if len(named) > 1 and not any(map(len, (pieces[0], parts.headnote, parts.abstract))):
        named = named[1:]
    texts = []
    for file, piece in named:
        found = tuple(headings(piece))
        opening = file == TEXT
        body = sectioned(piece, chapter=not opening)
        if not opening:
            _raise_headings(body)
        texts.append(Text(file=file, body=body, headings=found, opening=opening, closing=file == named[-1][0]))
    return tuple(texts)


def _raise_headings(body: ET.Element) -> None:
    """Raise each heading by one level, in place: a chapter's document has no title above it, and begins at h1."""
    for element in body.iter():
        if element.tag in _LEVELS:
            element.tag = f"h{max(1, _LEVELS[str(element.tag)] - 1)}"


def _homes(parts: Parts, texts: Sequence[Text]) -> list[tuple[ET.Element, str]]:
    """Pair each tree, except the notes, with the file that it goes into."""
    first, last = texts[0].file, texts[-1].file
    homes = [(root, first) for root in (parts.title, parts.subtitle, parts.abstract, parts.headnote)]
    homes += [(text.body, text.file) for text in texts]
    homes += [(parts.bibliography, last), (parts.index, last)]
    return [*homes, *((sentence, COLOPHON) for sentence in parts.sentences)]
