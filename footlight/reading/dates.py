"""Dates as authors and generators write them: ISO 8601, RFC 3339, numbers by country, and words of several languages.

The day is the one that is written; a time and its zone are read over. What is no date is None, never a guess: of
`03/04/2012` nobody can say which number is the month.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from footlight.essay.document import PartialDate
from footlight.settings.wording import month_names

_TIME = r"(?:[Tt\s,]+\d{1,2}[:h]\d{2}.*|[Tt]\d{2,6}.*)?"
"""A time of day and its zone, behind a date in numbers."""
_YEAR_FIRST = re.compile(rf"(\d{{3,4}})(?:([-/.])(\d{{1,2}})(?:\2(\d{{1,2}}))?)?{_TIME}", re.DOTALL)
_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{4}|\d{6})?(?:[T\s].*)?", re.DOTALL)
_DAY_FIRST = re.compile(rf"(\d{{1,2}})\.\s*(\d{{1,2}})\.\s*(\d{{4}}){_TIME}", re.DOTALL)
_EITHER_FIRST = re.compile(rf"(\d{{1,2}})[/-](\d{{1,2}})[/-](\d{{4}}){_TIME}", re.DOTALL)
_EAST_ASIAN = re.compile(r"(\d{3,4})\s*[年년]\s*(?:(\d{1,2})\s*[月월]\s*(?:(\d{1,2})\s*[日일])?)?.*", re.DOTALL)
_YEARS = re.compile(r"(\d{4})\s*[-\u2010-\u2015/]\s*(\d{4})")

_CLOCK = re.compile(
    r"\b\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*[AaPp]\.?[Mm]\b\.?)?"
    r"(?:\s*(?:GMT|UTC|Z|(?!OCT)[A-Z]{2,3}T)(?![A-Za-z]))?(?:\s*[+-]\d{2}:?\d{2}\b)?|\([^()]*\)"
)
"""A time of day with its zone, or what stands between brackets, as in "(Coordinated Universal Time)"."""
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_BETWEEN = frozenset(
    (
        "st",
        "nd",
        "rd",
        "th",
        "of",
        "the",
        "de",
        "del",
        "d",
        "er",
        "den",
        "le",
        "el",
        "al",
        "am",
        "on",
        "at",
        "г",
        "года",
    )
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LONGEST = 80
"""Characters; a longer text is prose."""
_MOST_WORDS = 3
"""Words beside a year that a date in words may have: "Michaelmas 1984", "ca. 1890", "late in 1911"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Numbers:
    year: int
    month: int = 0
    day: int = 0


def read_date(words: str, lang: str, probably: str = "") -> PartialDate | None:
    """The date that a text says, as much of it as it says; None where it is none. `lang` is the essay's BCP 47 tag.

    `probably` is the day that the file's name says, `YYYY-MM-DD`: it decides of two that a text can mean.
    Raises ValueError for a day that no calendar has.
    """
    words = " ".join(words.split())
    if not words or len(words) > _LONGEST:
        return None
    for pattern, read in _BY_NUMBERS:
        match = pattern.fullmatch(words)
        if match:
            found = read(*(int(part) if part and part.isdecimal() else 0 for part in match.groups()))
            days = [_checked(one, words) for one in found]
            return next((day for day in days if len(days) == 1 or day.iso == probably), None)
    return _in_words(words, lang)


def _year_first(year: int, _: int, month: int, day: int) -> list[_Numbers]:
    return [_Numbers(year=year, month=month, day=day)]


def _together(year: int, month: int, day: int) -> list[_Numbers]:
    return [_Numbers(year=year, month=month, day=day)]


def _day_first(day: int, month: int, year: int) -> list[_Numbers]:
    return [_Numbers(year=year, month=month, day=day)]


def _either_first(one: int, other: int, year: int) -> list[_Numbers]:
    """The days that two numbers can mean, of which each country has the other one first."""
    days = [_Numbers(year=year, month=month, day=day) for month, day in ((one, other), (other, one)) if month <= 12]
    return days[:1] if one == other else days


_BY_NUMBERS: tuple[tuple[re.Pattern[str], Callable[..., list[_Numbers]]], ...] = (
    (_YEAR_FIRST, _year_first),
    (_TOGETHER, _together),
    (_DAY_FIRST, _day_first),
    (_EITHER_FIRST, _either_first),
    (_EAST_ASIAN, _together),
)


def _checked(found: _Numbers, words: str, *, as_written: bool = False) -> PartialDate:
    """The value, once the calendar has its day. Raises ValueError where it has not."""
    date(found.year, found.month or 1, found.day or 1)
    return PartialDate(text=words, year=found.year, month=found.month, day=found.day, as_written=as_written)


def _in_words(words: str, lang: str) -> PartialDate | None:
    """A date with the month as a word; or a year with a few words, which is then printed as it is written."""
    span = _YEARS.fullmatch(words)
    if span:
        return _checked(_Numbers(year=int(span[1])), words, as_written=True)
    tokens = _TOKEN.findall(_CLOCK.sub(" ", words))
    numbers = [token for token in tokens if token.isdecimal()]
    years = [int(token) for token in numbers if len(token) in (3, 4)]
    days = [int(token) for token in numbers if len(token) < 3]
    if len(years) != 1 or len(days) > 1 or len(years) + len(days) != len(numbers):
        return None
    months: list[int] = []
    others: list[str] = []
    for token in tokens:
        if not token.isdecimal() and token.casefold() not in _BETWEEN and not _is_weekday(token):
            month = month_named(token, lang)
            if month:
                months.append(month)
            else:
                others.append(token)
    if len(months) > 1 or len(others) > _MOST_WORDS or (days and not months):
        return None
    if not months and not others:
        return None  # a number among signs
    found = _Numbers(year=years[0], month=months[0] if months else 0, day=days[0] if days else 0)
    return _checked(found, words, as_written=bool(others))


def _is_weekday(word: str) -> bool:
    return len(word) > 2 and any(day.startswith(word.casefold()) for day in _WEEKDAYS)


def month_named(word: str, lang: str) -> int:
    """The month (1-12) that a word names, in full or cut short; 0 where it names none, or more than one.

    The essay's language is asked first, then English, then all that have words for months in templates/words/.
    """
    asked = _bare(word)
    names = month_names()
    for rule in (_is_whole, _begins, _differs_in_ending):
        for languages in ((lang.split("-", maxsplit=1)[0].lower(),), ("en",), tuple(names)):
            found = set(_months(asked, [names[tag] for tag in languages if tag in names], rule))
            if len(found) == 1:
                return found.pop()
    return 0


def _months(asked: str, tables: list[tuple[str, ...]], rule: Callable[[str, str], bool]) -> Iterator[int]:
    for table in tables:
        for number, name in enumerate(table, 1):
            if rule(asked, _bare(name)):
                yield number


def _is_whole(asked: str, name: str) -> bool:
    return asked == name


def _begins(asked: str, name: str) -> bool:
    return len(asked) >= 3 and name.startswith(asked)


def _differs_in_ending(asked: str, name: str) -> bool:
    """Russian has the months in the genitive, for its dates: `ноябрь` is the word in the table, `ноября`."""
    return len(asked) >= 3 and not asked.isascii() and asked[:-1] in (name, name[:-1])


def _bare(word: str) -> str:
    """A word in small letters without its accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
