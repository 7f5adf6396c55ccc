"""Messages to pages that are open: server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html)."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

_SILENCE = 15.0
"""Seconds after which a comment is sent where there is nothing to say: so it is noticed that a page was closed."""
_WAITING = 64
"""Messages that may wait for a page; one that takes none is left, and asks anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message."""

    event: str
    data: str
    """In one line, such as JSON."""


_MOST = 100
"""Pages that listen at a time; with one more the oldest is told no more, and may ask anew."""
_Queue = asyncio.Queue[Message | None]


class Broadcast:
    """Sends messages to all pages that listen. Any thread may send."""

    def __init__(
        self,
        opening: Callable[[], Sequence[Message]] = tuple,
        changed: Callable[[int], object] | None = None,
    ) -> None:
        """`opening` gives what a page is told when it begins to listen; `changed` is called with the number of pages
        that listen, when that changes.
        """
        self._opening = opening
        self._changed = changed
        self._lock = threading.Lock()
        self._listeners: dict[_Queue, asyncio.AbstractEventLoop] = {}

    def send(self, message: Message) -> None:
        """Send a message to every page that listens."""
        with self._lock:
            listeners = tuple(self._listeners.items())
        for queue, loop in listeners:
            with suppress(RuntimeError):  # the server has ended
                loop.call_soon_threadsafe(_put, queue, message)

    async def messages(self) -> AsyncIterator[bytes]:
        """Listen: the messages as they are written, until the page is closed."""
        queue: _Queue = asyncio.Queue(maxsize=_WAITING)
        self._set(queue, asyncio.get_running_loop())
        try:
            for message in await asyncio.to_thread(self._opening):
                yield _written(message)
            while True:
                try:
                    said = await asyncio.wait_for(queue.get(), _SILENCE)
                except TimeoutError:
                    yield b":\n\n"
                    continue
                if said is None:
                    return
                yield _written(said)
        finally:
            self._set(queue, None)

    def _set(self, queue: _Queue, loop: asyncio.AbstractEventLoop | None) -> None:
        with self._lock:
            if loop:
                if len(self._listeners) >= _MOST:
                    oldest = next(iter(self._listeners))
                    with suppress(RuntimeError):  # the server has ended
                        self._listeners.pop(oldest).call_soon_threadsafe(_end, oldest)
                self._listeners[queue] = loop
            else:
                self._listeners.pop(queue, None)
            number = len(self._listeners)
        if self._changed:
            self._changed(number)


def _put(queue: _Queue, message: Message) -> None:
    """Hand a message over; a page that takes none gets the end of its stream instead of all that it missed."""
    if queue.full():
        _end(queue)
    else:
        queue.put_nowait(message)


def _end(queue: _Queue) -> None:
    """End the stream of a page, whatever waits for it."""
    while not queue.empty():
        queue.get_nowait()
    queue.put_nowait(None)


def _written(message: Message) -> bytes:
    lines = "".join(f"data: {line}\n" for line in message.data.splitlines() or [""])
    return f"event: {message.event}\n{lines}\n".encode("utf-8", "replace")
