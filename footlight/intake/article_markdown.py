"""Write the blocks of an article as Markdown, by pandoc, without the escapes that a person would not type."""

import re
from typing import Any

from footlight.engines.pandoc import write_markdown
from footlight.essay.tree import Node, Nodes
from footlight.intake.tree_builder import PLACE_END, PLACE_START

_SPECIAL = re.compile(r"[$<>#~^|@\[\]\\*]")
_IN_BRACKETS = re.compile(r"\[(?:\.\.\.|…|[^\W\d_][\w’'-]*)\][.,;!?…”’\"')]*")
"""A word or a gap in brackets, as it stands in quotations; pandoc takes it for a link only where one is defined."""
_FENCE = re.compile(r"`{3,}")
_VERSE_INDENT = re.compile("(?m)(?<=^\\| )\u00a0+")
"""How a line of verse is indented; pandoc takes blanks for the same."""
_FIRST = 3
_MARKS = re.compile(f"[{PLACE_START}{PLACE_END}]")


def markdown_of(blocks: Nodes) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The Markdown of blocks, and the places of emptied links in it. Raises EngineError where pandoc refuses."""
    written = write_markdown([_block(one) for one in blocks])
    text = written.strip("\n") + "\n" if written.strip() else ""
    text = _VERSE_INDENT.sub(lambda dent: " " * len(dent[0]), text)
    return _without_marks(text)


def _without_marks(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text without the marks of places, and the places, as offsets in it."""
    places: list[tuple[int, int]] = []
    pieces: list[str] = []
    size = last = 0
    opened: int | None = None
    for mark in _MARKS.finditer(text):
        pieces.append(text[last : mark.start()])
        size += mark.start() - last
        last = mark.end()
        if mark[0] == PLACE_START:
            opened = size
        elif opened is not None:
            places.append((opened, size))
            opened = None
    pieces.append(text[last:])
    return "".join(pieces), tuple(places)


def _block(block: Node) -> Node:
    kind: str = block["t"]
    content: Any = block.get("c")
    match kind:
        case "CodeBlock":
            return _fenced(content)
        case "Para" | "Plain":
            content = _inlines(content)
        case "Header":
            content = [content[0], content[1], _inlines(content[2])]
        case "BlockQuote":
            content = [_block(one) for one in content]
        case "BulletList":
            content = [[_block(one) for one in item] for item in content]
        case "OrderedList":
            content = [content[0], [[_block(one) for one in item] for item in content[1]]]
        case _:
            return block
    return {"t": kind, "c": content}


def _fenced(content: list[object]) -> Node:
    """A listing between fences; pandoc would indent one without a language."""
    attributes, code = content
    text = str(code)
    classes = attributes[1] if isinstance(attributes, list) else []
    longest = max((len(found) for found in _FENCE.findall(text)), default=2)
    fence = "`" * (longest + 1)
    return {"t": "RawBlock", "c": ["markdown", f"{fence}{classes[0] if classes else ''}\n{text}\n{fence}"]}


def _inlines(nodes: Nodes) -> Nodes:
    """The inlines, with characters that mean nothing where they stand written as they are."""
    plain = "".join(one["c"] for one in nodes if one["t"] == "Str")
    if not _SPECIAL.search(plain):
        return _joined(nodes)
    done: Nodes = []
    for number, node in enumerate(nodes):
        if node["t"] == "Str" and _SPECIAL.search(node["c"]):
            starts = number == 0 or nodes[number - 1]["t"] == "LineBreak"
            done += _split(node["c"], plain, starts=starts)
        else:
            done.append(node)
    return done


def _joined(nodes: Nodes) -> Nodes:
    """The inlines with words and the blanks between them as one string, which pandoc writes many times faster.

    The first word stays alone: by it pandoc sees what would begin a list.
    """
    done: Nodes = []
    for node in nodes:
        words = " " if node["t"] == "Space" else node["c"] if node["t"] == "Str" else None
        if words is None or len(done) < _FIRST or done[-1]["t"] != "Str":
            done.append(node)
        else:
            done[-1] = {"t": "Str", "c": done[-1]["c"] + words}
    return done


def _split(word: str, whole: str, *, starts: bool) -> Nodes:
    """A word as strings, which pandoc escapes, and characters that need no escape."""
    nodes: Nodes = []
    last = 0
    for found in _SPECIAL.finditer(word):
        if not _is_harmless(found[0], found.start(), word, whole, starts=starts):
            continue
        if found.start() > last:
            nodes.append({"t": "Str", "c": word[last : found.start()]})
        # pandoc 3.9 loses a bracket or a blank behind a backslash that it escapes itself.
        written = "\\\\" if found[0] == "\\" else found[0]
        nodes.append({"t": "RawInline", "c": ["markdown", written]})
        last = found.end()
    if last < len(word):
        nodes.append({"t": "Str", "c": word[last:]})
    return nodes


def _is_harmless(mark: str, at: int, word: str, whole: str, *, starts: bool) -> bool:
    """Whether a character means nothing where it stands. `starts` says whether the word begins a line."""
    first, after = starts and at == 0, word[at + 1 : at + 2]
    match mark:
        case "$" | "~" | "^":
            harmless = whole.count(mark) == 1
        case "<":
            harmless = after in ("", "=", "-") or after.isdigit()
        case ">" | "#":
            harmless = not first
        case "|":
            harmless = not first and whole.count("|") < 2
        case "@":
            harmless = at > 0 and word[at - 1].isalnum()
        case "*":
            harmless = word == "*" and not starts
        case "[" | "]":
            harmless = bool(_IN_BRACKETS.fullmatch(word))
        case _:
            harmless = True
    return harmless
