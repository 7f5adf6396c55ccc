"""What an edition says in its own voice, by language: rows in templates/words/LANG.toml, English where none stand."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from footlight.errors import UsageError
from footlight.essay.document import PartialDate

FALLBACK = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The phrases of one language; `say` fills one in."""

    lang: str
    """The tag that the phrases are in: the essay's own language, or the fallback."""
    native: bool
    """Whether they are in the essay's own language."""
    rows: dict[str, Any]

    def say(self, key: str, **values: object) -> str:
        """The phrase of a key, its `{names}` filled in. Raises KeyError for a key that no row has."""
        return str(self.rows[key]).format(**values)

    def date(self, when: date | PartialDate | None) -> str:
        """A date in words, as much of it as is known; empty for None."""
        match when:
            case None:
                return ""
            case PartialDate(year=0):
                return when.text
            case PartialDate(month=0):
                return str(when.year)
            case PartialDate(day=0):
                return self.say("month-year", month=self.rows["months"][when.month - 1], year=when.year)
            case _:
                return self.say("date", day=when.day, month=self.rows["months"][when.month - 1], year=when.year)

    @property
    def quotes(self) -> Sequence[str]:
        """Outer open and close, inner open and close."""
        return tuple(self.rows["quotes"])


def load_wording(lang: str, folders: Sequence[Path]) -> Wording:
    """The phrases for a BCP 47 tag from `words/` in each folder, later folders over earlier ones.

    A region's file (`pt-BR.toml`) goes over its language's. Raises UsageError where a file is no TOML.
    """
    base = lang.split("-", maxsplit=1)[0].lower()
    rows: dict[str, Any] = {}
    said = FALLBACK
    for tag in dict.fromkeys((FALLBACK, base, lang)):
        for folder in folders:
            path = folder / "words" / f"{tag}.toml"
            if path.is_file():
                own = _rows(path)
                rows.update(own)
                said = tag if "colophon" in own else said  # a file of marks of quotation alone says nothing
    return Wording(lang=said, native=said.split("-")[0].lower() == base, rows=rows)


def _rows(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path.name} cannot be read: {error}", hint="Mend the file or remove it.") from None
