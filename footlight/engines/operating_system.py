"""What differs between operating systems: processor cores, how processes start, pipes, Ctrl-C, keys of a terminal.

Each function works on Linux, macOS and Windows. No other module calls what only one of them has.
"""

import gc
import os
import select
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Literal, TextIO

from footlight.file_lock import Lock, wait_for_lock
from footlight.interrupts import INTERRUPTS

MOST_PROCESSES = 61 if os.name == "nt" else 1024
"""Processes of one pool. Windows can wait for no more than 63 things at a time, of which a pool needs two."""


def core_count() -> int:
    """Return how many processor cores this process may use, at least one."""
    count = getattr(os, "process_cpu_count", None)  # Python 3.13
    if count is not None:
        return count() or 1
    if hasattr(os, "sched_getaffinity"):  # Linux
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def start_method() -> Literal["fork", "spawn"]:
    """Return how new processes start.

    A fork has all that was imported at once, so it is taken where it is safe: on Linux. macOS has it, but its own
    libraries crash in a fork (https://github.com/python/cpython/issues/77906); Windows has none. A program that chose
    another method for all of `multiprocessing` is obeyed.
    """
    chosen = sys.modules.get("multiprocessing")  # importing it only to ask would cost every build 10 ms
    if chosen is not None and chosen.get_start_method(allow_none=True) not in (None, "fork"):
        return "spawn"
    return "fork" if sys.platform == "linux" and hasattr(os, "fork") else "spawn"


def python_command(code: str, *arguments: str) -> list[str]:
    """A Python of its own that runs code of ours, and imports nothing from the folder in which it stands (-P)."""
    return [sys.executable, "-P", "-c", code, *arguments]


def python_environ() -> dict[str, str]:
    """The environment for such a Python: without entries of PYTHONPATH that mean the folder in which it stands."""
    environ = dict(os.environ)
    kept = [entry for entry in environ.get("PYTHONPATH", "").split(os.pathsep) if Path(entry).is_absolute()]
    environ["PYTHONPATH"] = os.pathsep.join(kept)
    if not kept:
        del environ["PYTHONPATH"]
    return environ


def end_like_interrupt() -> None:
    """Take a request to end (SIGTERM, of `kill` and `timeout`) for a Ctrl-C from now on: files are cleared up."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def ignore_interrupts() -> None:
    """Ignore Ctrl-C and requests to end from now on: they go to all processes of a command, and the first one acts."""
    for number in INTERRUPTS:
        signal.signal(number, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, INTERRUPTS)


def has_input(pipe: int) -> bool:
    """Tell whether something can be read from a pipe at once; False on Windows, which tells it of sockets only."""
    return os.name != "nt" and bool(select.select([pipe], [], [], 0)[0])


@contextmanager
def folder_held(folder: Path) -> Iterator[bool]:
    """Let one process of this machine at a time be in the block, of all that name this folder; yield whether it is so.

    The lock is the system's on the open folder: it leaves no file behind, and ends with the process. Windows opens no
    folder, and some file systems have no locks; there the block is entered without one. Raises OSError.
    """
    if os.name == "nt":
        yield False
        return
    while True:
        handle = os.open(folder, os.O_RDONLY)
        try:
            held = wait_for_lock(handle) is Lock.OURS
            if not os.path.samestat(os.fstat(handle), folder.stat()):
                continue  # another one was put in its place while this process waited
            yield held
            return
        finally:
            os.close(handle)


def give_memory_back() -> None:
    """Give the system what this process freed and keeps for itself: malloc_trim(3), where its C library has that."""
    gc.collect()
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - as in `exchange_paths`

        with suppress(OSError, AttributeError):  # musl has none
            ctypes.CDLL(None).malloc_trim(0)


_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
"""From <fcntl.h> and <linux/fs.h>."""


def exchange_paths(one: Path, other: Path) -> bool:
    """Exchange two files or folders in one step, by renameat2(2); return whether that was possible."""
    if sys.platform != "linux":
        return False
    import ctypes  # noqa: PLC0415 - 5 ms that a build with nothing to do need not wait for

    try:
        renameat2 = ctypes.CDLL(None).renameat2  # glibc 2.28, musl 1.2.5
    except (OSError, AttributeError):
        return False
    return bool(renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0)


def bound_program(process: int, *, seconds: int, memory: int = 0) -> None:
    """Bound another process: it ends once it has used so many seconds of processor time, and gets no more memory than
    `memory` bytes, where that is given. Does nothing where no system call can.
    """
    try:
        import resource  # noqa: PLC0415 - Windows has none

        limit = resource.prlimit
    except (ImportError, AttributeError):  # macOS has no `prlimit`
        return
    with suppress(OSError):  # it may have ended already
        limit(process, resource.RLIMIT_CPU, (seconds, seconds + 1))
        if memory:
            limit(process, resource.RLIMIT_DATA, (memory, memory))


WholeLines = Callable[[], AbstractContextManager[None]]
"""Makes a block in which a terminal hands over whole lines, shown and edited as usual."""


@contextmanager
def single_keys(terminal: TextIO) -> Iterator[WholeLines | None]:
    """Let a terminal hand over each key as it is pressed; it is left as it was found, whatever happens.

    Yields None where the system has no `termios`, as Windows: there the terminal goes on to hand over whole lines.
    """
    try:
        import termios  # noqa: PLC0415 - Windows has none
        import tty  # noqa: PLC0415 - as above
    except ImportError:
        yield None
        return
    handle = terminal.fileno()
    before = termios.tcgetattr(handle)

    @contextmanager
    def whole_lines() -> Iterator[None]:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)
        try:
            yield
        finally:
            tty.setcbreak(handle, termios.TCSADRAIN)

    try:
        tty.setcbreak(handle, termios.TCSADRAIN)
        yield whole_lines
    finally:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)
