"""The content documents in reading order: title page, text with notes, colophon, each from a template."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import accumulate
from typing import Any
from xml.etree import ElementTree as ET

from footlight.editions.colophon import Colophon
from footlight.editions.epub.chapters import COLOPHON, Book, Text
from footlight.editions.epub.container_writer import File
from footlight.editions.epub.xhtml import CALL_SEPARATOR, Adaptation, Capture, adapt, inner, parse
from footlight.editions.fragments import with_separators
from footlight.editions.page_document import HouseStyle
from footlight.editions.printed_addresses import address_html
from footlight.engines.templates import markup
from footlight.essay.document import CALL, Annotated, Note, NoteKind
from footlight.settings.epub_options import USUAL, EpubOptions
from footlight.settings.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """A note and its call, as the EPUB's templates see them."""

    id: str
    call_id: str
    number: int
    series: str
    lead: str
    """Markup that opens the first paragraph; the template sets the back link right after it."""
    rest: str
    archive: str
    """The sentence with the full address of the archived copy, as a link; empty where there is none."""
    ours: bool
    """Whether Footlight wrote all of it, so that it is in the language of the wording."""
    href: str
    """Reference to the note; it stands in the document of its call."""
    call_href: str
    back: str
    """What the link back is called: "Back to the text, note 3"."""


def captures_of(notes: Sequence[Note]) -> dict[str, Capture]:
    """Archived copies that the ledger names, by original address."""
    entries = [note.entry for note in notes if note.entry and note.entry.status.printed]
    return {
        entry.url: Capture(
            url=entry.url,
            archive_url=entry.archive_url,
            date=entry.archived.date().isoformat() if entry.archived else "",
        )
        for entry in entries
        if entry.archive_url or entry.archived
    }


def note_views(notes: Sequence[Note], pieces: Sequence[str], words: Wording) -> tuple[NoteView, ...]:
    """Pair the notes with their finished HTML in `pieces`."""
    captures = captures_of(notes)
    views = []
    for note, html in zip(notes, pieces, strict=True):
        copy = captures[note.url].archive_url if note.url in captures and not note.see else ""
        back = words.say("back-from", number=note.number)
        before, _, after = words.say("archived-at", address="\0").partition("\0")
        archive = f"{escape(before)}{_address(copy)}{escape(after)}" if copy else ""
        views.append(_view(note, html, archive, back))
    return tuple(views)


def _view(note: Note, html: str, archive: str, back: str) -> NoteView:
    in_paragraph = html.startswith("<p>")
    return NoteView(
        id=note.id,
        call_id=note.call_id,
        number=note.number,
        series=note.series,
        lead=markup("<p>" if in_paragraph else '<p class="fl-number">'),
        rest=markup(html.removeprefix("<p>") if in_paragraph else f"</p>{html}"),
        archive=markup(archive),
        ours=note.kind is NoteKind.LOST or bool(note.see),
        href=f"#{note.id}",
        call_href=f"#{note.call_id}",
        back=back,
    )


def _address(url: str) -> str:
    """Link an address, with left-to-right direction in any text."""
    root = parse(address_html(url))
    adapt(
        root,
        Adaptation(
            pictures={}, captures={}, clear=frozenset(), from_right=True, styled=frozenset({"fl-address", "fl-part"})
        ),
    )
    return inner(root)


XHTML = "application/xhtml+xml"
TITLE_PAGE = "titlepage.xhtml"


@dataclass(frozen=True, slots=True, kw_only=True)
class BookSetup:
    """The essay, its colophon, the house style and the EPUB options: the input of every document of one book."""

    annotated: Annotated
    colophon: Colophon
    house: HouseStyle
    ebook: EpubOptions = USUAL

    @property
    def voice(self) -> str:
        """Language tag of Footlight's own words where it differs from the essay's language; else empty."""
        own, said = self.annotated.essay.source.meta.lang, self.house.words.lang
        return said if said.partition("-")[0].lower() != own.partition("-")[0].lower() else ""

    def render(self, template: str, folder: str = "epub", **values: Any) -> str:  # noqa: ANN401 - what a template names
        """Fill in a template of a folder; every template gets language, direction, title and words."""
        meta = self.annotated.essay.source.meta
        told = {
            "lang": meta.lang,
            "direction": meta.direction,
            "voice": self.voice,
            "title_text": self.colophon.title,
            "words": self.house.words.rows,
            **values,
        }
        return self.house.templates.render(f"{folder}/{template}", **told)

    def document(self, file: str, template: str, **values: Any) -> File:  # noqa: ANN401 - as above
        """Fill in a template as a document of the spine."""
        data = self.render(template, **values).encode()
        properties = "mathml" if b"<math" in data else ""
        return File(
            name=file, data=data, media=XHTML, id=file.removesuffix(".xhtml"), properties=properties, spine=True
        )


def make_documents(book: Book, setup: BookSetup) -> list[File]:
    """Make the title page, the text with its notes, and the colophon."""
    parts, meta = book.parts, setup.annotated.essay.source.meta
    views = note_views(setup.annotated.notes, list(map(inner, parts.notes)), setup.house.words)
    calls = {view.number: setup.render("call.xhtml", note=view).strip() for view in views}
    title_page = setup.document(
        TITLE_PAGE,
        "titlepage.xhtml",
        title=set_calls(parts.title, {}),
        subtitle=set_calls(parts.subtitle, {}),
        byline=meta.byline,
        contributors=(),
        imprint=setup.colophon.imprint,
        publisher=meta.publisher,
    )
    before = accumulate(map(_counts, book.texts), initial=0)
    texts = [_text(text, book, setup, (views, calls), count) for text, count in zip(book.texts, before, strict=False)]
    colophon = setup.document(
        COLOPHON,
        "colophon.xhtml",
        sentences=[set_calls(sentence, calls) for sentence in parts.sentences],
        lost=setup.colophon.lost,
    )
    return [title_page, *texts, colophon]


def _counts(text: Text) -> bool:
    """Whether a document is a chapter that takes a number, where chapters are numbered."""
    head = next(text.body.iter("h1"), None)
    return not text.opening and head is not None and "unnumbered" not in head.get("class", "").split()


def _text(
    text: Text, book: Book, setup: BookSetup, noting: tuple[Sequence[NoteView], dict[int, str]], chapters_before: int
) -> File:
    """Make a document of the text, followed by the notes that are called from it."""
    parts, (views, calls) = book.parts, noting
    notes = [view for view in views if book.files[view.id] == text.file]
    return setup.document(
        text.file,
        "text.xhtml",
        heading=text.headings[0].words if text.headings and not text.opening else "",
        opening=text.opening,
        chapters_before=chapters_before,
        whole=len(book.texts) == 1,
        title=set_calls(parts.title, calls),
        abstract=set_calls(parts.abstract, calls) if text.opening else "",
        headnote=set_calls(parts.headnote, calls) if text.opening else "",
        body=set_calls(text.body, calls),
        bibliography=set_calls(parts.bibliography, calls) if text.closing else "",
        index=set_calls(parts.index, calls) if text.closing else "",
        notes=markup(setup.render("notes.xhtml", notes=notes)) if notes else "",
    )


def set_calls(root: ET.Element, calls: dict[int, str]) -> str:
    """Serialize a tree and put each call in its place; without calls, where the notes are in another document."""
    separated = with_separators(inner(root), CALL_SEPARATOR) if calls else inner(root)
    return markup(CALL.sub(lambda match: calls[int(match[1])] if calls else "", separated))
