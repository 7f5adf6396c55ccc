"""Errors that end a command, and their exit codes.

A fault in an essay is a `Finding`, and work goes on. These errors are raised where work cannot go on; only
`footlight.cli.dispatch` turns them into a message and an exit code.
"""

from pathlib import Path
from typing import NamedTuple


class FilePlace(NamedTuple):
    """A place in a file, 1-based."""

    path: Path
    line: int
    column: int


class FootlightError(Exception):
    """The base of all errors: the message says what happened, `hint` what to do, `place` which line is shown."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "", place: FilePlace | None = None) -> None:
        super().__init__(message)
        self.hint = hint
        self.place = place


class UsageError(FootlightError):
    """The command was called wrongly, or the configuration or a template is faulty."""

    exit_code = 2


class EnvironmentProblem(FootlightError):  # noqa: N818 - EnvironmentError is Python's own
    """The machine lacks something: a library, free space, a permission, an archive that answers."""

    exit_code = 3


class EngineError(FootlightError):
    """An engine (pandoc, WeasyPrint, a checker) failed on input that it should take."""

    exit_code = 3
