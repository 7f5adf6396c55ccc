"""Fragments as trees: what XHTML and e-readers want otherwise than pandoc writes it, and the links across documents."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from footlight.engines.web.url import followable, spelt
from footlight.errors import EngineError
from footlight.essay.document import CALL

_VOID = "area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr"
_CLOSED = re.compile(rf"<(?!(?:{_VOID})[ />])(\w+)((?: [^<>]*?)?) ?/>")
"""An empty element in the short form, which a reader that parses as HTML takes for one that is never closed."""
_TICKED, _OPEN = "☑\u00a0", "☐\u00a0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """An archived copy of an address: the values of Robust Links 1.0 (https://robustlinks.mementoweb.org/spec/)."""

    url: str
    archive_url: str
    """Where anyone can look at it; empty where it was seen in a file, and only its date can be said."""
    date: str
    """`YYYY-MM-DD`; empty where the ledger does not say."""

    @property
    def attributes(self) -> dict[str, str]:
        """The attributes of a link that has such a copy."""
        values = {
            "data-originalurl": spelt(self.url),
            "data-versionurl": spelt(self.archive_url),
            "data-versiondate": self.date,
        }
        return {name: value for name, value in values.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mending:
    """What a fragment is changed by."""

    pictures: Mapping[str, str]
    """The place in the package of each `file:` address."""
    captures: Mapping[str, Capture]
    """By the address that was captured."""
    from_right: bool
    """Whether the text runs from the right: an address in it still runs from the left."""


def parse(fragment: str) -> ET.Element:
    """A fragment below a root of its own, comments kept. Raises EngineError where it is not well formed."""
    parser = ET.XMLParser(target=ET.TreeBuilder(insert_comments=True))  # noqa: S314 - pandoc and we wrote it
    try:
        return ET.fromstring(f"<div>{fragment}</div>", parser)  # noqa: S314 - as above
    except ET.ParseError as error:
        raise EngineError(f"a fragment of the text is not well formed: {error}") from None


def inner(root: ET.Element) -> str:
    """What stands below a root, as XHTML that HTML parsers read alike."""
    whole = ET.tostring(root, encoding="unicode")
    content = "" if whole.endswith("/>") else whole[whole.index(">") + 1 : whole.rindex("<")]
    return _CLOSED.sub(r"<\1\2></\1>", content)


def mend(root: ET.Element, mending: Mending) -> None:
    """The tree made fit for an EPUB, in place: a fragment's tree belongs to the one edition that parsed it."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        for name in [name for name in element.attrib if name.startswith("data-")]:
            del element.attrib[name]  # pandoc's own book-keeping
        if element.get("lang"):
            element.set("xml:lang", element.attrib["lang"])  # for readers of EPUB 2, which know only this one
        match element.tag:
            case "img":
                source = element.get("src", "")
                element.set("src", mending.pictures.get(source, source))
                element.set("alt", element.get("alt", ""))
            case "input":
                _tick(element)
            case "label":
                element.tag = "span"
            case "a":
                _link(element, mending)
            case _:
                pass


def _tick(element: ET.Element) -> None:
    """The box of a task list as a character: a control in a book cannot be worked."""
    ticked = "checked" in element.attrib
    element.tag = "span"
    element.attrib.clear()
    element.set("class", "task")
    element.text = _TICKED if ticked else _OPEN


def _link(element: ET.Element, mending: Mending) -> None:
    target = element.get("href", "")
    if mending.from_right and element.get("class") == "address":
        element.set("dir", "ltr")  # EPUB 3.3 leaves direction to the markup (section 6.3.1.2)
    if not (target.startswith("#") or followable(target)):
        del element.attrib["href"]  # the words of a broken address stay; no reader could follow it
        return
    element.set("href", target if target.startswith("#") else spelt(target))
    if target in mending.captures:
        element.attrib.update(mending.captures[target].attributes)


def identifiers(root: ET.Element) -> Iterator[str]:
    """Every identifier of a tree, those that its calls will have as well."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            call = CALL.fullmatch(f"<!--{element.text}-->")
            if call:
                yield f"fl-call-{call[1]}"
        elif element.get("id"):
            yield element.attrib["id"]


def point(root: ET.Element, here: str, files: Mapping[str, str]) -> None:
    """Links to places of the book made to lead into the file that has them; `here` is the tree's own file."""
    for element in root.iter("a"):
        href = element.get("href", "")
        if href.startswith("#"):
            file = files.get(unquote(href[1:]), here)
            element.set("href", href if file == here else file + href)
