"""An address that a web archive rewrote when the page was saved from it: `/web/2006…/http://…`.

The address that the writer meant stands inside; `unwrapped` gives it.
"""

import re
from collections.abc import Iterator

from footlight.links.gaps.phrasebook import Phrasebook
from footlight.links.markdown.link_syntax import bracketed, plain_words
from footlight.links.markdown.manuscript import Manuscript
from footlight.textmatch.places import Place

CODE = "archive-rewritten"

_WRAPPED = re.compile(
    r"(?P<host>(?:https?:)?//web\.archive\.org)?/web/\d{4,14}(?:[a-z]{2}_)?/(?P<url>(?:https?|ftp):/{1,2}[^\s()<>\"']+)",
    re.IGNORECASE,
)
_ELEMENT = re.compile(r"<a\s[^<>]*+>[^<]*+(?:<(?!/?a\b)[^<]*+)*</a\s*>", re.IGNORECASE)
_ADDRESS = re.compile(r"\bhttps?://", re.IGNORECASE)
_INSIDE = re.compile(r"\]\([ \t]*<?")
_HREF = re.compile(r"<a\s[^<>]*?\bhref\s*=\s*[\"']?", re.IGNORECASE)
_LONGEST_TITLE = 300
_MOST = 0.8
_FEWEST = 3


def unwrapped(address: str) -> str:
    """The address inside one that an archive rewrote; others are given back as they are.

    A capture's address loses one of the slashes after `http:` on some archives' pages; it is put back.
    """
    wrapped = _WRAPPED.match(address)
    return re.sub(r"\A(\w+):/+", r"\1://", wrapped["url"]) if wrapped else address


def meant(markup: str) -> str:
    """The address inside the first rewritten one of a link's markup; empty where there is none."""
    wrapped = _WRAPPED.search(markup)
    return unwrapped(wrapped[0]) if wrapped else ""


def archive_rewritten(text: Manuscript, _: Phrasebook) -> Iterator[Place]:
    """Links whose address an archive rewrote.

    Without a host the rewriting is plain. A whole address in the archive may be meant, unless nearly all of the
    text's links are such.
    """
    if "/web/" not in text.markup.lower():
        return
    found = list(_links(text))
    whole = sum(wrapped["host"] is not None for *_, wrapped in found)
    all_rewritten = whole >= _FEWEST and 2 * whole >= _MOST * len(_ADDRESS.findall(text.markup))
    for start, end, words, wrapped in found:
        if wrapped["host"] is not None and not all_rewritten:
            continue
        yield Place(
            start=start,
            end=end,
            kind="archive-rewritten",
            code=CODE,
            confidence=0.8 if wrapped["host"] else 0.99,
            why=f"an archive rewrote the address {unwrapped(wrapped[0])}",
            anchor=words,
        )


def _links(text: Manuscript) -> Iterator[tuple[int, int, str, re.Match[str]]]:
    for start, close in bracketed(text.markup):
        inside = _INSIDE.match(text.markup, close)
        wrapped = _WRAPPED.match(text.markup, inside.end()) if inside else None
        if wrapped:
            end = text.markup.find(")", wrapped.end(), wrapped.end() + _LONGEST_TITLE)
            yield start, (end + 1) or wrapped.end(), plain_words(text.source[start + 1 : close]), wrapped
    for element in _ELEMENT.finditer(text.markup):
        href = _HREF.match(text.markup, element.start())
        wrapped = _WRAPPED.match(text.markup, href.end()) if href else None
        if wrapped:
            yield element.start(), element.end(), plain_words(text.source[element.start() : element.end()]), wrapped
