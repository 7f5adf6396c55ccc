"""The sheets of a booklet, without the pages on them: a test sheet with instructions, fold marks and cut marks."""

from collections.abc import Iterator
from dataclasses import dataclass

from footlight.editions.imposition import PAGES_A_SHEET, Fit, Side, fit, impose, signatures
from footlight.editions.page_document import HouseStyle
from footlight.press.paper import Page
from footlight.press.sheets import sheet_for
from footlight.settings.binding_options import BookletOptions
from footlight.settings.wording import Wording

_CLEAR = 1.0
"""Distance between a mark and its page, mm."""
_LONG = 5.0
"""Length of a mark, mm; without room beside the page, it stands on the cutting line."""
_WORTH_A_MARK = 0.6
"""Exclusive lower bound, mm: a narrower strip is not cut off and gets no mark."""
_ROOM_FOR_WORDS = 8.0
"""Least room for words, mm: a printer leaves about 4 mm at the edge of a sheet empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookletPlan:
    """How a booklet is imposed."""

    pages: int
    """Without the blank pages that fill the last sheet."""
    fit: Fit
    sides: tuple[Side, ...]
    signatures: tuple[int, ...]
    """Number of sheets of each signature."""
    booklet: BookletOptions

    @property
    def blanks(self) -> int:
        """Number of blank pages at the end."""
        return PAGES_A_SHEET * sum(self.signatures) - self.pages

    @property
    def creep(self) -> float:
        """Shift of the innermost pages towards the fold, mm."""
        return max(side.shift for side in self.sides)

    @property
    def marked(self) -> bool:
        """Whether the sheets are trimmed and so need cut marks."""
        return max(self.fit.beside, self.fit.above) > _WORTH_A_MARK


def plan_of(page: Page, pages: int, booklet: BookletOptions, *, from_right: bool = False) -> BookletPlan:
    """Plan the booklet for a number of pages of a trim size; `from_right` is a book bound at the right."""
    placed = fit(page.width, page.height, booklet.sheet or sheet_for(page))
    return BookletPlan(
        pages=pages,
        fit=placed,
        sides=impose(pages, most=booklet.signature, thickness=booklet.paper, from_right=from_right),
        signatures=signatures(pages, booklet.signature),
        booklet=booklet,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A mark; coordinates are in mm from the upper left corner of the sheet."""

    x1: float
    y1: float
    x2: float
    y2: float
    kind: str
    """`cut` or `fold`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """The marks of one side, and the label that is cut off with them."""

    lines: tuple[Line, ...]
    words: str
    where: str
    """Place of the label: `head` or `edge`, whichever has room; empty where neither has."""
    room: float
    """Room there between the sheet's edge and the cut, mm."""


def _span(room: float) -> tuple[float, float]:
    """Begin and end of a mark from the sheet's edge: just outside the page, or on the cutting line without room."""
    return (max(0.0, room - _CLEAR - _LONG), room - _CLEAR) if room >= 2 * _CLEAR else (0.0, _LONG)


def _lines(plan: BookletPlan, shift: float) -> Iterator[Line]:
    """Yield the marks of the fore edges, of the fold, of head and foot."""
    placed, (half, high) = plan.fit, plan.fit.sheet.half
    wide = 2 * half
    down, across = _span(placed.above), _span(placed.beside)
    edges = [half - placed.width + shift, half + placed.width - shift] if placed.beside > _WORTH_A_MARK else []
    ends = [placed.above, high - placed.above] if placed.above > _WORTH_A_MARK else []
    fold = [half] if placed.above >= 2 * _CLEAR else []
    for kind, places in (("cut", edges), ("fold", fold)):
        for x in places:
            yield Line(x1=x, y1=down[0], x2=x, y2=down[1], kind=kind)
            yield Line(x1=x, y1=high - down[1], x2=x, y2=high - down[0], kind=kind)
    for y in ends:
        yield Line(x1=across[0], y1=y, x2=across[1], y2=y, kind="cut")
        yield Line(x1=wide - across[1], y1=y, x2=wide - across[0], y2=y, kind="cut")


def _marks(plan: BookletPlan, side: Side, words: Wording) -> Marks:
    said = words.say(
        "booklet-side-of" if len(plan.signatures) > 1 else "booklet-side",
        signature=side.signature,
        signatures=len(plan.signatures),
        sheet=side.sheet,
        sheets=side.sheets,
        side=words.say("booklet-outside" if side.outside else "booklet-inside"),
    )
    room = {"head": plan.fit.above, "edge": plan.fit.beside}
    where = next((place for place, free in room.items() if free >= _ROOM_FOR_WORDS), "")
    return Marks(lines=tuple(_lines(plan, side.shift)), words=said, where=where, room=room.get(where, 0.0))


def _instructions(plan: BookletPlan, words: Wording) -> tuple[str, ...]:
    """Instructions for printing, folding and binding, in order."""
    sheets, first = sum(plan.signatures), 3
    many = len(plan.signatures) > 1
    numbers = {
        "sheet": plan.fit.sheet.name,
        "first": first,
        "last": first + 2 * sheets - 1,
        "signatures": len(plan.signatures),
        "of": ", ".join(map(str, dict.fromkeys(plan.signatures))),
    }
    steps = ["booklet-try", "booklet-look", "booklet-print"]
    if many:
        steps += ["booklet-fold-each", "booklet-sew"]
    else:
        steps += ["booklet-fold", "booklet-staple"] if sheets > 1 else ["booklet-fold-one"]
    steps += ["booklet-trim" if plan.marked else "booklet-trim-edge"]
    return tuple(words.say(step, **numbers) for step in steps)


def _facts(plan: BookletPlan, words: Wording) -> tuple[str, ...]:
    """Facts about the booklet: size, scale, blank pages, creep."""
    numbers = {
        "pages": plan.pages,
        "sheets": sum(plan.signatures),
        "sheet": plan.fit.sheet.name,
        "creep": f"{plan.creep:.1f}",
        "paper": f"{plan.booklet.paper:g}",
        "blanks": plan.blanks,
        "scale": f"{100 * plan.fit.scale:.0f}",
    }
    said = ["booklet-size", *(["booklet-scaled"] if plan.fit.scale < 1 else [])]
    said += ["booklet-blanks"] if plan.blanks else []
    said += ["booklet-creep"] if plan.creep else []
    return tuple(words.say(fact, **numbers) for fact in said)


def booklet_html(plan: BookletPlan, title: str, byline: str, house: HouseStyle) -> str:
    """Fill in the document below the pages, well-formed XML: the test sheet's two sides, then each side's marks."""
    words = house.words
    return house.templates.render(
        "booklet.html",
        lang=words.lang,
        direction="ltr",
        title=title,
        byline=byline,
        wide=2 * plan.fit.sheet.half[0],
        high=plan.fit.sheet.half[1],
        page_width=plan.fit.width,
        test=plan.booklet.test_sheet,
        steps=_instructions(plan, words),
        facts=_facts(plan, words),
        marks=[_marks(plan, side, words) for side in plan.sides] if plan.marked else [],
        words=words.rows,
    )


def booklet_styles(plan: BookletPlan, house: HouseStyle) -> tuple[str, ...]:
    """Style sheets of that document in order: fonts, sheet size, ours, the project's."""
    wide, high = 2 * plan.fit.sheet.half[0], plan.fit.sheet.half[1]
    size = f"@page {{ size: {wide:g}mm {high:g}mm; margin: 0; }}\n"
    return (*house.templates.styles("fonts.css"), size, *house.templates.styles("booklet.css"))
