"""Blogger: the backup of Settings → Back up content (Atom, `blog-01-02-2015.xml`), and Google Takeout's `feed.atom`.

Two schemas: until 2024 each entry has a category of the scheme `…/g/2005#kind` that says what it is; since then it has
`blogger:type` and `blogger:status` (namespace `http://schemas.google.com/blogger/2018`).
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from urllib.parse import urljoin

from footlight.engines.xml_elements import XmlElement
from footlight.findings.finding import Finding
from footlight.intake.exports.days import day_as_written
from footlight.intake.exports.mended_text import unescaped_html
from footlight.intake.exports.pack import open_pack
from footlight.intake.exports.remarks import left_out, remarks
from footlight.intake.exports.xml_export import NumberedItem, XmlExport, parse_head
from footlight.intake.exports.xml_stream import Decoding, Head
from footlight.intake.item import Item, ItemKind
from footlight.intake.parcel import Parcel

_KIND = "schemas.google.com/g/2005#kind"
_LABELS = "blogger.com"
"""In the scheme of an entry's labels: `http://www.blogger.com/atom/ns#`, or `tag:blogger.com,1999:blog-1` (2018)."""
_FEED_LIMIT = 512 * 2**20
_FEED = re.compile(r"(?:^|/)Blogs/[^/]+/feed\.atom\Z")


def likeness(parcel: Parcel) -> int:
    """A feed of Google's Blogger that says of each entry what it is, or a Takeout with one in it."""
    if any(_FEED.search(name) for name in parcel.members):
        return 95
    start = parcel.start
    if "<feed" not in start:
        return 0
    if "schemas.google.com/blogger/2018" in start:
        return 95
    return 95 if "tag:blogger.com,1999:blog" in start and "g/2005#kind" in start else 0


def items(parcel: Parcel) -> Iterator[Item | Finding]:
    """The posts and pages of each blog, in the order of its feed."""
    if not any(_FEED.search(name) for name in parcel.members):
        yield from _feed(
            XmlExport(shown=parcel.name, path=parcel.path, data=parcel.data, item_names=("entry",)), parcel
        )
        return
    with open_pack(parcel) as pack:
        for name in pack.names:
            data = pack.read(name, _FEED_LIMIT) if _FEED.search(name) else None
            yield from pack.taken_findings()
            if data is not None:
                export = XmlExport(shown=f"{parcel.name}/{name}", path=None, data=data, item_names=("entry",))
                yield from _feed(export, parcel)


def _feed(export: XmlExport, parcel: Parcel) -> Iterator[Item | Finding]:
    blog = _blog(export, parcel)
    passed_over: Counter[str] = Counter()
    for found in export.elements():
        if isinstance(found, Finding):
            yield found
            continue
        kind, status = _kind(found.element), found.element.text_of("status", "blogger").upper()
        if status == "SOFT_TRASHED" or found.element.text_of("trashed", "blogger"):
            passed_over["post in the bin"] += 1
        elif kind in ("post", "page"):
            yield _item(found, blog, draft=status in ("DRAFT", "SCHEDULED") or _is_draft(found.element))
        elif kind == "comment":
            passed_over["comment"] += 1
    yield from left_out(passed_over, export.shown)


def _blog(export: XmlExport, parcel: Parcel) -> Item:
    """What is known of all items of a feed."""
    for head in export.texts(Decoding()):
        feed = parse_head(head) if isinstance(head, Head) and not head.declares_entities else None
        if feed is None:
            break
        address = next((link.attributes.get("href", "") for link in feed.all("link") if _is_page(link)), "")
        return Item(
            kind=ItemKind.FRAGMENT,
            content="",
            origin=export.shown,
            address=parcel.address or address,
            published_in=" ".join(feed.text_of("title").split()),
        )
    return Item(kind=ItemKind.FRAGMENT, content="", origin=export.shown, address=parcel.address)


def _is_page(link: XmlElement) -> bool:
    return link.attributes.get("rel", "alternate") == "alternate" and "atom" not in link.attributes.get("type", "")


def _kind(entry: XmlElement) -> str:
    said = entry.text_of("type", "blogger").lower()
    if said:
        return said
    kinds = [
        one.attributes.get("term", "") for one in entry.all("category") if _KIND in one.attributes.get("scheme", "")
    ]
    return kinds[0].rpartition("#")[2].lower() if kinds else "post"


def _is_draft(entry: XmlElement) -> bool:
    control = entry.first("control")
    return control is not None and control.text_of("draft").lower() == "yes"


def _item(found: NumberedItem, blog: Item, *, draft: bool) -> Item:
    entry = found.element
    author = entry.first("author")
    path = entry.text_of("filename", "blogger")
    address = next((link.attributes.get("href", "") for link in entry.all("link") if _is_page(link)), "")
    if not address and path and blog.address:
        address = urljoin(blog.address, path)
    name = re.sub(r"\.html?\Z", "", (path or address).rstrip("/").rpartition("/")[2])
    content = entry.first("content") or entry.first("summary")
    origin = f"{blog.origin}, entry {found.number}"
    said = () if address or draft else ("The export does not say where it stood; --url SITE says the blog's address.",)
    return replace(
        blog,
        content=_cleaned(content),
        origin=origin,
        identity=entry.text_of("id"),
        address="" if draft else address,
        title=" ".join(unescape(entry.text_of("title")).split()),
        authors=tuple(filter(None, [author.text_of("name")])) if author else (),
        date=day_as_written(entry.text_of("published") or entry.text_of("created", "blogger")),
        keywords=_labels(entry),
        description=entry.text_of("metaDescription", "blogger"),
        name=name,
        draft=draft,
        findings=remarks(said, origin),
    )


def _labels(entry: XmlElement) -> tuple[str, ...]:
    labels = [
        one.attributes.get("term", "")
        for one in entry.all("category")
        if _KIND not in one.attributes.get("scheme", "") and _LABELS in one.attributes.get("scheme", _LABELS)
    ]
    return tuple(dict.fromkeys(filter(None, labels)))


_MORE = re.compile(r"""<a\s+name=["']more["']\s*(?:/>|>\s*</a>)|<!--\s*more\s*-->""", re.IGNORECASE)
_FOOTER = re.compile(r"""<div\s+class=["']blogger-post-footer["']>""", re.IGNORECASE)
_LINKED_PICTURE = re.compile(
    r"""(?P<start><a\b[^<>]*\bhref=["'](?P<large>[^"'<>]+)["'][^<>]*>\s*<img\b[^<>]*\bsrc=["'])(?P<small>[^"'<>]+)""",
    re.IGNORECASE,
)
_SIZE = re.compile(r"/(?:[swh]\d+(?:-[\w-]+)?)/(?=[^/]*\Z)|=[swh]\d+(?:-[\w-]+)?\Z")


def _cleaned(content: XmlElement | None) -> str:
    """The HTML of an entry without Blogger's own marks; a picture that links to itself in large is the large one."""
    if content is None:
        return ""
    html = content.markup if content.attributes.get("type") == "xhtml" and content.markup else content.text
    return _LINKED_PICTURE.sub(_enlarged, _FOOTER.split(_MORE.sub("", unescaped_html(html)), maxsplit=1)[0])


def _enlarged(match: re.Match[str]) -> str:
    same = _SIZE.sub("/", match["large"].replace("-h/", "/")) == _SIZE.sub("/", match["small"])
    return f"{match['start']}{match['large'] if same else match['small']}"
