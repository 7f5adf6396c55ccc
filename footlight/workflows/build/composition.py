"""A text that is laid out: what editions are set from, and the pages that come of it.

Only what every edition needs is imported here, for another process lays the pages out meanwhile.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from footlight.checking.layout_gate import ExpectedNote
from footlight.editions.colophon import Colophon
from footlight.editions.formulas import draw_formulas
from footlight.editions.fragments import Fragments, printed_words
from footlight.editions.page_document import (
    COLOPHON_ID,
    HouseStyle,
    PageSetup,
    note_column,
    page_html,
    page_styles,
)
from footlight.editions.printed_addresses import shown
from footlight.essay.document import Annotated, NoteKind
from footlight.essay.layout import Layout, NotePlace, unspaced
from footlight.findings.finding import Finding
from footlight.press.paper import Page
from footlight.project import Project
from footlight.workflows.build.kept_readings import NOT_KEPT, KeptUnder
from footlight.workflows.build.layout_warnings import missing_characters, warning_findings
from footlight.workflows.processes.setter import LayoutJob, PendingLayout, Setter, WrittenPages

if TYPE_CHECKING:  # most builds are of essays
    from footlight.editions.books.book_pages import FilledSections
    from footlight.editions.books.sections import BookText, Section

_TOLERANCE = 1.0
"""Points by which a note may stand out of its area."""
_LARGE = 0.4
"""The share of the text block from which a note that covers text is set at the end: a large picture, which no break of
pages divides, leaves the text no room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionText:
    """An annotated essay, or a book of them, its pieces of HTML, its colophon, and the style in which it is set."""

    annotated: Annotated
    fragments: Fragments
    colophon: Colophon
    house: HouseStyle
    book: "BookText | None" = None
    """The sections of a book; `annotated` and `fragments` are then those of the book as a whole."""
    filled: "FilledSections" = field(default_factory=dict, compare=False)
    """Sections of the book that were filled in for pages already."""

    @property
    def sections(self) -> "tuple[Section, ...]":
        """The sections of a book; none of an essay."""
        return self.book.sections if self.book else ()

    @property
    def quotes_pages(self) -> bool:
        """Whether something behind the text names pages of the text."""
        return bool(self.fragments.index) or (self.book is not None and self._tables_quote_pages())

    def _tables_quote_pages(self) -> bool:
        from footlight.editions.books.apparatus import tables_of  # noqa: PLC0415 - most builds are of essays

        return self.book is not None and tables_of(self.book).quote_pages

    def pages(self, setup: PageSetup) -> str:
        """Fill in the document that is laid out on pages, well-formed XML."""
        if self.book:
            from footlight.editions.books.book_pages import book_html  # noqa: PLC0415 - most builds are of essays

            return book_html(self.book, self.colophon, self.house, setup, self.filled)
        return page_html(self.annotated, self.fragments, self.colophon, self.house, setup)


def expected_notes(text: EditionText) -> tuple[ExpectedNote, ...]:
    """Return each note as it has to stand in an edition."""
    shown = {section.key: section.shown for section in text.sections}
    return tuple(
        ExpectedNote(
            note=note,
            words=printed_words(html),
            addresses=_addresses(note.url, note.kind, see=bool(note.see)),
            shown=shown.get(note.section, ""),
        )
        for note, html in zip(text.annotated.notes, text.fragments.notes, strict=True)
    )


def _addresses(url: str, kind: NoteKind, *, see: bool) -> tuple[tuple[str, str], ...]:
    return ((shown(url), url),) if url and not see and kind in (NoteKind.LINK, NoteKind.RECOVERED) else ()


_LEFT = 0.5
"""The share of its characters that the page before the colophon's has to keep when its last lines go over."""


def _is_better(kept: Layout, alone: Layout) -> bool:
    """Whether a colophon that took lines along costs neither a page nor a page's looks."""
    page = kept.pages_by_anchor().get(COLOPHON_ID, 1)
    if len(kept.pages) > len(alone.pages) or page < 2:
        return False
    before, after = (
        layout.pages[page - 1].start.offset - layout.pages[page - 2].start.offset for layout in (alone, kept)
    )
    return after >= _LEFT * before


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidText:
    """A text on pages."""

    written: Callable[[], WrittenPages]
    """Waits for the PDF, which may still be written."""
    layout: Layout
    findings: tuple[Finding, ...]
    """WeasyPrint's warnings."""
    missing: frozenset[str]
    """Characters that no font on the machine has."""

    @property
    def pdf(self) -> bytes:
        """The PDF. Raises EngineError where it cannot be written."""
        return self.written().pdf

    @property
    def faces(self) -> Mapping[str, bytes]:
        """The whole of each font, by its name in the PDF."""
        return self.written().faces


@dataclass(frozen=True, slots=True, kw_only=True)
class Compositor:
    """Lays a text out, on pages of one kind or another."""

    text: EditionText
    project: Project
    setter: Setter
    tallest: float
    """How many text blocks high a note may be; a taller one is set at the end."""
    beside: bool = False
    """Whether notes stand in the margin, where the page has the room."""
    toolchain: str = ""
    """A hash of the program and its engines (`freshness`)."""
    kept: KeptUnder = NOT_KEPT
    """What readings of the pages are kept under."""
    findings: list[Finding] = field(default_factory=list)
    """Findings of formulas that could not be drawn."""

    def setup(self, page: Page) -> PageSetup:
        """A page with all notes where they are meant to stand."""
        return PageSetup(page=page, column=note_column(page) if self.beside else None)

    def begin(self, page: Page) -> PendingLayout:
        """Hand the text to the setter, so that other work can be done meanwhile."""
        return self._begin(self.setup(page))

    def _begin(self, setup: PageSetup) -> PendingLayout:
        return self.setter.begin(self.job(setup))

    def job(self, setup: PageSetup) -> LayoutJob:
        """The document of the text on pages, and all that it is laid out with."""
        text, folders, page = self.text, self.project.template_folders, setup.page
        images = {path.parent for path in text.annotated.essay.images}
        html, findings = draw_formulas(
            text.pages(setup),
            text.annotated.essay.source,
            page.measure / page.type,
        )
        self.findings.extend(finding for finding in (*setup.findings, *findings) if finding not in self.findings)
        return LayoutJob(
            html=html,
            styles=page_styles(page, text.house.templates, html),
            base=folders[0],
            notes_read=text.house.notes_read,
            column=setup.column,
            folders=(*folders, *sorted(images)),
            most_pixels=page.pixels,
            program=self.toolchain,
            draft=text.quotes_pages and not setup.pages_of,
            ahead=True,
        )

    def lay_out(self, page: Page, pending: PendingLayout | None = None) -> LaidText:
        """Lay the text out on pages; `pending` is what `begin` returned, where it was called before.

        A note for which the margin has no room goes to the foot of the page, and one that is too tall for that to the
        end; either takes another layout. Raises EngineError where the text cannot be set.
        """
        setup = self.setup(page)
        result = (pending or self._begin(setup))()
        while moved := self.moved(result.layout, setup):
            setup = moved
            result = self._begin(setup)()
        if self.text.quotes_pages:  # what quotes them stands behind the text, so that no page of the text changes
            setup = replace(setup, pages_of=result.layout.pages_by_anchor())
            result = self._begin(setup)()
        if self._colophon_alone(result.layout):
            kept = self._begin(replace(setup, colophon_kept=True))()
            if _is_better(kept.layout, result.layout) and not self.moved(kept.layout, setup):
                result = kept
        return LaidText(
            written=result.written,
            layout=result.layout,
            findings=warning_findings(result.warnings, self.text.annotated.essay.source.shown),
            missing=frozenset(missing_characters(result.warnings)),
        )

    def moved(self, layout: Layout, setup: PageSetup) -> PageSetup | None:
        """The setup with the notes elsewhere that have no room where they are; None where all have."""
        crowded = self._crowded_out(layout) - setup.at_foot
        tall = self._too_tall(layout) - setup.endnotes
        if not (crowded or tall):
            return None
        return replace(setup, at_foot=setup.at_foot | crowded, endnotes=setup.endnotes | tall)

    def _crowded_out(self, layout: Layout) -> frozenset[str]:
        """Notes for which the margin of their page has no room: the tallest, until the others fit."""
        order = {note.id: place for place, note in enumerate(self.text.annotated.notes)}
        beside: defaultdict[int, list[NotePlace]] = defaultdict(list)
        for place in (place for place in layout.notes if place.beside):
            beside[place.page].append(place)
        moved = set()
        for page in layout.pages:
            places = sorted(beside[page.number], key=lambda place: (place.box.height, order[place.note_id]))
            heights = [(place.box.height, place.note_id) for place in places]
            while sum(height for height, _ in heights) > page.block.height + _TOLERANCE:
                moved.add(heights.pop()[1])
        return frozenset(moved)

    def _colophon_alone(self, layout: Layout) -> bool:
        """Whether nothing stands above the colophon of an essay on its page; a book's begins a page anyway."""
        if self.text.book:
            return False
        page = layout.pages_by_anchor().get(COLOPHON_ID, 1)
        heading = unspaced(str(self.text.house.words.rows["colophon"]))
        return page > 1 and layout.text.startswith(heading, layout.pages[page - 1].start.offset)

    def _too_tall(self, layout: Layout) -> frozenset[str]:
        """Notes taller than their share of the block, with all their parts, or drawn out of it or over the text."""
        known = {note.id for note in self.text.annotated.notes}
        blocks = {page.number: page.block for page in layout.pages}
        covered = {overrun.page for overrun in layout.overruns if not overrun.beyond}
        heights: defaultdict[str, float] = defaultdict(float)
        tall = set()
        for place in (place for place in layout.notes if not place.beside):
            block = blocks[place.page]
            heights[place.note_id] += place.box.height / block.height
            over_text = place.page in covered and place.box.height > _LARGE * block.height
            if over_text or place.box.y < block.y - _TOLERANCE:
                tall.add(place.note_id)
        tall.update(identifier for identifier, height in heights.items() if height > self.tallest)
        return frozenset(tall & known)
