"""Faults of Footlight's own: what nobody foresaw is told in a sentence, and its details are kept for a report.

A writer can do nothing with a traceback, and whoever mends the fault can do nothing without one. So the traceback goes
to a file, of which the message gives the path. It holds no text of the essay but what the error itself quotes.
"""

import hashlib
import platform
import traceback
from pathlib import Path

from footlight import __version__
from footlight.errors import EnvironmentProblem
from footlight.file_replacement import replace_file
from footlight.findings.finding import Finding
from footlight.user_folders import state_folder

_MOST_CHARACTERS = 50_000
"""Of a report; the end of a longer one, where the error is, is kept."""
_MOST_WORDS = 200
"""Characters of the error's own message that are quoted."""


def keep_report(error: BaseException) -> Path | None:
    """Keep the traceback of an error; None where no file can be written. The same fault has the same file."""
    trace = "".join(traceback.format_exception(error))[-_MOST_CHARACTERS:]
    name = hashlib.sha256(trace.encode("utf-8", "backslashreplace")).hexdigest()[:12]
    path = state_folder() / "faults" / f"{name}.txt"
    text = f"Footlight {__version__}, Python {platform.python_version()}, {platform.platform()}\n\n{trace}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, text.encode("utf-8", "backslashreplace"), "the report of a fault")
    except (OSError, EnvironmentProblem):
        return None
    return path


def described(error: BaseException) -> str:
    """Say what kind of error it is, and what it says, on one line."""
    said = " ".join(str(error).split())[:_MOST_WORDS]
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def report_hint(path: Path | None) -> str:
    """Say what one can do about a fault whose report is kept."""
    if path is None:
        return "Please report this, with what you did."
    return f"Please report this, with the file {path}."


def fault_finding(error: Exception, shown: str) -> Finding:
    """Return a finding about a file in whose work an error occurred that nobody foresaw; its details are kept."""
    return Finding(
        code="unforeseen",
        message=f"Footlight failed on this file ({described(error)}); the fault is its own",
        hint=report_hint(keep_report(error)),
        file=shown,
    )
