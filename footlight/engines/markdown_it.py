"""markdown-it: a second reader of Markdown, for counting what a source holds. No edition is made from it.

It reads CommonMark with tables, footnotes, definition lists and formulas, whatever dialect the source is in. It finds
the same words and addresses as any other reader; marks of dialects that it does not know are left to the caller.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

_DEFINITION = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:", re.MULTILINE)
_MAX_DEPTH = 100
"""Levels of lists and quotations. What is deeper is read as text."""
_DEEPEST_INLINE = 20
"""Levels of brackets in a paragraph. Each one more costs every bracket of it a look at the rest of the paragraph."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of characters of one kind, in the order of the source."""

    kind: str
    """`text`, `code`, `html`, `link`, `picture`, or `end`, which ends a block."""
    content: str
    """The text; for a link or a picture its target."""
    line: int
    """1-based."""
    in_note: bool = False
    heading: bool = False
    fenced: bool = False
    """Whether a listing stands between fences, which every dialect reads as one."""


def pieces(text: str) -> Iterator[Piece]:
    """Split a text into pieces. Footnotes come last, also those that are never called."""
    labels = dict.fromkeys(_DEFINITION.findall(text))
    # markdown-it leaves out a note that is never called: a call of each is added at the end, and skipped again.
    calls = "\n\n" + " ".join(f"[^{label}]" for label in labels)
    last = text.count("\n") + 1
    in_note = heading = False
    line = 1
    for token in _reader().parse(text + calls):
        line = token.map[0] + 1 if token.map else line
        if line > last and not in_note and token.type != "footnote_block_open":
            continue
        match token.type:
            case "footnote_block_open":
                in_note = True
            case "heading_open" | "heading_close":
                heading = token.type == "heading_open"
            case "fence" | "code_block":
                first = line + (token.type == "fence")
                fenced = token.type == "fence"
                yield Piece(kind="listing", content=token.content, line=first, in_note=in_note, fenced=fenced)
            case "html_block":
                yield Piece(kind="html", content=token.content, line=line, in_note=in_note)
                yield Piece(kind="end", content="", line=line)
            case "inline":
                yield from _inline(token, line, in_note=in_note, heading=heading)
                yield Piece(kind="end", content="", line=line, heading=heading)
            case _:
                pass


def rendered_html(text: str, name: str) -> str:
    """The HTML of a Markdown text that stands in a page as a part; ids of its footnotes have the name in them."""
    return str(_reader().render(text, {"docId": name}))


def _inline(token: Token, line: int, *, in_note: bool, heading: bool) -> Iterator[Piece]:
    for child in token.children or []:
        match child.type:
            case "softbreak" | "hardbreak":
                yield Piece(kind="text", content=" ", line=line, in_note=in_note)
                line += 1
            case "text" | "text_special":
                yield Piece(kind="text", content=child.content, line=line, in_note=in_note, heading=heading)
            case "code_inline":
                yield Piece(kind="code", content=child.content, line=line, in_note=in_note)
                line += child.content.count("\n")
            case "html_inline":
                yield Piece(kind="html", content=child.content, line=line, in_note=in_note)
                line += child.content.count("\n")
            case "link_open" if href := child.attrs.get("href"):
                yield Piece(kind="link", content=str(href), line=line, in_note=in_note)
            case "image" if source := child.attrs.get("src"):
                yield Piece(kind="picture", content=str(source), line=line, in_note=in_note)
            case _:
                pass


class _AsWritten(MarkdownIt):
    """A parser that keeps each link's target as it is written. Other modules decide what may be a link."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - markdown-it's name
        return url

    def validateLink(self, url: str) -> bool:  # noqa: N802, ARG002 - as above
        return True  # also none at all: `[comment]: <> (words)` is how comments are written


def _reader() -> MarkdownIt:
    reader = _AsWritten("commonmark", {"maxNesting": _MAX_DEPTH}).enable(["table", "strikethrough"])

    def lower(state: StateCore) -> None:
        state.md.options["maxNesting"] = _DEEPEST_INLINE

    # Blocks are read by now. A reader reads one text; each call of this function makes another.
    reader.core.ruler.before("inline", "deepest-inline", lower)
    return reader.use(footnote_plugin).use(deflist_plugin).use(dollarmath_plugin, allow_space=False, allow_digits=False)
