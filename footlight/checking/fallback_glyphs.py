"""Glyphs from a face that nobody chose: where a face lacks a character, the machine's own fonts fill in, unasked."""

import re
from collections.abc import Iterable, Sequence

from footlight.engines.pdf.document_facts import PdfFacts
from footlight.findings.finding import Finding, Severity

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_NAMED = re.compile(r"(?:font-family|--[\w-]+)\s*:\s*([^;{}]+)")
"""Families are named in declarations, and in custom properties such as `--face`."""
_GENERIC = frozenset(
    {"serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "math", "emoji", "inherit"}
)
_SUBSET = re.compile(r"[A-Z]{6}\+")
_NO_NAME = re.compile(r"[^\w]|_")


def families(styles: Iterable[str]) -> frozenset[str]:
    """The families that style sheets name, as `plain` writes them; a generic one is whatever the machine has."""
    values = (match[1] for style in styles for match in _NAMED.finditer(_COMMENT.sub("", style)))
    words = (word.strip().strip("\"'") for value in values for word in value.split(","))
    return frozenset(plain(word) for word in words if word.lower() not in _GENERIC and not word.startswith("var(")) - {
        ""
    }


def plain(name: str) -> str:
    """A family, or a font's name in a PDF, so that the two can be compared: `HJDNVG+Literata-Footlight-Italic`."""
    return _NO_NAME.sub("", _SUBSET.sub("", name)).lower()


def fallback_faces(facts: PdfFacts, chosen: Sequence[str] | frozenset[str], shown: str) -> tuple[Finding, ...]:
    """A warning for each font of a PDF that belongs to no chosen family."""
    return tuple(
        Finding(
            code="fallback-face",
            severity=Severity.WARNING,
            message=f"page {page} is set in part in {_SUBSET.sub('', font)}, a face that no style sheet names",
            hint="The house's face lacks a character there: choose a face that has it; see docs/templates.md.",
            file=shown,
        )
        for page, font in facts.fonts
        if not any(plain(font).startswith(family) for family in chosen)
    )
