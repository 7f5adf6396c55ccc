"""The content of a kept capture: its addresses and its words, by which a ledger's evidence is proved.

A capture shows an address in one of three ways: it is a capture of that address; or its text contains the address, and
not as a part of a longer one; or a link of the page resolves to it as in a browser (entities decoded, relative to the
page's address or its `base`, an archive's rewriting removed). The links of a feed's entries, and of the HTML in them,
count as well.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urldefrag

from footlight.engines.html_pages import Markup, decode, feed_items, flatten
from footlight.engines.warc import Record
from footlight.links.recovery.lost_anchors import original_address
from footlight.textmatch.places import single_spaced

_FEEDS = ("xml", "rss", "atom")
_ENDS = r"(?=\s|[\"'<>)\]}\\`|^]|&(?:quot|lt|gt|apos|#\d+|#x[0-9a-f]+);|[.,;:!?]+(?:\s|<|\Z)|\Z)"
_BEGINS = r"(?<![\w/%.:-])"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureContent:
    """A kept capture, read."""

    target: str
    when: datetime
    sha256: str
    """Of its decoded body, in lower-case hex, as in the ledger."""
    text: str
    """The body as text."""
    words: tuple[str, ...]
    """Its text, its title and its entries, each with single white space."""
    addresses: frozenset[str]
    """The addresses of its links."""

    @property
    def title(self) -> str:
        """The title of the page; empty where it has none."""
        return self.words[1] if len(self.words) > 1 else ""

    def shows(self, url: str) -> bool:
        """Whether it shows an address. A fragment is never sent, so that a capture is that of the whole page."""
        return self.target in (url, urldefrag(url)[0]) or url in self.addresses or _contains_address(url, self.text)

    def quotes(self, line: str) -> bool:
        """Whether it contains a line, apart from differences of white space."""
        wanted = single_spaced(line).strip()
        return any(wanted in words for words in self.words) or wanted in single_spaced(self.text)


def read_capture(record: Record) -> CaptureContent:
    """Read a record of the kept captures."""
    kind = record.header("content-type")
    parts = [flatten(record.body, content_type=kind, base=record.target)]
    links: list[str] = []
    if any(mark in kind.lower() for mark in _FEEDS) or record.body.lstrip()[:5] == b"<?xml":
        for item in feed_items(record.body, base=record.target):
            links.append(item.link)
            base = item.link or record.target
            parts.append(flatten(item.content.encode(), content_type="text/html; charset=utf-8", base=base))
    return CaptureContent(
        target=record.target,
        when=record.when,
        sha256=hashlib.sha256(record.body).hexdigest(),
        text=decode(record.body, kind),
        words=tuple(_words(parts)),
        addresses=frozenset((*links, *_addresses(parts))),
    )


def _words(parts: list[Markup]) -> Iterator[str]:
    for part in parts:
        yield single_spaced(part.text)
        yield part.title
    yield from (single_spaced(content) for _, content in parts[0].metas)


def _addresses(parts: list[Markup]) -> Iterator[str]:
    for part in parts:
        for anchor in part.anchors:
            yield anchor.href
            yield original_address(anchor.href)


def _contains_address(url: str, text: str) -> bool:
    return bool(url) and re.search(_BEGINS + re.escape(url) + _ENDS, text) is not None
