"""Titles in lines of similar length: how wide a title is set so that no line holds a last word alone."""

import unicodedata

_SQUEEZE = 1.12
"""Safety factor for estimated line lengths."""


def balanced(title: str, width: float) -> float:
    """Width in em at which a title breaks into the fewest lines, of similar length; at most `width`."""
    words = [word_length(word) for word in title.split()]
    lines = _lines(words, width / _SQUEEZE)
    narrow = max(words, default=width)
    while _lines(words, narrow) > lines:
        narrow += 0.25
    return min(round(narrow * _SQUEEZE, 2), width)


def longest_word(title: str) -> float:
    """Length in em of the longest word of a title, rather too long."""
    return max(map(word_length, title.split()), default=1.0) * _SQUEEZE


def word_length(word: str) -> float:
    """Estimate a word's length in em, with the blank after it."""
    return 0.5 * (1 + sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in word))


def _lines(words: list[float], width: float) -> int:
    """Number of lines into which words of these lengths break."""
    lines, used = 1, 0.0
    for word in words:
        if used and used + word > width:
            lines, used = lines + 1, 0.0
        used += word
    return lines
