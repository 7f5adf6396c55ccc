"""The layer that keeps the rate limits, and the request budget behind it, which all processes share across runs.

A slot is taken by writing down its moment, which may lie ahead, in one transaction. So slots are given in the order in
which they were asked for, and a process that is killed loses only its own. SQLite holds them.
"""

import sqlite3
import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from footlight.clock import Clock
from footlight.engines.state_file import open_state
from footlight.engines.web.messages import Cause, NoResponse, Outcome, Purpose, Request, Transport
from footlight.engines.web.rate_limits import RATE_LIMITS, RateLimit, requested_pause
from footlight.engines.web.url import configured_host, host_and_port
from footlight.errors import EnvironmentProblem

_TABLES = """
CREATE TABLE IF NOT EXISTS turn (key TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS turn_at ON turn (key, at);
CREATE TABLE IF NOT EXISTS pause (host TEXT PRIMARY KEY, until REAL NOT NULL);
"""
_OLD = 3600.0
_CLEAR_EVERY = 60.0
_FAR = 24 * 3600.0
"""A slot further ahead than this was written by a clock that was wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A moment at which one request may be sent."""

    at: float
    """Seconds since the epoch."""
    spare: int = 0
    """How many more requests may be sent from then on within the rate limit, all taken by whoever has this slot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused:
    """The host asked not to be asked until then, and that is too long to wait for."""

    until: float


class RequestBudget:
    """Slots and pauses in the file `path`, for any number of processes and threads.

    Raises EnvironmentProblem where they cannot be kept: nothing else says how often an archive was asked.
    """

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path, self._clock = path, clock
        self._lock = threading.Lock()
        self._cleared = 0.0
        self._db = self._open()

    def slot(self, key: str, host: str, limit: RateLimit, *, max_pause: float, spare: bool = False) -> Slot | Paused:
        """The next slot of a key within its rate limit, or the host's pause where it is longer than `max_pause` s.

        `spare`: whether to take all others that are free at that moment with it, so that they need no transaction.
        """
        with self._transaction() as db:
            now = self._clock.now()
            until = self._paused(db, host)
            if until - now > max_pause:
                return Paused(until=until)
            if abs(now - self._cleared) > _CLEAR_EVERY:
                db.execute("DELETE FROM turn WHERE at < ? OR at > ?", (now - _OLD, now + _FAR))
                self._cleared = now
            rows = db.execute("SELECT at FROM turn WHERE key = ? ORDER BY at DESC LIMIT ?", (key, limit.requests))
            last = [at for (at,) in rows]
            free = last[-1] + limit.seconds if len(last) == limit.requests else now
            at = max(now, until, free, last[0] if last else now)
            taken = sum(1 for then in last if then > at - limit.seconds)
            more = limit.requests - taken - 1 if spare else 0
            db.executemany("INSERT INTO turn VALUES (?, ?)", [(key, at)] * (1 + more))
            return Slot(at=at, spare=more)

    def taken_late(self, key: str, slot: Slot) -> bool:
        """Move an overslept slot to this moment; False where a later one was given meanwhile, so that it is void."""
        with self._transaction() as db:
            last = db.execute("SELECT max(at) FROM turn WHERE key = ?", (key,)).fetchone()[0]
            if last != slot.at:
                return False
            db.execute("UPDATE turn SET at = ? WHERE key = ? AND at = ?", (self._clock.now(), key, slot.at))
            return True

    def pause(self, host: str, seconds: float) -> None:
        """Pause a host for so long, unless it is paused for longer already."""
        with self._transaction() as db:
            until = max(self._clock.now() + seconds, self._paused(db, host))
            db.execute("INSERT OR REPLACE INTO pause VALUES (?, ?)", (host, until))

    def paused_until(self, host: str) -> float:
        """Until when a host is paused; 0 where it is not."""
        with self._transaction() as db:
            return self._paused(db, host)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _paused(self, db: sqlite3.Connection, host: str) -> float:
        query = "SELECT until FROM pause WHERE host = ? AND until > ?"
        row = db.execute(query, (host, self._clock.now())).fetchone()
        return float(row[0]) if row else 0.0

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
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

    def _open(self) -> sqlite3.Connection:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            try:
                return open_state(self._path, _TABLES, threads=True)
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):
                    raise
                # It is no database any more. What it held is lost, and losing it delays nobody for more than a minute.
                self._path.unlink()
                return open_state(self._path, _TABLES, threads=True)
        except (OSError, sqlite3.Error) as error:
            raise self._problem(error) from None

    def _problem(self, error: Exception) -> EnvironmentProblem:
        hint = "It holds how often each archive was asked. Check its permissions, or set XDG_STATE_HOME."
        return EnvironmentProblem(f"{self._path} cannot be used: {error}", hint=hint)


WaitListener = Callable[[float, str], None]
"""Told of each wait of more than a second: how many seconds, and for which host."""


def no_wait_listener(seconds: float, host: str) -> None:
    """No-op listener."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RateOptions:
    """What a caller decides about rates."""

    unlimited: Collection[str] = ()
    """Hosts (`HOST:PORT`) that are the user's own and have no rate limit."""
    max_pause: float = 120.0
    """Seconds of a pause that are waited for; a longer one gives a NoResponse at once."""
    on_wait: WaitListener = no_wait_listener


class RateLimiter:
    """Sends each request when its slot has come; live pages of one host one after the other."""

    def __init__(self, inner: Transport, budget: RequestBudget, clock: Clock, options: RateOptions) -> None:
        self._inner, self._budget, self._clock, self._options = inner, budget, clock, options
        self._unlimited = frozenset(map(configured_host, options.unlimited))
        self._host_locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._spare: dict[str, Slot] = {}
        """Slots of each host's live pages that are taken and not used; only under the host's lock."""

    def send(self, request: Request) -> Outcome:
        """Wait for a slot, then send the request."""
        host = host_and_port(request.url)
        if host in self._unlimited:
            return self._inner.send(request)
        if request.purpose not in (Purpose.LIVE, Purpose.ROBOTS):
            return self._send_in_slot(request, host)
        with self._host_locks[host]:
            return self._send_in_slot(request, host)

    def close(self) -> None:
        """Close the inner transport and the budget."""
        self._inner.close()
        self._budget.close()

    def _send_in_slot(self, request: Request, host: str) -> Outcome:
        paused = self._wait_for_slot(request.purpose, host)
        if paused is not None:
            left = max(0.0, paused.until - self._clock.now())
            detail = f"{host} asked not to be asked now"
            return NoResponse(url=request.url, cause=Cause.PAUSED, detail=detail, retry_in=left)
        outcome = self._inner.send(request)
        seconds = requested_pause(outcome, self._clock.now())
        if seconds is not None:
            self._budget.pause(host, seconds)
            self._spare.pop(host, None)
        return outcome

    def _wait_for_slot(self, purpose: Purpose, host: str) -> Paused | None:
        limit, key = RATE_LIMITS[purpose], f"{host} {purpose}"
        live = purpose is Purpose.LIVE
        if live and self._spare_slot(host, limit):
            return None
        while True:
            # The first request takes its own slot alone: most hosts are asked one thing.
            slot = self._budget.slot(
                key, host, limit, max_pause=self._options.max_pause, spare=live and host in self._spare
            )
            if isinstance(slot, Paused):
                return slot
            if live:
                self._spare[host] = slot
            wait = slot.at - self._clock.now()
            if wait > 1:
                self._options.on_wait(wait, host)
            if wait > 0:
                self._clock.sleep(wait)
            # A slot that was overslept (the machine was suspended, or busy) is moved, or else void; a slot before a
            # pause that another process was asked for meanwhile is void.
            late = self._clock.now() - slot.at > limit.grace
            if late and not self._budget.taken_late(key, slot):
                continue
            if not (wait > 0 and self._budget.paused_until(host)):
                return None

    def _spare_slot(self, host: str, limit: RateLimit) -> bool:
        """Use one of the slots that this process took for a host's live pages and did not need yet."""
        slot = self._spare.get(host)
        if slot is None or not slot.spare or not 0 <= self._clock.now() - slot.at < limit.seconds - limit.grace:
            return False
        self._spare[host] = replace(slot, spare=slot.spare - 1)
        return True
