"""MyST, the Markdown of Jupyter Book and Sphinx: directives in fences, roles, targets, comments.

Sources: https://mystmd.org/guide/syntax-overview, https://jupyterbook.org/en/stable/reference/cheatsheet.html
"""

import re
from collections.abc import Iterator

from footlight.reading.dialects.draft import Edit
from footlight.reading.dialects.passage import Passage, info
from footlight.reading.dialects.protected import Fence
from footlight.reading.dialects.site_tags import Tag
from footlight.reading.dialects.tag_passes import tag_edits

_DIRECTIVE = re.compile(r"[ \t]*\{(?P<name>[A-Za-z][\w:.-]*)\}[ \t]*(?P<words>[^\n]*?)[ \t]*\Z")
_COLONS = re.compile(r"^(?P<lead>[ \t>]*)(?P<fence>:{3,})(?P<words>[^\n]*)$", re.MULTILINE)
_OPTION = re.compile(r"[ \t>]*:(?P<key>[\w-]+):(?:[ \t]+(?P<value>[^\n]*?))?[ \t]*(?:\n|\Z)")
_MOST_OPEN = 100
"""Fences of colons that are open when one is closed, among which the one that it closes is looked for."""
_LISTINGS = frozenset(
    ("code", "code-block", "code-cell", "csv-table", "doctest", "eval-rst", "graphviz", "literalinclude", "mermaid",
     "parsed-literal", "plot", "raw", "sourcecode")
)  # fmt: skip
"""Directives whose words are no Markdown."""


def _directive(passage: Passage, start: int, body: int, words: str, close: tuple[int, int]) -> Tag | None:
    """A directive that begins at `start`, with what stands behind its fence; its body begins at `body`."""
    match = _DIRECTIVE.match(words)
    if not match:
        return None
    named: dict[str, str] = {}
    while body < close[0] and (option := _OPTION.match(passage.text, body, close[0])):
        named[option["key"].lower()] = option["value"] or ""
        body = option.end()
    labelled = {named.pop("name", ""), named.pop("label", "")} - {""}  # what references lead to, and no words
    if (named or labelled) and passage.text[body : body + 1] == "\n" and body < close[0]:
        body += 1
    return Tag(
        start=start,
        end=body,
        shown=" ".join(passage.text[start:body].split())[:60],
        name=match["name"].lower(),
        words=match["words"],
        positional=(match["words"],) if match["words"] else (),
        named=named,
        close_start=close[0],
        close_end=close[1],
        body=passage.text[body : close[0]],
    )


def _of_fence(passage: Passage, fence: Fence) -> Tag | None:
    text = passage.text
    body = min(fence.info_end + 1, fence.end)
    last = text.rfind("\n", 0, fence.end) + 1
    closed = last > fence.start and text[last : fence.end].strip(" \t>`~") == ""
    close = (max(body, last), fence.end) if closed else (fence.end, fence.end)
    start = text.rfind("\n", 0, fence.start) + 1
    return _directive(passage, start, body, text[fence.info_start : fence.info_end], close)


def _of_colons(passage: Passage) -> Iterator[Tag]:
    waiting: list[re.Match[str]] = []
    for match in passage.protected.find(_COLONS):
        if match["words"].strip():
            waiting.append(match)
            continue
        near = range(len(waiting) - 1, max(-1, len(waiting) - _MOST_OPEN), -1)
        at = next((n for n in near if waiting[n]["fence"] == match["fence"]), -1)
        if at < 0:
            continue
        opening = waiting[at]
        del waiting[at:]
        close = (match.start(), match.end())
        tag = _directive(passage, opening.start(), min(opening.end() + 1, close[0]), opening["words"], close)
        if tag:
            yield tag


def _directives(passage: Passage) -> list[Tag]:
    """The outermost ones: those within are found when the pass is run again."""
    found = filter(None, (_of_fence(passage, fence) for fence in passage.protected.fences))
    out: list[Tag] = []
    for tag in sorted((*found, *_of_colons(passage)), key=lambda tag: tag.start):
        if tag.name not in _LISTINGS and (not out or tag.start >= out[-1].close_end):
            out.append(tag)
    return out


def directives(passage: Passage) -> Iterator[Edit]:
    """Directives, which become what shortcodes of their names do."""
    return tag_edits(_directives, passage)


def options(passage: Passage) -> Iterator[Edit]:
    """The options of listings, which are not printed; what they are called stands above them."""
    for fence in passage.protected.fences:
        tag = _of_fence(passage, fence)
        if tag and tag.name in _LISTINGS and tag.end > fence.info_end + 1:
            if caption := tag.value("caption"):
                yield Edit(start=tag.start, end=tag.start, put=f"{caption}\n\n")
            yield Edit(start=fence.info_end + 1, end=tag.end)


_ROLE = re.compile(r"(?<![`\\])\{(?P<name>[a-z][\w:.+-]*)\}(?P<ticks>`+)(?P<words>[^`\n]{1,2000})(?P=ticks)(?!`)")
_TARGETED = re.compile(r"(?P<said>.*\S)\s*<(?P<target>[^<>]*)>\s*\Z")
_AROUND = {
    "math": ("$", "$"),
    "sub": ("<sub>", "</sub>"),
    "subscript": ("<sub>", "</sub>"),
    "sup": ("<sup>", "</sup>"),
    "superscript": ("<sup>", "</sup>"),
    "kbd": ("<kbd>", "</kbd>"),
    "strike": ("~~", "~~"),
    "u": ("<u>", "</u>"),
    "underline": ("<u>", "</u>"),
    "emphasis": ("*", "*"),
    "strong": ("**", "**"),
    "code": ("`", "`"),
    "file": ("`", "`"),
    "command": ("`", "`"),
}


def roles(passage: Passage) -> Iterator[Edit]:
    """Words in a role: what it makes of them where a page has that, else the words, without the place they lead to."""
    for match in passage.protected.find(_ROLE):
        words = match["words"].strip()
        around = _AROUND.get(match["name"])
        finding = None
        if around:
            put = f"{around[0]}{words}{around[1]}"
        elif targeted := _TARGETED.match(words):
            put = targeted["said"]
        else:
            put = words
            message = f"{match[0][:60]} stands for something that only the site works out; its words were kept"
            finding = info("site-tag", message, "Write what it stands for, in Markdown.")
        yield Edit(start=match.start(), end=match.end(), put=put, finding=finding)


_REFERENCE = re.compile(r"\{(?:ref|numref|prf:ref)\}`(?P<label>[\w:.-]{1,200})`")
_LABELLED = re.compile(
    r"^[ \t]*\((?P<target>[\w:. -]{1,100})\)=[ \t]*\n+#{1,6}[ \t]+(?P<heading>[^\n]+)"
    r"|^[ \t>]*(?:`{3,}|~{3,}|:{3,})[ \t]*\{(?P<name>[\w:-]+)\}[ \t]*(?P<words>[^\n]*)\n"
    r"(?:[ \t>]*:(?!label|name)[\w-]+:[^\n]*\n){0,20}[ \t>]*:(?:label|name):[ \t]*(?P<label>[\w:.-]+)",
    re.MULTILINE,
)


def references(passage: Passage) -> Iterator[Edit]:
    """References to places of the post that have a name: they become it, as on the site. The others are roles."""
    names: dict[str, str] = {}
    for match in _LABELLED.finditer(passage.text):
        if match["heading"]:
            names.setdefault(match["target"].strip(), match["heading"].strip(" #"))
        else:
            kind, words = match["name"].rsplit(":", 1)[-1].capitalize(), match["words"].strip()
            picture = kind in ("Figure", "Image", "Table", "Code-block")
            names.setdefault(match["label"], f"{kind} ({words})" if words and not picture else kind)
    for match in _REFERENCE.finditer(passage.text):
        if name := names.get(match["label"]):
            yield Edit(start=match.start(), end=match.end(), put=name)


_LINE = re.compile(r"^(?:\([\w:. -]{1,100}\)=|%(?!\})[^\n]*|\+\+\+(?:[ \t][^\n]*)?)[ \t]*$", re.MULTILINE)


def lines(passage: Passage) -> Iterator[Edit]:
    """Targets, comments and ends of blocks, each a line of its own, which show nothing."""
    for match in passage.protected.find(_LINE):
        yield Edit(start=match.start(), end=match.end())
