"""Select the pages of a site that are read when there are too many: those first that the essay may link to.

Two orders take turns: by the words that an address shares with the essay, rare ones weighing most, and by how near the
date (in the address, or of the first capture) is to the essay's.
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
"""Weight of a word beside a gap; one elsewhere in the essay has 1."""
_HTML = ("text/html", "application/xhtml+xml", "warc/revisit", "unk", "")
_FEEDS = ("xml", "rss", "atom")


@dataclass(frozen=True, slots=True, kw_only=True)
class EssayTerms:
    """Terms and date of an essay, by which pages are selected."""

    near: frozenset[str] = frozenset()
    """Terms beside the gaps."""
    words: frozenset[str] = frozenset()
    """Terms of the whole essay."""
    written: date | None = None


def first_captures(rows: Iterable[Capture]) -> list[Capture]:
    """The first good capture of each page in an index, in its order."""
    found: dict[str, Capture] = {}
    for row in rows:
        if row.status in (0, 200, 203, 206) and row.mime in _HTML:
            key = loose_key(row.original)
            found[key] = min(found.get(key, row), row, key=lambda c: (c.status == 0, c.timestamp))
    return list(found.values())


def feed_captures(rows: Iterable[Capture]) -> list[Capture]:
    """Captures that may be feeds, one of each address, the shortest address first: the site's before its tags'."""
    found: dict[str, Capture] = {}
    for row in rows:
        feed = any(word in row.mime for word in _FEEDS) and "xhtml" not in row.mime and "svg" not in row.mime
        if row.status in (0, 200) and feed:
            found.setdefault(row.urlkey, row)
    return sorted(found.values(), key=lambda c: (len(c.original), c.original))


def select_pages(rows: Sequence[Capture], essay: EssayTerms, limit: int) -> list[Capture]:
    """At most `limit` pages to read, in the order of the index."""
    if len(rows) <= limit:
        return list(rows)
    known = {row.locator: frozenset(terms(slug_words(row.original))) for row in rows}
    counts = Counter(term for words in known.values() for term in words)

    def weight(row: Capture) -> float:
        rarity = {t: math.log((len(rows) + 1) / counts[t]) for t in known[row.locator]}
        return sum(w * (_NEAR if t in essay.near else 1.0) for t, w in rarity.items() if t in essay.words)

    by_words = sorted((row for row in rows if weight(row)), key=lambda row: (-weight(row), row.urlkey))
    by_date = sorted(rows, key=lambda row: (_distance(row, essay.written), row.urlkey))
    turns = chain.from_iterable(zip_longest(by_words, by_date))
    taken = list(dict.fromkeys(row.locator for row in turns if row is not None))[:limit]
    wanted = frozenset(taken)
    return [row for row in rows if row.locator in wanted]


def _distance(row: Capture, written: date | None) -> int:
    day = date_in_path(row.original) or row.when.date()
    return abs((day - written).days) if written else day.toordinal()
