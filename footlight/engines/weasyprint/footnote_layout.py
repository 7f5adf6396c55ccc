"""Footnotes in WeasyPrint's layout: they begin on the page of their call, go on over pages, and are measured once.

Three things of `weasyprint.layout.LayoutContext` are changed by a subclass, whose class the context is given:

- `current_page_footnotes` is a list that is false (`_PinnedNotes`), so that no note is moved off the page of its call.
- `layout_footnote` divides a note that finds no room under the line of its call. WeasyPrint sets notes whole, and moves
  the line to the next page. `continued_notes` lays the parts out when the page is full, and hands on the rest.
- `_update_footnote_area` adds up heights that were measured before. WeasyPrint lays out all notes of a page again
  whenever one comes or goes, which is half of its work on a text full of notes. Notes are blocks one below the other,
  so the sum of their heights is the height of the area, unless a style sheet makes their margins collapse into each
  other. Hence `heights_agree` compares the sums with the finished pages; where they differ, the document is laid out
  again in WeasyPrint's way (`exact`).

How a note is divided follows TeX's insertions, but for the lines that are kept for widows:

- A note that fits under its line is whole, if text has a third of the page then.
- Else it is divided so that two more lines of text fit: those that may have to stand with the line as its widows.
- If two lines of the note cannot stand on each side of the break, its line goes to the next page.
- Behind a divided note none begins on the same page. The line of such a note goes to the next page, if enough text
  stands above it; else the note waits, and follows the divided one on its next page.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Any

from weasyprint.formatting_structure.boxes import FootnoteAreaBox
from weasyprint.layout import LayoutContext
from weasyprint.layout.block import block_level_layout
from weasyprint.text.line_break import strut

from footlight.engines.weasyprint.figure_floats import root_of_page
from footlight.engines.weasyprint.foreign_types import Box, LayoutState, Page
from footlight.engines.weasyprint.measured_notes import MeasuredNote, measure_note, stack_notes, stackable
from footlight.engines.weasyprint.note_division import FEWEST_LINES, LaidNotes, NoteDivider, NoteFlow, Resume
from footlight.engines.weasyprint.paragraphs.page_fit import PageKeeper
from footlight.engines.weasyprint.paragraphs.plans import PlannedLine

_TOLERANCE = 0.01
"""px by which a sum of heights may differ from the page, for rounding."""
_TEXT_SHARE = 1 / 3
"""The share of a page's block that text keeps beside a divided note."""
_KEPT_LINES = 2
"""Lines of text for which room is kept below the call of a divided note: `widows` in templates/page.css."""
_SMALL_PART = 1 / 6
"""The share of the block up to which a part of a note may go to the next page with its line, which leaves it blank."""


class _PinnedNotes(list[Any]):
    """A list of notes that is false even when it holds some.

    `weasyprint.layout.block._linebox_layout` tries to save an orphan by moving the page's last notes to the next page:
    `while report and context.current_page_footnotes: context.report_footnote(…)`. Their calls stay, so a note would
    stand on another page than its call. Since this list is false, the loop does not start and the paragraph moves.
    At an upgrade, look for other places that ask whether the list is true: in 70.0 there is one more, in
    `layout/column.py`, so that in columns no note is moved either.
    """

    __slots__ = ()

    def __bool__(self) -> bool:
        return False


class _UnplacedNotes(list[Any]):
    """The notes of a document that no page has yet.

    `_linebox_layout` asks of each box in each line whether its note is among them, although hardly a box has one: with
    a thousand notes that would be a thousand comparisons a box.
    """

    __slots__ = ()

    def __contains__(self, note: object) -> bool:
        return note is not None and super().__contains__(note)


@dataclass(slots=True, kw_only=True)
class _PageNotes:
    """What a page has of notes that do not begin or do not end on it."""

    waiting: list[Box] = field(default_factory=list)
    """Notes that the page before left over and that were not placed yet, in order."""
    called_before: frozenset[int] = frozenset()
    """The identities of all notes that the page before left over: their calls stand on earlier pages."""
    start: Resume = None
    """Where the first note of the page goes on; None where it begins."""
    without_text: bool = False
    """Whether the text is at its end, and the page holds nothing but notes."""
    divided: Box | None = None
    """The note that goes on on the next page; notes behind it in the list wait for that page."""
    divided_at: float = 0.0
    """The lower edge of the line of its call, px."""
    height: float = 0.0
    """The height of the area up to the break, px."""
    begun: int = 0
    """How many notes begin, or go on, in front of the break."""


class FootnoteContext(LayoutContext):  # type: ignore[misc]  # WeasyPrint is untyped
    """A layout context with pinned notes, measured heights and divided notes."""

    exact: bool
    """Whether the notes of a page are measured together, in WeasyPrint's way."""
    heights: dict[tuple[int, str, float, int], MeasuredNote]
    """Notes by the note's identity, where it goes on, and the width and style of the area."""
    known_heights: dict[tuple[int, str, float, int], MeasuredNote]
    """Those of an earlier layout of the same notes, for the first round (`sections.other_numbers`)."""
    sums: dict[int, float]
    """The sum of the heights on each page, by page number."""
    goes_on: dict[tuple[int, int], Resume]
    """Where a note goes on, by the number of the page and the identity of the note."""
    divider: NoteDivider
    of_page: _PageNotes
    lower_edge: float
    """The y, in px, down to which the text of the page reaches with the line whose notes are placed next."""
    broken_out_of_flow: dict[Any, Any]
    """What the page that is being laid out carries over."""
    carried: dict[int, Any]
    """What each page carries over to the next one (`figure_floats`), by page number."""
    begun: int
    """The number of the page that was begun last; 0 before the first."""
    round: int
    """How often WeasyPrint has begun to make all pages."""

    kept_pages: PageKeeper | None = None
    """The pages of a document that may be edited (`edits`)."""
    planned_line: PlannedLine | None = None
    """The line that is laid out, where it is planned."""
    unplanned: Counter[str]
    """How many justified paragraphs are broken line by line, by the reason."""

    # WeasyPrint assigns a new list for each page and then changes it. The property makes a `_PinnedNotes` of each.
    @property
    def current_page_footnotes(self) -> list[Any]:
        """The notes of the page that is being laid out."""
        return self._notes

    @current_page_footnotes.setter
    def current_page_footnotes(self, notes: list[Any]) -> None:
        self._notes: list[Any] = _PinnedNotes(notes)
        self.page_begins()

    @property
    def footnotes(self) -> list[Any]:
        """The notes that no page has yet."""
        return self._unplaced

    @footnotes.setter
    def footnotes(self, notes: list[Any]) -> None:
        self._unplaced: list[Any] = _UnplacedNotes(notes)

    def page_begins(self) -> None:
        """Called where WeasyPrint begins a page.

        A page is made again where what it refers to has changed, and then needs what the page before carried over to
        it; WeasyPrint keeps that of the last page it made only.
        """
        if self.begun:
            self.carried[self.begun] = self.broken_out_of_flow
        self.begun = self.current_page
        self.broken_out_of_flow = self.carried.get(self.current_page - 1, {})

    def begin_round(self) -> None:
        """Forget notes and lines that were laid out before WeasyPrint begins to make all pages.

        It does so again where page numbers that are quoted have changed: lines and notes may read otherwise.
        """
        self.heights.clear()
        if self.round:
            self.known_heights = {}
        self.round += 1

    def begin_again(self, notes: list[Box]) -> None:
        """Forget all pages, to lay the document out again in which some notes are others; what was measured stays."""
        current = set(map(id, notes))
        self.known_heights = {key: known for key, known in self.heights.items() if id(known.note) in current}
        self.heights, self.sums, self.goes_on, self.carried, self.broken_out_of_flow = {}, {}, {}, {}, {}
        self.footnotes = notes
        self.divider, self.of_page = NoteDivider(self), _PageNotes()
        self.begun, self.round = 0, 0
        self.unplanned.clear()
        # As `LayoutContext` begins with them.
        begins: dict[str, Any] = {"reported_footnotes": [], "rendered_notes": [], "current_page": None}
        begins |= {name: defaultdict(lambda: defaultdict(list)) for name in ("string_set", "running_elements")}
        self.__dict__.update(begins, _excluded_shapes_root_boxes=[], _excluded_shapes={})

    def begin_page(self, *, without_text: bool) -> None:
        """Forget the notes of the page before, but for those that it left over (`reported_footnotes`)."""
        left = list(self.reported_footnotes)
        self.of_page = _PageNotes(waiting=left, called_before=frozenset(map(id, left)), without_text=without_text)

    def overflows_page(self, bottom_space: float, position_y: float) -> bool:
        """Whether a place lies below the room for text.

        `_linebox_layout` asks it of each line before it places the notes that the line calls: so the place is kept.
        """
        self.lower_edge = position_y + bottom_space
        overflows: bool = self.overflows(self.page_bottom - bottom_space, position_y)
        return overflows

    def layout_footnote(self, footnote: Box) -> Any:  # noqa: ANN401 - WeasyPrint is untyped
        """Place a note on the page, whole or its beginning; True where it must not stand there."""
        if not self.divides():
            return super().layout_footnote(footnote)
        edge = self.lower_edge
        self.footnotes.remove(footnote)
        self._notes.append(footnote)
        try:
            if footnote in self.of_page.waiting:
                self.of_page.waiting.remove(footnote)
                return self._place_rest(footnote)
            if self.of_page.divided is not None:
                return self._refuses(edge)
            return self._place(footnote, edge)
        finally:
            self.lower_edge = edge  # measuring notes moves it

    def unlayout_footnote(self, footnote: Box) -> None:
        """Take a note off the page, with its line.

        Where a block finds no room, WeasyPrint takes off the notes of all its lines, those of earlier pages among them.
        """
        if id(footnote) in self.of_page.called_before:
            return
        if footnote is self.of_page.divided:
            self.of_page.divided = None
        super().unlayout_footnote(footnote)

    def report_footnote(self, footnote: Box) -> None:
        """Move a note to the next page."""
        if footnote is self.of_page.divided:
            self.of_page.divided = None
        super().report_footnote(footnote)

    def divides(self) -> bool:
        """Whether notes are divided here: not in columns, and not in an area whose height a style sheet bounds."""
        area = self.current_footnote_area
        return not (self.in_column or _has_bounds(area))

    def flow(self, notes: Sequence[Box] | None = None) -> NoteFlow:
        """The notes of the page as a flow."""
        return NoteFlow(
            area=self.current_footnote_area,
            notes=list(self._notes if notes is None else notes),
            start=self.of_page.start,
        )

    def stacked_area(self, area: Box) -> Box | None:
        """The page's footnote area, laid out, as a pile of the notes that were measured; None where it is none."""
        page = self.of_page
        if self.exact or not (len(self._notes) and self.divides()) or page.divided is not None or page.start:
            return None
        notes = [self._measured(note, None) for note in self._notes]
        return stack_notes(self, area, notes) if stackable(notes) else None

    def room(self, lower_edge: float) -> float:
        """The height, in px, that notes can have below a place on the page."""
        return self._block_bottom() - self._overhead() - lower_edge

    def most_room(self) -> float:
        """The height, in px, that notes have at most where they are divided."""
        page = self.current_footnote_area.page
        text = 0.0 if self.of_page.without_text else page.height * _TEXT_SHARE
        return self.room(page.content_box_y() + text)

    def _place(self, note: Box, edge: float) -> bool:
        """Place a note below the line of its call, whole or its beginning; True where neither has room."""
        block = self.current_footnote_area.page.height
        height, own, room = self._height(), self._note_height(note, None), self.room(edge)
        most = self.most_room() if own > block * _TEXT_SHARE else inf
        fits = height <= room + _TOLERANCE
        if fits and height <= most:
            self._update_footnote_area()
            return False
        kept = _KEPT_LINES * strut(self.current_footnote_area.page.style)[0]
        if any(self._divide(note, wanted, edge) for wanted in (min(room - kept, most), min(room, most))):
            return False
        self._update_footnote_area()
        return not fits

    def _divide(self, note: Box, room: float, edge: float) -> bool:
        """Divide the last note of the page, so that the area is no higher than `room`; False where it cannot be."""
        above = 0.0 if self.exact or len(self._notes) == 1 else self._height(len(self._notes) - 1)
        flow = self.flow() if not above else NoteFlow(area=self.current_footnote_area, notes=[note], start=None)
        if room - above < FEWEST_LINES * self.divider.line_height(flow) or not self.divider.divisible(flow):
            return False
        laid = self.divider.divide(flow, room - above)
        if laid is None or laid.rest is None:
            return False
        self._set_divided(note, laid, edge, above)
        return True

    def _place_rest(self, note: Box) -> bool:
        """Place what the page before left over of a note; it is never moved on as a whole, so that pages end."""
        page = self.of_page
        if len(self._notes) == 1:
            page.start = self.goes_on.get((self.current_page, id(note)))
        if page.divided is not None:
            return False
        laid = self.divider.fill(self.flow(), self.most_room())
        if laid.rest is not None:
            self._set_divided(note, laid, -inf)
            return False
        if len(self._notes) == 1:  # it need not be measured again
            self.heights[self._key(note, page.start)] = MeasuredNote(note, laid.height, None, 0.0)
        self._update_footnote_area()
        return False

    def _set_divided(self, note: Box, laid: LaidNotes, edge: float, above: float = 0.0) -> None:
        """Reserve room for the notes up to a break; `above` is the height of notes that `laid` does not have."""
        page = self.of_page
        page.divided, page.height, page.divided_at = note, above + laid.height, edge
        page.begun = len(self._notes) - (laid.rest == {len(self._notes) - 1: None})
        self._update_footnote_area()

    def _refuses(self, edge: float) -> bool:
        """Whether the line of a note whose forerunner is divided goes to the next page; else the note waits there."""
        page, block = self.of_page, self.current_footnote_area.page
        if edge == page.divided_at:
            # The divided note would go with the line: a small part of it may, a large one would leave a hole.
            return bool(page.height <= block.height * _SMALL_PART)
        return bool(edge > block.content_box_y() + block.height * _TEXT_SHARE)

    def _update_footnote_area(self) -> Any:  # noqa: ANN401 - WeasyPrint is untyped
        """Set the height of the footnote area and the bottom of the page; False, since no note overflows.

        It mirrors the method that it overrides, except for where the height comes from. The return value tells
        `layout_footnote` whether the area overflows its `max-height`, which `_has_bounds` leaves to WeasyPrint.
        """
        notes: list[Any] = self._notes
        area = self.current_footnote_area
        self.sums.pop(self.current_page, None)
        if not self.divides():
            self._notes = list(notes)  # the overridden method asks whether the list is true
            try:
                return super()._update_footnote_area()
            finally:
                self._notes = notes
        # `len(notes)`, since the list itself is always false.
        divided = self.of_page.divided is not None
        height = (self.of_page.height if divided else self._height()) if len(notes) else 0.0
        if area.height != "auto":
            self.page_bottom += area.margin_height()  # take back what the last call reserved
        area.height = height
        if not (self.exact or divided):
            self.sums[self.current_page] = height
        area.children = list(notes)
        self.page_bottom -= area.margin_height()
        return False

    def _height(self, count: int | None = None) -> float:
        """The height of the first notes of the page, all by default, px."""
        notes = self._notes[:count]
        if self.exact:
            return self.divider.whole(self.flow(notes)).height if len(notes) else 0.0
        starts = [self.of_page.start, *[None] * len(notes)]
        return sum(self._note_height(note, start) for note, start in zip(notes, starts, strict=False))

    def _note_height(self, note: Box, start: Resume) -> float:
        return self._measured(note, start).height

    def _measured(self, note: Box, start: Resume) -> MeasuredNote:
        key = self._key(note, start)
        if key not in self.heights:
            area, known = self.current_footnote_area, self.known_heights.get(key)
            if known and known.area == (area.position_x, area.position_y):
                self.unplanned.update(known.unplanned)
                self.heights[key] = known
            else:
                self.heights[key] = self._measure(note, start)
        return self.heights[key]

    def _measure(self, note: Box, start: Resume) -> MeasuredNote:
        area, before = self.current_footnote_area, self.unplanned.copy()
        if start is None:
            measured = measure_note(self, area, note)
        else:
            laid = self.divider.whole(NoteFlow(area=area, notes=[note], start=start))
            measured = MeasuredNote(note, laid.height, None, 0.0)
        place = area.position_x, area.position_y
        return MeasuredNote(note, measured.height, measured.laid, measured.inset, place, self.unplanned - before)

    def _key(self, note: Box, start: Resume) -> tuple[int, str, float, int]:
        area = self.current_footnote_area
        return id(note), str(start), area.width, id(area.style)

    def _overhead(self) -> float:
        """The margin, border and padding of the footnote area, px."""
        area = self.current_footnote_area.copy()
        area.height = 0.0
        overhead: float = area.margin_height()
        return overhead

    def _block_bottom(self) -> float:
        """The lower edge of the page's block, px."""
        page = self.current_footnote_area.page
        bottom: float = page.content_box_y() + page.height
        return bottom


def block_level_layout_in_page(context: LayoutState, box: Box, *how: Any, **named: Any) -> Any:  # noqa: ANN401 - passed on
    """Replace `weasyprint.layout.page.block_level_layout`: the footnote area of a full page is not laid out again.

    And the text may have no room at all beside figures that were carried over to its page.
    """
    if isinstance(context, FootnoteContext) and type(box) is FootnoteAreaBox:
        area = context.stacked_area(box)
        if area is not None:
            return (area,)  # which is all that is asked for there
    if box.is_for_root_element:
        return root_of_page(context, box, *how, **named)
    return block_level_layout(context, box, *how, **named)


def _has_bounds(area: Box) -> bool:
    """Whether the footnote area has a height of its own, or bounds for it."""
    return bool(area.min_height != 0 or area.max_height != inf or area.style["height"] != "auto")


def adopt_context(context: LayoutState, *, exact: bool) -> FootnoteContext:
    """Turn a fresh context of WeasyPrint's into a `FootnoteContext`.

    Its class is replaced, because WeasyPrint makes the context itself, in `Document._build_layout_context`.
    """
    # A property does not hide an entry of `__dict__` that was there before it: the lists are taken out of there.
    context._unplaced = _UnplacedNotes(context.__dict__.pop("footnotes"))  # noqa: SLF001 - as below
    context._notes = _PinnedNotes(context.__dict__.pop("current_page_footnotes"))  # noqa: SLF001 - the name is ours
    context.exact, context.heights, context.sums, context.goes_on = exact, {}, {}, {}
    context.divider, context.of_page, context.lower_edge = NoteDivider(context), _PageNotes(), 0.0
    context.carried, context.begun, context.round, context.known_heights = {}, 0, 0, {}
    context.unplanned = Counter()
    context.__class__ = FootnoteContext
    adopted: FootnoteContext = context
    return adopted


def heights_agree(context: FootnoteContext, pages: Sequence[Page]) -> bool:
    """Whether the footnote area of each finished page is as high as the sum that was used to fill the page."""
    for number, page in enumerate(pages, 1):
        children = page._page_box.children  # noqa: SLF001 - there is no public way to a page's boxes
        areas = [child for child in children if type(child) is FootnoteAreaBox]  # not that of `margin_notes`
        expected = context.sums.get(number)
        if expected is not None and any(abs(area.height - expected) > _TOLERANCE for area in areas):
            return False
    return True
