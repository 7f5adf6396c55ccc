"""Links say where they lead, and stand in the text that is read (ISO 14289-1, 7.18.5)."""

from collections.abc import Iterator

from footlight.checking.tagged.seen import Seen, found, quoted
from footlight.engines.pdf.tree import TaggedLink
from footlight.finding import Finding


def links_described(seen: Seen) -> Iterator[Finding]:
    """Each annotation has words, which are not the bare name of a place in the file."""
    for link in dict.fromkeys(seen.tags.links):
        inside = not link.target.startswith(("http:", "https:", "mailto:"))
        if link.words.strip() and not (inside and link.words == link.target and "-" in link.target):
            continue
        message = f"the link to {quoted(link.target)} has no words"
        yield found("pdf-link-without-words", link.page, message, "Build it again; it sets a link's /Contents.")


def links_in_the_text(seen: Seen) -> Iterator[Finding]:
    """Each annotation belongs to a Link of the tree."""
    in_text = {
        kid
        for element in seen.root.walk()
        if element.type == "Link"
        for kid in element.kids
        if isinstance(kid, TaggedLink)
    }
    for link in dict.fromkeys(seen.tags.links):
        if link not in in_text:
            message = f"the link to {quoted(link.target)} stands in no Link of the text"
            yield found("pdf-link-untagged", link.page, message, "Build it again; look at your own templates/.")
