"""The pages of a layout, and what each began with, so that after an edit only those are made that it changes.

Making a page looks at the blocks on it and at some behind it, and at nothing else that an edit changes, but for what
the pages before left in the layout context. So

- the pages in front of an edit stay, if no block of the edit was looked at until they were final (`begin`);
- where a new page begins with all that the page of this number began with before, that page and those behind it stay
  (`rest`), if no later page reached back beyond it (`paragraphs.page_fit` looks back).

What a page began with is kept for pages that begin plainly only: no figure and no note comes over from the page before,
and the text goes on with a block or within a paragraph. Elsewhere pages are made from one further in front.

Paragraphs remember lines that pages asked of them. Those of blocks that are laid out again begin as they began first
(`visit`); where their pages stay after all, they get back what they had.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from weasyprint.formatting_structure import boxes

from footlight.engines.weasyprint.edits.edited_tree import UNIT, UNIT_NOTES, BoxTree, Edit
from footlight.engines.weasyprint.foreign_types import Box, Page
from footlight.engines.weasyprint.paragraphs.page_air import Air
from footlight.engines.weasyprint.paragraphs.page_fit import REACH
from footlight.engines.weasyprint.paragraphs.page_remedies import MadePage
from footlight.engines.weasyprint.paragraphs.planned_lines import begin_lines_anew
from footlight.engines.weasyprint.paragraphs.plans import KeptLines

if TYPE_CHECKING:
    from footlight.engines.weasyprint.footnote_layout import FootnoteContext

_Placed = frozenset[int]
"""The identities of the notes that pages have."""


@dataclass(slots=True, kw_only=True)
class _Start:
    """What a page begins with."""

    maker: tuple[Any, ...]
    """WeasyPrint's entry of the page in `page_maker`."""
    placed: _Placed
    unit: int
    """The number of the unit with which the text goes on."""
    lines: KeptLines | None
    """Those of the paragraph within which it goes on."""
    looked_at: int
    """The greatest number of a unit that was looked at for the pages in front of it."""
    plain: bool
    """Whether this is all that it begins with."""
    reached_back: int | None = None
    """The first page that was made again for the sake of this one, or this one where that was of no use; None where it
    asked for nothing."""

    def same_as(self, other: "_Start") -> bool:
        """Whether a page begins as another page of this number does."""
        return (
            self.plain
            and other.plain
            and (self.unit, self.placed, self.lines) == (other.unit, other.placed, other.lines)
            and _without_total(self.maker) == _without_total(other.maker)
        )


@dataclass(slots=True, kw_only=True)
class _KeptPage:
    """A page as it was made, with the notes that pages had in front of it, and with it."""

    made: MadePage
    placed: tuple[_Placed, _Placed]


@dataclass(slots=True, kw_only=True)
class _Before:
    """The layout before an edit."""

    edit: Edit
    starts: list[_Start]
    pages: list[_KeptPage]
    maker: list[tuple[Any, ...]]
    sums: dict[int, float]
    goes_on: dict[Any, Any]
    notes: _Placed


class KeptPages:
    """The pages of a document that may be edited."""

    def __init__(self, tree: BoxTree) -> None:
        self._tree = tree
        self.usable = True
        """Whether a later layout can go on from these pages."""
        self.kept = 0
        """How many pages of the last layout are those of the one before."""
        self._starts: list[_Start] = []
        self._pages: list[_KeptPage] = []
        self._notes: _Placed = frozenset(map(id, tree.notes))
        self._before: _Before | None = None
        self._looked_at = -1
        self._stale_from = len(tree.units)
        """Units from here on may remember lines that pages asked of them."""
        self._visited: dict[int, list[KeptLines | Air]] = {}
        """What was remembered of such units before they were laid out again."""

    def edited(self, context: "FootnoteContext", edit: Edit) -> None:
        """Take note of an edit of the tree, and make the context ready for another layout."""
        self._before = _Before(
            edit=edit,
            starts=self._starts,
            pages=self._pages,
            maker=context.page_maker,
            sums=context.sums,
            goes_on=context.goes_on,
            notes=self._notes,
        )
        for *_, (_, counters, *_), _ in context.page_maker:
            counters["pages"] = [0]  # they are counted when all are made
        notes = self._tree.notes
        self._notes = frozenset(map(id, notes))
        context.begin_again(notes)
        context.page_maker = [_copied(self._starts[0].maker)]

    # While pages are made

    def begin(self, context: "FootnoteContext") -> list[MadePage]:
        """The pages in front of the first one that has to be made; the context is put as it was behind them."""
        before = self._before
        self._starts, self._pages, self._looked_at, self._visited, self.kept = [], [], -1, {}, 0
        self._stale_from = 0 if before else len(self._tree.units)
        if before is None or not (index := self._first_page(before)):
            return []
        start = before.starts[index]
        self._starts, self._pages = before.starts[:index], before.pages[:index]
        self._looked_at, self._stale_from = start.looked_at, start.unit
        if start.lines is not None:
            self.visit(self._tree.units[start.unit])
            start.lines.give()
        context.page_maker = [*before.maker[:index], _copied(start.maker)]
        context.footnotes = self._unplaced(start.placed)
        context.sums = {page: height for page, height in before.sums.items() if page <= index}
        context.goes_on = {key: place for key, place in before.goes_on.items() if key[0] <= index}
        context.begun = context.current_page = index
        self.kept = index
        for kept in self._pages[-REACH:]:
            kept.made = self._as_now(kept, context)
        return [kept.made for kept in self._pages]

    def _first_page(self, before: _Before) -> int:
        """The first page that has to be made."""
        starts, first = before.starts, before.edit.first
        for index in range(len(starts) - 1, 0, -1):
            start = starts[index]
            later = [one.reached_back for one in starts[index : index + REACH + 1]]
            if start.plain and self._behind(start.looked_at) < first and all(at is None or at >= index for at in later):
                return index
        return 0

    def _behind(self, looked_at: int) -> int:
        """The number of the last unit that may have a say where another is the last that was looked at."""
        units, last = self._tree.units, looked_at + 1
        while last < len(units) and not units[last].is_in_normal_flow():
            last += 1
        return last

    def _as_now(self, kept: _KeptPage, context: "FootnoteContext") -> MadePage:
        """A page whose surroundings name the notes of the document as it is now."""
        made, (in_front, with_it) = kept.made, kept.placed
        return replace(
            made,
            before=self._state_now(made.before, in_front, made.index, context),
            after=self._state_now(made.after, with_it, made.index + 1, context),
        )

    def _state_now(
        self, state: dict[str, Any], placed: _Placed, pages: int, context: "FootnoteContext"
    ) -> dict[str, Any]:
        sums = {page: height for page, height in context.sums.items() if page <= pages}
        goes_on = {key: place for key, place in context.goes_on.items() if key[0] <= pages + 1}
        return {**state, "footnotes": self._unplaced(placed), "sums": sums, "goes_on": goes_on}

    def _unplaced(self, placed: _Placed) -> list[Box]:
        return [note for note in self._tree.notes if id(note) not in placed]

    def visit(self, block: Box) -> None:
        """Called before a block is laid out: a unit that stood on pages before begins as it began first."""
        number = block.__dict__.get(UNIT)
        if number is None:
            return
        self._looked_at = max(self._looked_at, number)
        if number < self._stale_from or number in self._visited:
            return
        remembered = self._visited[number] = []
        for box in _all_boxes([block, *block.__dict__[UNIT_NOTES]]):
            if isinstance(box, boxes.LineBox):
                remembered.append(KeptLines(box))
                begin_lines_anew(box)
            if (air := Air.of(box.style)) is not None:
                remembered.append(air)
                air.take_back()

    def begin_page(self, index: int, root: Box, context: "FootnoteContext") -> None:
        """Keep what a page begins with."""
        maker = context.page_maker[index]
        unit, line_box, simple = self._place(root, maker[0])
        plain = simple and not (context.reported_footnotes or context.broken_out_of_flow or any(context.rendered_notes))
        del self._starts[index:]
        self._starts.append(
            _Start(
                maker=_copied(maker),
                placed=self._notes - set(map(id, context.footnotes)),
                unit=unit,
                lines=KeptLines(line_box) if line_box is not None else None,
                looked_at=self._looked_at,
                plain=plain and not context.carried.get(index),
            )
        )

    def _place(self, root: Box, resume_at: Any) -> tuple[int, Box | None, bool]:  # noqa: ANN401 - a skip stack of WeasyPrint's
        """The unit with which the text goes on, the paragraph within which it does, and whether that is all."""
        box, unit = root, None
        while resume_at:
            ((index, resume_at),) = resume_at.items()
            box = box.children[index]
            if unit is None:
                unit = box.__dict__.get(UNIT)
            elif isinstance(box, boxes.LineBox):
                return unit, box, len(self._tree.units[unit].children) == 1
            else:
                return unit, None, False
        return (unit, None, True) if unit is not None else (0, None, False)

    def made(self, kept: Iterable[MadePage], reached_back: int | None) -> None:
        """Take note of the pages that may be made again; the last of them has just been made.

        `reached_back` is as in `_Start`.
        """
        index = -1
        for made in kept:
            index = made.index
            if index < len(self._pages) and self._pages[index].made is made:
                continue
            del self._pages[index + 1 :]
            placed = tuple(self._notes - set(map(id, state["footnotes"])) for state in (made.before, made.after))
            self._pages[index : index + 1] = [_KeptPage(made=made, placed=(placed[0], placed[1]))]
        self._starts[index].reached_back = reached_back
        if reached_back is not None:
            for start in self._starts[reached_back + 1 : index + 1]:
                start.plain = False

    def rest(self, index: int, context: "FootnoteContext") -> list[Page]:
        """All pages from one on, where that begins as it did before the edit; none where it does not."""
        before = self._before
        if before is None or not before.edit.same_count or index >= len(before.starts):
            return []
        start, old = self._starts[index], before.starts[index]
        later = before.starts[index : index + REACH]
        placed = self._notes - before.notes
        old.placed = (old.placed & self._notes) | placed
        if start.unit < before.edit.behind or not start.same_as(old):
            return []
        if any(one.reached_back is not None for one in later):
            return []
        for number, remembered in self._visited.items():
            if number >= start.unit:
                for memory in remembered:
                    memory.give()
        pages = before.pages[index:]
        for other in before.starts[index:]:
            other.placed = (other.placed & self._notes) | placed
        for kept in pages:
            in_front, with_it = kept.placed
            kept.placed = (in_front & self._notes) | placed, (with_it & self._notes) | placed
        self._starts[index:], self._pages[index:] = before.starts[index:], pages
        context.page_maker = [*context.page_maker[:index], *before.maker[index:]]
        context.sums |= {page: height for page, height in before.sums.items() if page > index}
        context.goes_on |= {key: place for key, place in before.goes_on.items() if key[0] > index}
        context.footnotes = []
        self.kept += len(pages)
        return [kept.made.page for kept in pages]

    def end(self, context: "FootnoteContext") -> None:
        """Take note that all pages are made."""
        fixed = any(kept.made.page.fixed_boxes for kept in self._pages)
        self.usable = not (fixed or any(context.running_elements.values()) or context.round > 1)
        self._before = None


def _copied(maker: tuple[Any, ...]) -> tuple[Any, ...]:
    """An entry of WeasyPrint's `page_maker` that no page changes."""
    resume_at, next_page, right_page, (quotes, counters, scopes, groups), remake = maker
    state = list(quotes), {name: list(values) for name, values in counters.items()}, *map(_rows, (scopes, groups))
    return resume_at, dict(next_page), right_page, state, {key: _copy_of(value) for key, value in remake.items()}


def _rows(rows: list[Any]) -> list[Any]:
    return [_copy_of(row) for row in rows]


def _copy_of(value: Any) -> Any:  # noqa: ANN401 - of WeasyPrint's
    return value.copy() if isinstance(value, list | set | dict) else value


def _without_total(maker: tuple[Any, ...]) -> tuple[Any, ...]:
    """The same without the number of all pages, which is not known while they are made."""
    resume_at, next_page, right_page, (quotes, counters, *others), _ = maker
    return resume_at, next_page, right_page, quotes, {**counters, "pages": None}, others


def _all_boxes(waiting: list[Box]) -> Iterator[Box]:
    while waiting:
        box = waiting.pop()
        yield box
        waiting += getattr(box, "children", ())
