"""Headings go down one level at a time (ISO 14289-1, 7.4.2)."""

import re
from collections.abc import Iterator

from footlight.checking.tagged.seen import Seen, found, quoted
from footlight.finding import Finding

_HEADING = re.compile(r"H([1-6])")


def headings_in_order(seen: Seen) -> Iterator[Finding]:
    """The first is H1, and none is more than one level below the one before it."""
    before = 0
    for element in seen.root.walk():
        level = _HEADING.fullmatch(element.type)
        if not level:
            continue
        if int(level[1]) > before + 1:
            after = f"after H{before}" if before else "as the first"
            message = f"the heading {quoted(element.text)} is {element.type} {after}"
            yield found("pdf-heading-skipped", element.page, message, "Build it again; Footlight levels headings.")
        before = int(level[1])
