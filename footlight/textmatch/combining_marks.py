"""Combining marks without end: more of them on one letter than any writing has.

A shaper takes time that grows with the square of their number: 50,000 on one letter took most of a minute.
"""

import re
import unicodedata
from functools import cache

MOST_MARKS = 30
"""Combining marks on one letter. Text that may be streamed has no more (UAX #15, section 13); writing has four."""
_PLACES = (range(0x300, 0x1E00), range(0x20D0, 0x2100), range(0xA66F, 0xAAF7), range(0xFE00, 0xFE30))
"""Where such marks stand among the characters."""


@cache
def _too_many() -> re.Pattern[str]:
    """A mark with that many before it; made when a text first needs it, since 10,000 characters are looked up."""
    marks = "".join(chr(code) for place in _PLACES for code in place if unicodedata.category(chr(code))[0] == "M")
    return re.compile(f"(?<=[{marks}]{{{MOST_MARKS}}})[{marks}]")


def first_in_excess(text: str) -> int:
    """The offset of the first mark that is one too many; -1 where there is none."""
    found = None if text.isascii() else _too_many().search(text)
    return found.start() if found else -1


def without_excess(text: str, instead: str = "") -> str:
    """The text with `instead` for each mark that is one too many."""
    return text if text.isascii() else _too_many().sub(instead, text)
