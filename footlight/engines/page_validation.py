"""page-validation: a PDF checked against the profiles of PDF/A and PDF/UA, in milliseconds and without Java.

It calls itself an alpha. Tests try it on files that are known to be valid and on files with one known fault.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

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
    try:
        return _failures(page.validate_pdf_bytes(data, profile=profile))
    except page.PageError as error:
        return (Failure(rule="unreadable", message=str(error)),)


@contextmanager
def validated(data: bytes, profiles: Iterable[str]) -> Iterator[list[tuple[str, Failure]]]:
    """Check a PDF while the block runs; what fails, with its profile, is in the list behind the block."""
    found: list[tuple[str, Failure]] = []

    def check(profile: str) -> None:
        found.extend((profile, failure) for failure in validate(data, profile))

    # The checker is in Rust, and lets other threads of Python's run.
    threads = [Thread(target=check, args=(profile,)) for profile in profiles]
    for thread in threads:
        thread.start()
    try:
        yield found
    finally:
        for thread in threads:
            thread.join()
        found.sort(key=lambda pair: pair[0])


def validate_file(path: Path, profile: str) -> tuple[Failure, ...]:
    """Check a file on the disk in the same way."""
    try:
        return _failures(page.validate_pdf(path, profile=profile))
    except page.PageError as error:
        return (Failure(rule="unreadable", message=str(error)),)


def _failures(report: page.ValidationReport) -> tuple[Failure, ...]:
    return tuple(Failure(rule=failure.rule_id, message=failure.message) for failure in report.failures)
