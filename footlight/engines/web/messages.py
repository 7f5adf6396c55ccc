"""One question to the web and what came of it, as values.

A 404 or a 301 is an answer, `Reply`; what did not answer is a `Silence` that says why, and nothing follows from it.
Everything that asks, whatever the layers in its doorway, is a `Door`: one method.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

MEBIBYTE = 2**20


class Errand(StrEnum):
    """What for: each has its own manners (`links.web.manners`)."""

    INDEX = "index"
    """A CDX query, a TimeMap, a TimeGate."""
    CAPTURE = "capture"
    """What an archive holds."""
    LIVE = "live"
    """A page of the live web."""
    SAVE = "save"
    """Asking an archive to keep a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked, and how much of an answer is taken."""

    url: str
    """http or https; a fragment is not sent. One that holds a name or password is not asked."""
    errand: Errand
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    """Besides Host, User-Agent and Accept-Encoding."""
    body: bytes = b""
    most: int = 16 * MEBIBYTE
    """Bytes of body, as sent and unpacked; a longer one is cut, and marked."""
    seconds: float = 60.0
    """For all of it, from the name's look-up to the last byte."""
    good_for: float = math.inf
    """Seconds for which an answer that was kept will do; 0 asks anew (and keeps the answer)."""
    sense: "Callable[[Reply], bool] | None" = field(default=None, compare=False)
    """Whether an answer of status 200 is one to this question; what is not is like a 5xx, and is not kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What was answered. Redirects are not followed: a 3xx is an answer."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    """Names in lower case; no cookies."""
    body: bytes
    """Without its content coding."""
    truncated: bool
    """Whether there was more than `Request.most`."""
    when: datetime
    """UTC; of a kept answer, when it was given."""
    kept: bool = False
    """Whether it was kept from before, so that nobody was asked now."""

    def header(self, name: str) -> str:
        """The first header of that name (in lower case), or nothing."""
        return next((value for key, value in self.headers if key == name), "")

    @property
    def archived(self) -> bool:
        """Whether an archive answers for a site of long ago: a memento (RFC 7089), whose status is that site's."""
        return bool(self.header("memento-datetime"))


def answers(reply: Reply, request: Request) -> bool:
    """Whether a reply is an answer to what was asked, and not of the server's bad day."""
    if reply.archived:
        return True
    if reply.status == 200:
        return request.sense is None or request.sense(reply)
    return reply.status in _ANSWERS


_ANSWERS = frozenset({200, 203, 204, 206, 300, 301, 302, 303, 307, 308, 404, 410, 451})


class Kind(StrEnum):
    """Why nothing was answered."""

    TIMEOUT = "timeout"
    """Nothing in time."""
    TOO_SLOW = "too-slow"
    """Something, but not all of it in time."""
    NO_SUCH_HOST = "no-such-host"
    """The name service knows no such name."""
    NAME_SERVICE = "name-service"
    """The name service itself did not answer."""
    REFUSED = "refused"
    """Nobody takes the call: refused, reset, no way there."""
    TLS = "tls"
    """A certificate or a handshake that fails."""
    PROTOCOL = "protocol"
    """What came is not HTTP, or ends in the middle."""
    FORBIDDEN = "forbidden"
    """Not asked: an address of this machine or network, another scheme, a password in it, robots.txt."""
    PAUSED = "paused"
    """Not asked: the host said when it may be asked again, and that is too long to wait for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """No answer; nothing follows from that."""

    url: str
    kind: Kind
    why: str = ""
    """In words, for a person; what a server said is in it only where `visible` will have its controls."""
    again_in: float | None = None
    """Seconds, where it is known."""


Outcome = Reply | Silence


class Door(Protocol):
    """A way to ask: the network itself, or a layer in front of another door."""

    def ask(self, request: Request) -> Outcome:
        """What came of it. Never raises for anything that the web does."""

    def close(self) -> None:
        """Hang up, and let go of files."""
