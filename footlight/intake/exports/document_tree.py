"""The tree of a manuscript, made plain: what a word processor adds to a text goes, what the author meant stays.

Spans and divisions give way to what is in them; underlining is emphasis, except under a link; a figure is a picture
with its caption; empty paragraphs and anchors go. pandoc's types:
https://hackage.haskell.org/package/pandoc-types/docs/Text-Pandoc-Definition.html.
"""

import re
from collections.abc import Callable
from typing import Any

from footlight.essay.tree import Node, Nodes, attr, nodes, plain

_BLANKS = frozenset(("Space", "SoftBreak", "LineBreak"))


def plain_blocks(blocks: Nodes) -> Nodes:
    """The blocks of a document without what has no meaning."""
    return [made for block in blocks for made in _BLOCKS.get(block["t"], _as_it_is)(block["t"], block.get("c"))]


def plain_inlines(inlines: Nodes) -> Nodes:
    """The inlines of a paragraph without what has no meaning."""
    return _trimmed(_within(inlines))


_BREAK = re.compile(r"(?:[*•·⁂~—–-] ?){1,7}|#")
"""What authors put between two parts of a text: `* * *`, `⁂`, `#`."""
_LONGEST_HEADING = 90


def with_breaks(blocks: Nodes) -> Nodes:
    """The blocks with a rule where a paragraph has nothing but the signs of a break."""
    return [
        {"t": "HorizontalRule"} if block["t"] == "Para" and _BREAK.fullmatch(words_of(block["c"])) else block
        for block in blocks
    ]


def with_bold_headings(blocks: Nodes) -> tuple[Nodes, int]:
    """The blocks with headings where short paragraphs are bold, and how many; none in a text that has headings.

    A word processor has styles for headings, and many writers use the button for bold instead.
    """
    bold = [i for i, block in enumerate(blocks[:-1]) if _is_bold_line(block) and not _is_bold_line(blocks[i + 1])]
    if any(block["t"] == "Header" for block in blocks) or len(bold) < 2:
        return blocks, 0
    made = {i: {"t": "Header", "c": [2, attr(), _unbold(blocks[i]["c"])]} for i in bold}
    return [made.get(i, block) for i, block in enumerate(blocks)], len(made)


def _is_bold_line(block: Node) -> bool:
    if block["t"] not in ("Para", "Plain"):
        return False
    words = words_of(block["c"])
    bold = all(one["t"] in ("Strong", *_BLANKS) for one in block["c"])
    return bold and 0 < len(words) <= _LONGEST_HEADING and not words.endswith((".", ",", ";"))


def _unbold(inlines: Nodes) -> Nodes:
    return [
        inner for one in inlines for inner in (one["c"] if one["t"] == "Strong" else [one]) if inner["t"] != "LineBreak"
    ]


def raw_pieces(tree: Node) -> int:
    """How many pieces of a document are in a language of their own, such as TeX, and have no place in Markdown."""
    return sum(node["t"] in ("RawBlock", "RawInline") for node in nodes(tree))


# ------------------------------------------------------------------------------------------------------------- blocks


def _as_it_is(kind: str, content: Any) -> Nodes:  # noqa: ANN401 - the contents of any node, here and below
    return [{"t": kind} if content is None else {"t": kind, "c": content}]


def _nothing(_: str, __: Any) -> Nodes:  # noqa: ANN401
    return []


def _paragraph(kind: str, content: Any) -> Nodes:  # noqa: ANN401
    inlines = plain_inlines(content)
    return [{"t": kind, "c": inlines}] if _has_words(inlines) else []


def _heading(kind: str, content: Any) -> Nodes:  # noqa: ANN401
    level, _, inlines = content
    words = [one for one in plain_inlines(inlines) if one["t"] != "LineBreak"]
    return [{"t": kind, "c": [level, attr(), words]}] if _has_words(words) else []


def _division(_: str, content: Any) -> Nodes:  # noqa: ANN401
    return plain_blocks(content[1])


def _quotation(kind: str, content: Any) -> Nodes:  # noqa: ANN401
    inner = plain_blocks(content)
    return [{"t": kind, "c": inner}] if inner else []


def _bullets(kind: str, content: Any) -> Nodes:  # noqa: ANN401
    return [{"t": kind, "c": [plain_blocks(item) for item in content]}]


def _numbered(kind: str, content: Any) -> Nodes:  # noqa: ANN401
    return [{"t": kind, "c": [content[0], [plain_blocks(item) for item in content[1]]]}]


def _definitions(kind: str, content: Any) -> Nodes:  # noqa: ANN401
    return [{"t": kind, "c": [[plain_inlines(term), [plain_blocks(one) for one in means]] for term, means in content]}]


def _verse(kind: str, content: Any) -> Nodes:  # noqa: ANN401
    return [{"t": kind, "c": [plain_inlines(line) for line in content]}]


def _listing(kind: str, content: Any) -> Nodes:  # noqa: ANN401
    (_, classes, _), text = content
    return [{"t": kind, "c": [attr("", *classes[:1]), text]}]


def _figure(_: str, content: Any) -> Nodes:  # noqa: ANN401
    """A picture with its caption in a paragraph of its own; of anything else its content and the caption below."""
    _, (_, caption), blocks = content
    inner = plain_blocks(blocks)
    words = [one for block in plain_blocks(caption or []) for one in _inlines_of(block)]
    pictures = [one for block in inner for one in _inlines_of(block)]
    if len(inner) == 1 and len(pictures) == 1 and pictures[0]["t"] == "Image":
        _, alt, target = pictures[0]["c"]
        return [{"t": "Para", "c": [{"t": "Image", "c": [attr(), words or alt, target]}]}]
    return [*inner, *([{"t": "Para", "c": words}] if words else [])]


def _inlines_of(block: Node) -> Nodes:
    return list(block["c"]) if block["t"] in ("Para", "Plain") else []


def _table(kind: str, content: Any) -> Nodes:  # noqa: ANN401
    """A table without widths and attributes."""
    _, (_, caption), columns, head, bodies, foot = content
    widths = [[alignment, {"t": "ColWidthDefault"}] for alignment, _ in columns]
    parts = [[attr(), body[1], _rows(body[2]), _rows(body[3])] for body in bodies]
    ends = [[attr(), _rows(head[1])], [attr(), _rows(foot[1])]]
    return [{"t": kind, "c": [attr(), [None, plain_blocks(caption)], widths, ends[0], parts, ends[1]]}]


def _rows(rows: Any) -> list[object]:  # noqa: ANN401
    return [[attr(), [[attr(), *cell[1:4], plain_blocks(cell[4])] for cell in cells]] for _, cells in rows]


_BLOCKS: dict[str, Callable[[str, Any], Nodes]] = {
    "Para": _paragraph,
    "Plain": _paragraph,
    "Header": _heading,
    "Div": _division,
    "BlockQuote": _quotation,
    "BulletList": _bullets,
    "OrderedList": _numbered,
    "DefinitionList": _definitions,
    "LineBlock": _verse,
    "Figure": _figure,
    "CodeBlock": _listing,
    "Table": _table,
    "RawBlock": _nothing,
}


# ------------------------------------------------------------------------------------------------------------ inlines


def _within(inlines: Nodes) -> Nodes:
    return [made for one in inlines for made in _INLINES.get(one["t"], _as_it_is)(one["t"], one.get("c"))]


def _content(_: str, content: Any) -> Nodes:  # noqa: ANN401
    return _within(content[1])


def _underlined(_: str, content: Any) -> Nodes:  # noqa: ANN401
    inner = _within(content)
    linked = any(one["t"] == "Link" for one in inner)
    return inner if linked or not _has_words(inner) else [{"t": "Emph", "c": inner}]


def _emphasised(kind: str, content: Any) -> Nodes:  # noqa: ANN401
    inner = _within(content)
    return [{"t": kind, "c": inner}] if _has_words(inner) else inner


def _quoted(_: str, content: Any) -> Nodes:  # noqa: ANN401
    marks = ("‘", "’") if content[0]["t"] == "SingleQuote" else ("“", "”")
    return [{"t": "Str", "c": marks[0]}, *_within(content[1]), {"t": "Str", "c": marks[1]}]


def _link(kind: str, content: Any) -> Nodes:  # noqa: ANN401
    """A link; one to a place in the same document, such as a table of contents has, is its words."""
    _, words, target = content
    inner = _within(words)
    if len(inner) == 1 and inner[0]["t"] == "Emph":
        inner = list(inner[0]["c"])  # underlining was only how a link looked
    if target[0].startswith("#") or not target[0]:
        return inner
    return [{"t": kind, "c": [attr(), inner or [{"t": "Str", "c": target[0]}], target]}]


def _image(kind: str, content: Any) -> Nodes:  # noqa: ANN401
    return [{"t": kind, "c": [attr(), plain_inlines(content[1]), content[2]]}]


def _code(kind: str, content: Any) -> Nodes:  # noqa: ANN401
    return [{"t": kind, "c": [attr(), content[1]]}]


def _note(kind: str, content: Any) -> Nodes:  # noqa: ANN401
    inner = plain_blocks(content)
    return [{"t": kind, "c": inner}] if inner else []


_INLINES: dict[str, Callable[[str, Any], Nodes]] = {
    **dict.fromkeys(("Emph", "Strong", "Strikeout", "Superscript", "Subscript", "SmallCaps"), _emphasised),
    "Span": _content,
    "Cite": _content,
    "Underline": _underlined,
    "Quoted": _quoted,
    "Link": _link,
    "Image": _image,
    "Code": _code,
    "Note": _note,
    "RawInline": _nothing,
}


def _has_words(inlines: Nodes) -> bool:
    return any(one["t"] not in _BLANKS for one in inlines)


def _trimmed(inlines: Nodes) -> Nodes:
    start, end = 0, len(inlines)
    while start < end and inlines[start]["t"] in _BLANKS:
        start += 1
    while end > start and inlines[end - 1]["t"] in _BLANKS:
        end -= 1
    return inlines[start:end]


def words_of(inlines: Nodes) -> str:
    """The words of inlines with single blanks, without notes."""
    return " ".join(plain(inlines).split())
