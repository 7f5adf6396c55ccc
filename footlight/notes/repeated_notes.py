"""Which notes of a source are one note, called more than once.

pandoc puts a copy of a note at each of its calls and forgets the note's label. Two copies with equal contents are one
note only if the source calls a note of these words twice: "^[Ibid.]" written twice are two notes.
"""

import json
import re
from collections import Counter

from footlight.essay.tree import Node, Nodes, plain

_CALL = re.compile(r"\[\^([^\]\s^]+)\](?!:)")
_DEFINITION = re.compile(r"^ {0,3}\[\^([^\]\s^]+)\]:[ \t]*(.*(?:\n[ \t]+.*|\n[ \t]*(?=\n))*)", re.MULTILINE)
_TARGET = re.compile(r"\]\([^)\s]*\)")
_LONG = 24
"""Letters of a note by which its definition is recognised."""


class RepeatedNotes:
    """The notes of one source that were numbered and can be called again."""

    def __init__(self, text: str) -> None:
        calls = Counter(_CALL.findall(text))
        definitions = (match for match in _DEFINITION.finditer(text) if calls[match[1]] > 1)
        self._starts = {_letters(_TARGET.sub("]", match[2])) for match in definitions}
        self._numbers: dict[str, int] = {}

    def number_of(self, note: Node) -> int:
        """The number of the note that was called before with the same contents; 0 where this is its first call."""
        return self._numbers.get(json.dumps(note["c"]), 0) if self._starts else 0

    def add(self, note: Node, number: int) -> None:
        """Remember a note's number, if the source calls it more than once."""
        if self._starts and self._is_called_again(note["c"]):
            self._numbers[json.dumps(note["c"])] = number

    def _is_called_again(self, content: Nodes) -> bool:
        start = _letters(plain(content))
        return any(start.startswith(other) or other.startswith(start) for other in self._starts)


def _letters(words: str) -> str:
    """The first letters and digits of a text, without markup and blanks."""
    return "".join(character for character in words[: 8 * _LONG] if character.isalnum())[:_LONG]
