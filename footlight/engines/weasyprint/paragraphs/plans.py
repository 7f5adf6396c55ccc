"""The planned lines of a paragraph, kept with its line box.

WeasyPrint asks for one line at a time and says where it begins by a skip stack, `{child: {child: {byte: None}}}`. A
plan answers where it ends. It is kept in the `__dict__` of the line box, which copies of the box share: a page may be
laid out more than once, and a paragraph goes on on the next page with the same box.
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from footlight.engines.weasyprint.foreign_types import Box, LayoutState
from footlight.engines.weasyprint.paragraphs.measures import (
    LEFT_HANG,
    Measures,
    Run,
    UnplannedError,
    read_measures,
)
from footlight.engines.weasyprint.paragraphs.total_fit import ANY, Break, Choice, Paragraph, Start, Wish, choose

_KEY = "footlight_plan"


class PlannedLine(NamedTuple):
    """A line that is planned."""

    plan: "Plan"
    start: int
    """Index of its first character in the paragraph."""
    place: Break
    """Where it ends."""
    number: int
    """Its number in the paragraph, from 1."""
    last: bool
    """Whether it is the paragraph's last."""


class _Held(NamedTuple):
    """What a line box keeps."""

    width: float
    """px for which it was planned."""
    plan: "Plan | None"
    pure: bool
    """Whether it was made where the paragraph begins, and nothing was counted."""


class MadeLine(NamedTuple):
    """A line that is laid out."""

    planned: PlannedLine | None
    line: Box
    inset: float
    """px from the left edge of its block to its own."""
    resume_at: Any
    """Where the text goes on: a skip stack of WeasyPrint's."""
    asked: tuple[float, float]
    """Where its block and it were to stand, px."""
    stood: tuple[float, float]
    """Where it stood, px."""


class Plan:
    """A paragraph's measures, and the lines chosen for a width."""

    def __init__(self, measures: Measures, paragraph: Paragraph, width: float, indent: float) -> None:
        self.measures = measures
        self.paragraph = replace(paragraph, width=width)
        self.indent = indent
        """px that the first line is shorter."""
        self.chosen: dict[int, tuple[Break, int]] = {}
        """By the index at which a line begins: where it ends, and its number."""
        self.first = self.chosen
        """The same as it was chosen first, before a page asked for other lines."""
        self.segments = _segments(measures.text, self.paragraph)
        self._starts: dict[tuple[int, ...], int] = {}
        """The characters at which lines may begin, by the shortened paths to them, as far as these are known."""
        self._places: frozenset[int] = frozenset()
        """All of these characters, once each of them is known."""
        self.worst = 0.0
        self._other_choices: dict[tuple[int, bool, Wish], Choice | None] = {}
        """What `choose_from` has found: each attempt at a page asks its paragraphs the same again."""

    def choose_all(self) -> bool:
        """Choose all lines; False where a part has no solution."""
        text = self.measures.text
        begin = len(text) - len(text.lstrip(" "))
        for number, segment in enumerate(self.segments):
            choice = choose(segment, self._start(begin, self.indent if not number else 0.0))
            if choice is None:
                return False
            self.worst = max(self.worst, choice.worst)
            self.install(begin, len(self.chosen) + 1, choice)
            begin = segment.breaks[-1].start
        self.first = dict(self.chosen)
        return True

    def choose_from(self, start: int, number: int, wish: Wish) -> Choice | None:
        """Choose the lines from a character on, in another way; None where there is none.

        Only for paragraphs without forced line breaks.
        """
        asked = start, number == 1, wish
        if asked not in self._other_choices:
            begin = self._start(start, self.indent if number == 1 else 0.0, first=number == 1)
            self._other_choices[asked] = choose(self.segments[0], begin, wish)
        return self._other_choices[asked]

    def install(self, start: int, number: int, choice: Choice) -> None:
        """Take a choice of lines, of which the first begins at `start` and has a number."""
        for place in choice.breaks:
            self.chosen[start] = place, number
            start, number = place.start, number + 1

    def lines_from(self, start: int) -> int:
        """How many lines are chosen from a character on."""
        count = 0
        while start in self.chosen:
            count += 1
            start = self.chosen[start][0].start
        return count

    def line_at(self, skip: Any) -> PlannedLine | None:  # noqa: ANN401 - a skip stack of WeasyPrint's
        """The line that begins where a skip stack says; None where no line can begin there."""
        start = self._index(key_of(skip))
        if start is None:
            return None
        if start not in self.chosen:
            choice = None if len(self.segments) > 1 else self.choose_from(start, 2, ANY)
            if choice is None:
                return None
            self.install(start, 2, choice)
        place, number = self.chosen[start]
        return PlannedLine(self, start, place, number, place.end == len(self.measures.text))

    def _know(self, starts: Iterable[int]) -> None:
        """Have the paths to characters known at which lines begin."""
        measures = self.measures
        self._starts |= {_shortened(measures.key_at(at)): at for at in starts if at < len(measures.text)}

    def _start(self, index: int, indent: float, *, first: bool = True) -> Start:
        text, x = self.measures.text, self.measures.x
        left = x[index]
        if not first and index < len(text):
            left += LEFT_HANG.get(text[index], 0.0) * (x[index + 1] - left)
        gaps = text.count(" ", 0, index) + text.count("\u00a0", 0, index)
        return Start(left, gaps, index, indent)

    def _index(self, key: tuple[int, ...]) -> int | None:
        """The character at which a line begins, by the shortened path to it."""
        measures = self.measures
        if key not in self._starts and not self._places:
            self._know(self.chosen)  # most lines begin where one is chosen: a tenth of the places where one may
        if key not in self._starts and not self._places:
            first = len(measures.text) - len(measures.text.lstrip(" "))
            self._know([first, *(place.start for place in self.paragraph.breaks[:-1])])
            self._places = frozenset(self._starts.values())
        if key in self._starts:
            return self._starts[key]
        # WeasyPrint may name a child without text in front of the one in which the line begins.
        run = bisect_left(measures.runs, key, key=_path_of)
        if run == len(measures.runs):
            return None
        at = measures.runs[run].start
        while measures.text[at : at + 1] == " ":
            at += 1
        return at if at in self._places else None


def _path_of(run: Run) -> tuple[int, ...]:
    """The path to the first character of a run; they grow from one to the next."""
    return (*run.path, 0)


def _segments(text: str, paragraph: Paragraph) -> list[Paragraph]:
    """The parts of a paragraph between forced line breaks."""
    if "\n" not in text:
        return [paragraph]
    found: list[list[Break]] = [[]]
    for place in paragraph.breaks:
        found[-1].append(place)
        if text[place.end - 1] == "\n" and place.end < len(text):
            found.append([])
    return [replace(paragraph, breaks=breaks) for breaks in found if breaks]


def key_of(skip: Any) -> tuple[int, ...]:  # noqa: ANN401 - a skip stack of WeasyPrint's
    """A skip stack as a tuple of indexes, without zeros at its end."""
    found = []
    while skip:
        ((index, skip),) = skip.items()
        found.append(index or 0)
    return _shortened(tuple(found))


def _shortened(path: tuple[int, ...]) -> tuple[int, ...]:
    """A path without zeros at its end: WeasyPrint does not name the first child of a box that a line begins with."""
    length = len(path)
    while length and path[length - 1] == 0:
        length -= 1
    return path[:length]


def plan_for(context: LayoutState, line_box: Box, width: float, skip: Any) -> Plan | None:  # noqa: ANN401 - a skip stack
    """The plan of a paragraph for a width in px, made at its first line; None where it is broken line by line,
    which is counted in `context.unplanned`.
    """
    held: _Held | None = line_box.__dict__.get(_KEY)
    if held is not None and held.width == width:
        return held.plan
    indent = line_box.text_indent if skip is None else 0.0
    plan: Plan | None = None
    counted = sum(context.unplanned.values())
    try:
        old = held.plan if held is not None else None
        measures, paragraph = (old.measures, old.paragraph) if old else read_measures(context, line_box)
        if measures.x[-1] > width - indent and measures.text.strip():
            plan = Plan(measures, paragraph, width, indent)
            if not plan.choose_all():
                plan = None
                context.unplanned["no even lines"] += 1
    except UnplannedError as reason:
        context.unplanned[str(reason)] += 1
    pure = skip is None and counted == sum(context.unplanned.values())
    line_box.__dict__[_KEY] = _Held(width, plan, pure)
    return plan


def forget_plan(line_box: Box) -> None:
    """Have a paragraph read anew, for its words have changed."""
    line_box.__dict__.pop(_KEY, None)


def keep_first_plan(line_box: Box) -> None:
    """Take back the lines that pages asked of a paragraph, so that its plan is as it was made."""
    held: _Held | None = line_box.__dict__.get(_KEY)
    if held is not None and not held.pure:
        del line_box.__dict__[_KEY]
    elif held is not None and held.plan is not None:
        held.plan.chosen = dict(held.plan.first)


class KeptLines:
    """The lines that are chosen of a paragraph, to have it take them again."""

    def __init__(self, line_box: Box) -> None:
        self._line_box = line_box
        self._held: _Held | None = line_box.__dict__.get(_KEY)
        plan = self._held.plan if self._held is not None else None
        self._chosen = dict(plan.chosen) if plan is not None else None

    def give(self) -> None:
        """Have the paragraph take these lines."""
        if self._held is None:
            forget_plan(self._line_box)
            return
        self._line_box.__dict__[_KEY] = self._held
        if self._held.plan is not None and self._chosen is not None:
            self._held.plan.chosen = dict(self._chosen)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, KeptLines):
            return NotImplemented
        return (
            self._line_box is other._line_box
            and (self._held is other._held or self._held == other._held)
            and self._chosen == other._chosen
        )

    __hash__ = None  # type: ignore[assignment]  # it is compared, and never a key
