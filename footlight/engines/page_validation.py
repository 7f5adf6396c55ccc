"""page-validation: a PDF checked against the profiles of PDF/A and PDF/UA, in milliseconds and without Java.

It calls itself an alpha. Tests try it on files that are known to be valid and on files with one known fault.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import page

PROFILES = {"2a": "PDF/A-2a", "3a": "PDF/A-3a", "ua1": "PDF/UA-1"}
"""The profiles that a reading edition may claim."""
_PANIC = "PanicException"
"""What a fault in the checker's Rust is raised as; it is no Exception, and has no module to import it from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A rule that a file fails."""

    rule: str
    message: str


def validate(data: bytes, profile: str) -> tuple[Failure, ...]:
    """Check a PDF against a profile, a key of `PROFILES`. A file that cannot be read is a failure too, and so is one on
    which the checker breaks off: nothing is known of it then.
    """
    try:
        return _failures(page.validate_pdf_bytes(data, profile=profile))
    except page.PageError as error:
        return (Failure(rule="unreadable", message=str(error)),)
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        return (Failure(rule="unreadable", message=f"the checker broke off: {error}"),)


@contextmanager
def validated(data: bytes, profiles: Iterable[str]) -> Iterator[list[tuple[str, Failure]]]:
    """Check a PDF while the block runs; what fails, with its profile, is in the list behind the block.

    One profile after the other, for a book takes a hundred megabytes for each. When the block has ended, what is left
    of them is checked beside.
    """
    found: list[tuple[str, Failure]] = []
    waiting = deque(sorted(profiles))

    def taken() -> Iterator[str]:
        with suppress(IndexError):  # the other one has taken the last
            while True:
                yield waiting.popleft()

    def check() -> None:
        for profile in taken():
            found.extend((profile, failure) for failure in validate(data, profile))

    # The checker is in Rust, and lets other threads of Python's run.
    thread = Thread(target=check)
    thread.start()
    try:
        yield found
        check()
    finally:
        waiting.clear()
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
