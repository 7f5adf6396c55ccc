"""Notes within a line, `^[words]`, for readers that know only notes with a definition.

Most generators know no such notes. They are read wherever they are not the generator's own either: who typed one did
not want brackets to be printed, and it is how notes are written for Footlight. `^[1](#note)` is a link.
"""

import re
from collections.abc import Iterator

from footlight.reading.dialects.draft import Edit
from footlight.reading.dialects.passage import Passage

_OF_A_LINK = ("(", "[")
"""What stands behind the words of a link."""
_TOKEN = re.compile(r"\\.|\^\[|[\[\]]|\n[ \t]*\n", re.DOTALL)


def inline_note(words: str, offset: int, text: str) -> tuple[str, str]:
    """The call of a note and its definition, which goes to the end of the text that the call stands in at `offset`."""
    name = f"fl-{offset}-{len(text)}"
    return f"[^{name}]", f"\n\n[^{name}]: {' '.join(words.split())}\n"


def inline_notes(passage: Passage) -> Iterator[Edit]:
    """Notes within lines, made calls and definitions."""
    text = passage.text
    passed = 0
    for start, end in sorted(_notes(passage)):
        if start < passed:
            continue  # a note within a note stays there in its words
        passed = end
        call, definition = inline_note(text[start + 2 : end - 1], start, text)
        yield Edit(start=start, end=end, put=call)
        yield Edit(start=len(text), end=len(text), put=definition)


def _notes(passage: Passage) -> Iterator[tuple[int, int]]:
    """Where each note begins and ends: at the bracket that closes its own, in the same paragraph."""
    waiting: list[tuple[int, bool]] = []
    for match in passage.protected.find(_TOKEN):
        if match[0][0] == "\n":
            waiting.clear()
        elif match[0] == "]":
            start, is_note = waiting.pop() if waiting else (0, False)
            if is_note and passage.text[match.end() : match.end() + 1] not in _OF_A_LINK:
                yield start, match.end()
        elif match[0][0] != "\\":
            waiting.append((match.start(), match[0] == "^["))
