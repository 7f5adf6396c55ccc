"""feedparser: RSS 0.9 to 2.0, RDF and Atom, well-formed or not, as values.

It gets bytes only, never an address or a path, and so opens no connection and no file. Its own cleaning of HTML is
off, because it would take away embedded films, of which links are made later.
"""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

_RAISED = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)
"""What feedparser raises for bytes that no feed has; damage that it expects it reports."""
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One entry of a feed. What it does not say is empty."""

    identity: str
    """Its `guid` or `id`."""
    link: str
    title: str
    """Plain text."""
    published: str
    """As it is written."""
    authors: tuple[str, ...]
    content: str
    """HTML: the longest of its contents, else its summary."""
    base: str
    """What relative addresses in the content start from, where an `xml:base` says so."""
    whole: bool
    """Whether it has a content beside or instead of a summary."""
    tags: tuple[str, ...]
    lang: str
    enclosures: tuple[tuple[str, str], ...]
    """Addresses and media types of sounds and films."""
    picture: str
    """The address of the picture that stands for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed and its entries, in its order."""

    version: str
    """In feedparser's words, such as `rss20`; empty where the bytes are no feed."""
    title: str
    link: str
    lang: str
    authors: tuple[str, ...]
    damage: str
    """What is not well-formed, in the words of the XML parser; empty for a sound feed."""
    entries: tuple[FeedEntry, ...]


def read_feed(data: bytes, content_type: str = "") -> Feed:
    """Read a feed. The bytes never raise; those that are no feed have no version."""
    import feedparser  # noqa: PLC0415 - it takes 0.2 s to import

    headers = {"content-type": content_type or "application/xml"}
    try:
        found: Mapping[str, Any] = feedparser.parse(
            io.BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=b"xml:base" in data
        )
    except _RAISED as error:
        found = {"bozo": True, "bozo_exception": error}
    feed: Mapping[str, Any] = found.get("feed", {})
    based = b"xml:base" in data
    return Feed(
        version=str(found.get("version") or ""),
        title=_plain(_record(feed, "title_detail")) or str(feed.get("title") or ""),
        link=str(feed.get("link") or ""),
        lang=str(feed.get("language") or ""),
        authors=_authors(feed),
        damage=_damage(found),
        entries=tuple(_entry(entry, based=based) for entry in found.get("entries", ())),
    )


def _records(owner: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """The records that feedparser keeps in a list of this name; an element of that name would be words instead."""
    found = owner.get(key)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _record(owner: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """The record of this name; empty where there is none, or words."""
    found = owner.get(key)
    return found if isinstance(found, Mapping) else {}


def _damage(found: Mapping[str, Any]) -> str:
    error = found.get("bozo_exception") if found.get("bozo") else None
    if error is None or type(error).__name__ in ("CharacterEncodingOverride", "NonXMLContentType"):
        return ""
    return " ".join(str(error).split())[:200]


def _entry(entry: Mapping[str, Any], *, based: bool) -> FeedEntry:
    contents = [one for one in _records(entry, "content") if one.get("value")]
    longest = max(contents, key=lambda one: len(one["value"]), default=None)
    chosen = longest or _record(entry, "summary_detail")
    value = str(chosen.get("value") or "")
    return FeedEntry(
        identity=str(entry.get("id") or ""),
        link=str(entry.get("link") or ""),
        title=_plain(_record(entry, "title_detail")),
        published=next((str(entry[key]) for key in ("published", "created", "updated") if entry.get(key)), ""),
        authors=_authors(entry),
        content=f"<p>{value}</p>" if chosen.get("type") == "text/plain" and "<" not in value else value,
        base=str(chosen.get("base") or "") if based else "",
        whole=longest is not None,
        tags=tuple(
            dict.fromkeys(str(tag.get("term") or "").strip() for tag in _records(entry, "tags") if tag.get("term"))
        ),
        lang=str(chosen.get("language") or ""),
        enclosures=tuple(_enclosures(entry)),
        picture=_picture(entry),
    )


def _authors(owner: Mapping[str, Any]) -> tuple[str, ...]:
    details = _records(owner, "authors") or [_record(owner, "author_detail")]
    names = (str(one.get("name") or "").strip() for one in details)
    return tuple(dict.fromkeys(name for name in names if name and "@" not in name))


def _plain(detail: Mapping[str, Any]) -> str:
    """A title as plain text: feeds write HTML in it whatever they say."""
    words = str(detail.get("value") or "")
    return " ".join(unescape(_TAG.sub("", words)).split())


def _enclosures(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for one in _records(entry, "links"):
        kind = str(one.get("type") or "")
        if one.get("rel") == "enclosure" and one.get("href") and kind.startswith(("audio/", "video/")):
            yield str(one["href"]), kind


def _picture(entry: Mapping[str, Any]) -> str:
    for one in (*_records(entry, "media_content"), *_records(entry, "media_thumbnail")):
        kind = str(one.get("type") or one.get("medium") or "image")
        if one.get("url") and kind.startswith("image"):
            return str(one["url"])
    for one in _records(entry, "links"):
        if one.get("rel") == "enclosure" and str(one.get("type") or "").startswith("image/"):
            return str(one.get("href") or "")
    return ""
