"""What a typographer does to the text before it is set, none of it a change of words: marks of quotation by language,
headings without gaps, the first words in small capitals, and last lines that are never one short word.
"""

import sys
from collections.abc import Sequence

from footlight.essay.tree import Node, Nodes, attr, map_lists, nodes, plain, span, words_apart
from footlight.settings.wording import Wording

LEAD_WORDS = 4
_TIED = 7
"""Characters that the end of a paragraph has at least, else it is tied to the word before."""
_LONGEST_TIED = 24
"""What is longer than this would tear a hole into the line above."""
_TIGHT_POINTS = (";", "!", "?", ":", "»")


def refine(blocks: Nodes, words: Wording) -> Nodes:
    """The blocks of one text, refined; `words` decides on marks of quotation and the blanks before points."""

    def change(items: Nodes) -> Nodes:
        out: Nodes = []
        for node in items:
            out.extend(_quoted(node, words.quotes) if node["t"] == "Quoted" else [node])
        out = _spaced(out, str(words.rows["before-point"]))
        return [_tied(node) if node["t"] == "Para" else node for node in out]

    changed: Nodes = map_lists(_headed(blocks), change)
    return changed


def lead_in(blocks: Nodes) -> Nodes:
    """The blocks with the first words of the first paragraph marked for small capitals."""
    if not blocks or blocks[0]["t"] != "Para":
        return blocks
    content = words_apart(blocks[0]["c"], sys.maxsize)
    end = taken = 0
    for i, node in enumerate(content):
        if node["t"] == "Space":
            continue
        if node["t"] != "Str":
            break
        taken += 1
        end = i + 1
        if taken == LEAD_WORDS or not node["c"][-1].isalnum():
            break
    if not end:
        return blocks
    return [{"t": "Para", "c": [span(content[:end], attr("", "lead-in")), *content[end:]]}, *blocks[1:]]


def _quoted(node: Node, quotes: Sequence[str]) -> Nodes:
    kind, content = node["c"]
    at = 0 if kind["t"] == "DoubleQuote" else 2
    return [{"t": "Str", "c": quotes[at]}, *content, {"t": "Str", "c": quotes[at + 1]}]


def _spaced(items: Nodes, blank: str) -> Nodes:
    """Blanks before ; : ! ? in the languages that set them: the source's own blank, made narrow and unbreakable."""
    if not blank:
        return items
    out: Nodes = []
    for node in items:
        if node["t"] == "Str" and node["c"].startswith(_TIGHT_POINTS) and out and out[-1]["t"] == "Space":
            out[-1] = {"t": "Str", "c": blank}
        out.append(node)
    return out


def _tied(node: Node) -> Node:
    """A paragraph whose last words hold together, so that its last line is never one short word."""
    content = words_apart(node["c"], _LONGEST_TIED + 1)
    letters = blanks = 0
    for i in range(len(content) - 1, 0, -1):
        match content[i]["t"]:
            case "Space" if letters >= _TIED:
                return node if not blanks else _from(i + 1, content)
            case "Space":
                blanks += 1
            case "Str":
                letters += len(content[i]["c"])
            case "Span" | "Link" | "Emph":
                inside = plain(content[i])
                letters += len(inside)
                blanks += inside.count(" ")
            case "RawInline":
                pass
            case _:
                return node
        if letters > _LONGEST_TIED:
            return node
    return node


def _from(start: int, content: Nodes) -> Node:
    return {"t": "Para", "c": [*content[:start], span(content[start:], attr("", "tied"))]}


def _headed(blocks: Nodes) -> Nodes:
    """Headings numbered from 2 (the title is 1) and without a gap, as a screen reader needs them."""
    levels = sorted({node["c"][0] for node in nodes(blocks) if node["t"] == "Header"})
    if not levels:
        return blocks
    rank = {level: i + 2 for i, level in enumerate(levels)}
    open_levels: list[int] = []

    def level_of(level: int) -> int:
        while open_levels and open_levels[-1] >= rank[level]:
            open_levels.pop()
        open_levels.append(rank[level])
        return min(len(open_levels) + 1, 6)

    def change(items: Nodes) -> Nodes:
        return [{"t": "Header", "c": [level_of(n["c"][0]), *n["c"][1:]]} if n["t"] == "Header" else n for n in items]

    changed: Nodes = map_lists(blocks, change)
    return changed
