"""A captured page as a value: its title, date, author, text and links."""

import re
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from urllib.parse import unquote, urlsplit

from footlight.engines.html_pages import Anchor, Markup, flatten

_PATH_DATE = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])(?:[/-](0?[1-9]|[12]\d|3[01]))?(?=[/_.-]|$)")
_ISO_DATE = re.compile(r"\s*((?:19|20)\d\d)-(\d\d)(?:-(\d\d))?")
_LISTED_DATE = re.compile(r"(?<![\d-])(?:19|20)\d\d-\d\d-\d\d(?![\d-])")
_BESIDE = 60
"""The most characters beside a link in a line of a list."""
_ENDING = re.compile(r"\.(?:html?|php|aspx?|md)$", re.IGNORECASE)
_SITE_MARK = re.compile(r"\s+(?:[|·•»—–:-]|::|\|\|)\s+")

_DATE_METAS = (
    "article:published_time", "datepublished", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.created",
    "citation_publication_date", "date", "pubdate", "time",
)  # fmt: skip
_AUTHOR_METAS = ("author", "article:author", "dc.creator", "dcterms.creator", "citation_author")
_MAIN_LIMIT = 400_000
"""The most characters of a page's main text that are used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link of a page, with its words."""

    href: str
    words: str
    start: int
    """The offset of its words in `Page.text`."""
    end: int
    furniture: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The content of a page."""

    url: str
    title: str
    headings: tuple[str, ...]
    text: str
    """The whole text; `main` is the span of the author's part of it."""
    main: tuple[int, int]
    links: tuple[Link, ...]
    published: date | None
    author: str
    feeds: tuple[str, ...] = ()

    @property
    def body(self) -> str:
        """The author's part of the text."""
        return self.text[self.main[0] : self.main[1]]


def read_page(data: bytes, *, url: str, content_type: str = "") -> Page:
    """Read a page from its bytes; a page without text if they are not one."""
    flat = flatten(data, content_type=content_type, base=url)
    main = _main(flat)
    metas = dict(reversed(flat.metas))
    first = next((h for h in flat.headings if h.level == 1 and not h.furniture), None)
    top = flat.text[first.start : first.end] if first else ""
    return Page(
        url=url,
        title=_title(flat.title, top or metas.get("og:title", "")),
        headings=tuple(flat.text[h.start : h.end][:300] for h in flat.headings if not h.furniture)[:400],
        text=flat.text,
        main=main,
        links=tuple(_link(anchor, flat.text, main) for anchor in flat.anchors),
        published=_published(metas, url),
        author=next((metas[name] for name in _AUTHOR_METAS if metas.get(name) and "://" not in metas[name]), ""),
        feeds=tuple(href for rel, href in flat.links if "alternate" in rel.split() and ("rss" in rel or "atom" in rel)),
    )


def slug_words(url: str) -> str:
    """Return the words of the last part of an address's path that has any."""
    pieces = [_ENDING.sub("", unquote(piece)) for piece in urlsplit(url).path.split("/") if piece]
    named = [piece for piece in pieces if not piece.isdigit() and piece.lower() not in ("index", "default")]
    return re.sub(r"[-_+%]+", " ", named[-1]) if named else ""


def date_in_path(url: str) -> date | None:
    """Return the date in an address, as blogs write it: `/2009/03/05/` or `/2009/03/`."""
    found = _PATH_DATE.search(urlsplit(url).path)
    return _day(*found.groups()) if found else None


def listed_date(page: Page, link: Link) -> date | None:
    """Return the date beside a link in a list: the only date in a short line with hardly any words but the link's."""
    start = page.text.rfind("\n", 0, link.start) + 1
    end = page.text.find("\n", link.end)
    beside = page.text[start : link.start] + " " + page.text[link.end : end if end >= 0 else len(page.text)]
    found = _LISTED_DATE.findall(beside) if len(beside) < _BESIDE else []
    return read_date(found[0]) if len(found) == 1 else None


def without_site(title: str, site: frozenset[str]) -> str:
    """Return the title without the site's name before or after a separator."""
    pieces = _SITE_MARK.split(title)
    kept = [piece for piece in pieces if piece.strip().casefold() not in site]
    if len(kept) == len(pieces) or not kept:
        return title
    start, end = title.find(kept[0]), title.rfind(kept[-1]) + len(kept[-1])
    return title[start:end].strip()


def title_parts(title: str) -> tuple[str, ...]:
    """Return the first and last part of a title with separators; either may be the site's name."""
    pieces = _SITE_MARK.split(title)
    return (pieces[0].strip(), pieces[-1].strip()) if len(pieces) > 1 else ()


def _title(stated: str, heading: str) -> str:
    return (stated or heading).strip()[:500]


def _main(flat: Markup) -> tuple[int, int]:
    """Return the span of the `<article>` or `<main>`, or else the text between header and footer."""
    start, end = flat.main or (0, len(flat.text))
    for left, right in flat.furniture:
        if left <= start < right:
            start = right
        elif left < end <= right:
            end = left
    return min(start, end), min(end, start + _MAIN_LIMIT)


def _link(anchor: Anchor, text: str, main: tuple[int, int]) -> Link:
    outside = anchor.start < main[0] or anchor.end > main[1]
    return Link(
        href=anchor.href,
        words=text[anchor.start : anchor.end].strip()[:500],
        start=anchor.start,
        end=anchor.end,
        furniture=anchor.furniture or outside,
    )


def _published(metas: dict[str, str], url: str) -> date | None:
    stated = next((day for name in _DATE_METAS if (day := read_date(metas.get(name, "")))), None)
    return stated or date_in_path(url)


def read_date(text: str) -> date | None:
    """Read a date as pages and feeds write it: ISO 8601, or RFC 5322 in feeds."""
    found = _ISO_DATE.match(text)
    if found:
        return _day(*found.groups())
    try:
        return parsedate_to_datetime(text).date()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _day(year: str, month: str, day: str | None) -> date | None:
    try:
        return date(int(year), int(month), int(day or 1))
    except ValueError:
        return None
