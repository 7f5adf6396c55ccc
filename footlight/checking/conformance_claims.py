"""Whether the reading edition is what it calls itself, and calls itself anything."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from footlight.engines.page_validation import PROFILES, Failure, validate_file
from footlight.engines.pdf.xmp_identification import claims_of
from footlight.findings.finding import Finding, Severity


def check_labels(path: Path, metadata: str, shown: str) -> tuple[Finding, ...]:
    """The profiles that a PDF claims in its XMP packet, each held against the file."""
    claims = claims_of(metadata)
    if not claims:
        message = "the PDF calls itself neither PDF/A nor PDF/UA"
        hint = "Look at what the build announced; libraries and readers with screen readers ask for both."
        return (Finding(code="pdf-claims-nothing", severity=Severity.WARNING, message=message, hint=hint, file=shown),)
    return tuple(finding for claim in claims for finding in _broken(claim, validate_file(path, claim), shown))


def _broken(claim: str, failures: Sequence[Failure], shown: str) -> Iterator[Finding]:
    """One finding for each rule, however often the file breaks it."""
    for rule in dict.fromkeys(failure.rule for failure in failures):
        said = [failure.message for failure in failures if failure.rule == rule]
        more = f", and {len(said) - 1} more of the kind" if len(said) > 1 else ""
        yield Finding(
            code="pdf-label-false",
            message=f"the PDF calls itself {PROFILES[claim]} and is not: {said[0]} ({rule}){more}",
            hint="Build it again; a program that saved it after the build may have changed it.",
            file=shown,
        )
