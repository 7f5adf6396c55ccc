"""Dates as pages write them: ISO 8601, RFC 5322, numbers by country, months in words. The day is the one written.

What can mean two days is none: `03/04/2012` is a date only where the page's language says which number is the month.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from footlight.settings.wording import month_names

_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d?)-(\d\d?)(?!\d)")
_TOGETHER = re.compile(r"\s*((?:19|20)\d\d)(\d\d)(\d\d)(?:T?\d{4,6}Z?)?\s*")
_YEAR_FIRST = re.compile(r"(?<![\d/.])((?:19|20)\d\d)([/.])\s?(\d\d?)\2\s?(\d\d?)(?![\d/])")
_DOTTED = re.compile(r"(?<![\d.])(\d\d?)\.\s?(\d\d?)\.\s?((?:19|20)\d\d|\d\d)(?!\d)")
_SLASHED = re.compile(r"(?<![\d/-])(\d\d?)([/-])(\d\d?)\2((?:19|20)\d\d)(?!\d)")
_EAST_ASIAN = re.compile(r"((?:19|20)\d\d)\s*[年년]\s*(\d\d?)\s*[月월]\s*(\d\d?)\s*[日일]")
_DAY_MONTH = re.compile(
    r"(?<!\d)(\d\d?)(?:\.|st|nd|rd|th|er|º|ª)?[\s-]+(?:de\s+|of\s+|"
    r"d['’])?([^\W\d_]{3,12})\.?,?[\s-]+(?:del?\s+)?((?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    r"([^\W\d_]{3,12})\.?\s+(\d\d?)(?:st|nd|rd|th)?,?\s+(?:\d\d?:\d\d(?::\d\d)?\s+\S{2,5}\s+)?((?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
_FOREIGN = {
    "janv": 1, "janvier": 1, "février": 2, "fevrier": 2, "févr": 2, "avr": 4, "juil": 7, "août": 8, "aout": 8,
    "déc": 12, "jän": 1, "jänner": 1, "märz": 3, "maerz": 3, "mrz": 3, "mai": 5, "okt": 10, "dez": 12, "ene": 1,
    "abr": 4, "ago": 8, "set": 9, "sept": 9, "out": 10, "dic": 12, "gen": 1, "mag": 5, "giu": 6, "lug": 7,
    "ott": 10, "mrt": 3, "mei": 5, "maj": 5, "января": 1, "февраля": 2, "марта": 3, "апреля": 4, "мая": 5,
    "июня": 6, "июля": 7, "августа": 8, "сентября": 9, "октября": 10, "ноября": 11, "декабря": 12, "січня": 1,
    "лютого": 2, "березня": 3, "квітня": 4, "травня": 5, "червня": 6, "липня": 7, "серпня": 8, "вересня": 9,
    "жовтня": 10, "листопада": 11, "грудня": 12, "stycznia": 1, "lutego": 2, "marca": 3, "kwietnia": 4, "maja": 5,
    "czerwca": 6, "lipca": 7, "sierpnia": 8, "września": 9, "października": 10, "listopada": 11, "grudnia": 12,
    "ocak": 1, "şubat": 2, "mart": 3, "nisan": 4, "mayıs": 5, "haziran": 6, "temmuz": 7, "ağustos": 8, "eylül": 9,
    "ekim": 10, "kasım": 11, "aralık": 12,
}  # fmt: skip
"""Months that the words of editions do not have: short forms, genitives, further languages."""
_EARLIEST = 1990
"""The year of the first pages; an older date on a page is that of what it is about."""


def written_date(text: str, lang: str = "") -> date | None:
    """Return the day that a text names, if it names one day only."""
    days = set(_days(text[:300], lang))
    return days.pop() if len(days) == 1 else None


def first_date(text: str, lang: str = "") -> date | None:
    """Return the first day that a text names."""
    return next(_days(text[:300], lang), None)


def _days(text: str, lang: str) -> Iterator[date]:
    found: list[tuple[int, date]] = []
    for pattern, order in ((_ISO, (0, 1, 2)), (_EAST_ASIAN, (0, 1, 2))):
        found += [(m.start(), d) for m in pattern.finditer(text) if (d := _day(*(m.groups()[i] for i in order)))]
    if together := _TOGETHER.fullmatch(text):
        day = _day(*together.groups())
        found += [(0, day)] if day else []
    found += [(m.start(), d) for m in _YEAR_FIRST.finditer(text) if (d := _day(m[1], m[3], m[4]))]
    for m in _DOTTED.finditer(text):
        day = _day(m[3] if len(m[3]) == 4 else f"20{m[3]}", m[2], m[1])
        found += [(m.start(), day)] if day else []
    for m in _SLASHED.finditer(text):
        day = _by_country(m[1], m[3], m[4], lang)
        found += [(m.start(), day)] if day else []
    for pattern, (day_at, month_at) in ((_DAY_MONTH, (1, 2)), (_MONTH_DAY, (2, 1))):
        for m in pattern.finditer(text):
            month = _month(m[month_at])
            day = _day(m[3], str(month), m[day_at]) if month else None
            found += [(m.start(), day)] if day else []
    for _, day in sorted(found, key=lambda one: one[0]):
        yield day


def _by_country(one: str, other: str, year: str, lang: str) -> date | None:
    """Two numbers and a year: which is the month is said by a number over 12, or by the language of the page."""
    if int(one) > 12 or one == other:
        return _day(year, other, one)
    if int(other) > 12:
        return _day(year, one, other)
    tag = lang.lower()
    if tag.startswith("en-us"):
        return _day(year, one, other)
    if tag and (not tag.startswith("en") or tag.startswith(("en-gb", "en-au", "en-nz", "en-ie", "en-in", "en-za"))):
        return _day(year, other, one)
    return None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if found.year >= _EARLIEST else None


def _month(word: str) -> int:
    return _months().get(word.casefold().rstrip("."), 0)


@cache
def _months() -> dict[str, int]:
    found = dict(_FOREIGN)
    for names in month_names().values():
        for number, name in enumerate(names, start=1):
            found.setdefault(name.casefold(), number)
    for number, name in enumerate(month_names().get("en", ()), start=1):
        found.setdefault(name.casefold()[:3], number)
    return found
