"""Running heads of one line: title and authors, shortened as publishers do.

Widths are estimated for the small capitals of our typeface. If a head is too wide all the same (a project may choose
another typeface), `line-clamp` in templates/page.css cuts it after the last word that fits.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from unicodedata import category, combining, east_asian_width

from footlight.essay.document import Person
from footlight.press.paper import PT_PER_MM, Page

_TYPE = 8.0
"""Type size of running heads in templates/page.css, pt."""
_SPACING = 0.08
"""Letterspacing there, em."""
_SIDES = 2.0
"""Width that heads leave free there, both sides together, em."""
_ELLIPSIS = "…"
_WIDTHS = (
    # Width in em and characters: Literata's small capitals, old-style figures and punctuation, rounded up.
    (0.2, " \N{NO-BREAK SPACE}"),
    (0.36, ".,:;-!()[]'’‘·"),
    (0.45, "iljIJ1ιі"),
    (0.55, "–“”«»„?f"),
    (1.04, "mwMжшщюыЖЫ—…"),
    (1.17, "WШЩЮ"),
)
_WIDTH_OF = {character: width for width, characters in _WIDTHS for character in characters}
_MOST = 1000
"""Characters of a title that are looked at: no line has room for more, even with many combining characters."""
_SMALL, _CAPITAL, _WIDE = 0.68, 0.79, 1.0
"""Width in em of all other small capitals, capitals, and full-width characters."""
_DIVISION = re.compile(r"\s*(?:[:;—–](?=\s)|[：；]|——)\s*")
"""Separator between a title and its explanation ("Lamps: A History")."""
_DANGLING = " \N{NO-BREAK SPACE},;:.-–—(“„«‘[、，；：（「『"
"""Characters that are removed before an ellipsis."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """Running heads in plain text: the author's on left pages, the title's on right pages."""

    author: str
    title: str


def running_heads(title: str, authors: Sequence[Person], others: Callable[[str], str], page: Page) -> Heads:
    """Shorten title and authors to the measure of a page; `others` turns a name into "NAME and others".

    The title is cut at its colon, else after a word. Authors are given by full names, else by family names as far as
    the source gives them (`file_as`), else by the first author "and others".
    """
    measure = (page.width - page.inner - page.outer) * PT_PER_MM / _TYPE - _SIDES
    return Heads(
        author=_first_that_fits(_names(authors, others), measure),
        title=_first_that_fits(_titles(title), measure),
    )


def _first_that_fits(wordings: Iterator[str], measure: float) -> str:
    """The first wording that fits the measure, or the last one cut to it."""
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
    # A name without `file_as` stays whole: splitting it would be a guess at the family name.
    whole = [who.name for who in authors]
    families = [who.file_as.partition(",")[0] or who.name for who in authors]
    yield from (", ".join(whole), ", ".join(families))
    if len(authors) > 2:
        yield from (others(whole[0]), others(families[0]))
    yield ", ".join(families)


def width_of(words: str) -> float:
    """Estimate a running head's width in em, with letterspacing; the estimate is rather too wide than too narrow."""
    return sum(_width_of(character) + _SPACING for character in words if not _rides(character))


def _width_of(character: str) -> float:
    if east_asian_width(character) in "WF":
        return _WIDE
    return _WIDTH_OF.get(character) or (_CAPITAL if character.isupper() else _SMALL)


def _rides(character: str) -> bool:
    """Whether a character combines with the one before it and has no width of its own."""
    return bool(combining(character)) or category(character) in ("Mn", "Me", "Cf")


def _cut(words: str, measure: float) -> str:
    """Cut words to the measure and add an ellipsis; a single word is cut after a character."""
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
    """Whether offset `end` is within a word; scripts without blanks may be cut anywhere."""
    before, behind = words[end - 1], words[end : end + 1]
    if not behind or behind.isspace() or before.isspace():
        return False
    return _rides(behind) or not (east_asian_width(before) in "WF" or east_asian_width(behind) in "WF")
