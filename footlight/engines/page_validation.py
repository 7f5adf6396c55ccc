"""page-validation: a PDF checked against the profiles of PDF/A and PDF/UA, in milliseconds and without Java.

It calls itself an alpha. Tests try it on files that are known to be valid and on files with one known fault.
"""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import page

PROFILES = {"2a": "PDF/A-2a", "3a": "PDF/A-3a", "ua1": "PDF/UA-1"}
"""The profiles that a reading edition may claim."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A rule that a file fails."""

    rule: str
    message: str


def validate(data: bytes, profile: str) -> tuple[Failure, ...]:
    """Check a PDF against a profile, a key of `PROFILES`. A file that cannot be read is a failure too."""
    # It takes paths only.
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        return validate_file(Path(file.name), profile)


def validate_file(path: Path, profile: str) -> tuple[Failure, ...]:
    """Check a file on the disk in the same way."""
    try:
        report = page.validate_pdf(path, profile=profile)
    except page.PageError as error:
        return (Failure(rule="unreadable", message=str(error)),)
    return tuple(Failure(rule=failure.rule_id, message=failure.message) for failure in report.failures)
