"""Notes within a line, `^[words]`, for readers that know only notes with a definition."""

import re
from collections.abc import Iterator

from footlight.reading.dialects.draft import Edit
from footlight.reading.dialects.passage import Passage

_OPENING = re.compile(r"(?<!\\)\^\[")
_BRACKET = re.compile(r"\\.|[\[\]]|\n[ \t]*\n", re.DOTALL)
_LONGEST = 20_000


def inline_note(words: str, offset: int, text: str) -> tuple[str, str]:
    """The call of a note and its definition, which goes to the end of the text that the call stands in at `offset`."""
    name = f"fl-{offset}-{len(text)}"
    return f"[^{name}]", f"\n\n[^{name}]: {' '.join(words.split())}\n"


def inline_notes(passage: Passage) -> Iterator[Edit]:
    """Notes within lines, made calls and definitions."""
    text = passage.text
    passed = 0
    for match in passage.protected.find(_OPENING):
        end = _closing(text, match.end())
        if match.start() < passed or end < 0:
            continue
        passed = end + 1
        call, definition = inline_note(text[match.end() : end], match.start(), text)
        yield Edit(start=match.start(), end=end + 1, put=call)
        yield Edit(start=len(text), end=len(text), put=definition)


def _closing(text: str, at: int) -> int:
    """Where the bracket that was opened before an offset is closed, in the same paragraph; -1 where it is not."""
    depth = 1
    for match in _BRACKET.finditer(text, at, min(len(text), at + _LONGEST)):
        if match[0] == "[":
            depth += 1
        elif match[0] == "]":
            depth -= 1
            if not depth:
                return match.start()
        elif match[0][0] == "\n":
            return -1
    return -1
