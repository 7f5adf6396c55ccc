"""The words of a block and the marks between them, as numbers that a weight table knows.

The words are those of `MarkdownText.prose`, without the marks of links and emphasis; every Chinese or Japanese
character is a word of its own. Between two words, before the first and after the last, is a gap, in which a link may be
missing.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

from footlight.markdown.mask import INVISIBLE, OBJECT

_IDEOGRAPH = "\u3041-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々〆"
WORD = re.compile(rf"[{_IDEOGRAPH}]|(?:(?![{_IDEOGRAPH}])[^\W_])+(?:['’-](?:(?![{_IDEOGRAPH}])[^\W_])+)*|{OBJECT}+")
_TARGET = re.compile(rf"[ \t\n]*\]{OBJECT}+")
_BOX = re.compile(r"\[[ xX]\][ \t]")
"""The box of a task."""
_SHORTCODE = re.compile(r"(?<![\w:]):[a-z0-9_+-]+:(?![\w:])")
"""A picture by its name, as in “:tada:”."""
_UNSEEN = {ord(character): None for character in f"{INVISIBLE}*_[]\u200b\ufeff"}
_BREAK = re.compile(rf"(?:(?<![ \t])[ \t]+)?\n[ \t{INVISIBLE}]*")
"""A line end and the blanks beside it. A run of blanks is looked at from its first only, so that the work is linear."""
_SPACED_NOTHING = re.compile(rf" {INVISIBLE}+(?: |$)")
_SPACES = str.maketrans("\n\t\xa0\u202f", "    ")
_RUN = re.compile(" {2,}")
_TWO_BLANKS = re.compile(r"(?<! ) {2}(?! )")
_ENDS_SENTENCE = re.compile("[.!?…]")
"""Behind a sentence two blanks are a typist's."""

EDGE, OTHER = 0, 1
"""Numbers of what lies beyond a block, and of what stands for code, a formula or an address."""
_DIGITS = 2
FIRST_WORD = 8
_ENDINGS = 600
"""Buckets of the endings of words that the table does not know."""
_LONGEST_LINK = 1000
"""Characters of the words of a link."""
_LONGEST_MARK = 4
"""Characters of what stands between two words that are told apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordSequence:
    """The words of one block, from left to right; lists of one length, but for `marks`, which has one more."""

    starts: list[int]
    ends: list[int]
    """Offsets in the source."""
    tokens: list[int]
    """The number of each word."""
    capitals: list[int]
    """0 small, 1 capital first, 2 capitals only, 3 no letter."""
    linked: list[bool]
    """Whether the word belongs to a link that is there."""
    marks: list[str]
    """What stands before each word, and after the last one, with one blank for each run of blanks."""
    two_blanks: list[bool]
    """Whether two blanks stand in each mark, where words may have been deleted."""


class Vocabulary:
    """The commonest words of a language, numbered; a word that is not among them is known by its ending.

    Words that stand among like neighbours are of one class: `classes` has the class of each number, where the language
    has classes.
    """

    def __init__(self, words: Iterable[str], classes: bytes = b"") -> None:
        self.words = list(words)
        self.classes = classes or bytes(FIRST_WORD + _ENDINGS + len(self.words))
        self._numbers = {word: FIRST_WORD + _ENDINGS + index for index, word in enumerate(self.words)}
        self._seen: dict[str, tuple[int, int]] = {}

    def number(self, word: str) -> tuple[int, int]:
        """Return the number of a word and the kind of its capitals."""
        known = self._seen.get(word)
        if known is None:
            known = self._seen[word] = self._looked_up(word)
        return known

    def _looked_up(self, word: str) -> tuple[int, int]:
        if word[0] == OBJECT:
            return OTHER, 3
        if not word[0].isalpha():
            return _DIGITS + min(len(word), 5) - 1, 3
        capitals = 0 if word[0] == word[0].lower() else 2 if len(word) > 1 and word.isupper() else 1
        small = word.lower().replace("’", "'")
        number = self._numbers.get(small)
        return (FIRST_WORD + crc32(small[-3:].encode()) % _ENDINGS if number is None else number), capitals


def word_sequence(prose: str, start: int, end: int, vocabulary: Vocabulary) -> WordSequence:
    """Return the words of `prose[start:end]`, a block."""
    starts: list[int] = []
    ends: list[int] = []
    tokens: list[int] = []
    capitals: list[int] = []
    linked: list[bool] = []
    text = prose[start:end]
    if box := _BOX.match(text):
        start += box.end()
        text = text[box.end() :]
    if ":" in text:
        text = _SHORTCODE.sub(lambda name: OBJECT * len(name[0]), text)
    spans = _link_spans(text) if "]" in text else []
    if spans:
        text = _TARGET.sub(lambda target: INVISIBLE * len(target[0]), text)
    span = 0
    for word in WORD.finditer(text):
        at = word.start()
        while span < len(spans) and spans[span][1] <= at:
            span += 1
        token, capital = vocabulary.number(word[0])
        starts.append(start + at)
        ends.append(start + word.end())
        tokens.append(token)
        capitals.append(capital)
        linked.append(span < len(spans) and spans[span][0] <= at)
    edges = [start, *(edge for pair in zip(starts, ends, strict=True) for edge in pair), end]
    between = [text[edges[i] - start : edges[i + 1] - start] for i in range(0, len(edges), 2)]
    marks = [mark(piece) for piece in between]
    two_blanks = ["  " in piece and _has_two_blanks(piece) for piece in between]
    two_blanks[0] = two_blanks[-1] = False  # an indent, or the end of a line
    if "'" in text or "‘" in text:
        _double_quotes(marks)
    return WordSequence(
        starts=starts, ends=ends, tokens=tokens, capitals=capitals, linked=linked, marks=marks, two_blanks=two_blanks
    )


def _has_two_blanks(between: str) -> bool:
    seen = _in_one_line(between)
    return _TWO_BLANKS.search(seen) is not None and not _ENDS_SENTENCE.search(seen)


def _double_quotes(marks: list[str]) -> None:
    """Make single quotation marks in pairs double ones, which an apostrophe is not taken for."""
    opened = -1
    for i, between in enumerate(marks):
        if opened >= 0 and between[:1] in ("'", "’"):
            marks[opened], marks[i] = marks[opened][:-1] + "“", "”" + between[1:]
            opened = -1
        if between[-1:] in ("'", "‘") and (len(between) > 1 or i == 0):
            opened = i


def mark(between: str) -> str:
    """Return what a reader sees between two words."""
    if between in (" ", ""):
        return between
    return _RUN.sub(" ", _in_one_line(between).translate(_UNSEEN).translate(_SPACES))[:_LONGEST_MARK]


def _in_one_line(between: str) -> str:
    """What stands between two words, with one blank for a line end and for what does not show between two blanks."""
    if "\n" in between:
        between = _BREAK.sub(" ", between)
    return _SPACED_NOTHING.sub(" ", between) if INVISIBLE in between else between


def _link_spans(text: str) -> list[tuple[int, int]]:
    spans = []
    for target in _TARGET.finditer(text):
        opened = text.rfind("[", max(0, target.start() - _LONGEST_LINK), target.start())
        if opened >= 0:
            spans.append((opened, target.end()))
    return [span for span, following in pairwise([*spans, (len(text), len(text))]) if span[1] <= following[0]]
