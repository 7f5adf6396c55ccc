"""A text on its way to a setter: nothing that only finished pages need is imported here."""

from dataclasses import dataclass, field

from footlight.editions.formulas import draw_formulas
from footlight.editions.page_document import PageSetup, page_html, page_styles
from footlight.findings.finding import Finding
from footlight.press.paper import Page
from footlight.project import Project
from footlight.workflows.build.edition_text import Text
from footlight.workflows.processes.setter import Promise, Setter, Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """A text, and what lays it out."""

    text: Text
    project: Project
    setter: Setter
    tallest: float
    """The share of the text block that a note at its foot may have; a taller one is set at the end."""
    findings: list[Finding] = field(default_factory=list)
    """What could not be drawn."""

    def begin(self, page: Page, endnotes: frozenset[int] = frozenset()) -> Promise:
        """Hands the text over, so that other work can be done meanwhile; notes in `endnotes` are set at the end."""
        text, folders = self.text, self.project.template_folders
        setup = PageSetup(page=page, endnotes=endnotes)
        images = {path.parent for path in text.annotated.essay.images}
        html, findings = draw_formulas(
            page_html(text.annotated, text.fragments, text.colophon, text.house, setup),
            text.annotated.essay.source.shown,
        )
        self.findings.extend(finding for finding in findings if finding not in self.findings)
        sheet = Sheet(
            html=html,
            styles=page_styles(page, text.house.templates, html),
            base=folders[0],
            notes_read=text.house.notes_read,
            folders=(*folders, *sorted(images)),
            most_pixels=page.pixels,
        )
        return self.setter.begin(sheet)
