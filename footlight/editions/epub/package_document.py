"""The package document, the navigation document (EPUB 3.3 section 7) and the NCX (OPF 2.0.1 section 2.4.1)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from footlight.editions.epub.chapters import COLOPHON, Book, Heading
from footlight.editions.epub.container_writer import File
from footlight.editions.epub.content_documents import TITLE_PAGE, XHTML, BookSetup
from footlight.editions.epub.metadata import Metadata
from footlight.editions.epub.page_list import Page

NCX_DEEPEST = 2
"""Levels of an NCX that Kindle shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of the contents, with the entries below it."""

    words: str
    href: str
    order: int = 0
    """1-based `playOrder` in the NCX."""
    items: "tuple[Item, ...]" = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Landmark:
    """A landmark: a place that reading systems know by its kind."""

    kind: str
    """A term of the EPUB Structural Semantics Vocabulary."""
    guide: str
    """The kind in OPF 2.0.1's guide, which Kindle reads; empty where the guide has none."""
    href: str
    words: str


def tree(file: str, headings: Sequence[Heading]) -> tuple[Item, ...]:
    """Nest a file's headings as entries."""
    if not headings:
        return ()
    top = headings[0].level
    starts = [i for i, heading in enumerate(headings) if heading.level <= top]
    items = []
    for start, end in zip(starts, [*starts[1:], len(headings)], strict=True):
        first = headings[start]
        below = tree(file, headings[start + 1 : end])
        items.append(Item(words=first.words, href=f"{file}#{first.id}", items=below))
    return tuple(items)


def cut(items: Sequence[Item], depth: int) -> tuple[Item, ...]:
    """Keep the first `depth` levels of the contents."""
    return tuple(replace(item, items=cut(item.items, depth - 1) if depth > 1 else ()) for item in items)


def numbered(items: Sequence[Item], start: int = 1) -> tuple[Item, ...]:
    """Number the entries in reading order: an entry, those below it, then the next."""
    out: list[Item] = []
    for item in items:
        below = numbered(item.items, start + 1)
        out.append(replace(item, order=start, items=below))
        start += _size(out[-1])
    return tuple(out)


def _size(item: Item) -> int:
    return 1 + sum(_size(below) for below in item.items)


def depth(items: Sequence[Item]) -> int:
    """Count the levels."""
    return 1 + max((depth(item.items) for item in items), default=0) if items else 0


NAV, NCX, PACKAGE = "nav.xhtml", "toc.ncx", "package.opf"
DEEPEST = 3
"""Levels that the navigation document shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Navigation:
    """The contents and the landmarks of an EPUB."""

    items: tuple[Item, ...]
    landmarks: tuple[Landmark, ...]
    place: int = 0
    """How many documents stand before the contents in reading order; 0 where they are not read in the text."""


def essay_navigation(book: Book, setup: BookSetup, title: str) -> Navigation:
    """The contents and the landmarks of an essay's EPUB; one of several documents has its contents in the text."""
    visible = len(book.texts) > 1
    return Navigation(
        items=_items(book, setup, title),
        landmarks=tuple(_landmarks(book, setup, visible=visible)),
        place=1 if visible else 0,
    )


def make_package(
    navigation: Navigation, setup: BookSetup, metadata: Metadata, pages: Sequence[Page], files: Sequence[File]
) -> list[File]:
    """Make the package document, the navigation document and the NCX.

    `files` are all others of the book, those of the spine in reading order.
    """
    items = numbered(cut(navigation.items, DEEPEST))
    visible, landmarks = navigation.place > 0, navigation.landmarks
    nav = setup.render("nav.xhtml", items=items, landmarks=landmarks, pages=pages)
    lines = cut(items, NCX_DEEPEST)
    ncx = setup.render("toc.ncx", items=numbered(lines), depth=depth(lines), pages=pages, metadata=metadata)
    leading = [
        File(name=NAV, data=nav.encode(), media=XHTML, id="nav", properties="nav", spine=visible),
        File(name=NCX, data=ncx.encode(), media="application/x-dtbncx+xml", id="ncx"),
    ]
    spine = [file.id for file in files if file.spine]
    spine[navigation.place : navigation.place] = ["nav"] if visible else []
    package = setup.render(
        "package.opf",
        metadata=metadata,
        meta=setup.annotated.essay.source.meta,
        generator=setup.colophon.generator,
        files=[*leading, *files],
        covered=any(file.properties == "cover-image" for file in files),
        spine=spine,
        landmarks=[landmark for landmark in landmarks if landmark.guide],
    )
    return [File(name=PACKAGE, data=package.encode(), media="application/oebps-package+xml", id="package"), *leading]


def _items(book: Book, setup: BookSetup, title: str) -> tuple[Item, ...]:
    """Entries of the contents: an essay's headings below its title, a book's chapters at the top level."""
    words = setup.house.words
    items: list[Item] = []
    for text in book.texts:
        below = tree(text.file, text.headings)
        items += [Item(words=title, href=text.file, items=below)] if text.opening else below
    if place := _notes(book, setup):
        items.append(Item(words=words.say("notes"), href=place))
    return (*items, Item(words=words.say("colophon"), href=COLOPHON))


def _notes(book: Book, setup: BookSetup) -> str:
    """Reference to the section of notes; empty where each chapter has one of its own."""
    one = len(book.texts) == 1 and setup.annotated.notes
    return f"{book.texts[0].file}#fl-notes" if one else ""


def _landmarks(book: Book, setup: BookSetup, *, visible: bool) -> list[Landmark]:
    say = setup.house.words.say
    marks = [Landmark(kind="titlepage", guide="title-page", href=TITLE_PAGE, words=say("title-page"))]
    if visible:  # a landmark may lead only to documents of the spine (EPUBCheck RSC-011)
        marks.append(Landmark(kind="toc", guide="toc", href=NAV, words=say("contents")))
    marks.append(Landmark(kind="bodymatter", guide="text", href=book.texts[0].file, words=say("text")))
    if place := _notes(book, setup):
        marks.append(Landmark(kind="endnotes", guide="notes", href=place, words=say("notes")))
    return [*marks, Landmark(kind="colophon", guide="colophon", href=COLOPHON, words=say("colophon"))]
