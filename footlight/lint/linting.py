"""Apply the rules to a prose, and give what they found the places of the user's file."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from footlight.lint.ignored import ignored_in
from footlight.lint.prose import Prose
from footlight.lint.rule_list import all_rules
from footlight.lint.source_map import SourceMap
from footlight.textmatch.places import Lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """What a rule found at `source[start:end]`."""

    code: str
    start: int
    end: int
    line: int
    column: int
    """1-based, in characters."""
    message: str
    put: str | None
    """What `--fix` puts there; None where only a person can tell."""


def flaws(source: str, prose: Prose, where: SourceMap, ignore: Collection[str] = ()) -> Iterator[Flaw]:
    """What the rules find in a source, but those that are ignored; in the order of the text."""
    lines, ignored = Lines(source), ignored_in(source)
    found = []
    for code, rule in all_rules().items():
        if code in ignore:
            continue
        for spot in rule(prose):
            place = where.span(spot.start, spot.end)
            if place is None:
                continue
            line, column = lines.at(place[0])
            if not any(each.covers(line, code) for each in ignored):
                flaw = Flaw(
                    code=code,
                    start=place[0],
                    end=place[1],
                    line=line,
                    column=column,
                    message=spot.message,
                    put=spot.put,
                )
                found.append(flaw)
    yield from sorted(found, key=lambda flaw: (flaw.start, flaw.end, flaw.code))
