"""Count what a Markdown source holds, independently of pandoc, so that what an edition lost can be named.

The count is of the source as it lies on the disk. What a dialect or pandoc adds to plain Markdown (attributes, fenced
boxes, shortcodes, citations, formulas, comments) is blanked first: those have rules and findings of their own.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser

from footlight.engines.markdown_it import Piece, pieces
from footlight.essay.inventory import Block, Form, Inventory, Target
from footlight.markdown.mask import hidden_parts
from footlight.reading.dialects.layout_commands import CONTENTS, PAGES
from footlight.reading.dialects.logseq_keys import BOOKKEEPING
from footlight.reading.dialects.protected import Protected
from footlight.reading.dialects.signs import MYST_DIRECTIVES

_NOT_PROSE = re.compile(
    rf"^[ \t]*(?:[-*+][ \t]+)?(?:{'|'.join(BOOKKEEPING)})::[ ][^\n]*$ | ^[ \t]*:LOGBOOK:.{{0,4000}}?:END: |"  # Logseq's
    r"""
    ^[ \t]*\#\+BEGIN_QUERY\b.*?\#\+END_QUERY\b | ^[ \t]*(?:[-*+][ \t]+)?\#\+(?:BEGIN|END)_[A-Z]+\b
    | (?:\]\()?\(\([0-9a-f]{8}-[0-9a-f-]{27}\)\)\)?
    | \{::comment\}.*?\{:/(?:comment)?\} | \{::[a-z]+[^{}\n]*\} | \{:/[a-z]*\}   # kramdown's comments and extensions
    |     <!--.*?--> | \{/\*.*?\*/\}                               # comments, those of MDX among them
    | \{\{.*?\}\} | \{%.*?%\}                               # templates: Liquid, Hugo's and Zola's shortcodes
    | ^[ \t]*(?:[-*+]|\d+[.)])[ \t][^\n]*\n[ \t]*\{:[ ]?toc[^{}\n]*\}   # where kramdown puts its table of contents
    | ^[ \t]*(?:[-*+][ \t]+){0,9}:{3,}[^\n]*$                # the fences of boxes
    | (?<![{^_])\{:?[ ]*(?:[.\#:=-][\w-]*|[\w-]+=)[^{}\n]*\}    # attributes
    | (?<=[-*+.)])[ ]\[[ xX]\](?=\s)                        # boxes of tasks
    | (?<![\w/`])-?@\{?[\w:.#$%&+?<>~/-]+                    # citations
    | (?<![\w:]):[a-z0-9_+-]+:(?![\w/])                     # emoji by name
    | ^[ ]{0,3}[Tt]able:(?=[ ])                              # what makes words a caption
    | ^[ \t]*/{3,}[^\n]*$ | ^[ \t]*(?:\{\*[^{}\n]*\*\}|-+8<-+[^\n]*)[ \t]*$   # boxes and files of PyMdown
    | ^[ \t]*%%.*?%%[ \t]*$                                 # Obsidian's comments
    | ^[ ]{0,3}\[[^\[\]\n]{1,60}\]:[ \t]*\#[^\n]*$             # and those that are references to nothing, [//]: # so
    | (?:^|[ \t])\^[A-Za-z0-9-]{1,60}[ \t]*$                # and its names of blocks
    | !\[\[[^\[\]\n]*\]\] | (?<=\[\[)[^\[\]\n|]*\|           # its embeds, and the names of notes behind words
    | ^[ \t>]*>[ \t]*\[![A-Za-z][\w-]*(?:\|[^\]\n]*)?\][+-]?   # kinds of callouts
    | ^[ \t]*(?:!!!|\?\?\?\+?)[ \t]+[\w -]+(?=[\"\n])          # and of Python-Markdown's boxes
    | <[A-Za-z][\w-]*\b[^<>]*\smarkdown(?:=[^<>\s]*)?[^<>]*>  # tags around words that are Markdown
    | <[A-Z][\w.]*(?=\s[^<>]*=\{\s*<)[^<>]* | (?<=>)\}[^<>{}\n]*(?:=\{|/?>)   # and its attributes around elements
    | ^(?:import|export)[ ][^\n]*[\"'][^\n]*$                # imports of MDX
    | ^[ \t]*(?:\(?(?:[a-zA-Z]|[ivxlcdm]{2,6}|[IVXLCDM]{2,6}|\#)[.)]|\(\d+\))(?=[ \t])   # numbers CommonMark has not
    | \$\$[^$]{1,4000}\$\$
    | \\begin\{(?P<env>\w+\*?)\}.{0,8000}?\\end\{(?P=env)\} | \\\(.*?\\\) | \\\[.*?\\\]   # TeX
    """
    rf"| ^[ ]{{0,3}}(?:{CONTENTS}|{PAGES})[ \t]*$",
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)
_LOOSE_TARGET = re.compile(r"\]\((?!<)([^()<>\"'\n]* [^()<>\"'\n]*)\)")
"""A target with blanks, which pandoc takes and CommonMark does not."""
_TAG_BELOW_TAG = re.compile(r"(?<=>)(?P<gap>[ \t]*+\n(?:[ \t]*+\n)+)(?: {4}|\t)[ \t]*(?=</?[A-Za-z])")
"""Empty lines between the rows of a table of HTML, which end it only to CommonMark: to it the next tag is a listing."""
_PREFORMATTED = re.compile(r"<pre\b[^<]*(?:<(?!/?pre\b)[^<]*)*</pre\b", re.IGNORECASE)
_EMPTY_LINE = re.compile(r"(?<=\n)[ \t]*(?=\n)")
"""In preformatted words, where it ends the HTML around them for CommonMark."""
_MATHML = re.compile(r"<math\b[^<]*(?:<(?!/?math\b)[^<]*)*</math\b", re.IGNORECASE)
_LONGEST = 20_000
"""Characters of a construct that is blanked; a longer one is text between two unlucky marks."""
_WORD = re.compile(r"[^\W_]+")
_SCHEME = re.compile(r"\bhttps?://", re.IGNORECASE)
"""Not printed where an address stays clear without it."""
_SILENT = frozenset({"script", "style", "template", "head"})
_FALLBACK = frozenset({"audio", "iframe", "object", "video"})
"""What stands in these is for a browser that does not show them. An edition has it where it names what is shown."""
_FALLBACK_WORDS = re.compile(
    r"(?P<tag><(?P<name>audio|iframe|object|video)\b[^<>]{0,4000}>)(?P<words>(?:(?!<(?:a|source|embed)\b|</?(?P=name)\b).){1,2000})"
    r"(?=</(?P=name)>)",
    re.DOTALL | re.IGNORECASE,
)
"""Words in such an element that lead nowhere, which no edition has."""
_TARGET = re.compile(r"\]\((?:[^()\s]|\([^()\s]*\)){0,2000}(?:[ ]\"[^\"\n]*\")?\)")
"""The target of a link between tags, where pandoc reads Markdown as well: its address is printed elsewhere."""
_LINK_IN_TAGS = re.compile(
    r"(?P<picture>!?)\[(?P<words>[^\[\]\n]{0,400})\]\((?P<address>[^()\s<>]{1,2000})(?:[ \t]+\"[^\"\n]{0,400}\")?\)"
)
"""Links and pictures of Markdown between tags, where CommonMark reads none and many authors mean one."""
_IN_TAGS = re.compile(r"^[ \t]*(?:(?:\d{1,9}[.)]|[-*+])(?=[ \t])|(?:`{3,}|~{3,})[^\n]*)", re.MULTILINE)
"""Marks of Markdown between tags that a reader of HTML takes for words: numbers of items, fences with what they say."""


def take_inventory(text: str, body_start: int) -> Inventory:
    """Everything that an edition of a source must hold. `body_start` is where its front matter ends."""
    prose = _blank(text[:body_start], everything=True) + _blank(_without_hidden(text[body_start:]))
    count = _Count()
    rest, cells = _grid_cells(unicodedata.normalize("NFC", prose))  # a letter and its accent are one word
    for piece in pieces(rest):
        count.take(piece)
    for first, cell in cells:
        for piece in pieces(cell):
            count.take(replace(piece, line=piece.line + first - 1))
    return count.inventory()


def _without_hidden(text: str) -> str:
    """A text without HTML that no browser shows; line ends stay."""
    out, at = [], 0
    for start, end in hidden_parts(text):
        out += [text[at:start], "\n" * text.count("\n", start, end) or " "]
        at = end
    return "".join((*out, text[at:]))


_GRID = re.compile(r"^[ \t]*\+(?:[-=:]{2,}\+)+[ \t]*$")
"""A line of a grid table (https://pandoc.org/MANUAL.html#extension-grid_tables), which CommonMark has not."""


def _grid_cells(text: str) -> tuple[str, list[tuple[int, str]]]:
    """The text without its grid tables, and each of their cells with the line that it begins on."""
    if "+-" not in text and "+:" not in text and "+=" not in text:
        return text, []
    rows = text.split("\n")
    listed: set[int] = set()
    for start, end in _listings(text):
        top = text.count("\n", 0, start)
        listed.update(range(top, top + text.count("\n", start, end) + 1))
    cells: list[tuple[int, str]] = []
    first = 0
    while first < len(rows):
        behind = first
        while behind < len(rows) and rows[behind].lstrip()[:1] in ("+", "|") and behind not in listed:
            behind += 1
        if behind > first and _GRID.match(rows[first]) and _GRID.match(rows[behind - 1]):
            cells += _cells(rows[first:behind], first + 1)
            rows[first:behind] = [""] * (behind - first)
        first = behind + 1
    return "\n".join(rows), cells


def _cells(rows: list[str], line: int) -> Iterator[tuple[int, str]]:
    """The cells of one grid table, of which the first row is in a line of the source."""
    open_cells: dict[int, list[str]] = {}
    first = line
    for number, row in enumerate(rows, line):
        if not _GRID.match(row):
            for column, words in enumerate(row.strip().strip("|").split("|")):
                open_cells.setdefault(column, []).append(words.removeprefix(" ").rstrip())
            continue
        yield from ((first, "\n".join(words)) for words in open_cells.values())
        open_cells, first = {}, number + 1


def _blank(text: str, *, everything: bool = False) -> str:
    """The text with a blank in the place of what is no prose; line ends stay, so that lines keep their numbers.

    One blank, because a line that begins with more of them may be taken for code.
    """
    if everything:
        return "\n" * text.count("\n")
    text = _LOOSE_TARGET.sub(r"](<\1>)", text)
    text = _PREFORMATTED.sub(lambda m: _EMPTY_LINE.sub(".", m[0]), text)
    text = _fenced(_TAG_BELOW_TAG.sub(r"\g<gap>", text))
    text = _MATHML.sub(lambda m: "<math>" + "\n" * m[0].count("\n") + "</math", text)
    text = _FALLBACK_WORDS.sub(lambda m: m["tag"] + "\n" * m["words"].count("\n"), _without_directives(text))
    pieces_of_text, at = [], 0
    for start, end in _listings(text):
        # In a listing they are what is shown, but for tags that tell a generator how to show it. What stands behind its
        # fence is not shown, and markdown-it may not know it for a fence.
        first, gap, rest = text[start:end].partition("\n")
        fence = first[: len(first) - len(first.lstrip("`~"))]
        pieces_of_text += [_prose(text[at:start]), fence, gap, _TAG.sub(_blanked, _without_unclosed(rest))]
        at = end
    return "".join((*pieces_of_text, _prose(text[at:])))


_LISTING_TAG = re.compile(
    r"^[ \t]*\{[{%][<%]?-?[ ]*(?P<closes>end|/[ ]*)?(?P<name>highlight|code|codeblock|prism|sourcecode)\b"
    r"[^{}\n]*\}{1,2}[ \t]*$",
    re.MULTILINE,
)
"""A line that opens or closes a listing of a site generator's."""


def _fenced(text: str) -> str:
    """A text in which the listings of site generators are fenced: what stands in them is neither headings nor lists."""
    out, at, opening = [], 0, None
    for tag in _LISTING_TAG.finditer(text):
        if not tag["closes"]:
            opening = tag
        elif opening and opening["name"] == tag["name"] and "\n```" not in text[opening.end() : tag.start()]:
            out += [text[at : opening.start()], "```", text[opening.end() : tag.start()], "```"]
            at, opening = tag.end(), None
    return "".join((*out, text[at:]))


_DIRECTIVE = re.compile(rf"[ \t]*\{{(?:{MYST_DIRECTIVES})\}}(?P<words>[^\n]*)\n")
_OPTIONS = re.compile(
    r"^([ \t>]*(?:`{3,}|~{3,}|:{3,})[ \t]*\{[A-Za-z][\w:.-]*\}[^\n]*)((?:\n[ \t>]*:[\w-]+:[^\n]*)+)", re.MULTILINE
)
_UNREAD = re.compile(r"\{(?:math|toctree|bibliography)\}")
"""Directives whose words are a formula, or other files."""
_COMMENT = re.compile(r"^%(?!\})[^\n]*", re.MULTILINE)
_DEEPEST = 5
"""Directives of MyST within directives that are opened."""


def _without_directives(text: str) -> str:
    """A text whose directives of MyST are open: what they hold is Markdown, what they are called with is words."""
    if not re.search(r"(?:`{3}|~{3}|:{3})[ \t]*\{", text):
        return text
    text = _OPTIONS.sub(lambda m: m[1] + "\n" * m[2].count("\n"), text)
    for _ in range(_DEEPEST):
        out, at = [], 0
        for fence in Protected(text).fences:
            match = _DIRECTIVE.match(text, fence.info_start, fence.end)
            if match:
                held = text[match.end() : max(match.end(), text.rfind("\n", 0, fence.end) + 1)]
                held = "\n" * held.count("\n") if _UNREAD.search(match[0]) else held
                out += [text[at : fence.start], match["words"], "\n", held]
                at = fence.end
        if not out:
            break
        text = _COMMENT.sub("", "".join((*out, text[at:])))
    return text


_TAG = re.compile(r"\{%.*?%\}", re.DOTALL)
_PAIRS = (
    ("{{", "}}"), ("{%", "%}"), ("<!--", "-->"), ("{/*", "*/}"), ("{::comment}", "{:/"),
    ("#+BEGIN_QUERY", "#+END_QUERY"), (r"\(", r"\)"), (r"\[", r"\]"),
)  # fmt: skip
"""What opens and closes a construct of `_NOT_PROSE` that may be of any length."""
_NO_OPENING = "¦¦"
"""Signs that are neither a word nor of Markdown."""


def _prose(text: str) -> str:
    """A text between listings with a blank in the place of what is no prose."""
    return _NOT_PROSE.sub(_blanked, _without_unclosed(text))


def _without_unclosed(text: str) -> str:
    """A text without openings behind the last closing of their kind: from each the whole rest would be searched."""
    for opening, closing in _PAIRS:
        behind = text.rfind(closing) + 1
        text = text[:behind] + text[behind:].replace(opening, _NO_OPENING)
    return text


def _blanked(match: "re.Match[str]") -> str:
    if len(match[0]) >= _LONGEST:
        return match[0]
    # Empty lines in an environment of TeX would end the formula that it stands in.
    filler = _NO_OPENING[0] if match.groupdict().get("env") else ""
    return f"{filler}\n" * match[0].count("\n") + filler or " "


def _listings(text: str) -> list[tuple[int, int]]:
    if "```" not in text and "~~~" not in text:
        return []
    return [(fence.start, fence.end) for fence in Protected(text).fences]


_COMPONENT = re.compile(r"</?[A-Z]\w*[a-z][\w.]*(?:\s[^<>\n]{0,400})?>|^[ \t]*(?:`{3,}|~{3,})[^\n]*$", re.MULTILINE)
"""A tag of a component, a line of a fence: where text in components is indented, markdown-it takes it for a listing."""


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
            case "text":
                self._words += _words(_SCHEME.sub(" ", piece.content), piece.line)
            case "code":
                self._words += _words(piece.content, piece.line)
            case "listing":
                self._end()
                self._in_note = piece.in_note
                # What is indented may be no listing to the dialect.
                content = piece.content if piece.fenced else _COMPONENT.sub(" ", _SCHEME.sub(" ", piece.content))
                self._words += _words(content, piece.line)
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
        for match in _WORD.finditer(part):
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
        self._fallback: list[tuple[int, int]] = []
        """Of each element that is open and holds a fallback, how many words and links stood before it."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count the address of a link, a frame or a picture."""
        self._silent += tag in _SILENT
        if tag in _FALLBACK:
            self._fallback.append((len(self.words), len(self.links) + 1))
        values = dict(attrs)
        line = self._line + self.getpos()[0] - 1
        if tag in ("a", "iframe") and (address := values.get("href" if tag == "a" else "src")):
            self.links.append(Target(address=address, line=line))
        if tag == "img" and (address := values.get("src")):
            self.pictures.append(Target(address=address, line=line))

    def handle_endtag(self, tag: str) -> None:
        """Leave a part without words."""
        self._silent = max(0, self._silent - (tag in _SILENT))
        if tag in _FALLBACK and self._fallback:
            words, links = self._fallback.pop()
            if tag != "iframe" or len(self.links) <= links:
                del self.words[words:]

    def handle_data(self, data: str) -> None:
        """Count words."""
        if not self._silent:
            words = _SCHEME.sub(" ", _TARGET.sub("]", _IN_TAGS.sub("", data)))
            self.words += _words(words, self._line + self.getpos()[0] - 1)
