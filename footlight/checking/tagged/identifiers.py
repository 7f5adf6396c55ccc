"""Notes can be told apart: each has an identifier of its own (ISO 14289-1, 7.9)."""

from collections.abc import Iterator

from footlight.checking.tagged.seen import Seen, found, quoted
from footlight.finding import Finding


def notes_identified(seen: Seen) -> Iterator[Finding]:
    """Every Note has an ID, no two have the same, and what a call leads to is one."""
    used: set[str] = set()
    for element in seen.root.walk():
        if element.type != "Note":
            continue
        if not element.id or element.id in used:
            what = f"has the identifier {element.id} of another" if element.id else "has no identifier"
            hint = "Build it again; in your own templates/note.html a note keeps its id."
            yield found("pdf-note-without-id", element.page, f"the note {quoted(element.text)} {what}", hint)
        used.add(element.id)
    for link in dict.fromkeys(seen.tags.links):
        if link.target.startswith("fl-note-") and link.target not in used:
            used.add(link.target)
            hint = "Build it again; in your own templates/note.html, keep the role and the id of the note."
            yield found("pdf-note-without-id", link.page, f"{link.target}, to which a link leads, is no Note", hint)
