"""The table [check]: from where on `footlight check` counts a fault of a line or page, and reports it.

The defaults for counting are those of typographers' practice. Those for findings are where a reader stumbles, found by
looking at the pages of sixty essays: an ordinary essay has one or two such places, or none.
"""

from dataclasses import dataclass

from footlight.settings.keys import key
from footlight.settings.kinds import Number, Refused, Whole

_SPACES = "a number of spaces"
_LINES = "a number of lines"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckOptions:
    """The table [check]. Ratios are of the face's own space; a size is the body's, in pt."""

    loose: float = key(
        Number(least=1, greatest=20, takes=_SPACES),
        1.5,
        "A justified line is counted as loose when its word spaces (their median) are wider than so many spaces of the"
        " face",
    )
    loose_finding: float = key(
        Number(least=1, greatest=20, takes=_SPACES), 3.5, "From here on a loose line is a finding"
    )
    tight: float = key(Number(least=0, greatest=1, takes=_SPACES), 0.8, "As tight when they are narrower than so many")
    tight_finding: float = key(
        Number(least=0, greatest=1, takes=_SPACES), 0.6, "From here on a tight line is a finding"
    )
    overfull: float = key(
        Number(least=0, greatest=10, takes="a number of sizes of the text"),
        0.5,
        "A line is overfull when it sticks out of the text block by more than so many sizes of the text, or off the"
        " page",
    )
    overfull_finding: float = key(
        Number(least=0, greatest=10, takes="a number of sizes of the text"),
        0.5,
        "From here on an overfull line is a finding",
    )
    ladder: int = key(
        Whole(least=2, greatest=99, takes=_LINES),
        3,
        "So many lines, one under another, that end in hyphens are a ladder",
    )
    ladder_finding: int = key(Whole(least=2, greatest=99, takes=_LINES), 4, "From here on a ladder is a finding")
    river: int = key(
        Whole(least=2, greatest=99, takes=_LINES), 4, "So many lines with wide spaces one under another are a river"
    )
    river_finding: int = key(Whole(least=2, greatest=99, takes=_LINES), 6, "From here on a river is a finding")
    stack: int = key(
        Whole(least=2, greatest=99, takes=_LINES),
        2,
        "So many lines, one under another, that begin or end with the same word are a stack",
    )
    stack_finding: int = key(Whole(least=2, greatest=99, takes=_LINES), 3, "From here on a stack is a finding")
    runt: int = key(
        Whole(least=0, greatest=20, takes="a number of letters"),
        4,
        "A last line of a paragraph with fewer letters and digits is a runt",
    )
    runt_finding: int = key(
        Whole(least=0, greatest=20, takes="a number of letters"), 3, "With fewer than so many a runt is a finding"
    )
    short_page: float = key(
        Number(least=0.5, greatest=99, takes=_LINES),
        1.5,
        "A page between two others is short when so many lines are empty",
    )
    short_page_finding: float = key(
        Number(least=0.5, greatest=99, takes=_LINES), 8.0, "From here on a short page is a finding"
    )

    def check(self) -> None:
        """Raise Refused where something would be a finding that is not even counted."""
        for name in ("loose", "overfull", "ladder", "river", "stack", "short_page"):
            if getattr(self, f"{name}_finding") < getattr(self, name):
                raise _refused(name, "less")
        for name in ("tight", "runt"):
            if getattr(self, f"{name}_finding") > getattr(self, name):
                raise _refused(name, "more")


def _refused(name: str, how: str) -> Refused:
    word = name.replace("_", "-")
    message = f"'{word}-finding' is {how} than '{word}': what is not counted is no finding"
    return Refused(message, key=f"{word}-finding")
