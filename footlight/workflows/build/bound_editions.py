"""What is bound from finished print pages: the booklet, and the cover that goes around them."""

from collections.abc import Sequence
from dataclasses import dataclass

from footlight.checking.binding_preflight import SetCover, check_cover
from footlight.editions.booklet_sheets import BookletPlan, booklet_html, booklet_styles, plan_of
from footlight.editions.imposition import Side
from footlight.editions.wrap_cover import (
    CoverText,
    SpineText,
    barcode_box,
    cover_html,
    cover_isbn,
    cover_styles,
    spine_text,
    spine_width,
)
from footlight.engines.pdf.binding_finish import finish_binding
from footlight.engines.pdf.page_placement import PlacedPage, SheetSide, count_pages, imposed_sheets
from footlight.findings.finding import Finding, Severity
from footlight.press.cover_geometry import Wrap
from footlight.press.paper import PT_PER_MM, Page
from footlight.press.preset import Preset
from footlight.project import Project
from footlight.settings.values import ENDINGS, Config, Edition
from footlight.workflows.build.edition_text import Text
from footlight.workflows.build.layout_complaints import complaints
from footlight.workflows.processes.setter import Setter, Sheet

BOUND = frozenset({Edition.BOOKLET, Edition.COVER})
"""The editions that are made of finished print pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """The print pages of a text."""

    text: Text
    pdf: bytes


def bind(
    inside: Inside, editions: Sequence[Edition], config: Config, project: Project, setter: Setter
) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    """The booklet and the cover, where they are asked for."""
    name = inside.text.annotated.essay.source.name
    products: dict[str, bytes] = {}
    findings: tuple[Finding, ...] = ()
    if Edition.BOOKLET in editions:
        data, found = _booklet(inside, config, project, setter)
        products[f"{name}{ENDINGS[Edition.BOOKLET]}"] = data
        findings += found
    if Edition.COVER in editions:
        made, found = _cover(inside, config, project, setter)
        products |= {f"{name}{ENDINGS[Edition.COVER]}": made} if made else {}
        findings += found
    return products, findings


def _cover(inside: Inside, config: Config, project: Project, setter: Setter) -> tuple[bytes, tuple[Finding, ...]]:
    """The cover, and what a print shop would say to it; nothing where its spine is not known."""
    text = inside.text
    shown, meta = text.annotated.essay.source.shown, text.annotated.essay.source.meta
    preset, page = config.ticket.preset, config.ticket.page
    pages, _ = count_pages(inside.pdf)
    spine = spine_width(pages, config.ticket, config.cover)
    if spine is None:
        hint = f"Fetch its template for {pages} pages and write what it says: `[cover] spine`, in mm."
        message = f"how thick the spine is only {preset.title} knows"
        return b"", (Finding(code="cover-spine-unknown", message=message, hint=hint, file=shown),)
    wrap = Wrap(
        width=page.width,
        height=page.height,
        spine=spine,
        bleed=preset.bleed.outer,
        from_right=meta.direction == "rtl",
    )
    face = CoverText(meta=meta, fragments=text.fragments, colophon=text.colophon)
    words, findings = _spine(wrap, (pages, preset, config), face, shown)
    promise = setter.begin(
        Sheet(
            html=cover_html(wrap, words, face, preset, text.house),
            styles=cover_styles(wrap, page, text.house),
            base=project.template_folders[0],
            folders=project.template_folders,
        )
    )
    laid = promise()
    data = finish_binding(laid.pdf, wrap.bleed * PT_PER_MM)
    cover = SetCover(shown=shown, wrap=wrap, barcode=barcode_box(wrap) if cover_isbn(meta) else None)
    return data, (*findings, *complaints(laid.said, text), *check_cover(data, cover))


def _spine(
    wrap: Wrap, book: tuple[int, Preset, Config], face: CoverText, shown: str
) -> tuple[SpineText, tuple[Finding, ...]]:
    """What stands on the spine; an error where text is asked for and has no room."""
    pages, preset, config = book
    if config.cover.spine_text is False:
        return SpineText(), ()
    words = spine_text(wrap, pages, preset, (face.colophon.title, face.meta.byline))
    if words.words:
        return words, ()
    asked = config.cover.spine_text is True
    finding = Finding(
        code="cover-spine-thin",
        severity=Severity.ERROR if asked else Severity.INFO,
        message=f"no text on the spine: {words.why}",
        hint="Without `[cover] spine-text = true` the cover is made with an empty spine." if asked else "",
        file=shown,
    )
    return words, (finding,)


def _booklet(inside: Inside, config: Config, project: Project, setter: Setter) -> tuple[bytes, tuple[Finding, ...]]:
    meta = inside.text.annotated.essay.source.meta
    _, pages = count_pages(inside.pdf)
    plan = plan_of(config.ticket.page, pages, config.booklet, from_right=meta.direction == "rtl")
    colophon, house = inside.text.colophon, inside.text.house
    promise = setter.begin(
        Sheet(
            html=booklet_html(plan, colophon.title, meta.byline, house),
            styles=booklet_styles(plan, house),
            base=project.template_folders[0],
            folders=project.template_folders,
        )
    )
    grounds = finish_binding(promise().pdf)
    size = (2 * plan.fit.sheet.half[0] * PT_PER_MM, plan.fit.sheet.half[1] * PT_PER_MM)
    shown = inside.text.annotated.essay.source.shown
    return imposed_sheets(inside.pdf, grounds, _spreads(plan), size), _said(plan, config.ticket.page, shown)


def _spreads(plan: BookletPlan) -> tuple[SheetSide, ...]:
    """The sides of the file: the test sheet's, then those of the sheets."""
    wide, high = 2 * plan.fit.sheet.half[0] * PT_PER_MM, plan.fit.sheet.half[1] * PT_PER_MM
    tests = 2 if plan.booklet.test_sheet else 0
    spreads = [SheetSide(ground=number, trim=(0, 0, wide, high)) for number in range(1, tests + 1)]
    for number, side in enumerate(plan.sides, tests + 1):
        x, y = (plan.fit.width - side.shift) * PT_PER_MM, plan.fit.above * PT_PER_MM
        spreads.append(
            SheetSide(
                ground=number if plan.marked else 0,
                placed=_placed(plan, side),
                trim=(wide / 2 - x, y, wide / 2 + x, high - y),
            )
        )
    return tuple(spreads)


def _placed(plan: BookletPlan, side: Side) -> tuple[PlacedPage, ...]:
    """The pages of a side, at the fold but for what they are moved towards it; each is seen on its own half only."""
    half, high = (length * PT_PER_MM for length in plan.fit.sheet.half)
    shift, width, y = (length * PT_PER_MM for length in (side.shift, plan.fit.width, plan.fit.above))
    left = PlacedPage(page=side.left, x=half - width + shift, y=y, scale=plan.fit.scale, within=(0, 0, half, high))
    right = PlacedPage(page=side.right, x=half - shift, y=y, scale=plan.fit.scale, within=(half, 0, 2 * half, high))
    return tuple(placed for placed in (left, right) if placed.page <= plan.pages)


def _said(plan: BookletPlan, page: Page, shown: str) -> tuple[Finding, ...]:
    """What whoever prints it has to know beforehand."""
    findings = []
    if plan.fit.scale < 1:
        findings.append(
            Finding(
                code="booklet-scaled",
                severity=Severity.INFO,
                message=f"pages of {page.width:g} × {page.height:g} mm are printed at"
                f" {100 * plan.fit.scale:.0f} % to lie two on a sheet of {plan.fit.sheet.name}",
                hint="`[booklet] sheet` names a larger sheet, `[print] size` a smaller page.",
                file=shown,
            )
        )
    if len(plan.signatures) > 1:
        sheets = " and ".join(map(str, sorted(set(plan.signatures))))
        findings.append(
            Finding(
                code="booklet-signatures",
                severity=Severity.INFO,
                message=f"{plan.pages} pages are too thick for one fold: the booklet has {len(plan.signatures)}"
                f" signatures of {sheets} sheets, to be sewn",
                hint="`[booklet] signature` sets how many sheets are folded into one another.",
                file=shown,
            )
        )
    return tuple(findings)
