"""Ghost: the JSON of Settings → Import/Export, alone or in a zip with the folder content/ of the site.

The tables of the database stand under `db[0].data`: `posts`, `tags`, `users`, `posts_tags`, `posts_authors`,
`posts_meta`, `settings`. A post's text is in `html`; where that is empty (drafts), in `lexical` or `mobiledoc`; before
version 1.0 in `markdown`.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from footlight.engines.html_pages import decode
from footlight.engines.markdown_it import rendered_html
from footlight.findings.finding import Finding
from footlight.intake.exports.days import day_in_zone
from footlight.intake.exports.html_writing import text_of
from footlight.intake.exports.koenig import lexical_html, mobiledoc_html
from footlight.intake.exports.koenig_page import plain_cards
from footlight.intake.exports.pack import Pack, open_pack
from footlight.intake.exports.remarks import remarks
from footlight.intake.item import AttachedFile, Item, ItemKind
from footlight.intake.parcel import Parcel

_LIMIT = 512 * 2**20
_SITE = "__GHOST_URL__"
"""What stands for the site's own address in a text (since 4.0)."""
_JSON = re.compile(r"(?:^|/)(?:data/)?[^/]+\.json\Z")
_CONTENT = re.compile(r"(?:__GHOST_URL__)?/?(content/(?:images|files|media)/[^\s\"'<>)]+)")
_SIGN = re.compile(r'^\s*\{\s*"(?:db|meta|data)"\s*:')

Row = Mapping[str, object]


def likeness(parcel: Parcel) -> int:
    """A JSON file of Ghost's tables, or a zip with a JSON file and the folder content/images/."""
    if any("content/images/" in name for name in parcel.members):
        return 85 if any(_JSON.search(name) for name in parcel.members) else 0
    start = parcel.start
    if not _SIGN.match(start):
        return 0
    return 90 if re.search(r'"exported_on"|"posts_authors"|"mobiledoc"|"lexical"|"posts_tags"', start) else 40


def items(parcel: Parcel) -> Iterator[Item | Finding]:
    """The posts and pages, in the order of their table."""
    if not parcel.members:
        yield from _site(parcel.read(), parcel.name, Pack(shown=parcel.name), parcel)
        return
    with open_pack(parcel) as pack:
        for name in pack.names:
            data = pack.read(name, _LIMIT) if _JSON.search(name) else None
            yield from pack.taken_findings()
            if data is not None and b'"posts"' in data:
                yield from _site(data, f"{parcel.name}/{name}", pack, parcel)


def _site(data: bytes, shown: str, pack: Pack, parcel: Parcel) -> Iterator[Item | Finding]:
    try:
        tables = _tables(json.loads(decode(data)))
    except (ValueError, RecursionError) as error:
        message = f"it is no whole JSON: {error}"
        yield Finding(code="import-cut", message=message, file=shown)
        return
    site = _Site(shown=shown, tables=tables, pack=pack, address=(parcel.address or "").rstrip("/"))
    for post in site.rows("posts"):
        yield _item(post, site)


def _tables(document: object) -> Row:
    """The tables, which older exports have without `db` round them."""
    if isinstance(document, dict):
        database = document.get("db")
        inner = database[0] if isinstance(database, list) and database else document
        tables = inner.get("data") if isinstance(inner, dict) else None
        if isinstance(tables, dict):
            return tables
    raise ValueError("it has no tables of Ghost’s")


@dataclass(kw_only=True)
class _Site:
    shown: str
    tables: Row
    pack: Pack
    address: str
    zone: str = ""
    title: str = ""
    lang: str = ""
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    """Of tags and users, by table and number."""
    joined: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    """The numbers of a post's tags and authors, by table and the post's number, in their order."""
    metas: dict[str, Row] = field(default_factory=dict)

    def __post_init__(self) -> None:
        settings = {text_of(row, "key"): str(row.get("value") or "") for row in self.rows("settings")}
        self.zone = settings.get("timezone") or settings.get("active_timezone") or settings.get("activeTimezone") or ""
        self.title = settings.get("title", "")
        self.lang = settings.get("locale") or settings.get("lang") or settings.get("default_locale") or ""
        self.address = self.address or settings.get("url", "").rstrip("/")
        for table in ("tags", "users"):
            self.names[table] = {str(row.get("id")): text_of(row, "name") for row in self.rows(table)}
        for table, key in (("posts_tags", "tag_id"), ("posts_authors", "author_id")):
            found = self.joined.setdefault(table, {})
            for row in sorted(self.rows(table), key=_order):
                found.setdefault(str(row.get("post_id")), []).append(str(row.get(key)))
        self.metas = {str(row.get("post_id")): row for row in self.rows("posts_meta")}

    def rows(self, table: str) -> Iterator[Row]:
        rows = self.tables.get(table)
        return (row for row in (rows if isinstance(rows, list) else ()) if isinstance(row, dict))


def _order(row: Row) -> int:
    order = row.get("sort_order")
    return order if isinstance(order, int) else 0


def _item(post: Row, site: _Site) -> Item:
    number = str(post.get("id"))
    content, said = _content(post)
    files = tuple(_files(content + text_of(post, "feature_image"), site))
    status = text_of(post, "status")
    slug = text_of(post, "slug")
    origin = f"{site.shown}, {slug or number}"
    authors = site.joined["posts_authors"].get(number) or [str(post.get("author_id"))]
    tags = [site.names["tags"].get(tag, "") for tag in site.joined["posts_tags"].get(number, [])]
    published = status in ("published", "sent")
    address = text_of(post, "canonical_url") or (f"{site.address}/{slug}/" if site.address else "")
    if published and not address:
        said = (*said, "The export does not say where it stood; --url SITE says the site’s address.")
    return Item(
        kind=ItemKind.FRAGMENT,
        content=content.replace(_SITE, site.address),
        origin=origin,
        identity=text_of(post, "uuid") or f"ghost:{number}",
        address=address.replace(_SITE, site.address) if published else "",
        title=" ".join(text_of(post, "title").split()),
        authors=tuple(filter(None, (site.names["users"].get(author, "") for author in authors))),
        date=_day(post, site),
        lang=text_of(post, "locale") or site.lang,
        keywords=tuple(
            tag for tag in tags if tag and not tag.startswith("#")
        ),  # those with # are for the site's own use
        published_in=site.title,
        description=text_of(post, "custom_excerpt") or text_of(post, "meta_description"),
        cover=(text_of(post, "feature_image") or text_of(post, "image")).replace(_SITE, site.address),
        name=slug,
        draft=not published,
        findings=remarks(said, origin),
        files=files,
    )


def _day(post: Row, site: _Site) -> str:
    value = post.get("published_at") or post.get("created_at")
    return day_in_zone(str(value), site.zone) if value else ""


def _content(post: Row) -> tuple[str, tuple[str, ...]]:
    html = text_of(post, "html")
    if html.strip():
        return plain_cards(html), ()
    for key, read in (("lexical", lexical_html), ("mobiledoc", mobiledoc_html)):
        if text_of(post, key):
            made, said = read(text_of(post, key))
            return plain_cards(made), said
    return rendered_html(text_of(post, "markdown"), "n"), ()


def _files(content: str, site: _Site) -> Iterator[AttachedFile]:
    """The site's own pictures, where the zip has them."""
    for match in dict.fromkeys(_CONTENT.findall(content)):
        path = unquote(match.partition("?")[0])
        held = next((name for name in (path, path.removeprefix("content/")) if name in site.pack.files), "")
        if held:
            yield site.pack.attached(held, f"{site.address}/{match}")
