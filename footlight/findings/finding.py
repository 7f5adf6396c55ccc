"""A finding: what is wrong, where, and what to do; and how it is written as text and as JSON."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, get_type_hints

from footlight.findings.severity import Severity

__all__ = ["Finding", "Severity", "has_errors", "ordered", "strict"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that the author, or the person who made the input, can correct.

    Raises LookupError for a code that has no row in `footlight.findings.codes`.
    """

    code: str
    """A name of `footlight.findings.codes`, such as `image-missing`."""
    message: str
    severity: Severity = None  # type: ignore[assignment]  # __post_init__ sets it
    """The level of the code where none is given."""
    hint: str = ""
    file: str = ""
    """The path as the user would write it; empty where the finding is about no file."""
    line: int = 0
    """1-based; 0 where the finding is about the whole file."""
    column: int = 0
    """1-based, in characters; 0 where unknown."""

    def __post_init__(self) -> None:
        from footlight.findings.codes import code_named  # noqa: PLC0415 - a build without findings saves 4 ms

        code = code_named(self.code)
        if self.severity is None:
            object.__setattr__(self, "severity", code.level)  # the class is frozen

    def __str__(self) -> str:
        """Write `file:line:col: message [code] Hint: …`, without the parts that are not known."""
        place = ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)]) if self.file else ""
        weight = "" if self.severity is Severity.ERROR else f"{self.severity}: "
        text = f"{place}: " if place else ""
        text += f"{weight}{self.message} [{self.code}]"
        return f"{text} Hint: {self.hint}" if self.hint else text

    def as_json(self) -> dict[str, Any]:
        """The finding as one object of `--json` output."""
        return asdict(self)


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether one of the findings stops the edition."""
    return any(f.severity is Severity.ERROR for f in findings)


def strict(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings with each warning an error."""
    return tuple(replace(f, severity=Severity.ERROR) if f.severity is Severity.WARNING else f for f in findings)


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort findings by file and place and drop repeated ones, so that output does not depend on timing."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda f: (f.file, f.line, f.column, f.code, f.message)))


def findings_schema() -> dict[str, Any]:
    """The JSON Schema (draft 7) of a finding as `--json` writes it: one object a line."""
    from footlight.findings.codes import CODES, FAMILY  # noqa: PLC0415 - see Finding

    exact = [name for name in CODES if not name.endswith(FAMILY)]
    families = "|".join(name.removesuffix(FAMILY) for name in CODES if name.endswith(FAMILY))
    kinds: dict[str, dict[str, Any]] = {
        "code": {"anyOf": [{"enum": exact}, {"type": "string", "pattern": f"^({families})"}]},
        "severity": {"enum": [severity.value for severity in Severity]},
    }
    by_type = {str: {"type": "string"}, int: {"type": "integer", "minimum": 0}}
    names = [field.name for field in fields(Finding)]
    hints = get_type_hints(Finding)
    properties = {name: kinds.get(name) or by_type[hints[name]] for name in names}
    return {"type": "object", "additionalProperties": False, "required": names, "properties": properties}
