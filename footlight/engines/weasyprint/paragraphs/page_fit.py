r"""Pages that end well: filled to the last line, and not with a hyphen.

Lines are chosen before pages are known. So a page may end a line or more short, because a heading, a note or the last
two lines of a paragraph found no room, or with a divided word. When WeasyPrint has made such a page, paragraphs are
asked for other lines, and it is made again: a line longer where a paragraph's second-best lines are hardly worse (TeX's
`\looseness`), or without a hyphen at the end of a certain line. A heading may have a line more above it. Where the page
has no such place, one of the pages before it may: a line more there pushes a line over to this page. The best pages are
kept.

`weasyprint.layout.make_all_pages` is replaced. What making a page changes in the layout context is put back before it
is made again: WeasyPrint makes pages again too, when a page number that they quote changes, and relies on the same few
things.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass, replace
from typing import Any, Protocol

from weasyprint.formatting_structure import boxes
from weasyprint.layout import page as page_layout
from weasyprint.logger import PROGRESS_LOGGER
from weasyprint.text.line_break import strut

from footlight.engines.weasyprint.foreign_types import Box, LayoutState, Page
from footlight.engines.weasyprint.paragraphs.plans import Plan, PlannedLine
from footlight.engines.weasyprint.paragraphs.total_fit import Break, Choice, Kind, Wish
from footlight.engines.weasyprint.resolved_lengths import forget_lengths

_original_make_all_pages = page_layout.make_all_pages

_MOST_ATTEMPTS = 4
"""How often a page is made again at most for its own paragraphs. Few end badly, and the first attempt mends most."""
_LOOK_BACK = 2
"""How many pages before a page may be made again for its sake."""
REACH = _LOOK_BACK + 1
"""How many pages are kept back, while the next one is made, because they may be made again."""
_FEWEST_LINES = 2
"""A paragraph of one line is not made one of two; and so many lines stand on a page at least (`widows`)."""
_MOST_LINES = 4
"""Lines that are missing at most: more are missing in front of a picture or a table, and no paragraph fills that."""
_WORST_RATIO = 1.5
"""Greatest ratio of a line that a page may ask for, unless the paragraph has worse ones anyway."""
_DEAREST = 60_000.0
"""Greatest number of demerits that a page's end may cost a paragraph."""
_AIR_DEMERITS = 15_000.0
"""What a line more above a heading counts as, beside lines that are looser than they need be."""
_OPENING = "header"
"""The element with the title, which may stand a line lower."""
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6", "hr"})
"""Elements above which a page may have a line more."""
_SET_OFF = frozenset({"blockquote", "ul", "ol", "dl", "pre", "figure", "table"})
"""Elements above and below which a page may have half a line more."""
_OWN_MARGINS = "footlight_own_margins"
"""The entry of a style's `__dict__` with the margins that it has of its own, where they were made wider."""
_ROUNDING = 0.05
"""Share of a line by which places may differ."""
_SHORTER = 0.25
"""Share of a line by which a page may end shorter than before, to end without a hyphen."""
_UNSEEN = 0.7
"""Share of a line by which any page may end short."""


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

    def mends(self, before: "MadePage") -> bool:
        """Whether it ends better than the page of before: not without a hyphen where it ends shorter for it."""
        return self.fault < before.fault and self.missing <= max(before.missing + _SHORTER, _UNSEEN)


class PageKeeper(Protocol):
    """Keeps pages for a layout after an edit (`edits.kept_pages`)."""

    usable: bool
    kept: int

    def begin(self, context: Any) -> list[MadePage]:  # noqa: ANN401 - a `FootnoteContext`
        """The pages in front of the first one that has to be made."""

    def begin_page(self, index: int, root: Box, context: Any) -> None:  # noqa: ANN401 - as above
        """Keep what a page begins with."""

    def visit(self, block: Box) -> None:
        """Called before a block is laid out."""

    def made(self, kept: Iterable[MadePage], reached_back: int | None) -> None:
        """Take note of the pages that may be made again; the last of them has just been made."""

    def rest(self, index: int, context: Any) -> list[Page]:  # noqa: ANN401 - as above
        """All pages from one on, where these stay."""

    def end(self, context: Any) -> None:  # noqa: ANN401 - as above
        """Take note that all pages are made."""


@dataclass(slots=True)
class _OtherLines:
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


@dataclass(slots=True)
class _MoreAir:
    """A line more at a heading, a break, a list or a picture."""

    index: int
    """The page's."""
    style: Any
    margins: dict[str, float]
    """By how much each margin becomes wider, in px."""
    cost: float = _AIR_DEMERITS

    @property
    def subject(self) -> int:
        """What is changed."""
        return id(self.style)

    def make(self) -> None:
        """Make the margins wider. Boxes share their style with the boxes that they are laid out from."""
        self._widen(1)

    def undo(self) -> None:
        """Make the margins as wide as before."""
        self._widen(-1)

    def _widen(self, times: int) -> None:
        self.style.__dict__.setdefault(_OWN_MARGINS, {name: self.style[name] for name in self.margins})
        for name, more in self.margins.items():
            margin = self.style[name]
            self.style[name] = type(margin)(margin.value + times * more, margin.unit)
        self.style.widened = times > 0
        forget_lengths(self.style)


_Change = _OtherLines | _MoreAir


class Air:
    """The margins of a style that were made wider, to have it take them again."""

    def __init__(self, style: Any) -> None:  # noqa: ANN401 - a style of WeasyPrint's
        self._style = style
        self._own = dict(style.__dict__[_OWN_MARGINS])
        self._margins = {name: style[name] for name in self._own}
        self._widened = style.widened

    @classmethod
    def of(cls, style: Any) -> "Air | None":  # noqa: ANN401 - as above
        """That of a style; None where its margins are its own."""
        return cls(style) if _OWN_MARGINS in style.__dict__ else None

    def take_back(self) -> None:
        """Give the style the margins that it had before pages were made."""
        take_back_air(self._style)

    def own(self, style: Any) -> None:  # noqa: ANN401 - as above
        """Give a copy of the style the margins that are its own."""
        for name, margin in self._own.items():
            style[name] = margin

    def give(self) -> None:
        """Have the style take these margins."""
        self._style.__dict__[_OWN_MARGINS] = dict(self._own)
        for name, margin in self._margins.items():
            self._style[name] = margin
        self._style.widened = self._widened
        forget_lengths(self._style)


def take_back_air(style: Any) -> None:  # noqa: ANN401 - a style of WeasyPrint's
    """Give a style the margins that it had before pages were made."""
    for name, margin in style.__dict__.pop(_OWN_MARGINS, {}).items():
        style[name] = margin
        style.widened = False
        forget_lengths(style)


def make_all_pages(context: LayoutState, root_box: Box, html: Any, pages: list[Page]) -> Iterator[Page]:  # noqa: ANN401 - WeasyPrint is untyped
    """Replace `weasyprint.layout.make_all_pages`: make the pages that have to be made, and some of them again.

    It mirrors that function, but keeps the last pages back as long as they may be made again.
    """
    if not hasattr(context, "unplanned"):  # a layout that WeasyPrint makes without us, as in a test
        yield from _original_make_all_pages(context, root_box, html, pages)
        return
    context.rendered_notes = []
    context.begin_round()
    maker = _PageMaker(context, root_box, html, later_round=bool(pages))
    for made in context.kept_pages.begin(context) if maker.keeps else ():
        maker.kept.append(made)
        yield from maker.finished()
    index = len(context.page_maker) - 1 if maker.keeps else 0
    while True:
        if maker.keeps:
            context.kept_pages.begin_page(index, root_box, context)
            if rest := context.kept_pages.rest(index, context):
                yield from maker.release()
                yield from rest
                context.kept_pages.end(context)
                return
        remake_state = context.page_maker[index][-1]
        if not pages or remake_state["content_changed"] or remake_state["pages_wanted"]:
            PROGRESS_LOGGER.info("Step 5 - Creating layout - Page %d", index + 1)
            yield from maker.add(index)
            resume_at, reported = maker.kept[-1].resume_at, context.reported_footnotes
        else:
            yield from maker.release()
            PROGRESS_LOGGER.info("Step 5 - Creating layout - Page %d (up-to-date)", index + 1)
            resume_at, reported = context.page_maker[index + 1][0], None
            yield pages[index]
        index += 1
        if resume_at is None and not reported:
            yield from maker.release()
            if maker.keeps:
                context.kept_pages.end(context)
            # As in the function that this mirrors: throw away obsolete pages and content.
            context.page_maker = context.page_maker[: index + 1]
            context.broken_out_of_flow.clear()
            context.reported_footnotes.clear()
            return


class _PageMaker:
    """Makes pages one after the other, and keeps the last ones to make them again."""

    def __init__(self, context: LayoutState, root_box: Box, html: Any, *, later_round: bool) -> None:  # noqa: ANN401 - as above
        self.context = context
        self.root_box = root_box
        self.html = html
        self.kept: deque[MadePage] = deque()
        self._later_round = later_round
        self.keeps = context.kept_pages is not None and not later_round
        """Whether pages are kept for a layout after an edit (`edits`)."""
        self._changed: set[int] = set()
        """Pages that quote a page number which has changed. WeasyPrint says so when it makes a page the first time, and
        not when it is made again; it is made once more in the next round.
        """

    def add(self, index: int) -> Iterator[Page]:
        """Make the next page as well as it can be made; yield pages that will not be made again."""
        self.kept.append(self._make_well(index))
        # Where page numbers are quoted, pages are made in rounds, and one that ends elsewhere than in the round before
        # would leave the next one as it was.
        alone = self._changed or self._later_round or any(made.carries for made in self.kept)
        last = self.kept[-1]
        reached_back = self._look_back() if last.fault and not alone else None
        if self.keeps:
            self.context.kept_pages.made(self.kept, reached_back)
        yield from self.finished()

    def finished(self) -> Iterator[Page]:
        """Yield the pages that will not be made again."""
        while len(self.kept) > REACH:
            yield self.kept.popleft().page

    def release(self) -> Iterator[Page]:
        """Yield all pages that are kept."""
        while self.kept:
            yield self.kept.popleft().page

    def _make(self, index: int) -> MadePage:
        context = self.context
        before = _state(context, index)
        remake_state = context.page_maker[index][-1]
        remake_state.update(content_changed=False, pages_wanted=False, anchors=[], content_lookups=[])
        page, resume_at = page_layout.remake_page(index, context, self.root_box, self.html)
        if context.page_maker[index][-1]["content_changed"]:
            self._changed.add(index)
        context.page_maker[index][-1]["content_changed"] = index in self._changed
        lines = list(_lines(page.children[0]))
        planned = tuple(line.__dict__["planned"] for line in lines if "planned" in line.__dict__)
        missing, hyphen, leading = 0.0, False, strut(self.root_box.style)[0]
        ends_freely = resume_at is not None and context.page_maker[index + 1][1]["break"] == "any"
        if ends_freely and lines and not context.in_column:
            bottom = max(_lowest(page.children[0]), *(line.position_y + line.height for line in lines))
            area = page.children[1]
            foot = area.position_y if area.children else page.content_box_y() + page.height
            missing = max(0.0, (foot - bottom) / leading)
            last = lines[-1].__dict__.get("planned")
            hyphen = last is not None and last.place.kind is not Kind.SPACE and not last.last
        carries = bool(context.broken_out_of_flow) or bool(context.carried.get(index))
        if missing >= _MOST_LINES + 1 or carries:
            missing = 0.0
        after = _state(context, index)
        hyphen = hyphen and not carries
        return MadePage(index, page, resume_at, before, after, missing, hyphen, planned, leading, carries)

    def _make_well(self, index: int) -> MadePage:
        """Make a page, and again with other lines of its own paragraphs where it ends badly."""
        best = self._make(index)
        tried = 0
        improved = True
        while improved and best.fault and tried < _MOST_ATTEMPTS:
            improved = False
            for changes in _remedies(best):
                if tried == _MOST_ATTEMPTS:
                    break
                tried += 1
                for change in changes:
                    change.make()
                _restore(self.context, index, best.before)
                again = self._make(index)
                if again.mends(best):
                    best, improved = again, True
                    break
                for change in reversed(changes):
                    change.undo()
        if tried:
            _restore(self.context, index, best.after)
        return best

    def _look_back(self) -> int:
        """Have paragraphs of the last pages set longer, so that the last page is filled, or ends at another line.

        Returns the first page that is another one now; the last where none is.
        """
        last = self.kept[-1]
        changes = sorted(_changes_of(self.kept), key=lambda change: change.cost)
        if last.short:
            attempts = [changes[: last.short]]
        else:  # what stands on the last page itself was tried when it was made
            attempts = [[change] for change in changes if change.index < last.index][:_LOOK_BACK]
        for some in attempts:
            first = min((change.index for change in some), default=last.index)
            if first < last.index and self._make_again(some):
                return first
        return last.index

    def _make_again(self, changes: list[_Change]) -> bool:
        """Make the pages from the first change on again; where that is no better, all is as before, and False."""
        first = min(change.index for change in changes)
        old = [made for made in self.kept if made.index >= first]
        for change in changes:
            change.make()
        _restore(self.context, first, old[0].before)
        new: list[MadePage] = []
        for made in old:
            new.append(self._make_well(made.index))
            if new[-1].resume_at is None:
                break
        better = sum(made.fault for made in new) < sum(made.fault for made in old)
        if len(new) == len(old) and better and new[-1].mends(old[-1]):
            for made in new:
                self.kept[made.index - self.kept[0].index] = made
            return True
        for change in reversed(changes):
            change.undo()
        # All that the later pages changed is put back, from the last to the first.
        _restore(self.context, first, old[0].before)
        for made in old:
            _restore(self.context, made.index, made.after)
        return False


def _lines(box: Box) -> Iterator[Box]:
    """The lines in the flow of a page, in order, without those in tables and in lines themselves."""
    for child in box.children:
        if isinstance(child, boxes.LineBox):
            yield child
        elif isinstance(child, boxes.ParentBox) and child.is_in_normal_flow():
            yield from _lines(child)


def _lowest(box: Box) -> float:
    """The lowest place of the tables and pictures in the flow of a page, in px."""
    lowest = 0.0
    for child in box.children:
        if isinstance(child, boxes.ReplacedBox | boxes.TableBox):
            lowest = max(lowest, child.position_y + child.margin_height())
        elif isinstance(child, boxes.BlockBox) and child.is_in_normal_flow():
            lowest = max(lowest, _lowest(child))
    return lowest


def _remedies(made: MadePage) -> Iterator[list[_Change]]:
    """What in its own paragraphs may mend a page, the cheapest first."""
    if made.hyphen and (change := _without_hyphen(made)) is not None:
        yield [change]
    places: list[_Change] = [*_changes(made), *_airy_places(made)]
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
    if len(inner) >= made.short:
        yield inner[: made.short]
    yield from ([change] for change in outer)
    yield from (inner[:count] for count in range(min(made.short - 1, len(inner)), 0, -1))


def _changes_of(pages: Iterable[MadePage]) -> Iterator[_Change]:
    """How some pages can have a line more: each paragraph and place once, from where it begins there."""
    seen: set[int] = set()
    for made in pages:
        places: list[_Change] = [*_changes(made), *_airy_places(made)]
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


def _changes(made: MadePage) -> Iterator[_OtherLines]:
    """For each paragraph of a page that can be set a line longer: how."""
    for first, _ in _paragraphs(made.lines):
        count = first.plan.lines_from(first.start) + 1
        if count > _FEWEST_LINES and (change := _other_lines(made.index, first, Wish(lines=count))) is not None:
            yield change


def _airy_places(made: MadePage) -> Iterator[_MoreAir]:
    """The places of a page that may have a line more: not where the page begins or ends."""
    top = made.page.content_box_y() + made.leading
    root = made.page.children[0]
    last = max((line.position_y for line in _lines(root)), default=0.0)
    for box in _blocks(root):
        y = box.border_box_y()
        if getattr(box.style, "widened", False):
            continue
        if (box.element_tag == _OPENING and made.index == 0) or (box.element_tag in _HEADINGS and y > top):
            yield _MoreAir(made.index, box.style, {"margin_top": made.leading})
        elif box.element_tag in _SET_OFF and y > top and y + box.border_height() <= last:
            yield _MoreAir(made.index, box.style, dict.fromkeys(("margin_top", "margin_bottom"), made.leading / 2))


def _blocks(box: Box) -> Iterator[Box]:
    """The blocks in the flow of a page, in order, but none within one of those that may have more air."""
    for child in box.children:
        if isinstance(child, boxes.BlockLevelBox) and child.is_in_normal_flow():
            yield child
            if isinstance(child, boxes.ParentBox) and child.element_tag not in _SET_OFF:
                yield from _blocks(child)


def _without_hyphen(made: MadePage) -> _OtherLines | None:
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


def _other_lines(index: int, first: PlannedLine, wish: Wish) -> _OtherLines | None:
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
    return _OtherLines(index, cost, plan, first.start, first.number, choice) if cost <= _DEAREST else None


_LONGEST_REST = 10_000
"""Characters of a paragraph that may be set otherwise, some five pages: each way to do so looks at all of them, and
each page of a paragraph asks."""
_LISTS = ("footnotes", "reported_footnotes", "rendered_notes")
_DICTIONARIES = ("broken_out_of_flow", "sums", "goes_on", "carried")


def _state(context: LayoutState, index: int) -> dict[str, Any]:
    """What making a page changes in the layout context."""
    number = index + 1
    state: dict[str, Any] = {name: list(getattr(context, name)) for name in _LISTS}
    state |= {name: dict(getattr(context, name)) for name in _DICTIONARIES}
    state["begun"] = context.begun
    state["running"] = {
        name: list(pages[number]) for name, pages in context.running_elements.items() if number in pages
    }
    state["remake"] = {key: copy(value) for key, value in context.page_maker[index][-1].items()}
    state["next"] = context.page_maker[number : number + 1]
    if state["next"]:
        state["next_remake"] = {key: copy(value) for key, value in state["next"][0][-1].items()}
    return state


def _restore(context: LayoutState, index: int, state: dict[str, Any]) -> None:
    """Put back what `_state` kept."""
    number = index + 1
    for name in _LISTS:
        setattr(context, name, list(state[name]))
    for name in _DICTIONARIES:
        setattr(context, name, dict(state[name]))
    context.begun = state["begun"]
    for name, pages in context.running_elements.items():
        pages.pop(number, None)
        if name in state["running"]:
            pages[number] = list(state["running"][name])
    context.page_maker[index][-1].update({key: copy(value) for key, value in state["remake"].items()})
    context.page_maker[number : number + 1] = state["next"]
    if state["next"]:
        state["next"][0][-1].update({key: copy(value) for key, value in state["next_remake"].items()})
