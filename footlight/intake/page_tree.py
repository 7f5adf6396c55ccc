"""A page as a tree that the passes of import change: elements with their children in order, text among them."""

import re
from collections.abc import Callable, Iterator

from footlight.engines.html_pages import Closed, markup_events

DEEPEST = 200
"""Levels of elements. Pages of the 1990s open `<font>` a thousand times and close none; of what lies deeper only
paragraphs, links and the like are kept, in the order of the text."""
_MARGIN = 60
"""Levels of those."""
_MOST_OPEN = 500
_FONTS = re.compile(r"</?(?:font|basefont|big|small|nobr)\b[^<>]*>", re.IGNORECASE)
"""Tags that say how text looks. Where very many are open they are taken out first: libxml2 ends at level 2,048."""
_SHALLOW = 20
"""Levels below which elements that only say how text looks are passed over."""
_PRESENTATIONAL = frozenset({"font", "basefont", "big", "small", "center", "nobr", "span"})
_HOLDERS = frozenset(
    {
        *(
            "article",
            "blockquote",
            "center",
            "dd",
            "div",
            "dl",
            "fieldset",
            "font",
            "form",
            "li",
            "main",
            "ol",
            "section",
        ),
        *("span", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    }
)
_VOID = frozenset(
    {"br", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "area", "col"}
)
"""Elements without content; libxml2 does not know all of them, and would put what follows into them."""
_SPACE = re.compile(r"[ \t\n\r\f]+")
BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "center", "caption", "dd", "details", "dir", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("header", "hr", "html", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table"),
        *("tbody", "td", "tfoot", "th", "thead", "tr", "ul", "xmp", "listing", "plaintext", "hgroup", "search"),
    },
)
"""Elements that stand in lines of their own."""


class Element:
    """An element, its attributes, and its children: elements and text."""

    __slots__ = ("attributes", "children", "parent", "tag")

    def __init__(self, tag: str, attributes: dict[str, str] | None = None) -> None:
        self.tag = tag
        self.attributes = attributes or {}
        self.children: list[Element | str] = []
        self.parent: Element | None = None

    def __repr__(self) -> str:
        return f"<{self.tag} {self.signs}>"

    def get(self, name: str) -> str:
        """The value of an attribute; empty where there is none."""
        return self.attributes.get(name, "")

    @property
    def signs(self) -> str:
        """Its class and id in lower case, by which templates tell what is what."""
        return f"{self.get('class')} {self.get('id')}".lower()

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of its class attribute, in lower case."""
        return tuple(self.get("class").lower().split())

    def append(self, child: "Element | str") -> None:
        """Put a child behind the others; text joins text before it."""
        if isinstance(child, Element):
            child.parent = self
            self.children.append(child)
        elif self.children and isinstance(self.children[-1], str):
            self.children[-1] += child
        elif child:
            self.children.append(child)

    def extend(self, children: "list[Element | str]") -> None:
        """Put children behind the others."""
        for child in children:
            self.append(child)

    def elements(self) -> "Iterator[Element]":
        """Its children that are elements."""
        return (child for child in self.children if isinstance(child, Element))

    def walk(self) -> "Iterator[Element]":
        """Itself and all elements in it, in the order of the text; the tree must not change meanwhile."""
        stack = [self]
        while stack:
            one = stack.pop()
            yield one
            stack.extend(child for child in reversed(one.children) if isinstance(child, Element))

    def all(self, *tags: str) -> "list[Element]":
        """The elements in it, and itself, that have one of the tags, in the order of the text."""
        return [one for one in self.walk() if one.tag in tags]

    def first(self, *tags: str) -> "Element | None":
        """The first element in it, or itself, that has one of the tags."""
        return next((one for one in self.walk() if one.tag in tags), None)

    def ancestors(self) -> "Iterator[Element]":
        """The elements round it, from the inside out."""
        one = self.parent
        while one is not None:
            yield one
            one = one.parent

    def inside(self, *tags: str) -> bool:
        """Whether it lies in an element with one of the tags."""
        return any(one.tag in tags for one in self.ancestors())

    def texts(self, *without: str) -> "Iterator[str]":
        """The pieces of text in it, in their order and as they are written, but for those in elements of some tags."""
        stack: list[Element | str] = [self]
        while stack:
            one = stack.pop()
            if isinstance(one, str):
                yield one
            elif one.tag not in without:
                stack.extend(reversed(one.children))

    def raw_text(self, *without: str) -> str:
        """All text in it, as it is written, but for that in elements of some tags."""
        return "".join(self.texts(*without))

    def text(self) -> str:
        """All text in it, with single blanks, one between blocks."""
        pieces: list[str] = []
        stack: list[Element | str] = [self]
        while stack:
            one = stack.pop()
            if isinstance(one, str):
                pieces.append(one)
            elif one.tag in BLOCKS or one.tag == "br":
                stack += [" ", *reversed(one.children), " "]
            else:
                stack.extend(reversed(one.children))
        return _SPACE.sub(" ", "".join(pieces)).strip()

    def is_blank(self) -> bool:
        """Whether it holds no text but white space."""
        return not self.longer_than(0)

    def longer_than(self, limit: int) -> bool:
        """Whether its text, without white space, has more characters than that; quicker than the text itself."""
        count = 0
        stack: list[Element | str] = [self]
        while stack:
            one = stack.pop()
            if isinstance(one, str):
                count += len("".join(one.split()))
                if count > limit:
                    return True
            else:
                stack.extend(one.children)
        return False

    def index(self) -> int:
        """Its place among the children of its parent. Raises ValueError for a root."""
        siblings: list[Element | str] = self.parent.children if self.parent else []
        return siblings.index(self)  # elements are equal only to themselves

    def remove(self) -> None:
        """Take it out of its parent."""
        if self.parent is not None:
            self.replace_with([])

    def replace_with(self, children: "list[Element | str]") -> None:
        """Put others in its place."""
        parent = self.parent
        if parent is None:
            return
        at = self.index()
        self.parent = None
        for child in children:
            if isinstance(child, Element):
                child.parent = parent
        siblings = parent.children
        start, end = max(0, at - 1), min(len(siblings), at + 2)
        near = [*siblings[start:at], *children, *siblings[at + 1 : end]]
        joined: list[Element | str] = []
        for child in near:  # text joins text beside it
            if isinstance(child, str) and joined and isinstance(joined[-1], str):
                joined[-1] += child
            elif child != "":
                joined.append(child)
        siblings[start:end] = joined

    def unwrap(self) -> None:
        """Put its children in its place."""
        self.replace_with(list(self.children))

    def next_sibling(self) -> "Element | None":
        """The element that follows it with nothing but white space between them."""
        if self.parent is None:
            return None
        for child in self.parent.children[self.index() + 1 :]:
            if isinstance(child, Element):
                return child
            if child.strip():
                return None
        return None


def read_page_tree(text: str) -> Element:
    """Read HTML, a page or a fragment: the `html` element, whose `body` has the text."""
    if text.count("<font") + text.count("<FONT") - text.count("</font") - text.count("</FONT") > _MOST_OPEN:
        text = _FONTS.sub("", text)
    root = Element("html")
    here = root
    entered: list[bool] = []  # of each open element, whether what follows goes into it
    level = 0
    for event in markup_events(text):
        if isinstance(event, str):
            here.append(event)
        elif isinstance(event, Closed):
            if entered and entered.pop() and here.parent is not None:
                here = here.parent
                level -= 1
        elif event.tag == "html":
            root.attributes |= event.attributes
            entered.append(False)
        else:
            enters = _enters(event.tag, level)
            if enters or event.tag in _VOID:
                new = Element(event.tag, event.attributes)
                here.append(new)
                here = new if enters else here
            level += enters
            entered.append(enters)
    return root


def _enters(tag: str, level: int) -> bool:
    """Whether an element at a level gets its content; what only holds others gives way to them far down."""
    if tag in _VOID or (tag in _PRESENTATIONAL and level > _SHALLOW):
        return False
    return level < DEEPEST or (tag not in _HOLDERS and level < DEEPEST + _MARGIN)


def body_of(root: Element) -> Element:
    """The `body` of a page, else its root."""
    return next((child for child in root.elements() if child.tag == "body"), root)


def new_element(tag: str, children: list[Element | str], **attributes: str) -> Element:
    """Make an element with children."""
    element = Element(tag, dict(attributes))
    element.extend(children)
    return element


def outermost(root: Element, wanted: Callable[[Element], bool]) -> list[Element]:
    """The elements that are wanted and lie in no other that is, in the order of the text."""
    found: list[Element] = []
    stack = [root]
    while stack:
        one = stack.pop()
        if one is not root and wanted(one):
            found.append(one)
        else:
            stack.extend(child for child in reversed(one.children) if isinstance(child, Element))
    return found
