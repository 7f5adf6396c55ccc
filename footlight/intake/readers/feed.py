"""RSS and Atom feeds, of a site or saved as a file."""

import re
from collections.abc import Iterator
from html import unescape

from footlight.engines.feeds import Feed, FeedEntry, read_feed
from footlight.findings.finding import Finding
from footlight.intake.exports.days import day_as_written
from footlight.intake.exports.html_writing import inner_html, link
from footlight.intake.exports.mended_text import unescaped_html
from footlight.intake.exports.remarks import remarks
from footlight.intake.item import Item, ItemKind
from footlight.intake.page_tree import Element, outermost, read_page_tree
from footlight.intake.parcel import Parcel

_LIMIT = 64 * 2**20
_CUT_OFF = re.compile(
    r"(?:\[(?:&hellip;|…|\.\.\.|&#8230;)\]|…|\.\.\.|&hellip;|&#8230;"
    r"|(?:read|continue reading|lire|weiterlesen)[^<]{0,60})\s*(?:→|&rarr;|»|&raquo;)?\s*(?:</\w+>\s*)*\Z",
    re.IGNORECASE,
)
SUMMARY = "The feed holds a summary only, not the essay."
_SHORT = 1500
"""Characters up to which a text that ends in dots is a summary."""


def likeness(parcel: Parcel) -> int:
    """By the outermost element; exports that are feeds too are more alike to their own readers."""
    return 80 if re.search(r"<(?:\w+:)?(?:rss|feed|rdf)\b[^>]*(?:version=|xmlns)", parcel.start[:8192]) else 0


def items(parcel: Parcel) -> Iterator[Item | Finding]:
    """The entries, in the order of the feed."""
    if "<!entity" in parcel.start:
        message = "the file declares entities of its own, and is not read"
        yield Finding(code="import-entities", message=message, file=parcel.name)
        return
    data = parcel.read()
    if len(data) > _LIMIT:
        message = f"a feed of {len(data) // 2**20} MB is not read"
        yield Finding(code="import-item-damaged", message=message, file=parcel.name)
        return
    feed = read_feed(data, parcel.content_type)
    if feed.damage and not feed.entries:
        message = f"the feed cannot be read: {feed.damage}"
        yield Finding(code="import-item-damaged", message=message, file=parcel.name)
        return
    if feed.damage:
        message = f"the feed is not well-formed, and was read as far as it can be: {feed.damage}"
        yield Finding(code="import-item-mended", message=message, file=parcel.name)
    summaries = 0
    for number, entry in enumerate(feed.entries, 1):
        cut = _is_cut(entry)
        summaries += cut
        yield _item(entry, feed, parcel, number, cut=cut)
    if summaries:
        yield summaries_only(summaries, len(feed.entries), parcel)


def summaries_only(number: int, of: int, parcel: Parcel) -> Finding:
    """The finding that a feed holds the beginnings of essays only."""
    message = f"{number} of {of} entries hold a summary, not the essay"
    hint = "Import the pages themselves: the address stands in the front matter of each."
    return Finding(code="import-summary", message=message, hint=hint, file=parcel.name)


def _is_cut(entry: FeedEntry) -> bool:
    text = entry.content.strip()
    return not text or (len(text) < _SHORT and bool(_CUT_OFF.search(text))) or (not entry.whole and len(text) < 400)


def _item(entry: FeedEntry, feed: Feed, parcel: Parcel, number: int, *, cut: bool) -> Item:
    origin = f"{parcel.name}, entry {number}"
    sounds = "".join(link(address) for address, _ in entry.enclosures if address not in entry.content)
    return Item(
        kind=ItemKind.FRAGMENT,
        content=sounds + clean_entry(entry.content),
        origin=origin,
        identity=global_identity(entry.identity, feed.link or parcel.name) or entry.link,
        address=entry.link or entry.base or parcel.address,
        title=entry.title,
        authors=entry.authors or feed.authors,
        date=day_as_written(entry.published) or entry.published,
        lang=entry.lang or feed.lang,
        keywords=tuple(tag for tag in entry.tags if tag.lower() != "uncategorized"),
        published_in=" ".join(unescape(feed.title).split()),
        cover=entry.picture if entry.picture.startswith("http") and entry.picture not in entry.content else "",
        findings=remarks([SUMMARY] if cut else [], origin),
    )


def global_identity(identity: str, feed: str) -> str:
    """What finds an entry again, also beside other feeds: many have numbers for identifiers."""
    return identity if ":" in identity or not identity else f"{feed} {identity}"


_ADDED = ("feedflare", "mf-viral", "blogger-post-footer", "sharedaddy", "jp-relatedposts", "wpra-", "post-views")
"""Classes of what feeds add to a text."""
_TRACKERS = re.compile(r"feeds\.feedburner\.com/~|feeds\.wordpress\.com/1\.0/|pixel\.wp\.com|stats\.wordpress\.com")
_APPEARED_FIRST = re.compile(
    r"\A\s*(?:The post\b.*\b(?:appeared first on|first appeared on|originally appeared on)\b"
    r"|L’article .* est apparu en premier sur|Der Beitrag .* erschien zuerst auf|La entrada .* se publicó primero en)",
    re.DOTALL,
)


def clean_entry(html: str) -> str:
    """The HTML of an entry, without what the feed's maker puts below each."""
    root = read_page_tree(unescaped_html(html))
    body = root.first("body") or root
    for one in outermost(body, lambda one: any(sign in one.signs for sign in _ADDED)):
        one.remove()
    for one in body.all("img"):
        if _TRACKERS.search(one.get("src")):
            (one.parent if _is_only_child(one) else one).remove()  # type: ignore[union-attr]  # it has one
    for one in outermost(body, lambda one: one.tag == "p"):
        if _APPEARED_FIRST.match(one.text()):
            one.remove()
    return inner_html(body)


def _is_only_child(one: Element) -> bool:
    return one.parent is not None and one.parent.tag == "a" and len(one.parent.children) == 1
