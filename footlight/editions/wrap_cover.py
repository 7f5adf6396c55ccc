"""The wrap cover of a paperback: spine width, text on the spine, and the document that is laid out."""

import unicodedata
from dataclasses import dataclass

from footlight.editions.barcode import TALL, WIDTH, barcode_svg
from footlight.editions.colophon import Colophon
from footlight.editions.fragments import Fragments, words_alone
from footlight.editions.page_document import HouseStyle
from footlight.editions.title_lines import balanced, longest_word
from footlight.engines.templates import markup
from footlight.essay.document import Metadata
from footlight.essay.layout import Box
from footlight.press.cover_geometry import SAFE, SPINE_CLEAR, Wrap
from footlight.press.isbn import bare, isbn_13
from footlight.press.job_ticket import Ticket
from footlight.press.paper import PT_PER_MM, Page
from footlight.press.preset import Preset
from footlight.settings.binding_options import CoverOptions

_LEAST_TYPE, _GREATEST_TYPE = 7.0, 11.0
"""Type size of the text on a spine, pt."""
_LINE = 1.2
"""Height of a line of text from ascender to descender, em; it must fit the spine's width."""
_APART = 2.0
"""Distance between title and author, em."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpineText:
    """Text on a spine; `words` is empty where none is set, and `why` gives the reason."""

    words: tuple[str, ...] = ()
    """The title and, where there is room, the author."""
    type: float = 0.0
    """Type size, pt."""
    why: str = ""


def spine_width(pages: int, ticket: Ticket, cover: CoverOptions) -> float | None:
    """Width of the spine in mm; None where only the shop's own template gives it."""
    stock = ticket.stock or next(iter(ticket.preset.stocks), None)
    if cover.spine is not None or stock is None:
        return cover.spine
    return round(pages * stock.mm_per_page + ticket.preset.spine_extra, 3)


def spine_text(wrap: Wrap, pages: int, preset: Preset, said: tuple[str, str]) -> SpineText:
    """Fit title and author (`said`) on the spine, as large as it allows, 7 to 11 pt."""
    if pages < preset.spine_text_from:
        return SpineText(
            why=f"{preset.title} prints no text on the spine of a book of fewer than {preset.spine_text_from} pages,"
            f" and this has {pages}"
        )
    across = (wrap.spine - 2 * SPINE_CLEAR) * PT_PER_MM / _LINE
    if across < _LEAST_TYPE:
        least = _LEAST_TYPE * _LINE / PT_PER_MM + 2 * SPINE_CLEAR
        return SpineText(
            why=f"the spine is {wrap.spine:.1f} mm thick, and text of {_LEAST_TYPE:g} pt with"
            f" {SPINE_CLEAR:.1f} mm clear at each fold needs {least:.1f} mm"
        )
    along = (wrap.height - 2 * SAFE) * PT_PER_MM
    title, author = said
    for words in ((title, author), (title,)):
        kept = tuple(filter(None, words))
        size = min(across, _GREATEST_TYPE, along / _ems(kept))
        if size >= _LEAST_TYPE:
            return SpineText(words=kept, type=round(size - 0.05, 1))
    return SpineText(why=f"the title is too long for a spine of {wrap.height:g} mm")


def _ems(words: tuple[str, ...]) -> float:
    """Estimate the length in em, rather too long: 0.55 for a letter of the title, 0.72 for the author's small caps."""
    lengths = [sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text) for text in words]
    return sum(length * each for length, each in zip(lengths, (0.55, 0.72), strict=False)) + _APART


_TITLE_TYPE = ((24, 27.0), (60, 22.0), (10_000, 16.0))
"""Inclusive upper bound of a title's length in characters, and its type size in pt."""
_LABEL = 0.72
"""Width of the label as a share of the front, as in cover.css; 7 mm at each side of the label stay empty."""


def _title(title: str, wrap: Wrap) -> tuple[float, float]:
    """A title's type size in pt, so that its longest word fits a line, and the width in em that balances its lines."""
    across = (_LABEL * wrap.width - 14) * PT_PER_MM
    usual = next(size for most, size in _TITLE_TYPE if len(title) <= most)
    size = round(max(_LEAST_TYPE, min(usual, across / longest_word(title))), 1)
    return size, balanced(title, across / size)


BARCODE_PADDING = (1.5, 5.0)
"""White space around the symbol, mm: at the sides and the foot; at the head, where the ISBN stands in digits."""
_BARCODE_FROM_EDGE = 12.0
"""Distance from the fold and from the foot, mm: KDP asks for a quarter of an inch (6.35)."""


def barcode_box(wrap: Wrap) -> Box:
    """The barcode's white field: at the foot of the back cover, beside the spine."""
    side, head = BARCODE_PADDING
    width, height = WIDTH + 2 * side, TALL + side + head
    beside = wrap.back_x + (_BARCODE_FROM_EDGE if wrap.from_right else wrap.width - _BARCODE_FROM_EDGE - width)
    return Box(x=beside, y=wrap.bleed + wrap.height - _BARCODE_FROM_EDGE - height, width=width, height=height)


def cover_isbn(meta: Metadata) -> str:
    """The printed edition's ISBN as the source writes it: `isbn`, else the first ISBN among the identifiers."""
    named = [i.text for i in meta.identifiers if i.scheme.upper().startswith("ISBN") or "ISBN" in i.text.upper()]
    return next((words for words in (meta.isbn, *named) if isbn_13(words)), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverText:
    """The texts of a cover."""

    meta: Metadata
    fragments: Fragments
    colophon: Colophon


def cover_html(wrap: Wrap, spine: SpineText, face: CoverText, preset: Preset, house: HouseStyle) -> str:
    """Fill in the cover's document, well-formed XML of one page."""
    isbn = cover_isbn(face.meta)
    size, across = _title(face.colophon.title, wrap)
    written = isbn if len(bare(isbn)) == 13 else isbn_13(isbn)
    return house.templates.render(
        "cover.html",
        lang=face.meta.lang,
        direction=face.meta.direction,
        house_lang=face.colophon.lang,
        wrap=wrap,
        ink=preset.colour,
        title=markup(words_alone(face.fragments.title)),
        title_size=size,
        title_width=across,
        title_text=face.colophon.title,
        subtitle=markup(words_alone(face.fragments.subtitle)),
        byline=face.meta.byline or face.colophon.credit,
        imprint=face.colophon.imprint,
        publisher=face.meta.publisher,
        blurb=markup(words_alone(face.fragments.abstract)),
        description=face.meta.description,
        spine=spine,
        isbn=bare(isbn) and written.removeprefix("ISBN").strip(": "),
        barcode=markup(barcode_svg(isbn_13(isbn))) if isbn else "",
        barcode_box=barcode_box(wrap),
        words=house.words.rows,
    )


def cover_styles(wrap: Wrap, page: Page, house: HouseStyle) -> tuple[str, ...]:
    """Style sheets in order: fonts, the cover's measures, ours, the project's."""
    wide, high = wrap.size
    size = (
        f"@page {{ size: {wide:.3f}mm {high:.3f}mm; margin: 0; }}\n"
        f":root {{ --width: {wrap.width:g}mm; --height: {wrap.height:g}mm; --spine: {wrap.spine:g}mm;"
        f" --bleed: {wrap.bleed:g}mm; --safe: {SAFE:g}mm; --type: {page.type}pt; --leading: {page.leading}pt; }}\n"
    )
    return (*house.templates.styles("fonts.css"), size, *house.templates.styles("cover.css"))
