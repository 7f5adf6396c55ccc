"""The phrases of each language by which rules know that words are missing: `phrases/LANG.toml`, compiled once.

A language without a file has an empty phrasebook, whose patterns match nothing; only the rules that need no words
apply to it. To add a language, write `phrases/LANG.toml` after the model of `phrases/en.toml`, where the meaning of
each row is explained; CONTRIBUTING.md has all steps.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from footlight.markdown.mask import INVISIBLE

_FOLDER = resources.files("footlight.links.gaps").joinpath("phrases")
LANGUAGES = tuple(sorted(file.name.removesuffix(".toml") for file in _FOLDER.iterdir() if file.name.endswith(".toml")))
"""The languages that have a file, as ISO 639 codes."""

SPACE = rf"(?:[ \t]+|[ \t]*\n{INVISIBLE}*)"
"""The white space between two words of one block."""

CLOSING_QUOTE = rf"(?:{SPACE}|[\u00a0\u202f])?[»”](?=[\s.,;:!?)]|\u2029|\Z)"
"""A mark that ends a quotation, with the blank that French puts before it; in German “»” may also begin one."""

SMILEY = re.compile(r"(?<!\w)(?:[:;=8xX]['^-]?[)(DPpOo3/|*]|[:;=]-?S|:[a-z][a-z0-9_+-]{1,29}:)\Z")
"""A smiley before an offset, by its signs or by its name as in “:tada:”."""
LONGEST_SMILEY = 32
"""Characters."""

NO_MATCH = re.compile(r"(?!)")
"""The pattern of a row that a language does not have; it matches nothing."""
_IDEOGRAPHS = re.compile("[\u3041-\u30ff\u4e00-\u9fff]")
_KANA = re.compile("[\u3041-\u30ff]")
_SAMPLE = 20_000
"""Characters from which the language of a text is guessed."""


class Phrasebook:
    """The patterns of one language; `phrases/en.toml` explains each row.

    A pattern is compiled when a rule first asks for it, because a build counts missing links in every short essay.
    """

    article: re.Pattern[str]
    not_after_article: re.Pattern[str]
    not_before_stop: re.Pattern[str]
    elided: re.Pattern[str]
    see_cue: re.Pattern[str]
    weak_see_cue: re.Pattern[str]
    address_cue: re.Pattern[str]
    announcement: re.Pattern[str]
    continuation: re.Pattern[str]
    verb: re.Pattern[str]
    connective: re.Pattern[str]
    preposition: re.Pattern[str]
    after_stray_dash: re.Pattern[str]
    after_foreign_dash: re.Pattern[str]
    not_after_colon: re.Pattern[str]
    letter_article: re.Pattern[str]
    possessive: re.Pattern[str]
    not_after_possessive: re.Pattern[str]
    subject: re.Pattern[str]
    not_after_subject: re.Pattern[str]
    sentence_opener: re.Pattern[str]
    pointing_verb: re.Pattern[str]
    not_after_pointing_verb: re.Pattern[str]
    ending: re.Pattern[str]
    not_before_mark: re.Pattern[str]
    strict_preposition: re.Pattern[str]
    not_after_preposition: re.Pattern[str]
    relative: re.Pattern[str]
    cue_without_blanks: re.Pattern[str]
    mention: re.Pattern[str]

    lang: str
    """The language, as an ISO 639 code; empty where it has no file."""

    def __init__(self, rows: Mapping[str, Iterable[str]], lang: str = "") -> None:
        self._rows = rows
        self.lang = lang

    if not TYPE_CHECKING:  # type checkers are to know the rows above and no others

        def __getattr__(self, name: str) -> re.Pattern[str]:
            if name not in type(self).__annotations__:
                raise AttributeError(name)
            pattern = _compiled(name, self._rows.get(name, ()))
            setattr(self, name, pattern)
            return pattern

    def continues_sentence(self, prose: str, at: int) -> bool:
        """Tell whether the word at an offset continues a sentence, so that it cannot begin one."""
        return any(row.match(prose, at) for row in (self.continuation, self.verb, self.connective))


def phrasebook(lang: str) -> Phrasebook:
    """Return the phrases for a BCP 47 language tag; an empty phrasebook for a language without a file."""
    code = re.split("[-_]", lang.strip().lower())[0]
    return _loaded(code if code in LANGUAGES else "")


def guess_language(prose: str) -> str:
    """Return the language whose common words are clearly most frequent in the text; empty where none is."""
    sample = prose[:_SAMPLE]
    if len(_IDEOGRAPHS.findall(sample)) * 10 > len(sample):
        return "ja" if len(_KANA.findall(sample)) * 20 > len(sample) else "zh"
    words = re.findall(r"[^\W\d_]+", sample.lower())
    shares = sorted(((sum(w in _small_words(lang) for w in words), lang) for lang in LANGUAGES), reverse=True)
    (most, lang), (second, _) = shares[:2]
    return lang if 2 * most > 3 * second and most * 12 > len(words) else ""


_ANY_CASE = frozenset(
    {
        "article",
        "not_before_stop",
        "elided",
        "see_cue",
        "weak_see_cue",
        "address_cue",
        "pointing_verb",
        "not_after_pointing_verb",
        "preposition",
        "letter_article",
        "not_before_mark",
    }
)
"""Rows whose words are also matched with a capital; those of all other rows, as they are written."""
_PATTERNS = frozenset({"mention", "announcement"})
"""Rows of regular expressions; all others are rows of words."""


_UNBOUNDED = frozenset({"cue_without_blanks"})
"""Rows of languages without blanks: they need no word boundary."""


@cache
def _rows(lang: str) -> dict[str, list[str]]:
    text = _FOLDER.joinpath(f"{lang}.toml").read_text(encoding="utf-8")
    return {key: list(rows) for key, rows in tomllib.loads(text).items()}


@cache
def _small_words(lang: str) -> frozenset[str]:
    return frozenset(_rows(lang)["small_words"])


@cache
def _loaded(lang: str) -> Phrasebook:
    return Phrasebook(_rows(lang) if lang else {}, lang)


def _compiled(name: str, rows: Iterable[str]) -> re.Pattern[str]:
    """Compile all rows into one pattern, the longest first; a row begins and ends at a word boundary.

    What follows a word and a mark without a blank is a part of it: “Moderator*in”, “Leser:in”, “name@the.org”.
    """
    ordered = sorted(rows, key=lambda row: (-len(row), row))
    if not ordered:
        return NO_MATCH
    if name in _UNBOUNDED:
        return re.compile("|".join(map(re.escape, ordered)))
    if name in _PATTERNS:
        either = "|".join(ordered).replace(" ", SPACE)
        return re.compile(rf"(?<![\w'’/-])(?:{either})(?![\w/-])", re.IGNORECASE)
    by_first: dict[str, list[str]] = {}
    for row in ordered:
        first = row[0].lower() + row[0].upper() if name in _ANY_CASE else row[0]
        by_first.setdefault(first, []).append(_as_pattern(row[1:]))
    # The set of first characters comes first, so that the search can skip from one such character to the next.
    initials = "".join(re.escape(first) for first in by_first)
    rests = "|".join(f"(?<=[{re.escape(first)}])(?:{'|'.join(rest)})" for first, rest in by_first.items())
    return re.compile(
        rf"[{initials}](?<![\w'’/-].)(?<!\w[.@:*·].)(?<!\w{INVISIBLE}\*.)(?:{rests})(?![\w/-])", re.DOTALL
    )


def _as_pattern(row: str) -> str:
    """Return the rest of a row as a pattern: a blank is any white space, an apostrophe is straight or curly."""
    return re.escape(row).replace("\\ ", SPACE).replace("'", "['’]")
