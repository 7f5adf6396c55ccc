"""What a writer wants ignored: comments in the source, of HTML, MDX, Obsidian or Liquid.

    <!-- footlight: ignore click-here, repeated-word -->

Such a comment is about the paragraph in which it stands, or, on a line of its own, about the next one. `ignore-file` is
about the whole file. Without a code it is about every rule.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from footlight.findings.finding import Finding
from footlight.textmatch.places import Lines
from footlight.textmatch.suggestions import did_you_mean

_COMMENT = re.compile(
    r"(?:<!--|\{/\*|%%|\{#|\{%-?\s*#)[ \t]*footlight:[ \t]*(?P<what>ignore-file|ignore)(?P<codes>[^\n]{0,300}?)[ \t]*"
    r"(?:-->|\*/\}|%%|#\}|-?%\})"
)
_CODE = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """Codes that are ignored on lines of a source."""

    first: int
    last: int
    """1-based, both included."""
    codes: frozenset[str]
    """Empty for all."""

    def covers(self, line: int, code: str) -> bool:
        """Tell whether a finding on a line is ignored."""
        return self.first <= line <= self.last and (not self.codes or code in self.codes)


def ignored_in(source: str) -> tuple[Ignored, ...]:
    """What the comments of a source say."""
    if "footlight:" not in source:
        return ()
    rows, lines = source.split("\n"), Lines(source)
    words = [number for number, row in enumerate(rows) if row.strip()]
    blank = [number for number, row in enumerate(rows) if not row.strip()]
    return tuple(_ignored(rows, (words, blank), lines, match) for match in _COMMENT.finditer(source))


def unknown_codes(source: str, known: Collection[str], shown: str) -> Iterator[Finding]:
    """A finding for each code of a comment that no rule has."""
    lines = Lines(source)
    for match in _COMMENT.finditer(source):
        for code in _CODE.finditer(match["codes"]):
            if code[0] not in known:
                line, column = lines.at(match.start("codes") + code.start())
                nearest = did_you_mean(code[0], known)
                message = f"no rule of `footlight lint` has the code '{code[0]}'" + (f"; {nearest}" if nearest else "")
                hint = "docs/lint.md lists the codes."
                yield Finding(code="ignored-unknown", message=message, hint=hint, file=shown, line=line, column=column)


def _ignored(rows: list[str], kinds: tuple[list[int], list[int]], lines: Lines, match: "re.Match[str]") -> Ignored:
    """The lines that a comment is about; `kinds` are the numbers of the lines with words and of the blank ones."""
    codes = frozenset(_CODE.findall(match["codes"]))
    if match["what"] == "ignore-file":
        return Ignored(first=1, last=len(rows), codes=codes)
    words, blank = kinds
    row = lines.at(match.start())[0] - 1
    first = row
    if rows[row].strip() == match[0]:
        behind = bisect_right(words, row)
        row = words[behind] if behind < len(words) else row
    else:
        before = bisect_right(blank, row) - 1
        first = blank[before] + 1 if before >= 0 else 0
    end = bisect_right(blank, row)
    return Ignored(first=first + 1, last=blank[end] if end < len(blank) else len(rows), codes=codes)
