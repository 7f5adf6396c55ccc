"""Any archive with the Memento protocol (RFC 7089): its TimeGate, and the TimeMap that this names.

A TimeMap lists the captures of one address, without their status. There is no index of a site, so a query for a prefix
is answered "not asked", never "not archived". Captures are read raw at the `id_` address that pywb and Wayback have, or
else with `Prefer: raw`. An archive that grants neither shows pages that it rewrote, which are no evidence.
"""

import re
from dataclasses import replace
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from footlight.engines.web.messages import Response, Transport
from footlight.links.archives.archive import (
    Capture,
    Excluded,
    IndexAnswer,
    Match,
    Query,
    ReadAnswer,
    Unreachable,
    cdx_timestamp,
)
from footlight.links.archives.link_format import WebLink, parse_links
from footlight.links.archives.playback import failure, index_request, matching_captures, read_raw, split_capture_url
from footlight.links.archives.url_key import urlkey

_MAX_TIMEMAPS = 20
"""Pieces of one TimeMap that are read at most."""
_MOMENT = re.compile(r"/(\d{14})/(?=https?:/)")
_RAW_MOMENT = re.compile(r"/\d{14}id_/(?=https?:/)")
_EPOCH = ("Accept-Datetime", "Thu, 01 Jan 1998 00:00:00 GMT")
_RAW = ("Prefer", "raw")


class Memento:
    """The TimeGate at the address `root`, behind which the original address is put."""

    def __init__(self, transport: Transport, name: str, root: str) -> None:
        self.name = name
        self._transport, self._root = transport, root.rstrip("/")

    def captures(self, query: Query) -> IndexAnswer:
        """The mementos of an address; other queries cannot be asked."""
        if query.match is not Match.EXACT:
            return Unreachable(
                why="not asked: a Memento archive knows addresses one by one, and has no index of a site"
            )
        url = query.url
        links = self._gate_links(url)
        if not isinstance(links, Unreachable | Excluded) and (other := _other_original(links, url)):
            url, links = other, self._gate_links(other)
        if isinstance(links, Unreachable | Excluded):
            return links
        maps = [link.uri for link in links if "timemap" in link.rel]
        mapped = self._timemap_links(maps) if maps else links
        if isinstance(mapped, Unreachable | Excluded):
            return mapped
        return matching_captures((c for link in mapped if (c := _capture(link, url))), query)

    def read(self, capture: Capture) -> ReadAnswer:
        """Read the raw body of a capture."""
        if _RAW_MOMENT.search(capture.locator):
            return read_raw(self._transport, capture)
        return read_raw(self._transport, capture, headers=(_RAW,), require_raw=True)

    def close(self) -> None:
        """Nothing to close."""

    def _gate_links(self, url: str) -> list[WebLink] | Unreachable | Excluded:
        """The links that the TimeGate gives for an address; none where it has no capture."""
        gate = f"{self._root}/{url}"
        outcome = self._transport.send(index_request(gate, headers=(_EPOCH,)))
        failed = failure(outcome)
        if failed is not None or not isinstance(outcome, Response):
            return failed or []
        return _absolute(outcome, gate, ", ".join(value for name, value in outcome.headers if name == "link"))

    def _timemap_links(self, maps: list[str]) -> list[WebLink] | Unreachable | Excluded:
        """The links of a TimeMap and of its further pieces."""
        links: list[WebLink] = []
        known = list(dict.fromkeys(maps))
        for number, url in enumerate(known):  # grows while it is iterated
            if number >= _MAX_TIMEMAPS:
                break
            outcome = self._transport.send(index_request(url, accepts=_is_links))
            failed = failure(outcome)
            if failed is not None or not isinstance(outcome, Response):
                return failed or Unreachable(why="no answer")
            if outcome.status != 200:
                continue
            found = _absolute(outcome, url, outcome.body.decode("utf-8", "replace"))
            links += found
            more = (link.uri for link in found if "timemap" in link.rel and "self" not in link.rel)
            known += [one for one in dict.fromkeys(more) if one not in known]
        return links


def _absolute(response: Response, base: str, text: str) -> list[WebLink]:
    """The links of a text, absolute; none of a 404 that is the archive's own."""
    if response.status in (404, 410) and not response.is_memento:
        return []
    found = []
    for link in parse_links(text):
        try:
            found.append(replace(link, uri=urljoin(base, link.uri)))
        except ValueError:
            continue
    return found


def _is_links(response: Response) -> bool:
    """Whether a body is a TimeMap and not HTML, which also begins with `<`."""
    return "link-format" in response.header("content-type") or b"rel=" in response.body[:10_000].replace(b" ", b"")


def _other_original(links: list[WebLink], url: str) -> str:
    """The form of the address that was captured (with a slash, with www), where the TimeGate names only that."""
    if any(link.rel & {"memento", "timemap"} for link in links):
        return ""
    originals = (link.uri for link in links if "original" in link.rel)
    return next((one for one in originals if one != url and urlkey(one) == urlkey(url)), "")


def _capture(link: WebLink, asked: str) -> Capture | None:
    if "memento" not in link.rel:
        return None
    try:
        timestamp = cdx_timestamp(parsedate_to_datetime(link.params.get("datetime", "")))
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    original = split_capture_url(link.uri)[1]
    if urlkey(original) != urlkey(asked):
        original = asked
    raw = _MOMENT.sub(r"/\1id_/", link.uri, count=1)
    return Capture(urlkey=urlkey(original), timestamp=timestamp, original=original, archive_url=link.uri, locator=raw)
