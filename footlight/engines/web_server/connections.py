"""Sockets and connections (uvicorn): where the server listens, and how long a connection may take.

All that bounds connections stands here.
"""

import asyncio
import socket
from dataclasses import dataclass

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

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
        reason = getattr(error, "strerror", None) or str(error)
        raise EnvironmentProblem(
            f"{host}:{port} cannot be listened on: {reason}", hint="Choose another with --port, or --host."
        ) from None
    return ListeningSocket(taken, host)


_REQUEST_SECONDS = 5.0
"""How long a connection may take to send its first request, or the next one."""


class _BoundedConnection(H11Protocol):
    """A connection that is closed where no whole request comes in time.

    uvicorn waits for ever for the first request, and for the rest of one that has begun. Connections that send nothing
    would fill all places (`limit_concurrency`), and everybody else would get 503.
    """

    _closing: asyncio.TimerHandle | None = None

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

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the timer."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        if self._closing is None:
            self._closing = self.loop.call_later(_REQUEST_SECONDS, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._closing is not None:
            self._closing.cancel()
            self._closing = None


def serve(respond: Respond, place: ListeningSocket, access: Access) -> None:
    """Answer requests until interrupted."""
    settings = uvicorn.Config(
        application(respond, access),
        http=_BoundedConnection,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=1,
        limit_concurrency=200,
    )
    uvicorn.Server(settings).run(sockets=[place.socket])
