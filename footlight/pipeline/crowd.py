"""Work over several processes that say meanwhile what they do; what comes of it in the order in which it was given."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context
from typing import TypeVar

from footlight.errors import EnvironmentProblem

A = TypeVar("A")
B = TypeVar("B")
Told = Callable[[str], None]

_CHUNK = 4
"""Jobs that a process takes at a time: few, so that all end together."""
_LINE = 400
"""Bytes of what is said at a time; a pipe takes up to 512 in one piece (POSIX's PIPE_BUF)."""
_mouth = -1
"""In a process of the crowd: where it speaks."""


def over_processes(work: Callable[[A, Told], B], jobs: Sequence[A], processes: int, told: Told) -> Iterator[B]:
    """What comes of each job, in their order. Raises what a job raises, and EnvironmentProblem where one is killed."""
    ear, mouth = os.pipe()
    os.set_blocking(ear, False)
    chunk = max(1, min(_CHUNK, len(jobs) // processes))
    try:
        with ProcessPoolExecutor(
            processes, mp_context=get_context("fork"), initializer=_begin, initargs=(mouth,)
        ) as pool:
            futures = [pool.submit(_some, work, jobs[at : at + chunk]) for at in range(0, len(jobs), chunk)]
            try:
                for future in futures:
                    _listen(future, ear, told)
                    yield from future.result()
            except BrokenProcessPool:
                raise EnvironmentProblem(
                    "a process of the search was killed", hint="Is there memory enough? What was answered is kept."
                ) from None
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
    finally:
        os.close(ear)
        os.close(mouth)


def _begin(mouth: int) -> None:
    global _mouth  # noqa: PLW0603 - a process of the crowd has one mouth
    _mouth = mouth
    os.set_blocking(mouth, False)


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
