"""Work over several processes that say meanwhile what they do; what comes of it in the order in which it was given."""

import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context
from typing import TypeVar

from footlight.errors import EnvironmentProblem
from footlight.workflows.processes.interrupts import interrupts_wait

A = TypeVar("A")
B = TypeVar("B")
Told = Callable[[str], None]

_CHUNK = 4
"""Jobs that a process takes at a time: few, so that all end together."""
_LINE = 400
"""Bytes of what is said at a time; a pipe takes up to 512 in one piece (POSIX's PIPE_BUF)."""
_mouth = -1
"""In a process of the crowd: where it speaks."""


def nobody_listens(_: str) -> None:
    """What is being done is told to nobody."""


def over_processes(
    work: Callable[[A, Told], B],
    jobs: Sequence[A],
    processes: int,
    told: Told = nobody_listens,
    chunk: int = _CHUNK,
) -> Iterator[B]:
    """What comes of each job, in their order; a process takes up to `chunk` of them at a time.

    Raises what a job raises, and EnvironmentProblem where a process is killed.
    """
    ear, mouth = os.pipe()
    os.set_blocking(ear, False)
    line = os.pipe()
    chunk = max(1, min(chunk, len(jobs) // processes))
    try:
        with ProcessPoolExecutor(
            processes, mp_context=get_context("fork"), initializer=_begin, initargs=(mouth, line)
        ) as pool:
            with interrupts_wait():  # one that is felt within a fork is told of by two processes
                futures = [pool.submit(_some, work, jobs[at : at + chunk]) for at in range(0, len(jobs), chunk)]
            try:
                for future in futures:
                    _listen(future, ear, told)
                    yield from future.result()
                pool.shutdown()
            except BrokenProcessPool:
                raise EnvironmentProblem(
                    "a process at work was killed", hint="Is there memory enough? What was done is kept."
                ) from None
            finally:
                os.close(line[1])  # whoever still works ends at once, whatever it waits for
    finally:
        for end in (ear, mouth, line[0]):
            os.close(end)


def _begin(mouth: int, line: tuple[int, int]) -> None:
    """In a new process: interrupts are the first one's to take, and when that is gone, killed even, so is this."""
    global _mouth  # noqa: PLW0603 - a process of the crowd has one mouth
    _mouth = mouth
    os.set_blocking(mouth, False)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    os.close(line[1])
    threading.Thread(target=_hold, args=(line[0],), daemon=True).start()


def _hold(line: int) -> None:
    """Until nobody holds the other end."""
    os.read(line, 1)
    os._exit(1)


def _some(work: Callable[[A, Told], B], jobs: Sequence[A]) -> list[B]:
    return [work(job, _say) for job in jobs]


def _say(words: str) -> None:
    with suppress(OSError):  # nobody has listened for a while: it was only said in passing
        os.write(_mouth, words.replace("\n", " ").encode("utf-8", "replace")[:_LINE] + b"\n")


def _listen(future: Future[list[B]], ear: int, told: Told) -> None:
    """Pass on what is said until the future is done."""
    while not wait([future], timeout=0.2).done:
        with suppress(BlockingIOError):
            for line in os.read(ear, 65536).decode("utf-8", "replace").splitlines()[-1:]:
                told(line)
