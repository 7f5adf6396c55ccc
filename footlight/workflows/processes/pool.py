"""Jobs in other processes and in threads, on `concurrent.futures`.

Processes are for work that computes, threads for work that waits for a network.
"""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.queues import SimpleQueue as ProcessQueue
from queue import Empty, SimpleQueue
from typing import TypeVar

from footlight.call_stack import with_room
from footlight.engines.child_processes import Parent, end_with, this_process
from footlight.engines.operating_system import MOST_PROCESSES, ignore_interrupts, start_method
from footlight.errors import EnvironmentProblem
from footlight.interrupts import interrupts_held
from footlight.workflows.processes.critical_section import end_process

Job = TypeVar("Job")
Result = TypeVar("Result")
Progress = Callable[[str], None]
"""Is called with a few words about what is being done."""

_CHUNK = 4
"""Jobs that a process takes at a time: few, so that all processes end together."""
_AWAKE, _STEP = 16, 0.03
"""Threads that begin at once, and seconds after which another one begins though none is done."""
_POLL = 0.2
"""Seconds between two looks at what the processes report."""


def no_progress(_: str) -> None:
    """Ignore a report of progress."""


def map_in_processes(
    work: Callable[[Job, Progress], Result],
    jobs: Sequence[Job],
    processes: int,
    progress: Progress = no_progress,
    chunk: int = _CHUNK,
) -> Iterator[Result]:
    """Yield the result of each job, in the order of the jobs; a process takes up to `chunk` jobs at a time.

    `work` is a function of a module. It reports what it does by its second argument; `progress` gets the newest
    report. Where the caller stops, by Ctrl-C or otherwise, and where this process is killed, the others end at once,
    or after the critical section that they are in.

    Raises what a job raises, and EnvironmentProblem where a process is killed, or where the system lets none share
    anything.
    """
    processes = min(processes, MOST_PROCESSES)
    chunk = max(1, min(chunk, len(jobs) // processes))
    context = get_context(start_method())
    alive, other_end = context.Pipe(duplex=False)
    try:
        reports: ProcessQueue[str] = context.SimpleQueue()
    except OSError as error:  # a lock of POSIX is a file of /dev/shm
        hint = "Let everybody write into /dev/shm (`chmod 1777 /dev/shm`), or use one process: `--jobs 1`."
        raise EnvironmentProblem(f"processes cannot share memory here: {error.strerror}", hint=hint) from None
    # A spawned Python looks for modules in the current folder first: a pickle.py of the user's would be run.
    os.environ["PYTHONSAFEPATH"] = "1"
    pool = ProcessPoolExecutor(
        processes, mp_context=context, initializer=_begin, initargs=(this_process(), alive, other_end, reports)
    )
    try:
        with interrupts_held():  # they are this process's to act on: a new one holds them until it ignores them
            futures = [pool.submit(_run_chunk, work, jobs[at : at + chunk]) for at in range(0, len(jobs), chunk)]
        for future in futures:
            while not wait([future], timeout=_POLL).done:
                _pass_on(reports, progress)
            yield from future.result()
        pool.shutdown()
    except BrokenProcessPool:
        raise EnvironmentProblem(
            "a process at work was killed", hint="Is there memory enough? What was done is kept."
        ) from None
    finally:
        other_end.close()
        pool.shutdown(cancel_futures=True)
        alive.close()
        reports.close()


def _pass_on(reports: "ProcessQueue[str]", progress: Progress) -> None:
    """Report the newest of what the processes report."""
    words = ""
    while not reports.empty():
        words = reports.get()
    if words:
        progress(words)


_reports: "ProcessQueue[str] | None" = None
"""In a process of a pool: where it reports progress."""


def _begin(parent: Parent, alive: Connection, other_end: Connection, reports: "ProcessQueue[str]") -> None:
    """Set up a new process of a pool."""
    global _reports  # noqa: PLW0603 - the executor gives its processes no other place for what they share
    end_with(parent)
    ignore_interrupts()
    other_end.close()
    _reports = reports
    threading.Thread(target=_end_with, args=(alive,), daemon=True).start()


def _end_with(alive: Connection) -> None:
    """End this process when no process holds the other end of a pipe."""
    try:
        alive.recv_bytes()
    finally:
        end_process(1)


def _report(words: str) -> None:
    """Report what is being done, from a process of a pool to the process that has the pool."""
    if _reports is not None:
        _reports.put(words)


@with_room
def _run_chunk(work: Callable[[Job, Progress], Result], jobs: Sequence[Job]) -> list[Result]:
    return [work(job, _report) for job in jobs]


def map_queues(queues: Sequence[Sequence[Job]], work: Callable[[Job], Result], *, at_once: int) -> Iterator[Result]:
    """Yield the result of each job, as it is done. Of a queue one job at a time is run, of different queues several.

    Raises what a job raises. Where the caller stops, jobs that are under way are not waited for.
    """
    rest = [iter(queue) for queue in queues]
    done: SimpleQueue[tuple[int, Future[Result]]] = SimpleQueue()
    pool = ThreadPoolExecutor(at_once)

    def start(number: int) -> int:
        """Start the next job of a queue; return how many were started."""
        for job in rest[number]:
            pool.submit(work, job).add_done_callback(lambda future: done.put((number, future)))
            return 1
        return 0

    waiting = iter(range(len(queues)))
    try:
        running = sum(map(start, islice(waiting, min(at_once, _AWAKE))))
        more = len(queues) > _AWAKE
        while running:
            # The others follow one by one: hundreds of threads that begin at once hinder each other for seconds.
            try:
                number, future = done.get(timeout=_STEP if more and running < at_once else None)
            except Empty:
                more, begun = _next(waiting, start)
                running += begun
                continue
            running += start(number) - 1
            if more and running < at_once:
                more, begun = _next(waiting, start)
                running += begun
            yield future.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _next(waiting: Iterator[int], start: Callable[[int], int]) -> tuple[bool, int]:
    """Start the next queue; return whether there was one, and how many jobs were started."""
    number = next(waiting, None)
    return number is not None, start(number) if number is not None else 0
