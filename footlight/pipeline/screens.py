"""The EPUB of an essay, held against its gate."""

from collections.abc import Mapping

from footlight.editions.epub.making import make_epub
from footlight.finding import Finding
from footlight.pipeline.text import Text
from footlight.project import Project


def epub(text: Text, project: Project) -> tuple[bytes, Mapping[int, str], tuple[Finding, ...]]:
    """The EPUB, where in it each note stands (by number), and what does not hold."""
    data = make_epub(text.annotated, text.fragments, text.colophon, text.frame, project.template_folders)
    return data, {}, ()
