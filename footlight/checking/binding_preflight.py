"""Preflight of booklet and cover: what a printer refuses, and words too near to a cut or a fold."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from footlight.engines.pdf.print_inspection import Box as Rectangle
from footlight.engines.pdf.print_inspection import press_facts
from footlight.engines.pdfium import PlacedText, page_words
from footlight.essay.layout import Box
from footlight.findings.finding import Finding
from footlight.press.cover_geometry import Wrap
from footlight.press.paper import PT_PER_MM, Page


def check_booklet(data: bytes, shown: str) -> Iterator[Finding]:
    """Check a booklet: even number of sides, fonts embedded, no extras. Raises EngineError if it cannot be read."""
    seen = press_facts(data)
    sides = len(seen.boxes)
    extras = ", ".join(dict.fromkeys(extra.what for extra in seen.extras))
    missing = ", ".join(font.name for font in seen.fonts if not font.embedded)
    for code, wrong, message in (
        ("booklet-odd-sides", sides % 2, f"{sides} sides: the number must be even"),
        ("booklet-extras", extras, f"the file holds more than printed sheets: {extras}"),
        ("booklet-font", missing, f"fonts that are not embedded: {missing}"),
    ):
        if wrong:
            yield Finding(code=code, message=message, hint="Build it again.", file=shown)


_SLACK = 0.15
"""Tolerance, mm: a letter's box may be larger than its ink."""
_SIZE_SLACK = 0.01
"""Tolerance of page sizes, pt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCover:
    """A cover's name in findings and its intended geometry."""

    shown: str
    wrap: Wrap
    barcode: Box | None = None
    """The barcode's white field, mm; None where there is none or its place is unknown."""


def check_cover(data: bytes, cover: SetCover) -> tuple[Finding, ...]:
    """Check a cover: size, fonts, transparency, safe areas. Raises EngineError where the file cannot be read."""
    seen = press_facts(data)
    wrap = cover.wrap
    findings = []
    wanted = ((2 * wrap.width + wrap.spine) * PT_PER_MM, wrap.height * PT_PER_MM)
    sizes = [(x1 - x0, y1 - y0) for x0, y0, x1, y1 in map(_trim, seen.boxes)]
    if [size for size in sizes if max(abs(a - b) for a, b in zip(size, wanted, strict=True)) <= _SIZE_SLACK] != sizes[
        :1
    ]:
        message = f"the cover is not one page of {wanted[0] / PT_PER_MM:.2f} × {wanted[1] / PT_PER_MM:.2f} mm"
        findings.append(_finding(cover, "cover-size", message, "Build it again; look at your templates/cover.css."))
    missing = [font.name for font in seen.fonts if not font.embedded]
    if missing:
        message = f"fonts that are not embedded: {', '.join(missing)}"
        findings.append(_finding(cover, "cover-font", message, "Build it again."))
    if seen.transparent:
        message = f"transparency: {', '.join(dict.fromkeys(found.what for found in seen.transparent))}"
        findings.append(_finding(cover, "cover-transparency", message, "Save pictures without an alpha channel."))
    words = [word for page in page_words(data) for word in page]
    return (*findings, *_words([(_box(word, wrap.size[1]), word[0]) for word in words], cover))


def _trim(boxes: Mapping[str, Rectangle]) -> Rectangle:
    return boxes.get("/TrimBox", boxes.get("/MediaBox", (0.0, 0.0, 0.0, 0.0)))


def _box(words: PlacedText, high: float) -> Box:
    """The box of words in mm from the upper left corner of a page that is `high` mm high."""
    left, bottom, right, top = (length / PT_PER_MM for length in words[1])
    return Box(x=left, y=high - top, width=right - left, height=top - bottom)


def check_cover_file(data: bytes, page: Page, shown: str) -> tuple[Finding, ...]:
    """Check a cover file of which only the pages' trim size is known; spine and bleed come from its own boxes.

    Raises EngineError where the file cannot be read.
    """
    x0, _, x1, _ = next(map(_trim, press_facts(data).boxes), (0.0, 0.0, 0.0, 0.0))
    spine = max(0.0, (x1 - x0) / PT_PER_MM - 2 * page.width)
    wrap = Wrap(width=page.width, height=page.height, spine=spine, bleed=max(0.0, x0 / PT_PER_MM))
    return check_cover(data, SetCover(shown=shown, wrap=wrap))


def _words(boxes: Sequence[tuple[Box, str]], cover: SetCover) -> list[Finding]:
    """Find words too near to a cut or a fold, and words over the barcode."""
    zones = cover.wrap.zones()
    findings = []
    outside = [text for box, text in boxes if not any(box.within(zone, _SLACK) for zone in zones)]
    if outside:
        message = f"“{outside[0][:60]}” stands too near to a cut or a fold, or extends beyond its side of the cover"
        findings.append(_finding(cover, "cover-unsafe", message, "Make it shorter, or set it smaller in cover.css."))
    over = [text for box, text in boxes if cover.barcode and _meets(box, cover.barcode)]
    if over:
        message = f"“{over[0][:60]}” stands over the barcode"
        hint = "A shorter `description` or `abstract` makes room for it."
        findings.append(_finding(cover, "cover-over-barcode", message, hint))
    return findings


def _meets(box: Box, field: Box) -> bool:
    """Whether a box overlaps the field without being inside it; the field's own digits are inside."""
    apart = (
        box.x >= field.x + field.width
        or box.x + box.width <= field.x
        or box.y >= field.y + field.height
        or box.y + box.height <= field.y
    )
    return not apart and not box.within(field, _SLACK)


def _finding(cover: SetCover, code: str, message: str, hint: str) -> Finding:
    return Finding(code=code, message=message, hint=hint, file=cover.shown)
