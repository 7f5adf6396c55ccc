"""A text that passes look at, and the findings that they give."""

from functools import cached_property

from footlight.findings.finding import Finding, Severity
from footlight.reading.dialects.post import Post
from footlight.reading.dialects.protected import Protected


class Passage:
    """A text that passes look at: its characters, what of it is protected, and the post that it is."""

    def __init__(self, text: str, post: Post) -> None:
        self.text = text
        self.post = post

    @cached_property
    def protected(self) -> Protected:
        """What of the text is code, comment or mathematics."""
        return Protected(self.text)


def info(code: str, message: str, hint: str) -> Finding:
    """A finding that says what was done, without a place."""
    return Finding(code=code, severity=Severity.INFO, message=message, hint=hint)


def warning(code: str, message: str, hint: str) -> Finding:
    """A finding that something may be missing, without a place."""
    return Finding(code=code, severity=Severity.WARNING, message=message, hint=hint)
