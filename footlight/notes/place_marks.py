"""Marks: private-use characters that carry the ledger's places through pandoc, one character an entry.

pandoc's Markdown reader gives no positions, so the places are marked in the source text before it reads them. The
characters are of Supplementary Private Use Area-A; a source that holds one already was refused by `reading.source`.
"""

import re
from collections.abc import Iterable

MARK = re.compile("[\U000f0000-\U000ffffd]")
_FIRST = 0xF0000
MOST = 0xFFFFD - _FIRST + 1
"""How many entries one essay can have."""


def mark(text: str, ends: Iterable[int]) -> str:
    """The text with the n-th mark after each of the given offsets, in their order of being given."""
    pieces: list[str] = []
    last = 0
    for offset, index in sorted((offset, index) for index, offset in enumerate(ends)):
        pieces += [text[last:offset], chr(_FIRST + index)]
        last = offset
    return "".join([*pieces, text[last:]])


def index_of(character: str) -> int:
    """Which entry a mark stands for."""
    return ord(character) - _FIRST
