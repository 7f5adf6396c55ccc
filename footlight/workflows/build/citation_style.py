"""The citation style of an essay: Footlight's own, the project's, or one beside the source."""

import re
from dataclasses import dataclass
from pathlib import Path

from footlight.errors import UsageError
from footlight.essay.document import Source
from footlight.findings.finding import Finding
from footlight.input_record import read_input
from footlight.project import Project
from footlight.real_path import real_path
from footlight.settings.values import Config

_CLASS = re.compile(r'(<style\b[^>]*\bclass=)(["\'])(note|in-text)\2')


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A CSL style (https://docs.citationstyles.org/en/stable/specification.html), as notes use it."""

    text: str
    """The style with class in-text: Footlight numbers the notes, the style gives their words."""
    cites_in_notes: bool
    """Whether the author's citations become notes: with Footlight's own style and with every style of notes."""


def citation_style(source: Source, config: Config, project: Project) -> tuple[Style, Path, tuple[Finding, ...]]:
    """Return the style of an essay, its file, and what is wrong with the style that the essay names.

    Raises UsageError where the project's style is missing or not CSL.
    """
    findings: tuple[Finding, ...] = ()
    if source.meta.csl:
        try:
            return *_own(source, project), ()
        except UsageError as error:
            message = f"{error}; the project's style is used"
            findings = (Finding(code="citation-style", message=message, hint=error.hint, file=source.shown),)
    found = [folder / "csl" / config.notes.csl for folder in project.template_folders]
    there = [path for path in found if path.is_file()]
    if not there:
        raise UsageError(f"no citation style {config.notes.csl} in templates/csl/", hint="Look at [notes] csl.")
    house = config.notes.csl == "notes.csl" and len(there) == 1
    return _style(there[-1], house=house), there[-1], findings


def _own(source: Source, project: Project) -> tuple[Style, Path]:
    """Read the style beside the essay. Raises UsageError where it is not CSL."""
    path = real_path(source.path.parent / source.meta.csl)
    if not path.is_relative_to(real_path(project.root)):
        raise UsageError(f"the citation style {source.meta.csl} is outside the project", hint="Copy it beside.")
    return _style(path, house=False), path


def _style(path: Path, *, house: bool) -> Style:
    try:
        text = read_input(path).decode("utf-8")
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"the citation style {path.name} cannot be read", hint="Put it beside the essay.") from None
    match = _CLASS.search(text)
    if not match:
        raise UsageError(f"{path.name} is no CSL style", hint="It begins with <style … class=…>.")
    in_notes = house or match[3] == "note"
    return Style(text=_CLASS.sub(r"\1\2in-text\2", text, count=1), cites_in_notes=in_notes)
