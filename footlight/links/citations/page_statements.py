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
_BY = re.compile(r"(?:(?:By|Von|Par|Por|Di|Door|Av|Af|Przez)\s|著者[：:]|作者[：:])")
"""How a line begins that says by whom a text is; further down in a text it is a word as any other."""
_LINE_OF_NAME = 60
_DATE = re.compile(
    r"(?:^|[\s_-])(?:date|dateline|datum|published|pubdate|posted|entry-date|post-date|timestamp|time|dt-published|"
    r"fecha|created|publication|publish|byline|meta|date-header)(?:$|[\s_-])|post-?meta|entry-?meta|postdate|"
    r"pubdate|articledate"
)
_OF_PERSON = re.compile(
    r"/(?:autor|author|auteur|profile|people|person|contributor|writer|reporter|by|journalist|colum)"
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
_LONGEST = 300
_FEW_PIECES = 8
"""Pieces of text of an element that may be a date alone."""
_MOST = 60
"""Statements of one kind that are read."""


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
    by: list[Marked] = field(default_factory=list)
    """Short elements that begin with a word for by, as bylines do; nothing else marks them."""
    bare: list[tuple[int, Marked]] = field(default_factory=list)
    """Short elements with a year, each with the number of elements that ended before it."""
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
    hidden = 0
    for event in markup_events(decode(data[: 4 * 2**20], content_type)):
        if isinstance(event, Opened):
            above = stack[-1] if stack else None
            names = f"{event.attributes.get('class', '')} {event.attributes.get('id', '')}".lower()
            aside = (
                bool(above and above.aside)
                or event.tag in _ELSEWHERE
                or (event.tag not in ("html", "body", "article", "main") and bool(_ASIDE.search(names)))
            )
            article = event.tag in ("article", "main") or bool(above and above.in_article)
            of_readers = bool(above and above.of_readers) or (event.tag != "body" and bool(_OF_READERS.search(names)))
            stack.append(_Open(event.tag, event.attributes, len(pieces), aside, article, of_readers))
            hidden += event.tag in _HIDDEN
            _opened(event, found)
        elif isinstance(event, Closed):
            one = stack.pop()
            if one.tag == "script":
                _scripted(one, pieces, found)
            elif not hidden:
                _closed(one, pieces, found)
            if one.tag in _HIDDEN:
                hidden -= 1
                del pieces[one.start :]
            elif one.tag in ("p", "div", "li", "br", "span", "td", "a", "h1", "h2", "time"):
                pieces.append(" ")
        else:
            pieces.append(event)
    return found


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
    """An element of a few words, which may be a day or a line that says by whom though nothing marks it."""
    if not is_marked and len(found.bare) < _MOST and len(text) <= _BARE and _YEAR.search(text):
        found.bare.append((found.ended, _marked(one, names, text)))
    if len(text) <= _LINE_OF_NAME and len(found.by) < _MOST and not one.of_readers and _BY.match(text):
        found.by.append(_marked(one, names, text))


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
