"""Steps that a process finishes before it ends, when it is interrupted or when the process that started it has gone."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from footlight.interrupts import interrupts_held

_in_section = threading.Lock()


@contextmanager
def critical_section() -> Iterator[None]:
    """Finish the block before this process ends by Ctrl-C or by `end_process`. Only a kill breaks it off."""
    with interrupts_held(), _in_section:
        yield


def end_process(code: int) -> None:
    """End this process at once, from whichever thread, but after a critical section that another thread is in."""
    with _in_section:
        os._exit(code)
