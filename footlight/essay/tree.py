"""pandoc's document tree as JSON: constructors and walks for our passes.

The shapes are those of pandoc-types 1.23
(https://hackage.haskell.org/package/pandoc-types/docs/Text-Pandoc-Definition.html): each node is
`{"t": NAME, "c": CONTENTS}`. We use pandoc's own format, without a layer of classes on it. A pass returns new lists and
never changes its input.
"""

from collections.abc import Callable, Iterator
from typing import Any

Node = dict[str, Any]
Nodes = list[Node]
Attr = list[Any]
"""`[identifier, [classes], [[key, value]]]`."""

_CONTENT_AT = {
    # Index of the list of children in "c"; None where "c" itself is that list.
    "Para": None,
    "Plain": None,
    "BlockQuote": None,
    "Emph": None,
    "Underline": None,
    "Strong": None,
    "Strikeout": None,
    "Superscript": None,
    "Subscript": None,
    "SmallCaps": None,
    "Note": None,
    "Span": 1,
    "Div": 1,
    "Link": 1,
    "Image": 1,
    "Quoted": 1,
    "Cite": 1,
    "Header": 2,
}


def attr(identifier: str = "", *classes: str, **pairs: str) -> Attr:
    """Make pandoc's attributes; underscores in keys become hyphens."""
    return [identifier, list(classes), [[k.replace("_", "-"), v] for k, v in pairs.items()]]


def text(words: str) -> Nodes:
    """Split words into `Str` and `Space` nodes at plain spaces; other white space stays in its word."""
    nodes: Nodes = []
    for i, word in enumerate(words.split(" ")):
        if i:
            nodes.append({"t": "Space"})
        if word:
            nodes.append({"t": "Str", "c": word})
    return nodes


def span(content: Nodes, attributes: Attr) -> Node:
    """Wrap inlines in a `Span`."""
    return {"t": "Span", "c": [attributes, content]}


def div(content: Nodes, attributes: Attr) -> Node:
    """Wrap blocks in a `Div`."""
    return {"t": "Div", "c": [attributes, content]}


def para(content: Nodes) -> Node:
    """Make a paragraph of inlines."""
    return {"t": "Para", "c": content}


def link(content: Nodes, target: str, attributes: Attr | None = None) -> Node:
    """Make a link without a title attribute."""
    return {"t": "Link", "c": [attributes or attr(), content, [target, ""]]}


def html(markup: str) -> Node:
    """Make a raw HTML inline; only for markup of our own."""
    return {"t": "RawInline", "c": ["html", markup]}


def html_block(markup: str) -> Node:
    """Make a raw HTML block; only for markup of our own."""
    return {"t": "RawBlock", "c": ["html", markup]}


def classes(node: Node) -> list[str]:
    """The classes of a node; empty for nodes without attributes."""
    match node["t"]:
        case "Span" | "Div" | "Link" | "Image" | "Code" | "CodeBlock" | "Table" | "Figure":
            return list(node["c"][0][1])
        case "Header":
            return list(node["c"][1][1])
        case _:
            return []


def children(node: Node) -> Nodes | None:
    """The children of a node that has one list of them; None for other nodes."""
    kind = node["t"]
    if kind not in _CONTENT_AT:
        return None
    at = _CONTENT_AT[kind]
    content: Nodes = node["c"] if at is None else node["c"][at]
    return content


_LEAVES = frozenset({"Str", "Space", "SoftBreak", "LineBreak", "Code", "CodeBlock", "Math", "RawInline", "RawBlock"})


def map_lists(value: Any, change: Callable[[Nodes], Nodes]) -> Any:  # noqa: ANN401 - pandoc's JSON is of any shape
    """Apply `change` to every list of nodes in a tree, from the leaves up, in text order."""
    if isinstance(value, list):
        if not value or isinstance(value[0], str):
            return value  # attributes, targets and the like
        mapped = [map_lists(item, change) for item in value]
        return change(mapped) if all(isinstance(i, dict) and "t" in i for i in mapped) else mapped
    if isinstance(value, dict):
        if value.get("t") in _LEAVES:
            return value
        return {key: map_lists(item, change) for key, item in value.items()}
    return value


def map_outer_lists(value: Any, change: Callable[[Nodes], Nodes]) -> Any:  # noqa: ANN401 - as above
    """Apply `change` to the outermost lists of nodes in a tree, in text order; what is in them is left to `change`."""
    if isinstance(value, dict):
        return {key: map_outer_lists(item, change) for key, item in value.items()}
    if not isinstance(value, list):
        return value
    if value and all(isinstance(item, dict) and "t" in item for item in value):
        return change(value)
    return [map_outer_lists(item, change) for item in value]


def nodes(value: Any) -> Iterator[Node]:  # noqa: ANN401 - pandoc's JSON is of any shape
    """Yield every node of a tree in text order, parents before children."""
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            if "t" in item:
                yield item
            stack.extend(reversed(list(item.values())))
        elif isinstance(item, list):
            stack.extend(reversed(item))


def inlines_of(blocks: Nodes) -> Nodes:
    """Join blocks into one list of inlines: paragraphs keep their markup, other blocks only their words."""
    out: Nodes = []
    for block in blocks:
        out += [{"t": "Space"}] if out else []
        out += block["c"] if block["t"] in ("Para", "Plain") else text(" ".join(plain(block).split()))
    return out


def words_apart(items: Nodes, letters: int) -> Nodes:
    """Split the last words of inlines, up to at least `letters` letters, into one node a word and one a blank.

    `reading.word_runs` joined neighbouring words into one node; the passes of typography need them separate.
    """
    out: Nodes = []
    for at in range(len(items) - 1, -1, -1):
        if letters <= 0:
            return items[: at + 1] + out
        node = items[at]
        if node["t"] != "Str" or " " not in node["c"]:
            letters -= len(plain(node)) if node["t"] != "Space" else 0
            out.insert(0, node)
            continue
        lead, last = node["c"], ""
        while letters > 0 and lead:
            lead, blank, last = lead.rpartition(" ")
            letters -= len(last)
            out[:0] = [*([{"t": "Space"}] if blank else []), *([{"t": "Str", "c": last}] if last else [])]
        out[:0] = [{"t": "Str", "c": lead}] if lead else []
    return out


_STANDS_FOR = {"Space": " ", "SoftBreak": " ", "LineBreak": " ", "Para": "\n\n", "Plain": "\n", "Header": "\n\n"}


def plain(value: Any, *, skip: frozenset[str] = frozenset({"Note"})) -> str:  # noqa: ANN401 - as above
    """The words of a tree without markup and without the node types in `skip`; an empty line separates blocks."""
    out: list[str] = []

    def visit(item: Any) -> None:  # noqa: ANN401 - as above
        if isinstance(item, list):
            for part in item:
                visit(part)
            return
        if not isinstance(item, dict) or item.get("t") in skip:
            return
        match item.get("t"):
            case "Str":
                out.append(item["c"])
            case "Code" | "Math" | "CodeBlock":
                out.append(item["c"][1])
            case "RawInline" | "RawBlock":
                pass
            case "Quoted":
                left, right = "‘’" if item["c"][0]["t"] == "SingleQuote" else "“”"
                out.append(left)
                visit(item["c"][1])
                out.append(right)
            case kind:
                visit(item.get("c", []))
                out.append(_STANDS_FOR.get(str(kind), ""))

    visit(value)
    return "".join(out).strip()
