"""A link as a kept capture of the essay's own page has it: its words, and the text on both sides."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from footlight.engines.warc import Record
from footlight.links.archives.url_key import loose_key
from footlight.links.captured_page import Page, read_page
from footlight.links.recovery.lost_anchors import original_address
from footlight.links.search_terms import terms

_CONTEXT = 120
_WORDS_COMPARED = 12
"""Words before a link by which it is told apart from others with the same address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalLink:
    """A link of the page as it was."""

    url: str
    words: str
    before: str
    """The text of its block in front of it, at most 120 characters."""
    after: str
    """The text of its block behind it, at most 120 characters."""


def original_links(record: Record) -> tuple[OriginalLink, ...]:
    """Return the links of a captured page."""
    page = read_page(record.body, url=record.target, content_type=record.header("content-type"))
    return tuple(_links(page))


def nearest_link(links: tuple[OriginalLink, ...], url: str, before: str, after: str) -> OriginalLink | None:
    """Return the link to an address that stands between the same words; None where none does.

    `before` and `after` are plain text around the place. One word in common with either side is asked for.
    """
    key = loose_key(url)
    found = [link for link in links if link.words and loose_key(original_address(link.url)) == key]
    return max((one for one in found if _likeness(one, before, after)), key=lambda one: _likeness(one, before, after),
               default=None)  # fmt: skip


def _links(page: Page) -> Iterator[OriginalLink]:
    for link in page.links:
        block = page.text.rfind("\n", 0, link.start) + 1
        end = page.text.find("\n", link.end)
        yield OriginalLink(
            url=link.href,
            words=re.sub(r"\s+", " ", link.words).strip(),
            before=page.text[max(block, link.start - _CONTEXT) : link.start],
            after=page.text[link.end : min(end if end >= 0 else len(page.text), link.end + _CONTEXT)],
        )


def _likeness(link: OriginalLink, before: str, after: str) -> int:
    mine = (terms(link.before)[-_WORDS_COMPARED:], terms(link.after)[:_WORDS_COMPARED])
    theirs = (terms(before)[-_WORDS_COMPARED:], terms(after)[:_WORDS_COMPARED])
    whole = f"{link.words} ".strip()
    return sum(len(set(one) & set(other)) for one, other in zip(mine, theirs, strict=True)) + (
        2 if whole and before.rstrip().endswith(whole) else 0
    )
