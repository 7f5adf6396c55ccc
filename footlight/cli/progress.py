"""Progress of a long command: on a terminal one line that changes, elsewhere a line now and then."""

from footlight.cli.world import World
from footlight.textmatch.clean_text import visible

_CLEAR = "\r\x1b[K"
"""To the start of the line, and delete to its end (ECMA-48)."""
_INTERVAL = 15.0
"""Seconds between two lines where there is no terminal."""
_WIDTH = 100


class StatusLine:
    """A line of a terminal that is written over; nothing where standard error is no terminal, or with `quiet`."""

    def __init__(self, world: World, *, quiet: bool) -> None:
        self._err = world.err
        self.active = world.err.isatty() and not quiet

    def show(self, words: str) -> None:
        """Replace what stands in the line."""
        if self.active:
            self._err.write(f"{_CLEAR}{visible(words)[:_WIDTH]}")
            self._err.flush()

    def clear(self) -> None:
        """Empty the line, so that a line that stays can be written."""
        if self.active:
            self._err.write(_CLEAR)
            self._err.flush()


class SearchProgress:
    """How many of `total` essays are done, what is being done, and how long the rest may take."""

    def __init__(self, world: World, total: int, *, quiet: bool) -> None:
        self._world, self._total, self._quiet = world, total, quiet
        self._line = StatusLine(world, quiet=quiet)
        self._began = self._last = world.clock.now()
        self._done = 0

    def show(self, words: str) -> None:
        """Say what is being done now."""
        now = self._world.clock.now()
        text = f"[{self._done}/{self._total}{self._left(now)}] {words}"
        if self._line.active:
            self._line.show(text)
        elif not self._quiet and now - self._last >= _INTERVAL:
            self._last = now
            self._world.log(text[:_WIDTH])

    def advance(self) -> None:
        """Count an essay as done."""
        self._done += 1
        self._line.clear()

    def clear(self) -> None:
        """Empty the line, so that a line that stays can be written."""
        self._line.clear()

    def _left(self, now: float) -> str:
        """How long the rest takes at the same pace; empty while that is unknown."""
        if not self._done or self._done >= self._total:
            return ""
        seconds = (now - self._began) / self._done * (self._total - self._done)
        return f", {seconds:.0f} s left" if seconds < 90 else f", {seconds / 60:.0f} min left"
