"""Callouts: quotations that begin with `[!note] Title`, of Obsidian, GitHub and others, as boxes.

(https://help.obsidian.md/callouts, https://docs.github.com/get-started/writing-on-github)
"""

import re

from footlight.essay.tree import Node, Nodes, map_lists
from footlight.reading.box_kinds import box

_HEAD = re.compile(r"\[!(?P<kind>[A-Za-z][\w-]*)(?:\|[^\]]*)?\](?P<folded>[+-]?)(?=\s|\Z|[\U000f0000-\U000ffffd])")


def callouts(blocks: Nodes) -> Nodes:
    """The blocks with each such quotation a box."""
    changed: Nodes = map_lists(blocks, lambda items: [_changed(node) for node in items])
    return changed


def _changed(node: Node) -> Node:
    if node["t"] != "BlockQuote" or not node["c"] or node["c"][0]["t"] not in ("Para", "Plain"):
        return node
    words = node["c"][0]["c"]
    first = words[0] if words else {}
    head = _HEAD.match(first["c"]) if first.get("t") == "Str" else None
    if not head:
        return node
    rest = first["c"][head.end() :].lstrip()
    words = ([{"t": "Str", "c": rest}] if rest else []) + words[1:]
    end = next((i for i, inline in enumerate(words) if inline["t"] in ("SoftBreak", "LineBreak")), len(words))
    title, below = words[:end], words[end + 1 :]
    while title and title[0]["t"] == "Space":
        title = title[1:]
    kind = head["kind"].lower()
    title = title or [{"t": "Str", "c": kind.replace("-", " ").capitalize()}]
    content = [*([{"t": "Para", "c": below}] if below else []), *node["c"][1:]]
    return box(kind, title, content)
