r"""What may mend a page that ends badly, the cheapest first.

A paragraph may have other lines: one more where its second-best lines are hardly worse (TeX's `\looseness`), or lines
of which a certain one does not end in a hyphen. A heading, a list or a picture may have a line more around it. A
heading that has air enough may have a line less, also the one with which the next page begins: then what follows finds
room.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from weasyprint.formatting_structure import boxes

from footlight.engines.weasyprint.foreign_types import Box, Page
from footlight.engines.weasyprint.line_grid import OPENING
from footlight.engines.weasyprint.paragraphs.page_air import AirChange, a_line_less, has_other_air, lines_of_air
from footlight.engines.weasyprint.paragraphs.plans import Plan, PlannedLine
from footlight.engines.weasyprint.paragraphs.total_fit import Break, Choice, Kind, Wish

_FEWEST_LINES = 2
"""A paragraph of one line is not made one of two; and so many lines stand on a page at least (`widows`)."""
_MOST_LINES = 7
"""Lines that are missing at most: more are missing in front of a picture or a table, which no remedy brings here."""
_WORST_RATIO = 1.5
"""Greatest ratio of a line that a page may ask for, unless the paragraph has worse ones anyway."""
_DEAREST = 60_000.0
"""Greatest number of demerits that a page's end may cost a paragraph."""
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6", "hr"})
"""Elements above which a page may have a line more, and around which it may have one less."""
_SET_OFF = frozenset({"blockquote", "ul", "ol", "dl", "pre", "figure", "table"})
"""Elements above and below which a page may have half a line more."""
_MOST_TIGHT = 2
"""How many headings have a line less at most, so that what follows finds room."""
_ROUNDING = 0.05
"""Share of a line by which places may differ."""
_SHORTER = 0.25
"""Share of a line by which a page may end shorter than before, to end without a hyphen."""
_UNSEEN = 0.7
"""Share of a line by which any page may end short."""
_LONGEST_REST = 10_000
"""Characters of a paragraph that may be set otherwise, some five pages: each way to do so looks at all of them, and
each page of a paragraph asks."""


@dataclass(frozen=True, slots=True)
class MadePage:
    """A page as it was made, and what the layout context was before and afterwards."""

    index: int
    page: Page
    resume_at: Any
    before: dict[str, Any]
    after: dict[str, Any]
    missing: float
    """How many lines more there would be room for."""
    hyphen: bool
    """Whether the last line ends in a hyphen."""
    lines: tuple[PlannedLine, ...]
    """The planned lines on it."""
    leading: float
    """px."""
    carries: bool
    """Whether a figure went over to it or from it (`figure_floats`): such a page is left as it is."""

    @property
    def short(self) -> int:
        """How many whole lines are missing."""
        return int(self.missing + _ROUNDING)

    @property
    def fault(self) -> int:
        """How badly the page ends: 0 where it ends well."""
        return 2 * self.short + self.hyphen

    @property
    def may_be_mended(self) -> bool:
        """Whether it ends badly, and not in front of something that is too large for any remedy."""
        return bool(self.fault) and self.short <= _MOST_LINES

    def mends(self, before: "MadePage") -> bool:
        """Whether it ends better than the page of before: not without a hyphen where it ends shorter for it."""
        return self.fault < before.fault and self.missing <= max(before.missing + _SHORTER, _UNSEEN)


@dataclass(slots=True)
class OtherLines:
    """Other lines for a paragraph, from its first line on a page on."""

    index: int
    """The page's."""
    cost: float
    """Demerits beyond those of the best lines."""
    plan: Plan
    start: int
    number: int
    choice: Choice
    before: dict[int, tuple[Break, int]] | None = None

    @property
    def subject(self) -> int:
        """What is changed."""
        return id(self.plan)

    def make(self) -> None:
        """Take the other lines."""
        self.before = dict(self.plan.chosen)
        self.plan.install(self.start, self.number, self.choice)

    def undo(self) -> None:
        """Take the lines of before."""
        self.plan.chosen = self.before or {}


Change = OtherLines | AirChange


def text_lines(box: Box) -> Iterator[Box]:
    """The lines in the flow of a page, in order, without those in tables and in lines themselves."""
    for child in box.children:
        if isinstance(child, boxes.LineBox):
            yield child
        elif isinstance(child, boxes.ParentBox) and child.is_in_normal_flow():
            yield from text_lines(child)


def remedies(made: MadePage, root: Box) -> Iterator[list[Change]]:
    """What on the page itself may mend it, the cheapest first."""
    if made.hyphen and (change := _without_hyphen(made)) is not None:
        yield [change]
    places: list[Change] = [*_changes(made), *_airy_places(made)]
    longer = sorted(places, key=lambda change: change.cost)
    last = made.lines[-1] if made.lines else None
    # The last paragraph goes on on the next page. If its two last lines had to stay together there, a line more frees
    # one of them for this page.
    goes_on = id(last.plan) if last is not None and not last.last else 0
    kept_together = last is not None and last.plan.lines_from(last.place.start) == _FEWEST_LINES
    outer = [change for change in longer if change.subject == goes_on and kept_together]
    inner = [change for change in longer if change.subject != goes_on]
    if not made.short:  # a line more, so that the page ends at another one
        yield from ([change] for change in inner)
        return
    fuller = [inner[: made.short]] if len(inner) >= made.short else []
    fuller += _less_air(made, root)
    yield from sorted(fuller, key=lambda changes: sum(change.cost for change in changes))
    yield from ([change] for change in outer)
    yield from (inner[:count] for count in range(min(made.short - 1, len(inner)), 0, -1))


def ways_to_lengthen(pages: Iterable[MadePage]) -> Iterator[Change]:
    """How some pages can have a line more: each paragraph and place once, from where it begins there."""
    seen: set[int] = set()
    for made in pages:
        places: list[Change] = [*_changes(made), *_airy_places(made)]
        for change in places:
            if change.subject not in seen:
                seen.add(change.subject)
                yield change


def _paragraphs(lines: tuple[PlannedLine, ...]) -> Iterator[tuple[PlannedLine, int]]:
    """The first line on a page of each paragraph, and how many of its lines stand there."""
    first: PlannedLine | None = None
    count = 0
    for line in lines:
        if first is None or line.plan is not first.plan:
            if first is not None:
                yield first, count
            first, count = line, 0
        count += 1
    if first is not None:
        yield first, count


def _changes(made: MadePage) -> Iterator[OtherLines]:
    """For each paragraph of a page that can be set a line longer: how."""
    for first, _ in _paragraphs(made.lines):
        count = first.plan.lines_from(first.start) + 1
        if count > _FEWEST_LINES and (change := _other_lines(made.index, first, Wish(lines=count))) is not None:
            yield change


def _airy_places(made: MadePage) -> Iterator[AirChange]:
    """The places of a page that may have a line more: not where the page begins or ends."""
    top = made.page.content_box_y() + made.leading
    root = made.page.children[0]
    last = max((line.position_y for line in text_lines(root)), default=0.0)
    above = ""
    for box in _blocks(root):
        y = box.border_box_y()
        tag_above, above = above, box.element_tag
        # Two headings are one, and their margins collapse.
        if tag_above in _HEADINGS or has_other_air(box.style) or lines_of_air(box.style, made.leading) is None:
            continue
        if (box.element_tag == OPENING and made.index == 0) or (box.element_tag in _HEADINGS and y > top):
            yield AirChange(made.index, box.style, {"margin_top": made.leading})
        elif box.element_tag in _SET_OFF and y > top and y + box.border_height() <= last:
            yield AirChange(made.index, box.style, dict.fromkeys(("margin_top", "margin_bottom"), made.leading / 2))


def _less_air(made: MadePage, root: Box) -> Iterator[list[Change]]:
    """The headings that have to have a line less, so that what follows finds room, the fewest first."""
    top = made.page.content_box_y() + made.leading
    following = _following(made.resume_at, root)
    missing = _FEWEST_LINES - made.short
    here = [box for box in _blocks(made.page.children[0]) if box.element_tag in _HEADINGS and box.border_box_y() > top]
    if following is not None and following.element_tag in _HEADINGS:
        here.append(following)
        missing += round(lines_of_air(following.style, made.leading) or 0) + 1
    tight: list[Change] = [
        change for box in reversed(here) if (change := a_line_less(made.index, box.style, made.leading)) is not None
    ]
    for count in range(max(1, missing), min(len(tight), _MOST_TIGHT) + 1):
        yield tight[:count]


def _following(resume_at: Any, root: Box) -> Box | None:  # noqa: ANN401 - a place of WeasyPrint's
    """The block with which the next page begins; None where it goes on with one."""
    box = root
    while resume_at:
        ((index, resume_at),) = resume_at.items()
        if not isinstance(box, boxes.ParentBox) or index >= len(box.children):
            return None
        box = box.children[index]
        if isinstance(box, boxes.LineBox):
            return None
    return box


def _blocks(box: Box) -> Iterator[Box]:
    """The blocks in the flow of a page, in order, but none within one of those that may have more air."""
    for child in box.children:
        if isinstance(child, boxes.BlockLevelBox) and child.is_in_normal_flow():
            yield child
            if isinstance(child, boxes.ParentBox) and child.element_tag not in _SET_OFF:
                yield from _blocks(child)


def _without_hyphen(made: MadePage) -> OtherLines | None:
    """The page's last paragraph without a hyphen at the end of the page."""
    *_, (first, count) = _paragraphs(made.lines)
    total = first.plan.lines_from(first.start)
    for wish in (Wish(total, frozenset({count})), Wish(None, frozenset({count}))):
        change = _other_lines(made.index, first, wish)
        if change is not None and _ends_in_space(change.choice.breaks, count):
            return change
    return None


def _ends_in_space(places: tuple[Break, ...], line: int) -> bool:
    return len(places) < line or places[line - 1].kind is Kind.SPACE


def _other_lines(index: int, first: PlannedLine, wish: Wish) -> OtherLines | None:
    """Other lines for a paragraph from its first line on a page on; None where they would be bad ones."""
    plan = first.plan
    if len(plan.segments) > 1 or len(plan.measures.text) - first.start > _LONGEST_REST:
        return None
    worst = max(_WORST_RATIO, plan.worst)
    choice = plan.choose_from(first.start, first.number, replace(wish, worst=worst))
    if choice is None or choice.worst > worst:
        return None
    best = plan.choose_from(first.start, first.number, Wish())
    cost = choice.demerits - (best.demerits if best is not None else 0.0)
    return OtherLines(index, cost, plan, first.start, first.number, choice) if cost <= _DEAREST else None
