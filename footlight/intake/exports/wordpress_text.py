"""The text of a WordPress post as HTML: blocks (since 5.0), or the classic editor's text between empty lines.

What WordPress does on its way from the database to the page, and no export has done: block comments are taken away,
shortcodes expanded, paragraphs made, addresses that stand alone on a line linked (WordPress embeds what is there).
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape, unescape

from footlight.intake.exports.name_sets import names
from footlight.intake.exports.shortcodes import Picture, Post, expand, notes_list
from footlight.intake.exports.spans import Span, kept_spans, without_comments

_BLOCK = re.compile(
    r"<!--\s+(?P<end>/)?wp:(?P<name>[a-z][\w/-]*)\s+(?P<data>\{(?:(?!-->|<!--).)*\}\s+)?(?P<alone>/)?-->", re.DOTALL
)
_MARKER = re.compile(r"<!--\s*(?:more\b[^<>-]{0,200}|nextpage|noteaser|adsense[^<>-]{0,200})\s*-->")
_LONE_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_DEEPEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class PostText:
    """A post's text and what it refers to."""

    text: str
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    own_pictures: tuple[str, ...] = ()
    reusable: Mapping[str, str] = field(default_factory=dict)
    """The contents of reusable blocks, by number."""
    footnotes: str = ""
    """The JSON of the footnotes of the block editor (WordPress 6.3 and newer), which stand beside the post."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostHtml:
    """The text as HTML, and remarks, each a sentence, on what could not be carried over."""

    html: str
    remarks: tuple[str, ...] = ()


def post_html(source: PostText) -> PostHtml:
    """Make the HTML of a post's text."""
    post = Post(pictures=source.pictures, own_pictures=source.own_pictures)
    lost: list[str] = []
    text = source.text.replace("\r\n", "\n").replace("\r", "\n")
    work = _Work(source=source, post=post, lost=lost)
    html = "".join(_blocks(text, work, 0)) if _BLOCK.search(text) else paragraphs(_prepared(text, post))
    html += notes_list(post)
    if 'class="wp-block-footnotes"' not in html:  # the block that shows them stands in the theme, or was deleted
        html += block_footnotes(source.footnotes)
    return PostHtml(html=_full_size(html, source.pictures), remarks=tuple(_remarks(post, lost)))


def _remarks(post: Post, lost: list[str]) -> Iterator[str]:
    if post.missing:
        yield f"A gallery shows pictures that are not in the export: numbers {', '.join(post.missing)}."
    for name in sorted(post.unknown):
        yield f"The shortcode [{name}] is not known; it stays in the text as it is written."
    for name in sorted(set(lost)):
        yield f"A block “{name}” has its content elsewhere on the site; the export has nothing of it."


def _prepared(text: str, post: Post) -> str:
    """Without WordPress's markers, with its shortcodes and formulas as HTML."""
    text = re.sub(r"\$latex[ =](.+?)(?<!\\)\$", r"[latex]\1[/latex]", text, flags=re.DOTALL)
    return _outside_code(_MARKER.sub("\n\n", text), post)


_CODE = re.compile(r"\[(code|sourcecode|source|highlight|crayon)\b[^\[\]]*\]")


def _outside_code(text: str, post: Post) -> str:
    """Expand shortcodes, not those that a listing shows. A listing may itself be a shortcode."""
    kept: list[str] = []
    pieces: list[str] = []
    text = text.replace("\ue001", "").replace("\ue002", "")
    in_shortcodes = list(_code_shortcodes(text))
    at = 0
    for span in kept_spans(text, comments=False):
        if not any(start <= span.start < end for start, end in in_shortcodes):
            pieces += text[at : span.start], f"\ue001{len(kept)}\ue002"
            kept.append(text[span.start : span.end])
            at = span.end
    hidden = "".join([*pieces, text[at:]])
    return re.sub("\ue001(\\d+)\ue002", lambda match: kept[int(match[1])], _plain_notes(expand(hidden, post), post))


def _code_shortcodes(text: str) -> Iterator[tuple[int, int]]:
    """Where the listings lie that shortcodes hold."""
    at = 0
    without_end: set[str] = set()
    while start := _CODE.search(text, at):
        end = -1 if start[1] in without_end else text.find(f"[/{start[1]}]", start.end())
        if end < 0:
            without_end.add(start[1])
            at = start.end()
            continue
        yield start.end(), end
        at = end


_BRACKETED = re.compile(r"(?<=[^\s(])(?P<blank> ?)\(\((?P<words>[^()]*(?:\([^()]*\)[^()]*)*)\)\)")


def _plain_notes(text: str, post: Post) -> str:
    """Notes between double brackets, as several plug-ins have them: `word ((the note))`. They hold words or a link."""

    def note(match: re.Match[str]) -> str:
        words = match["words"].strip()
        if "<a " not in words and not re.search(r"\w\s+\w+\s+\w", words):
            return match[0]
        post.notes.append(words)
        number = len(post.notes)
        return f'<sup id="fnref-{number}"><a href="#fn-{number}">{number}</a></sup>'

    return _BRACKETED.sub(note, text)


# ------------------------------------------------------------------------------------------------------------- blocks


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    source: PostText
    post: Post
    lost: list[str]
    """The names of blocks of which the export has no content."""


def _blocks(text: str, work: _Work, depth: int) -> Iterator[str]:
    """Pieces of HTML: blocks as they are, and what stands between them as the classic editor has it."""
    at = nested = 0
    for match in _BLOCK.finditer(text):
        before, at = text[at : match.start()], match.end()
        yield _between(before, work.post, nested)
        name = match["name"].removeprefix("core/")
        if match["alone"]:
            yield _dynamic(name, _data(match), work, depth)
        elif match["end"]:
            nested = max(0, nested - 1)
        else:
            nested += 1
            yield _opening(name, _data(match))
    rest = text[at:]
    yield _between(rest, work.post, nested)


def _data(match: re.Match[str]) -> Mapping[str, object]:
    try:
        data = json.loads(match["data"] or "{}")
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _opening(name: str, data: Mapping[str, object]) -> str:
    """A mark for the language of a listing, which only the block's comment says."""
    language = str(data.get("language", ""))
    if "code" in name and re.fullmatch(r"[\w+#.-]{1,20}", language):
        return f"<!--language {language}-->"
    return ""


def _between(text: str, post: Post, nested: int) -> str:
    return _outside_code(text, post) if nested else paragraphs(_prepared(text, post))


def _dynamic(name: str, data: Mapping[str, object], work: _Work, depth: int) -> str:
    """A block without content of its own."""
    if name == "footnotes":
        return block_footnotes(work.source.footnotes)
    if name == "block":
        reused = work.source.reusable.get(str(data.get("ref", "")), "")
        if reused and depth < _DEEPEST:
            return "".join(_blocks(reused, work, depth + 1))
    if name == "embed" and data.get("url"):
        return _linked_address(str(data["url"]))
    if name not in _WITHOUT_WORDS:
        work.lost.append(name)
    return ""


_WITHOUT_WORDS = names(
    """
    spacer separator more nextpage page-break post-title post-date post-author post-featured-image post-excerpt
    post-terms archives calendar categories latest-comments latest-posts loginout navigation page-list rss
    search site-logo site-tagline site-title social-link social-links tag-cloud query template-part comments
    post-comments-form jetpack/sharing-buttons jetpack/related-posts jetpack/subscriptions jetpack/like
    """
)
"""Blocks that show the site, not what the author wrote."""


def block_footnotes(data: str) -> str:
    """The notes of the block editor as the page has them; empty where they cannot be read."""
    try:
        notes = json.loads(data or "[]")
    except (ValueError, RecursionError):
        return ""
    items = []
    for note in notes if isinstance(notes, list) else ():
        if isinstance(note, dict) and note.get("id"):
            name = escape(str(note["id"]))
            items.append(f'<li id="{name}">{note.get("content", "")} <a href="#{name}-link">↩︎</a></li>')
    return f'<ol class="wp-block-footnotes">{"".join(items)}</ol>' if items else ""


# --------------------------------------------------------------------------------------------------------- paragraphs

_BLOCKS = names(
    """
    address article aside blockquote center dd details dialog div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p section summary table caption colgroup col
    tbody td tfoot th thead tr ul object iframe noscript video audio select option canvas map
    """
)
_TOKEN = re.compile(
    rf"<(?P<end>/)?(?P<name>{'|'.join(sorted(_BLOCKS, key=len, reverse=True))})(?=[\s>/])[^<>]*>", re.IGNORECASE
)
_IN_LINES = names("h1 h2 h3 h4 h5 h6 dt figcaption caption legend summary figure option")
"""In these a line end is a blank: they have no paragraphs."""
_IN_ITEMS = names("li td th dd")
"""These have paragraphs only where an empty line is in them."""
_WITHOUT_TEXT = names(
    """
    ul ol menu dl table thead tbody tfoot tr colgroup select map video audio object canvas
    """
)
_EMPTY = frozenset(("hr", "col"))


def paragraphs(text: str) -> str:
    """Make paragraphs at empty lines and line breaks at line ends, outside of what has its own."""
    out: list[str] = []
    opened: list[str] = []
    at = 0
    for kept in (*kept_spans(text), Span(len(text), len(text))):
        if kept.start < len(text) and _is_in_line(text, kept):
            continue
        out += _outside(text[at : kept.start], opened)
        out.append(text[kept.start : kept.end])
        at = kept.end
    return "".join(out)


def _is_in_line(text: str, kept: Span) -> bool:
    """Whether what is kept belongs to its paragraph: a word of code."""
    return text.startswith("<code", kept.start)


def _outside(text: str, opened: list[str]) -> Iterator[str]:
    """The paragraphs and blocks of a text; `opened` has the blocks that it is in, and will be in behind it."""
    at = 0
    for match in _TOKEN.finditer(text):
        yield _run(text[at : match.start()], opened)
        at = match.end()
        yield match[0]
        name = match["name"].lower()
        if name in _EMPTY:
            continue
        if match["end"]:
            if name in opened:
                while opened.pop() != name:
                    pass
        elif not match[0].endswith("/>"):
            if opened and opened[-1] == "p":
                opened.pop()  # as HTML has it, a block ends a paragraph
            if opened and opened[-1] == name and name in _CLOSED_BY_THE_NEXT:
                opened.pop()
            opened.append(name)
    yield _run(text[at:], opened)


_CLOSED_BY_THE_NEXT = names("li td th tr dd dt option")


def _run(text: str, opened: list[str]) -> str:
    """Text between two blocks, by the block that it is in."""
    if not text.strip():
        return "\n" if text else ""
    inside = opened[-1] if opened else ""
    if inside in _WITHOUT_TEXT or inside in _IN_LINES:
        return text
    parts = re.split(r"\n[ \t\u00a0]*\n\s*", text.strip("\n"))
    if inside == "p":
        return "</p>\n<p>".join(_broken(part) for part in parts)
    if inside in _IN_ITEMS and len(parts) == 1:
        return _broken(text)
    return "\n".join(f"<p>{_broken(part)}</p>" for part in parts if part.replace("&nbsp;", " ").strip())


def _broken(part: str) -> str:
    """A paragraph with its line ends as breaks; an address alone on a line is a link."""
    lines = [
        _linked_address(line.strip()) or line
        for line in re.sub(r"(<br\s*/?>)\s*\n", r"\1", part.strip("\n")).split("\n")
    ]
    if len(lines) == 1:
        return _dashes(lines[0])
    pieces = re.split(r"(<[^<>]*>)", "\n".join(lines))
    return "".join(piece if i % 2 else _dashes(piece.replace("\n", "<br />\n")) for i, piece in enumerate(pieces))


def _dashes(text: str) -> str:
    """Two hyphens between blanks are a dash on the page of a blog."""
    return text.replace(" -- ", " — ") if " -- " in text and "<code" not in text else text


def _linked_address(line: str) -> str:
    if not _LONE_ADDRESS.fullmatch(line):
        return ""
    return f'<a href="{escape(line, quote=True).replace("&amp;amp;", "&amp;")}">{line}</a>'


# ----------------------------------------------------------------------------------------------------------- pictures

_IMAGE = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_NUMBER = re.compile(r"\bwp-image-(\d+)")
_SOURCE = re.compile(r"""\bsrc\s*=\s*(["'])(.*?)\1""", re.IGNORECASE)
_SMALLER = re.compile(r"-\d+x\d+(?=\.\w+$)")
_QUOTES = " \"'"
_WRAPPER = re.compile(r'(<div class="wp-block-embed__wrapper">)\s*(https?://[^\s<>"]+)\s*(</div>)')
_GALLERY = re.compile(
    r'<ul class="[^"]*(?:blocks-gallery-grid|wp-block-gallery)[^"]*"[^<>]*>((?:(?!<ul\b).)*?)</ul>', re.DOTALL
)
_COVER = re.compile(r'<div class="wp-block-cover\b[^>]*background-image:\s*url\(([^)]+)\)[^>]*>')
_DOWNLOAD = re.compile(r'(?<=</a>)\s*<a\b[^<>]*\bclass="[^"]*wp-block-file__button[^"]*"[^<>]*>[^<]*</a>')
"""The button beside the name of a file, which leads where the name does."""
_LISTING = re.compile(
    r"<!--language ([\w+#.-]+)-->(\s*<pre\b[^<>]*>)(\s*<code\b[^<>]*>)?((?:(?!<pre\b).)*?)(</code>)?(\s*</pre>)",
    re.DOTALL,
)


def _full_size(html: str, pictures: Mapping[str, Picture]) -> str:
    """Show pictures in their own size where the export knows it, and put right what blocks leave to the page."""

    def whole(match: re.Match[str]) -> str:
        number, source = _NUMBER.search(match[0]), _SOURCE.search(match[0])
        picture = pictures.get(number[1]) if number else None
        if not picture or not source or _SMALLER.sub("", source[2].partition("?")[0]) != picture.address:
            return match[0]
        return f"{match[0][: source.start(2)]}{escape(picture.address)}{match[0][source.end(2) :]}"

    html = _LISTING.sub(lambda m: f'{m[2]}<code class="language-{m[1]}">{m[4]}</code>{m[6]}', html)
    html = _DOWNLOAD.sub("", html)
    html = _GALLERY.sub(lambda m: re.sub(r"</?li\b[^>]*>", "", m[1]), html)
    html = _COVER.sub(
        lambda m: f'{m[0]}<figure><img src="{escape(unescape(m[1]).strip(_QUOTES))}" alt=""></figure>', html
    )
    html = _WRAPPER.sub(lambda m: f"{m[1]}{_linked_address(m[2])}{m[3]}", html)
    return without_comments(_IMAGE.sub(whole, html))
