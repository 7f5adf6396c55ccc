"""All that is drawn is tagged, or said to be no text (ISO 14289-1, 7.1)."""

from collections.abc import Iterator

from footlight.checking.tagged.seen import Seen, found, quoted
from footlight.finding import Finding


def content_tagged(seen: Seen) -> Iterator[Finding]:
    """One finding for each page that holds more than tagged content and artifacts."""
    pages: dict[int, list[str]] = {}
    for text in seen.tags.untagged:
        pages.setdefault(text.page, []).append(text.text)
    for page, texts in pages.items():
        words = next((text for text in texts if text.strip()), "")
        what = quoted(words) if words else "a drawing or a picture"
        more = f", and {len(texts) - 1} more pieces" if len(texts) > 1 else ""
        message = f"{what} is in no tag{more}; who listens never hears of it"
        yield found("pdf-content-untagged", page, message, "Build it again; look at your own templates/page.html.")
