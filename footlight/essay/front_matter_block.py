"""Where the front matter of a source lies, and in which form it is written. It is not parsed here.

Every generator has its own fences. They are recognised by their text alone, so that whatever only needs to know where
the body begins (the search for missing links, for one) loads no parser.
"""

import json
import re
from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """How a front matter is written."""

    YAML = "YAML"
    TOML = "TOML"
    JSON = "JSON"
    TITLE_BLOCK = "title block"
    """pandoc's: up to three fields that begin with `%`: title, authors, date."""
    HEADER_LINES = "header lines"
    """`Title: x` lines without fences, up to a blank line: Pelican, Python-Markdown, MultiMarkdown."""
    COMMENT_LINES = "comment lines"
    """Nikola's `.. title: x` lines, mostly inside an HTML comment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatterBlock:
    """A front matter in a source: `source[start:end]` is what its form parses, `source[body_start:]` the body."""

    form: Form
    start: int
    end: int
    body_start: int


_LEAD = re.compile(r"\ufeff?(?:[ \t]*\n)*")
"""What may stand before a front matter: a byte-order mark and blank lines."""
_OPEN = re.compile(r"(?P<fence>-{3}|\+{3}|;{3})[ \t]*(?P<said>yaml|yml|toml|json)?[ \t]*\n")
"""A language may follow the fence, as gray-matter has it (Eleventy, Gatsby, Astro)."""
_CLOSE = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*(?:\n|\Z)", re.MULTILINE),
    ";;;": re.compile(r"^;;;[ \t]*(?:\n|\Z)", re.MULTILINE),
}
_FORM_OF_FENCE = {"---": Form.YAML, "+++": Form.TOML, ";;;": Form.JSON}
_FORM_SAID = {"yaml": Form.YAML, "yml": Form.YAML, "toml": Form.TOML, "json": Form.JSON}
_COMMENTS = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*")
_YAML_KEY = re.compile(
    r"""(?:"[^"\n]*"|'[^'\n]*'|[^\s"'#:\[\]{}*&!|>%@`-][^:\n]{0,60})[ \t]*:(?=[ \t\n]|\Z)"""
    r"""|\?[ \t]|\{(?![{%])"""
)
"""What a YAML mapping begins with. A `---` before anything else is a rule across the page."""

_BARE_JSON = re.compile(r'"[\w -]+"[ \t]*:')
_BARE_JSON_END = re.compile(r"^;{3,}[ \t]*(?:\n|\Z)", re.MULTILINE)

_TITLE_BLOCK = re.compile(r"(?:%(?:[ \t][^\n]*)?(?:\n[ \t]+\S[^\n]*)*(?:\n|\Z)){1,3}")
_HEADER_LINE = re.compile(r"(?P<key>[A-Za-z][A-Za-z0-9_ -]{0,40}?)[ \t]*::?(?:[ \t]+[^\n]*)?(?:\n|\Z)")
_MORE_OF_IT = re.compile(r"[ \t]+\S[^\n]*(?:\n|\Z)")
_YAML_MORE = re.compile(r"(?:[ \t]*(?:#[^\n]*)?|[ \t]+[^\n]*|-(?:[ \t][^\n]*)?)\n")
_DASHES = re.compile(r"-{3,}[ \t]*(?:\n|\Z)")
_BLANK = re.compile(r"(?:[ \t]*\n)*")
_COMMENT_LINES = re.compile(r"(?:<!--[ \t]*\n)?(?P<lines>(?:\.\.[ \t]+[A-Za-z][\w -]*:[^\n]*(?:\n|\Z))+)(?:[ \t]*\n)*")
_COMMENT_END = re.compile(r"-->[ \t]*(?:\n|\Z)")

_HEADERS = frozenset(
    ("title", "subtitle", "author", "authors", "date", "modified", "slug", "category", "categories", "tags", "keywords",
     "summary", "description", "lang", "language", "status", "template", "layout", "copyright", "affiliation", "email",
     "url", "image", "comments", "translation", "comment", "save_as", "css", "abstract", "id", "published")
)  # fmt: skip
"""Keys that header lines without fences may have where none of them is `title` (Pelican, MultiMarkdown)."""
_NOT_CLOSED_BY = re.compile(r"title[ \t]*[:=]", re.IGNORECASE)


def find_front_matter(source: str) -> FrontMatterBlock | None:
    """The front matter at the head of a source, whose line ends are newlines; None where there is none."""
    start = first_character(source)
    for find in (_fenced, _bare_json, _json_object, _title_block, _comment_lines, _header_lines):
        block = find(source, start)
        if block:
            return block
    return _fenced(source, behind) if (behind := _behind_comments(source, start)) > start else None


def _behind_comments(source: str, start: int) -> int:
    """The offset behind comments that stand before the first line: what an editor or a linter is told, a licence."""
    while source.startswith("<!--", start) and (end := source.find("-->", start)) >= 0:
        blank = _BLANK.match(source, end + len("-->"))
        start = blank.end() if blank else end
    return start


def first_character(source: str) -> int:
    """The offset of the first line with something in it, behind a byte-order mark and blank lines."""
    lead = _LEAD.match(source)
    return lead.end() if lead else 0


def body_offset(source: str) -> int:
    """The offset at which the body of a source begins: behind its front matter, or behind a byte-order mark."""
    block = find_front_matter(source)
    return block.body_start if block else int(source.startswith("\ufeff"))


def is_left_open(source: str) -> bool:
    """Whether a source begins like a fenced front matter, with a title, that no second fence ends."""
    opened = _OPEN.match(source, start := first_character(source))
    return bool(opened and _NOT_CLOSED_BY.match(source, opened.end()) and not _fenced(source, start))


def _fenced(source: str, start: int) -> FrontMatterBlock | None:
    opened = _OPEN.match(source, start)
    closed = _CLOSE[opened["fence"]].search(source, opened.end()) if opened else None
    if not opened or not closed:
        return None
    form = _FORM_SAID[opened["said"]] if opened["said"] else _FORM_OF_FENCE[opened["fence"]]
    if form is Form.YAML:
        comments = _COMMENTS.match(source, opened.end(), closed.start())
        first = comments.end() if comments else opened.end()
        if first < closed.start() and not _YAML_KEY.match(source, first, closed.start()):
            return None
    return FrontMatterBlock(form=form, start=opened.end(), end=closed.start(), body_start=closed.end())


def _bare_json(source: str, start: int) -> FrontMatterBlock | None:
    """Hexo's JSON: members without braces, ended by `;;;` and begun by nothing."""
    if not _BARE_JSON.match(source, start):
        return None
    closed = _BARE_JSON_END.search(source, start)
    if not closed:
        return None
    return FrontMatterBlock(form=Form.JSON, start=start, end=closed.start(), body_start=closed.end())


def _json_object(source: str, start: int) -> FrontMatterBlock | None:
    """Hugo's JSON: an object, and nothing behind it on its last line."""
    if not source.startswith("{", start):
        return None
    try:
        value, end = json.JSONDecoder(parse_int=str).raw_decode(source, start)
    except (ValueError, RecursionError):
        return None
    behind = _BLANK.match(source, end)
    body_start = behind.end() if behind else end
    if not isinstance(value, dict) or not value or (body_start == end < len(source)):
        return None
    return FrontMatterBlock(form=Form.JSON, start=start, end=end, body_start=body_start)


def _title_block(source: str, start: int) -> FrontMatterBlock | None:
    block = _TITLE_BLOCK.match(source, start)
    if not block or not block[0].replace("%", "").strip():
        return None
    return FrontMatterBlock(form=Form.TITLE_BLOCK, start=start, end=block.end(), body_start=block.end())


def _comment_lines(source: str, start: int) -> FrontMatterBlock | None:
    block = _COMMENT_LINES.match(source, start)
    if not block or not re.search(r"^\.\.[ \t]+title:", block["lines"], re.MULTILINE | re.IGNORECASE):
        return None
    end = block.end()
    if block[0].startswith("<!--"):
        closed = _COMMENT_END.match(source, end)
        if not closed:
            return None
        end = closed.end()
    return FrontMatterBlock(form=Form.COMMENT_LINES, start=block.start("lines"), end=block.end("lines"), body_start=end)


def _header_lines(source: str, start: int) -> FrontMatterBlock | None:
    """`Title: x` lines; where a line of hyphens ends them (Hexo) they are YAML.

    Else a blank line ends them, or, behind a title and another key that headers have, whatever is no such line.
    """
    first = _HEADER_LINE.match(source, start)
    if not first:
        return None
    at = _lines_end(source, start, (_HEADER_LINE, _YAML_MORE))
    dashes = _DASHES.match(source, at)
    if dashes and first["key"].lower() in _HEADERS | {"layout"}:
        return FrontMatterBlock(form=Form.YAML, start=start, end=at, body_start=dashes.end())
    end = _lines_end(source, start, (_HEADER_LINE, _MORE_OF_IT))
    lines = map(_HEADER_LINE.match, source[start:end].splitlines())
    keys = [line["key"].lower() for line in lines if line]
    blank = _BLANK.match(source, end)
    body_start = blank.end() if blank else end
    ours = _HEADERS.intersection(keys)
    ended = body_start > end or end == len(source) or ("title" in ours and len(ours) > 1)
    if not ended or not ("title" in ours or (len(keys) > 1 and ours.issuperset(keys))):
        return None
    return FrontMatterBlock(form=Form.HEADER_LINES, start=start, end=end, body_start=body_start)


def _lines_end(source: str, at: int, kinds: tuple[re.Pattern[str], ...]) -> int:
    """The offset behind the last of the lines that are of one of some kinds."""
    while at < len(source):
        line = next(filter(None, (kind.match(source, at) for kind in kinds)), None)
        if not line or not line[0]:
            break
        at = line.end()
    return at
