"""What a pass is: a function from a passage of text to edits, and when it is worth running."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module

from footlight.findings.finding import Finding, Severity
from footlight.reading.dialects.draft import Draft, Edit, edited, first_come, placed
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """One construct of a dialect, changed in the text before pandoc reads it: `module.function` of this room.

    The module is imported when the first text has a sign of the construct, so that prose does not wait for it.
    """

    module: str
    function: str
    signs: tuple[str, ...]
    """The pass runs only on a text that holds one of these."""
    again: bool = False
    """Whether edits may uncover more of the construct, so that it is run until there are none."""

    def edits(self, passage: Passage) -> Iterable[Edit]:
        """What is to be changed in a passage."""
        found: Callable[[Passage], Iterable[Edit]] = getattr(
            import_module(f"{__package__}.{self.module}"), self.function
        )
        return found(passage)


def run_passes(
    draft: Draft, passes: Iterable[Pass], post: Post, source: str, shown: str
) -> tuple[Draft, tuple[Finding, ...]]:
    """The draft after all passes, in their order, and what they found, with the places of `source`."""
    findings: tuple[Finding, ...] = ()
    for each in passes:
        for _ in range(_MOST_ROUNDS if each.again else 1):
            if not any(sign in draft.text for sign in each.signs):
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
