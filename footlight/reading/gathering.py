"""Words gathered: pandoc's tree has a node for each word and each blank, which makes a book slow to walk and to write.

Words that follow each other become one node, blanks and all; pandoc writes the same HTML of it. What is looked at by
itself stays a node: the word behind a note or a link, whose points a call may go behind, and the blank beside one; a
point that French sets apart; the box of a task; a word in which the ledger has a mark. `tree.words_apart` takes a run
to pieces again.
"""

import re
from typing import Any

from footlight.tree import Node, Nodes

_APART_AT_FIRST = frozenset(";!?:»☐☒")
_MARK = re.compile("[\U000f0000-\U000ffffd]")


def gather(value: Any) -> Any:  # noqa: ANN401 - pandoc's JSON is of any shape
    """The same tree with fewer nodes."""
    if isinstance(value, list):
        return [item if isinstance(item, str | int | float) else gather(item) for item in value]
    if not isinstance(value, dict):
        return value
    match value.get("t"):
        case "Str" | "Space" | "SoftBreak" | "LineBreak" | "Code" | "CodeBlock" | "Math" | "RawInline" | "RawBlock":
            return value
        case "Para" | "Plain":
            return {"t": value["t"], "c": _gathered(value["c"])}
        case _:
            return {key: gather(item) for key, item in value.items()}


def _gathered(items: Nodes) -> Nodes:
    out: Nodes = []
    words: list[str] = []
    for node in items:
        kind = node["t"]
        word = " " if kind == "Space" else node["c"] if kind == "Str" else ""
        if word and not _stands_apart(word):
            words.append(word)
            continue
        out += [*_joined(words), node if word else gather(node)]
        words = []
    return out + _joined(words)


def _stands_apart(word: str) -> bool:
    return word[0] in _APART_AT_FIRST or not (word.isascii() or _MARK.search(word) is None)


def _joined(words: list[str]) -> list[Node]:
    """The words as one node, but the first word, whose points a call may go behind, and the blanks at either end."""
    if not words:
        return []
    blank: Node = {"t": "Space"}
    first, rest = ([], words) if words[0] == " " else ([{"t": "Str", "c": words[0]}], words[1:])
    inner = "".join(rest)
    stripped = inner.strip(" ")
    if not stripped:
        return [*first, *([blank] if inner else [])]
    middle: list[Node] = [blank] if inner[0] == " " else []
    return [*first, *middle, {"t": "Str", "c": stripped}, *([blank] if inner[-1] == " " else [])]
