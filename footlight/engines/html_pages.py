"""lxml: a web page or a feed as plain text, with its links and headings at offsets in that text.

Pages come from archives and may be hostile: no entity is resolved, nothing is fetched, no script is run, and sizes are
bounded (`PAGE_LIMIT`, `ANCHOR_LIMIT`; libxml2 bounds the depth). The content of a page never raises.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

from lxml import etree, html

PAGE_LIMIT = 6 * 2**20
"""Bytes of a page that are read."""
ANCHOR_LIMIT = 20_000
"""Links of a page that are looked at; lists of a whole site have some thousands."""
_SPACE = re.compile(r"\s+")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_.:\-]+)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")

_NOT_SHOWN = frozenset({"script", "style", "noscript", "template", "head", "svg", "math", "select", "iframe", "object"})
_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "details", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr"),
        *("li", "main", "nav", "ol", "option", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot"),
        *("th", "thead", "tr", "ul"),
    },
)
_FURNITURE = frozenset({"nav", "header", "footer", "aside", "form", "menu"})
_HEADINGS = {f"h{n}": n for n in range(1, 7)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A link of the page; its text is `text[start:end]`."""

    href: str
    """Absolute; as it is written where it cannot be resolved."""
    start: int
    end: int
    furniture: bool
    """Whether it is in a header, footer, sidebar or navigation, and so not written by the author."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading; its text is `text[start:end]`."""

    level: int
    start: int
    end: int
    furniture: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Markup:
    """A page as plain text with offsets."""

    title: str = ""
    text: str = ""
    """With single spaces, and a line break between blocks."""
    anchors: tuple[Anchor, ...] = ()
    headings: tuple[Heading, ...] = ()
    furniture: tuple[tuple[int, int], ...] = ()
    """Ranges of the text that are in a header, footer, sidebar or navigation."""
    main: tuple[int, int] | None = None
    """The range of the longest `article`, else of the longest `main`; None where the page has neither."""
    metas: tuple[tuple[str, str], ...] = ()
    """Names (`name`, `property` or `itemprop`), in lower case, and contents; `time` for each `<time datetime>`."""
    links: tuple[tuple[str, str], ...] = ()
    """The `rel` of each `<link>`, with its type behind it, and its absolute address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """One entry of an RSS or Atom feed."""

    link: str
    title: str
    published: str
    author: str
    content: str
    """The HTML of `content:encoded`, `content`, `description` or `summary`."""


@dataclass(slots=True)
class _TextBuilder:
    """The text and what is at its offsets, while the page is read."""

    pieces: list[str] = field(default_factory=list)
    size: int = 0
    open_space: bool = False
    anchors: list[Anchor] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    furniture: list[tuple[int, int]] = field(default_factory=list)
    mains: dict[str, tuple[int, int]] = field(default_factory=dict)
    starts: list[int] = field(default_factory=list)
    in_furniture: int = 0

    def put(self, text: str | None) -> None:
        """Append text, with one space where it follows white space."""
        if not text:
            return
        single = _SPACE.sub(" ", _CONTROL.sub(" ", text))
        words = single.strip(" ")
        if not words:
            self.open_space = True
            return
        if (self.open_space or single[0] == " ") and self.size and not self.pieces[-1].endswith("\n"):
            words = " " + words
        self.pieces.append(words)
        self.size += len(words)
        self.open_space = single[-1] == " "

    def break_block(self) -> None:
        """Append a line break, unless the text ends in one."""
        if self.size and not self.pieces[-1].endswith("\n"):
            self.pieces.append("\n")
            self.size += 1
        self.open_space = False

    def here(self) -> int:
        """The offset of the next word."""
        space = self.open_space and self.size and not self.pieces[-1].endswith("\n")
        return self.size + (1 if space else 0)


def flatten(data: bytes, *, content_type: str = "", base: str = "") -> Markup:
    """Read a page; an empty `Markup` where the bytes are no page."""
    root = _parsed(decode(data[:PAGE_LIMIT], content_type))
    if root is None:
        return Markup()
    stated = root.find(".//base[@href]")
    if stated is not None:
        base = _joined(base, stated.get("href", ""))
    flat = _TextBuilder()
    body = root.find("body")
    _walk(body if body is not None else root, flat, base)
    text = "".join(flat.pieces)
    title = root.findtext(".//title") or ""
    return Markup(
        title=_SPACE.sub(" ", _CONTROL.sub(" ", title)).strip()[:500],
        text=text,
        anchors=tuple(sorted(flat.anchors, key=lambda a: (a.start, a.end))),
        headings=tuple(flat.headings),
        furniture=tuple(flat.furniture),
        main=flat.mains.get("article") or flat.mains.get("main"),
        metas=_metas(root),
        links=tuple(
            (f"{e.get('rel', '')} {e.get('type', '')}".strip().lower(), _joined(base, e.get("href", "")))
            for e in root.iterfind(".//link[@href]")
        ),
    )


def decode(data: bytes, content_type: str = "") -> str:
    """Decode a page: by its byte order mark, as UTF-8 if it is valid UTF-8, as declared, or as windows-1252.

    UTF-8 comes before what the headers and the page declare, which is often wrong: text in another encoding is hardly
    ever valid UTF-8 by chance.
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(name, "replace")
    declared = [
        match[1].decode("ascii")
        for match in (_CHARSET.search(content_type.encode()), _CHARSET.search(data[:4096]))
        if match
    ]
    for name in ("utf-8", *declared):
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    cut = data[:-4].decode("utf-8", "replace")  # a page cut at the limit may end within a character
    return cut if cut.count("\ufffd") * 1000 < len(cut) else data.decode("cp1252", "replace")


def feed_items(data: bytes, *, base: str = "") -> tuple[FeedItem, ...]:
    """The entries of an RSS 2.0, RSS 1.0 or Atom (RFC 4287) feed, at most 2,000; none where it is no feed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(data[:PAGE_LIMIT], parser)
    except (etree.XMLSyntaxError, ValueError):
        return ()
    if root is None:
        return ()
    items = list(root.iter("{*}item", "{*}entry", "item", "entry"))[:2000]
    return tuple(_feed_item(element, base) for element in items)


def _feed_item(element: etree._Element, base: str) -> FeedItem:
    parts: dict[str, str] = {}
    for child in element:
        if not isinstance(child.tag, str):
            continue
        name = child.tag.rpartition("}")[2]  # QName refuses names that a repaired feed may have
        words = "".join(str(piece) for piece in child.itertext()).strip()
        if name == "link" and child.get("href"):
            if child.get("rel", "alternate") != "alternate":
                continue
            words = child.get("href", "")
        parts.setdefault(name, words)
    return FeedItem(
        link=_joined(base, parts.get("link", "")),
        title=parts.get("title", ""),
        published=parts.get("pubDate") or parts.get("published") or parts.get("date") or parts.get("updated") or "",
        author=parts.get("creator") or parts.get("author") or "",
        content=parts.get("encoded") or parts.get("content") or parts.get("description") or parts.get("summary") or "",
    )


@dataclass(frozen=True, slots=True)
class Opened:
    """The start of an element."""

    tag: str
    """In lower case."""
    attributes: dict[str, str]


@dataclass(frozen=True, slots=True)
class Closed:
    """The end of the element that was opened last and is still open."""


def markup_events(text: str) -> Iterator[Opened | Closed | str]:
    """Read HTML of any size and depth: starts and ends of elements, which are balanced, and the text between them."""
    root = _parsed(text, huge=True)
    if root is None:
        return
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        if event == "start":
            yield Opened(element.tag.lower(), {str(key).lower(): value for key, value in element.attrib.items()})
            if element.text:
                yield element.text
            continue
        yield Closed()
        if element.tail and element is not root:
            yield element.tail


def _parsed(text: str, *, huge: bool = False) -> html.HtmlElement | None:
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=huge)
    try:
        return html.document_fromstring(text.replace("\x00", " ").encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None


def _walk(root: html.HtmlElement, flat: _TextBuilder, base: str) -> None:
    silent = 0  # how many elements round the current one are not shown, itself included
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            silent += tag in _NOT_SHOWN
            if not silent:
                _opened(tag, element, flat)
            continue
        if not silent:
            _closed(tag, element, flat, base)
        silent -= tag in _NOT_SHOWN
        # The tail is the text behind an element: it belongs to the element's parent.
        if not silent and element is not root:
            flat.put(element.tail)


def _opened(tag: str, element: etree._Element, flat: _TextBuilder) -> None:
    if tag in _BLOCKS:
        flat.break_block()
    # A header in an article belongs to the article: it has its title and its date.
    if tag in _FURNITURE and not (tag == "header" and any(p.tag == "article" for p in element.iterancestors())):
        flat.in_furniture += 1
    flat.starts.append(flat.size)
    flat.put(element.text)


def _closed(tag: str, element: etree._Element, flat: _TextBuilder, base: str) -> None:
    opened = flat.starts.pop()
    # The space before an element's first word was put with the word: it is not part of the element's text.
    start = opened + (1 if flat.size > opened and _first(flat, opened) == " " else 0)
    end = flat.size
    inside = flat.in_furniture > 0
    if tag == "a" and element.get("href", "").strip() and len(flat.anchors) < ANCHOR_LIMIT:
        href = _joined(base, element.get("href", ""))
        flat.anchors.append(Anchor(href=href, start=start, end=max(start, end), furniture=inside))
    elif tag in _HEADINGS and end > start:
        flat.headings.append(Heading(level=_HEADINGS[tag], start=start, end=end, furniture=inside))
    elif tag in ("article", "main"):
        known = flat.mains.get(tag, (0, 0))
        if end - start > known[1] - known[0]:
            flat.mains[tag] = (start, end)
    if tag in _FURNITURE and not (tag == "header" and any(p.tag == "article" for p in element.iterancestors())):
        flat.in_furniture -= 1
        if not flat.in_furniture and end > start:
            flat.furniture.append((start, end))
    if tag in _BLOCKS:
        flat.break_block()


def _first(flat: _TextBuilder, offset: int) -> str:
    """The character at an offset near the end of the text."""
    at = flat.size
    for piece in reversed(flat.pieces):
        at -= len(piece)
        if at <= offset:
            return piece[offset - at : offset - at + 1]
    return ""


def _metas(root: html.HtmlElement) -> tuple[tuple[str, str], ...]:
    found = []
    for element in root.iterfind(".//meta[@content]"):
        name = element.get("name") or element.get("property") or element.get("itemprop") or ""
        found.append((name.lower(), _SPACE.sub(" ", _CONTROL.sub(" ", element.get("content", ""))).strip()[:1000]))
    found += [("time", element.get("datetime", "")[:40]) for element in root.iterfind(".//time[@datetime]")]
    return tuple(found[:400])


def _joined(base: str, href: str) -> str:
    try:
        return urljoin(base, href.strip())
    except ValueError:
        return href.strip()
