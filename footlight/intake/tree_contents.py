"""What a document tree holds: its links, notes and pictures."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from footlight.essay.tree import Nodes
from footlight.intake.link_fates import Fate, LinkFate


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Counted in the order of the text."""

    links: tuple[str, ...]
    fates: tuple[LinkFate, ...]
    pictures: tuple[str, ...]
    notes: int


def nodes_of(value: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - JSON
    """Every node of a tree, outer ones first."""
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, dict):
            if "t" in one:
                yield one
            if "c" in one:
                stack.append(one["c"])
        elif isinstance(one, list):
            stack.extend(reversed(one))


def targets_of(blocks: Nodes) -> Contents:
    """Count what blocks hold."""
    links, pictures, notes = [], [], 0
    for node in nodes_of(blocks):
        if node["t"] == "Link":
            links.append((str(node["c"][2][0]), _words(node["c"][1])))
        elif node["t"] == "Image":
            pictures.append(str(node["c"][2][0]))
        notes += node["t"] == "Note"
    return Contents(
        links=tuple(address for address, _ in links),
        fates=tuple(LinkFate(href=address, words=words, fate=Fate.KEPT, address=address) for address, words in links),
        pictures=tuple(pictures),
        notes=notes,
    )


def in_one_line(blocks: Nodes) -> Nodes:
    """The inlines of blocks, with a blank between the blocks: for captions and terms, which hold no blocks."""
    lines: list[Nodes] = []
    for block in blocks:
        kind, content = block["t"], block.get("c")
        if kind in ("Para", "Plain"):
            lines.append(content or [])
        elif kind == "Header" and content:
            lines.append(content[2])
        else:
            lines.append(in_one_line([one for one in _parts(content) if "t" in one]))
    return [node for number, line in enumerate(lines) for node in ([{"t": "Space"}] if number else []) + line]


def _parts(value: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - JSON
    """The blocks that lie in the content of a block, those in lists of lists included."""
    if isinstance(value, list):
        for one in value:
            yield from _parts(one)
    elif isinstance(value, dict):
        yield value


def _words(inlines: Nodes) -> str:
    return "".join(
        str(node["c"]) if node["t"] == "Str" else " " for node in nodes_of(inlines) if node["t"] in ("Str", "Space")
    )[:200]
