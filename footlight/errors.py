"""What can go wrong that is not the author's doing, one small tree, and the exit code of each.

The author's own trouble is a `Finding`, and work goes on. These are raised where work cannot go on, and are
turned into a message and an exit code in one place, `footlight.cli`.
"""


class FootlightError(Exception):
    """The root: every message says what happened; `hint` says what to do next."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(FootlightError):
    """The command was called wrongly, or the configuration cannot be read."""

    exit_code = 2


class EnvironmentProblem(FootlightError):  # noqa: N818 - EnvironmentError is Python's own
    """The machine lacks something: a library, room on the disk, a right to write, an archive that answers."""

    exit_code = 3


class EngineError(FootlightError):
    """A third-party engine (pandoc, WeasyPrint, a checker) failed on input that it should have taken."""

    exit_code = 3
