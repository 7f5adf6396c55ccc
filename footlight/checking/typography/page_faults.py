"""Faults of pages: lines that stick out of the block, hyphens at a page's end, pages that end early."""

import math
from collections.abc import Iterator

from footlight.checking.typography.faults import Fault, Kind
from footlight.checking.typography.set_lines import SetLine, SetPage
from footlight.checking.typography.text_block import SetDocument, TextBlock, line_numbers
from footlight.settings.check_options import CheckOptions

_OPENING = 4
"""Leadings: a page whose text begins lower is an opening, and the one before it may be short."""
_FEWEST_WORDS = 3
"""A line of fewer words beside the block may be a number of a list, or a formula's."""
_OFF_PAGE = 0.5
"""pt: what is beyond the page by less is a rounding."""


def overfull_lines(document: SetDocument, limits: CheckOptions) -> Iterator[Fault]:
    """Lines that reach beyond the page, or beyond the sides of the block."""
    block = document.block
    for number, page in enumerate(document.pages):
        left, right = block.edges_on(number)
        order = line_numbers(page, block)
        allowed = limits.overfull * block.size
        for line in (*page.body, *page.others):
            off = _beyond_page(line, page)
            # Where lines do not end on one edge, there is none that they could be beyond.
            known = block.justified and _is_text(line, page)
            out = max(left - line.x0, line.x1 - right) if known else 0.0
            if off or out > allowed:
                yield Fault(
                    kind=Kind.OVERFULL,
                    page=number + 1,
                    line=order.get(line.y, 0),
                    amount=max(off, out),
                    words=line.text,
                    ratio=math.inf if off else out / block.size,
                )


def _is_text(line: SetLine, page: SetPage) -> bool:
    """Whether a line is one of running text; others may stand beside the block, as side notes and folios do."""
    return line in page.body and len(line.words) >= _FEWEST_WORDS


def _beyond_page(line: SetLine, page: SetPage) -> float:
    over = max(-line.x0, line.x1 - page.width, -line.y, line.y - page.height)
    return over if over > _OFF_PAGE else 0.0


def page_hyphens(document: SetDocument) -> Iterator[Fault]:
    """Pages but the last whose last line ends in a hyphen."""
    for number, page in enumerate(document.pages[:-1]):
        inside = [line for line in page.body if document.block.inside(line, number)]
        if inside and inside[-1].hyphenated:
            order = line_numbers(page, document.block)
            yield _fault(Kind.PAGE_HYPHEN, number, order.get(inside[-1].y, 0), 1, inside[-1].text)


def short_pages(document: SetDocument, limits: CheckOptions) -> Iterator[Fault]:
    """Inner pages that end early."""
    numbered = sum(_has_folio(page, document.block) for page in document.pages) * 2 > len(document.pages)
    for number in inner_pages(document):
        page = document.pages[number]
        # A page without a number among others with one is no page of text: it is blank, or stands before the text.
        if not (page.body or page.others) or (numbered and not _has_folio(page, document.block)):
            continue
        lines = _empty(page, document.block) / document.block.leading
        if lines >= limits.short_page:
            text = document.block.text_of(page)
            yield _fault(Kind.SHORT_PAGE, number, 0, lines, text[-1].text if text else "")


def _has_folio(page: SetPage, block: TextBlock) -> bool:
    return any(line.y > block.lowest for line in (*page.body, *page.others))


def inner_pages(document: SetDocument) -> list[int]:
    """All pages but the first, the last, and those before an opening; 0-based."""
    block = document.block
    found = []
    for number in range(1, len(document.pages) - 1):
        text = block.text_of(document.pages[number + 1])
        if text and text[0].y <= block.top + _OPENING * block.leading:
            found.append(number)
    return found


def _empty(page: SetPage, block: TextBlock) -> float:
    """The height that is left empty in the block, in pt: at its foot, and between the text and the notes."""
    last = max((line.y for line in block.text_of(page)), default=block.top)
    notes = block.notes_of(page, last)
    if not notes:
        return block.foot - last
    return max(block.note_foot - notes[-1].y, 0.0) + notes[0].y - last - block.note_gap


def _fault(kind: Kind, page: int, line: int, amount: float, words: str) -> Fault:
    return Fault(kind=kind, page=page + 1, line=line, amount=amount, words=words)
