"""Ctrl-C, and a request to end: held while something is half-way, and clean-up that they cannot keep from its end."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

INTERRUPTS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Delay Ctrl-C, and a request to end, to the end of the block.

    An engine in C that is interrupted during its import prints a traceback; files that are half-way in their place
    would stay so. The signals are blocked, for a process that starts in the block inherits that (not on Windows), and
    noted, for a thread of an engine in C may still receive them. Both are for the main thread only.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    noted: list[int] = []
    handlers = {number: signal.signal(number, lambda number, _: noted.append(number)) for number in INTERRUPTS}
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, INTERRUPTS) if hasattr(signal, "pthread_sigmask") else None
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        if mask is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        for caught in noted:
            signal.raise_signal(caught)


def run_to_end(clear: Callable[[], object]) -> None:
    """Clear up, though an interrupt comes: it is raised behind that. `clear` may be called twice.

    Without this, an interrupt that comes in the first moments of a `finally` leaves everything where it is.
    """
    try:
        with interrupts_held():
            clear()
    except KeyboardInterrupt:
        with interrupts_held():
            clear()
        raise
