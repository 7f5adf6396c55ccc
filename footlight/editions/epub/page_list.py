"""Mark the pages of the edition on paper in the EPUB's documents: one page break marker at each page's first word.

A page is located by its words. The documents hold the layout's running text plus other matter (a title page, the
section of notes). So the search first looks at the same distance from the page before as on paper; if other words
stand there, it takes the next place where the page's words occur.

A word that is divided between two pages belongs to the page on which it begins: the marker stands after the word,
because a marker within it would break the word for screen readers (DAISY Structure Guidelines, page numbers).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape
from itertools import accumulate

from footlight.editions.epub.container_writer import File
from footlight.editions.epub.xhtml import CALL_SEPARATOR_START
from footlight.essay.document import is_call
from footlight.essay.layout import PICTURE, PageStart, Pagination, unspaced

_TOKEN = re.compile(r"<!--.*?-->|<[^>]*>|[^<]+", re.DOTALL)
_ELEMENT = re.compile(r"<(/?)(\w+)")
_NOTES = re.compile(r'<section\b[^>]*\brole="doc-endnotes".*?</section>', re.DOTALL)
_ID = re.compile(r'\bid="([^"]*)"')
_WORD = re.compile(r"&[#\w]+;|[^&\s<]+|\s+")
_PICTURES = ("img", "svg", "math")
_INLINE = r"(?:a|abbr|b|cite|code|em|i|q|s|small|span|strong|sub|sup|u)"
_OPENED = re.compile(rf"(?:<(?:{_INLINE}|h[1-6])\b[^<>]*(?<!/)>\s*)+\Z")
"""Tags that open right in front of a place; the marker goes before them, so that it is outside a heading."""
_REST_OF_WORD = re.compile(rf"(?:[^\s<]|</?{_INLINE}\b[^<>]*>)*\s*")
_PROBES = (20_000, 4_000, 1_000, 200, 48, 24, 12)
"""Lengths of the search strings in characters, longest first: a long one is less likely to occur twice."""
_LOOK_BACK = 400
"""Characters that are searched for tags in front of a place."""
_LOOK_AHEAD = 600
"""Characters at the start of a page that may be missing from the book before the page is given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An entry of the page list."""

    label: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Flow:
    """The running text of a document, mapped to offsets in its file."""

    file: int
    """Index of the document."""
    text: str
    offsets: tuple[int, ...]
    """Offset in `text` of each stretch."""
    places: tuple[int, ...]
    """Offset in the file of each stretch, in characters."""


def mark_pages(files: Sequence[File], pagination: Pagination) -> tuple[list[File], list[Page]]:
    """Insert the page break markers and make the page list, both in document order.

    A page whose text is not in the book gets no marker.
    """
    written = [file.data.decode() for file in files]
    # Notes last: on paper they stand at the foot of pages (not in the running text) or, as endnotes, after the text.
    flows = [_flow(data, number, notes=notes) for notes in (False, True) for number, data in enumerate(written)]
    bounds = [0, *accumulate(len(flow.text) for flow in flows)]
    prefix = "fl-page-" if any(re.search(r'\bid="page-\d+"', data) for data in written) else "page-"
    marks: list[tuple[int, int, int]] = []
    for at, page, in_word in _find("".join(flow.text for flow in flows), pagination):
        index = min(bisect_right(bounds, at) - 1, len(flows) - 1)
        flow = flows[index]
        place = _place(written[flow.file], flow, at - bounds[index], in_word=in_word)
        marks.append((flow.file, place, page))
    marks.sort()
    marked = [
        _marked(data, [(place, _mark(prefix, page)) for file, place, page in marks if file == number])
        for number, data in enumerate(written)
    ]
    pages = [Page(label=str(page), href=f"{files[file].name}#{prefix}{page}") for file, _, page in marks]
    return [replace(file, data=data.encode()) for file, data in zip(files, marked, strict=True)], pages


def _mark(prefix: str, page: int) -> str:
    return f'<span epub:type="pagebreak" role="doc-pagebreak" id="{prefix}{page}" aria-label="{page}"></span>'


def _marked(data: str, places: Sequence[tuple[int, str]]) -> str:
    parts, last = [], 0
    for place, mark in places:
        parts += [data[last:place], mark]
        last = place
    return "".join([*parts, data[last:]])


def _flow(data: str, file: int, *, notes: bool) -> _Flow:
    """Extract a document's running text without head and calls: of its notes only, or of everything else."""
    words, offsets, places = [], [], []
    at = 0
    section = _NOTES.search(data)
    start, end = section.span() if section else (0, 0)
    for place, piece in _stretches(data):
        said = "" if (start <= place < end) is not notes else piece if piece == PICTURE else unspaced(unescape(piece))
        if said:
            words.append(said)
            offsets.append(at)
            places.append(place)
            at += len(said)
    return _Flow(file=file, text="".join(words), offsets=tuple(offsets), places=tuple(places))


def _stretches(data: str) -> Iterator[tuple[int, str]]:
    silent = ""
    for token in _TOKEN.finditer(data):
        element = _ELEMENT.match(token[0])
        closing, name = (bool(element[1]), element[2]) if element else (False, "")
        if silent:
            silent = "" if closing and name == silent else silent
        elif name in _PICTURES and not closing:
            silent = "" if token[0].endswith("/>") else name
            yield token.start(), PICTURE
        elif not closing and (name == "head" or (name == "a" and _calls(token[0])) or token[0] == CALL_SEPARATOR_START):
            silent = name
        elif not token[0].startswith("<"):
            yield token.start(), token[0]


def _calls(tag: str) -> bool:
    identifier = _ID.search(tag)
    return bool(identifier and is_call(identifier[1]))


def _find(text: str, pagination: Pagination) -> Iterator[tuple[int, int, bool]]:
    """Yield for each page its offset in the book's running text, its number, and whether it begins within a word."""
    last = shift = 0
    for number, start in enumerate(pagination.starts, 1):
        at = _search(text, pagination.text, start, (last, shift))
        if at >= 0:
            yield at, number, start.in_word
            last, shift = at, at - start.offset


def _search(text: str, paper: str, start: PageStart, known: tuple[int, int]) -> int:
    """Offset of a page's first characters, -1 where they are missing; `known` are the last page's offset and shift."""
    if start.offset == len(paper):
        return len(text)
    last, shift = known
    for offset in range(start.offset, min(start.offset + _LOOK_AHEAD, len(paper))):
        for length in _PROBES if offset == start.offset else _PROBES[-2:]:
            probe = paper[offset : offset + length]
            if text.startswith(probe, offset + shift):
                return offset + shift
            if len(probe) >= _PROBES[-1] and (at := _forward(text, probe, last)) >= 0:
                return at
    return -1


def _forward(text: str, probe: str, last: int) -> int:
    """Find words after `last`; if they are not there (endnotes, which come last on paper), search from the start."""
    at = text.find(probe, last)
    return at if at >= 0 else text.find(probe)


def _place(data: str, flow: _Flow, at: int, *, in_word: bool) -> int:
    """Offset in the file for the marker of a page that begins at offset `at` of the running text."""
    if not flow.text:
        return data.rindex("</body>")
    index = bisect_right(flow.offsets, at) - 1
    place, left = flow.places[index], at - flow.offsets[index]
    if data[place] != "<":
        place = _advance(data, place, left)
    if in_word and (rest := _REST_OF_WORD.match(data, place)):
        return rest.end()
    opened = _OPENED.search(data, max(0, place - _LOOK_BACK), place)
    return opened.start() if opened else place


def _advance(data: str, place: int, count: int) -> int:
    """Offset after `count` non-blank characters of a stretch and the blanks that follow them."""
    for word in _WORD.finditer(data, place):
        size = len(unspaced(unescape(word[0])))
        if size <= count and (count or not size):
            count -= size
            place = word.end()
            continue
        for character in word[0] if count else ():
            count -= len(unspaced(character))
            place += 1
            if not count:
                break
        break
    return place
