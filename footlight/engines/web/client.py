"""The only HTTP client: httpcore, the engine under httpx, which has no cookie jar, no .netrc, no proxy from the
environment and no redirects to begin with.

A name is resolved where the connection is made, and the address that was checked is the one that is connected to, so
that a name which changes its answer (DNS rebinding) gains nothing. Sizes are bounded before and after a content coding
is undone, and so is the time of a whole request, also with a server that sends a byte at a time.
"""

import re
import socket
import ssl
import threading
import time
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit

import httpcore2
from httpcore2 import NetworkBackend, NetworkStream

from footlight.clock import Clock
from footlight.engines.web.content_codings import decode_body
from footlight.engines.web.messages import Cause, NoResponse, Outcome, Request, Response, is_page_type
from footlight.engines.web.public_addresses import Resolve, is_public, resolve_host
from footlight.engines.web.url import DEFAULT_PORTS, ascii_host, configured_host

_LONGEST_WAIT = 30.0
"""Seconds for one read or one connection; the request's own timeout bounds all of them together."""
_SAFE = "!#$%&'(),/:;=?@[]~|+*"
"""Besides letters, digits and `_.-`: what is sent as it is written in an address."""
_DEADLINE: ContextVar[float] = ContextVar("_DEADLINE")
"""Of the request that is under way, on the system's monotonic clock: what a socket waits for is real time, whatever
`Clock` says.
"""


_MOST_TO_HOST, _MOST_HOSTS = 32, 200
"""Connections to one host, and hosts to which connections are kept open."""


@dataclass(slots=True)
class _HostPool:
    """The connections to one host, and how many requests use them now."""

    pool: httpcore2.ConnectionPool
    users: int = 0


class _NotAllowedError(Exception):
    """None of a host's addresses may be connected to."""


class HttpClient:
    """Sends requests to the web itself. `agent` is the User-Agent; `clock` dates the responses.

    `allowed` hosts (`HOST` or `HOST:PORT`) may have addresses of this machine or network. Not to be shared between
    processes: after a fork, make another.
    """

    def __init__(
        self,
        *,
        agent: str,
        clock: Clock,
        allowed: Collection[str] = (),
        resolve: Resolve = resolve_host,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._agent, self._clock = agent, clock
        self._trust = trust
        self._backend = _CheckedBackend(frozenset(map(configured_host, allowed)), resolve)
        self._pools: OrderedDict[str, _HostPool] = OrderedDict()
        self._lock = threading.Lock()

    def send(self, request: Request) -> Outcome:
        """Send a request. Redirects are not followed; the caller requests the new address."""
        parts = _split(request.url)
        if isinstance(parts, str):
            return NoResponse(url=request.url, cause=Cause.FORBIDDEN, detail=parts)
        deadline = time.monotonic() + request.timeout
        token = _DEADLINE.set(deadline)
        try:
            return self._send(request, parts, deadline)
        except (_NotAllowedError, socket.gaierror, OSError, UnicodeError, *_NETWORK_ERRORS) as error:
            return _no_response(request, error, late=time.monotonic() >= deadline)
        finally:
            _DEADLINE.reset(token)

    def close(self) -> None:
        """Close all connections."""
        for one in self._pools.values():
            one.pool.close()

    @contextmanager
    def _pool_of(self, host: str) -> Iterator[httpcore2.ConnectionPool]:
        """The connections to one host. The engine looks through all of a pool's connections at each request, which
        takes longer than the request where they are hundreds, so each host has its own.
        """
        with self._lock:
            found = self._pools.get(host)
            if found is None:
                self._trust = self._trust or httpcore2.default_ssl_context()
                found = self._pools[host] = _HostPool(
                    httpcore2.ConnectionPool(
                        ssl_context=self._trust,
                        max_connections=_MOST_TO_HOST,
                        max_keepalive_connections=_MOST_TO_HOST,
                        keepalive_expiry=20.0,
                        network_backend=self._backend,
                    )
                )
            self._pools.move_to_end(host)
            found.users += 1
        try:
            yield found.pool
        finally:
            with self._lock:
                found.users -= 1
                closing = self._idle_pools() if len(self._pools) > _MOST_HOSTS else []
            for one in closing:
                one.pool.close()

    def _idle_pools(self) -> list[_HostPool]:
        """Take out the pools that nobody uses, the longest unused first, as many as there are too many."""
        idle = [name for name, one in self._pools.items() if not one.users][: len(self._pools) - _MOST_HOSTS]
        return [self._pools.pop(name) for name in idle]

    def _send(self, request: Request, parts: SplitResult, deadline: float) -> Outcome:
        host = ascii_host(parts.hostname or "")
        port = parts.port or DEFAULT_PORTS[parts.scheme]
        target = quote(parts.path or "/", safe=_SAFE) + ("?" + quote(parts.query, safe=_SAFE) if parts.query else "")
        wait = min(_LONGEST_WAIT, request.timeout)
        call = httpcore2.Request(
            request.method,
            httpcore2.URL(scheme=parts.scheme, host=host, port=port, target=target),
            headers=self._headers(request, parts, host),
            content=request.body or None,
            extensions={"timeout": {"connect": wait, "read": wait, "write": wait, "pool": wait}},
        )
        with self._pool_of(f"{parts.scheme} {host}:{port}") as pool:
            answer = pool.handle_request(call)
            headers = tuple(_header(name, value) for name, value in answer.headers if name.lower() != b"set-cookie")
            kind = next((value for name, value in headers if name == "content-type"), "")
            unread = request.pages_only and not is_page_type(kind)
            try:
                body, cut = (b"", True) if unread else _read(answer.stream, request.max_bytes, deadline)
            finally:
                answer.close()
        coding = next((value.strip().lower() for name, value in headers if name == "content-encoding"), "")
        decoded, incomplete = decode_body(body, coding, request.max_bytes)
        return Response(
            url=request.url,
            status=answer.status,
            headers=headers,
            body=decoded,
            truncated=cut or incomplete,
            received=self._clock.utc,
        )

    def _headers(self, request: Request, parts: SplitResult, host: str) -> list[tuple[str, str]]:
        named = f"[{host}]" if ":" in host else host
        headers = [
            ("Host", f"{named}:{parts.port}" if parts.port else named),
            ("User-Agent", self._agent),
            ("Accept-Encoding", "gzip, deflate, br"),
            *request.headers,
        ]
        return [*headers, ("Content-Length", str(len(request.body)))] if request.body else headers


def _split(url: str) -> SplitResult | str:
    """The parts of an address, or why no request is sent there."""
    try:
        parts = urlsplit(re.sub(r"[\t\r\n]", "", url.strip()))
        if parts.scheme not in DEFAULT_PORTS:
            return f"'{parts.scheme or url[:20]}' is neither http nor https"
        if not parts.hostname or parts.port == 0:
            return "the address names no host"
        ascii_host(parts.hostname)
    except ValueError as error:  # UnicodeError and idna's errors are some
        return f"no address: {error}"
    return "the address holds a user name or a password" if "@" in parts.netloc else parts


def _header(name: bytes, value: bytes) -> tuple[str, str]:
    return name.decode("latin-1").lower(), value.decode("latin-1")


def _read(stream: Any, max_bytes: int, deadline: float) -> tuple[bytes, bool]:  # noqa: ANN401 - httpcore has two kinds
    """The body as it was sent, up to `max_bytes`, and whether there is more."""
    found = bytearray()
    for piece in stream:
        found += piece
        if len(found) > max_bytes:
            return bytes(found[:max_bytes]), True
        if time.monotonic() > deadline:
            raise httpcore2.ReadTimeout
    return bytes(found), False


class _CheckedBackend(NetworkBackend):
    """Connects only to addresses that were checked."""

    def __init__(self, allowed: frozenset[str], resolve: Resolve) -> None:
        self._inner = httpcore2.SyncBackend()
        self._allowed, self._resolve = allowed, resolve

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> NetworkStream:
        """Connect to the first permitted address of the host that accepts."""
        failure: Exception = _NotAllowedError(f"{host} has no address that may be asked")
        for address, at in self._permitted(host, port):
            try:
                stream = self._inner.connect_tcp(address, at, _time_left(timeout), local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
                continue
            return _TimedStream(stream)
        raise failure

    def _permitted(self, host: str, port: int) -> Iterator[tuple[str, int]]:
        named = f"[{host}]" if ":" in host else host
        free = bool({host, named, f"{named}:{port}"} & self._allowed)
        return ((address, at) for address, at in self._resolve(host, port) if free or is_public(address))


class _TimedStream(NetworkStream):
    """A connection whose every read and write ends with the request's time."""

    def __init__(self, inner: NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read some bytes."""
        return self._inner.read(max_bytes, _time_left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of the bytes."""
        self._inner.write(buffer, _time_left(timeout))

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> NetworkStream:
        """The same connection, encrypted."""
        return _TimedStream(self._inner.start_tls(ssl_context, server_hostname, _time_left(timeout)))

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as the engine has it
        """What the engine wants to know of its own streams."""
        return self._inner.get_extra_info(info)


def _time_left(timeout: float | None) -> float:
    """Seconds for one step. Raises the engine's timeout where there are none."""
    left = _DEADLINE.get() - time.monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout
    return left if timeout is None else min(timeout, left)


_NETWORK_ERRORS = (
    httpcore2.TimeoutException, httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.UnsupportedProtocol,
)  # fmt: skip


def _no_response(request: Request, error: Exception, *, late: bool) -> NoResponse:
    detail = next(filter(None, map(_words, _chain(error))), "") or type(error).__name__
    return NoResponse(url=request.url, cause=_cause(error, late=late), detail=detail)


def _words(error: BaseException) -> str:
    """What an error says, without the number that the system has for it."""
    return (error.strerror if isinstance(error, OSError) else "") or re.sub(r"^\[Errno -?\d+\] ", "", str(error))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An exception and those that it came from: httpcore wraps the system's."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _cause(error: Exception, *, late: bool) -> Cause:
    if isinstance(error, _NotAllowedError):
        return Cause.FORBIDDEN
    if isinstance(error, socket.gaierror):
        return Cause.NO_SUCH_HOST if error.errno in _UNKNOWN_NAME else Cause.NAME_SERVICE
    if any(isinstance(one, ssl.SSLError) for one in _chain(error)):
        return Cause.TLS
    if isinstance(error, httpcore2.TimeoutException):
        return Cause.TOO_SLOW if late else Cause.TIMEOUT
    if isinstance(error, httpcore2.ProtocolError | httpcore2.UnsupportedProtocol | UnicodeError):
        return Cause.PROTOCOL
    return Cause.REFUSED


_UNKNOWN_NAME = tuple(getattr(socket, name) for name in ("EAI_NONAME", "EAI_NODATA") if hasattr(socket, name))
"""Errors that say that there is no such name; EAI_NODATA is missing on some systems."""
