"""Sockets and connections (uvicorn): where the server listens, and how long a connection may take.

All that bounds connections stands here.
"""

import asyncio
import socket
from dataclasses import dataclass

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from footlight.engines.operating_system import give_memory_back
from footlight.engines.web_server.access import Access, is_local
from footlight.engines.web_server.application import application
from footlight.engines.web_server.exchange import Respond
from footlight.errors import EnvironmentProblem


@dataclass(frozen=True, slots=True)
class ListeningSocket:
    """A socket that is bound and listens, before requests are answered."""

    socket: socket.socket
    host: str

    @property
    def port(self) -> int:
        """The port; chosen by the operating system where 0 was given."""
        return int(self.socket.getsockname()[1])

    @property
    def local(self) -> bool:
        """Whether only this machine can connect."""
        return is_local(self.host)


def listen(host: str, port: int) -> ListeningSocket:
    """Bind a socket. Raises EnvironmentProblem where that is not possible."""
    try:
        kind = socket.AF_INET6 if ":" in host else socket.AF_INET
        taken = socket.create_server((host, port), family=kind, reuse_port=False)
    except (OSError, OverflowError, UnicodeError) as error:
        # asyncio and `create_server` put the address behind the system's words, as Python writes it
        reason = (getattr(error, "strerror", None) or str(error)).partition(" (while attempting")[0]
        raise EnvironmentProblem(
            f"{host}:{port} cannot be listened on: {reason}", hint="Choose another with --port, or --host."
        ) from None
    return ListeningSocket(taken, host)


_REQUEST_SECONDS = 5.0
"""How long a connection may take to send its first request, or the next one."""
_READING_SECONDS = 30.0
"""How long one may leave what it asked for unread. Then about 64 kB wait for it here, besides what the system holds."""
_IDLE, _UNREAD = 100, 100
"""How many may send no request, and how many may leave an answer unread, before the oldest of them is closed."""
_MOST = 400
"""Connections with which a request gets 503 (uvicorn's `limit_concurrency`): beside those above, pages that listen."""


_AFTERWARDS = 1.0
"""Seconds after a crowd has gone, when its memory is given back."""


class _Places:
    """The connections that keep this server waiting, the oldest first. However many hang, they take each other's place,
    and never that of one that asks and reads.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._waiting: dict[_BoundedConnection, None] = {}
        self._crowded = False

    def take(self, connection: "_BoundedConnection") -> None:
        """Give a connection a place, that of the oldest one where all are taken."""
        self._waiting[connection] = None
        if len(self._waiting) > self._most:
            self._crowded = True
            oldest = next(iter(self._waiting))
            self.leave(oldest)
            oldest.transport.abort()

    def leave(self, connection: "_BoundedConnection") -> None:
        """Give up a place, where it has one."""
        self._waiting.pop(connection, None)
        if self._crowded and not self._waiting:
            self._crowded = False
            connection.loop.call_later(_AFTERWARDS, give_memory_back)


class _BoundedConnection(H11Protocol):
    """A connection that is closed where no whole request comes in time, or what it asked for is not read.

    uvicorn waits for ever for the first request, for the rest of one that has begun, and for an answer to be read.
    Connections that send nothing would fill all places (`limit_concurrency`), and everybody else would get 503.
    """

    idle: _Places
    """Of this server, as the next one."""
    unread: _Places
    _closing: asyncio.TimerHandle | None = None
    _aborting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Wait for the rest of a request, unless it is complete and being answered."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:  # type: ignore[redundant-expr]  # None at first
            self._stop_waiting()
        else:
            self._wait()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        if self.cycle.response_complete and not self.transport.is_closing():
            self._wait()

    def pause_writing(self) -> None:
        """Wait until what was sent is read."""
        super().pause_writing()
        self.unread.take(self)
        self._aborting = self._aborting or self.loop.call_later(_READING_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on with the answer."""
        self._stop_reading()
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the timers."""
        self._stop_waiting()
        self._stop_reading()
        super().connection_lost(exc)

    def _wait(self) -> None:
        if self._closing is None:
            self._closing = self.loop.call_later(_REQUEST_SECONDS, self.transport.close)
            self.idle.take(self)

    def _stop_waiting(self) -> None:
        self.idle.leave(self)
        if self._closing is not None:
            self._closing.cancel()
            self._closing = None

    def _stop_reading(self) -> None:
        self.unread.leave(self)
        if self._aborting is not None:
            self._aborting.cancel()
            self._aborting = None


def serve(respond: Respond, place: ListeningSocket, access: Access) -> None:
    """Answer requests until interrupted."""

    class Connection(_BoundedConnection):
        """A connection to this server."""

        idle, unread = _Places(_IDLE), _Places(_UNREAD)

    settings = uvicorn.Config(
        application(respond, access),
        http=Connection,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=1,
        limit_concurrency=_MOST,
    )
    uvicorn.Server(settings).run(sockets=[place.socket])
