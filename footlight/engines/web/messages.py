"""HTTP messages as values: a request, and what came of it.

A 404 or a 301 is a `Response`. A request without one gives a `NoResponse` with the cause, and nothing about the page
follows from that. The client and the layers before it are each a `Transport`.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

MEBIBYTE = 2**20


class Purpose(StrEnum):
    """What a request is for: each purpose has a rate limit of its own (`rate_limits`)."""

    INDEX = "index"
    """A CDX query, a TimeMap, a TimeGate."""
    CAPTURE = "capture"
    """A page that an archive holds."""
    LIVE = "live"
    """A page of the live web."""
    ROBOTS = "robots"
    """The robots.txt of a site, before its pages."""
    SAVE = "save"
    """A request that an archive save a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request, and how much of a response is read."""

    url: str
    """http or https; a fragment is not sent. An address with a user name or password in it is refused."""
    purpose: Purpose
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    """Besides Host, User-Agent and Accept-Encoding."""
    body: bytes = b""
    max_bytes: int = 16 * MEBIBYTE
    """Limit of the body, as sent and as unpacked; a longer one is cut and marked as truncated."""
    pages_only: bool = False
    """Whether the body is left unread where the headers say that it is no HTML; it then counts as truncated."""
    timeout: float = 60.0
    """Seconds for all of it, from the name's look-up to the last byte."""
    max_age: float = math.inf
    """Seconds for which a cached response will do; with 0 the request is sent anyway, and the response cached."""
    accepts: "Callable[[Response], bool] | None" = field(default=None, compare=False)
    """Whether a response of status 200 answers this request; one that does not counts as a 5xx and is not cached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A response. Redirects are not followed; the caller requests the new address."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    """Names in lower case; no cookies."""
    body: bytes
    """Without its content coding."""
    truncated: bool
    """Whether there was more than `Request.max_bytes`, or the body broke off."""
    received: datetime
    """UTC; of a cached response, when it was first received."""
    from_cache: bool = False

    def header(self, name: str) -> str:
        """The first header of that name (in lower case), or an empty string."""
        return next((value for key, value in self.headers if key == name), "")

    @property
    def may_be_page(self) -> bool:
        """Whether it says that it is HTML, or does not say what it is."""
        return is_page_type(self.header("content-type"))

    @property
    def is_memento(self) -> bool:
        """Whether an archive plays back a capture (RFC 7089), so that the status is the captured site's."""
        return bool(self.header("memento-datetime"))


def is_page_type(content_type: str) -> bool:
    """Whether a Content-Type is HTML's, or missing."""
    kind = content_type.strip().lower()
    return not kind or kind.startswith(("text/html", "application/xhtml"))


_CONCLUSIVE = frozenset({200, 203, 204, 206, 300, 301, 302, 303, 307, 308, 404, 410, 451})


def is_conclusive(response: Response, request: Request) -> bool:
    """Whether a response answers the request, rather than tells of a server's passing trouble."""
    if response.is_memento:
        return True
    if response.status == 200:
        return request.accepts is None or request.accepts(response)
    return response.status in _CONCLUSIVE


class Cause(StrEnum):
    """Why there was no response."""

    TIMEOUT = "timeout"
    """Nothing came in time."""
    TOO_SLOW = "too-slow"
    """Something came, but not all of it in time."""
    NO_SUCH_HOST = "no-such-host"
    """The name service knows no such name."""
    NAME_SERVICE = "name-service"
    """The name service itself did not answer."""
    REFUSED = "refused"
    """No connection: refused, reset, no route."""
    TLS = "tls"
    """The certificate or the handshake failed."""
    PROTOCOL = "protocol"
    """What came is not HTTP, or breaks off."""
    FORBIDDEN = "forbidden"
    """Not sent: an address of this machine or network, another scheme, a password in it, robots.txt."""
    PAUSED = "paused"
    """Not sent: the host said when it may be asked again, and that is too long to wait for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoResponse:
    """A request without a response; nothing follows from that."""

    url: str
    cause: Cause
    detail: str = ""
    """For a person. It may hold a server's own words, control characters included; `visible` escapes them."""
    retry_in: float | None = None
    """Seconds until the host may be asked again, where that is known."""


Outcome = Response | NoResponse


class Transport(Protocol):
    """Something that sends requests: the client, or a layer before another transport."""

    def send(self, request: Request) -> Outcome:
        """Send a request and give what came of it. Never raises for anything that the web does."""

    def close(self) -> None:
        """Close connections and files."""
