"""Notes laid out into a room that may be too low for them, with WeasyPrint's own breaking of pages.

The notes of a page are a small flow of their own: it begins where the page before broke off, and breaks at a line where
its room ends. `resume_at` and `skip_stack` are WeasyPrint's words for such a place in a flow: a dictionary with the
index of the child at which it lies and the place within the child, or None for the child's beginning.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from math import inf
from typing import Any

from weasyprint.formatting_structure import boxes, build
from weasyprint.layout.block import block_level_layout
from weasyprint.text.line_break import strut

from footlight.engines.weasyprint.foreign_types import Box, LayoutState
from footlight.errors import EngineError

Resume = dict[int, Any] | None
"""A place in a flow, in WeasyPrint's form; None is its beginning or, as a result, its end."""
FEWEST_LINES = 2
"""Lines of a note that a page has at least, where the note is divided (PAGE: widows and orphans of two lines)."""
_ROUNDING = 1e-3
"""px that a room is higher than the lines that it has to hold."""
_ATTEMPTS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteFlow:
    """Notes that follow each other in a footnote area, and where the first of them begins."""

    area: Box
    """The page's footnote area, as WeasyPrint has it before layout."""
    notes: Sequence[Box]
    """Notes before layout."""
    start: Resume
    """The place in the first note at which the page before broke off."""

    def first(self, count: int) -> "NoteFlow":
        """The flow of the first notes alone."""
        return replace(self, notes=self.notes[:count])


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidNotes:
    """What of a flow of notes stands in a room."""

    area: Box
    """A footnote area with the notes, at y = 0."""
    height: float
    """Of what stands in it, px: without the area's own margin, border and padding."""
    begun: int
    """How many notes at least begin here."""
    rest: Resume
    """Where the flow goes on: the index of a note and the place in it; None where nothing is left."""
    absolute: list[Box]
    """Absolutely positioned boxes, such as the markers of lists, which the page has still to lay out."""

    def going_on(self, taken: int, of: int) -> "LaidNotes":
        """The same of a flow of `of` notes, of which only the first `taken` were laid out."""
        return replace(self, rest={taken: None}) if self.rest is None and taken < of else self


class NoteDivider:
    """Lays flows of notes out. One serves a whole document, since it keeps the notes that are ready for layout."""

    def __init__(self, context: LayoutState) -> None:
        self._context = context
        self._ready: dict[int, tuple[Box, Box]] = {}
        """Notes and what WeasyPrint makes of them before layout, by the note's identity; the note lives as long."""

    def divisible(self, flow: NoteFlow) -> bool:
        """Whether each note is a block of its own, as places in the flow need it."""
        return all(self._prepared(flow.area, note) is not None for note in flow.notes)

    def whole(self, flow: NoteFlow) -> LaidNotes:
        """Lay out all that is left of the notes, however high they are."""
        laid = self._laid(flow, inf)
        if laid is None:  # a float that is broken without a bound: not seen
            raise EngineError("a note cannot be laid out")
        return laid

    def divide(self, flow: NoteFlow, room: float) -> LaidNotes | None:
        """Fill a room, in px, so that the last note at least begins in it; None where it cannot.

        The part of the last note on each side of the break has two lines at least.
        """
        line = self.line_height(flow)
        for _ in range(_ATTEMPTS):
            laid = self._laid(flow, room)
            if laid is None or laid.begun < len(flow.notes):
                return None
            if laid.rest is None:
                return laid
            part = laid.area.children[-1]
            if content_bottom(part) - part.position_y < (FEWEST_LINES - 0.1) * line:
                return None
            if self._leaves(flow, laid.rest, (FEWEST_LINES - 0.1) * line):
                return self._tightened(flow, laid)
            room = laid.height - line / 2  # a line less here is a line more on the next page
        return None

    def fill(self, flow: NoteFlow, *rooms: float, fewest: int = 1) -> LaidNotes:
        """Fill a room with as many notes of a flow as it holds; `fewest` of them begin here, whatever happens.

        It is for notes that cannot wait. Where they cannot be divided in any of the `rooms`, of which the first is the
        best, because a large picture is in them, they stand there whole: so pages come to an end, and one who looks at
        the finished page sees that they cover text.
        """
        for room in rooms:
            # No more notes begin here than where breaks are free.
            free = self._laid(flow, room) if len(flow.notes) > 1 else None
            most = len(flow.notes) if free is None else free.begun
            for last in range(most, fewest - 1, -1):
                laid = self.divide(flow.first(last), room)
                if laid is not None:
                    return laid.going_on(last, len(flow.notes))
        return self.whole(flow.first(fewest)).going_on(fewest, len(flow.notes))

    def line_height(self, flow: NoteFlow) -> float:
        """The height of a line of the last note, px."""
        height: float = strut(flow.notes[-1].style)[0]
        return height

    def _tightened(self, flow: NoteFlow, laid: LaidNotes) -> LaidNotes:
        # WeasyPrint draws a box that goes on over a page break down to the end of its room: so the room is made as
        # high as the lines, and these stand on its ground.
        return self._laid(flow, laid.height + _ROUNDING) or laid

    def _leaves(self, flow: NoteFlow, rest: dict[int, Any], height: float) -> bool:
        """Whether what is left of a flow is higher than `height`, px; no more of it is laid out than that takes."""
        ((index, place),) = rest.items()
        laid = self._laid(NoteFlow(area=flow.area, notes=flow.notes[index : index + 1], start=place), 2 * height)
        return laid is None or laid.rest is not None or laid.height > height

    def _laid(self, flow: NoteFlow, room: float) -> LaidNotes | None:
        """Lay a flow out as far as it has room; None where nothing of it has."""
        context = self._context
        area = flow.area.copy()
        area.children = [ready.deepcopy() for note in flow.notes if (ready := self._prepared(area, note)) is not None]
        area.style = area.style.copy()
        area.style["box_decoration_break"] = "clone"  # else WeasyPrint takes the rule from an area that goes on
        area.height = "auto"
        area.position_y = 0.0
        absolute: list[Box] = []
        start = None if flow.start is None else {0: flow.start}
        with _apart(context, area):
            overhead = _overhead(area)
            context.page_bottom = overhead + room
            bottom_space = -inf if room == inf else 0.0
            # The page does not count as empty: WeasyPrint would place something even where nothing has room.
            box, rest, *_ = block_level_layout(
                context,
                area,
                bottom_space,
                start,
                area.page,
                page_is_empty=False,
                absolute_boxes=absolute,
                fixed_boxes=absolute,
            )
            if box is None or len(context.broken_out_of_flow):  # a float that is broken would lose its end
                return None
        begun = len([child for child in box.children if child.is_in_normal_flow()])
        height = box.height if rest is None else content_bottom(box) - box.content_box_y()
        return LaidNotes(area=box, height=height, begun=begun, rest=rest, absolute=absolute)

    def _prepared(self, area: Box, note: Box) -> Box | None:
        kept = self._ready.get(id(note))
        if kept is None:
            holder = area.copy()
            holder.children = [note.deepcopy()]
            children = build.create_anonymous_boxes(holder).children
            kept = note, children[0] if len(children) == 1 and isinstance(children[0], boxes.BlockBox) else None
            self._ready[id(note)] = kept
        return kept[1]


@contextmanager
def _apart(context: LayoutState, area: Box) -> Iterator[None]:
    """Lay something out beside the page that is under way, and leave its state as it was."""
    kept = context.page_bottom, context.broken_out_of_flow, context.forced_break
    context.broken_out_of_flow, context.forced_break = {}, False
    context.create_block_formatting_context(area)
    try:
        yield
    finally:
        context.finish_block_formatting_context()
        context.page_bottom, context.broken_out_of_flow, context.forced_break = kept


def _overhead(area: Box) -> float:
    """The area's own margins, borders and padding, px."""
    measured = area.copy()
    measured.height = 0
    overhead: float = measured.margin_height()
    return overhead


def content_bottom(box: Box) -> float:
    """The y, in px, at which the last line, row or picture in a box ends; -inf where there is none.

    A box that goes on over a page break is drawn to the end of its page: its own height says nothing.
    """
    lowest = -inf
    waiting = [box]
    while waiting:
        current = waiting.pop()
        if not current.is_in_normal_flow():
            continue
        children = getattr(current, "children", ())
        if isinstance(current, boxes.LineBox | boxes.TableRowBox):
            lowest = max(lowest, current.position_y + current.height)
        elif isinstance(current, boxes.ReplacedBox):
            lowest = max(lowest, current.position_y + current.margin_height())
        else:
            waiting += children
    return lowest
