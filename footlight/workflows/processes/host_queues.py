"""Work in queues: each queue in its order, several queues at once. What waits on a network waits in threads."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class _Done(Generic[Result]):
    value: Result


@dataclass(frozen=True, slots=True)
class _Failed:
    error: BaseException


@dataclass(frozen=True, slots=True)
class _Left:
    """A thread found nothing more to do."""


def side_by_side(queues: Sequence[Sequence[Job]], work: Callable[[Job], Result], *, at_once: int) -> Iterator[Result]:
    """What comes of each job, in the order of being done. Raises what `work` raises.

    The threads hold nothing that must be given back: where the caller stops, by an interrupt or otherwise, they do
    after the job that they are at, and the end of the process does not wait for them.
    """
    waiting: SimpleQueue[Sequence[Job]] = SimpleQueue()
    for queue in queues:
        waiting.put(queue)
    results: SimpleQueue[_Done[Result] | _Failed | _Left] = SimpleQueue()
    stop = threading.Event()

    def go_on() -> None:
        try:
            while not stop.is_set():
                for job in waiting.get_nowait():
                    if stop.is_set():
                        break
                    results.put(_Done(work(job)))
        except Empty:
            pass
        except BaseException as error:  # noqa: BLE001 - raised again where the caller is
            results.put(_Failed(error))
        results.put(_Left())

    threads = [threading.Thread(target=go_on, daemon=True) for _ in range(min(at_once, len(queues)))]
    for thread in threads:
        thread.start()
    try:
        yield from _results(results, len(threads))
    finally:
        stop.set()
    for thread in threads:
        thread.join()


def _results(results: "SimpleQueue[_Done[Result] | _Failed | _Left]", threads: int) -> Iterator[Result]:
    while threads:
        match results.get():
            case _Done(value=value):
                yield value
            case _Failed(error=error):
                raise error
            case _Left():
                threads -= 1
