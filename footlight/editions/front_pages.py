"""What stands before the text of a long essay: half title, title page with its verso, contents.

The front matter says what an essay has (`title-pages`, `contents`, `section-start`); where it says nothing, an essay as
long as a book has them, and a shorter one has not.
"""

import re
from dataclasses import dataclass
from html import escape

from footlight.editions.fragments import words_of
from footlight.essay.document import Metadata

LONG = 200_000
"""Characters of HTML (about 30,000 words, or a hundred pages) from which an essay is a book."""
_FEWEST_SECTIONS = 3
"""Sections of a book that are worth a page of contents."""
_DEEPEST = 3
"""The lowest rank of headings in the contents; the title has 1."""
_HEADING = re.compile(r'<h([2-6]) (?:[^>]*? )?id="([^"]+)"[^>]*>(.*?)</h\1>', re.DOTALL)
_SECTION = re.compile(r"<h2(?=[ >])")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentsLine:
    """A line of the contents, as the page templates see it."""

    rank: int
    """2 for a section of the first rank."""
    id: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontPages:
    """What stands before the text, and how its sections begin."""

    title_pages: bool
    contents: tuple[ContentsLine, ...]
    """Empty where there are none."""
    sections: str
    """Where sections begin: `recto`, on the next right page; `page`, on the next one; empty, on the same."""


def front_pages(meta: Metadata, body: str) -> FrontPages:
    """What an essay has before its text; `body` is its HTML."""
    lines = tuple(
        ContentsLine(rank=int(rank), id=identifier, words=" ".join(" ".join(words_of(inner)).split()))
        for rank, identifier, inner in _HEADING.findall(body)
        if int(rank) <= _DEEPEST
    )
    is_book = len(body) >= LONG and sum(line.rank == 2 for line in lines) >= _FEWEST_SECTIONS
    wanted = is_book if meta.contents is None else meta.contents
    return FrontPages(
        title_pages=is_book if meta.title_pages is None else meta.title_pages,
        contents=lines if wanted else (),
        sections=meta.sections,
    )


def without_heads(body: str, title: str, author: str) -> str:
    """The body with sections that begin pages of their own: those pages have no running heads."""
    heads = f' data-title="{escape(title)}" data-author="{escape(author)}"'
    return _SECTION.sub(lambda match: match[0] + heads, body)
