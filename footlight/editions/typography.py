"""Typographic passes over the tree: spaces and dashes of the language, heading levels without gaps, a lead-in in small
capitals, and paragraphs that never end with one short word on a line. No word changes.
"""

import re
import sys

from footlight.editions.extracts import opening_of
from footlight.editions.language_spacing import with_language_spacing
from footlight.essay.tree import Node, Nodes, attr, map_lists, nodes, plain, span, words_apart
from footlight.settings.wording import Wording

LEAD_WORDS = 4
_TIED = 7
"""Least number of letters in a paragraph's last line; shorter last words are tied to the word before."""
_LONGEST_TIED = 16
"""Greatest number of letters of words that are tied: more would leave a gap in the line above."""
_LONGEST_WHOLE = 24
"""Greatest number of letters of a last word that is not hyphenated."""


def refine(blocks: Nodes, words: Wording, lang: str) -> Nodes:
    """Apply all passes but the lead-in to the blocks of one text in the language `lang`, a BCP 47 tag."""

    def change(items: Nodes) -> Nodes:
        tied = [_tied(node) if node["t"] == "Para" else node for node in items]
        return _with_latin_italics(tied) if lang.partition("-")[0].lower() in _WITHOUT_ITALICS else tied

    changed: Nodes = map_lists(with_language_spacing(_headed(blocks), words, lang), change)
    return changed


def lead_in(blocks: Nodes, *, drop_cap: bool = False) -> Nodes:
    """Mark the first words of the first paragraph, behind the epigraphs, for small capitals.

    With `drop_cap`, their first letter gets a span of its own, with the quotation mark before it.
    """
    start = opening_of(blocks)
    if not blocks or blocks[start]["t"] != "Para":
        return blocks
    content = words_apart(blocks[start]["c"], sys.maxsize)
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
    letter, words = _apart(content[:end]) if drop_cap else ([], content[:end])
    led_in = [*letter, span(words, attr("", "fl-lead-in"))]
    opening = {"t": "Para", "c": [*led_in, *content[end:]]}
    return [*blocks[:start], opening, *blocks[start + 1 :]]


_INITIAL = re.compile("[“”„«»‘’‹›¿¡]?[A-Za-zÀ-ÖØ-öø-ÿĀ-žΑ-Ωα-ωА-Яа-яЁё]")
"""A letter that can be a drop capital, with the mark before it."""


def _apart(words: Nodes) -> tuple[Nodes, Nodes]:
    """The first letter of a text in a span, and the rest of its words; none where it begins with something else."""
    first = words[0]
    match = _INITIAL.match(first["c"]) if first["t"] == "Str" else None
    if not match:
        return [], words
    rest = first["c"][match.end() :]
    letter = span([{"t": "Str", "c": match[0]}], attr("", "fl-initial"))
    return [letter], [*([{"t": "Str", "c": rest}] if rest else []), *words[1:]]


def _tied(node: Node) -> Node:
    """Keep a paragraph's last words together, so that its last line is never one short word or a part of one."""
    content = words_apart(node["c"], _LONGEST_WHOLE + 1)
    letters = blanks = 0
    for i in range(len(content) - 1, 0, -1):
        match content[i]["t"]:
            case "Space" if letters >= _TIED:
                return _from(i + 1, content)
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
        if letters > (_LONGEST_TIED if blanks else _LONGEST_WHOLE):
            return node
    return node


def _from(start: int, content: Nodes) -> Node:
    return {"t": "Para", "c": [*content[:start], span(content[start:], attr("", "fl-tied"))]}


_WITHOUT_ITALICS = frozenset({"ar", "fa", "ur", "he", "yi", "ja", "zh", "ko"})
"""Languages whose script has no italics: their emphasis is weight, or dots."""
_LATIN = re.compile("[A-Za-z\u00c0-\u052f\u1e00-\u1fff]")


def _with_latin_italics(items: Nodes) -> Nodes:
    """Mark emphasis that is on words in Latin, Greek or Cyrillic letters alone; these have italics."""
    return [
        span([node], attr("", "fl-latin")) if node["t"] == "Emph" and _is_latin(plain(node)) else node for node in items
    ]


def _is_latin(words: str) -> bool:
    letters = [letter for letter in words if letter.isalpha()]
    return bool(letters) and all(map(_LATIN.match, letters))


def _headed(blocks: Nodes) -> Nodes:
    """Renumber heading levels from 2 (the title has 1) without gaps, as screen readers need them."""
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
