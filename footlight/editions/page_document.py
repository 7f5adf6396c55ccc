"""The HTML document and the style sheets from which pages are laid out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from footlight.editions.colophon import Colophon
from footlight.editions.fragments import Fragments, words_of
from footlight.editions.running_heads import running_heads
from footlight.engines.templates import Templates, markup
from footlight.essay.document import CALL, Annotated, Note
from footlight.press.paper import FOOT_ROOM, HEAD_ROOM, PT_PER_MM, Page
from footlight.settings.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """A note as the page templates see it."""

    id: str
    call_id: str
    number: int
    series: str
    html: str
    numbered: str
    """The note's HTML with its number, a link back to the call, at the start of its first paragraph. It stands within
    the paragraph, because WeasyPrint 70 breaks a line too early after an inline element and a `display: inline` `p`.
    """
    endnote: bool
    """Whether it is set at the end because it is too tall for the foot of a page."""


def note_views(notes: Sequence[Note], fragments: Fragments, endnotes: frozenset[int]) -> tuple[NoteView, ...]:
    """Prepare the notes for templates; those whose numbers are in `endnotes` are set at the end."""
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
    back = f'<a class="fl-back" role="doc-backlink" href="#{escape(note.call_id)}">{note.number}</a> '
    return f"<p>{back}{html.removeprefix('<p>')}" if html.startswith("<p>") else f"<p>{back}</p>{html}"


def _spoken(fragment: str) -> str:
    """Put a space before each line break: it is invisible, and a screen reader hears two words instead of one."""
    return fragment.replace("<br", " <br")


_HEADING = re.compile(r"<(h[1-6])\b([^>]*)>(.*?)</\1>", re.DOTALL)


def _outlined(fragment: str) -> str:
    """Give headings that contain note calls a label for the PDF outline, without the notes' numbers."""

    def labelled(match: re.Match[str]) -> str:
        name, attributes, inner = match.groups()
        if not CALL.search(inner):
            return match[0]
        label = escape(" ".join(" ".join(words_of(inner)).split()))
        return f'<{name}{attributes} data-outline="{label}">{inner}</{name}>'

    return _HEADING.sub(labelled, fragment)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSetup:
    """Page size, and the numbers of the notes that are set at the end."""

    page: Page
    endnotes: frozenset[int] = frozenset()


def page_html(
    annotated: Annotated, fragments: Fragments, colophon: Colophon, house: "HouseStyle", setup: PageSetup
) -> str:
    """Fill in the whole document, well-formed XML; each call is followed by its note."""
    views = note_views(annotated.notes, fragments, setup.endnotes)
    set_notes = {view.number: house.templates.render("note.html", note=view).strip() for view in views}

    def with_notes(fragment: str) -> str:
        return markup(CALL.sub(lambda match: set_notes[int(match[1])], _outlined(_spoken(fragment))))

    meta = annotated.essay.source.meta
    return house.templates.render(
        "page.html",
        lang=meta.lang,
        direction=meta.direction,
        title=with_notes(fragments.title),
        title_text=colophon.title,
        subtitle=markup(_spoken(fragments.subtitle)),
        byline=meta.byline,
        heads=running_heads(
            colophon.title, meta.authors, lambda name: house.words.say("others", name=name), setup.page
        ),
        imprint=colophon.imprint,
        description=meta.description,
        keywords=", ".join(meta.keywords),
        generator=colophon.generator,
        made_at=colophon.made_at,
        abstract=with_notes(fragments.abstract),
        headnote=with_notes(fragments.headnote),
        body=with_notes(fragments.body),
        endnotes=[view for view in views if view.endnote],
        bibliography=markup(fragments.bibliography),
        colophon=colophon,
        words=house.words.rows,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseStyle:
    """What every document of a project is made with: its templates, its wording, the reading order of notes."""

    templates: Templates
    words: Wording
    notes_read: str = "call"
    """Where a screen reader reads a note: a value of `settings.values.Reading`."""


_HEAD_GAP, _FOOT_GAP = 16.0, 20.0
"""Distance of running head and folio from the text block, pt."""
_EDGE, _LEAST_GAP = 6.0, 1.0
"""pt. In narrow margins the gap shrinks, down to `_LEAST_GAP`, to keep head and folio `_EDGE` from the paper's edge."""


def _gap(wanted: float, room: float, margin: float) -> float:
    """Distance of a head or folio from the text block, pt; `room` is the room it needs in mm, `margin` in pt."""
    line = room * PT_PER_MM - wanted
    return round(min(wanted, max(_LEAST_GAP, margin - line - _EDGE)), 3)


def page_styles(page: Page, templates: Templates) -> tuple[str, ...]:
    """Style sheets in order: fonts, page size and margins, ours, the project's."""
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
