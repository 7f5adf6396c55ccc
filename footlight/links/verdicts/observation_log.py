"""What was observed of each link target and when, kept between runs in SQLite.

Failures are counted over weeks, and what was requested today is not requested again. Each observation is written in a
transaction of its own as it is made, so that a kill loses none.
"""

import json
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from footlight.engines.state_file import open_state
from footlight.engines.web.messages import Response
from footlight.errors import EnvironmentProblem
from footlight.links.verdicts.page_markup import has_fragment
from footlight.links.verdicts.rules import judge
from footlight.links.verdicts.target_facts import FetchedTarget, TargetFacts
from footlight.links.verdicts.verdict import describe, kind_of

_TABLES = """
CREATE TABLE IF NOT EXISTS observation (
  address TEXT NOT NULL, basis TEXT NOT NULL, at REAL NOT NULL, told TEXT NOT NULL, PRIMARY KEY (address, at, basis)
);
"""
_MAX_ROWS = 60
"""Observations of one address that are read: the newest."""
_MAX_REASON = 500
"""Characters of a reason: it may hold an address of ten thousand that a server sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What was observed of an address at one time. But for `when`, the fields are also those of the stored JSON."""

    when: datetime
    """UTC."""
    kind: str
    """Of the verdict, as `verdict.kind_of` names it."""
    why: str = ""
    """The verdict in words."""
    final: str = ""
    """Where its redirects led."""
    status: int = 0
    """The last status; 0 without a response."""
    named: tuple[tuple[str, bool], ...] = ()
    """The fragments that links name, and whether the page has them."""


def observe(facts: TargetFacts, fragments: Iterable[str], when: datetime) -> Observation:
    """Judge a target, and look for these fragments on its page."""
    verdict, fetched = judge(facts), facts.fetched
    return Observation(
        when=when,
        kind=kind_of(verdict),
        why=_clipped(describe(verdict)),
        final=fetched.final if fetched.redirects else "",
        status=fetched.status,
        named=tuple((fragment, _has_fragment(fetched, fragment)) for fragment in fragments),
    )


class ObservationLog:
    """The observations in the file `path`. Raises EnvironmentProblem where it cannot be used.

    `basis` is what a page was compared with (archives and a date), or empty.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = open_state(path, _TABLES)
        except (OSError, sqlite3.Error) as error:
            raise self._problem(error) from None

    def of(self, address: str) -> tuple[Observation, ...]:
        """The observations of an address, one for each time, the newest last."""
        return tuple(found for _, found in self._rows(address))

    def last(self, address: str, basis: str) -> Observation | None:
        """The newest observation with the same basis."""
        return next((found for other, found in reversed(self._rows(address, every=True)) if other == basis), None)

    def add(self, address: str, basis: str, observation: Observation) -> None:
        """Write an observation, in place of one of the same moment."""
        fields = asdict(observation)
        del fields["when"]
        row = (address, basis, observation.when.timestamp(), json.dumps(fields, ensure_ascii=False))
        try:
            self._db.execute("INSERT OR REPLACE INTO observation VALUES (?, ?, ?, ?)", row)
        except sqlite3.Error as error:
            raise self._problem(error) from None

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _rows(self, address: str, *, every: bool = False) -> list[tuple[str, Observation]]:
        query = "SELECT at, basis, told FROM observation WHERE address = ? ORDER BY at DESC, basis LIMIT ?"
        try:
            rows = self._db.execute(query, (address, _MAX_ROWS)).fetchall()
        except sqlite3.Error as error:
            raise self._problem(error) from None
        found: dict[object, tuple[str, Observation]] = {}
        for at, basis, fields in rows:
            with suppress(ValueError, TypeError, KeyError):
                key = (at, basis) if every else at
                found.setdefault(key, (str(basis), _observation(at, json.loads(fields))))
        return list(found.values())[::-1]

    def _problem(self, error: Exception) -> EnvironmentProblem:
        hint = (
            "It holds when each link failed. Check its permissions, or set XDG_STATE_HOME; a damaged file can be moved "
            "away."
        )
        return EnvironmentProblem(f"{self._path} cannot be used: {error}", hint=hint)


def _observation(at: float, fields: dict[str, object]) -> Observation:
    named = fields["named"]
    return Observation(
        when=datetime.fromtimestamp(at, UTC),
        kind=str(fields["kind"]),
        why=str(fields["why"]),
        final=str(fields["final"]),
        status=int(str(fields["status"])),
        named=tuple((str(name), bool(there)) for name, there in named) if isinstance(named, list) else (),
    )


def _clipped(words: str) -> str:
    return words if len(words) <= _MAX_REASON else f"{words[: _MAX_REASON - 1]}…"


def _has_fragment(fetched: FetchedTarget, fragment: str) -> bool:
    """Whether a page has a fragment; also where that is not known, because it is no page or was not read to its end."""
    outcome = fetched.outcome
    complete = isinstance(outcome, Response) and outcome.status == 200 and not outcome.truncated
    return has_fragment(fetched.markup, fragment) if complete and fetched.page is not None else True
