"""What DAISY Ace says of an EPUB, as findings; nothing where it is not installed."""

from pathlib import Path

from footlight.engines.ace import Violation, find_ace, violations
from footlight.errors import EngineError, EnvironmentProblem
from footlight.findings.finding import Finding, Severity


def check_access(path: Path, shown: str) -> tuple[Finding, ...]:
    """The violations that Ace sees. `doctor` says how it is had; where it breaks down, that is told."""
    try:
        ace = find_ace()
    except EnvironmentProblem:
        return ()
    try:
        return tuple(_finding(violation, shown) for violation in violations(ace, path))
    except EngineError as error:
        message = f"the EPUB was not held against Ace: {error}"
        return (Finding(code="ace-not-run", severity=Severity.WARNING, message=message, file=shown),)


def _finding(violation: Violation, shown: str) -> Finding:
    place = f" ({violation.document}: {violation.html})" if violation.html else f" ({violation.document})"
    return Finding(
        code=f"ace-{violation.rule}",
        severity=violation.severity,
        message=f"Ace: {violation.text}{place}",
        hint="Look at your own templates/epub/ first; else this is worth a report to the makers of Footlight.",
        file=shown,
    )
