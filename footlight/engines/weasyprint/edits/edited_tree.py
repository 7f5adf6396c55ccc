"""The boxes of a document before layout, in which an edit changes some: the others stay, with what is known of them.

A document is a row of units: the blocks of its text, and those in front of it and behind it. What an edit changed is
found from both ends. The boxes of all other units are those of the layout before, which know how their lines were
chosen and laid out.
"""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from weasyprint.formatting_structure import boxes

from footlight.engines.weasyprint.edits.box_marks import BoxMarks, notes_of
from footlight.engines.weasyprint.foreign_types import Box

UNIT = "footlight_unit"
"""The entry of the `__dict__` of a block with its number among the units of its document."""
_UNIT_MARK, UNIT_NOTES, _OWN_MARK = "footlight_unit_mark", "footlight_unit_notes", "footlight_own_mark"
_HOLDERS = frozenset({"html", "body", "main"})
"""Elements whose blocks are units, where they hold nothing else."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Where a document differs from the one before."""

    first: int
    """The number of the first unit that is another one; so many are unchanged in front of it."""
    behind: int
    """The number, now, of the first unit behind all that are others."""
    same_count: bool
    """Whether all units behind have the numbers that they had."""


class BoxTree:
    """The boxes of a document, marked before they are laid out."""

    def __init__(self, root: Box, marks: BoxMarks) -> None:
        self.root = root
        self._marks = marks
        self.units: list[Box] = []
        self._gaps: list[tuple[int, int]] = []
        """The number of the first unit that differs, and how many there are in the place of those of before: one row,
        or none.
        """
        self._mark(root)
        self._number()

    @property
    def notes(self) -> list[Box]:
        """All notes, in order."""
        return [note for unit in self.units for note in unit.__dict__[UNIT_NOTES]]

    def _mark(self, box: Box) -> None:
        if _holds_units(box):
            box.__dict__[_OWN_MARK] = self._marks.own(box)
            for child in box.children:
                self._mark(child)
        else:
            notes = list(notes_of(box))
            mark = self._marks.of(box)
            box.__dict__.update({_UNIT_MARK: mark, UNIT_NOTES: notes})

    def _number(self) -> None:
        self.units = list(_units_of(self.root))
        for number, unit in enumerate(self.units):
            unit.__dict__[UNIT] = number

    def take(self, new: "BoxTree", elements: ET.Element) -> Edit | None:
        """Take the units of another tree that differ from this one's; None where the trees are not alike enough, after
        which this one is of no use any more.

        In `elements`, the root of what the other tree was made of, the elements of the units that stay are put in the
        place of theirs.
        """
        count = len(self.units)
        self._gaps.clear()
        if new.root.element is not elements or not self._take(self.root, new.root):
            return None
        self._number()
        first, others = self._gaps[0] if self._gaps else (len(self.units), 0)
        return Edit(first, first + others, same_count=len(self.units) == count)

    def _take(self, old: Box, box: Box) -> bool:
        own = old.__dict__.get(_OWN_MARK)
        if own is None or own != box.__dict__.get(_OWN_MARK):
            return False
        were, are = old.children, box.children
        start = _common(were, are)
        end = _common(were[start:][::-1], are[start:][::-1])
        middle, instead = were[start : len(were) - end], are[start : len(are) - end]
        kept = [*zip(were[:start], are[:start], strict=True)]
        kept += zip(were[len(were) - end :], are[len(are) - end :], strict=True)
        for stays, goes in kept:
            if not _exchange(box.element, goes, stays):
                return False
        if len(middle) == len(instead) == 1 and all(_OWN_MARK in one.__dict__ for one in (*middle, *instead)):
            return self._take(middle[0], instead[0])
        if middle or instead:
            inside = sum(1 for child in were[:start] for _ in _units_of(child))
            others = sum(1 for child in instead for _ in _units_of(child))
            self._gaps.append((self._units_before(old) + inside, others))
        old.children = [*were[:start], *instead, *were[len(were) - end :]]
        return True

    def _units_before(self, box: Box) -> int:
        """How many units stand in front of the first one of a box."""
        first = next(_units_of(box), None)
        return 0 if first is None else int(first.__dict__.get(UNIT, 0))


def _units_of(box: Box) -> Iterator[Box]:
    if _OWN_MARK not in box.__dict__:
        yield box
        return
    for child in box.children:
        yield from _units_of(child)


def _mark_of(box: Box) -> Hashable:
    """The mark of a box, which holds units or is one."""
    if _OWN_MARK not in box.__dict__:
        return int(box.__dict__[_UNIT_MARK])
    return box.__dict__[_OWN_MARK], tuple(map(_mark_of, box.children))


def _holds_units(box: Box) -> bool:
    return (
        type(box) is boxes.BlockBox
        and box.element_tag in _HOLDERS
        and box.style["column_width"] == "auto"
        and box.style["column_count"] == "auto"
        and all(isinstance(child, boxes.BlockLevelBox) for child in box.children)
    )


def _common(were: list[Box], are: list[Box]) -> int:
    """How many boxes are the same at the beginning of two rows."""
    count = 0
    for one, other in zip(were, are, strict=False):
        if _mark_of(one) != _mark_of(other):
            break
        count += 1
    return count


def _exchange(parent: ET.Element, goes: Box, stays: Box) -> bool:
    """Put the elements of the units of a box in the place of those of another; whether that was possible.

    Boxes that hold units keep the element of their first layout, which has other children since then.
    """
    if _OWN_MARK in stays.__dict__:
        pairs = zip(goes.children, stays.children, strict=True)
        return all(_exchange(goes.element, one, other) for one, other in pairs)
    if goes.element is parent:
        return False  # words that stand between blocks have no element of their own
    for index, element in enumerate(parent):
        if element is goes.element:
            stays.element.tail = element.tail
            parent[index] = stays.element
            return True
    return False
