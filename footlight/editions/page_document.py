"""The HTML document and the style sheets from which pages are laid out."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from footlight.editions.colophon import Colophon
from footlight.editions.fragments import Fragments, with_separators, words_of
from footlight.editions.front_pages import front_pages, without_heads
from footlight.editions.index_terms import by_page, index_html
from footlight.editions.list_numbers import count_from_start
from footlight.editions.listings import turn_lines
from footlight.editions.running_heads import running_heads
from footlight.editions.script_gaps import with_script_gaps
from footlight.editions.special_styles import ON_PAGES, special_styles
from footlight.editions.style_properties import code_size, table_type, title_factor
from footlight.editions.tables import set_tables
from footlight.editions.title_lines import balanced, word_length
from footlight.engines.templates import Templates, markup
from footlight.essay.document import CALL, Annotated, Note
from footlight.essay.layout import NoteColumn
from footlight.findings.finding import Finding
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
    beside: bool
    """Whether it stands in the margin, beside the text."""


_WIDE = re.compile(r"<(?:table|pre|img|svg)\b|fl-display")
"""What a margin is too narrow for: its note stands at the foot."""


def note_views(notes: Sequence[Note], fragments: Fragments, setup: "PageSetup") -> tuple[NoteView, ...]:
    """Prepare the notes for templates, each with the place where it is set."""
    return tuple(
        NoteView(
            id=note.id,
            call_id=note.call_id,
            number=note.number,
            series=note.series,
            html=markup(_tight(spoken(html))),
            numbered=markup(_numbered(note, _tight(spoken(html)))),
            endnote=note.id in setup.endnotes,
            beside=setup.column is not None and note.id not in setup.at_foot and not _WIDE.search(html),
        )
        for note, html in zip(notes, fragments.notes, strict=True)
    )


def _numbered(note: Note, html: str) -> str:
    back = f'<a class="fl-back" role="doc-backlink" href="#{escape(note.call_id)}">{note.number}</a> '
    if html.startswith("<p>"):
        return f"<p>{back}{html.removeprefix('<p>')}"
    # The paragraph of the number has no height, so that the list, table or code behind it begins on its line.
    return f'<p class="fl-number">{back}</p>{html}'


def spoken(fragment: str) -> str:
    """Put a space before each line break: it is invisible, and a screen reader hears two words instead of one."""
    return fragment.replace("<br", " <br")


_TEXT_BLOCKS = "p|[uod]l|li|d[td]|blockquote|div|section|figure|figcaption|hr"
_TABLE_PARTS = "table|caption|colgroup|col|t(?:head|body|foot|[rdh])"
_BLANK = re.compile(
    rf"[ \t\n]*(</?(?:{_TEXT_BLOCKS}|{_TABLE_PARTS})\b[^>]*>)[ \t\n]*"
    r"|[ \t\n]+(?=<(?:pre|h[1-6])\b)"
    r"|(</(?:pre|h[1-6])>|<br\b[^>]*>)[ \t\n]+"
)


def _tight(fragment: str) -> str:
    """Remove white space between blocks: in a footnote, WeasyPrint 70 sets each piece of it as an empty line."""
    return _BLANK.sub(lambda match: match[1] or match[2] or "", fragment)


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


_CALL_SEPARATOR = '<span class="fl-call-separator"></span>'
"""Its comma is in page.css: generated content is no text, so neither tags nor the page list hold it."""


COLOPHON_ID = "fl-end"
"""The identifier of the colophon, in templates/page.html."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSetup:
    """A page, and where the notes stand: in the margin where it has a column for them, else at the foot."""

    page: Page
    column: NoteColumn | None = None
    """The place for notes in the margin."""
    at_foot: frozenset[str] = frozenset()
    """The identifiers of the notes for which the margin has no room."""
    endnotes: frozenset[str] = frozenset()
    """The identifiers of the notes that are set at the end."""
    pages_of: Mapping[str, int] = field(default_factory=dict)
    """The page of each identifier, for the index, once pages are known."""
    colophon_kept: bool = False
    """Whether the colophon takes the last lines of the text along, because it would stand alone on the last page."""
    findings: list[Finding] = field(default_factory=list)
    """What was found while the page was filled in."""


def notes_in_place(
    views: Sequence[NoteView], shown: str, house: "HouseStyle", setup: PageSetup
) -> Callable[[str], str]:
    """Return a function that finishes a fragment for a page: each call in it is followed by its note.

    `shown` is the source's path, for findings about its tables.
    """
    set_notes = {view.number: house.templates.render("note.html", note=view).strip() for view in views}
    tables = table_type(house.properties)

    def with_notes(fragment: str) -> str:
        fitted, found = set_tables(fragment, setup.page, shown, tables)
        setup.findings.extend(finding for finding in found if finding not in setup.findings)
        separated = with_separators(_outlined(spoken(fitted)), _CALL_SEPARATOR)
        return markup(CALL.sub(lambda match: set_notes[int(match[1])], separated))

    return with_notes


def page_html(
    annotated: Annotated, fragments: Fragments, colophon: Colophon, house: "HouseStyle", setup: PageSetup
) -> str:
    """Fill in the whole document, well-formed XML; each call is followed by its note."""
    views = note_views(annotated.notes, fragments, setup)
    with_notes = notes_in_place(views, annotated.essay.source.shown, house, setup)
    meta = annotated.essay.source.meta
    heads = running_heads(colophon.title, meta.authors, lambda name: house.words.say("others", name=name), setup.page)
    front = front_pages(meta, fragments.body)
    body = without_heads(fragments.body, heads.title, heads.author) if front.sections else fragments.body
    html = house.templates.render(
        "page.html",
        lang=meta.lang,
        direction=meta.direction,
        title=with_notes(fragments.title),
        title_text=colophon.title,
        title_width=title_width(colophon.title, setup.page, title_factor(house.properties)),
        subtitle=markup(spoken(fragments.subtitle)),
        byline=meta.byline,
        heads=heads,
        front=front,
        drop_cap=meta.drop_cap,
        publisher=meta.publisher,
        imprint=colophon.imprint,
        description=meta.description,
        keywords=", ".join(meta.keywords),
        generator=colophon.generator,
        made_at=colophon.made_at,
        abstract=with_notes(fragments.abstract),
        headnote=with_notes(fragments.headnote),
        body=with_notes(body),
        hundreds=len(views) >= 100,
        endnotes=[view for view in views if view.endnote],
        bibliography=markup(fragments.bibliography),
        index=markup(index_html(fragments.index, by_page(setup.pages_of))),
        colophon=colophon,
        colophon_kept=setup.colophon_kept,
        verso_drop=verso_drop(colophon.sentences, setup.page),
        words=house.words.rows,
    )
    return fitted_to_page(html, meta.lang, house, setup.page)


def fitted_to_page(html: str, lang: str, house: "HouseStyle", page: Page) -> str:
    """Set what depends on the measure and the engine: long lines of listings are turned, scripts get gaps between them,
    numbered lists begin at their number.
    """
    counted = count_from_start(with_script_gaps(html, lang))
    return turn_lines(counted, _columns(page, code_size(house.properties, _CODE_SIZE)))


_DEEPEST, _BETWEEN, _LETTER = 24, 0.75, 0.56
"""Of the back of a title page: lines above its words at most, lines between two paragraphs, and a letter's width in em.

The width is rather too wide, so that all of it has room in themes with larger type.
"""


def verso_drop(sentences: Sequence[str], page: Page) -> int:
    """How many lines the words on the back of a title page are moved down, so that they stand at its foot."""
    room = (page.height - page.head - page.foot) * PT_PER_MM / page.leading
    measure = (page.width - page.inner - page.outer) * PT_PER_MM / (_LETTER * page.type)
    lines = sum(-(-len("".join(words_of(sentence))) // measure) + _BETWEEN for sentence in sentences)
    return max(0, min(_DEEPEST, int(room - lines - 2)))


_CODE_SIZE, _CODE_INDENT, _ADVANCE = 0.84, 1.6, 0.6
"""Of listings in templates/page.css: size and indent in em of the text; and the advance of the face of code, em."""


def title_width(title: str, page: Page, factor: float) -> float:
    """Width of the title in em, so that its lines are of similar length; 0 where it may fit in one."""
    room = (page.width - page.inner - page.outer) * PT_PER_MM / (page.type * factor)
    width = balanced(title, room)
    return width if width < room and sum(map(word_length, title.split())) > room else 0.0


def _columns(page: Page, size: float) -> int:
    """How many characters of code stand in a line of the page; `size` is the type of code in em of the text."""
    block = (page.width - page.inner - page.outer) * PT_PER_MM
    return int((block - _CODE_INDENT * page.type) / (_ADVANCE * size * page.type))


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseStyle:
    """What every document of a project is made with: its templates, its wording, the reading order of notes."""

    templates: Templates
    words: Wording
    properties: Mapping[str, str]
    """The custom properties of the templates' style sheets (`style_properties.page_properties`)."""
    notes_read: str = "call"
    """Where a screen reader reads a note: a value of `settings.values.Reading`."""
    packed_faces: Mapping[str, Path] = field(default_factory=dict)
    """Font files that EPUBs have from elsewhere than the template folders, by their names in the EPUB."""


_NOTE_GAP, _NOTE_EDGE, _NARROWEST = 6.0, 12.0, 36.0
"""Of notes in the margin, mm: their distance from the text and from the paper's edge, and the least width for them."""


def note_column(page: Page) -> NoteColumn | None:
    """The place for notes in the outer margin of a page; None where that is too narrow."""
    width = page.outer - _NOTE_GAP - _NOTE_EDGE
    if width < _NARROWEST:
        return None
    return NoteColumn(gap=round(_NOTE_GAP * PT_PER_MM, 3), width=round(width * PT_PER_MM, 3))


_HEAD_GAP, _FOOT_GAP = 16.0, 20.0
"""Distance of running head and folio from the text block, pt."""
_SPARE = 0.05
"""pt that a page has more than its lines need: without it rounding would push the last one over to the next page."""
_EDGE, _LEAST_GAP = 6.0, 1.0
"""pt. In narrow margins the gap shrinks, down to `_LEAST_GAP`, to keep head and folio `_EDGE` from the paper's edge."""


def _gap(wanted: float, room: float, margin: float) -> float:
    """Distance of a head or folio from the text block, pt; `room` is the room it needs in mm, `margin` in pt."""
    line = room * PT_PER_MM - wanted
    return round(min(wanted, max(_LEAST_GAP, margin - line - _EDGE)), 3)


def page_styles(page: Page, templates: Templates, html: str) -> tuple[str, ...]:
    """Style sheets in order: fonts, page size and margins, ours, what `html` needs besides, the project's."""
    note_type, note_leading = round(page.type * 0.8125, 2), round(page.leading * 0.765, 2)
    inner, outer, head = (round(mm * PT_PER_MM, 3) for mm in (page.inner, page.outer, page.head))
    foot = round(page.height * PT_PER_MM - head - page.lines * page.leading - _SPARE, 3)
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
    house, *own = templates.styles("page.css")
    return (*templates.styles("fonts.css"), size, house, *special_styles(templates, ON_PAGES, html), *own)
