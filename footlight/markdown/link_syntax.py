"""The syntax of Markdown links: which brackets belong together, and the words that a reader sees between them."""

import re
from collections import deque
from collections.abc import Iterator

from footlight.textmatch.places import single_spaced

_DEEPEST = 32
"""Brackets that are nested deeper are not taken for links, so that a page of `[` costs no more than one of words."""

_BRACKET = re.compile(r"(?P<open>\[)|(?P<close>\](?=[(\[])?)|\n[ \t]*(?=\n)")
_NESTED = re.compile(r"!?\[([^\[\]]*)\](?:\([^()\s]*\)|\[[^\[\]]*\])")
_TAG = re.compile(r"</?[A-Za-z][^<>]*+>")
_MARK = re.compile(r"\*+|`+|(?<!\w)_+|_+(?!\w)|\\(?=[!-/:-@\[-`{-~])")


def bracketed(markup: str) -> Iterator[tuple[int, int]]:
    """Yield the offsets of `[` and `]` around the words of each link, `[words](` or `[words][`; no images."""
    opened: deque[int] = deque(maxlen=_DEEPEST)
    for mark in _BRACKET.finditer(markup):
        if mark["open"]:
            opened.append(mark.start())
        elif mark["close"] is None:
            opened.clear()
        elif opened:
            start, close = opened.pop(), mark.start()
            if markup[close + 1 : close + 2] in ("(", "[") and markup[start - 1 : start] != "!":
                yield start, close


def plain_words(markdown: str) -> str:
    """Return the words of a piece of Markdown as a reader sees them, without markup."""
    text = _TAG.sub("", _NESTED.sub(r"\1", markdown))
    return single_spaced(_MARK.sub("", text)).strip()
