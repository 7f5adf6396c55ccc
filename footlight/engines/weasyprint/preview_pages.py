"""Finished pages as values for a preview: what stands where on each, and a hash by which an unchanged one is known.

This module reads boxes and imports nothing of WeasyPrint, so that another process can take the values.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from footlight.engines.weasyprint.foreign_types import Box, Page
from footlight.essay.document import is_call

_PT = 0.75
"""Of a CSS pixel."""
_UNSEEN = frozenset({"serial", "index", "baseline", "element_tag", "is_generated", "space_dropped", "block_ellipsis"})
"""Attributes of boxes that change nothing that is drawn, or are known from others."""
_SCALARS = frozenset({int, float, str, bool})
_KNOWN = "footlight_preview"
"""The entry of the `__dict__` of a page with the salt and its value."""
_DIGITS = 4
"""Digits of a px. What is laid out again and moved may differ in the last digits of a number."""
_OURS = "footlight_"
"""How attributes begin that only say how boxes are laid out."""
_ASKED = ("style", "src", "class")
"""Attributes of elements that change what is drawn: all others act by style sheets, which the salt stands for."""
_LINE, _MARGIN, _FOOTNOTES = "LineBox", "MarginBox", "FootnoteAreaBox"

Place = tuple[float, float, float, float]
"""Left, top, width and height in pt, from the upper left corner of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLine:
    """A line of text."""

    words: str
    """Without the numbers of note calls."""
    place: Place
    note: bool
    """Whether it stands in a note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """A link on a page."""

    target: str
    """An address, or `#` and an identifier."""
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewPage:
    """A page."""

    key: str
    """The same for two pages that look the same and lead to the same places."""
    width: float
    """pt."""
    height: float
    lines: tuple[PageLine, ...]
    links: tuple[PageLink, ...]
    anchors: Mapping[str, tuple[float, float]]
    """Left and top of each identified element, pt."""


def preview_pages(pages: Sequence[Page], salt: str) -> tuple[PreviewPage, ...]:
    """Pages as values; `salt` stands for all that they are made of besides: style sheets, fonts, picture files."""
    return tuple(_known(page, salt) for page in pages)


def _known(page: Page, salt: str) -> PreviewPage:
    """A page as a value, made once of pages that are kept (`edits`)."""
    known: tuple[str, PreviewPage] | None = page.__dict__.get(_KNOWN)
    if known is None or known[0] != salt:
        known = page.__dict__[_KNOWN] = salt, _preview(page, salt)
    return known[1]


def _preview(page: Page, salt: str) -> PreviewPage:
    box = page._page_box  # noqa: SLF001 - there is no public way to the boxes of a page
    links = tuple(_links(page))
    anchors = {name: (round(place[0] * _PT, 1), round(place[1] * _PT, 1)) for name, place in page.anchors.items()}
    digest = sha256(f"{salt}{links}{anchors}".encode("utf-8", "surrogatepass"))
    for text in _drawn(box):
        digest.update(text.encode("utf-8", "surrogatepass"))
    return PreviewPage(
        key=digest.hexdigest()[:24],
        width=round(page.width * _PT, 2),
        height=round(page.height * _PT, 2),
        lines=tuple(_lines(box)),
        links=links,
        anchors=anchors,
    )


def _drawn(page: Box) -> Iterator[str]:
    """All numbers and words of the boxes of a page, on which depends what is drawn."""
    waiting = [page]
    while waiting:
        box = waiting.pop()
        scalars = sorted(  # the order is that in which the box came by them
            (name, value if value.__class__ is not float else round(value, _DIGITS))
            for name, value in box.__dict__.items()
            if value.__class__ in _SCALARS and value and name not in _UNSEEN and not name.startswith(_OURS)
        )
        element = box.element
        if element is None:
            yield f"{type(box).__name__}{scalars}"
        else:
            asked = [element.get(name) for name in _ASKED] if element.attrib else ()
            yield f"{type(box).__name__}{element.tag}{asked}{scalars}"
        waiting += box.__dict__.get("children", ())


def _lines(page: Box) -> Iterator[PageLine]:
    waiting = [(child, type(child).__name__ == _FOOTNOTES) for child in reversed(page.children)]
    while waiting:
        box, note = waiting.pop()
        kind = type(box).__name__
        if kind == _MARGIN or box.style["visibility"] != "visible":
            continue
        if kind == _LINE:
            words = "".join(_words(box))
            if words.strip():
                place = _place(box.position_x, box.position_y, box.width, box.height)
                yield PageLine(words=words, place=place, note=note)
        waiting += [
            (child, note or type(child).__name__ == _FOOTNOTES) for child in reversed(getattr(box, "children", ()))
        ]


def _words(line: Box) -> Iterator[str]:
    waiting = [line]
    while waiting:
        box = waiting.pop()
        if box.element is not None and is_call(box.element.get("id", "")):
            continue
        if isinstance(text := getattr(box, "text", None), str):
            yield text
        else:
            waiting += reversed(getattr(box, "children", ()))


def _links(page: Page) -> Iterator[PageLink]:
    for kind, target, (left, top, right, bottom), _ in page.links:
        place = _place(left, top, right - left, bottom - top)
        if kind == "internal":
            yield PageLink(target=f"#{target}", place=place)
        elif kind == "external":
            yield PageLink(target=target, place=place)


def _place(left: float, top: float, width: float, height: float) -> Place:
    return (round(left * _PT, 1), round(top * _PT, 1), round(width * _PT, 1), round(height * _PT, 1))
