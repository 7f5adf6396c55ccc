"""HTML in pandoc's tree as elements: raw nodes are taken to pieces, and what stands between two tags is between them.

pandoc leaves each tag, or each block of HTML, as a raw node in a list of nodes. A pair of tags is one element where
both stand in the same list. Nothing is thrown away here: words, and nodes that are no HTML, are kept where they stand.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from footlight.essay.tree import Node, Nodes

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
"""Elements that have no end (https://html.spec.whatwg.org/multipage/syntax.html#void-elements)."""
_AFTER_P = frozenset(
    ("p", "div", "ul", "ol", "dl", "table", "blockquote", "pre", "figure", "section", "article", "aside", "header",
     "footer", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "details", "form", "center", "address", "main", "nav",
     "figcaption")
)  # fmt: skip
_CLOSED_BY = {
    # an element, and those that end it where they begin
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "tr": frozenset({"tr", "tbody", "thead", "tfoot"}),
    "td": frozenset({"td", "th", "tr", "tbody", "thead", "tfoot"}),
    "th": frozenset({"td", "th", "tr", "tbody", "thead", "tfoot"}),
    "option": frozenset({"option", "optgroup"}),
    "p": _AFTER_P,
}
_HOLDERS = frozenset(
    {"ul", "ol", "dl", "table", "select", "blockquote", "div", "section", "article", "aside", "details"}
)
"""Elements out of which nothing within them is ended by what begins."""
_DEEPEST = 64
"""Elements within each other among which the one is sought that a tag ends."""
_UNREAD = frozenset({"script", "style"})
_TOKEN = re.compile(
    r"<(?P<close>/?)(?P<name>[A-Za-z][^\s/<>]{0,100})"
    r"(?P<rest>(?:[^<>\"']|\"[^\"]{0,20000}\"|'[^']{0,20000}'){0,2000})>|<[!?][^<>]{0,2000}>"
)
_ATTRIBUTE = re.compile(r"""([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>`]+)))?""")


@dataclass(slots=True)
class Element:
    """An element of HTML in the making; what is made of it is a new node."""

    name: str
    attributes: dict[str, str]
    markup: str
    """Its opening tag."""
    children: "list[Piece]" = field(default_factory=list)
    closed: bool = False
    """Whether its own closing tag was there."""

    def value(self, key: str) -> str:
        """An attribute; empty where it is not there."""
        return self.attributes.get(key, "").strip()


@dataclass(frozen=True, slots=True)
class Gap:
    """Blank lines between two blocks of HTML."""


@dataclass(frozen=True, slots=True)
class Oddity:
    """What is no tag: markup that is no HTML, or a comment that nobody closed."""

    markup: str


Piece = Element | Oddity | Gap | Node | str
"""A node of pandoc's that is no HTML stays as it is; a text is one of HTML, its entities resolved."""


def raw_markup(node: Node) -> str | None:
    """The markup of a raw node; None for every other."""
    return str(node["c"][1]) if node["t"] in ("RawInline", "RawBlock") else None


def html_pieces(nodes: Nodes) -> list[Piece]:
    """One list of nodes with its HTML as elements."""
    builder = _Builder()
    for node in nodes:
        markup = raw_markup(node)
        if markup is None:
            builder.add(node)
        elif node["c"][0] not in ("html", "html5", "html4"):
            builder.add(Oddity(markup))
        else:
            builder.read(markup)
            if markup.endswith("\n"):  # CommonMark's blocks of HTML end where a blank line is
                builder.add(Gap())
    return builder.root.children


class _Builder:
    def __init__(self) -> None:
        self.root = Element("", {}, "")
        self.open = [self.root]

    def add(self, piece: Piece) -> None:
        self.open[-1].children.append(piece)

    def read(self, markup: str) -> None:
        at = begin = 0  # words from `begin` on are not yet added
        while (at := markup.find("<", at)) >= 0:
            if markup.startswith("<!--", at):
                self._words(markup[begin:at])
                end = markup.find("-->", at + 4)
                if end < 0:
                    self.add(Oddity(markup[at:]))
                    return
                at = begin = end + 3
            elif match := _TOKEN.match(markup, at):
                self._words(markup[begin:at])
                at = begin = match.end()
                self._tag(match)
            else:
                at += 1
        self._words(markup[begin:])

    def _tag(self, match: "re.Match[str]") -> None:
        if not match["name"] or (self.open[-1].name in _UNREAD and match["name"].lower() != self.open[-1].name):
            return
        if match["close"]:
            self._close(match["name"].lower())
        else:
            self._begin(match)

    def _words(self, words: str) -> None:
        if words:
            self.add(unescape(words))

    def _begin(self, match: "re.Match[str]") -> None:
        name = match["name"].lower()
        self._end_before(name)
        attributes = {
            key.lower(): unescape(double or single or bare)
            for key, double, single, bare in _ATTRIBUTE.findall(match["rest"])
        }
        element = Element(name, attributes, match[0])
        self.add(element)
        if name not in VOID and not match["rest"].rstrip().endswith("/"):
            self.open.append(element)
        else:
            element.closed = True

    def _end_before(self, name: str) -> None:
        """Ends what the beginning of an element ends: an item before the next one, a paragraph before a block."""
        for i in range(len(self.open) - 1, max(0, len(self.open) - _DEEPEST), -1):
            if name in _CLOSED_BY.get(self.open[i].name, ()):
                self.open[i].closed = True
                del self.open[i:]
                return
            if self.open[i].name in _HOLDERS:
                return

    def _close(self, name: str) -> None:
        for i in range(len(self.open) - 1, max(0, len(self.open) - _DEEPEST), -1):
            if self.open[i].name == name:
                self.open[i].closed = True
                del self.open[i:]
                return


def is_blank(piece: Piece) -> bool:
    """Whether a piece holds nothing but white space."""
    return isinstance(piece, Gap) or (isinstance(piece, str) and not piece.strip())


def all_pieces(pieces: list[Piece]) -> Iterator[Piece]:
    """The pieces of a list and all that elements in it hold, in the order of the text."""
    stack = list(reversed(pieces))
    while stack:
        piece = stack.pop()
        yield piece
        if isinstance(piece, Element):
            stack.extend(reversed(piece.children))
