"""The words round a note's call: what an editor supplied, and the words of links, with marks or without."""

import re

from footlight.essay.tree import Nodes, attr, map_lists, nodes, plain, span, text
from footlight.notes.place_marks import MARK

WEB = re.compile(r"https?://", re.IGNORECASE)


def supplied(words: str) -> Nodes:
    """What an editor put in, in square brackets; white space at its ends stays outside of them."""
    core = words.strip()
    lead = [{"t": "Space"}] if words[:1].isspace() else []
    return [*lead, span(text(f"[{core}]"), attr("", "supplied"))]


def words_in(content: Nodes) -> str:
    """The words, code and formulas of a link, with the marks among them."""
    return "".join(
        n["c"] if n["t"] == "Str" else n["c"][1] if n["t"] in ("Code", "Math") else "" for n in nodes(content)
    )


def without_marks(value: Nodes) -> Nodes:
    """The nodes without any mark."""

    def clean(item: object) -> object:
        if isinstance(item, str):
            return MARK.sub("", item)
        if isinstance(item, list):
            return [clean(part) for part in item]
        if isinstance(item, dict):
            return {key: clean(part) for key, part in item.items()}
        return item

    return [node for node in (clean(node) for node in value) if isinstance(node, dict) and node.get("c") != ""]


def parted(content: Nodes) -> tuple[Nodes, Nodes]:
    """The words of a link, and the calls that stood among them: a call is a link, and no link holds another."""
    words: Nodes = map_lists(content, lambda items: [node for node in items if node["t"] != "RawInline"])
    return words, [node for node in nodes(content) if node["t"] == "RawInline"]


def is_address(content: Nodes, target: str) -> bool:
    """Whether the link's words are the address itself, with or without its scheme and last slash."""
    bare = WEB.sub("", target).rstrip("/")
    return WEB.sub("", plain(content)).rstrip("/") in (bare, bare.removeprefix("www."))
