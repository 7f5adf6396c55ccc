"""The words of an edition that are not the author's: rows of templates/words/LANG.toml, else the English ones.

English as it comes with Footlight says which rows there are, of which kind, and which names between braces a phrase may
use. Every other file is held against it: a fault in one is an error with the file's line, not one in the middle of a
build.
"""

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from footlight.errors import UsageError
from footlight.essay.document import PartialDate
from footlight.project import house_templates
from footlight.settings.kinds import Refused, shown
from footlight.settings.toml_file import TomlFile, toml_file
from footlight.textmatch.suggestions import did_you_mean

FALLBACK = "en"
OWN = "own-"
"""How rows begin that only a project's own templates use; no other unknown row is taken."""
_LISTS = {"quotes": 4, "months": 12}
"""Rows that are lists, and how many texts each has: outer and inner marks of quotation, January to December."""
_CHOICES = {"call": ("after", "before"), "quotes-by": ("kind", "depth")}
"""Rows that take one of two words."""

Row = str | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The words of one language."""

    lang: str
    """The tag of the language: the essay's own, or the fallback."""
    native: bool
    """Whether it is the essay's own language."""
    rows: Mapping[str, Row]
    """All rows, for templates."""

    def say(self, key: str, **values: object) -> str:
        """Give the phrase of a key, with its `{names}` filled in. Raises KeyError for an unknown key."""
        return str(self.rows[key]).format(**values)

    def date(self, when: date | PartialDate | None) -> str:
        """Write a date, as much of it as is known; empty for None."""
        match when:
            case None:
                return ""
            case PartialDate(as_written=True) | PartialDate(year=0):
                return when.text
            case PartialDate(month=0):
                return str(when.year)
            case PartialDate(day=0):
                return self.say("month-year", month=self.rows["months"][when.month - 1], year=when.year)
            case _:
                return self.say("date", day=when.day, month=self.rows["months"][when.month - 1], year=when.year)

    @property
    def quotes(self) -> Sequence[str]:
        """Outer opening and closing mark, inner opening and closing mark."""
        return self.rows["quotes"]

    @property
    def quotes_by_depth(self) -> bool:
        """Whether the outermost quotation has the outer marks, whichever the source types, as in British English."""
        return self.rows["quotes-by"] == "depth"

    @property
    def calls_follow_points(self) -> bool:
        """Whether a note's call stands after a point or comma that closes the words, as in English, or before it."""
        return self.rows["call"] == "after"

    @property
    def before_point(self) -> str:
        """What stands between a word and ; ! or ?, such as a narrow no-break space in French."""
        return self.say("before-point")

    @property
    def before_colon(self) -> str:
        """What stands between a word and a colon, such as a no-break space in French."""
        return self.say("before-colon")

    @property
    def elided(self) -> frozenset[str]:
        """Lower-case words that begin with an apostrophe, as "’tis" does."""
        return frozenset(self.say("elided").split())


def load_wording(lang: str, folders: Sequence[Path]) -> Wording:
    """Read the words for a BCP 47 tag from `words/` in each folder; later folders go over earlier ones.

    The first folder is Footlight's own. A script's or a region's file (`zh-Hant.toml`, `pt-BR.toml`) goes over its
    language's. Raises UsageError for a faulty file.
    """
    subtags = lang.split("-")
    base = subtags[0].lower()
    tags = (FALLBACK, base, *("-".join(subtags[:end]) for end in range(2, len(subtags) + 1)))
    english: Mapping[str, Row] = {}
    rows: dict[str, Row] = {}
    said = FALLBACK
    for tag in dict.fromkeys(tags):
        for folder in folders:
            path = folder / "words" / f"{tag}.toml"
            if path.exists():
                own = _rows(toml_file(path, "/".join(path.parts[-3:])), english)
                english = english or own
                rows.update(own)
                said = tag if "colophon" in own else said  # a file with nothing but marks of quotation speaks English
    return Wording(lang=said, native=said.split("-")[0].lower() == base, rows=rows)


@cache
def month_names() -> Mapping[str, tuple[str, ...]]:
    """The twelve months in each language whose file in templates/words/ of Footlight names them, by BCP 47 tag."""
    names = {}
    for path in sorted((house_templates() / "words").glob("*.toml")):
        months = toml_file(path, path.name).tables.get("months")
        if isinstance(months, list):
            names[path.stem] = tuple(map(str, months))
    return names


def _rows(file: TomlFile, english: Mapping[str, Row]) -> dict[str, Row]:
    """The rows of a file, held against the English ones. Raises UsageError."""
    rows: dict[str, Row] = {}
    for key, value in file.tables.items():
        try:
            rows[key] = _row(key, value, english)
        except Refused as error:
            raise _problem(file, key, str(error)) from None
    return rows


def _row(key: str, value: object, english: Mapping[str, Row]) -> Row:
    """Check a row, and give it as a frozen value. Raises Refused."""
    if english and key not in english and not key.startswith(OWN):
        nearest = did_you_mean(key, english)
        raise Refused(f"unknown row '{key}'; {nearest or f'rows of your own begin with {OWN}'}")
    if key in _LISTS:
        if not isinstance(value, list) or len(value) != _LISTS[key] or not all(isinstance(one, str) for one in value):
            raise Refused(f"'{key}' takes a list of {_LISTS[key]} texts, not {_counted(value)}")
        return tuple(value)
    if not isinstance(value, str):
        raise Refused(f"'{key}' takes a text, not {shown(value)}")
    if value not in _CHOICES.get(key, (value,)):
        raise Refused(f"'{key}' takes {' or '.join(_CHOICES[key])}, not {shown(value)}")
    unknown = _names(value) - _names(str(english[key])) if key in english else set()
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in sorted(_names(str(english[key])))) or "none"
        raise Refused(f"'{key}' cannot use {{{min(unknown)}}}; it can use {known}")
    return value


def _names(phrase: str) -> set[str]:
    """The names between braces. Raises Refused for braces that `str.format` would not take, or that do more."""
    names = set()
    try:
        parts = list(string.Formatter().parse(phrase))
    except ValueError as error:
        raise Refused(f"braces are not closed, or not opened ({error}); write {{{{ or }}}} for one") from None
    for _, name, form, conversion in parts:
        if name is None:
            continue
        if form or conversion or not name.isidentifier():
            written = f"{name}{f'!{conversion}' if conversion else ''}{f':{form}' if form else ''}"
            raise Refused(f"only a name can stand between braces, not {shown(written)}")
        names.add(name)
    return names


def _counted(value: object) -> str:
    return f"{len(value)} values" if isinstance(value, list) else shown(value)


def _problem(file: TomlFile, key: str, message: str) -> UsageError:
    hint = f"templates/words/{FALLBACK}.toml of Footlight has every row; docs/templates.md explains them."
    return file.problem(message, table=key, hint=hint)
