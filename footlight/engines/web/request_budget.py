"""One budget for all processes, kept across runs: who asks when, and which host is left alone until when.

A turn is taken by writing down its moment, which may lie ahead, in one transaction; so turns are given in the order in
which they were asked for, and a process that is killed loses only its own. SQLite holds it.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from footlight.engines.state_file import open_state
from footlight.engines.web.clock import Timepiece
from footlight.engines.web.host_manners import Pace
from footlight.errors import EnvironmentProblem

_TABLES = """
CREATE TABLE IF NOT EXISTS turn (key TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS turn_at ON turn (key, at);
CREATE TABLE IF NOT EXISTS pause (host TEXT PRIMARY KEY, until REAL NOT NULL);
"""
_OLD = 3600.0
_FAR = 24 * 3600.0
"""A turn further ahead than this was written by a clock that was wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """When it may be asked."""

    at: float
    """Seconds since the epoch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused:
    """The host does not want to be asked before then, and that is too long to wait for."""

    until: float


class Budget:
    """Turns and pauses at `path`, for any number of processes and threads.

    Raises EnvironmentProblem where they cannot be kept: without them nobody knows how often an archive was asked.
    """

    def __init__(self, path: Path, time: Timepiece) -> None:
        self._path, self._clock = path, time.now
        self._lock = threading.Lock()
        self._db = self._opened()

    def turn(self, key: str, host: str, pace: Pace, *, patience: float) -> Turn | Paused:
        """The next turn at a pace for what has this key, or the host's pause where it is longer than `patience` s."""
        with self._writing() as db:
            now = self._clock()
            until = self._paused(db, host)
            if until - now > patience:
                return Paused(until=until)
            db.execute("DELETE FROM turn WHERE at < ? OR at > ?", (now - _OLD, now + _FAR))
            rows = db.execute("SELECT at FROM turn WHERE key = ? ORDER BY at DESC LIMIT ?", (key, pace.most))
            last = [at for (at,) in rows]
            free = last[-1] + pace.seconds if len(last) == pace.most else now
            at = max(now, until, free, last[0] if last else now)
            db.execute("INSERT INTO turn VALUES (?, ?)", (key, at))
            return Turn(at=at)

    def pause(self, host: str, seconds: float) -> None:
        """Leave the host alone for so long, unless it is left alone for longer already."""
        with self._writing() as db:
            until = max(self._clock() + seconds, self._paused(db, host))
            db.execute("INSERT OR REPLACE INTO pause VALUES (?, ?)", (host, until))

    def paused(self, host: str) -> float:
        """Until when it is left alone; 0 where it is not."""
        with self._writing() as db:
            return self._paused(db, host)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _paused(self, db: sqlite3.Connection, host: str) -> float:
        row = db.execute("SELECT until FROM pause WHERE host = ? AND until > ?", (host, self._clock())).fetchone()
        return float(row[0]) if row else 0.0

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                self._db.execute("BEGIN IMMEDIATE")
            except sqlite3.Error as error:
                raise self._problem(error) from None
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def _opened(self) -> sqlite3.Connection:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            try:
                return open_state(self._path, _TABLES, threads=True)
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):
                    raise
                self._path.unlink()  # no database any more: what it knew is lost, and starts anew
                return open_state(self._path, _TABLES, threads=True)
        except (OSError, sqlite3.Error) as error:
            raise self._problem(error) from None

    def _problem(self, error: Exception) -> EnvironmentProblem:
        hint = "It holds how often each archive was asked. Look at its rights, or set XDG_STATE_HOME."
        return EnvironmentProblem(f"{self._path} cannot be used: {error}", hint=hint)
