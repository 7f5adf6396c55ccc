"""What the archives behind a network have in common: how an answer that is none is told, and how a capture is read.

A capture is read raw, by the `id_` address that Wayback and pywb have for it. What comes is taken for it only if its
Memento-Datetime (RFC 7089) is the moment that was asked for: an archive that does not find a capture gives the nearest
one, and says so by a redirect, or by nothing but that header.
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from footlight.engines.web.messages import MEBIBYTE, NoResponse, Outcome, Purpose, Request, Response, Transport
from footlight.links.archives.archive import (
    MOVES,
    Answer,
    Body,
    Capture,
    Excluded,
    Found,
    Match,
    NothingThere,
    Query,
    Reading,
    Redirected,
    Unreachable,
    stamp,
)
from footlight.links.archives.url_key import host_of, prefix_key, urlkey

INDEX_MAX_AGE = 30 * 24 * 3600.0
"""Seconds for which an index that was kept will do: archives grow, slowly. Captures do not change."""
_INDEX_MAX_BYTES = 64 * MEBIBYTE
_REWRITTEN = re.compile(r"/(\d{4,14})(?:[a-z]{2}_)?/(https?:/{1,2}[^\s]+)$")
"""The end of an archive's address of a capture: its moment, and the address that was captured."""
_EXCLUSIONS = ("AccessControlException", "Blocked Site Error", "excluded from the Wayback Machine")
"""What Wayback says of a site that it may not show, by CDX and in playback."""


def index_request(
    url: str, *, headers: tuple[tuple[str, str], ...] = (), accepts: Callable[[Response], bool] | None = None
) -> Request:
    """A question to an archive's index; `accepts` is as in Request."""
    return Request(
        url=url,
        purpose=Purpose.INDEX,
        headers=headers,
        max_bytes=_INDEX_MAX_BYTES,
        timeout=120,
        max_age=INDEX_MAX_AGE,
        accepts=accepts,
    )


def unanswered(outcome: Outcome) -> Unreachable | Excluded | None:
    """Why there is no answer in what came; None where there is one: 2xx, 3xx, 404, or an archived page."""
    if isinstance(outcome, NoResponse):
        return Unreachable(why=f"{outcome.cause}: {outcome.detail}" if outcome.detail else outcome.cause)
    if outcome.is_memento or outcome.status < 400 or outcome.status in (404, 410):
        return None
    start = outcome.body[:20_000].decode("utf-8", "replace")
    if outcome.status == 451 or (outcome.status == 403 and any(words in start for words in _EXCLUSIONS)):
        return Excluded(why=next((words for words in _EXCLUSIONS if words in start), "for legal reasons"))
    return Unreachable(why=f"the archive answered {outcome.status}")


def read_raw(
    transport: Transport, capture: Capture, *, headers: tuple[tuple[str, str], ...] = (), said_raw: bool = False
) -> Reading:
    """What the capture holds that is played back, raw, at its `locator`. With `said_raw` only what the archive itself
    calls that (`Preference-Applied`, RFC 7240) is taken.
    """
    outcome = transport.send(Request(url=capture.locator, purpose=Purpose.CAPTURE, headers=headers))
    trouble = unanswered(outcome)
    if trouble is not None or not isinstance(outcome, Response):
        return trouble or NothingThere()
    if said_raw and outcome.status < 400 and "raw" not in outcome.header("preference-applied"):
        return Unreachable(why="the archive shows its pages only as it rewrote them")
    if not outcome.is_memento or _moment_of(outcome) != capture.timestamp:
        return NothingThere()  # a miss, or another capture than this
    if 300 <= outcome.status < 400:
        return Redirected(to=unwrapped(outcome.header("location"), capture.original))
    if outcome.status not in (200, 203, 206):
        return NothingThere()
    return Found(value=body_of(outcome))


def body_of(response: Response) -> Body:
    """The body of an answer, with the SHA-256 of its bytes."""
    return Body(
        data=response.body,
        content_type=response.header("content-type"),
        sha256=hashlib.sha256(response.body).hexdigest(),
        truncated=response.truncated,
    )


def unwrapped(location: str, original: str) -> str:
    """Where an archived redirect led, whether the archive gives that as it was or as an address of its own."""
    found = _REWRITTEN.search(location)
    try:
        return found[2] if found else urljoin(original, location) if location else ""
    except ValueError:
        return ""


def captured_address(uri: str) -> tuple[str, str]:
    """The 14 digits and the captured address that an archive's address of a capture ends with; empty without them."""
    found = _REWRITTEN.search(uri)
    return (found[1], found[2]) if found else ("", "")


def in_order(captures: Iterable[Capture], query: Query) -> Answer:
    """The captures that a query asks for, under our own keys, each once, in the order of key and time."""
    keyed = (replace(capture, urlkey=urlkey(capture.original)) for capture in captures)
    kept = {(c.urlkey, c.timestamp, c.status, c.digest): c for c in keyed if _asked_for(c, query)}
    rows = sorted(kept.values(), key=lambda c: (c.urlkey, c.timestamp))[: query.limit]
    return Found(value=tuple(rows)) if rows else NothingThere()


def _asked_for(capture: Capture, query: Query) -> bool:
    if len(capture.timestamp) != 14 or not capture.timestamp.isdigit():
        return False
    if query.moves and capture.status not in MOVES:
        return False
    match query.match:
        case Match.EXACT:
            return capture.urlkey == urlkey(query.url)
        case Match.PREFIX:
            return capture.urlkey.startswith(prefix_key(query.url))
        case Match.HOST:
            return host_of(capture.original) == host_of(query.url)
        case Match.DOMAIN:
            return f".{host_of(capture.original)}".endswith(f".{host_of(query.url)}")


def _moment_of(response: Response) -> str:
    try:
        return stamp(parsedate_to_datetime(response.header("memento-datetime")))
    except (TypeError, ValueError, IndexError):
        return ""
