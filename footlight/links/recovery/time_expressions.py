"""Time expressions: when a text was written that a sentence points to ("last year", "in July", "earlier today").

The rows are phrases in English, French, German, Spanish and Russian, normalized (no accents, ё as е). Each row gives
the range of days before the essay's date in which the other text was written. A sentence without such words says
nothing, and a date outside the range only counts against a page, because the words may be about something else.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from footlight.links.search_terms import fold, terms

_MONTHS = (
    r"jan(?:uary|vier|uar)?|enero|январ[ья]",
    r"feb(?:ruary|ruar|rero)?|fevrier|феврал[ья]",
    r"mar(?:ch|s|z|zo)?|maerz|март[а]?",
    r"apr(?:il)?|avril|abril|апрел[ья]",
    r"may|mai|mayo|ма[йя]",
    r"june?|juin|juni|junio|июн[ья]",
    r"july?|juillet|juli|julio|июл[ья]",
    r"aug(?:ust)?|aout|agosto|август[а]?",
    r"sept?(?:ember|embre)?|septiembre|сентябр[ья]",
    r"oct(?:ober|obre)?|oktober|octubre|октябр[ья]",
    r"nov(?:ember|embre)?|noviembre|ноябр[ья]",
    r"dec(?:ember|embre)?|dezember|diciembre|декабр[ья]",
)
_MONTH_YEAR = tuple(
    re.compile(
        rf"\b(?:{names})\b\.?(?:\s+\d{{1,2}}(?:st|nd|rd|th)?)?,?(?:\s+(?:of|de|des|del))?(?:\s+((?:19|20)\d\d))?\b"
    )
    for names in _MONTHS
)
_MONTH_MAY_BE_A_VERB = re.compile(r"\b(?:in|of|last|since|back in|early|late|mid)\s*-?\s*$|^$")
_YEAR = re.compile(r"(?<![\d.,-])((?:19|20)\d\d)(?![\d.-]*\d)")

_ROWS: tuple[tuple[str, int, int], ...] = (
    (r"today|this morning|aujourd['’]hui|heute|hoy|сегодня", 0, 1),
    (r"yesterday|hier(?= )|gestern|ayer|вчера", 1, 2),
    (r"this week|cette semaine|diese woche|esta semana|на этой неделе", 0, 7),
    (r"last week|a week ago|la semaine derniere|letzte woche|la semana pasada|на прошлой неделе", 2, 15),
    (
        r"(?:a few|several|some|couple of) weeks ago|il y a quelques semaines|vor einigen wochen|неск\w+ недель назад",
        8,
        75,
    ),
    (r"this month|ce mois|diesen monat|este mes|в этом месяце", 0, 31),
    (r"last month|a month ago|le mois dernier|letzten monat|el mes pasado|в прошлом месяце", 10, 62),
    (
        r"(?:a few|several|some|couple of) months ago|il y a quelques mois|vor einigen monaten|несколько месяцев назад",
        35,
        300,
    ),
    (r"(?:just|recently|recent|recemment|kurzlich|recientemente|недавно)", 0, 120),
)
_FIXED = tuple((re.compile(rf"\b(?:{words})\b"), near, far) for words, near, far in _ROWS)
_THIS_YEAR = re.compile(r"\b(?:this year|cette annee|dieses jahr|este ano|в этом году)\b")
_LAST_YEAR = re.compile(r"\b(?:last year|l['’]annee derniere|letztes jahr|el ano pasado|в прошлом году)(?:['’]s)?\b")
_UNITS = {"day": 1, "week": 7, "month": 30.5, "year": 365.25}
_NUMBERS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten":
    10, "last": 1,
}  # fmt: skip
_AGO = re.compile(
    rf"\b(\d{{1,2}}|{'|'.join(_NUMBERS)})\s+(day|week|month|year)s?\s+(?:ago|earlier|before|since|have passed)\b"
)
_BACK = re.compile(
    r"\b(?:previous(?:ly)?|last|earlier|prior|predecessor|precedent\w*|dernier\w*|vorherig\w*|letzt\w*|fruher\w*|anterior\w*|pasad\w*"
    r"|прошл\w*|предыдущ\w*|ранее)\b",
)


MONTHS = frozenset(
    terms(
        "january february march april june july august september october november december "
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre "
        "januar februar marz maerz juni juli oktober dezember "
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre "
        "январь января февраль февраля март марта апрель апреля мая июнь июня июль июля август августа "
        "сентябрь сентября октябрь октября ноябрь ноября декабрь декабря"
    )
)
"""Terms that name a month in a title; `may` is too often a verb."""


def series_terms(terms: tuple[str, ...] | frozenset[str]) -> frozenset[str]:
    """Return the terms of a title without numbers and months: what the titles of a series have in common."""
    return frozenset(term for term in terms if term not in MONTHS and not any(c.isdigit() for c in term))


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSpan:
    """The range of days in which the other text was written."""

    first: date
    last: date

    def fit(self, day: date) -> float:
        """Return 1 for a day in the range, less for a day outside it, relative to its length (at least two weeks)."""
        if self.first <= day <= self.last:
            return 1.0
        away = (self.first - day).days if day < self.first else (day - self.last).days
        return max(0.0, 1.0 - away / max((self.last - self.first).days, 14))


def points_back(text: str) -> bool:
    """Tell whether a text refers to a predecessor: "the previous post", "last year's results"."""
    return bool(_BACK.search(fold(text)))


def time_spans(text: str, written: date) -> tuple[TimeSpan, ...]:
    """Return the time ranges that a sentence refers to, in an essay of this date."""
    folded = fold(text)
    return tuple(dict.fromkeys(_spans(folded, written)))


def _spans(text: str, written: date) -> Iterator[TimeSpan]:
    for pattern, near, far in _FIXED:
        if pattern.search(text):
            yield TimeSpan(first=written - timedelta(days=far), last=written - timedelta(days=near))
    if _LAST_YEAR.search(text):
        yield _year(written.year - 1)
    if _THIS_YEAR.search(text):
        yield TimeSpan(first=date(written.year, 1, 1), last=written)
    yield from _ago(text, written)
    yield from _months(text, written)
    for match in _YEAR.finditer(text):
        if 1990 <= int(match[1]) <= written.year:
            yield _year(int(match[1]))


def _ago(text: str, written: date) -> Iterator[TimeSpan]:
    for match in _AGO.finditer(text):
        number = _NUMBERS.get(match[1]) or int(match[1])
        days = number * _UNITS[match[2]]
        slack = max(_UNITS[match[2]] * 0.6, days * 0.15)
        yield TimeSpan(first=_earlier(written, days + slack), last=_earlier(written, max(days - slack, 0)))


def _months(text: str, written: date) -> Iterator[TimeSpan]:
    """Yield months; one without a year is the last month of that name."""
    for month, pattern in enumerate(_MONTH_YEAR, start=1):
        for match in pattern.finditer(text):
            if not match[1] and len(match[0]) < 6 and not _MONTH_MAY_BE_A_VERB.search(text[: match.start()]):
                continue  # "may", "mar", "march" without a year and without "in"
            year = int(match[1]) if match[1] else written.year - (month > written.month)
            yield TimeSpan(first=date(year, month, 1), last=_month_end(year, month))


def _earlier(day: date, days: float) -> date:
    return date.fromordinal(max(day.toordinal() - round(days), 1))


def _year(year: int) -> TimeSpan:
    return TimeSpan(first=date(year, 1, 1), last=date(year, 12, 31))


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


_YEARS_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_LONG = 370
"""The longest range, in days, that means a single year."""


def years_in(terms: Iterable[str]) -> frozenset[str]:
    """Return the terms that are years."""
    return frozenset(term for term in terms if _YEARS_YEAR.match(term))


def years_meant(
    near: Iterable[str], times: Iterable[TimeSpan], sentence: Iterable[str], title: Iterable[str]
) -> frozenset[str]:
    """Return the years named by the near words, or else by the time ranges, the sentence, or the essay's title."""
    in_times = frozenset(str(span.first.year) for span in times if _is_one_year(span.first, span.last))
    for found in (years_in(near), in_times, years_in(sentence), years_in(title)):
        if found:
            return found
    return frozenset()


def _is_one_year(first: date, last: date) -> bool:
    return first.year == last.year and (last - first).days < _LONG
