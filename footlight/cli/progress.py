"""What is said while a long search runs: on a terminal one line that changes, elsewhere a line now and then."""

from footlight.cli.report import visible
from footlight.cli.world import World

_CLEAR = "\r\x1b[K"
"""To the start of the line, and nothing behind it (ECMA-48)."""
_NOW_AND_THEN = 15.0
"""Seconds between two lines where no terminal is."""
_WIDTH = 100


class Waiting:
    """Says how far `total` essays are, what is being done, and how long it may still take."""

    def __init__(self, world: World, total: int, *, quiet: bool) -> None:
        self._world, self._total, self._quiet = world, total, quiet
        self._began = self._said = world.clock.now()
        self._done = 0
        self._terminal = world.err.isatty()

    def told(self, words: str) -> None:
        """Somebody says what is being done."""
        now = self._world.clock.now()
        if self._quiet or not (self._terminal or now - self._said >= _NOW_AND_THEN):
            return
        self._said = now
        line = visible(f"[{self._done}/{self._total}{self._left(now)}] {words}")[:_WIDTH]
        self._world.err.write(f"{_CLEAR}{line}" if self._terminal else f"{line}\n")
        self._world.err.flush()

    def one_more(self) -> None:
        """An essay is done."""
        self._done += 1
        self.clear()

    def clear(self) -> None:
        """Make room for a line that stays."""
        if self._terminal and not self._quiet:
            self._world.err.write(_CLEAR)
            self._world.err.flush()

    def _left(self, now: float) -> str:
        """How long the rest takes if it goes on as it did."""
        if not self._done or self._done >= self._total:
            return ""
        seconds = (now - self._began) / self._done * (self._total - self._done)
        return f", {seconds:.0f} s left" if seconds < 90 else f", {seconds / 60:.0f} min left"
