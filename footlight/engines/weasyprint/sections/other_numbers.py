"""A section that was laid out, made ready to be laid out again with other page numbers in what it quotes.

A section is laid out before it is known on which pages the others stand, so nearly each one that quotes another quotes
a wrong number first. Its second layout differs from the first in a few digits: the boxes that the document was made
into are taken again, and so are the lines and the notes that were laid out, except for those that have such digits
(`paragraphs.planned_lines`, `measured_notes`). What the first layout changed besides is put back, so that the pages are
those of a section that was made with these numbers from the beginning.
"""

import copy
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from weasyprint.formatting_structure import boxes

from footlight.engines.weasyprint.boxes_before_layout import CHANGED_BY_LAYOUT
from footlight.engines.weasyprint.footnote_layout import FootnoteContext
from footlight.engines.weasyprint.foreign_types import Box
from footlight.engines.weasyprint.note_division import NoteDivider
from footlight.engines.weasyprint.paragraphs.page_air import take_back_air
from footlight.engines.weasyprint.paragraphs.planned_lines import forget_lines, keep_first_lines
from footlight.engines.weasyprint.sections.known_targets import Quote


class FirstState:
    """What a layout began with: taken when its boxes are made and no page is."""

    def __init__(self, context: FootnoteContext, root_box: Box) -> None:
        self._context = context
        self._root_box = root_box
        self._state = {name: _copied(value) for name, value in vars(context).items()}
        self._maker = copy.deepcopy(context.page_maker)

    def give(self, pages: Mapping[str, int]) -> bool:
        """Have the section quote other page numbers, and the context as it was before any page was made.

        False where that cannot be: the section has to be made anew then, and the context is of no use any more.
        """
        context = self._context
        targets = context.target_collector
        held = [*_held(self._root_box), *(one for note in self._notes() for one in _held(note, note))]
        if context.round > 1 or any(_changes(one.box) for one in held):
            return False
        written = list(_written(held, [quote for quote in targets.quotes.values() if _differs(quote, pages)], pages))
        if None in written:
            return False
        self._put_back()
        stale = {id(line) for place, _ in filter(None, written) for line in place.lines}
        notes = {id(place.note) for place, _ in filter(None, written)}
        context.known_heights = {key: note for key, note in context.known_heights.items() if id(note.note) not in notes}
        for place, text in filter(None, written):
            place.box.text = text
        for box in (one.box for one in held):
            take_back_air(box.style)
            if isinstance(box, boxes.LineBox):
                (forget_lines if id(box) in stale else keep_first_lines)(box)
        targets.give(pages)
        return True

    def _notes(self) -> list[Box]:
        return list(self._state["_unplaced"])

    def _put_back(self) -> None:
        context = self._context
        heights = context.heights
        for name in vars(context).keys() - self._state.keys():
            delattr(context, name)
        for name, value in self._state.items():
            context.__dict__[name] = _copied(value)
        context.page_maker = copy.deepcopy(self._maker)
        context.divider = NoteDivider(context)  # it keeps notes as they read before
        context.known_heights = heights


def _copied(value: Any) -> Any:  # noqa: ANN401 - whatever a context holds
    return copy.copy(value) if isinstance(value, list | dict | set) else value


class _Held(NamedTuple):
    """A box before layout, and what it stands in."""

    box: Box
    lines: tuple[Box, ...]
    """The boxes of lines around it, from the outermost one."""
    note: Box | None


def _held(box: Box, note: Box | None = None, lines: tuple[Box, ...] = ()) -> Iterator[_Held]:
    yield _Held(box, lines, note)
    if isinstance(box, boxes.LineBox):
        lines = (*lines, box)
    for child in getattr(box, "children", ()):
        yield from _held(child, note, lines)


def _changes(box: Box) -> bool:
    """Whether the layout of a box changes the boxes that it began with."""
    styled = box.first_letter_style is not None or box.first_line_style is not None
    return styled or isinstance(box, CHANGED_BY_LAYOUT)


def _differs(quote: Quote, pages: Mapping[str, int]) -> bool:
    return quote.number != pages.get(quote.target, quote.number)


def _written(
    held: Sequence[_Held], quotes: Sequence[Quote], pages: Mapping[str, int]
) -> Iterator[tuple[_Held, str] | None]:
    """The text box of each quote, and what it is to say; None where the number cannot be told from other words."""
    texts: defaultdict[tuple[int, str], list[_Held]] = defaultdict(list)
    for one in held:
        if isinstance(one.box, boxes.TextBox):
            texts[id(one.box.element), one.box.element_tag].append(one)
    for quote in quotes:
        old = re.compile(rf"(?<!\d){quote.number}(?!\d)")
        places = [one for one in texts[id(quote.element), quote.tag] if old.search(one.box.text)]
        alone = quote.plain and len(places) == 1 and len(old.findall(places[0].box.text)) == 1
        yield (places[0], old.sub(str(pages[quote.target]), places[0].box.text)) if alone else None
