"""Substack: the zip of Settings → Exports, with posts.csv and an HTML file for each post.

posts.csv has `post_id` (`123.of-tides`, also the name of the file), `post_date`, `is_published`, `type`, `audience`,
`title`, `subtitle` and `podcast_url`; nothing in it says where the publication stands on the web.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html import unescape
from urllib.parse import urlsplit

from footlight.engines.html_pages import decode
from footlight.findings.finding import Finding
from footlight.intake.exports.days import day_in_zone
from footlight.intake.exports.html_writing import inner_html, link
from footlight.intake.exports.pack import Pack, open_pack
from footlight.intake.exports.remarks import remarks
from footlight.intake.exports.substack_html import clean_substack
from footlight.intake.item import Item, ItemKind
from footlight.intake.parcel import Parcel

_NO_SITE = "The export does not say where it stood; --url SITE says it."
_TABLE = re.compile(r"(?:^|/)posts\.csv\Z")
_POST = re.compile(r"(?:^|/)posts/(?P<id>\d+)\.(?P<slug>[^/]+)\.html\Z")
_OWN_HOST = re.compile(rb"https?://([\w.-]+)/(?:subscribe\?|p/[\w-]+/comments|p/[\w-]+\?utm_source=substack)")


def likeness(parcel: Parcel) -> int:
    """A zip or folder with posts.csv and posts named by number."""
    posts = any(_POST.search(name) for name in parcel.members)
    table = any(_TABLE.search(name) for name in parcel.members)
    return 95 if posts and table else 60 if posts else 0


def items(parcel: Parcel) -> Iterator[Item | Finding]:
    """The posts and pages, in the order of posts.csv, then those that it does not list."""
    with open_pack(parcel) as pack:
        rows = _rows(pack)
        files = {f"{match['id']}.{match['slug']}": name for name in pack.names if (match := _POST.search(name))}
        site = _site(pack, files, parcel)
        for key in [*(key for key in rows if key in files), *(key for key in files if key not in rows)]:
            data = pack.read(files[key])
            if data is not None:
                yield _item(files[key], rows.get(key, {}), decode(data), site)
            yield from pack.taken_findings()
        yield from _without_text(rows, files, pack)


def _without_text(rows: Mapping[str, object], files: Mapping[str, str], pack: Pack) -> Iterator[Finding]:
    lost = [key for key in rows if key not in files]
    if lost:
        names = ", ".join(lost[:5]) + (" …" if len(lost) > 5 else "")
        message = f"posts.csv lists {len(lost)} posts of which the export has no text: {names}"
        yield Finding(code="import-left-out", message=message, file=pack.shown)


def _rows(pack: Pack) -> dict[str, dict[str, str]]:
    """The rows of posts.csv by post_id; none where it cannot be read, which is then a finding."""
    rows: dict[str, dict[str, str]] = {}
    for name in pack.names:
        data = pack.read(name) if _TABLE.search(name) else None
        try:
            for row in csv.DictReader(io.StringIO(decode(data or b""), newline="")):
                known = {key: value for key, value in row.items() if isinstance(key, str) and isinstance(value, str)}
                if known.get("post_id"):
                    rows[known["post_id"]] = known
        except csv.Error as error:
            pack.refuse(name, error)
    return rows


def _site(pack: Pack, files: Mapping[str, str], parcel: Parcel) -> str:
    """The address of the publication: what --url says, else where most of the buttons in its posts lead."""
    if parcel.address:
        return parcel.address.rstrip("/")
    hosts: Counter[str] = Counter()
    for name in list(files.values())[:300]:
        for found in set(_OWN_HOST.findall(pack.read(name) or b"")):
            hosts[found.decode("ascii", "replace").lower()] += 1
    list(pack.taken_findings())  # they come again when the post is read
    return f"https://{hosts.most_common(1)[0][0]}" if hosts else ""


def _item(name: str, row: Mapping[str, str], html: str, site: str) -> Item:
    match = _POST.search(name)
    number, slug = (match["id"], match["slug"]) if match else ("", "")
    body = clean_substack(html)
    content = inner_html(body)
    if row.get("podcast_url", "").startswith("http"):
        content = link(row["podcast_url"], "Listen") + content
    published = row.get("is_published", "true").lower() == "true"
    return Item(
        kind=ItemKind.FRAGMENT,
        content=content,
        origin=name,
        identity=f"substack:{number}",
        address=f"{site}/p/{slug}" if site and published else "",
        title=_plain(row.get("title", "")) or slug.replace("-", " ").capitalize(),
        subtitle=_plain(row.get("subtitle", "")),
        date=day_in_zone(row.get("post_date", ""), "") if row.get("post_date") else "",
        published_in=urlsplit(site).netloc,
        name=slug,
        draft=not published,
        findings=remarks([] if site or not published else [_NO_SITE], name),
    )


def _plain(words: str) -> str:
    return " ".join(unescape(words).split())
