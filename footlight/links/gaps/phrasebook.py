"""The phrases of each language: rows in `phrases/LANG.toml`, compiled once and kept.

A language without a file has an empty phrasebook: every pattern of it matches nothing, and only the rules that need
no words work.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources

from footlight.links.markdown.prose_mask import NOTHING

LANGUAGES = ("en", "fr", "de", "es", "ru")

SPACE = rf"(?:[ \t]+|[ \t]*\n{NOTHING}*)"
"""The white space between two words of one block."""

NEVER = re.compile(r"(?!)")
"""What a row that a language does not have comes to."""
_COUNTED = 20_000  # characters looked at when a language is guessed


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrasebook:
    """Patterns of one language; what each row means stands in `phrases/en.toml`."""

    article: re.Pattern[str] = NEVER
    """An article or possessive, at its end a word boundary."""
    not_after_article: re.Pattern[str] = NEVER
    not_before_stop: re.Pattern[str] = NEVER
    see: re.Pattern[str] = NEVER
    weak_see: re.Pattern[str] = NEVER
    address: re.Pattern[str] = NEVER
    announcement: re.Pattern[str] = NEVER
    goes_on: re.Pattern[str] = NEVER
    verb: re.Pattern[str] = NEVER
    joint: re.Pattern[str] = NEVER
    preposition: re.Pattern[str] = NEVER
    after_stray_dash: re.Pattern[str] = NEVER
    after_foreign_dash: re.Pattern[str] = NEVER
    not_after_colon: re.Pattern[str] = NEVER
    letter_article: re.Pattern[str] = NEVER
    possessive: re.Pattern[str] = NEVER
    not_after_possessive: re.Pattern[str] = NEVER
    subject: re.Pattern[str] = NEVER
    not_after_subject: re.Pattern[str] = NEVER
    opener: re.Pattern[str] = NEVER
    point: re.Pattern[str] = NEVER
    not_after_point: re.Pattern[str] = NEVER
    ending: re.Pattern[str] = NEVER
    mention: re.Pattern[str] = NEVER

    def leans(self, prose: str, at: int) -> bool:
        """Whether the word at an offset leans on one before it."""
        return any(row.match(prose, at) for row in (self.goes_on, self.verb, self.joint))


def phrasebook(lang: str) -> Phrasebook:
    """The phrases of a BCP 47 tag's language; an empty book where there are none."""
    return _loaded(re.split("[-_]", lang.strip().lower())[0])


def guessed(prose: str) -> str:
    """The language, of those with rows, whose small words are plainly commonest; empty where none is."""
    words = re.findall(r"[^\W\d_]+", prose[:_COUNTED].lower())
    shares = sorted(((sum(w in _small_words(lang) for w in words), lang) for lang in LANGUAGES), reverse=True)
    (most, lang), (second, _) = shares[:2]
    return lang if most > 2 * second and most * 12 > len(words) else ""


_ANY_CASE = frozenset(
    {
        "article",
        "not_before_stop",
        "see",
        "weak_see",
        "address",
        "point",
        "not_after_point",
        "preposition",
        "letter_article",
    }
)
_PATTERNS = frozenset({"mention", "announcement"})
"""Rows that are patterns themselves, not words."""


@cache
def _rows(lang: str) -> dict[str, list[str]]:
    text = resources.files("footlight.links.gaps").joinpath("phrases", f"{lang}.toml").read_text(encoding="utf-8")
    return {key: list(rows) for key, rows in tomllib.loads(text).items()}


@cache
def _small_words(lang: str) -> frozenset[str]:
    return frozenset(_rows(lang)["small_words"])


@cache
def _loaded(lang: str) -> Phrasebook:
    if lang not in LANGUAGES:
        return Phrasebook()
    rows = _rows(lang)
    return Phrasebook(**{f.name: _compiled(f.name, rows.get(f.name, ())) for f in fields(Phrasebook)})


def _compiled(name: str, rows: Iterable[str]) -> re.Pattern[str]:
    """One pattern for all rows, the longest first; a row begins and ends where a word does."""
    ordered = sorted(rows, key=lambda row: (-len(row), row))
    if not ordered:
        return NEVER
    if name in _PATTERNS:
        either = "|".join(ordered).replace(" ", SPACE)
        return re.compile(rf"(?<![\w'’/-])(?:{either})(?![\w/-])", re.IGNORECASE)
    by_first: dict[str, list[str]] = {}
    for row in ordered:
        first = row[0].lower() + row[0].upper() if name in _ANY_CASE else row[0]
        by_first.setdefault(first, []).append(_worded(row[1:]))
    # The set of first characters stands in front, for then the search skips from one to the next.
    initials = "".join(re.escape(first) for first in by_first)
    rests = "|".join(f"(?<=[{re.escape(first)}])(?:{'|'.join(rest)})" for first, rest in by_first.items())
    return re.compile(rf"[{initials}](?<![\w'’/-].)(?:{rests})(?![\w/-])", re.DOTALL)


def _worded(row: str) -> str:
    """The rest of a row as a pattern: a blank is any white space, an apostrophe either of the two."""
    return re.escape(row).replace("\\ ", SPACE).replace("'", "['’]")
