"""Preflight of the print edition: what a print shop refuses, one rule a function."""

from collections.abc import Callable
from dataclasses import dataclass

from footlight.engines.pdf.facts import PdfFacts, facts
from footlight.finding import Finding
from footlight.paper import PT_PER_MM, Page

_BOX_SLACK = 0.01
"""pt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A print PDF and what it should be."""

    shown: str
    facts: PdfFacts
    page: Page


def check_print(data: bytes, page: Page, shown: str) -> tuple[Finding, ...]:
    """What a print shop would refuse. Raises EngineError where the file cannot be read."""
    sheet = Sheet(shown=shown, facts=facts(data, colours=True), page=page)
    return tuple(finding for rule in RULES if (finding := rule(sheet)))


def _finding(sheet: Sheet, code: str, message: str, hint: str) -> Finding:
    return Finding(code=code, message=message, hint=hint, file=sheet.shown)


def black_only(sheet: Sheet) -> Finding | None:
    """No colour but gray in text and drawings (KDP, Lulu: grayscale; IngramSpark: 100 % K)."""
    if not sheet.facts.colours:
        return None
    page, operator = sheet.facts.colours[0]
    return _finding(sheet, "print-colour", f"page {page} holds colour (operator {operator})", "Build it again.")


def gray_images(sheet: Sheet) -> Finding | None:
    """No picture in colour, none with a soft mask."""
    if sheet.facts.colour_images:
        return _finding(
            sheet, "print-colour-image", f"{sheet.facts.colour_images} image(s) in colour", "Build it again."
        )
    if sheet.facts.soft_masks:
        message = f"{sheet.facts.soft_masks} image(s) with transparency"
        return _finding(sheet, "print-transparency", message, "Save them without an alpha channel.")
    return None


def boxes(sheet: Sheet) -> Finding | None:
    """Every page has the trim size."""
    wanted = (sheet.page.width * PT_PER_MM, sheet.page.height * PT_PER_MM)
    for number, (x0, y0, x1, y1) in enumerate(sheet.facts.boxes, 1):
        if abs(x1 - x0 - wanted[0]) > _BOX_SLACK or abs(y1 - y0 - wanted[1]) > _BOX_SLACK:
            size = f"{(x1 - x0) / PT_PER_MM:.2f} × {(y1 - y0) / PT_PER_MM:.2f} mm"
            message = f"page {number} is {size}, not {sheet.page.width} × {sheet.page.height} mm"
            return _finding(sheet, "print-trim", message, "Build it again; look at [print] size.")
    return None


def even(sheet: Sheet) -> Finding | None:
    """An even number of pages: a leaf has two."""
    if sheet.facts.pages % 2:
        return _finding(sheet, "print-odd-pages", f"{sheet.facts.pages} pages are no whole leaves", "Build it again.")
    return None


def pages_only(sheet: Sheet) -> Finding | None:
    """No links, tags, outline, metadata or scripts."""
    extras = [*sheet.facts.extras, *(["/Annots"] if sheet.facts.links else [])]
    if extras:
        return _finding(
            sheet, "print-extras", f"the file holds more than pages: {', '.join(extras)}", "Build it again."
        )
    return None


def embedded(sheet: Sheet) -> Finding | None:
    """Every font is in the file."""
    missing = sheet.facts.fonts_not_embedded
    if missing:
        return _finding(sheet, "print-font", f"fonts that are not embedded: {', '.join(missing)}", "Build it again.")
    return None


Rule = Callable[[Sheet], Finding | None]
RULES: tuple[Rule, ...] = (black_only, gray_images, boxes, even, pages_only, embedded)
