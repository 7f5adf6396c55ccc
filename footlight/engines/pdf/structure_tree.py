"""The structure tree of a tagged PDF, read with the text that stands in it: what a programme that reads aloud gets."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from footlight.engines.pdf.marked_content import MarkedContentReader, PageContent
from footlight.engines.pdf.pdf_file import array_items, link_target, open_pdf

_DEEPEST = 200
"""Elements within elements: a tree that is deeper goes round in a circle, or was made to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedText:
    """The text of one piece of content."""

    text: str
    page: int
    """1-based."""
    place: int = 0
    """Its identifier on the page: pieces are numbered as they are drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedLink:
    """A link's annotation, where the tree refers to it."""

    page: int
    target: str
    words: str
    """What is said of it (`/Contents`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedElement:
    """A structure element."""

    type: str
    """Of the standard ones, where the file maps its own to them."""
    kids: "tuple[TaggedElement | TaggedText | TaggedLink, ...]" = ()
    lang: str = ""
    alt: str = ""
    id: str = ""
    scope: str = ""

    def walk(self) -> "Iterator[TaggedElement]":
        """The element and all below it, in the order of reading."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += [kid for kid in reversed(element.kids) if isinstance(kid, TaggedElement)]

    def texts(self) -> Iterator[TaggedText]:
        """Its pieces of text, and those below, in the order of reading."""
        for kid in self.kids:
            if isinstance(kid, TaggedText):
                yield kid
            elif isinstance(kid, TaggedElement):
                yield from kid.texts()

    @property
    def text(self) -> str:
        """All of its text, in the order of reading."""
        return "".join(text.text for text in self.texts())

    @property
    def page(self) -> int:
        """The page, 1-based, on which it begins; 0 where nothing of it stands on a page."""
        for element in self.walk():
            for kid in element.kids:
                if not isinstance(kid, TaggedElement):
                    return kid.page
        return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """All that a tagged PDF says of its structure."""

    root: TaggedElement | None
    """None where the file has no tags."""
    lang: str
    title_shown: bool
    """Whether a window shows the document's title rather than the file's name."""
    untagged: tuple[TaggedText, ...]
    """What is neither tagged nor said to be an artifact, or is tagged and not in the tree."""
    links: tuple[TaggedLink, ...]
    """Every link's annotation, in the tree or not."""


def read_tags(data: bytes) -> Tags:
    """The structure of a PDF. Raises EngineError where it cannot be read."""
    with open_pdf(data) as pdf:
        reader = MarkedContentReader()
        contents = [reader.read(page) for page in pdf.pages]
        tree = pdf.Root.get("/StructTreeRoot")
        walker = _Walker(pdf, contents, tree)
        root = walker.root(tree) if isinstance(tree, Dictionary) else None
        loose = [TaggedText(text=text, page=n) for n, content in enumerate(contents, 1) for text in content.untagged]
        lost = [
            TaggedText(text=text, page=n, place=mcid)
            for n, content in enumerate(contents, 1)
            for mcid, text in content.texts.items()
            if (n, mcid) not in walker.seen
        ]
        return Tags(
            root=root,
            lang=str(pdf.Root.get("/Lang", "")),
            title_shown=bool(pdf.Root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle", False)),
            untagged=(*loose, *lost),
            links=tuple(
                _link(annotation, n)
                for n, page in enumerate(pdf.pages, 1)
                for annotation in array_items(page.obj.get("/Annots"))
                if annotation.get("/Subtype") == Name.Link
            ),
        )


def _link(annotation: Any, page: int) -> TaggedLink:  # noqa: ANN401 - pikepdf's objects are what the file holds
    return TaggedLink(page=page, target=link_target(annotation), words=str(annotation.get("/Contents", "")))


class _Walker:
    """Walks one tree."""

    def __init__(self, pdf: Pdf, contents: list[PageContent], tree: Any) -> None:  # noqa: ANN401 - as above
        self.seen: set[tuple[int, int]] = set()
        """The page and the identifier of each piece of content that is in the tree."""
        self._contents = contents
        self._page_of = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        self._roles = tree.get("/RoleMap", Dictionary()) if isinstance(tree, Dictionary) else Dictionary()

    def root(self, tree: Any) -> TaggedElement:  # noqa: ANN401 - as above
        """The whole tree, its root an element of no type."""
        return TaggedElement(type="", kids=tuple(self._kids(tree, 0, 0)))

    def _kids(self, holder: Any, page: int, depth: int) -> "Iterator[TaggedElement | TaggedText | TaggedLink]":  # noqa: ANN401 - as above
        held = holder.get("/K")
        for kid in held if isinstance(held, Array) else [held]:
            if isinstance(kid, int):
                yield from self._piece(page, kid)
            elif not isinstance(kid, Dictionary) or depth > _DEEPEST:
                continue
            elif kid.get("/Type") == Name.MCR:
                yield from self._piece(self._page(kid, page), int(kid.get("/MCID", -1)))
            elif kid.get("/Type") == Name.OBJR:
                annotation = kid.get("/Obj", Dictionary())
                if annotation.get("/Subtype") == Name.Link:
                    yield _link(annotation, self._page(kid, page))
            else:
                yield self._element(kid, page, depth + 1)

    def _element(self, item: Any, page: int, depth: int) -> TaggedElement:  # noqa: ANN401 - as above
        type_ = item.get("/S", Name.NonStruct)
        return TaggedElement(
            type=str(self._roles.get(type_, type_)).lstrip("/"),
            kids=tuple(self._kids(item, self._page(item, page), depth)),
            lang=str(item.get("/Lang", "")),
            alt=str(item.get("/Alt", "")),
            id=str(item.get("/ID", "")),
            scope=next((str(a.Scope)[1:] for a in _attributes(item) if "/Scope" in a), ""),
        )

    def _page(self, item: Any, otherwise: int) -> int:  # noqa: ANN401 - as above
        page = item.get("/Pg")
        return self._page_of.get(page.objgen, otherwise) if page is not None else otherwise

    def _piece(self, page: int, mcid: int) -> Iterator[TaggedText]:
        if 0 < page <= len(self._contents) and mcid in self._contents[page - 1].texts:
            self.seen.add((page, mcid))
            yield TaggedText(text=self._contents[page - 1].texts[mcid], page=page, place=mcid)


def _attributes(item: Any) -> list[Any]:  # noqa: ANN401 - as above
    held = item.get("/A")
    return [a for a in (held if isinstance(held, pikepdf.Array) else [held]) if isinstance(a, Dictionary)]
