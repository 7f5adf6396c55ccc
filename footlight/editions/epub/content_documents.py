"""The documents of the book, each a template filled in, in the order of reading."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from footlight.editions.colophon import Colophon
from footlight.editions.epub.container_writer import File
from footlight.editions.epub.document_parts import COLOPHON, Book, Text
from footlight.editions.epub.note_views import NoteView, note_views
from footlight.editions.epub.xhtml import inner
from footlight.editions.page_document import Frame
from footlight.engines.templates import markup
from footlight.essay.document import CALL, Annotated
from footlight.settings.epub_options import USUAL, Ebook

XHTML = "application/xhtml+xml"
TITLE_PAGE = "titlepage.xhtml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the documents of one book are set with."""

    annotated: Annotated
    colophon: Colophon
    frame: Frame
    ebook: Ebook = USUAL

    @property
    def voice(self) -> str:
        """The language of the edition's own words where it is not the essay's; else empty."""
        own, said = self.annotated.essay.source.meta.lang, self.frame.words.lang
        return said if said.partition("-")[0].lower() != own.partition("-")[0].lower() else ""

    def render(self, template: str, **values: Any) -> str:  # noqa: ANN401 - a template takes what it names
        """A template of epub/ with what every document is told."""
        meta = self.annotated.essay.source.meta
        told = {
            "lang": meta.lang,
            "direction": meta.direction,
            "voice": self.voice,
            "title_text": self.colophon.title,
            "words": self.frame.words.rows,
            **values,
        }
        return self.frame.templates.render(f"epub/{template}", **told)

    def document(self, file: str, template: str, **values: Any) -> File:  # noqa: ANN401 - as above
        """A document of the book's spine."""
        data = self.render(template, **values).encode()
        return File(name=file, data=data, media=XHTML, id=file.removesuffix(".xhtml"), spine=True)


def make_documents(book: Book, setting: Setting) -> list[File]:
    """The title page, the text with its notes, and the colophon."""
    parts, meta = book.parts, setting.annotated.essay.source.meta
    views = note_views(setting.annotated, list(map(inner, parts.notes)))
    calls = {view.number: setting.render("call.xhtml", note=view).strip() for view in views}
    title_page = setting.document(
        TITLE_PAGE,
        "titlepage.xhtml",
        title=_set(parts.title, calls),
        subtitle=_set(parts.subtitle, calls),
        byline=meta.byline,
        imprint=setting.colophon.imprint,
        publisher=meta.publisher,
    )
    texts = [_text(text, book, setting, (views, calls)) for text in book.texts]
    colophon = setting.document(
        COLOPHON,
        "colophon.xhtml",
        sentences=[_set(sentence, calls) for sentence in parts.sentences],
        lost=setting.colophon.lost,
    )
    return [title_page, *texts, colophon]


def _text(text: Text, book: Book, setting: Setting, noting: tuple[Sequence[NoteView], dict[int, str]]) -> File:
    """A document of the text, and behind it the notes that are called from it."""
    parts, (views, calls) = book.parts, noting
    notes = [view for view in views if book.files[view.id] == text.file]
    return setting.document(
        text.file,
        "text.xhtml",
        heading=text.headings[0].words if text.headings and not text.opening else "",
        opening=text.opening,
        whole=len(book.texts) == 1,
        title=_set(parts.title, calls),
        abstract=_set(parts.abstract, calls) if text.opening else "",
        headnote=_set(parts.headnote, calls) if text.opening else "",
        body=_set(text.body, calls),
        bibliography=_set(parts.bibliography, calls) if text.closing else "",
        notes=markup(setting.render("notes.xhtml", notes=notes)) if notes else "",
    )


def _set(root: ET.Element, calls: dict[int, str]) -> str:
    """A tree as markup, each call in its place."""
    return markup(CALL.sub(lambda match: calls[int(match[1])], inner(root)))
