"""The logical structure of a document (ISO 32000-1, 14.7 and 14.8): values, and the type of each HTML element."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from footlight.engines.weasyprint.foreign_types import HtmlElement


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedContent:
    """A reference to a marked-content sequence on a page."""

    page: int
    """0-based."""
    mcid: int
    """The marked-content identifier, which numbers the sequences of a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotationReference:
    """A reference to an annotation on a page."""

    page: int
    """0-based."""
    annotation: Any
    """A `pydyf.Dictionary`."""


@dataclass(slots=True, kw_only=True, eq=False)
class StructureElement:
    """A structure element while the tree is built. Elements are compared by identity."""

    type: str
    """A standard structure type (ISO 32000-1, 14.8.4)."""
    parent: "StructureElement | None"
    source: HtmlElement = None
    """The HTML element that it stands for; for a paragraph that was inserted, the block that the text is in."""
    kids: "list[StructureElement | MarkedContent | AnnotationReference]" = field(default_factory=list)
    lang: str = ""
    """Its language, where that differs from its parent's."""
    alt: str = ""
    id: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    """Attributes of the owner that `ATTRIBUTE_OWNERS` has for its type; values in PDF syntax."""

    def add(self, type_: str, source: HtmlElement = None) -> "StructureElement":
        """Append a new kid and return it."""
        kid = StructureElement(type=type_, parent=self, source=source)
        self.kids.append(kid)
        return kid

    def move(self, parent: "StructureElement", at: int) -> None:
        """Remove the element from its parent and insert it among the kids of another."""
        if self.parent is not None:
            self.parent.kids.remove(self)
        self.parent = parent
        parent.kids.insert(at, self)

    def walk(self) -> "Iterator[StructureElement]":
        """Iterate over the element and all its descendants in reading order. Kids must not be moved meanwhile."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += [kid for kid in reversed(element.kids) if isinstance(kid, StructureElement)]


@dataclass(slots=True, kw_only=True)
class Structure:
    """The structure tree of a document, as `box_structure` reads it from the boxes."""

    root: StructureElement
    notes: list[StructureElement] = field(default_factory=list)
    """The notes at the feet of pages, which are not in the tree yet."""
    calls: dict[str, StructureElement] = field(default_factory=dict)
    """The first reference to each note, by the note's identifier."""
    artifacts: list[dict[int, str]] = field(default_factory=list)
    """For each page the sequences that are artifacts, by MCID: the artifact's property list in PDF syntax, or empty."""
    marked_contents: list[int] = field(default_factory=list)
    """How many marked-content sequences each page has."""


TYPES_BY_TAG = {
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    "p": "P",
    "pre": "P",
    "code": "Code",
    "blockquote": "BlockQuote",
    "section": "Sect",
    "main": "Part",
    "article": "Art",
    # A `Figure` is read as its alternative text alone. The image gets that type, not the HTML figure round it, so that
    # the caption is read too.
    "figure": "Div",
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
"""The structure type for each HTML element. An element without a row gets none: its text belongs to its parent."""

TYPES_BY_ROLE = {"doc-footnote": "Note", "doc-endnote": "Note", "math": "Formula"}
"""The structure type for an element with a role (DPUB-ARIA 1.0), whatever its tag is."""
LINK_PARENT_TYPES = {"doc-noteref": "Reference", "doc-backlink": "Lbl"}
"""The type of the element that is put round a link with a role."""

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
"""Types that hold no text themselves: text in them gets a paragraph of its own."""
BLOCKS = GROUPS | {"P", "H1", "H2", "H3", "H4", "H5", "H6", "TD", "TH", "Caption", "Figure", "Formula", "Note"}
"""Types that are siblings of paragraphs, not kids of them; a figure among text is put into the paragraph."""
DRAWN = frozenset({"Figure", "Formula"})
"""Types that are read as their alternative text."""
MAY_BE_EMPTY = frozenset({"TD", "TH"})
HEADINGS = frozenset(f"H{level}" for level in range(1, 7))

ATTRIBUTE_OWNERS = {
    "L": "List",
    "Table": "Table",
    "TH": "Table",
    "TD": "Table",
    "Figure": "Layout",
    "Formula": "Layout",
}
"""The owner (`O`) of the attributes of each type (ISO 32000-1, 14.8.5)."""

LIST_NUMBERINGS = {
    "disc": "Disc",
    "circle": "Circle",
    "square": "Square",
    "decimal": "Decimal",
    "upper-roman": "UpperRoman",
    "lower-roman": "LowerRoman",
    "upper-alpha": "UpperAlpha",
    "lower-alpha": "LowerAlpha",
}
"""PDF's value of `ListNumbering` for CSS's `list-style-type` (ISO 32000-1, table 347); any other becomes `None`."""
