"""What a page states about itself, each statement with its place: `<meta>`, JSON-LD, headings, bylines, dates."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from footlight.engines.html_pages import Closed, Opened, decode, markup_events

_SPACE = re.compile(r"\s+")
_AUTHOR = re.compile(
    r"(?:^|[\s_-])(?:byline|by-line|author|authors|author-?name|writer|auteur|autor|p-author|vcard|contributor)"
    r"(?:$|[\s_-])"
)
_DATE = re.compile(
    r"(?:^|[\s_-])(?:date|dateline|datum|published|pubdate|posted|entry-date|post-date|timestamp|time|dt-published|"
    r"fecha|created|publication|publish|byline|meta|date-header)(?:$|[\s_-])|post-?meta|entry-?meta|postdate|"
    r"pubdate|articledate"
)
_OF_PERSON = re.compile(
    r"/(?:autor|author|auteur|profil|people|person|contributor|writer|reporter|by|journalist|colum|staff|newsteam|"
    r"experten|redakteur)"
)
_HIDDEN = frozenset({"script", "style", "noscript", "template", "svg"})
_ASIDE = re.compile(
    r"(?:^|\s)(?:comments?|comment-?list|commentlist|related|sidebar|footer|recent|widget|teaser|recommend|"
    r"popular|respond|"
    r"latest|most-read|more-?news|aside|navi?gation|nav|breadcrumb|similar|trending)"
)
_OF_READERS = re.compile(r"(?:^|\s)(?:comments?|comment-?list|commentlist|respond)")
_CLEARLY_OWN = re.compile(r"datepublished|datecreated")
"""Names that count wherever they stand."""
_YEAR = re.compile(r"(?:19|20)\d\d|\d\d\.\d\d\.\d\d")
_BARE = 48
"""Characters of an element that is hardly more than a date."""
_ELSEWHERE = frozenset({"nav", "footer", "aside"})
_OF_TEXT = re.compile(r"(?:^|[\s_-])(?:meta|by-?line|authors?|author-?info|post-?info|article-?info)(?:$|[\s_-])")
"""Names of an `<aside>` that has what belongs to the text: who wrote it, and when."""
_LONGEST = 300
_FEW_PIECES = 8
"""Pieces of text of an element that may be a date alone."""
_MOST = 60
"""Statements of one kind that are read."""
_LONGEST_LINE, _MOST_LINES = 160, 3000
_LONGEST_SCRIPT = 20_000
"""Characters of a script in which the data of a page are looked for; programs are longer."""
_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "br", "dd", "div", "dl", "dt", "figcaption", "figure"),
        *("footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre"),
        *("section", "table", "td", "th", "tr", "ul", "option", "button"),
    }
)
_DATA_AUTHOR = re.compile(
    r"""(?<![\w.])["']?(?:page|post|article|content)?_?authors?(?:_?names?)?["']?\s*:\s*\[?\s*["']([^"'\\\[\]{}]{3,80})["']""",
    re.IGNORECASE,
)
"""An author in the data that a page hands to its own scripts, such as the layer of a tag manager."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """An element that says by its name what its text is."""

    tag: str
    text: str
    value: str
    """Its `datetime` or `content`; empty where it has none."""
    names: str
    """Its class, id, itemprop and rel, in lower case."""
    aside: bool
    """Whether it is in a navigation, a sidebar, a footer or among comments."""
    in_article: bool
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A short line of text as readers see it: what stands between two borders of blocks or breaks."""

    text: str
    aside: bool
    of_readers: bool
    """Whether it is among the comments of readers."""
    heading: bool
    """Whether it is in a heading of the first or second level."""


@dataclass(slots=True, kw_only=True)
class Statements:
    """What a page states about itself, in the order of the page."""

    lang: str = ""
    title: str = ""
    canonical: str = ""
    metas: dict[str, list[str]] = field(default_factory=dict)
    """By name, property or itemprop, in lower case."""
    linked: list[dict[str, Any]] = field(default_factory=list)
    """The objects of JSON-LD."""
    headings: list[Marked] = field(default_factory=list)
    authors: list[Marked] = field(default_factory=list)
    dates: list[Marked] = field(default_factory=list)
    bare: list[tuple[int, Marked]] = field(default_factory=list)
    """Short elements with a year, each with the number of elements that ended before it."""
    lines: list[Line] = field(default_factory=list)
    """The short lines; a longer one is there without its text, so that what it parts stays apart."""
    scripted: list[str] = field(default_factory=list)
    """Names that data of the page's own scripts give as its author."""
    heading_at: int = -1
    """That number for the first `<h1>`."""
    ended: int = 0

    def meta(self, *names: str) -> str:
        """The first content of the first of these names that has one."""
        return next((self.metas[name][0] for name in names if self.metas.get(name)), "")


@dataclass(slots=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    start: int
    aside: bool
    in_article: bool
    of_readers: bool
    """Whether it is among the comments of readers."""


def read_statements(data: bytes, content_type: str = "") -> Statements:
    """Read a page; nothing where the bytes are none."""
    found = Statements()
    stack: list[_Open] = []
    pieces: list[str] = []
    line: list[str] = []
    hidden = 0
    for event in markup_events(decode(data[: 4 * 2**20], content_type)):
        if isinstance(event, Opened):
            if event.tag in _BLOCKS:
                _end_line(line, stack, found)
            stack.append(_begun(event, stack[-1] if stack else None, len(pieces)))
            hidden += event.tag in _HIDDEN
            _opened(event, found)
        elif isinstance(event, Closed):
            if stack[-1].tag in _BLOCKS:
                _end_line(line, stack, found)
            one = stack.pop()
            _link_heading(one, stack)
            if one.tag == "script":
                _scripted(one, pieces, found)
            elif not hidden:
                _closed(one, pieces, found)
            hidden -= one.tag in _HIDDEN
            _part(one, pieces, line)
        else:
            pieces.append(event)
            if not hidden and stack and stack[-1].tag != "title":
                line.append(event)
    return found


def _part(one: _Open, pieces: list[str], line: list[str]) -> None:
    """Part what stands in an element from what follows; what is hidden is taken back."""
    if one.tag in _HIDDEN:
        del pieces[one.start :]
    elif one.tag in ("p", "div", "li", "br", "span", "td", "a", "h1", "h2", "time"):
        pieces.append(" ")
        line.append(" ")


def _begun(event: Opened, above: _Open | None, start: int) -> _Open:
    """An element that begins, with what it has of those above it."""
    names = f"{event.attributes.get('class', '')} {event.attributes.get('id', '')}".lower()
    aside = (
        bool(above and above.aside)
        or (event.tag in _ELSEWHERE and not (event.tag == "aside" and _OF_TEXT.search(names)))
        or (event.tag not in ("html", "body", "article", "main") and bool(_ASIDE.search(names)))
    )
    article = event.tag in ("article", "main") or bool(above and above.in_article)
    of_readers = bool(above and above.of_readers) or (event.tag != "body" and bool(_OF_READERS.search(names)))
    return _Open(event.tag, event.attributes, start, aside, article, of_readers)


def _link_heading(one: _Open, stack: list[_Open]) -> None:
    """Give a heading the address of the link that is in it, or that it is in: sites' names lead home."""
    if one.tag == "a":
        for above in stack[-3:]:
            if above.tag in ("h1", "h2"):
                above.attributes.setdefault("href", one.attributes.get("href", ""))
    elif one.tag in ("h1", "h2"):
        for above in stack[-3:]:
            if above.tag == "a":
                one.attributes.setdefault("href", above.attributes.get("href", ""))


def _end_line(line: list[str], stack: list[_Open], found: Statements) -> None:
    """Keep the text since the last border as a line."""
    if not line:
        return
    text = _single("".join(line))
    line.clear()
    if not text or not stack or len(found.lines) >= _MOST_LINES:
        return
    last = stack[-1]
    heading = any(one.tag in ("h1", "h2") for one in stack[-3:])
    kept = text if len(text) <= _LONGEST_LINE else ""
    found.lines.append(Line(text=kept, aside=last.aside, of_readers=last.of_readers, heading=heading))


def _opened(event: Opened, found: Statements) -> None:
    attributes = event.attributes
    if event.tag == "html":
        found.lang = attributes.get("lang") or attributes.get("xml:lang") or ""
    elif event.tag == "meta" and attributes.get("content", "").strip():
        content = _single(attributes["content"])[:2000]
        for key in ("property", "name", "itemprop"):
            for name in attributes.get(key, "").lower().split():
                found.metas.setdefault(name.replace("dcterms.", "dc.").replace("dc:", "dc."), []).append(content)
    elif event.tag == "link" and attributes.get("itemprop") and attributes.get("content", "").strip():
        found.metas.setdefault(f"link:{attributes['itemprop'].lower()}", []).append(
            _single(attributes["content"])[:400]
        )
    elif event.tag == "link" and "canonical" in attributes.get("rel", "").lower().split():
        found.canonical = found.canonical or attributes.get("href", "").strip()


def _scripted(one: _Open, pieces: list[str], found: Statements) -> None:
    if "ld+json" not in one.attributes.get("type", "").lower():
        found.scripted += _DATA_AUTHOR.findall("".join(pieces[one.start :])[:_LONGEST_SCRIPT])
        return
    text = "".join(pieces[one.start :]).strip().strip(";")
    text = re.sub(r"^\s*(?://)?<!(?:\[CDATA\[|--)|(?://)?(?:\]\]|--)>\s*$", "", text)
    try:
        found.linked += _objects(json.loads(text, strict=False))
    except (ValueError, RecursionError):
        return


def _objects(value: object, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 4:
        return
    if isinstance(value, list):
        for one in value[:200]:
            yield from _objects(one, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(value.get(key), depth + 1)


def _closed(one: _Open, pieces: list[str], found: Statements) -> None:
    names = " ".join(one.attributes.get(key, "") for key in ("class", "id", "itemprop", "rel", "property")).lower()
    found.ended += 1
    heading = one.tag in ("h1", "h2")
    is_author = not one.of_readers and _is_author(one, names)
    is_date = one.tag == "time" or bool(_DATE.search(names)) or bool(_CLEARLY_OWN.search(names))
    small = len(pieces) - one.start <= _FEW_PIECES and one.tag not in ("title", "h1", "option", "button")
    if small:
        _small(one, names, _single("".join(pieces[one.start :])), found, is_marked=is_date)
    if not (heading or is_author or is_date or one.tag == "title"):
        return
    text = _single("".join(pieces[one.start :][:400]))
    if one.tag == "title":
        found.title = found.title or text[:500]
        return
    marked = _marked(one, names, text)
    if one.tag == "h1" and text and found.heading_at < 0:
        found.heading_at = found.ended
    if heading and text and len(found.headings) < _MOST:
        found.headings.append(marked)
    short = len(text) <= _LONGEST
    if is_author and short and len(found.authors) < _MOST:
        found.authors.append(marked)
    if is_date and short and (text or marked.value) and len(found.dates) < _MOST:
        found.dates.append(marked)


def _is_author(one: _Open, names: str) -> bool:
    link = one.tag == "a" and bool(_OF_PERSON.search(one.attributes.get("href", "")))
    return link or one.tag == "address" or bool(_AUTHOR.search(names))


def _small(one: _Open, names: str, text: str, found: Statements, *, is_marked: bool) -> None:
    """An element of a few words, which may be a day though nothing marks it."""
    if not is_marked and len(found.bare) < _MOST and len(text) <= _BARE and _YEAR.search(text):
        found.bare.append((found.ended, _marked(one, names, text)))


def _marked(one: _Open, names: str, text: str) -> Marked:
    return Marked(
        tag=one.tag,
        text=text,
        value=one.attributes.get("datetime") or one.attributes.get("content") or "",
        names=names,
        aside=one.aside and not _CLEARLY_OWN.search(names),
        in_article=one.in_article,
        href=one.attributes.get("href", ""),
    )


def _single(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
