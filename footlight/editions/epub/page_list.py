"""The pages of the edition on paper in the documents of the book: a mark at the word with which each begins.

A page is found by its words. The documents hold the running text of the layout, with other things before, behind and
between (a title page, the section of the notes); so a page begins as far behind the one before it as on paper, unless
the words there are others: then it begins where its words stand next.

A word that is divided between two pages belongs to the page on which it begins: the mark stands behind it, for
software that reads aloud would break the word (DAISY Structure Guidelines, page numbers).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape
from itertools import accumulate

from footlight.editions.epub.container_writer import File
from footlight.essay.document import is_call
from footlight.essay.layout import PICTURE, Pagination, Start, unspaced

_TOKEN = re.compile(r"<!--.*?-->|<[^>]*>|[^<]+", re.DOTALL)
_ELEMENT = re.compile(r"<(/?)(\w+)")
_NOTES = re.compile(r'<section\b[^>]*\brole="doc-endnotes".*?</section>', re.DOTALL)
_ID = re.compile(r'\bid="([^"]*)"')
_WORD = re.compile(r"&[#\w]+;|[^&\s<]+|\s+")
_PICTURES = ("img", "svg", "math")
_INLINE = r"(?:a|abbr|b|cite|code|em|i|q|s|small|span|strong|sub|sup|u)"
_OPENED = re.compile(rf"(?:<(?:{_INLINE}|h[1-6])\b[^<>]*(?<!/)>\s*)+\Z")
"""What opens right in front of a place, and that a mark stands before: a heading's words stay its own."""
_REST_OF_WORD = re.compile(rf"(?:[^\s<]|</?{_INLINE}\b[^<>]*>)*\s*")
_PROBES = (20_000, 4_000, 1_000, 200, 48, 24, 12)
"""Characters by which a page is looked for, the most telling first: a text may say the same thing twice."""
_LOOK_BACK = 400
"""Characters in which the tags in front of a place are looked for."""
_LOOK_AHEAD = 600
"""Characters of a page that may be missing from the book before its start is given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A line of the page list."""

    label: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Flow:
    """The running text of a document, and where in the file it stands."""

    file: int
    """Which document."""
    text: str
    offsets: tuple[int, ...]
    """Where in `text` each stretch of it begins."""
    places: tuple[int, ...]
    """Where in the file, in characters."""


def mark_pages(files: Sequence[File], pagination: Pagination) -> tuple[list[File], list[Page]]:
    """The documents with a mark for each page, and the page list, both in the order of the documents.

    A page of which nothing stands in the book has no mark.
    """
    written = [file.data.decode() for file in files]
    # On paper the notes stand at the feet of pages, or behind all text where they are too tall for that.
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
    """What of a document is running text, neither its head nor its calls: of its notes alone, or of all else."""
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
        elif not closing and (name == "head" or (name == "a" and _calls(token[0]))):
            silent = name
        elif not token[0].startswith("<"):
            yield token.start(), token[0]


def _calls(tag: str) -> bool:
    identifier = _ID.search(tag)
    return bool(identifier and is_call(identifier[1]))


def _find(text: str, pagination: Pagination) -> Iterator[tuple[int, int, bool]]:
    """Where in the book's running text each page begins, its number, and whether that is within a word."""
    last = shift = 0
    for number, start in enumerate(pagination.starts, 1):
        at = _search(text, pagination.text, start, (last, shift))
        if at >= 0:
            yield at, number, start.in_word
            last, shift = at, at - start.offset


def _search(text: str, paper: str, start: Start, known: tuple[int, int]) -> int:
    """The place of a page's first characters; -1 where none of them is there. `known` are the last place and shift."""
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
    """Where words stand next; from the start where they stand nowhere behind, as the notes at the end do on paper."""
    at = text.find(probe, last)
    return at if at >= 0 else text.find(probe)


def _place(data: str, flow: _Flow, at: int, *, in_word: bool) -> int:
    """Where in a file the mark of a page stands that begins at a character of its running text."""
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
    """The place in a stretch of text behind `count` characters that are no blanks, and the blanks that follow."""
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
