"""What all archives on the network share: requests to an index, failures, and raw playback of captures.

A capture is read raw, at the `id_` address that Wayback and pywb have for it. A response is taken for the capture only
if its Memento-Datetime (RFC 7089) is the requested moment: an archive that does not find a capture gives the nearest
one, and says so by a redirect, or only by that header.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from email.utils import parsedate_to_datetime
from math import isfinite
from typing import Any
from urllib.parse import urljoin

from footlight.engines.web.messages import MEBIBYTE, NoResponse, Outcome, Purpose, Request, Response, Transport
from footlight.links.archives.archive import (
    MOVED_STATUSES,
    Body,
    Capture,
    Excluded,
    Found,
    IndexAnswer,
    Match,
    NotArchived,
    Query,
    ReadAnswer,
    Redirected,
    Unreachable,
    cdx_timestamp,
)
from footlight.links.archives.url_key import host_of, prefix_key, urlkey

_NOT_PAGES = ("image/", "audio/", "video/", "font/", "text/css", "application/javascript", "text/javascript")
_INDEX_MAX_AGE = 30 * 24 * 3600.0
"""Seconds for which a cached answer of an index will do: archives grow slowly. Captures do not change."""
_INDEX_MAX_BYTES = 64 * MEBIBYTE
"""Bytes of one answer of an index: some 300,000 captures."""
_CAPTURE_URL = re.compile(r"/(\d{4,14})(?:[a-z]{2}_)?/(https?:/{1,2}[^\s]+)$")
"""The end of an archive's address of a capture: its moment, and the address that was captured."""
_EXCLUSIONS = ("AccessControlException", "Blocked Site Error", "excluded from the Wayback Machine")
"""What Wayback says of a site that it may not show, in CDX answers and in playback."""


def index_json(data: bytes | str) -> Any:  # noqa: ANN401 - JSON
    """Parse what an index answers. Raises ValueError also for half a character, which JSON can name, and for a number
    that is none or too large for one: `NaN`, `1e999`.
    """
    text = data.decode("utf-8-sig") if isinstance(data, bytes) else data
    found = json.loads(text, parse_float=_finite, parse_constant=_finite)
    if "\\ud" in text or "\\uD" in text:
        json.dumps(found, ensure_ascii=False).encode()
    return found


def _finite(words: str) -> float:
    number = float(words)
    if not isfinite(number):
        raise ValueError(f"{words} is no number that can be counted with")
    return number


def index_request(
    url: str, *, headers: tuple[tuple[str, str], ...] = (), accepts: Callable[[Response], bool] | None = None
) -> Request:
    """A request to an archive's index; `accepts` is as in Request."""
    return Request(
        url=url,
        purpose=Purpose.INDEX,
        headers=headers,
        max_bytes=_INDEX_MAX_BYTES,
        timeout=120,
        max_age=_INDEX_MAX_AGE,
        accepts=accepts,
    )


def failure(outcome: Outcome) -> Unreachable | Excluded | None:
    """Why an outcome is no answer; None for 2xx, 3xx, 404 and captures of whatever status."""
    if isinstance(outcome, NoResponse):
        return Unreachable(why=f"{outcome.cause}: {outcome.detail}" if outcome.detail else outcome.cause)
    if outcome.is_memento or outcome.status < 400 or outcome.status in (404, 410):
        return None
    start = outcome.body[:20_000].decode("utf-8", "replace")
    if outcome.status == 451 or (outcome.status == 403 and any(words in start for words in _EXCLUSIONS)):
        return Excluded(why=next((words for words in _EXCLUSIONS if words in start), "for legal reasons"))
    return Unreachable(why=f"the archive answered {outcome.status}")


def read_raw(
    transport: Transport, capture: Capture, *, headers: tuple[tuple[str, str], ...] = (), require_raw: bool = False
) -> ReadAnswer:
    """Read the raw body of a capture at its `locator`. With `require_raw` only a response is taken that the archive
    itself declares to be raw (`Preference-Applied`, RFC 7240).
    """
    outcome = transport.send(Request(url=capture.locator, purpose=Purpose.CAPTURE, headers=headers))
    failed = failure(outcome)
    if failed is not None or not isinstance(outcome, Response):
        return failed or NotArchived()
    if require_raw and outcome.status < 400 and "raw" not in outcome.header("preference-applied"):
        return Unreachable(why="the archive shows its pages only as it rewrote them")
    if not outcome.is_memento or _memento_timestamp(outcome) != capture.timestamp:
        return NotArchived()  # the archive's own page, or another capture
    if 300 <= outcome.status < 400:
        return Redirected(to=_redirect_target(outcome.header("location"), capture.original))
    if outcome.status not in (200, 203, 206):
        return NotArchived()
    return Found(value=_body(outcome))


def _body(response: Response) -> Body:
    return Body(
        data=response.body,
        content_type=response.header("content-type"),
        sha256=hashlib.sha256(response.body).hexdigest(),
        truncated=response.truncated,
    )


def _redirect_target(location: str, original: str) -> str:
    """Where a captured redirect led, whether the archive gives the address as it was or as one of its own."""
    found = _CAPTURE_URL.search(location)
    try:
        return found[2] if found else urljoin(original, location) if location else ""
    except ValueError:
        return ""


def split_capture_url(url: str) -> tuple[str, str]:
    """The digits and the captured address at the end of an archive's address of a capture; empty without them."""
    found = _CAPTURE_URL.search(url)
    return (found[1], found[2]) if found else ("", "")


def first_captures(rows: Iterable[Capture]) -> list[Capture]:
    """The first good capture of each address that is not a picture, a style or a script."""
    found: dict[str, Capture] = {}
    for row in sorted(rows, key=lambda c: (c.urlkey, c.timestamp)):
        if row.status == 200 and not row.mime.startswith(_NOT_PAGES):
            found.setdefault(row.urlkey, row)
    return list(found.values())


def matching_captures(captures: Iterable[Capture], query: Query) -> IndexAnswer:
    """Those captures that match a query, with our own urlkeys, each once, in the order of key and time."""
    keyed = (replace(capture, urlkey=urlkey(capture.original)) for capture in captures)
    kept = {(c.urlkey, c.timestamp, c.status, c.digest): c for c in keyed if _matches(c, query)}
    rows = sorted(kept.values(), key=lambda c: (c.urlkey, c.timestamp))[: query.limit]
    return Found(value=tuple(rows)) if rows else NotArchived()


def _matches(capture: Capture, query: Query) -> bool:
    if len(capture.timestamp) != 14 or not capture.timestamp.isdigit():
        return False
    if query.moves and capture.status not in MOVED_STATUSES:
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


def _memento_timestamp(response: Response) -> str:
    try:
        return cdx_timestamp(parsedate_to_datetime(response.header("memento-datetime")))
    except (TypeError, ValueError, IndexError, OverflowError):
        return ""
