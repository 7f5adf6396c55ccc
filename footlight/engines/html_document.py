"""tinyhtml5: a document of HTML, parsed as browsers parse it, and what its parser had to mend.

Only what we made ourselves is parsed here; pages of the web go through `engines.html_pages`, which has bounds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from tinyhtml5.parser import HTMLParser


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """A place at which the text is no valid HTML."""

    line: int
    column: int
    error: str
    """The parser's name of it, such as `unexpected-end-tag`, with what it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlDocument:
    """A parsed document; its elements are in the namespace of XHTML."""

    root: ET.Element
    ids: Mapping[str, ET.Element]
    mended: tuple[Mended, ...]


def parse_document(html: str) -> HtmlDocument:
    """Parse a document. Text of any kind is one, for browsers mend everything."""
    parser = HTMLParser()
    root = parser.parse(html)
    ids: dict[str, ET.Element] = {}
    for element in root.iter():
        if element.get("id"):
            ids.setdefault(element.attrib["id"], element)
    mended = tuple(
        Mended(line=line, column=column, error=" ".join([error, *map(str, about.values())]))
        for (line, column), error, about in parser.errors
    )
    return HtmlDocument(root=root, ids=ids, mended=mended)
