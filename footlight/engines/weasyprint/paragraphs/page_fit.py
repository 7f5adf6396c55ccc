"""Pages that end well: filled to the last line, and not with a hyphen.

Lines are chosen before pages are known. So a page may end a line or more short, because a heading, a note or the last
two lines of a paragraph found no room, or with a divided word. When WeasyPrint has made such a page, it is made again
with what may mend it (`page_remedies`). Where the page has no such place, one of the pages before it may: a line more
there pushes a line over to this page. The best pages are kept.

`weasyprint.layout.make_all_pages` is replaced. What making a page changes in the layout context is put back before it
is made again: WeasyPrint makes pages again too, when a page number that they quote changes, and relies on the same few
things.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from copy import copy
from typing import Any, Protocol

from weasyprint.formatting_structure import boxes
from weasyprint.layout import page as page_layout
from weasyprint.logger import PROGRESS_LOGGER
from weasyprint.text.line_break import strut

from footlight.engines.weasyprint.foreign_types import Box, LayoutState, Page
from footlight.engines.weasyprint.paragraphs.page_remedies import (
    Change,
    MadePage,
    remedies,
    text_lines,
    ways_to_lengthen,
)
from footlight.engines.weasyprint.paragraphs.total_fit import Kind

_original_make_all_pages = page_layout.make_all_pages

_MOST_ATTEMPTS = 4
"""How often a page is made again at most for its own sake. Few end badly, and the first attempt mends most."""
_LOOK_BACK = 2
"""How many pages before a page may be made again for its sake."""
REACH = _LOOK_BACK + 1
"""How many pages are kept back, while the next one is made, because they may be made again."""


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
        self._accepted: list[Change] = []
        """What was changed for the pages that are made again, to have all as before."""
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
        reached_back = self._look_back() if last.may_be_mended and not alone else None
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
        lines = list(text_lines(page.children[0]))
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
        if carries:
            missing = 0.0
        after = _state(context, index)
        hyphen = hyphen and not carries
        return MadePage(index, page, resume_at, before, after, missing, hyphen, planned, leading, carries)

    def _make_well(self, index: int) -> MadePage:
        """Make a page, and again with other lines of its own paragraphs where it ends badly."""
        best = self._make(index)
        tried = 0
        improved = True
        while improved and best.may_be_mended and tried < _MOST_ATTEMPTS:
            improved = False
            for changes in remedies(best, self.root_box):
                if tried == _MOST_ATTEMPTS:
                    break
                tried += 1
                for change in changes:
                    change.make()
                _restore(self.context, index, best.before)
                again = self._make(index)
                if again.mends(best):
                    best, improved = again, True
                    self._accepted += changes
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
        changes = sorted(ways_to_lengthen(self.kept), key=lambda change: change.cost)
        if last.short:
            attempts = [changes[: last.short]]
        else:  # what stands on the last page itself was tried when it was made
            attempts = [[change] for change in changes if change.index < last.index][:_LOOK_BACK]
        for some in attempts:
            first = min((change.index for change in some), default=last.index)
            if first < last.index and self._make_again(some):
                return first
        return last.index

    def _make_again(self, changes: list[Change]) -> bool:
        """Make the pages from the first change on again; where that is no better, all is as before, and False."""
        first = min(change.index for change in changes)
        old = [made for made in self.kept if made.index >= first]
        self._accepted = list(changes)
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
        for change in reversed(self._accepted):
            change.undo()
        # All that the later pages changed is put back, from the last to the first.
        _restore(self.context, first, old[0].before)
        for made in old:
            _restore(self.context, made.index, made.after)
        return False


def _lowest(box: Box) -> float:
    """The lowest place of the tables and pictures in the flow of a page, in px."""
    lowest = 0.0
    for child in box.children:
        if isinstance(child, boxes.ReplacedBox | boxes.TableBox):
            lowest = max(lowest, child.position_y + child.margin_height())
        elif isinstance(child, boxes.BlockBox) and child.is_in_normal_flow():
            lowest = max(lowest, _lowest(child))
    return lowest


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
