"""page-validation: PDF/A and PDF/UA by their profiles, in milliseconds and without Java.

It calls itself an alpha; tests hold it against files that are known to be good and bad.
"""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import page

PROFILES = {"2a": "PDF/A-2a", "3a": "PDF/A-3a", "ua1": "PDF/UA-1"}
"""The profiles that a reading edition may claim."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One rule that a file does not pass."""

    rule: str
    message: str


def validate(data: bytes, profile: str) -> tuple[Failure, ...]:
    """What of a profile (a key of `PROFILES`) a PDF does not pass; a file that cannot be read fails as such."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        return validate_file(Path(file.name), profile)


def validate_file(path: Path, profile: str) -> tuple[Failure, ...]:
    """The same for a file."""
    try:
        report = page.validate_pdf(path, profile=profile)
    except page.PageError as error:
        return (Failure(rule="unreadable", message=str(error)),)
    return tuple(Failure(rule=failure.rule_id, message=failure.message) for failure in report.failures)
