"""The passes of a dialect, run over the text of a post in their order."""

from collections.abc import Iterable

from footlight.findings.finding import Finding
from footlight.reading.dialects.dialect import Pass
from footlight.reading.dialects.draft import Draft, edited, first_come, placed
from footlight.reading.dialects.passage import Passage
from footlight.reading.dialects.post import Post

_MOST_ROUNDS = 12
"""How deeply constructs of one kind may stand within each other."""


def run_passes(
    draft: Draft, passes: Iterable[Pass], post: Post, source: str, shown: str
) -> tuple[Draft, tuple[Finding, ...]]:
    """The draft after all passes, in their order, and what they found, with the places of `source`."""
    findings: tuple[Finding, ...] = ()
    for each in passes:
        for _ in range(_MOST_ROUNDS if each.again else 1):
            if not each.concerns(draft.text):
                break
            edits = first_come(list(each.edits(Passage(draft.text, post))))
            if not edits:
                break
            said = [(edit.finding, edit.start, draft.text[edit.start : edit.end]) for edit in edits if edit.finding]
            findings += placed(said, draft, source, shown)
            draft = edited(draft, edits)
    return draft, findings
