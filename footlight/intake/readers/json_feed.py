"""JSON Feed, versions 1 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import json
from collections.abc import Iterator, Mapping
from html import escape

from footlight.engines.html_pages import decode
from footlight.findings.finding import Finding
from footlight.intake.exports.days import day_as_written
from footlight.intake.exports.html_writing import link, text_of
from footlight.intake.exports.remarks import remarks
from footlight.intake.item import Item, ItemKind
from footlight.intake.parcel import Parcel
from footlight.intake.readers.feed import SUMMARY, clean_entry, global_identity, summaries_only

Row = Mapping[str, object]


def likeness(parcel: Parcel) -> int:
    """By the address of the version, which each such feed has."""
    return 95 if "jsonfeed.org/version/1" in parcel.start.replace("\\/", "/") else 0


def items(parcel: Parcel) -> Iterator[Item | Finding]:
    """The items, in the order of the feed."""
    try:
        feed = json.loads(decode(parcel.read()))
    except (ValueError, RecursionError) as error:
        yield Finding(code="import-cut", message=f"it is no whole JSON: {error}", file=parcel.name)
        return
    rows = feed.get("items") if isinstance(feed, dict) else None
    entries = [row for row in (rows if isinstance(rows, list) else ()) if isinstance(row, dict)]
    summaries = 0
    for number, row in enumerate(entries, 1):
        item = _item(row, feed, parcel, number)
        summaries += bool(item.findings)
        yield item
    if summaries:
        yield summaries_only(summaries, len(entries), parcel)


def _item(row: Row, feed: Row, parcel: Parcel, number: int) -> Item:
    html, text = text_of(row, "content_html"), text_of(row, "content_text")
    summary = "" if html or text else text_of(row, "summary")
    address = text_of(row, "url")
    other = text_of(row, "external_url")
    content = (
        clean_entry(html) if html else "".join(f"<p>{escape(part)}</p>" for part in (text or summary).split("\n\n"))
    )
    origin = f"{parcel.name}, item {number}"
    beside = [one for one in _rows(row, "attachments") if text_of(one, "mime_type").startswith(("audio/", "video/"))]
    linked = [text_of(one, "url") for one in beside] + ([other] if other and other not in html + text else [])
    return Item(
        kind=ItemKind.FRAGMENT,
        content="".join(link(one) for one in linked if one) + content,
        origin=origin,
        identity=global_identity(str(row.get("id") or ""), text_of(feed, "home_page_url") or parcel.name) or address,
        address=address or parcel.address,
        title=text_of(row, "title"),
        authors=_authors(row) or _authors(feed),
        date=day_as_written(text_of(row, "date_published") or text_of(row, "date_modified")),
        lang=text_of(row, "language") or text_of(feed, "language"),
        keywords=_words(row),
        published_in=text_of(feed, "title"),
        description=text_of(row, "summary") if content != summary else "",
        cover=text_of(row, "image") or text_of(row, "banner_image"),
        findings=remarks([SUMMARY] if summary or not content else [], origin),
    )


def _rows(owner: Row, key: str) -> list[Row]:
    rows = owner.get(key)
    return [row for row in (rows if isinstance(rows, list) else ()) if isinstance(row, dict)]


def _words(row: Row) -> tuple[str, ...]:
    tags = row.get("tags")
    return tuple(tag for tag in (tags if isinstance(tags, list) else ()) if isinstance(tag, str))


def _authors(owner: Row) -> tuple[str, ...]:
    """Version 1.1 has `authors`; version 1 has `author`."""
    single = owner.get("author")
    people = _rows(owner, "authors") or ([single] if isinstance(single, dict) else [])
    return tuple(filter(None, (text_of(person, "name") for person in people)))
