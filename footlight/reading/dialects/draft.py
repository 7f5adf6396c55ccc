"""The text of an essay on its way to pandoc: passes edit it, and each of its lines knows its line in the source."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from footlight.findings.finding import Finding

_MARK = re.compile("[\U000f0000-\U000ffffd]")
"""The ledger's marks, as `notes.place_marks` sets them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One replacement: `put` takes the place of `text[start:end]`."""

    start: int
    end: int
    put: str = ""
    finding: Finding | None = None
    """What the author has to know of it, without a place: the place is `start`'s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A text, and of which line of the source each of its lines is."""

    text: str
    origins: tuple[int, ...] = ()
    """1-based lines of the source, one for each line of `text`; empty where nothing has moved."""

    def line_at(self, offset: int) -> int:
        """The 1-based line of the source that an offset of the text comes from."""
        return self.origin(self.text.count("\n", 0, offset) + 1)

    def origin(self, line: int) -> int:
        """The line of the source that a 1-based line of the text comes from."""
        return self.origins[min(line, len(self.origins)) - 1] if self.origins and line else line


def first_come(edits: Sequence[Edit]) -> list[Edit]:
    """The edits in the order of the text; of those that overlap, the first one stays."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept


def edited(draft: Draft, edits: Sequence[Edit]) -> Draft:
    """The draft after edits that are in the order of the text and do not overlap.

    A mark of the ledger's in what is replaced is kept behind it. Where a replacement has another number of lines than
    what it replaces, the lines behind it keep their lines of the source.
    """
    if not edits:
        return draft
    origins = draft.origins or tuple(range(1, draft.text.count("\n") + 2))
    pieces: list[str] = []
    lines = [origins[0]]
    last = row = 0
    for edit in edits:
        kept = draft.text[last : edit.start]
        put = _with_marks(edit.put, draft.text[edit.start : edit.end])
        pieces += [kept, put]
        rows = kept.count("\n")
        lines += origins[row + 1 : row + rows + 1]
        row += rows
        taken, given = draft.text.count("\n", edit.start, edit.end), put.count("\n")
        lines += [origins[row + min(i, taken)] for i in range(1, given + 1)]
        row += taken
        last = edit.end
    pieces.append(draft.text[last:])
    lines += origins[row + 1 :]
    return Draft(text="".join(pieces), origins=tuple(lines))


def _with_marks(put: str, taken: str) -> str:
    lost = [mark for mark in _MARK.findall(taken) if mark not in put]
    if not lost:
        return put
    return f"{put}\n\n{''.join(lost)}\n\n" if "\n" in put else put + "".join(lost)


def placed(findings: Sequence[tuple[Finding, int, str]], draft: Draft, source: str, shown: str) -> tuple[Finding, ...]:
    """Findings with their places: each comes with an offset of the draft and the words that stand there."""
    if not findings:
        return ()
    rows = source.split("\n")
    starts = [0]
    for row in draft.text.split("\n"):
        starts.append(starts[-1] + len(row) + 1)
    out = []
    for finding, offset, words in findings:
        line = draft.origin(bisect_right(starts, offset))
        sought = _MARK.sub("", words.split("\n", 1)[0]).rstrip()
        column = rows[line - 1].find(sought) + 1 if line <= len(rows) else 0
        out.append(replace(finding, file=shown, line=line, column=column))
    return tuple(out)
