"""A text that passes look at, and the passes run over it."""

from collections.abc import Iterable
from functools import cached_property

from footlight.findings.finding import Finding, Severity
from footlight.reading.dialects.dialect import Pass
from footlight.reading.dialects.draft import Draft, edited, first_come, placed
from footlight.reading.dialects.post import Post
from footlight.reading.dialects.protected import Protected

_MOST_ROUNDS = 12
"""How deeply constructs of one kind may stand within each other."""


class Passage:
    """A text that passes look at: its characters, what of it is protected, and the post that it is."""

    def __init__(self, text: str, post: Post) -> None:
        self.text = text
        self.post = post

    @cached_property
    def protected(self) -> Protected:
        """What of the text is code, comment or mathematics."""
        return Protected(self.text)


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


def info(code: str, message: str, hint: str) -> Finding:
    """A finding that says what was done, without a place."""
    return Finding(code=code, severity=Severity.INFO, message=message, hint=hint)


def warning(code: str, message: str, hint: str) -> Finding:
    """A finding that something may be missing, without a place."""
    return Finding(code=code, severity=Severity.WARNING, message=message, hint=hint)
