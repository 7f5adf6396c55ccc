"""What killed processes left in a project, and in the folder of temporary files.

A build removes it before it looks at anything else, and finishes changes of products that were broken off. What a
living process holds is locked (`file_lock`), and stays.
"""

from contextlib import suppress
from pathlib import Path

from footlight.file_replacement import remove_leftovers
from footlight.project import IMPORTS, Project
from footlight.workflows.build.set_exchange import settle_waiting_sets
from footlight.workflows.processes.temporary_folder import (
    RUN_FOLDER,
    SHELF_FOLDER,
    remove_abandoned,
    temporary_parent,
)


def clear_after_kills(project: Project, now: float) -> None:
    """Remove what nobody holds any more. `now` is in seconds since the epoch."""
    settle_waiting_sets(project.build, now)
    remove_abandoned(project.build, SHELF_FOLDER)
    with suppress(OSError):  # no folder for temporary files can be written to, which who needs one will say
        remove_abandoned(temporary_parent(), RUN_FOLDER)
    clear_source(project.source)


def clear_source(source: Path) -> None:
    """Remove halves of files among the essays, and in the folders beside them that commands write into."""
    for folder in (source, source / IMPORTS, *source.glob("*.pictures")):
        remove_leftovers(folder)
