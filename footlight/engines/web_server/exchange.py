"""Requests and answers as values, without HTTP."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from footlight.engines.web_server.events import Broadcast


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRequest:
    """A request for a page or a file, or a decision that a page of ours sends."""

    path: str
    """Percent-decoded, with a slash at its beginning; anything may follow."""
    query: Mapping[str, str]
    body: bytes | None = None
    """What was sent with POST: it comes from a page of this server; None for a request that changes nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Bytes with a media type."""

    data: bytes
    media: str
    lasting: bool = False
    """Whether the address never means anything else, because it names a hash of the content."""
    status: int = 200
    policy: str = ""
    """Its Content-Security-Policy, where it needs another one than pages and images have."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class EventStream:
    """Messages, as long as the page is open that asked."""

    broadcast: Broadcast


Answer = Content | FileAnswer | Redirect | NotFound | EventStream
Respond = Callable[[PageRequest], Answer]
