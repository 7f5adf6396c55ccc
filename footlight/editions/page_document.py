"""Fragments to the document and the style sheets that are laid out as pages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from footlight.editions.colophon import Colophon
from footlight.editions.fragment_words import words_of
from footlight.editions.fragments import Fragments
from footlight.editions.running_heads import running_heads
from footlight.engines.templates import Templates, markup
from footlight.essay.document import CALL, Annotated, Note
from footlight.press.paper import FOOT_ROOM, HEAD_ROOM, PT_PER_MM, Page
from footlight.settings.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """A note as templates see it."""

    id: str
    call_id: str
    number: int
    series: str
    html: str
    numbered: str
    """The same with its number, which leads back, in front of its first words: within the first paragraph, since
    WeasyPrint 70 breaks a line too early where a paragraph is made to go on behind something in a line.
    """
    endnote: bool


def note_views(notes: Sequence[Note], fragments: Fragments, endnotes: frozenset[int]) -> tuple[NoteView, ...]:
    """The notes for templates; those numbered in `endnotes` are set at the end."""
    return tuple(
        NoteView(
            id=note.id,
            call_id=note.call_id,
            number=note.number,
            series=note.series,
            html=markup(_spoken(html)),
            numbered=markup(_numbered(note, _spoken(html))),
            endnote=note.number in endnotes,
        )
        for note, html in zip(notes, fragments.notes, strict=True)
    )


def _numbered(note: Note, html: str) -> str:
    back = f'<a class="back" role="doc-backlink" href="#{escape(note.call_id)}">{note.number}</a> '
    return f"<p>{back}{html.removeprefix('<p>')}" if html.startswith("<p>") else f"<p>{back}</p>{html}"


def _spoken(fragment: str) -> str:
    """A space before each break of a line: nobody sees it, and who listens hears two words."""
    return fragment.replace("<br", " <br")


_HEADING = re.compile(r"<(h[1-6])\b([^>]*)>(.*?)</\1>", re.DOTALL)


def _outlined(fragment: str) -> str:
    """Headings that call notes, with what the outline says of them: it would take the notes' numbers for words."""

    def labelled(match: re.Match[str]) -> str:
        name, attributes, inner = match.groups()
        if not CALL.search(inner):
            return match[0]
        label = escape(" ".join(" ".join(words_of(inner)).split()))
        return f'<{name}{attributes} data-outline="{label}">{inner}</{name}>'

    return _HEADING.sub(labelled, fragment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """On what pages a text is set."""

    page: Page
    endnotes: frozenset[int] = frozenset()
    """Numbers of the notes that are set at the end."""


def page_html(annotated: Annotated, fragments: Fragments, colophon: Colophon, frame: "Frame", form: Form) -> str:
    """The whole document, well-formed XML, each call with its note behind it."""
    views = note_views(annotated.notes, fragments, form.endnotes)
    set_notes = {view.number: frame.templates.render("note.html", note=view).strip() for view in views}

    def with_notes(fragment: str) -> str:
        return markup(CALL.sub(lambda match: set_notes[int(match[1])], _outlined(_spoken(fragment))))

    meta = annotated.essay.source.meta
    return frame.templates.render(
        "page.html",
        lang=meta.lang,
        direction=meta.direction,
        title=markup(_spoken(fragments.title)),
        title_text=colophon.title,
        subtitle=markup(_spoken(fragments.subtitle)),
        byline=meta.byline,
        heads=running_heads(colophon.title, meta.authors, lambda name: frame.words.say("others", name=name), form.page),
        imprint=colophon.imprint,
        description=meta.description,
        keywords=", ".join(meta.keywords),
        generator=colophon.generator,
        made_at=colophon.made_at,
        abstract=markup(_spoken(fragments.abstract)),
        headnote=with_notes(fragments.headnote),
        body=with_notes(fragments.body),
        endnotes=[view for view in views if view.endnote],
        bibliography=markup(fragments.bibliography),
        colophon=colophon,
        words=frame.words.rows,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What every document of a project is set with."""

    templates: Templates
    words: Wording
    notes_read: str = "call"
    """Where a programme that reads aloud reads a note: a value of `config.Reading`."""


_HEAD_GAP, _FOOT_GAP = 16.0, 20.0
"""pt between the text block and the running head, and the folio."""
_EDGE, _LEAST_GAP = 6.0, 1.0
"""pt that a head or a folio keeps from the edge where margins are narrow, as long as this much is left of the gap."""


def _gap(wanted: float, room: float, margin: float) -> float:
    """The distance of a line from the text block, in pt, with which it stands on the page; `room` is in mm."""
    line = room * PT_PER_MM - wanted
    return round(min(wanted, max(_LEAST_GAP, margin - line - _EDGE)), 3)


def page_styles(page: Page, templates: Templates) -> tuple[str, ...]:
    """The style sheets in the order of their being read: the faces, the house's, the project's, and the page's size."""
    note_type, note_leading = round(page.type * 0.8125, 2), round(page.leading * 0.765, 2)
    inner, outer, head, foot = (round(mm * PT_PER_MM, 3) for mm in (page.inner, page.outer, page.head, page.foot))
    above, below = _gap(_HEAD_GAP, HEAD_ROOM, head), _gap(_FOOT_GAP, FOOT_ROOM, foot)
    size = (
        f":root {{ --type: {page.type}pt; --leading: {page.leading}pt;"
        f" --note-type: {note_type}pt; --note-leading: {note_leading}pt; }}\n"
        f"@page {{ size: {page.width}mm {page.height}mm; margin: {head}pt {outer}pt {foot}pt {inner}pt;"
        f" bleed: {round(page.bleed * PT_PER_MM, 3)}pt; }}\n"
        f"@page {{ @top-center {{ padding-bottom: {above}pt; }} @bottom-center {{ padding-top: {below}pt; }} }}\n"
        f"@page :left {{ margin-left: {outer}pt; margin-right: {inner}pt; }}\n"
        f"@page :right {{ margin-left: {inner}pt; margin-right: {outer}pt; }}\n"
    )
    return (*templates.styles("fonts.css"), size, *templates.styles("page.css"))
