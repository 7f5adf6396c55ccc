"""Say how a document is set: a line for all of it, what a reader would stumble over, and every fault by itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from footlight.checking.typography.faults import Fault, Kind
from footlight.checking.typography.figures import Figures, figures_of
from footlight.checking.typography.text_block import NothingToMeasureError, set_document
from footlight.engines.pdfium import glyph_pages
from footlight.findings.finding import Finding, Severity
from footlight.settings.check_options import CheckOptions

_SHOWN = 3
"""Places that one finding names."""
_LONGEST = 70
"""Characters of a line that a finding quotes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """How one kind of fault is spoken of."""

    one: str
    many: str
    amount: str
    """How bad it is; a form of `str.format` for one number."""
    hint: str
    counted: bool = True
    """Whether the line for all of the document counts it; loose and tight lines stand there as shares."""


_REWORD = "Change a word of the paragraph, or let a long word be divided: `&shy;` says where."
_WORDS: dict[Kind, _Words] = {
    Kind.LOOSE: _Words(
        one="loose line",
        many="loose lines",
        amount="word space {:.1f} times the face's own",
        hint=_REWORD,
        counted=False,
    ),
    Kind.TIGHT: _Words(
        one="tight line",
        many="tight lines",
        amount="word space {:.1f} times the face's own",
        hint=_REWORD,
        counted=False,
    ),
    Kind.OVERFULL: _Words(
        one="overfull line",
        many="overfull lines",
        amount="{:.1f} pt too far out",
        hint="Let a long word be divided (`&shy;`), or shorten the code or the table that stands there.",
    ),
    Kind.LADDER: _Words(
        one="ladder of hyphens",
        many="ladders of hyphens",
        amount="{:.0f} lines",
        hint="Change a word of the paragraph.",
    ),
    Kind.RIVER: _Words(one="river", many="rivers", amount="{:.0f} lines", hint="Change a word of the paragraph."),
    Kind.STACK: _Words(
        one="stack of words", many="stacks of words", amount="{:.0f} lines", hint="Change a word of the paragraph."
    ),
    Kind.RUNT: _Words(
        one="runt", many="runts", amount="letters in the last line: {:.0f}", hint="Change a word of the paragraph."
    ),
    Kind.PAGE_HYPHEN: _Words(
        one="hyphen at a page's end",
        many="hyphens at pages' ends",
        amount="the word goes on overleaf",
        hint="Change a word of the paragraph.",
    ),
    Kind.SHORT_PAGE: _Words(
        one="short page",
        many="short pages",
        amount="{:.1f} lines empty",
        hint="What comes next had no room: make a picture or table smaller, or move it by a paragraph.",
    ),
}


def measure(data: bytes, limits: CheckOptions) -> Figures | None:
    """Measure a PDF; None where it has no paragraph to measure. Raises EngineError where it cannot be read."""
    try:
        return figures_of(set_document(glyph_pages(data)), limits)
    except NothingToMeasureError:
        return None


def summary(figures: Figures | None) -> str:
    """One line for all of a document."""
    if figures is None:
        return "no text to measure"
    counts = [_counted(kind, figures.count(kind)) for kind, words in _WORDS.items() if words.counted]
    faults = ", ".join(count for count in counts if count) or "nothing else"
    return f"{_number(figures.pages, 'page', 'pages')}, {_spaces(figures)}; {faults}"


def _spaces(figures: Figures) -> str:
    if not figures.spaces:
        return "no justified line"
    lines = len(figures.spaces)
    loose, tight = (100 * figures.count(kind) / lines for kind in (Kind.LOOSE, Kind.TIGHT))
    return (
        f"{_number(lines, 'justified line', 'justified lines')}: word spaces {figures.mean:.2f} of the face's own"
        f" (spread {figures.spread:.2f}), {loose:.0f} % loose, {tight:.0f} % tight,"
        f" {100 * figures.hyphenated / figures.broken:.0f} % hyphenated"
    )


def _counted(kind: Kind, number: int) -> str:
    words = _WORDS[kind]
    return _number(number, words.one, words.many) if number else ""


def _number(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def felt(figures: Figures, limits: CheckOptions, shown: str) -> tuple[Finding, ...]:
    """One finding for each kind of fault that a reader would stumble over, with the worst places."""
    found = []
    for kind in Kind:
        faults = [fault for fault in figures.faults if fault.kind is kind and _is_felt(fault, limits)]
        if faults:
            found.append(_finding(kind, _worst_first(faults), shown))
    return tuple(found)


def _is_felt(fault: Fault, limits: CheckOptions) -> bool:
    amount = fault.amount
    felt_from: dict[Kind, bool] = {
        Kind.LOOSE: amount > limits.loose_finding,
        Kind.TIGHT: amount < limits.tight_finding,
        Kind.OVERFULL: fault.ratio > limits.overfull_finding,
        Kind.LADDER: amount >= limits.ladder_finding,
        Kind.RIVER: amount >= limits.river_finding,
        Kind.STACK: amount >= limits.stack_finding,
        Kind.RUNT: amount < limits.runt_finding,
        Kind.SHORT_PAGE: amount >= limits.short_page_finding,
        Kind.PAGE_HYPHEN: False,
    }
    return felt_from[fault.kind]


def _worst_first(faults: Iterable[Fault]) -> list[Fault]:
    falling = (Kind.TIGHT, Kind.RUNT)
    return sorted(faults, key=lambda fault: fault.amount if fault.kind in falling else -fault.amount)


def _finding(kind: Kind, faults: Sequence[Fault], shown: str) -> Finding:
    words = _WORDS[kind]
    places = "; ".join(_place(fault) for fault in faults[:_SHOWN])
    more = f"; and {len(faults) - _SHOWN} more, which -v lists" if len(faults) > _SHOWN else ""
    message = f"{_number(len(faults), words.one, words.many)}: {places}{more}"
    return Finding(code=kind, severity=Severity.WARNING, message=message, hint=words.hint, file=shown)


def details(figures: Figures, shown: str) -> tuple[Finding, ...]:
    """Every fault as a finding that says where it is, in the order of the pages."""
    return tuple(
        Finding(
            code=fault.kind,
            severity=Severity.INFO,
            message=f"{_WORDS[fault.kind].one}: {_place(fault)}",
            file=shown,
        )
        for fault in figures.faults
    )


def figures_finding(figures: Figures | None, shown: str) -> Finding:
    """The line for all of a document as a finding, for programs."""
    return Finding(code="typography", severity=Severity.INFO, message=summary(figures), file=shown)


def _place(fault: Fault) -> str:
    where = f"page {fault.page}" + (f", line {fault.line}" if fault.line else "")
    quoted = fault.words if len(fault.words) <= _LONGEST else f"{fault.words[:_LONGEST].rstrip()}…"
    quote = f", “{quoted}”" if quoted else ""
    return f"{where} ({_WORDS[fault.kind].amount.format(fault.amount)}{quote})"
