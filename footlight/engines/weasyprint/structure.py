"""The logical structure of a document, as tags of a PDF tell it (ISO 32000-1, 14.8): values, and the rows of HTML's."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A piece of a page's content."""

    page: int
    """0-based."""
    mcid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """An annotation on a page; `held` is the engine's own."""

    page: int
    held: Any


@dataclass(slots=True, kw_only=True, eq=False)
class Element:
    """A structure element while the tree is made; two are the same only where they are one."""

    type: str
    """Of the standard structure types (ISO 32000-1, 14.8.4)."""
    parent: "Element | None"
    source: Any = None
    """The element of the HTML that it stands for; for a paragraph of its own making, the block that it is in."""
    kids: "list[Element | Mark | Annotation]" = field(default_factory=list)
    lang: str = ""
    """Its language, where it is not its parent's."""
    alt: str = ""
    id: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    """Of the owner that `OWNERS` names for its type; values in the syntax of PDF."""

    def add(self, type_: str, source: Any = None) -> "Element":  # noqa: ANN401 - the engine's
        """A new element, the last of its kids."""
        kid = Element(type=type_, parent=self, source=source)
        self.kids.append(kid)
        return kid

    def move(self, parent: "Element", at: int) -> None:
        """Takes the element from where it is and puts it among the kids of another."""
        if self.parent is not None:
            self.parent.kids.remove(self)
        self.parent = parent
        parent.kids.insert(at, self)

    def walk(self) -> "Iterator[Element]":
        """The element and all below it, in the order of reading. No kid may be moved meanwhile."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += [kid for kid in reversed(element.kids) if isinstance(kid, Element)]


TYPES = {
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    "p": "P",
    "pre": "P",
    "code": "Code",
    "blockquote": "BlockQuote",
    "section": "Sect",
    "main": "Part",
    "article": "Art",
    "figure": "Div",  # its picture has the words, and the caption is to be read beside them, not instead
    "figcaption": "Caption",
    "img": "Figure",
    "{http://www.w3.org/2000/svg}svg": "Figure",
    "ul": "L",
    "ol": "L",
    "dl": "L",
    "table": "Table",
    "caption": "Caption",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
}
"""What becomes of an element of HTML. One without a row is no structure of its own: its text is its parent's."""

ROLES = {"doc-footnote": "Note", "doc-endnote": "Note"}
"""What becomes of an element with a role (DPUB-ARIA 1.0), whatever else it is."""
AROUND_LINKS = {"doc-noteref": "Reference", "doc-backlink": "Lbl"}
"""What stands round a link with a role."""

GROUPS = frozenset(
    {
        "Document",
        "Part",
        "Art",
        "Sect",
        "Div",
        "BlockQuote",
        "L",
        "LI",
        "LBody",
        "Table",
        "THead",
        "TBody",
        "TFoot",
        "TR",
    }
)
"""Types that hold no text themselves: it stands in a paragraph of theirs."""
BLOCKS = GROUPS | {"P", "H1", "H2", "H3", "H4", "H5", "H6", "TD", "TH", "Caption", "Figure", "Note"}
"""Types that stand beside paragraphs rather than in them; a figure is put into one where its text is."""
MAY_BE_EMPTY = frozenset({"TD", "TH"})
HEADINGS = frozenset(f"H{level}" for level in range(1, 7))

OWNERS = {"L": "List", "Table": "Table", "TH": "Table", "TD": "Table", "Figure": "Layout"}
"""To whom the attributes of a type belong (ISO 32000-1, 14.8.5)."""

NUMBERINGS = {
    "disc": "Disc",
    "circle": "Circle",
    "square": "Square",
    "decimal": "Decimal",
    "upper-roman": "UpperRoman",
    "lower-roman": "LowerRoman",
    "upper-alpha": "UpperAlpha",
    "lower-alpha": "LowerAlpha",
}
"""What CSS calls a list's marks, and what PDF does (ISO 32000-1, table 347); any other is `None`."""
