"""What a build made, in a few words: the pages of each edition on paper, the notes, the links that stay lost."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # importing it is what is put off
    from footlight.workflows.build.essay_builds import Outcome


def build_summary(outcome: "Outcome") -> str:
    """Say it, such as `11 pages to read, 12 in print, 4 notes`."""
    parts = [_pages(outcome.pages, outcome.printed_pages)]
    parts += [_counted(outcome.notes, "note")] if outcome.notes else []
    parts += [f"{outcome.lost} of links that stay lost"] if outcome.lost else []
    return ", ".join(filter(None, parts)) or "made"


def _pages(read: int, printed: int) -> str:
    if read and printed and read != printed:
        return f"{_counted(read, 'page')} to read, {printed} in print"
    return _counted(read or printed, "page") if read or printed else ""


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
