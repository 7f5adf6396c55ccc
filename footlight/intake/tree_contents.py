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


def _words(inlines: Nodes) -> str:
    return "".join(
        str(node["c"]) if node["t"] == "Str" else " " for node in nodes_of(inlines) if node["t"] in ("Str", "Space")
    )[:200]
