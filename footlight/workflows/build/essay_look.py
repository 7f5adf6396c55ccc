"""How an essay is set: in which theme, with which settings and templates."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from footlight.engines.templates import Templates
from footlight.essay.document import Source
from footlight.findings.finding import Finding, Severity
from footlight.project import Project
from footlight.settings.themes import NotesIn, load_theme
from footlight.settings.values import Config
from footlight.textmatch.suggestions import among

if TYPE_CHECKING:  # few projects have a face of their own
    from footlight.editions.own_face import OwnFace


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How an essay is set."""

    project: Project
    """With the theme of the essay."""
    config: Config
    """With what the theme brings."""
    templates: Templates
    notes: NotesIn
    face: "OwnFace | None" = None
    """The project's own face, where it has one that may be used."""
    findings: tuple[Finding, ...] = ()

    @property
    def inputs(self) -> tuple[Path, ...]:
        """The files that were read for it, beyond those that every essay has."""
        return tuple(self.project.root / name for name in self.config.face.files.values())


def look_of(source: Source, project: Project, config: Config) -> Look:
    """Return how an essay is set: in the theme of its front matter, else in the project's.

    Raises UsageError where the project's theme or its face is missing or faulty.
    """
    name = source.meta.theme or config.project.theme
    findings: tuple[Finding, ...] = ()
    if source.meta.theme and source.meta.theme not in project.theme_folders:
        name, findings = config.project.theme, (_unknown(source, project, config.project.theme),)
    themed = replace(project, theme=name)
    theme = load_theme(themed)
    face, found = _face(config, project)
    return Look(
        project=themed,
        config=theme.applied(config),
        templates=Templates(themed, face.sheets() if face else {}),
        notes=theme.options.notes,
        face=face,
        findings=(*findings, *found),
    )


def _face(config: Config, project: Project) -> "tuple[OwnFace | None, tuple[Finding, ...]]":
    if not config.face.regular:
        return None, ()
    from footlight.workflows.build.project_face import project_face  # noqa: PLC0415 - few projects have one

    return project_face(config.face, project)


def _unknown(source: Source, project: Project, instead: str) -> Finding:
    name = source.meta.theme
    return Finding(
        code="theme-unknown",
        severity=Severity.INFO,
        message=f"no theme '{name}'; the essay is set in the theme {instead}",
        hint=f"{among(name, project.theme_folders)}.",
        file=source.shown,
    )
