"""Boxes that stand apart from the text: their kinds, by the classes that generators have, and their form here."""

import re

from footlight.essay.tree import Node, Nodes, attr, classes, div, para

KINDS = frozenset(
    [
        "note",
        "info",
        "tip",
        "hint",
        "important",
        "warning",
        "caution",
        "danger",
        "attention",
        "error",
        "success",
        "question",
        "example",
        "abstract",
        "summary",
        "tldr",
        "todo",
        "bug",
        "failure",
        "notice",
        "help",
        "faq",
        "check",
        "done",
        "fail",
        "missing",
        "seealso",
        "alert",
        "quote",
        "cite",
    ]
)
"""GitHub's, Obsidian's, Docusaurus', Material for MkDocs' and Sphinx's names."""
_BARE = frozenset(
    {
        "note",
        "info",
        "tip",
        "hint",
        "important",
        "warning",
        "caution",
        "danger",
        "attention",
        "notice",
        "alert",
        "callout",
        "details",
    }
)
"""Kinds that a class means without anything beside it: the others are words that a class may have for other reasons."""
_SHAPES = (
    re.compile(
        r"(?:callout|alert|notice|prompt|admonition|message|hint|bs-callout|markdown-alert|custom-block)-{1,2}(?P<kind>[a-z]+)"
    ),
    re.compile(r"(?P<kind>[a-z]+)-(?:box|block|callout|admonition|note)"),
)
_BOOTSTRAP = frozenset({"primary", "secondary", "light", "dark", "default"})
"""Colours that themes made from Bootstrap name their boxes by."""

BOX = "admonition"
"""The class of a box in the tree before it is made safe: that of Python-Markdown and Sphinx, whose HTML has it too."""
_TITLE = f"{BOX}-title"
_TITLES = frozenset({_TITLE, "title", "callout-title", "custom-block-title"})


def kind_of_class(name: str) -> str:
    """The kind of box that a class means; empty where it means none."""
    folded = name.lower()
    if folded in _BARE:
        return folded
    for shape in _SHAPES:
        match = shape.fullmatch(folded)
        if match and match["kind"] in KINDS:
            return match["kind"]
        if match and match["kind"] in _BOOTSTRAP:
            return "note"
    return ""


def box(kind: str, title: Nodes, content: Nodes, identifier: str = "") -> Node:
    """A box in the tree before it is made safe; without a title where there are no words for one."""
    head = [div([para(title)], attr("", _TITLE))] if title else []
    return div([*head, *content], attr(identifier, BOX, kind))


def parts_of_box(node: Node) -> tuple[Nodes, Nodes] | None:
    """The title and the content, both blocks, of a division that is a box; None where it is none."""
    names = classes(node)
    if BOX not in names and not any(map(kind_of_class, names)):
        return None
    (_, _, pairs), content = node["c"]
    said = [value for key, value in pairs if key == "title" and value]
    title: Nodes = [para([{"t": "Str", "c": said[0]}])] if said else []
    if content and content[0]["t"] == "Div" and _TITLES & set(classes(content[0])):
        title, content = content[0]["c"][1], content[1:]
    elif not said and any("callout" in name for name in names) and content and content[0]["t"] == "Header":
        title, content = [para(content[0]["c"][2])], content[1:]  # Quarto's
    if len(content) == 1 and content[0]["t"] == "BlockQuote":
        content = content[0]["c"]  # kramdown's: a quotation with a class
    return title, content


def set_box(title: Nodes, content: Nodes, identifier: str = "") -> Node:
    """A box in the form that our style sheets know."""
    head = [div(title, attr("", "fl-box-title"))] if title else []
    return div([*head, *content], attr(identifier, "fl-box"))
