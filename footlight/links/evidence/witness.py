"""What a kept capture can be called upon to say: which addresses stand in it, and which words.

An address occurs in an artefact in one of three ways: the artefact is a capture of that address; or it stands in the
bytes, whole, so that neither end of it is a piece of a longer one; or a link of the page resolves to it as a browser
would resolve it (entities undone, relative to the page's address or its `base`, an archive's rewriting taken off). Of a
feed the links of its entries and of the HTML in them count as well.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from footlight.engines.html_pages import Markup, decode, feed_items, flatten
from footlight.engines.warc import Record
from footlight.links.recovery.lost_anchors import unwrapped
from footlight.textmatch.places import single_spaced

_FEEDS = ("xml", "rss", "atom")
_ENDS = r"(?=\s|[\"'<>)\]}\\`|^]|&(?:quot|lt|gt|apos|#\d+|#x[0-9a-f]+);|[.,;:!?]+(?:\s|<|\Z)|\Z)"
_BEGINS = r"(?<![\w/%.:-])"


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A kept capture, read."""

    target: str
    when: datetime
    sha256: str
    """Of its body without codings, in lower-case hex, as the ledger has it."""
    text: str
    """The body as text."""
    words: tuple[str, ...]
    """What a reader sees of it, each with its white space made single: its text, its title, its entries."""
    addresses: frozenset[str]
    """Where its links lead."""

    @property
    def title(self) -> str:
        """What the page calls itself; empty where it does not."""
        return self.words[1] if len(self.words) > 1 else ""

    def shows(self, url: str) -> bool:
        """Whether an address occurs in it."""
        return url == self.target or url in self.addresses or _stands_whole(url, self.text)

    def quotes(self, line: str) -> bool:
        """Whether a line stands in it, differences of white space aside."""
        wanted = single_spaced(line).strip()
        return any(wanted in words for words in self.words) or wanted in single_spaced(self.text)


def witness(record: Record) -> Witness:
    """What a record of the kept captures says."""
    kind = record.header("content-type")
    parts = [flatten(record.body, content_type=kind, base=record.target)]
    links: list[str] = []
    if any(mark in kind.lower() for mark in _FEEDS) or record.body.lstrip()[:5] == b"<?xml":
        for item in feed_items(record.body, base=record.target):
            links.append(item.link)
            base = item.link or record.target
            parts.append(flatten(item.content.encode(), content_type="text/html; charset=utf-8", base=base))
    return Witness(
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
            yield unwrapped(anchor.href)


def _stands_whole(url: str, text: str) -> bool:
    return bool(url) and re.search(_BEGINS + re.escape(url) + _ENDS, text) is not None
