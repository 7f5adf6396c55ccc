"""The results of `links check`, as `--json` prints them and as findings."""

from typing import Any

from footlight.findings.finding import Finding, Severity
from footlight.ledger.entries import Entry
from footlight.links.verdicts.history import APART, FAILURES
from footlight.links.verdicts.verdict import DEAD
from footlight.textmatch.places import Lines, quote_at
from footlight.workflows.links.link_checks import CheckedLink
from footlight.workflows.links.missing_links import MissingLinks

_HINTS = {
    "moved": "Write the new address if the page is the one that the essay means.",
    "drifted": "Check whether the page still says what the essay says about it.",
    "blocked": "Open the page in a browser.",
    "paywall": "Readers without an account cannot see the page; link to a capture if you can.",
    "unknown": "Check again later, or open the page in a browser.",
}
_DEAD_HINT = "Write its new address, or run `footlight links check --write --archive SPEC` to give the note a capture."
_FAILED_HINT = "Look for its new address, or check again on {next} or later."
_LEVELS = {"drifted": Severity.WARNING}
"""Levels of kinds that are neither dead nor alive; all others are info, because the link may be good."""


def link_row(checked: CheckedLink, entry: Entry | None, missing: MissingLinks, lines: Lines) -> dict[str, Any]:
    """Return a link as `--json` prints it, with 1-based lines and columns, in characters."""
    link, seen, past = checked.link, checked.seen, checked.history
    line, column = lines.at(link.start)
    end_line, end_column = lines.at(link.end)
    quote = quote_at(missing.source.text, link.start, link.end)
    return {
        "file": missing.source.shown,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "kind": seen.kind,
        "url": link.url,
        "final_url": seen.final or link.url,
        "status": seen.status or None,
        "why": seen.why,
        "dead": checked.counts_as_dead,
        "tries": past.tries,
        "dates": [day.isoformat() for day in past.failed],
        "counts_from": past.next.isoformat() if past.next else None,
        "asked": seen.when.isoformat(timespec="seconds"),
        "fragment_found": checked.names_fragment,
        "words": link.words,
        "form": link.form,
        "exact": quote.exact,
        "prefix": quote.prefix,
        "suffix": quote.suffix,
        "entry": entry.id if entry else None,
    }


def link_findings(checked: CheckedLink, entry: Entry | None, missing: MissingLinks, lines: Lines) -> list[Finding]:
    """Return the findings about a link; none about one that still leads where it led."""
    line, column = lines.at(checked.link.start)
    place: dict[str, Any] = {"file": missing.source.shown, "line": line, "column": column}
    found = []
    kind = checked.seen.kind
    if kind != "alive":
        hint = "" if entry else _hint(checked)
        message = f"{checked.link.url}: {checked.seen.why}{_past(checked)}{_ledger_state(entry)}"
        found.append(
            Finding(code=f"target-{kind}", severity=_level(checked, entry), message=message, hint=hint, **place)
        )
    if not checked.names_fragment:
        message = f"{checked.link.url}: the page exists, but has no place '#{checked.link.url.partition('#')[2]}'"
        hint = "Look where the passage is now; link to that place, or to the page only."
        found.append(Finding(code="target-fragment", severity=Severity.WARNING, message=message, hint=hint, **place))
    return found


def _hint(checked: CheckedLink) -> str:
    if checked.seen.kind not in DEAD:
        return _HINTS[checked.seen.kind]
    return _DEAD_HINT if checked.counts_as_dead else _FAILED_HINT.format(next=checked.history.next)


def _level(checked: CheckedLink, entry: Entry | None) -> Severity:
    """Return the level: an error if the link counts as dead and has no entry in the ledger."""
    if entry is not None:
        return Severity.INFO
    if checked.seen.kind in DEAD:
        return Severity.ERROR if checked.counts_as_dead else Severity.WARNING
    return _LEVELS.get(checked.seen.kind, Severity.INFO)


def _past(checked: CheckedLink) -> str:
    """Return on which days the link failed, and how many failures make it dead."""
    past = checked.history
    if checked.seen.kind not in DEAD or not past.failed:
        return ""
    days = ", ".join(day.isoformat() for day in past.failed)
    if past.dead:
        return f"; failed on {days}"
    so_far = f"{len(past.counted)} of the {FAILURES} failures, each {APART.days} days after the last, that make it dead"
    return f"; failed on {days}: {so_far}"


def _ledger_state(entry: Entry | None) -> str:
    return f"; the ledger has it as '{entry.id}', {entry.status}" if entry else ""
