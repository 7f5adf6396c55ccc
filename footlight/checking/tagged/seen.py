"""What the rules look at, and the form of what they say."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from footlight.engines.pdf.tree import Tagged, Tags
from footlight.finding import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A tagged PDF, and where its notes should be read."""

    tags: Tags
    root: Tagged
    """The tree; empty where the file has none."""
    notes_read: str
    """A value of `config.Reading`."""


Rule = Callable[[Seen], Iterable[Finding]]

_MOST = 40
"""Characters of a text that a finding quotes."""


def found(code: str, page: int, message: str, hint: str) -> Finding:
    """A finding of a page, 1-based; 0 where it is of the whole file."""
    where = f"page {page}: " if page else ""
    return Finding(code=code, message=f"{where}{message}", hint=hint)


def quoted(text: str) -> str:
    """The beginning of a text, in marks of quotation."""
    words = " ".join(text.replace("\u00ad", "").split())
    return f"“{words[:_MOST].rstrip()}…”" if len(words) > _MOST else f"“{words}”"
