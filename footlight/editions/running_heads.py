"""Running heads that stand in one line: title and authors, shortened as a publisher shortens them.

How wide words are is estimated, from the house's small capitals; what is too wide after all, because a project has
chosen another face, the style sheet ends with its last word that fits (`line-clamp` in templates/page.css).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from unicodedata import category, combining, east_asian_width

from footlight.essay.document import Person
from footlight.press.paper import PT_PER_MM, Page

_TYPE = 8.0
"""pt: the type of running heads (templates/page.css)."""
_SPACING = 0.08
"""em between letters (as above)."""
_SIDES = 2.0
"""em that heads leave free of the measure (as above)."""
_ELLIPSIS = "…"
_WIDTHS = (
    # em, characters: Literata's small capitals, old-style figures and marks, rounded up.
    (0.2, " \N{NO-BREAK SPACE}"),
    (0.36, ".,:;-!()[]'’‘·"),
    (0.45, "iljIJ1ιі"),
    (0.55, "–“”«»„?f"),
    (1.04, "mwMжшщюыЖЫ—…"),
    (1.17, "WШЩЮ"),
)
_WIDTH_OF = {character: width for width, characters in _WIDTHS for character in characters}
_MOST = 1000
"""Characters of a text that are looked at when it is cut: no line has room for more, however many ride on others."""
_SMALL, _CAPITAL, _WIDE = 0.68, 0.79, 1.0
"""em: any other small capital, capital, and full-width character."""
_DIVISION = re.compile(r"\s*(?:[:;—–](?=\s)|[：；]|——)\s*")
"""What stands between a title and what explains it."""
_DANGLING = " \N{NO-BREAK SPACE},;:.-–—(“„«‘[、，；：（「『"
"""What no ellipsis stands behind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """The running heads of left pages and of right ones, plain text."""

    author: str
    title: str


def running_heads(title: str, authors: Sequence[Person], others: Callable[[str], str], page: Page) -> Heads:
    """The heads that stand in the measure of a page; `others` says in words that a name is one of several.

    The title is left off at its colon, else cut behind a word; of the authors there are the names, else those by which
    they are sorted, as far as the source gives them, else the first one.
    """
    measure = (page.width - page.inner - page.outer) * PT_PER_MM / _TYPE - _SIDES
    return Heads(
        author=_first_that_fits(_names(authors, others), measure),
        title=_first_that_fits(_titles(title), measure),
    )


def _first_that_fits(wordings: Iterator[str], measure: float) -> str:
    """The first wording that stands in the measure, or as much of the last one as does."""
    wording = ""
    for wording in wordings:
        if width_of(wording) <= measure:
            return wording
    return _cut(wording, measure)


def _titles(title: str) -> Iterator[str]:
    yield title
    yield from reversed([start for at in _DIVISION.finditer(title, 0, _MOST) if (start := title[: at.start()])])
    yield title


def _names(authors: Sequence[Person], others: Callable[[str], str]) -> Iterator[str]:
    # A name of which the source gives no parts stays whole: to take one apart is to guess which is the family's.
    whole = [who.name for who in authors]
    families = [who.file_as.partition(",")[0] or who.name for who in authors]
    yield from (", ".join(whole), ", ".join(families))
    if len(authors) > 2:
        yield from (others(whole[0]), others(families[0]))
    yield ", ".join(families)


def width_of(words: str) -> float:
    """About how wide a running head is, in ems of its type, letterspacing included; rather too wide than too narrow."""
    return sum(_width_of(character) + _SPACING for character in words if not _rides(character))


def _width_of(character: str) -> float:
    if east_asian_width(character) in "WF":
        return _WIDE
    return _WIDTH_OF.get(character) or (_CAPITAL if character.isupper() else _SMALL)


def _rides(character: str) -> bool:
    """Whether a character stands on or within the one before it and takes no room of its own."""
    return bool(combining(character)) or category(character) in ("Mn", "Me", "Cf")


def _cut(words: str, measure: float) -> str:
    """As many words as stand in the measure before an ellipsis; of a single word, as many characters."""
    words = words[:_MOST]
    room, most = measure - width_of(_ELLIPSIS), 0
    while most < len(words) and width_of(words[: most + 1]) <= room:
        most += 1
    end = most
    while end and _joined(words, end):
        end -= 1
    if not end:
        end = most
        while end and _rides(words[end : end + 1] or " "):
            end -= 1
    return words[:end].rstrip(_DANGLING) + _ELLIPSIS


def _joined(words: str, end: int) -> bool:
    """Whether a text must not be cut there: in a word, unless it is written without blanks."""
    before, behind = words[end - 1], words[end : end + 1]
    if not behind or behind.isspace() or before.isspace():
        return False
    return _rides(behind) or not (east_asian_width(before) in "WF" or east_asian_width(behind) in "WF")
