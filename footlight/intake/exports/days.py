"""Parse the days of exports and feeds: the day that a site's clock showed its readers, not the day in UTC."""

import re
from calendar import month_name
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from footlight.settings.wording import month_names

_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?!\d)")
_MILLISECONDS = re.compile(r"\d{12,13}")


def day_as_written(words: str) -> str:
    """`YYYY-MM-DD`, or as much of it as is said, of ISO 8601 or RFC 5322; empty where it is neither.

    A time zone that is written is the writer's own, so the day is the one that is written.
    """
    words = words.strip()
    match = _ISO.match(words)
    if match:
        parts = [part for part in match.groups() if part]
        return "-".join(parts) if _in_calendar(parts) else ""
    try:
        return parsedate_to_datetime(words).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def day_in_zone(words: str, zone: str) -> str:
    """The day of a moment in UTC (ISO 8601, or milliseconds since 1970) where a site's clock shows it.

    `zone` is a name of the tz database, such as `Europe/London`; what it does not know counts as UTC.
    """
    words = words.strip()
    try:
        if _MILLISECONDS.fullmatch(words):
            moment = datetime.fromtimestamp(int(words) / 1000, tz=UTC)
        else:
            moment = datetime.fromisoformat(words)
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=UTC)
        return moment.astimezone(_zone(zone)).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return day_as_written(words)


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name) if name else UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def _in_calendar(parts: list[str]) -> bool:
    try:
        datetime.fromisoformat("-".join([*parts, "01", "01"][:3]))
    except ValueError:
        return False
    return True


_MONTHS = {name.lower(): number for number, name in enumerate(month_name) if name}
_IN_ENGLISH = re.compile(
    r"([A-Z][a-z]{2,8})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b|(\d{1,2}) ([A-Z][a-z]{2,8}) (\d{4})\b"
)


def day_in_english(words: str) -> str:
    """`YYYY-MM-DD` of `October 5th, 2019 8:52am`, `Jan 2, 2020` or `5 October 2019`; empty for anything else."""
    match = _IN_ENGLISH.search(words)
    if not match:
        return ""
    named, day, year = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
    month = next((number for name, number in _MONTHS.items() if name.startswith(named.lower())), 0)
    parts = [year, f"{month:02}", f"{int(day):02}"]
    return "-".join(parts) if month and _in_calendar(parts) else ""


_IN_NUMBERS = re.compile(
    r"(?<!\d)(?:(?P<year>(?:19|20)\d\d)(?:\s*[年년]\s*|[-/.])(?P<month>\d{1,2})(?:\s*[月월]\s*|[-/.])(?P<day>\d{1,2})"
    r"|(?P<day2>\d{1,2})\.\s?(?P<month2>\d{1,2})\.\s?(?P<year2>(?:19|20)\d\d))(?!\d)"
)
_WITH_MONTH = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.|º|°)?\s+(?:de\s+|of\s+|d['’])?(?P<month>[^\W\d_]{3,12})\.?,?\s+"
    r"(?:de\s+)?(?P<year>(?:19|20)\d\d)(?!\d)"
    r"|(?P<month2>[^\W\d_]{3,12})\.?\s+(?P<day2>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year2>(?:19|20)\d\d)(?!\d)"
)


def day_in_words(words: str) -> str:
    """`YYYY-MM-DD` of the first day in a line that a page shows; empty where there is none.

    It is in numbers of whose order there is no doubt, which `03/04/2012` is not, or with the name of a month in a
    language of templates/words/.
    """
    for found in (*_IN_NUMBERS.finditer(words), *_WITH_MONTH.finditer(words)):
        parts = found.groupdict()
        year, month, day = (parts[name] or parts[f"{name}2"] for name in ("year", "month", "day"))
        number = month if month.isdecimal() else str(_month_named(month))
        numbers = [year, number.zfill(2), day.zfill(2)]
        if _in_calendar(numbers):
            return "-".join(numbers)
    return ""


def _month_named(word: str) -> int:
    """The month that a word names, in full or cut short; 0 where it names none, or two in different languages."""
    asked = word.casefold()
    names = [(name.casefold(), number) for months in month_names().values() for number, name in enumerate(months, 1)]
    for alike in (
        {number for name, number in names if name == asked},
        {number for name, number in names if name.startswith(asked)},
        {number for name, number in names if not asked.isascii() and asked[:-1] in (name, name[:-1])},
    ):
        if len(alike) == 1:
            return alike.pop()
    return 0
