"""Count what a Markdown source holds, independently of pandoc, so that what an edition lost can be named.

The count is of the source as it lies on the disk. What a dialect or pandoc adds to plain Markdown (attributes, fenced
boxes, shortcodes, citations, formulas, comments) is blanked first: those have rules and findings of their own.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from footlight.engines.markdown_it import Piece, pieces
from footlight.essay.inventory import Block, Form, Inventory, Target

_NOT_PROSE = re.compile(
    r"""
    <!--.*?-->                                              # comments
    | \{\{.*?\}\} | \{%.*?%\}                               # templates: Liquid, Hugo's and Zola's shortcodes
    | ^[ \t]*(?:[-*+]|\d+[.)])[ \t][^\n]*\n[ \t]*\{:[ ]?toc[^{}\n]*\}   # where kramdown puts its table of contents
    | ^[ \t]*:{3,}[^\n]*$                                   # the fences of boxes
    | (?<![{^_])\{:?[ ]*(?:[.\#:=-][\w-]*|[\w-]+=)[^{}\n]*\}    # attributes
    | (?<=[-*+.)])[ ]\[[ xX]\](?=\s)                        # boxes of tasks
    | (?<![\w/`])-?@\{?[\w:.#$%&+?<>~/-]+                    # citations
    | (?<![\w:]):[a-z0-9_+-]+:(?!\w)                        # emoji by name
    | ^[ \t]*%%.*?%%[ \t]*$                                 # Obsidian's comments
    | !\[\[[^\[\]\n]*\]\] | (?<=\[\[)[^\[\]\n|]*\|           # its embeds, and the names of notes behind words
    | ^[ \t>]*>[ \t]*\[![A-Za-z][\w-]*(?:\|[^\]\n]*)?\][+-]?   # kinds of callouts
    | ^[ \t]*(?:!!!|\?\?\?\+?)[ \t]+[\w -]+(?=[\"\n])          # and of Python-Markdown's boxes
    | <[A-Za-z][\w-]*\b[^<>]*\smarkdown(?:=[^<>\s]*)?[^<>]*>  # tags around words that are Markdown
    | ^(?:import|export)[ ][^\n]*[\"'][^\n]*$                # imports of MDX
    | ^[ \t]*(?:\(?(?:[a-zA-Z]|[ivxlcdm]{2,6}|\#)[.)]|\(\d+\))(?=[ \t])   # numbers of items that CommonMark has not
    | \\begin\{(?P<env>\w+\*?)\}.*?\\end\{(?P=env)\} | \\\(.*?\\\) | \\\[.*?\\\]   # TeX
    """,
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)
_LOOSE_TARGET = re.compile(r"\]\((?!<)([^()<>\"'\n]* [^()<>\"'\n]*)\)")
"""A target with blanks, which pandoc takes and CommonMark does not."""
_LONGEST = 20_000
"""Characters of a construct that is blanked; a longer one is text between two unlucky marks."""
_WORD = re.compile(r"[^\W_]+")
_SCHEME = re.compile(r"\bhttps?://", re.IGNORECASE)
"""Not printed where an address stays clear without it."""
_SILENT = frozenset({"script", "style", "template", "head"})


def take_inventory(text: str, body_start: int) -> Inventory:
    """Everything that an edition of a source must hold. `body_start` is where its front matter ends."""
    prose = _blank(text[:body_start], everything=True) + _blank(text[body_start:])
    count = _Count()
    for piece in pieces(prose):
        count.take(piece)
    return count.inventory()


def _blank(text: str, *, everything: bool = False) -> str:
    """The text with a blank in the place of what is no prose; line ends stay, so that lines keep their numbers.

    One blank, because a line that begins with more of them may be taken for code.
    """
    if everything:
        return "\n" * text.count("\n")
    text = _LOOSE_TARGET.sub(r"](<\1>)", text)
    return _NOT_PROSE.sub(lambda m: "\n" * m[0].count("\n") or " " if len(m[0]) < _LONGEST else m[0], text)


class _Count:
    """What has been counted so far."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._words: list[tuple[str, int]] = []
        self._in_note = False
        self._links: list[Target] = []
        self._pictures: list[Target] = []

    def take(self, piece: Piece) -> None:
        """Count one piece."""
        self._in_note = self._in_note or piece.in_note
        match piece.kind:
            case "text" | "code":
                self._words += _words(piece.content, piece.line)
            case "listing":
                self._end()
                self._in_note = piece.in_note
                self._words += _words(piece.content, piece.line)
                self._end("listing" if piece.fenced else "")
            case "html":
                html = _Html(piece.line)
                html.feed(piece.content)
                self._words += html.words
                self._links += html.links
                self._pictures += html.pictures
            case "link":
                self._links.append(Target(address=piece.content, line=piece.line))
            case "picture":
                self._pictures.append(Target(address=piece.content, line=piece.line))
            case _:
                self._end("heading" if piece.heading else "")

    def _end(self, form: Form = "") -> None:
        if self._words:
            self._blocks.append(Block(words=tuple(self._words), in_note=self._in_note, form=form))
        self._words, self._in_note = [], False

    def inventory(self) -> Inventory:
        """All that was counted."""
        self._end()
        return Inventory(blocks=tuple(self._blocks), links=tuple(self._links), pictures=tuple(self._pictures))


def _words(text: str, line: int) -> Iterator[tuple[str, int]]:
    for number, part in enumerate(text.split("\n"), line):
        for match in _WORD.finditer(_SCHEME.sub(" ", part)):
            yield match[0], number


class _Html(HTMLParser):
    """The words and targets of raw HTML."""

    def __init__(self, line: int) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[tuple[str, int]] = []
        self.links: list[Target] = []
        self.pictures: list[Target] = []
        self._line = line
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count the address of a link, a frame or a picture."""
        self._silent += tag in _SILENT
        values = dict(attrs)
        line = self._line + self.getpos()[0] - 1
        if tag in ("a", "iframe") and (address := values.get("href" if tag == "a" else "src")):
            self.links.append(Target(address=address, line=line))
        if tag == "img" and (address := values.get("src")):
            self.pictures.append(Target(address=address, line=line))

    def handle_endtag(self, tag: str) -> None:
        """Leave a part without words."""
        self._silent = max(0, self._silent - (tag in _SILENT))

    def handle_data(self, data: str) -> None:
        """Count words."""
        if not self._silent:
            self.words += _words(data, self._line + self.getpos()[0] - 1)
