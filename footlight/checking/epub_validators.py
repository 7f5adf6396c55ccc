"""Messages of the EPUB validators, EPUBCheck and DAISY Ace, as findings."""

from collections.abc import Sequence
from pathlib import Path

from footlight.engines.ace import Violation, find_ace, violations
from footlight.engines.epubcheck import Message, check_books
from footlight.errors import EngineError, EnvironmentProblem
from footlight.findings.finding import Finding, Severity

_HINT = "Look at your own templates/epub/ first; else this is worth a report to the makers of Footlight."


def run_epubcheck(books: Sequence[tuple[Path, str]]) -> tuple[tuple[Finding, ...], ...]:
    """EPUBCheck's messages for each EPUB and the name that findings give it; one Java process reads all of them.

    Raises EnvironmentProblem where there is no Java, EngineError where EPUBCheck breaks down.
    """
    reports = check_books([path for path, _ in books])
    return tuple(
        tuple(_epubcheck_finding(message, shown) for message in messages)
        for (_, shown), messages in zip(books, reports, strict=True)
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
