"""Join words that follow each other into one node: pandoc has one for each word and blank, which makes a book slow.

Words that follow each other become one node, blanks and all; pandoc writes the same HTML of it. What is looked at by
itself stays a node: the word behind a note or a link, whose points a call may go behind, and the blank beside one; a
point that French sets apart; the box of a task; a word in which the ledger has a mark. `tree.words_apart` takes a run
to pieces again.
"""

import re
import sys
from collections.abc import Iterator
from typing import Any

from footlight.essay.tree import Node, Nodes, words_apart

_APART = re.compile("(?:^| )[;!?:»☐☒]|[\U000f0000-\U000ffffd]")


def gather(value: Any) -> Any:  # noqa: ANN401 - pandoc's JSON is of any shape
    """The same tree with fewer nodes; it may be one whose words were joined as it was read."""
    if isinstance(value, list):
        out: list[Any] = []
        for item in value:
            if isinstance(item, dict) and item.get("t") == "Str":
                out += _words(item["c"])
            else:
                out.append(item if isinstance(item, str | int | float) else gather(item))
        return out
    if not isinstance(value, dict):
        return value
    match value.get("t"):
        case "Str" | "Space" | "SoftBreak" | "LineBreak" | "Code" | "CodeBlock" | "Math" | "RawInline" | "RawBlock":
            return value
        case "Para" | "Plain":
            return {"t": value["t"], "c": _gathered(value["c"])}
        case _:
            return {key: gather(item) for key, item in value.items()}


def _words(run: str) -> Nodes:
    """Each word a node, and each blank."""
    return words_apart([{"t": "Str", "c": run}], sys.maxsize)


def _gathered(items: Nodes) -> Nodes:
    out: Nodes = []
    words: list[str] = []
    for node in _pieces(items):
        run = " " if node["t"] == "Space" else node["c"] if node["t"] == "Str" else ""
        if run and not _APART.search(run):
            words.append(run)
            continue
        out += [*_joined("".join(words)), node if run else gather(node)]
        words = []
    return out + _joined("".join(words))


def _pieces(items: Nodes) -> Iterator[Node]:
    """The nodes, but of a run in which a word stands apart the words."""
    for node in items:
        run = node["c"] if node["t"] == "Str" else ""
        yield from _words(run) if " " in run and _APART.search(run) else [node]


def _joined(run: str) -> list[Node]:
    """The words as one node, but the first word, whose points a call may go behind, and the blanks at either end."""
    if not run:
        return []
    blank: Node = {"t": "Space"}
    first, gap, rest = run.partition(" ")
    stripped = rest.strip(" ")
    out: Nodes = [{"t": "Str", "c": first}] if first else []
    out += [blank] if gap else []
    if not stripped:
        return out
    return [*out, {"t": "Str", "c": stripped}, *([blank] if rest[-1] == " " else [])]
