"""What was seen of each address and when, kept between runs: failures are counted over weeks, and what was asked today
is not asked again. Each observation is written down as it is made, in one transaction, so that a kill loses none.
"""

import json
import sqlite3
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from footlight.engines.state_file import open_state
from footlight.errors import EnvironmentProblem
from footlight.links.verdicts.observation import Observation

_TABLES = """
CREATE TABLE IF NOT EXISTS observation (
  address TEXT NOT NULL, basis TEXT NOT NULL, at REAL NOT NULL, told TEXT NOT NULL, PRIMARY KEY (address, at, basis)
);
"""
_MOST = 60
"""Observations of one address that are read: the newest."""


class Observations:
    """Kept at `path`. Raises EnvironmentProblem where nothing can be kept there.

    `basis` is what an address was compared with (archives and a date), or empty.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = open_state(path, _TABLES)
        except (OSError, sqlite3.Error) as error:
            raise self._problem(error) from None

    def of(self, address: str) -> tuple[Observation, ...]:
        """Those of an address, one for each time that it was looked at, the newest last."""
        return tuple(found for _, found in self._rows(address))

    def last(self, address: str, basis: str) -> Observation | None:
        """The newest that was compared with the same."""
        return next((found for other, found in reversed(self._rows(address, every=True)) if other == basis), None)

    def keep(self, address: str, basis: str, observation: Observation) -> None:
        """Write one down, in the place of one of the same moment."""
        told = asdict(observation)
        del told["when"]
        row = (address, basis, observation.when.timestamp(), json.dumps(told, ensure_ascii=False))
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
            rows = self._db.execute(query, (address, _MOST)).fetchall()
        except sqlite3.Error as error:
            raise self._problem(error) from None
        found: dict[object, tuple[str, Observation]] = {}
        for at, basis, told in rows:
            with suppress(ValueError, TypeError, KeyError):
                key = (at, basis) if every else at
                found.setdefault(key, (str(basis), _observation(at, json.loads(told))))
        return list(found.values())[::-1]

    def _problem(self, error: Exception) -> EnvironmentProblem:
        hint = (
            "It holds when each link failed. Look at its rights, or set XDG_STATE_HOME; if it is damaged, move it away."
        )
        return EnvironmentProblem(f"{self._path} cannot be used: {error}", hint=hint)


def _observation(at: float, told: dict[str, object]) -> Observation:
    named = told["named"]
    return Observation(
        when=datetime.fromtimestamp(at, UTC),
        kind=str(told["kind"]),
        why=str(told["why"]),
        final=str(told["final"]),
        status=int(str(told["status"])),
        named=tuple((str(name), bool(there)) for name, there in named) if isinstance(named, list) else (),
    )
