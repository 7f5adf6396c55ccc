"""The wrap cover of the print edition: back, spine and front in one piece, and what a print shop would refuse."""

from footlight.checking.binding_preflight import SetCover, check_cover
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
from footlight.engines.pdf.page_placement import count_pages
from footlight.findings.finding import Finding, Severity
from footlight.press.cover_geometry import Wrap
from footlight.press.paper import PT_PER_MM
from footlight.press.preset import Preset
from footlight.project import Project
from footlight.settings.values import Config
from footlight.workflows.build.composition import EditionText
from footlight.workflows.build.layout_warnings import warning_findings
from footlight.workflows.processes.setter import LayoutJob, Setter


def cover_edition(
    pdf: bytes, text: EditionText, config: Config, project: Project, setter: Setter
) -> tuple[bytes, tuple[Finding, ...]]:
    """Make the cover for the print pages in `pdf`; empty where its spine is not known."""
    shown, meta = text.annotated.essay.source.shown, text.annotated.essay.source.meta
    preset, page = config.ticket.preset, config.ticket.page
    pages, _ = count_pages(pdf)
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
    pending = setter.begin(
        LayoutJob(
            html=cover_html(wrap, words, face, preset, text.house),
            styles=cover_styles(wrap, page, text.house),
            base=project.template_folders[0],
            folders=project.template_folders,
        )
    )
    laid = pending()
    data = finish_binding(laid.pdf, wrap.bleed * PT_PER_MM)
    cover = SetCover(shown=shown, wrap=wrap, barcode=barcode_box(wrap) if cover_isbn(meta) else None)
    return data, (*findings, *warning_findings(laid.warnings, shown), *check_cover(data, cover))


def _spine(
    wrap: Wrap, book: tuple[int, Preset, Config], face: CoverText, shown: str
) -> tuple[SpineText, tuple[Finding, ...]]:
    """Set the text of the spine; a finding where it has no room, an error where it is asked for."""
    pages, preset, config = book
    if config.cover.spine_text is False:
        return SpineText(), ()
    words = spine_text(wrap, pages, preset, (face.colophon.title, face.meta.byline or face.colophon.credit))
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
