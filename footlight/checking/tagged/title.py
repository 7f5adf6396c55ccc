"""The window of a reader's programme shows the document's title (ISO 14289-1, 7.1)."""

from collections.abc import Iterator

from footlight.checking.tagged.seen import Seen, found
from footlight.finding import Finding


def title_shown(seen: Seen) -> Iterator[Finding]:
    """The title, not the name of the file."""
    if not seen.tags.title_shown:
        message = "a reader's window, and a programme that reads aloud, give the file's name for the title"
        yield found("pdf-title-hidden", 0, message, "Build it again; it sets /DisplayDocTitle.")
