"""The package document, the contents for new readers and for old: what leads into the documents."""

from collections.abc import Sequence

from footlight.editions.epub.container_writer import File
from footlight.editions.epub.content_documents import TITLE_PAGE, XHTML, Setting
from footlight.editions.epub.document_parts import COLOPHON, Book
from footlight.editions.epub.metadata import Metadata
from footlight.editions.epub.navigation import NCX_DEEPEST, Item, Landmark, cut, depth, numbered, tree
from footlight.editions.epub.page_list import Page

NAV, NCX, PACKAGE = "nav.xhtml", "toc.ncx", "package.opf"
DEEPEST = 3
"""Levels that the contents show."""


def make_package(
    book: Book, setting: Setting, metadata: Metadata, pages: Sequence[Page], files: Sequence[File]
) -> list[File]:
    """The package document, nav and NCX; `files` are all others of the book, those of the spine in their order."""
    items = numbered(cut(_items(book, setting, metadata), DEEPEST))
    visible = len(book.texts) > 1
    landmarks = _landmarks(book, setting, visible=visible)
    nav = setting.render("nav.xhtml", items=items, landmarks=landmarks, pages=pages)
    lines = cut(items, NCX_DEEPEST)
    ncx = setting.render("toc.ncx", items=numbered(lines), depth=depth(lines), pages=pages, metadata=metadata)
    leading = [
        File(name=NAV, data=nav.encode(), media=XHTML, id="nav", properties="nav", spine=visible),
        File(name=NCX, data=ncx.encode(), media="application/x-dtbncx+xml", id="ncx"),
    ]
    spine = [file.id for file in files if file.spine]
    spine[1:1] = ["nav"] if visible else []
    package = setting.render(
        "package.opf",
        metadata=metadata,
        meta=setting.annotated.essay.source.meta,
        generator=setting.colophon.generator,
        files=[*leading, *files],
        covered=any(file.properties == "cover-image" for file in files),
        spine=spine,
        landmarks=[landmark for landmark in landmarks if landmark.guide],
    )
    return [File(name=PACKAGE, data=package.encode(), media="application/oebps-package+xml", id="package"), *leading]


def _items(book: Book, setting: Setting, metadata: Metadata) -> tuple[Item, ...]:
    """The lines of the contents: an essay's headings below its title, a book's chapters by themselves."""
    words = setting.frame.words
    items: list[Item] = []
    for text in book.texts:
        below = tree(text.file, text.headings)
        items += [Item(words=metadata.title, href=text.file, items=below)] if text.opening else below
    if place := _notes(book, setting):
        items.append(Item(words=words.say("notes"), href=place))
    return (*items, Item(words=words.say("colophon"), href=COLOPHON))


def _notes(book: Book, setting: Setting) -> str:
    """The place of the notes, where they are all in one; chapters have each their own."""
    one = len(book.texts) == 1 and setting.annotated.notes
    return f"{book.texts[0].file}#fl-notes" if one else ""


def _landmarks(book: Book, setting: Setting, *, visible: bool) -> list[Landmark]:
    say = setting.frame.words.say
    marks = [Landmark(kind="titlepage", guide="title-page", href=TITLE_PAGE, words=say("title-page"))]
    if visible:  # a landmark leads into the spine only (EPUBCheck RSC-011)
        marks.append(Landmark(kind="toc", guide="toc", href=NAV, words=say("contents")))
    marks.append(Landmark(kind="bodymatter", guide="text", href=book.texts[0].file, words=say("text")))
    if place := _notes(book, setting):
        marks.append(Landmark(kind="endnotes", guide="notes", href=place, words=say("notes")))
    return [*marks, Landmark(kind="colophon", guide="colophon", href=COLOPHON, words=say("colophon"))]
