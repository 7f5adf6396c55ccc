"""Starlette and uvicorn: an HTTP server over a function that answers requests.

Files are served with ranges (RFC 9110, 14). All content has an entity tag and is sent again only if it has changed.
"""

import asyncio
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route
from uvicorn.protocols.http.h11_impl import H11Protocol

from footlight.errors import EnvironmentProblem

_POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
"""For pages and images. Not for files: on a PDF it would stop the browser's viewer."""
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",  # may be kept, and has to be validated before each use
}
_LEAST_GZIPPED = 1024
_LOCAL = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRequest:
    """A request for a page or a file."""

    path: str
    """Percent-decoded, with a slash at its beginning; anything may follow."""
    query: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Bytes with a media type."""

    data: bytes
    media: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAnswer:
    """A file on the disk."""

    path: Path
    media: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """A redirect to another address of this server."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFound:
    """Nothing is at the address."""

    page: Content = field(default_factory=lambda: Content(data=b"Not found.\n", media="text/plain; charset=utf-8"))


Answer = Content | FileAnswer | Redirect | NotFound
Respond = Callable[[PageRequest], Answer]


def application(respond: Respond, *, hosts: Sequence[str] = ("*",)) -> Starlette:
    """An ASGI application over a function. Requests whose `Host` is not among `hosts` are refused."""

    def answer(request: Request) -> Response:
        found = respond(PageRequest(path=request.url.path, query=dict(request.query_params)))
        return _response(found, request)

    layers = [
        Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts)),
        Middleware(GZipMiddleware, minimum_size=_LEAST_GZIPPED),
    ]
    return Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "HEAD"])], middleware=layers)


def _response(answer: Answer, request: Request) -> Response:
    match answer:
        case Content(data=data, media=media):
            tag = f'"{sha256(data).hexdigest()[:32]}"'
            headers = {**_HEADERS, "ETag": tag, "Content-Security-Policy": _POLICY}
            return _unless_cached(Response(data, media_type=media, headers=headers), request)
        case FileAnswer(path=path, media=media):
            try:
                state = path.stat()
            except OSError:  # deleted since it was listed
                return _response(NotFound(), request)
            return _unless_cached(FileResponse(path, media_type=media, headers=_HEADERS, stat_result=state), request)
        case Redirect(path=path):
            return RedirectResponse(path, status_code=307, headers=_HEADERS)
        case NotFound(page=page):
            return Response(page.data, status_code=404, media_type=page.media, headers=_HEADERS)


def _unless_cached(response: Response, request: Request) -> Response:
    """The response, or 304 where the client has the same content already (RFC 9110, 13.1.2)."""
    held = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if response.headers["etag"] not in held and "*" not in held:
        return response
    kept = {name: response.headers[name] for name in ("etag", "cache-control")}
    return Response(status_code=304, headers=kept)


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
        return self.host in _LOCAL


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


def serve(respond: Respond, place: ListeningSocket) -> None:
    """Answer requests until interrupted.

    A server for this machine only is called by a name of this machine, so that a web page elsewhere whose name leads
    here (DNS rebinding) cannot read it.
    """
    hosts = (*_LOCAL, "[::1]") if place.local else ("*",)
    settings = uvicorn.Config(
        application(respond, hosts=hosts),
        http=_BoundedConnection,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=2,
        limit_concurrency=200,
    )
    uvicorn.Server(settings).run(sockets=[place.socket])
