"""HTML between lines of Markdown: its indentation is taken away, and `markdown="1"` is honoured.

pandoc, as Markdown asks, takes a line that is indented by four for code, even where it is a tag within tags.
"""

import re
from collections.abc import Iterator
from textwrap import dedent

from footlight.reading.dialects.draft import Edit
from footlight.reading.dialects.passage import Passage

_BLOCK = (
    "address|article|aside|audio|blockquote|body|center|details|div|dl|dt|dd|figure|figcaption|footer|form|h[1-6]|header|hr|iframe|img"
    "|li|main|nav|object|ol|p|picture|pre|section|source|summary|table|tbody|td|tfoot|th|thead|tr|ul|video"
)
_TAG_LINE = re.compile(rf"[ \t]*</?(?:{_BLOCK}|a|span|em|strong|b|i|br|small|sup|sub)\b", re.IGNORECASE)
_INDENTED = re.compile(r"(?: {4,}| {0,3}\t)[ \t]*")
_MARKER = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]|#|>|`{3}|~{3}")
_PREFORMATTED = re.compile(r"<(/?)pre\b", re.IGNORECASE)


def indented_html(passage: Passage) -> Iterator[Edit]:
    """The blanks at the head of lines that stand between tags."""
    inside = in_pre = False
    at = 0
    before = ""
    fenced = [(fence.start, fence.end) for fence in passage.protected.fences]
    for row in passage.text.split("\n"):
        start, at = at, at + len(row) + 1
        bare = row.lstrip(" \t")
        if not bare:
            before = ""
            continue
        while fenced and fenced[0][1] < start:
            fenced.pop(0)
        if fenced and fenced[0][0] < start:
            inside = False
            continue
        tag = bool(_TAG_LINE.match(row))
        indent = _INDENTED.match(row)
        # Preformatted words may hold empty lines, at which CommonMark ends every block of HTML but their own.
        apart = "\n" if inside and not in_pre and before and _PREFORMATTED.match(bare) else ""
        if indent and inside and not in_pre and (tag or (before.endswith(">") and not _MARKER.match(bare))):
            yield Edit(start=start, end=start + indent.end(), put=apart)
            inside = True
        elif apart:
            yield Edit(start=start, end=start, put=apart)
        elif not indent or not inside:
            inside = tag and not indent
        for match in _PREFORMATTED.finditer(row):
            in_pre = not match[1]
        before = row.rstrip() if tag or (inside and before) else ""


_MARKDOWN = re.compile(
    r"""<(?P<name>[A-Za-z][\w-]*)(?P<before>(?:\s+[\w:-]+(?:=(?:"[^"]*"|'[^']*'|[^\s"'>]+))?){0,20}?)"""
    r"""\s+(?:markdown|md-markdown)(?:=(?:"(?P<how>\w+)"|'\w+'|\w+))?(?P<after>[^<>]{0,1000})>""",
    re.IGNORECASE,
)


def markdown_in_html(passage: Passage) -> Iterator[Edit]:
    """Elements whose words are Markdown: they are set apart from their tags, so that every reader sees them so."""
    text = passage.text
    for match in passage.protected.find(_MARKDOWN):
        name = match["name"]
        tag = f"<{name}{match['before']}{match['after']}>"
        end = _closing_tag(text, name, match.end())
        if end < 0 or (match["how"] or "1").lower() == "0":
            yield Edit(start=match.start(), end=match.end(), put=tag)
            continue
        body = text[match.end() : end]
        begin = text.rfind("\n", 0, match.start()) + 1
        lead = text[begin : match.start()]
        if "\n" not in body and lead.strip():
            yield Edit(start=match.start(), end=match.end(), put=tag)
            continue
        rows = dedent(_expanded(body)).strip("\n")
        start = begin if not lead.strip() else match.start()
        yield Edit(start=start, end=end, put=f"{tag}\n\n{rows.strip()}\n\n")


def _expanded(body: str) -> str:
    """A body whose first line stands behind its tag: that line has the indentation of the one that follows."""
    first, gap, rest = body.partition("\n")
    return gap + rest if not first.strip() else f"{first.strip()}\n{dedent(rest)}"


def _closing_tag(text: str, name: str, at: int) -> int:
    """Where the tag that closes an element begins; -1 where none does."""
    depth = 1
    for match in re.compile(rf"<(/?){re.escape(name)}\b[^<>]*>", re.IGNORECASE).finditer(text, at):
        if match[0].endswith("/>"):
            continue
        depth += -1 if match[1] else 1
        if not depth:
            return match.start()
    return -1


_LONE_TAG = re.compile(
    r"^[ \t>]*<(?:img|a|span|em|strong|b|i|br|small|kbd|abbr|cite|code|sub|sup|mark|u|s|del|ins|input|label)\b"
    r"[^<>\n]*>[ \t]*$(?=\n[ \t>]*[^\s<>|#-])",
    re.MULTILINE | re.IGNORECASE,
)


def lone_tags(passage: Passage) -> Iterator[Edit]:
    """A tag of a line's own with words in the next one: CommonMark would take those words for HTML."""
    for match in passage.protected.find(_LONE_TAG):
        yield Edit(start=match.end(), end=match.end() + 1, put=" ")


_COMMENT_BELOW = re.compile(r"(?<=\S)[ \t]*\n[ \t]*<!--")
_LONGEST_COMMENT = 20_000


def comments_below_text(passage: Passage) -> Iterator[Edit]:
    """Comments of several lines right below a line of text: where that is an item of a list, pandoc reads on in them.

    Nothing of a comment is shown, so that it is taken away whole.
    """
    text = passage.text
    for match in passage.protected.find(_COMMENT_BELOW):
        end = text.find("-->", match.end(), match.end() + _LONGEST_COMMENT)
        behind = text.find("\n", end) if end >= 0 else -1
        rest = text[end + 3 : behind if behind >= 0 else len(text)]
        if end >= 0 and "\n" in text[match.end() : end] and not rest.strip():
            yield Edit(start=match.start(), end=end + 3)
