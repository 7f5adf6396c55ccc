"""The structure tree of a tagged PDF, with the text of its marked content: what a screen reader gets."""

from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from footlight.engines.pdf.marked_content import MarkedContentReader, PageContent
from footlight.engines.pdf.pdf_file import PdfObject, array_items, link_target, open_pdf

_MAX_DEPTH = 200
"""Levels of elements that are read. A deeper tree is a cycle, or was made to exhaust the reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedText:
    """The text of one marked-content sequence."""

    text: str
    page: int
    """1-based."""
    place: int = 0
    """Its MCID: WeasyPrint numbers the sequences of a page as it draws them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedLink:
    """A link annotation."""

    page: int
    """1-based."""
    target: str
    words: str
    """Its description (`/Contents`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedElement:
    """A structure element."""

    type: str
    """A standard structure type, where the file's role map leads to one."""
    kids: "tuple[TaggedElement | TaggedText | TaggedLink, ...]" = ()
    lang: str = ""
    alt: str = ""
    id: str = ""
    scope: str = ""

    def walk(self) -> "Iterator[TaggedElement]":
        """Iterate over the element and all its descendants, in reading order."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += [kid for kid in reversed(element.kids) if isinstance(kid, TaggedElement)]

    def texts(self) -> Iterator[TaggedText]:
        """Its texts and those of its descendants, in reading order."""
        for kid in self.kids:
            if isinstance(kid, TaggedText):
                yield kid
            elif isinstance(kid, TaggedElement):
                yield from kid.texts()

    @property
    def text(self) -> str:
        """All its text, in reading order."""
        return "".join(text.text for text in self.texts())

    @property
    def page(self) -> int:
        """The page, 1-based, on which it begins; 0 where it has no content."""
        for element in self.walk():
            for kid in element.kids:
                if not isinstance(kid, TaggedElement):
                    return kid.page
        return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """The structure of a tagged PDF, and the catalog's entries for it."""

    root: TaggedElement | None
    """None where the file has no structure tree."""
    lang: str
    title_shown: bool
    """Whether a viewer's window shows the document's title instead of the file's name."""
    untagged: tuple[TaggedText, ...]
    """What is neither tagged nor an artifact, or is tagged and not in the tree."""
    links: tuple[TaggedLink, ...]
    """All link annotations, in the tree or not."""


def read_tags(data: bytes) -> Tags:
    """Read the structure of a PDF. Raises EngineError where the file cannot be read."""
    with open_pdf(data) as pdf:
        content_reader = MarkedContentReader()
        contents = [content_reader.read(page) for page in pdf.pages]
        tree = pdf.Root.get("/StructTreeRoot")
        reader = _TreeReader(pdf, contents, tree)
        root = reader.root(tree) if isinstance(tree, Dictionary) else None
        outside = [TaggedText(text=text, page=n) for n, content in enumerate(contents, 1) for text in content.untagged]
        unreferenced = [
            TaggedText(text=text, page=n, place=mcid)
            for n, content in enumerate(contents, 1)
            for mcid, text in content.texts.items()
            if (n, mcid) not in reader.seen
        ]
        return Tags(
            root=root,
            lang=str(pdf.Root.get("/Lang", "")),
            title_shown=bool(pdf.Root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle", False)),
            untagged=(*outside, *unreferenced),
            links=tuple(
                _link(annotation, n)
                for n, page in enumerate(pdf.pages, 1)
                for annotation in array_items(page.obj.get("/Annots"))
                if annotation.get("/Subtype") == Name.Link
            ),
        )


def _link(annotation: PdfObject, page: int) -> TaggedLink:
    return TaggedLink(page=page, target=link_target(annotation), words=str(annotation.get("/Contents", "")))


class _TreeReader:
    """Reads one structure tree."""

    def __init__(self, pdf: Pdf, contents: list[PageContent], tree: PdfObject) -> None:
        self.seen: set[tuple[int, int]] = set()
        """The page and MCID of each marked-content sequence that is in the tree."""
        self._contents = contents
        self._page_of = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        self._roles = tree.get("/RoleMap", Dictionary()) if isinstance(tree, Dictionary) else Dictionary()

    def root(self, tree: PdfObject) -> TaggedElement:
        """Read the whole tree; its root becomes an element without a type."""
        return TaggedElement(type="", kids=tuple(self._kids(tree, 0, 0)))

    def _kids(self, holder: PdfObject, page: int, depth: int) -> "Iterator[TaggedElement | TaggedText | TaggedLink]":
        held = holder.get("/K")
        for kid in held if isinstance(held, Array) else [held]:
            # A kid (14.7.2) is an MCID on the element's page, a marked-content reference with a page of its own, an
            # object reference, or an element.
            if isinstance(kid, int):
                yield from self._text(page, kid)
            elif not isinstance(kid, Dictionary) or depth > _MAX_DEPTH:
                continue
            elif kid.get("/Type") == Name.MCR:
                yield from self._text(self._page(kid, page), int(kid.get("/MCID", -1)))
            elif kid.get("/Type") == Name.OBJR:
                annotation = kid.get("/Obj", Dictionary())
                if annotation.get("/Subtype") == Name.Link:
                    yield _link(annotation, self._page(kid, page))
            else:
                yield self._element(kid, page, depth + 1)

    def _element(self, item: PdfObject, page: int, depth: int) -> TaggedElement:
        type_ = item.get("/S", Name.NonStruct)
        return TaggedElement(
            type=str(self._roles.get(type_, type_)).lstrip("/"),
            kids=tuple(self._kids(item, self._page(item, page), depth)),
            lang=str(item.get("/Lang", "")),
            alt=str(item.get("/Alt", "")),
            id=str(item.get("/ID", "")),
            scope=next((str(a.Scope)[1:] for a in _attributes(item) if "/Scope" in a), ""),
        )

    def _page(self, item: PdfObject, otherwise: int) -> int:
        page = item.get("/Pg")
        return self._page_of.get(page.objgen, otherwise) if page is not None else otherwise

    def _text(self, page: int, mcid: int) -> Iterator[TaggedText]:
        if 0 < page <= len(self._contents) and mcid in self._contents[page - 1].texts:
            self.seen.add((page, mcid))
            yield TaggedText(text=self._contents[page - 1].texts[mcid], page=page, place=mcid)


def _attributes(item: PdfObject) -> list[PdfObject]:
    held = item.get("/A")
    return [a for a in (held if isinstance(held, pikepdf.Array) else [held]) if isinstance(a, Dictionary)]
