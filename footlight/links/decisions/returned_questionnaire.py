"""Parse a returned questionnaire: its places, and what was written at each, whatever a mail program did to it.

The marks of quoted replies (`> `), carriage returns and the emphasis that converters put on headings are removed. Lines
keep their numbers and their original length, by which a wrapped line is recognized.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from footlight.links.decisions.questionnaire import FIRST_WORDS

_REPLY = " \t\u00a0>|"
"""What mail programs put before the lines of a quoted mail."""
_EMPHASIS = " \t\u00a0#*_"
_SIGNATURE = "--"
"""The line above a signature (RFC 3676, section 4.3)."""
_NUMBERED = re.compile(r"(\d{1,3})[.)](?:\s|\Z)")
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the file."""

    number: int
    """1-based."""
    text: str
    """Without the marks of a reply, and without white space at either end."""
    length: int
    """As it was sent, without the line break."""
    depth: int = 0
    """The number of reply marks before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceAnswer:
    """What was written at one place."""

    id: str
    line: int
    """The line of its heading."""
    listed: dict[int, str]
    """The addresses that the questionnaire offered there, by their numbers."""
    answer: tuple[Line, ...]
    """The lines from the label on, without the label; empty where there is no label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Words by which the parts of a questionnaire are recognized, in its language and in English."""

    place: tuple[str, ...]
    answer: tuple[str, ...]
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedQuestionnaire:
    """A returned questionnaire."""

    by: str
    """Who answered, as the file says; empty where it does not."""
    places: tuple[PlaceAnswer, ...]


def named_essay(text: str) -> str:
    """The name of the essay that a questionnaire names; empty where the text is no questionnaire."""
    for line in _lines(text):
        if line.text.strip(_EMPHASIS).startswith(FIRST_WORDS):
            name = line.text.strip(_EMPHASIS).removeprefix(FIRST_WORDS).strip()
            return re.sub(r"\s*\([0-9a-f]{12}\)\Z", "", name)
    return ""


def parse_returned(text: str, labels: Labels) -> ReturnedQuestionnaire:
    """Parse who answered, and what was written at each place, in the order of the file."""
    lines = _lines(text)
    heading = _label(labels.place, r"\s+\d{1,4}\s*:\s*(\S+)\Z")
    starts = [(at, found[1]) for at, line in enumerate(lines) if (found := heading.match(line.text.strip(_EMPHASIS)))]
    named = _label(labels.by, r"\s*:\s*(\S.*)\Z")
    top = lines[: starts[0][0]] if starts else lines
    by = next((found[1].strip(_EMPHASIS) for line in top if (found := named.match(line.text.strip(_EMPHASIS)))), "")
    answer = _label(labels.answer, r"\s*:[*_]*\s*")
    ends = [*starts, (len(lines), "")]
    places = [_written(lines[at:end], name, answer) for (at, name), (end, _) in pairwise(ends)]
    return ReturnedQuestionnaire(by=by, places=tuple(places))


def _lines(text: str) -> list[Line]:
    pieces = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [_line(number, piece) for number, piece in enumerate(pieces, 1)]


def _line(number: int, piece: str) -> Line:
    text = piece.lstrip(_REPLY)
    marks = piece[: len(piece) - len(text)]
    return Line(number=number, text=text.rstrip(), length=len(piece), depth=marks.count(">"))


def _label(words: Sequence[str], rest: str) -> re.Pattern[str]:
    """A pattern for a label in any of these words; some languages have a space before the colon."""
    return re.compile(f"(?:{'|'.join(map(re.escape, words))}){rest}", re.IGNORECASE)


def _written(lines: Sequence[Line], name: str, label: re.Pattern[str]) -> PlaceAnswer:
    labelled = [at for at, line in enumerate(lines) if label.match(line.text.lstrip(_EMPHASIS))]
    at = labelled[-1] if labelled else len(lines)
    answer = [replace(line, text=line.text.strip()) for line in _own_lines(lines[at:])]
    if answer:
        answer[0] = replace(answer[0], text=label.sub("", answer[0].text.lstrip(_EMPHASIS), count=1).strip())
    return PlaceAnswer(id=name, line=lines[0].number, listed=_listed(lines[1:at]), answer=tuple(answer))


def _own_lines(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines up to a signature, or to an older mail that is quoted below, without its "On Monday they wrote:"."""
    for at, line in enumerate(lines):
        if line.text == _SIGNATURE:
            return lines[:at]
        if line.depth > lines[0].depth:
            words = [number for number in range(at) if lines[number].text]
            announced = words and words[-1] > 0 and lines[words[-1]].text.endswith(":")
            if announced or not lines[at - 1].text:
                return lines[: words[-1] if announced else at]
    return lines


def _listed(lines: Sequence[Line]) -> dict[int, str]:
    found: dict[int, str] = {}
    number = 0
    for line in lines:
        if begins := _NUMBERED.match(line.text):
            number = int(begins[1])
        elif number and (address := _ADDRESS.fullmatch(line.text)):
            found.setdefault(number, address[0])
    return found
