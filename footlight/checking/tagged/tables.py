"""Tables have headers that say what they head (ISO 14289-1, 7.5)."""

from collections.abc import Iterator

from footlight.checking.tagged.seen import Seen, found, quoted
from footlight.engines.pdf.tree import Tagged
from footlight.finding import Finding


def tables_headed(seen: Seen) -> Iterator[Finding]:
    """Every header cell has a scope."""
    for table in seen.root.walk():
        if table.type == "Table":
            yield from _headers(table)


def _headers(table: Tagged) -> Iterator[Finding]:
    for cell in table.walk():
        if cell.type == "TH" and not cell.scope:
            message = f"the header {quoted(cell.text)} does not say whether it heads a row or a column"
            yield found("pdf-header-without-scope", cell.page, message, "Build it again.")
