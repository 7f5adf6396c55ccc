"""Fragments as XHTML trees: adapt pandoc's HTML to EPUB, and retarget links between documents."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from footlight.editions.fragment_tree import parse_fragment
from footlight.engines.web.url import followable, spelt
from footlight.errors import EngineError
from footlight.essay.document import CALL

MATHML = "http://www.w3.org/1998/Math/MathML"
ET.register_namespace("m", MATHML)
_MATHML_TAG = re.compile(r"<(/?)m:")
_VOID = "area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr"
_CLOSED = re.compile(rf"<(?!(?:{_VOID})[ />])(\w+)((?: [^<>]*?)?) ?/>")
"""A self-closed empty element. Readers that parse as HTML take it for a start tag, so it is written out."""
CALL_SEPARATOR_START = '<sup class="fl-call-separator" aria-hidden="true">'
CALL_SEPARATOR = f"{CALL_SEPARATOR_START},</sup>"
"""Between the calls of two notes; screen readers are told of two calls without it."""
_HYPHENS = re.compile(r"([-\N{HYPHEN}]+[^-\N{HYPHEN}])")
_TICKED, _OPEN = "☑\u00a0", "☐\u00a0"


_TYPES = {"doc-epigraph": "epigraph"}
"""The type of EPUB 3 Structural Semantics that is beside a role in the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """An archived copy of an address: values of Robust Links 1.0 (https://robustlinks.mementoweb.org/spec/)."""

    url: str
    archive_url: str
    """Public address of the copy; empty where it was seen in a local file, so that only its date is known."""
    date: str
    """`YYYY-MM-DD`; empty where the ledger has none."""

    @property
    def attributes(self) -> dict[str, str]:
        """Attributes for a link to the original address."""
        values = {
            "data-originalurl": spelt(self.url),
            "data-versionurl": spelt(self.archive_url),
            "data-versiondate": self.date,
        }
        return {name: value for name, value in values.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Adaptation:
    """What `adapt` changes a fragment by."""

    pictures: Mapping[str, str]
    """Path in the package of each `file:` address."""
    captures: Mapping[str, Capture]
    """Archived copies by original address."""
    clear: frozenset[str]
    """Paths in the package of pictures through which the ground is seen."""
    from_right: bool
    """Whether the text runs from right to left; addresses in it run from left to right."""
    styled: frozenset[str]
    """Classes that the book's style sheet names; all others, such as those for the page only, are dropped."""
    packaged: bool = True
    """Whether the document stands in an EPUB; one that stands alone as HTML has no attributes of EPUB and of XML."""


def parse(fragment: str) -> ET.Element:
    """Parse a fragment below a root of its own; comments are kept. Raises EngineError where it is not well formed."""
    try:
        return parse_fragment(f"<div>{fragment}</div>")
    except ET.ParseError as error:
        raise EngineError(f"a fragment of the text is not well formed: {error}") from None


def inner(root: ET.Element) -> str:
    """Serialize the contents of a root as XHTML that HTML parsers read in the same way."""
    whole = ET.tostring(root, encoding="unicode")
    content = "" if whole.endswith("/>") else whole[whole.index(">") + 1 : whole.rindex("<")]
    if "<m:" in content:
        content = _MATHML_TAG.sub(r"<\1", content).replace("<math", f'<math xmlns="{MATHML}"')
    return _CLOSED.sub(r"<\1\2></\1>", content)


def adapt(root: ET.Element, adaptation: Adaptation) -> None:
    """Adapt a tree to EPUB, in place: picture paths, language attributes, classes, task boxes, links."""
    _scopes(root)
    from_right = adaptation.from_right or root.find(".//*[@dir='rtl']") is not None
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        _classes(element, adaptation.styled)
        for name in [name for name in element.attrib if name.startswith("data-")]:
            del element.attrib[name]  # for pandoc's own use
        if adaptation.packaged:
            _package(element)
        match element.tag:
            case "img":
                _picture(element, adaptation)
            case "input":
                _tick(element)
            case "label":
                element.tag = "span"
            case "a":
                _link(element, adaptation, from_right=from_right)
            case "code" | "pre" | "kbd" | "samp" | "var" if from_right:
                element.set("dir", "ltr")  # isolates it as well; in the markup, as for addresses
            case _:
                pass
    _unwrap(root)


def _scopes(root: ET.Element) -> None:
    """Say of each head of a table what it is the head of: its column, or outside the table's head its row."""
    for table in root.iter("table"):
        heads = set(map(id, (cell for head in table.iter("thead") for cell in head.iter("th"))))
        for cell in table.iter("th"):
            if not cell.get("scope"):
                cell.set("scope", "col" if id(cell) in heads else "row")


def _package(element: ET.Element) -> None:
    """Put the type of EPUB beside a role (the documents declare its prefix), and XML's language beside HTML's."""
    if element.get("lang"):
        element.set("xml:lang", element.attrib["lang"])  # EPUB 2 reading systems know only this one
    if element.get("role") in _TYPES:
        element.set("epub:type", _TYPES[element.attrib["role"]])


def _classes(element: ET.Element, styled: frozenset[str]) -> None:
    """Keep the classes that have a style."""
    if "class" not in element.attrib:
        return
    kept = [name for name in element.attrib["class"].split() if name in styled]
    if kept:
        element.set("class", " ".join(kept))
    else:
        del element.attrib["class"]


def _unwrap(root: ET.Element) -> None:
    """Replace each `span` without attributes by its contents."""
    for parent in reversed(list(root.iter())):  # the innermost first, as spans may nest
        if not any(child.tag == "span" and not child.attrib for child in parent):
            continue
        held, parent.text = list(parent), parent.text or ""
        del parent[:]
        for child in held:
            if child.tag != "span" or child.attrib:
                parent.append(child)
                continue
            _append_text(parent, child.text)
            parent.extend(child)
            _append_text(parent, child.tail)


def _append_text(parent: ET.Element, words: str | None) -> None:
    """Append words after the last child of an element."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + (words or "")
    else:
        parent.text = (parent.text or "") + (words or "")


def _picture(element: ET.Element, adaptation: Adaptation) -> None:
    source = element.get("src", "")
    path = adaptation.pictures.get(source, source)
    element.set("src", path)
    element.set("alt", element.get("alt", ""))
    if path in adaptation.clear:
        element.set("class", f"{element.get('class', '')} fl-on-white".strip())


def _tick(element: ET.Element) -> None:
    """Replace a task list's checkbox by a character: a form control has no use in a book."""
    ticked = "checked" in element.attrib
    element.tag = "span"
    element.attrib.clear()
    element.set("class", "fl-task")
    element.text = _TICKED if ticked else _OPEN


def _link(element: ET.Element, adaptation: Adaptation, *, from_right: bool) -> None:
    target = element.get("href", "")
    if element.get("class") == "fl-address":
        _set_address(element)
        if from_right:
            element.set("dir", "ltr")  # in the markup, not in CSS: EPUB 3.3 section 6.3.1.2
    if not (target.startswith("#") or followable(target)):
        del element.attrib["href"]  # no reader could follow a malformed address; its words stay
        return
    element.set("href", target if target.startswith("#") else spelt(target))
    if target in adaptation.captures:
        element.attrib.update(adaptation.captures[target].attributes)


def _set_address(element: ET.Element) -> None:
    """Let an address break anywhere but after a hyphen of its own, in place.

    On a page we keep whole parts together. A screen may be narrower than a part, so here only each hyphen is kept with
    the character after it, in a plain inline element: MuPDF sets each inline block on a line of its own.
    """
    pieces = [[element.text or ""]]
    for child in element:
        if child.tag == "wbr":
            pieces.append([])
        pieces[-1] += [child.text or "", child.tail or ""]
    parts = ["".join(piece) for piece in pieces]
    del element[:]
    element.text = ""
    for number, part in enumerate(parts):
        if number:
            ET.SubElement(element, "wbr")
        for index, run in enumerate(_HYPHENS.split(part)):
            if index % 2:
                ET.SubElement(element, "span", {"class": "fl-part"}).text = run
            else:
                _append_text(element, run)


def identifiers(root: ET.Element, key: str = "") -> Iterator[str]:
    """Yield all identifiers of a tree, including those that its calls will get; `key` is that of a book's section."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            call = CALL.fullmatch(f"<!--{element.text}-->")
            if call:
                yield f"{key}fl-call-{call[1]}"
        elif element.get("id"):
            yield element.attrib["id"]


def retarget_links(root: ET.Element, here: str, files: Mapping[str, str]) -> None:
    """Retarget links within the book to the file that has their target; `here` is the tree's own file."""
    for element in root.iter("a"):
        href = element.get("href", "")
        if href.startswith("#"):
            file = files.get(unquote(href[1:]), here)
            element.set("href", href if file == here else file + href)
