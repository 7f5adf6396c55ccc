"""Which pages of a site are read when there are more than the bound: those that the essay speaks of first.

Two orders are taken in turn, so that neither starves the other: by the words of the address that the essay shares, the
rare ones weighing most, and by how near the date (in the address, or of the first capture) is to the essay's.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, zip_longest

from footlight.links.archives.archive import Capture
from footlight.links.archives.url_key import loose_key
from footlight.links.captured_page import date_in_path, slug_words
from footlight.links.search_terms import terms

_NEAR = 3.0
"""What a word beside a gap weighs against one elsewhere in the essay."""
_HTML = ("text/html", "application/xhtml+xml", "warc/revisit", "unk", "")
_FEEDS = ("xml", "rss", "atom")


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """What an essay wants of a site."""

    near: frozenset[str] = frozenset()
    """Terms beside the gaps."""
    words: frozenset[str] = frozenset()
    """Terms of the whole essay."""
    written: date | None = None


def readable(rows: Iterable[Capture]) -> list[Capture]:
    """Of each page that an index knows one good capture, the first, in the order of the index."""
    found: dict[str, Capture] = {}
    for row in rows:
        if row.status in (0, 200, 203, 206) and row.mime in _HTML:
            key = loose_key(row.original)
            found[key] = min(found.get(key, row), row, key=lambda c: (c.status == 0, c.timestamp))
    return list(found.values())


def feeds_in(rows: Iterable[Capture]) -> list[Capture]:
    """Captures that may be feeds, one of each address, the shortest address first: a site's own before its tags'."""
    found: dict[str, Capture] = {}
    for row in rows:
        feed = any(word in row.mime for word in _FEEDS) and "xhtml" not in row.mime and "svg" not in row.mime
        if row.status in (0, 200) and feed:
            found.setdefault(row.urlkey, row)
    return sorted(found.values(), key=lambda c: (len(c.original), c.original))


def chosen_pages(rows: Sequence[Capture], interest: Interest, most: int) -> list[Capture]:
    """The pages to read, at most so many, in the order of the index."""
    if len(rows) <= most:
        return list(rows)
    known = {row.locator: frozenset(terms(slug_words(row.original))) for row in rows}
    counts = Counter(term for words in known.values() for term in words)

    def shared(row: Capture) -> float:
        weigh = {t: math.log((len(rows) + 1) / counts[t]) for t in known[row.locator]}
        return sum(w * (_NEAR if t in interest.near else 1.0) for t, w in weigh.items() if t in interest.words)

    by_words = sorted((row for row in rows if shared(row)), key=lambda row: (-shared(row), row.urlkey))
    by_date = sorted(rows, key=lambda row: (_distance(row, interest.written), row.urlkey))
    turns = chain.from_iterable(zip_longest(by_words, by_date))
    taken = list(dict.fromkeys(row.locator for row in turns if row is not None))[:most]
    wanted = frozenset(taken)
    return [row for row in rows if row.locator in wanted]


def _distance(row: Capture, written: date | None) -> int:
    day = date_in_path(row.original) or row.when.date()
    return abs((day - written).days) if written else day.toordinal()
