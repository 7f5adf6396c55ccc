"""Text normalization: white space, quotation marks and dashes in one form, with a map back to the source's offsets.

What a smart-punctuation filter or a re-wrapping editor changes is equal after normalization: any run of white space
(with the `>` of quoted lines) is one space, “ is ", – and --- are -, ... is ….
"""

import re
from bisect import bisect_right

_EQUIVALENT = (
    # one character for one character, so that only runs change offsets
    (" ", "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000"),
    (" ", "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"),
    ("'", "‘’‚‛′"),
    ('"', "“”„‟″«»"),
    ("-", "‐‑‒–—―−"),
)
_RUN = re.compile(r"[ .-](?:(?<= )(?:>? )+|(?<=-)-+|(?<=\.)\.\.)")
_NO_WORD = re.compile(r"\W+")
_FOR = {" ": " ", "-": "-", ".": "…"}
_CUT_END = " .->"
"""A quote is cut at a fixed length, perhaps inside a run, so that these characters at its ends are ignored."""


class NormalizedText:
    """A normalized text, `text`, that knows the source's offsets."""

    __slots__ = ("_ends", "_shifts", "text")

    def __init__(self, source: str) -> None:
        for standard, variants in _EQUIVALENT:
            for character in variants:
                source = source.replace(character, standard)  # ten times as fast as str.translate
        pieces: list[str] = []
        self._ends, self._shifts = [0], [0]
        at = shift = 0
        for run in _RUN.finditer(source):
            start, end = run.span()
            pieces += source[at:start], _FOR[source[start]]
            at = end
            shift += end - start - 1
            self._ends.append(end - shift)
            self._shifts.append(shift)
        self.text = "".join([*pieces, source[at:]])

    def source_offset(self, offset: int) -> int:
        """Return the offset in the source of an offset in the normalized text."""
        return offset + self._shifts[bisect_right(self._ends, offset) - 1]


def normalize(text: str) -> str:
    """Return the text normalized."""
    return NormalizedText(text).text


def normalize_prefix(text: str) -> str:
    """Normalize the words before a place, without the cut end."""
    whole = normalize(text)
    return whole.lstrip(_CUT_END) or whole


def normalize_suffix(text: str) -> str:
    """Normalize the words after a place, without the cut end."""
    whole = normalize(text)
    return whole.rstrip(_CUT_END) or whole


def words_alone(text: str) -> str:
    """Return the words of a text in small letters with one blank between them: titles and names are compared so."""
    return _NO_WORD.sub(" ", text.casefold()).strip()
