"""The booklet: finished print pages, placed on sheets that are folded at home."""

from footlight.editions.booklet_sheets import BookletPlan, booklet_html, booklet_styles, plan_of
from footlight.editions.imposition import Side
from footlight.engines.pdf.binding_finish import finish_binding
from footlight.engines.pdf.page_placement import PlacedPage, SheetSide, count_pages, imposed_sheets
from footlight.findings.finding import Finding, Severity
from footlight.press.paper import PT_PER_MM, Page
from footlight.project import Project
from footlight.settings.values import Config
from footlight.workflows.build.composition import EditionText
from footlight.workflows.processes.setter import LayoutJob, Setter


def booklet_edition(
    pdf: bytes, text: EditionText, config: Config, project: Project, setter: Setter
) -> tuple[bytes, tuple[Finding, ...]]:
    """Impose the print pages in `pdf` for folding."""
    meta = text.annotated.essay.source.meta
    _, pages = count_pages(pdf)
    plan = plan_of(config.ticket.page, pages, config.booklet, from_right=meta.direction == "rtl")
    colophon, house = text.colophon, text.house
    pending = setter.begin(
        LayoutJob(
            html=booklet_html(plan, colophon.title, meta.byline, house),
            styles=booklet_styles(plan, house),
            base=project.template_folders[0],
            folders=project.template_folders,
        )
    )
    grounds = finish_binding(pending().pdf)
    size = (2 * plan.fit.sheet.half[0] * PT_PER_MM, plan.fit.sheet.half[1] * PT_PER_MM)
    shown = text.annotated.essay.source.shown
    return imposed_sheets(pdf, grounds, _spreads(plan), size), _notices(plan, config.ticket.page, shown)


def _spreads(plan: BookletPlan) -> tuple[SheetSide, ...]:
    """Return the sides of all sheets, those of the test sheet first."""
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
    """Place the two pages of a side at the fold, moved towards it by the creep; each is seen on its own half only."""
    half, high = (length * PT_PER_MM for length in plan.fit.sheet.half)
    shift, width, y = (length * PT_PER_MM for length in (side.shift, plan.fit.width, plan.fit.above))
    left = PlacedPage(page=side.left, x=half - width + shift, y=y, scale=plan.fit.scale, within=(0, 0, half, high))
    right = PlacedPage(page=side.right, x=half - shift, y=y, scale=plan.fit.scale, within=(half, 0, 2 * half, high))
    return tuple(placed for placed in (left, right) if placed.page <= plan.pages)


def _notices(plan: BookletPlan, page: Page, shown: str) -> tuple[Finding, ...]:
    """Say what one has to know before printing."""
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
