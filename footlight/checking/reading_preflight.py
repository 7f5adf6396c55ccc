"""Preflight of the reading PDF as a file: the profiles that it claims, and fonts that no style sheet names.

Fallback fonts are those that the layout engine takes from the machine where the chosen font lacks a character.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from footlight.engines.page_validation import PROFILES, Failure, validate_file
from footlight.engines.pdf.document_facts import PdfFacts
from footlight.engines.pdf.xmp_identification import claims_of
from footlight.findings.finding import Finding, Severity


def check_labels(path: Path, metadata: str, shown: str) -> tuple[Finding, ...]:
    """Validate a PDF against each profile that its XMP packet claims."""
    claims = claims_of(metadata)
    if not claims:
        message = "the PDF claims neither PDF/A nor PDF/UA"
        hint = "Build it again: the build says why. Libraries ask for PDF/A, readers with screen readers for PDF/UA."
        return (Finding(code="pdf-claims-nothing", severity=Severity.WARNING, message=message, hint=hint, file=shown),)
    return tuple(finding for claim in claims for finding in _broken(claim, validate_file(path, claim), shown))


def _broken(claim: str, failures: Sequence[Failure], shown: str) -> Iterator[Finding]:
    """Make one finding for each violated rule, with the number of violations."""
    for rule in dict.fromkeys(failure.rule for failure in failures):
        said = [failure.message for failure in failures if failure.rule == rule]
        more = f", and {len(said) - 1} more of the kind" if len(said) > 1 else ""
        yield Finding(
            code="pdf-label-false",
            message=f"the PDF claims to be {PROFILES[claim]} and is not: {said[0]} ({rule}){more}",
            hint="Build it again; a program that saved it after the build may have changed it.",
            file=shown,
        )


_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_NAMED = re.compile(r"(?:font-family|--[\w-]+)\s*:\s*([^;{}]+)")
"""A font family in a declaration or in a custom property such as `--face`."""
_GENERIC = frozenset(
    {"serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "math", "emoji", "inherit"}
)
_SUBSET = re.compile(r"[A-Z]{6}\+")
_NO_NAME = re.compile(r"[^\w]|_")


def families(styles: Iterable[str]) -> frozenset[str]:
    """Font families that style sheets name, in the form of `plain`, without generic families such as `serif`."""
    values = (match[1] for style in styles for match in _NAMED.finditer(_COMMENT.sub("", style)))
    words = (word.strip().strip("\"'") for value in values for word in value.split(","))
    return frozenset(plain(word) for word in words if word.lower() not in _GENERIC and not word.startswith("var(")) - {
        ""
    }


def plain(name: str) -> str:
    """Normalize a family, or a font name in a PDF such as `HJDNVG+Literata-Footlight-Italic`, for comparison."""
    return _NO_NAME.sub("", _SUBSET.sub("", name)).lower()


def fallback_faces(facts: PdfFacts, chosen: Sequence[str] | frozenset[str], shown: str) -> tuple[Finding, ...]:
    """One warning for each font of a PDF that is not from a chosen family."""
    return tuple(
        Finding(
            code="fallback-face",
            severity=Severity.WARNING,
            message=f"page {page} is set in part in {_SUBSET.sub('', font)}, a font that no style sheet names",
            hint="The chosen font lacks a character there: choose one that has it; see docs/templates.md.",
            file=shown,
        )
        for page, font in facts.fonts
        if not any(plain(font).startswith(family) for family in chosen)
    )
