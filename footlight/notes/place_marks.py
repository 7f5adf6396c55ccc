"""Place marks: private-use characters that carry the ledger's places through pandoc, one for each entry.

pandoc's Markdown reader gives no positions, so places are marked in the source text before pandoc reads it. The
characters are from Supplementary Private Use Area-A; `reading.source_file` refuses a source that already holds one.
"""

import re
from collections.abc import Iterable

MARK = re.compile("[\U000f0000-\U000ffffd]")
_FIRST = 0xF0000
MOST = 0xFFFFD - _FIRST + 1
"""Greatest number of entries in one essay."""


def mark(text: str, ends: Iterable[int]) -> str:
    """Insert mark n after the n-th of the offsets `ends`."""
    pieces: list[str] = []
    last = 0
    for offset, index in sorted((offset, index) for index, offset in enumerate(ends)):
        pieces += [text[last:offset], chr(_FIRST + index)]
        last = offset
    return "".join([*pieces, text[last:]])


def index_of(character: str) -> int:
    """The index of the entry that a mark stands for."""
    return ord(character) - _FIRST
