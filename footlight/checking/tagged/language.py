"""The language is said, so that the right voice reads (ISO 14289-1, 7.2)."""

from collections.abc import Iterator

from footlight.checking.tagged.seen import Seen, found
from footlight.finding import Finding


def language_said(seen: Seen) -> Iterator[Finding]:
    """The document has a language."""
    if not seen.tags.lang:
        message = "the document says no language; it is read aloud in whatever voice is set"
        yield found("pdf-language-missing", 0, message, "Write `lang:` in the front matter, then build it again.")
