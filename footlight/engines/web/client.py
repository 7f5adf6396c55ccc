"""The one door to the network: httpcore, the engine under httpx, which has no cookie jar, no netrc, no proxy from the
environment and no redirects to begin with.

The address that a name resolves to is checked where the connection is made and is the one that is connected to, so
that a name which changes its answer (DNS rebinding) gains nothing. Sizes are bounded before and after a content coding
is undone, and the time for all of a request, also from a server that sends a byte at a time.
"""

import re
import socket
import ssl
import time
from collections.abc import Collection, Iterable, Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit

import httpcore2
from httpcore2 import NetworkBackend, NetworkStream

from footlight.engines.web.content_codings import unfolded
from footlight.engines.web.messages import Kind, Outcome, Reply, Request, Silence
from footlight.engines.web.public_addresses import Resolve, public, resolved

_LONGEST_WAIT = 30.0
"""Seconds for one read or one connection; the request's own time bounds all of them together."""
_SAFE = "!#$%&'(),/:;=?@[]~|+*"
"""Besides letters, digits and `_.-`: what stands in an address as it was written."""
_DEFAULT_PORT = {"http": 80, "https": 443}
_DEADLINE: ContextVar[float] = ContextVar("_DEADLINE")
"""Of the request that is under way, by the monotonic clock."""


class _NotAllowedError(Exception):
    """All addresses of a host are ones that may not be connected to."""


class Http:
    """Asks the web itself. `agent` says who asks and how to reach them.

    `allowed` hosts (`HOST` or `HOST:PORT`) may have addresses of this machine or network. Not to be shared between
    processes: a fork makes its own.
    """

    def __init__(
        self,
        *,
        agent: str,
        allowed: Collection[str] = (),
        resolve: Resolve = resolved,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._agent = agent
        dialling = _Dialling(frozenset(host.lower() for host in allowed), resolve)
        self._pool = httpcore2.ConnectionPool(
            ssl_context=trust or httpcore2.default_ssl_context(),
            max_connections=32,
            max_keepalive_connections=8,
            keepalive_expiry=20.0,
            network_backend=dialling,
        )

    def ask(self, request: Request) -> Outcome:
        """What the web answers; no redirect is followed."""
        parts = _split(request.url)
        if isinstance(parts, str):
            return Silence(url=request.url, kind=Kind.FORBIDDEN, why=parts)
        deadline = time.monotonic() + request.seconds
        under_way = _DEADLINE.set(deadline)
        try:
            return self._asked(request, parts, deadline)
        except (_NotAllowedError, socket.gaierror, OSError, UnicodeError, *_TROUBLE) as error:
            return _silence(request, error, late=time.monotonic() >= deadline)
        finally:
            _DEADLINE.reset(under_way)

    def close(self) -> None:
        """Hang up."""
        self._pool.close()

    def _asked(self, request: Request, parts: SplitResult, deadline: float) -> Outcome:
        host = _host(parts)
        port = parts.port or _DEFAULT_PORT[parts.scheme]
        target = quote(parts.path or "/", safe=_SAFE) + ("?" + quote(parts.query, safe=_SAFE) if parts.query else "")
        wait = min(_LONGEST_WAIT, request.seconds)
        call = httpcore2.Request(
            request.method,
            httpcore2.URL(scheme=parts.scheme, host=host, port=port, target=target),
            headers=self._headers(request, parts, host),
            content=request.body or None,
            extensions={"timeout": {"connect": wait, "read": wait, "write": wait, "pool": wait}},
        )
        answer = self._pool.handle_request(call)
        try:
            body, cut = _read(answer.stream, request.most, deadline)
        finally:
            answer.close()
        headers = tuple(_header(name, value) for name, value in answer.headers if name.lower() != b"set-cookie")
        coding = next((value.strip().lower() for name, value in headers if name == "content-encoding"), "")
        unpacked, more = unfolded(body, coding, request.most)
        return Reply(
            url=request.url,
            status=answer.status,
            headers=headers,
            body=unpacked,
            truncated=cut or more,
            when=datetime.now(UTC),
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
    """The parts of an address, or why it is not asked."""
    try:
        parts = urlsplit(re.sub(r"[\t\r\n]", "", url.strip()))
        if parts.scheme not in _DEFAULT_PORT:
            return f"'{parts.scheme or url[:20]}' is neither http nor https"
        if not parts.hostname or parts.port == 0:
            return "the address names no host"
        _host(parts)
    except ValueError as error:  # UnicodeError is one: a name that is none
        return f"no address: {error}"
    return "the address holds a name or a password" if "@" in parts.netloc else parts


def _host(parts: SplitResult) -> str:
    """The host as it is asked for: in lower case, and an international name in its ASCII form (RFC 3490)."""
    host = parts.hostname or ""
    if re.search(r"[\x00-\x20\x7f/\\]", host):
        raise ValueError(f"no host: {host!r}")
    return host if ":" in host else host.encode("idna").decode("ascii")


def _header(name: bytes, value: bytes) -> tuple[str, str]:
    return name.decode("latin-1").lower(), value.decode("latin-1")


def _read(stream: Any, most: int, deadline: float) -> tuple[bytes, bool]:  # noqa: ANN401 - httpcore's two kinds of stream
    """The body as it was sent up to `most` bytes, and whether that is not all."""
    found = bytearray()
    for piece in stream:
        found += piece
        if len(found) > most:
            return bytes(found[:most]), True
        if time.monotonic() > deadline:
            raise httpcore2.ReadTimeout
    return bytes(found), False


class _Dialling(NetworkBackend):
    """Connects to addresses that were looked at, and to no other."""

    def __init__(self, allowed: frozenset[str], resolve: Resolve) -> None:
        self._real = httpcore2.SyncBackend()
        self._allowed, self._resolve = allowed, resolve

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> NetworkStream:
        """A connection to the first of the host's good addresses that takes it."""
        trouble: Exception = _NotAllowedError(f"{host} has no address that may be asked")
        for address, at in self._good(host, port):
            try:
                line = self._real.connect_tcp(address, at, _left(timeout), local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                trouble = error
                continue
            return _Line(line)
        raise trouble

    def _good(self, host: str, port: int) -> Iterator[tuple[str, int]]:
        named = f"[{host}]" if ":" in host else host
        free = bool({host, named, f"{named}:{port}"} & self._allowed)
        return ((address, at) for address, at in self._resolve(host, port) if free or public(address))


class _Line(NetworkStream):
    """A connection whose every read and write ends with the request's time."""

    def __init__(self, real: NetworkStream) -> None:
        self._real = real

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Some bytes."""
        return self._real.read(max_bytes, _left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """All of the bytes."""
        self._real.write(buffer, _left(timeout))

    def close(self) -> None:
        """Hang up."""
        self._real.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> NetworkStream:
        """The same line, encrypted."""
        return _Line(self._real.start_tls(ssl_context, server_hostname, _left(timeout)))

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as the engine has it
        """What the engine asks of its own streams."""
        return self._real.get_extra_info(info)


def _left(timeout: float | None) -> float:
    """Seconds for one step. Raises the engine's time-out where there are none."""
    left = _DEADLINE.get() - time.monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout
    return left if timeout is None else min(timeout, left)


_TROUBLE = (
    httpcore2.TimeoutException, httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.UnsupportedProtocol,
)  # fmt: skip


def _silence(request: Request, error: Exception, *, late: bool) -> Silence:
    kind = _kind(error, late=late)
    told = str(next((cause for cause in _causes(error) if str(cause)), "")) or type(error).__name__
    return Silence(url=request.url, kind=kind, why=told)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _kind(error: Exception, *, late: bool) -> Kind:
    chain = list(_causes(error))
    if isinstance(error, _NotAllowedError):
        return Kind.FORBIDDEN
    if isinstance(error, socket.gaierror):
        return Kind.NO_SUCH_HOST if error.errno in _NO_NAME else Kind.NAME_SERVICE
    if any(isinstance(one, ssl.SSLError) for one in chain):
        return Kind.TLS
    if isinstance(error, httpcore2.TimeoutException):
        return Kind.TOO_SLOW if late else Kind.TIMEOUT
    if isinstance(error, httpcore2.ProtocolError | httpcore2.UnsupportedProtocol | UnicodeError):
        return Kind.PROTOCOL
    return Kind.REFUSED


_NO_NAME = tuple(getattr(socket, name) for name in ("EAI_NONAME", "EAI_NODATA") if hasattr(socket, name))
