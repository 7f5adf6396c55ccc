"""Messages of the EPUB validators, EPUBCheck and DAISY Ace, as findings."""

from collections.abc import Sequence
from pathlib import Path

from footlight.engines.ace import Violation, find_ace, violations
from footlight.engines.epub.container_reader import DamagedEpubError, declaring_entities
from footlight.engines.epubcheck import Message, check_books
from footlight.errors import EngineError, EnvironmentProblem
from footlight.findings.finding import Finding, Severity

_HINT = "Look at your own templates/epub/ first; else this is worth a report to the makers of Footlight."


def run_epubcheck(books: Sequence[tuple[Path, str]]) -> tuple[tuple[Finding, ...], ...]:
    """EPUBCheck's messages for each EPUB and the name that findings give it; one Java process reads all of them.

    Raises EnvironmentProblem where there is no Java, EngineError where EPUBCheck breaks down.
    """
    refused = {path: found for path, shown in books if (found := _refused(path, shown))}
    others = [path for path, _ in books if path not in refused]
    reports = iter(check_books(others) if others else ())
    return tuple(
        (refused[path],) if path in refused else tuple(_epubcheck_finding(message, shown) for message in next(reports))
        for path, shown in books
    )


def _refused(path: Path, shown: str) -> Finding | None:
    """The finding for a file that is given to no other program."""
    try:
        name = declaring_entities(path)
    except (DamagedEpubError, OSError):
        return None  # EPUBCheck says what is wrong with it
    message = f"{name} declares entities of its own, which could unfold without an end; EPUBCheck did not see the file"
    return (
        Finding(code="epub-broken", message=message, hint="Write the characters themselves.", file=shown)
        if name
        else None
    )


def _epubcheck_finding(message: Message, shown: str) -> Finding:
    place = ":".join([message.path, *(str(n) for n in (message.line, message.column) if n)]) if message.path else ""
    return Finding(
        code=f"epubcheck-{message.id.lower()}",
        severity=message.severity,
        message=f"EPUBCheck: {message.text}" + (f" ({place})" if place else ""),
        hint=_HINT,
        file=shown,
    )


def run_ace(path: Path, shown: str) -> tuple[Finding, ...]:
    """Ace's violations for an EPUB that findings call `shown`; none where Ace is not installed (see `doctor`)."""
    try:
        ace = find_ace()
    except EnvironmentProblem:
        return ()
    try:
        return tuple(_ace_finding(violation, shown) for violation in violations(ace, path))
    except EngineError as error:
        message = f"the EPUB was not checked with Ace: {error}"
        return (Finding(code="ace-not-run", severity=Severity.WARNING, message=message, file=shown),)


def _ace_finding(violation: Violation, shown: str) -> Finding:
    place = f" ({violation.document}: {violation.html})" if violation.html else f" ({violation.document})"
    return Finding(
        code=f"ace-{violation.rule}",
        severity=violation.severity,
        message=f"Ace: {violation.text}{place}",
        hint=_HINT,
        file=shown,
    )
