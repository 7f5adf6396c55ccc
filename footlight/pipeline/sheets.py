"""A text on its way to a setter: nothing that only finished pages need is imported here."""

from footlight.editions.page import page_html, page_styles
from footlight.paper import Page
from footlight.pipeline.text import Text
from footlight.pipeline.typesetting import Setter, Sheet
from footlight.project import Project


def begin(setter: Setter, text: Text, page: Page, project: Project, endnotes: frozenset[int] = frozenset()) -> None:
    """Hands a text to a setter, so that other work can be done meanwhile; notes in `endnotes` are set at the end."""
    setter.begin(_sheet(text, page, project, endnotes))


def _sheet(text: Text, page: Page, project: Project, endnotes: frozenset[int]) -> Sheet:
    images = {path.parent for path in text.annotated.essay.images}
    return Sheet(
        html=page_html(text.annotated, text.fragments, text.colophon, text.frame, endnotes),
        styles=page_styles(page, text.frame.templates),
        base=project.template_folders[0],
        notes_read=text.frame.notes_read,
        folders=(*project.template_folders, *sorted(images)),
    )
