"""What one build is asked to make. Processes and stages hand it to each other, so nothing heavy is imported here."""

from dataclasses import dataclass
from datetime import datetime

from footlight.essay_files import EssayFile
from footlight.project import Project
from footlight.settings.values import Config, Edition
from footlight.workflows.build.freshness import BuildKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One essay to be built."""

    essay: EssayFile
    project: Project
    config: Config
    editions: tuple[Edition, ...]
    key: BuildKey
    moment: datetime | None = None
    """SOURCE_DATE_EPOCH, where it is set."""
    anew: bool = False
    """Whether essays and finished pages are read again even where nothing of them changed; what was read is kept."""
    keep_others: bool = False
    """Whether products of other editions stay, even where the sources have changed since."""
