"""A finding: what was seen, where, why it matters and what to do next; and the forms in which it is written."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """How much a finding weighs: an error stops the edition and makes the command end with 1."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that the author, or whoever made the input, can mend."""

    code: str
    """Stable name in words with hyphens, such as `missing-image`; documented in docs/findings.md."""
    message: str
    severity: Severity = Severity.ERROR
    hint: str = ""
    file: str = ""
    """The path as the user would write it; empty where no file is at fault."""
    line: int = 0
    """1-based; 0 where the finding is of the whole file."""
    column: int = 0
    """1-based, in characters; 0 where unknown."""

    def __str__(self) -> str:
        """`file:line:col: message [code] Hint: …`, the parts that are not known left out."""
        place = ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)]) if self.file else ""
        weight = "" if self.severity is Severity.ERROR else f"{self.severity}: "
        text = f"{place}: " if place else ""
        text += f"{weight}{self.message} [{self.code}]"
        return f"{text} Hint: {self.hint}" if self.hint else text

    def as_json(self) -> dict[str, Any]:
        """The finding as one object of `--json` output."""
        return asdict(self)


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any of them stops the edition."""
    return any(f.severity is Severity.ERROR for f in findings)


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """By file and place, each said once, so that output does not depend on which process was first."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda f: (f.file, f.line, f.column, f.code, f.message)))
