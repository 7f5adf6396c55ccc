"""Preflight of the print PDF: what its print shop or its standard would refuse. `RULES`, at the end, gives the order.

The sections: colour; page boxes and page count; contents of the file; fonts; pictures; margins.
"""

from collections.abc import Callable, Iterable, Iterator

from footlight.checking.pdfx_rules import claims_hold
from footlight.checking.print_proof import Proof, others, proof_of
from footlight.engines.pdf.page_boxes import press_boxes
from footlight.engines.pdf.print_inspection import Box, Occurrence
from footlight.findings.finding import Finding, Severity
from footlight.press.paper import PT_PER_MM

# Colour


_HINT = "Build it again; black made of colours comes out pale, or with coloured edges."


def black_only(proof: Proof) -> Iterator[Finding]:
    """Text and drawings use DeviceGray only (KDP and Lulu: grayscale; IngramSpark: 100 % K, no RGB, no ICC)."""
    if not proof.ticket.colour:
        for line in proof.of_each_kind(proof.facts.colours):
            yield proof.finding("print-colour", f"{line}, in an edition that is to be black only", _HINT)


def gray_pictures(proof: Proof) -> Iterator[Finding]:
    """In a black-only edition, the colour space of every picture is DeviceGray."""
    if proof.ticket.colour:
        return
    coloured = tuple(
        Occurrence(
            page=picture.page, what=f"a picture in {picture.space.lstrip('/')}", at=(picture.box[0], picture.box[3])
        )
        for picture in proof.facts.pictures
        if picture.space != "/DeviceGray"
    )
    for line in proof.of_each_kind(coloured):
        yield proof.finding("print-colour-image", line, "Build it again, or save the picture in gray.")


def opaque(proof: Proof) -> Iterator[Finding]:
    """No soft mask, alpha, blend mode or group (KDP and PDF/X-1a: transparency has to be flattened)."""
    for line in proof.of_each_kind(proof.facts.transparent):
        hint = "Build it again: the build flattens transparency onto white."
        yield proof.finding("print-transparency", f"transparency on {line}", hint)


# Page boxes and page count


_SLACK = 0.01
"""Tolerance, pt."""
_WORDS = {"/TrimBox": "trim", "/BleedBox": "bleed", "/MediaBox": "media"}


def boxes(proof: Proof) -> Iterator[Finding]:
    """Each page has the ticket's trim box, the preset's bleed around it, and a media box that holds both."""
    for name, word in _WORDS.items():
        wrong = []
        for number, found in enumerate(proof.facts.boxes, 1):
            wanted = press_boxes(proof.ticket, number)[name]
            if name not in found or any(abs(a - b) > _SLACK for a, b in zip(found[name], wanted, strict=True)):
                wrong.append((number, found.get(name), wanted))
        if wrong:
            number, box, wanted = wrong[0]
            message = f"page {number}: its {word} is {_shown(box)}, not {_shown(wanted)}{others(len(wrong) - 1)}"
            code = "print-trim" if word == "trim" else "print-bleed"
            yield proof.finding(code, message, "Build it again; look at [print] preset, size and bleed.")
            return  # later boxes depend on this one


def _shown(box: Box | None) -> str:
    if box is None:
        return "missing"
    left, bottom, right, top = (value / PT_PER_MM for value in box)
    return f"{right - left:.2f} × {top - bottom:.2f} mm at {left:.2f}, {bottom:.2f}"


def even(proof: Proof) -> Iterator[Finding]:
    """An even number of pages: a leaf has two."""
    if proof.pages % 2:
        yield proof.finding("print-odd-pages", f"{proof.pages} pages: the number must be even", "Build it again.")


def length(proof: Proof) -> Iterator[Finding]:
    """The number of pages is within the shop's limits for its paper and the trim width."""
    preset, stock, pages = proof.ticket.preset, proof.ticket.stock, proof.pages
    fewest = max(preset.fewest, stock.fewest if stock else 0)
    most = min(preset.most, stock.most_of(proof.ticket.page.width) if stock else preset.most)
    if pages < fewest:
        message = f"{pages} pages: {preset.title} takes {fewest} or more"
        hint = "Make a booklet of it (`--edition booklet`), put it into a book with others, or choose another preset."
        yield proof.finding("print-too-few-pages", message, hint)
    if pages > most:
        on = f" on {stock.name} paper" if stock and most < preset.most else ""
        on += " of this width" if stock and most < stock.most else ""
        message = f"{pages} pages: {preset.title} binds {most} at most{on}"
        hint = "Choose a larger size or smaller type in [print], or divide it into volumes."
        yield proof.finding("print-too-many-pages", message, hint)


# Contents of the file


_OF_STANDARDS = frozenset({"/OutputIntents", "/Metadata"})
"""Catalog entries that PDF/X requires; an edition in colour has an output intent as well."""


def pages_only(proof: Proof) -> Iterator[Finding]:
    """No links, tags, outline, metadata or scripts (KDP: no bookmarks, comments, annotations or metadata)."""
    allowed = _OF_STANDARDS if proof.ticket.standard else frozenset({"/OutputIntents"} if proof.ticket.colour else ())
    found = tuple(seen for seen in proof.facts.extras if seen.page or seen.what not in allowed)
    for line in proof.of_each_kind(found):
        yield proof.finding("print-extras", f"{line} is no part of a printed page", "Build it again.")
    if proof.facts.info and not proof.ticket.standard:
        keys = ", ".join(sorted(proof.facts.info))
        yield proof.finding("print-extras", f"the file holds metadata: {keys}", "Build it again.")


# Fonts


def embedded(proof: Proof) -> Iterator[Finding]:
    """All fonts are embedded: a shop without the font would substitute another."""
    for font in proof.facts.fonts:
        if not font.embedded:
            message = f"page {font.page}: the font {font.name} is not embedded"
            yield proof.finding("print-font", message, "Build it again.")


def whole(proof: Proof) -> Iterator[Finding]:
    """Fonts are embedded in full where the shop prefers that (KDP: fully rather than subset)."""
    if not proof.ticket.preset.full_fonts:
        return
    for font in proof.facts.fonts:
        if font.embedded and font.partial:
            message = f"page {font.page}: only a subset of {font.name.partition('+')[2]} is embedded"
            hint = (
                "Collections of fonts and variable fonts cannot be embedded whole; choose a face in a file of its own."
            )
            yield proof.finding("print-font-part", message, hint, Severity.WARNING)


# Pictures


_RESOLUTION_SLACK = 0.99
"""Tolerance: sizes are rounded during layout."""


def resolution(proof: Proof) -> Iterator[Finding]:
    """Every picture, at its printed size, has the resolution that the shop asks for."""
    least = proof.ticket.preset.dpi
    for picture in dict.fromkeys(proof.facts.pictures):
        if picture.dpi >= least * _RESOLUTION_SLACK or min(picture.pixels) <= 1:
            continue
        width, height = picture.pixels
        where = proof.place(picture.page, (picture.box[0], picture.box[3]))
        message = f"{where}: a picture of {width} × {height} pixels is printed at {picture.dpi:.0f} dpi, under {least}"
        needed = round(width * least / picture.dpi) if picture.dpi else 0
        hint = f"It needs {needed} pixels in width at this size; or print it smaller, or draw it as SVG."
        yield proof.finding("print-thin-image", message, hint, Severity.WARNING)


# Margins


_SAFE_AREA_SLACK = 0.5
"""Tolerance, pt: glyphs may overhang their advance slightly."""
_SHOWN = 40
"""Characters of text that identify the place."""


def safe_area(proof: Proof) -> Iterator[Finding]:
    """All glyphs keep the shop's margins: at the spine the gutter for the page count, elsewhere the outer margin."""
    found = []
    for number, boxes in enumerate(proof.boxes_of_text, 1):
        area = _area(proof, number)
        beyond = [(box, far) for box in boxes if (far := _beyond(box, area)) > _SAFE_AREA_SLACK]
        texts = proof.texts([(number, box) for box, _ in beyond]) if beyond else ()
        outside = [(text, box, far) for text, (box, far) in zip(texts, beyond, strict=True) if text.strip()]
        found += [(number, outside)] if outside else []
    if found:
        number, outside = found[0]
        text, box, far = max(outside, key=lambda item: item[2])
        said = " ".join(text.split())[:_SHOWN]
        where = proof.place(number, (box[0], box[3]))
        message = f"{where}: “{said}” stands {far / PT_PER_MM:.1f} mm outside the safe area{others(len(found) - 1)}"
        kept = f"{proof.ticket.preset.title} keeps {proof.ticket.margin:.1f} mm free at the edges"
        hint = f"{kept}: widen the margins in [print], or make what stands there narrower."
        yield proof.finding("print-unsafe-text", message, hint)


def _area(proof: Proof, number: int) -> Box:
    ticket = proof.ticket
    left, bottom, right, top = proof.trim(number)
    edge = ticket.margin * PT_PER_MM
    bind = max(ticket.preset.gutter(proof.pages), ticket.margin) * PT_PER_MM
    at_left, at_right = (bind, edge) if ticket.inner_is_left(number) else (edge, bind)
    return left + at_left, bottom + edge, right - at_right, top - edge


def _beyond(box: Box, area: Box) -> float:
    """How far a box extends beyond an area, pt."""
    return max(area[0] - box[0], area[1] - box[1], box[2] - area[2], box[3] - area[3])


Rule = Callable[[Proof], Iterable[Finding]]
RULES: tuple[Rule, ...] = (
    black_only,
    gray_pictures,
    opaque,
    boxes,
    even,
    length,
    pages_only,
    embedded,
    whole,
    resolution,
    safe_area,
    claims_hold,
)

CAUSED_BY_ESSAY = frozenset({"print-too-few-pages", "print-too-many-pages", "print-unsafe-text", "print-thin-image"})
"""Codes caused by the essay or its pictures, not by the build: they do not stop the other editions."""


def check_print(proof: Proof) -> tuple[Finding, ...]:
    """Apply the rules to a print PDF."""
    return tuple(finding for rule in RULES for finding in rule(proof))


__all__ = ["CAUSED_BY_ESSAY", "RULES", "Proof", "check_print", "proof_of"]
