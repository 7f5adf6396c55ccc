"""The prose of a Markdown source: what pandoc is to print of it, without the marks that it does not print.

What a dialect or pandoc adds to plain Markdown (attributes, fenced boxes, shortcodes, citations, formulas, comments)
has rules and findings of its own; it is blanked, so that a reader of CommonMark counts the words that are left
(`source_inventory`). Line ends stay, so that lines keep their numbers.
"""

import re

from footlight.markdown.mask import hidden_parts
from footlight.reading.dialects.layout_commands import CONTENTS, PAGES
from footlight.reading.dialects.logseq_keys import BOOKKEEPING
from footlight.reading.dialects.protected import Protected
from footlight.reading.dialects.signs import MYST_DIRECTIVES

_UNPRINTED = (
    ("Logseq's properties, logs, queries and blocks", rf"""
        ^[ \t]*(?:[-*+][ \t]+)?(?:{'|'.join(BOOKKEEPING)})::[ ][^\n]*$ | ^[ \t]*:LOGBOOK:.{{0,4000}}?:END:
        | ^[ \t]*\#\+BEGIN_QUERY\b.*?\#\+END_QUERY\b | ^[ \t]*(?:[-*+][ \t]+)?\#\+(?:BEGIN|END)_[A-Z]+\b
        | (?:\]\()?\(\([0-9a-f]{{8}}-[0-9a-f-]{{27}}\)\)\)?"""),
    ("kramdown's comments and extensions", r"\{::comment\}.*?\{:/(?:comment)?\} | \{::[a-z]+[^{}\n]*\} | \{:/[a-z]*\}"),
    ("comments, those of MDX among them", r"<!--.*?--> | \{/\*.*?\*/\}"),
    ("templates: Liquid, Hugo's and Zola's shortcodes", r"\{\{.*?\}\} | \{%.*?%\}"),
    ("where kramdown puts its table of contents", r"^[ \t]*(?:[-*+]|\d+[.)])[ \t][^\n]*\n[ \t]*\{:[ ]?toc[^{}\n]*\}"),
    ("the fences of boxes", r"^[ \t]*(?:[-*+][ \t]+){0,9}:{3,}[^\n]*$"),
    ("attributes", r"(?<![{^_])\{:?[ ]*(?:[.\#:=-][\w-]*|[\w-]+=)[^{}\n]*\}"),
    ("boxes of tasks", r"(?<=[-*+.)])[ ]\[[ xX]\](?=\s)"),
    ("citations", r"(?<![\w/`])-?@\{?[\w:.\#$%&+?<>~/-]+"),
    ("emoji by name", r"(?<![\w:]):[a-z0-9_+-]+:(?![\w/])"),
    ("what makes words a caption", r"^[ ]{0,3}[Tt]able:(?=[ ])"),
    ("boxes and files of PyMdown", r"^[ \t]*/{3,}[^\n]*$ | ^[ \t]*(?:\{\*[^{}\n]*\*\}|-+8<-+[^\n]*)[ \t]*$"),
    ("Obsidian's comments", r"^[ \t]*%%.*?%%[ \t]*$"),
    ("comments that are references to nothing, [//]: # so", r"^[ ]{0,3}\[[^\[\]\n]{1,60}\]:[ \t]*\#[^\n]*$"),
    ("Obsidian's names of blocks", r"(?:^|[ \t])\^[A-Za-z0-9-]{1,60}[ \t]*$"),
    ("its embeds, and the names of notes behind words", r"!\[\[[^\[\]\n]*\]\] | (?<=\[\[)[^\[\]\n|]*\|"),
    ("kinds of callouts", r"^[ \t>]*>[ \t]*\[![A-Za-z][\w-]*(?:\|[^\]\n]*)?\][+-]?"),
    ("kinds of Python-Markdown's boxes", r"^[ \t]*(?:!!!|\?\?\?\+?)[ \t]+[\w -]+(?=[\"\n])"),
    ("tags around words that are Markdown", r"<[A-Za-z][\w-]*\b[^<>]*\smarkdown(?:=[^<>\s]*)?[^<>]*>"),
    ("attributes of components that hold elements", r"""
        <[A-Z][\w.]*(?=\s[^<>]*=\{\s*<)[^<>]* | (?<=>)\}[^<>{}\n]*(?:=\{|/?>)"""),
    ("imports of MDX", r"^(?:import|export)[ ][^\n]*[\"'][^\n]*$"),
    ("numbers of items that CommonMark has not", r"""
        ^[ \t]*(?:\(?(?:[a-zA-Z]|[ivxlcdm]{2,6}|[IVXLCDM]{2,6}|\#)[.)]|\(\d+\))(?=[ \t])"""),
    ("TeX", r"""
        \$\$[^$]{1,4000}\$\$
        | \\begin\{(?P<env>\w+\*?)\}.{0,8000}?\\end\{(?P=env)\} | \\\(.*?\\\) | \\\[.*?\\\]"""),
    ("commands for contents and pages", rf"^[ ]{{0,3}}(?:{CONTENTS}|{PAGES})[ \t]*$"),
)  # fmt: skip
"""What is not printed, in verbose patterns: whose it is, and how it looks. The first that matches holds."""
_SIGN = r"(?:^|(?<=\[\[)|(?=[\](){}<!@:$\\ \t\^-]))"
"""Where any of it can begin: at the beginning of a line, behind `[[`, and at these signs. A row that begins otherwise
needs its first sign here: looking for them all at every letter takes three times as long."""
_NOT_PROSE = re.compile(
    f"{_SIGN}(?:{'|'.join(pattern for _, pattern in _UNPRINTED)})", re.DOTALL | re.MULTILINE | re.VERBOSE
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
_FALLBACK_WORDS = re.compile(
    r"(?P<tag><(?P<name>audio|iframe|object|video)\b[^<>]{0,4000}>)(?P<words>(?:(?!<(?:a|source|embed)\b|</?(?P=name)\b).){1,2000})"
    r"(?=</(?P=name)>)",
    re.DOTALL | re.IGNORECASE,
)
"""Words in such an element that lead nowhere, which no edition has."""


def prose_of(text: str) -> str:
    """The text without HTML that no browser shows, and with a blank in the place of what is not printed.

    One blank, because a line that begins with more of them may be taken for code.
    """
    text = _LOOSE_TARGET.sub(r"](<\1>)", _without_hidden(text))
    text = _PREFORMATTED.sub(lambda m: _EMPTY_LINE.sub(".", m[0]), text)
    text = _fenced(_TAG_BELOW_TAG.sub(r"\g<gap>", text))
    text = _MATHML.sub(lambda m: "<math>" + "\n" * m[0].count("\n") + "</math", text)
    text = _FALLBACK_WORDS.sub(lambda m: m["tag"] + "\n" * m["words"].count("\n"), _without_directives(text))
    pieces_of_text, at = [], 0
    for start, end in listings(text):
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


def listings(text: str) -> list[tuple[int, int]]:
    """Where the fenced listings of a text lie."""
    if "```" not in text and "~~~" not in text:
        return []
    return [(fence.start, fence.end) for fence in Protected(text).fences]


def _without_hidden(text: str) -> str:
    """A text without HTML that no browser shows; line ends stay."""
    out, at = [], 0
    for start, end in hidden_parts(text):
        out += [text[at:start], "\n" * text.count("\n", start, end) or " "]
        at = end
    return "".join((*out, text[at:]))
