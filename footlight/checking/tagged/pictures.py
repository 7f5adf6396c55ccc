"""Pictures have words (ISO 14289-1, 7.3)."""

from collections.abc import Iterator

from footlight.checking.tagged.seen import Seen, found
from footlight.finding import Finding


def pictures_described(seen: Seen) -> Iterator[Finding]:
    """Each figure has words in its place."""
    number = 0
    for element in seen.root.walk():
        if element.type != "Figure":
            continue
        number += 1
        if not element.alt.strip():
            hint = "Write them between the brackets: ![what it shows](file)."
            yield found("pdf-picture-without-words", element.page, f"picture {number} of the file has no words", hint)
