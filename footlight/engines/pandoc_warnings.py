"""Pandoc's warnings as findings: a row for each kind, and one for all that a new release may add."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from footlight.engines.pandoc import Complaint
from footlight.findings.finding import Finding, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What a kind of warning means to a writer."""

    code: str
    message: str
    """`{subject}` is what the warning is about."""
    hint: str


ROWS: Mapping[str, Row] = {
    "NoteDefinedButNotUsed": Row(
        code="note-never-called",
        message="the note [^{subject}] is never called, so that it is in no edition",
        hint="Call it with [^{subject}] where it belongs, or remove it.",
    ),
    "DuplicateNoteReference": Row(
        code="note-defined-twice",
        message="the note [^{subject}] is defined more than once; only the last definition is set",
        hint="Give one of them another name.",
    ),
    "DuplicateLinkReference": Row(
        code="reference-defined-twice",
        message="the reference {subject} is defined more than once; only one definition holds",
        hint="Give one of them another name.",
    ),
    "UnclosedDiv": Row(
        code="box-not-closed",
        message="the box that begins here is closed nowhere; all that follows stands in it",
        hint="Close it with a line of three colons, or with its end tag.",
    ),
    "CouldNotConvertTeXMath": Row(
        code="formula-not-set",
        message="the formula {subject} cannot be set; its TeX is printed as it stands",
        hint="Look for a command that is not of LaTeX's own, or a bracket that is not closed.",
    ),
}
_SAID_ELSEWHERE = frozenset({"YamlWarning", "DuplicateIdentifier", "CouldNotLoadTranslations", "NoTranslation"})
"""Warnings that modules of ours give with a better place (the reader of front matter, and `safety`), and those about
words of pandoc's own, which no edition has."""
_LONGEST = 80
"""Characters of a formula that a message quotes."""


def as_findings(complaints: Iterable[Complaint], shown: str) -> tuple[Finding, ...]:
    """A warning each; `shown` is the source's path."""
    return tuple(_finding(complaint, shown) for complaint in complaints if complaint.type not in _SAID_ELSEWHERE)


def _finding(complaint: Complaint, shown: str) -> Finding:
    row = ROWS.get(complaint.type)
    subject = complaint.subject[:_LONGEST]
    return Finding(
        code=row.code if row else "markdown-warning",
        severity=Severity.WARNING,
        message=row.message.format(subject=subject) if row else f"pandoc warns: {complaint.words}",
        hint=row.hint.format(subject=subject)
        if row
        else "Look at the line; pandoc's manual says what it expects there.",
        file=shown,
        line=complaint.line,
    )
