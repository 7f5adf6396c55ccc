"""Any archive that speaks Memento (RFC 7089): its TimeGate, and the TimeMap that that names.

A TimeMap lists captures without their status and knows addresses only one by one: what is under a prefix cannot be
asked, and is said to be that, never to be nothing. Captures are read raw by the `id_` address that pywb and Wayback
have, or else with `Prefer: raw`; an archive that grants neither shows pages that it rewrote, which are no evidence.
"""

import re
from dataclasses import replace
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from footlight.engines.web.messages import Response, Transport
from footlight.links.archives.archive import Answer, Capture, Excluded, Match, Query, Reading, Unreachable, stamp
from footlight.links.archives.link_format import WebLink, parse_links
from footlight.links.archives.playback import captured_address, in_order, index_request, read_raw, unanswered
from footlight.links.archives.url_key import urlkey

_MAPS = 20
"""TimeMaps that are read of one that comes in pieces."""
_MOMENT = re.compile(r"/(\d{14})/(?=https?:/)")
_RAW_MOMENT = re.compile(r"/\d{14}id_/(?=https?:/)")
_EPOCH = ("Accept-Datetime", "Thu, 01 Jan 1998 00:00:00 GMT")
_RAW = ("Prefer", "raw")


class Memento:
    """The TimeGate at `root`, before the addresses that it is asked for."""

    def __init__(self, transport: Transport, *, name: str, root: str) -> None:
        self.name = name
        self._transport, self._root = transport, root.rstrip("/")

    def captures(self, query: Query) -> Answer:
        """The mementos of an address. Of a prefix, a host or a domain nothing can be asked."""
        if query.match is not Match.EXACT:
            return Unreachable(
                why="not asked: a Memento archive knows addresses one by one, and has no index of a site"
            )
        url = query.url
        links = self._at_gate(url)
        if not isinstance(links, Unreachable | Excluded) and (other := _other_original(links, url)):
            url, links = other, self._at_gate(other)
        if isinstance(links, Unreachable | Excluded):
            return links
        maps = [link.uri for link in links if "timemap" in link.rel]
        mapped = self._mapped(maps) if maps else links
        if isinstance(mapped, Unreachable | Excluded):
            return mapped
        return in_order((c for link in mapped if (c := _capture(link, url))), query)

    def read(self, capture: Capture) -> Reading:
        """What the capture holds, raw."""
        if _RAW_MOMENT.search(capture.locator):
            return read_raw(self._transport, capture)
        return read_raw(self._transport, capture, headers=(_RAW,), said_raw=True)

    def close(self) -> None:
        """Nothing is held."""

    def _at_gate(self, url: str) -> list[WebLink] | Unreachable | Excluded:
        """The links that the TimeGate gives for an address; none where it holds none."""
        gate = f"{self._root}/{url}"
        outcome = self._transport.send(index_request(gate, headers=(_EPOCH,)))
        trouble = unanswered(outcome)
        if trouble is not None or not isinstance(outcome, Response):
            return trouble or []
        return _absolute(outcome, gate, ", ".join(value for name, value in outcome.headers if name == "link"))

    def _mapped(self, maps: list[str]) -> list[WebLink] | Unreachable | Excluded:
        """The links of a TimeMap and of those that it is continued in."""
        links: list[WebLink] = []
        known = list(dict.fromkeys(maps))
        for number, url in enumerate(known):  # grows while it is gone through
            if number >= _MAPS:
                break
            outcome = self._transport.send(index_request(url, accepts=_is_links))
            trouble = unanswered(outcome)
            if trouble is not None or not isinstance(outcome, Response):
                return trouble or Unreachable(why="no answer")
            if outcome.status != 200:
                continue
            found = _absolute(outcome, url, outcome.body.decode("utf-8", "replace"))
            links += found
            more = (link.uri for link in found if "timemap" in link.rel and "self" not in link.rel)
            known += [one for one in dict.fromkeys(more) if one not in known]
        return links


def _absolute(response: Response, base: str, text: str) -> list[WebLink]:
    """The links of a text, absolute; of an archive that answers 404 for itself, none."""
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
    """Whether it is a TimeMap: an HTML page begins with the same sign."""
    return "link-format" in response.header("content-type") or b"rel=" in response.body[:10_000].replace(b" ", b"")


def _other_original(links: list[WebLink], url: str) -> str:
    """The form in which the address was captured, where the gate only says that: with a slash, with www."""
    if any(link.rel & {"memento", "timemap"} for link in links):
        return ""
    originals = (link.uri for link in links if "original" in link.rel)
    return next((one for one in originals if one != url and urlkey(one) == urlkey(url)), "")


def _capture(link: WebLink, asked: str) -> Capture | None:
    if "memento" not in link.rel:
        return None
    try:
        timestamp = stamp(parsedate_to_datetime(link.params.get("datetime", "")))
    except (TypeError, ValueError, IndexError):
        return None
    original = captured_address(link.uri)[1]
    if urlkey(original) != urlkey(asked):
        original = asked
    raw = _MOMENT.sub(r"/\1id_/", link.uri, count=1)
    return Capture(urlkey=urlkey(original), timestamp=timestamp, original=original, archive_url=link.uri, locator=raw)
