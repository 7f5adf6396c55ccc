"""Rule: a web archive rewrote the address when the page was saved from it, as in `/web/2006…/http://…`.

The address that the writer meant stands inside; `original_address` returns it.
"""

import re
from collections.abc import Iterator

from footlight.links.gaps.phrasebook import Phrasebook
from footlight.markdown.link_syntax import bracketed, plain_words
from footlight.markdown.markdown_text import MarkdownText
from footlight.textmatch.places import Place

CODE = "archive-rewritten"

_REWRITTEN = re.compile(
    r"(?P<host>(?:https?:)?//web\.archive\.org)?/web/\d{4,14}(?:[a-z]{2}_)?/(?P<url>(?:https?|ftp):/{1,2}[^\s()<>\"']+)",
    re.IGNORECASE,
)
_ELEMENT = re.compile(r"<a\s[^<>]*+>[^<]*+(?:<(?!/?a\b)[^<]*+)*</a\s*>", re.IGNORECASE)
_ADDRESS = re.compile(r"\bhttps?://", re.IGNORECASE)
_INSIDE = re.compile(r"\]\([ \t]*<?")
_HREF = re.compile(r"<a\s[^<>]*?\bhref\s*=\s*[\"']?", re.IGNORECASE)
_LONGEST_TITLE = 300
_NEARLY_ALL = 0.8
"""Share of a text's addresses that are in the archive, from which on the archive wrote all of them."""
_FEWEST = 3


def original_address(address: str) -> str:
    """Return the address inside one that an archive rewrote; any other address as it is.

    On the pages of some archives one of the slashes after `http:` is lost; it is put back.
    """
    wrapped = _REWRITTEN.match(address)
    return re.sub(r"\A(\w+):/+", r"\1://", wrapped["url"]) if wrapped else address


def original_in_markup(markup: str) -> str:
    """Return the original of the first rewritten address in a link's markup; empty where there is none."""
    wrapped = _REWRITTEN.search(markup)
    return original_address(wrapped[0]) if wrapped else ""


def archive_rewritten(text: MarkdownText, _: Phrasebook) -> Iterator[Place]:
    """Yield links whose address an archive rewrote.

    An address without a host, `/web/2006…`, was certainly rewritten. A whole address in the archive may be what the
    writer meant, unless nearly all links of the text are of that kind.
    """
    if "/web/" not in text.markup.lower():
        return
    found = list(_links(text))
    whole = sum(wrapped["host"] is not None for *_, wrapped in found)
    all_rewritten = whole >= _FEWEST and 2 * whole >= _NEARLY_ALL * len(_ADDRESS.findall(text.markup))
    for start, end, words, wrapped in found:
        if wrapped["host"] is not None and not all_rewritten:
            continue
        yield Place(
            start=start,
            end=end,
            kind="archive-rewritten",
            code=CODE,
            confidence=0.8 if wrapped["host"] else 0.99,
            why=f"a web archive put its own address before {original_address(wrapped[0])}",
            anchor=words,
        )


def _links(text: MarkdownText) -> Iterator[tuple[int, int, str, re.Match[str]]]:
    for start, close in bracketed(text.markup):
        inside = _INSIDE.match(text.markup, close)
        wrapped = _REWRITTEN.match(text.markup, inside.end()) if inside else None
        if wrapped:
            end = text.markup.find(")", wrapped.end(), wrapped.end() + _LONGEST_TITLE)
            yield start, (end + 1) or wrapped.end(), plain_words(text.source[start + 1 : close]), wrapped
    for element in _ELEMENT.finditer(text.markup):
        href = _HREF.match(text.markup, element.start())
        wrapped = _REWRITTEN.match(text.markup, href.end()) if href else None
        if wrapped:
            yield element.start(), element.end(), plain_words(text.source[element.start() : element.end()]), wrapped
