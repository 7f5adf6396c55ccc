"""WordPress: WXR, “WordPress eXtended RSS”, the XML file of Tools → Export.

Structure: wordpress-importer's parsers and WordPress's own wp-admin/includes/export.php (versions 1.0 to 1.2). Posts
and pages are imported, whatever their status; drafts, and what has a password, as drafts. What the theme and plug-ins
keep in the same table (menus, styles, revisions) is no essay.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import unquote

from footlight.engines.xml_elements import XmlElement
from footlight.findings.finding import Finding
from footlight.intake.exports.days import day_as_written
from footlight.intake.exports.mended_text import unescaped_html
from footlight.intake.exports.name_sets import names
from footlight.intake.exports.pack import Pack, open_pack
from footlight.intake.exports.remarks import left_out, remarks
from footlight.intake.exports.shortcodes import Picture
from footlight.intake.exports.wordpress_text import PostText, paragraphs, post_html
from footlight.intake.exports.xml_export import NumberedItem, XmlExport, parse_head, parse_in_context
from footlight.intake.exports.xml_stream import Decoding, Head, ItemText
from footlight.intake.item import Item, ItemKind
from footlight.intake.parcel import Parcel

_WP = "wordpress.org/export"
_CONTENT = "purl.org/rss/1.0/modules/content"
_EXCERPT = "/excerpt/"
_NO_ESSAYS = names(
    """
    revision nav_menu_item custom_css customize_changeset oembed_cache user_request wp_block
    wp_template wp_template_part wp_global_styles wp_navigation wp_font_family wp_font_face acf-field
    acf-field-group elementor_library et_pb_layout vc_grid_item wpcf7_contact_form feedback jp_mem_plan
    jp_pay_order jetpack_migration mc4wp-form shop_order shop_coupon shop_order_refund product_variation
    scheduled-action amn_smtp safecss sidebar
    """
)
"""Types of what the theme and plug-ins keep among the posts."""
_RESOURCES = frozenset(("attachment", "wp_block"))
"""What posts refer to."""
_HEAD = 16 * 1024
_LIMIT = 1024 * 2**20
_THROWN_AWAY = frozenset(("trash", "auto-draft", "inherit"))
_PUBLISHED = frozenset(("publish", ""))


def likeness(parcel: Parcel) -> int:
    """An RSS file in the namespace of WordPress's exports is surely one; WordPress.com gives a zip of them."""
    if any(name.endswith(".xml") for name in parcel.members):
        with open_pack(parcel) as pack:
            return 95 if _exports_in(pack) else 0
    return 100 if _is_export(parcel.head) else 0


def _is_export(head: bytes) -> bool:
    return b"wordpress.org/export/" in head and b"<rss" in head


def _exports_in(pack: Pack) -> list[str]:
    return [name for name in pack.names if name.endswith(".xml") and _is_export(pack.start(name, _HEAD))]


def items(parcel: Parcel) -> Iterator[Item | Finding]:
    """The posts and pages, in the order of the file; of a zip, of its files in the order of their names."""
    if not parcel.members:
        export = XmlExport(shown=parcel.name, path=parcel.path, data=parcel.data, item_names=("item",))
        yield from _essays([export], parcel)
        return
    with open_pack(parcel) as pack:
        exports = []
        for name in _exports_in(pack):
            data = pack.read(name, _LIMIT)
            if data is not None:
                shown = f"{parcel.name}/{name}"
                exports.append(XmlExport(shown=shown, path=None, data=data, item_names=("item",)))
        yield from pack.taken_findings()
        yield from _essays(exports, parcel)


def _essays(exports: list[XmlExport], parcel: Parcel) -> Iterator[Item | Finding]:
    """The essays of the files of one blog; a post may show a picture that another file tells of."""
    blog = _Blog()
    for export in exports:
        _read_blog(export, blog)
    passed_over: Counter[str] = Counter()
    for export in exports:
        for found in export.elements():
            if isinstance(found, Finding):
                yield found
            elif why := _no_essay(found.element):
                passed_over[why] += 1
            elif found.element.text_of("post_type", _WP) not in _RESOURCES:
                passed_over["comment"] += sum(1 for _ in found.element.all("comment", _WP))
                yield _item(found, blog, export.shown, parcel)
    yield from left_out(passed_over, parcel.name)


def _no_essay(post: XmlElement) -> str:
    """Why an item is no essay; empty for essays, and for pictures and reused blocks, which are not counted."""
    kind = post.text_of("post_type", _WP) or "post"
    if kind in _NO_ESSAYS:
        return kind
    if kind in _RESOURCES:
        return ""
    if post.text_of("status", _WP) in _THROWN_AWAY:
        return "post in the bin"
    return "" if post.text_of("encoded", _CONTENT) else "post without text"


@dataclass(slots=True, kw_only=True)
class _Blog:
    """What posts refer to, from all over the file."""

    title: str = ""
    address: str = ""
    lang: str = ""
    authors: dict[str, str] = field(default_factory=dict)
    """Names as they are printed, by login."""
    pictures: dict[str, Picture] = field(default_factory=dict)
    owned: dict[str, list[str]] = field(default_factory=dict)
    """The numbers of the pictures that were uploaded for a post, by the post's number."""
    reusable: dict[str, str] = field(default_factory=dict)


def _read_blog(export: XmlExport, blog: _Blog) -> None:
    """Go through a file once for what posts refer to; a picture may stand behind the post that shows it."""
    head = Head(text="", root="")
    for text in export.texts(Decoding()):
        if isinstance(text, Head):
            head = text
            if head.declares_entities:
                return
            _read_channel(head, blog)
        elif isinstance(text, ItemText) and text.whole and _MAY_BE_RESOURCE.search(text.text):
            element = parse_in_context(text.text, head).element
            if element is not None:
                _read_resource(element, blog)


_MAY_BE_RESOURCE = re.compile(r"attachment_url>|wp_block\b")


def _read_channel(head: Head, blog: _Blog) -> None:
    root = parse_head(head)
    channel = root.first("channel") if root else None
    if channel is None:
        return
    blog.title = _plain(channel.text_of("title"))
    blog.address = channel.text_of("base_blog_url", _WP) or channel.text_of("link")
    blog.lang = channel.text_of("language")
    blog.authors |= {
        author.text_of("author_login", _WP): _plain(author.text_of("author_display_name", _WP))
        for author in channel.all("author", _WP)
    }


def _read_resource(element: XmlElement, blog: _Blog) -> None:
    number = element.text_of("post_id", _WP)
    address = element.text_of("attachment_url", _WP)
    if element.text_of("post_type", _WP) == "wp_block":
        blog.reusable[number] = element.text_of("encoded", _CONTENT)
    elif address:
        alt = _meta(element).get("_wp_attachment_image_alt", "")
        caption = element.text_of("encoded", _EXCERPT)
        blog.pictures[number] = Picture(address=address, alt=alt, caption=caption)
        if re.search(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?)\Z", address, re.IGNORECASE):
            blog.owned.setdefault(element.text_of("post_parent", _WP), []).append(number)


def _meta(element: XmlElement) -> dict[str, str]:
    return {meta.text_of("meta_key", _WP): meta.text_of("meta_value", _WP) for meta in element.all("postmeta", _WP)}


def _item(found: NumberedItem, blog: _Blog, shown: str, parcel: Parcel) -> Item:
    post = found.element
    number = post.text_of("post_id", _WP)
    meta = _meta(post)
    text = PostText(
        text=unescaped_html(post.text_of("encoded", _CONTENT)),
        pictures=blog.pictures,
        own_pictures=tuple(blog.owned.get(number, ())),
        reusable=blog.reusable,
        footnotes=meta.get("footnotes", ""),
    )
    made = post_html(text)
    status = post.text_of("status", _WP)
    locked = bool(post.text_of("post_password", _WP))
    draft = locked or status not in _PUBLISHED
    login = post.text_of("creator")
    cover = blog.pictures.get(meta.get("_thumbnail_id", ""))
    origin = f"{shown}, item {found.number}"
    said = [*made.remarks, *(["A password protected it; it is imported as a draft."] if locked else [])]
    return Item(
        kind=ItemKind.FRAGMENT,
        content=made.html,
        origin=origin,
        identity=post.text_of("guid") or f"{blog.address}?p={number}",
        address=_address(post, blog, parcel) if status in _PUBLISHED else "",
        title=_plain(post.text_of("title")),
        authors=tuple(name for name in (blog.authors.get(login) or login,) if name),
        date=_day(post),
        lang=blog.lang,
        keywords=_keywords(post),
        published_in=blog.title,
        description=_plain(re.sub(r"<[^>]*>", "", paragraphs(post.text_of("encoded", _EXCERPT)))),
        cover=cover.address if cover else "",
        name=unquote(post.text_of("post_name", _WP)),
        draft=draft,
        findings=remarks(said, origin),
    )


def _address(post: XmlElement, blog: _Blog, parcel: Parcel) -> str:
    """Where it was published; a path only, or nothing, where the export was made on a machine without a name."""
    return post.text_of("link") or post.text_of("guid") or blog.address or parcel.address


def _day(post: XmlElement) -> str:
    """The day by the blog's own clock. A draft that was never dated has zeros."""
    words = post.text_of("post_date", _WP)
    return day_as_written(words or post.text_of("pubDate"))


def _keywords(post: XmlElement) -> tuple[str, ...]:
    """Categories and tags by their names, without the category in which posts land that have none."""
    terms = [term for term in post.all("category") if term.attributes.get("domain", "category") in _TERMS]
    names = [_plain(term.text) for term in terms if term.attributes.get("nicename") != "uncategorized"]
    return tuple({name.casefold(): name for name in reversed(names) if name}.values())[::-1]


_TERMS = frozenset(("category", "post_tag", "tag"))


def _plain(words: str) -> str:
    """A title or name, which WordPress keeps as HTML: entities become characters, twice written ones too."""
    once = unescape(words)
    return " ".join(re.sub(r"</?(?:em|i|strong|b|span|br|sup|sub|cite|q|small|a)\b[^>]*>", "", unescape(once)).split())
