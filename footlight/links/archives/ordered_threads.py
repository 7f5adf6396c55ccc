"""Several hands that wait for a network, whose work comes back in the order in which it was given out.

They are daemons, as the pools of the standard library are not: an interrupt ends the program at once, and not when the
last of them was answered.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from queue import SimpleQueue
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")


def in_parallel(work: Callable[[A], B], items: Sequence[A], hands: int) -> Iterator[tuple[A, B]]:
    """Each item with what came of it, in their order. What `work` raises is raised where its item's turn is."""
    done: list[SimpleQueue[B | Exception]] = [SimpleQueue() for _ in items]
    numbers = iter(range(len(items)))
    next_one = threading.Lock()
    ahead = threading.Semaphore(4 * hands)  # what is done and not taken is held in memory
    over = threading.Event()

    def hand() -> None:
        while True:
            ahead.acquire()
            with next_one:
                number = next(numbers, None)
            if number is None or over.is_set():
                ahead.release()
                return
            try:
                done[number].put(work(items[number]))
            except Exception as error:  # noqa: BLE001 - carried over to whoever waits for it
                done[number].put(error)

    for _ in range(min(hands, len(items))):
        threading.Thread(target=hand, daemon=True).start()
    try:
        for item, result in zip(items, done, strict=True):
            came = result.get()
            ahead.release()
            if isinstance(came, Exception):
                raise came
            yield item, came
    finally:
        over.set()
        ahead.release(hands)
