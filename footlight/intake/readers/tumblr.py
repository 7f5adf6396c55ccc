"""Tumblr: the zip of Settings → Export, with posts.zip and media/ in it, or the folder that somebody unpacked.

Since 2018 posts/posts.xml has the posts as Tumblr's first API wrote them; older exports have posts/html/ID.html alone.
Pictures are media/ID.jpg, or media/ID_0.jpg and on for a set of them. The kinds of posts: API 1, “/api/read”.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from html import escape, unescape

from footlight.engines.html_pages import decode
from footlight.engines.markdown_it import rendered_html
from footlight.engines.xml_elements import XmlElement
from footlight.findings.finding import Finding
from footlight.intake.exports.days import day_as_written, day_in_english
from footlight.intake.exports.html_writing import inner_html, link, picture
from footlight.intake.exports.mended_text import unescaped_html
from footlight.intake.exports.pack import Pack, open_pack
from footlight.intake.exports.remarks import remarks
from footlight.intake.exports.xml_export import XmlExport, parse_head
from footlight.intake.exports.xml_stream import Decoding, Head
from footlight.intake.item import AttachedFile, Item, ItemKind
from footlight.intake.page_tree import Element, read_page_tree
from footlight.intake.parcel import Parcel

_TABLE = re.compile(r"(?:^|/)posts\.xml\Z")
_PAGE = re.compile(r"(?:^|/)html/(?:submissions/)?(?P<id>\d{6,})\.html\Z")
_INNER = re.compile(r"(?:^|/)posts\.zip\Z")
_MEDIA = re.compile(r"(?:^|/)media/(?P<id>\d{6,})(?:_(?P<number>\d+))?\.(?P<ending>\w+)\Z")
_PICTURES = frozenset(("jpg", "jpeg", "png", "gif", "webp", "gifv", "pnj"))
_LIMIT = 512 * 2**20


def likeness(parcel: Parcel) -> int:
    """A zip or folder with media named by number, and posts.zip, posts.xml or numbered pages; or posts.xml itself."""
    names = parcel.members
    if any(_TABLE.search(name) or _INNER.search(name) or _PAGE.search(name) for name in names):
        return 90 if any(_MEDIA.search(name) or "media/" in name for name in names) else 75
    return 95 if re.search(r"<tumblr\b[^>]*version=", parcel.start) else 0


def items(parcel: Parcel) -> Iterator[Item | Finding]:
    """The posts, in the order of posts.xml, else of their numbers."""
    if not parcel.members:
        export = XmlExport(shown=parcel.name, path=parcel.path, data=parcel.data, item_names=("post",))
        yield from _posts(export, Pack(shown=parcel.name), {})
        return
    with open_pack(parcel, inner=lambda name: bool(_INNER.search(name))) as pack:
        yield from pack.taken_findings()
        media = _media(pack)
        tables = [name for name in pack.names if _TABLE.search(name)]
        for name in tables:
            data = pack.read(name, _LIMIT)
            if data is not None:
                shown = f"{parcel.name}/{name}"
                yield from _posts(XmlExport(shown=shown, path=None, data=data, item_names=("post",)), pack, media)
        for name in pack.names if not tables else ():
            data = pack.read(name) if _PAGE.search(name) else None
            if data is not None:
                yield _page(name, decode(data), pack, media)
        yield from pack.taken_findings()


def _media(pack: Pack) -> dict[str, list[str]]:
    """The names of pictures by the number of their post, in their order."""
    found: dict[str, list[tuple[int, str]]] = {}
    for name in pack.names:
        match = _MEDIA.search(name)
        if match and match["ending"].lower() in _PICTURES:
            found.setdefault(match["id"], []).append((int(match["number"] or 0), name))
    return {key: [name for _, name in sorted(names)] for key, names in found.items()}


def _posts(export: XmlExport, pack: Pack, media: Mapping[str, list[str]]) -> Iterator[Item | Finding]:
    title = ""
    for head in export.texts(Decoding()):
        root = parse_head(head) if isinstance(head, Head) and not head.declares_entities else None
        blog = root.first("tumblelog") if root else None
        title = blog.attributes.get("title", "") if blog else ""
        break
    for found in export.elements():
        if isinstance(found, Finding):
            yield found
        else:
            yield _post(found.element, title, pack, media)


def _post(post: XmlElement, blog: str, pack: Pack, media: Mapping[str, list[str]]) -> Item:
    told = post.attributes
    number = told.get("id", "")
    kind = told.get("type", "regular")
    files = tuple(pack.attached(name, f"media/{name.rpartition('/')[2]}") for name in media.get(number, ()))
    title, content, said = _KINDS.get(kind, _regular)(post, files)
    origin = f"{pack.shown}, post {number}"
    slug = told.get("slug") or told.get("url-with-slug", "").rstrip("/").rpartition("/")[2]
    draft = told.get("state", "published") not in ("published", "") or told.get("private") == "true"
    markdown = told.get("format") == "markdown" and kind == "regular" and "<p" not in content
    return Item(
        kind=ItemKind.FRAGMENT,
        content=rendered_html(content, "n") if markdown else content,
        origin=origin,
        identity=f"tumblr:{number}",
        address="" if draft else told.get("url-with-slug") or told.get("url", ""),
        title=" ".join(unescape(re.sub(r"<[^>]*>", "", title)).split()),
        date=day_as_written(told.get("date", "")) or day_as_written(told.get("date-gmt", "")),
        keywords=tuple(dict.fromkeys(tag.text.strip() for tag in post.all("tag") if tag.text.strip())),
        published_in=blog,
        name=slug or number,
        draft=draft,
        findings=remarks(said, origin),
        files=files,
    )


_Made = tuple[str, str, tuple[str, ...]]
"""Title, HTML and remarks."""
_Files = tuple[AttachedFile, ...]


def _html(post: XmlElement, name: str) -> str:
    """The HTML of a part. Some exports have it escaped twice."""
    return unescaped_html(post.text_of(name))


def _regular(post: XmlElement, files: _Files) -> _Made:
    body = _html(post, "regular-body")
    return post.text_of("regular-title"), _with_files(body, files), ()


def _photo(post: XmlElement, files: _Files) -> _Made:
    caption = _html(post, "photo-caption")
    photoset = post.first("photoset")
    photos = list(photoset.all("photo")) if photoset else [post]
    words = [photo.attributes.get("caption", "") for photo in photos]
    addresses = [file.address for file in files] or [_largest(photo) for photo in photos]
    shown = [
        picture(address, caption=words[i] if i < len(words) else "") for i, address in enumerate(addresses) if address
    ]
    onward = post.text_of("photo-link-url")
    return "", "".join(shown) + (link(onward) if onward else "") + caption, ()


def _largest(photo: XmlElement) -> str:
    sizes = [(int(one.attributes.get("max-width", "0") or 0), one.text.strip()) for one in photo.all("photo-url")]
    return max(sizes, default=(0, ""))[1]


def _quote(post: XmlElement, _: _Files) -> _Made:
    source = _html(post, "quote-source")
    below = f"<p>— {source}</p>" if source else ""
    return "", f"<blockquote><p>{_html(post, 'quote-text')}</p>{below}</blockquote>", ()


def _link(post: XmlElement, _: _Files) -> _Made:
    address, words = post.text_of("link-url"), post.text_of("link-text")
    return words, (link(address, unescape(words)) if address else "") + _html(post, "link-description"), ()


def _conversation(post: XmlElement, _: _Files) -> _Made:
    """A chat: who speaks is in bold."""
    talk = post.first("conversation")
    lines = [
        f"<p><strong>{escape(line.attributes.get('label', ''))}</strong> {escape(line.text)}</p>"
        for line in (talk.all("line") if talk else ())
    ]
    return (
        post.text_of("conversation-title"),
        "".join(lines) or f"<p>{escape(post.text_of('conversation-text'))}</p>",
        (),
    )


_ADDRESS = re.compile(r"""(?:\bsrc=["'])?(https?://[^\s"'<>]+)""")


def _recording(post: XmlElement, files: _Files) -> _Made:
    """A film or a sound: a link to where it is."""
    kind = post.attributes.get("type", "video")
    source = post.text_of(f"{kind}-source") + " " + post.text_of(f"{kind}-player")
    found = _ADDRESS.search(unescape(source))
    said = () if found else ("The export does not say where its recording stands on the web.",)
    return "", (link(found[1]) if found else "") + _with_files(_html(post, f"{kind}-caption"), files), said


def _answer(post: XmlElement, _: _Files) -> _Made:
    asked = _html(post, "question")
    return "", f"<blockquote><p>{asked}</p></blockquote>{_html(post, 'answer')}", ()


_KINDS: dict[str, Callable[[XmlElement, _Files], _Made]] = {
    "regular": _regular,
    "photo": _photo,
    "quote": _quote,
    "link": _link,
    "conversation": _conversation,
    "video": _recording,
    "audio": _recording,
    "answer": _answer,
}


def _with_files(html: str, files: _Files) -> str:
    """The text with its pictures as the export has them, in the order in which it shows them."""
    rest = iter(files)
    shown = re.sub(
        r"""(<img\b[^>]*?\bsrc=["'])(?=[^"']*(?:media\.tumblr\.com|/media/))[^"']*""",
        lambda match: f"{match[1]}{file.address}" if (file := next(rest, None)) else match[0],
        html,
    )
    return shown + "".join(picture(file.address) for file in rest if "<img" not in html)


# ---------------------------------------------------------------------------------------------- pages of older exports


def _page(name: str, html: str, pack: Pack, media: Mapping[str, list[str]]) -> Item:
    origin = f"{pack.shown}, {name}"
    match = _PAGE.search(name)
    number = match["id"] if match else ""
    root = read_page_tree(html)
    body = root.first("body") or root
    said, tags = _footer(body)
    title = body.first("h1")
    words = title.text() if title else ""
    if title is not None:
        title.remove()
    files = tuple(pack.attached(held, f"media/{held.rpartition('/')[2]}") for held in media.get(number, ()))
    return Item(
        kind=ItemKind.FRAGMENT,
        content=_with_files(inner_html(body), files),
        origin=origin,
        identity=f"tumblr:{number}",
        title=words,
        date=day_in_english(said) or day_as_written(said),
        keywords=tags,
        name=re.sub(r"\W+", "-", words.lower()).strip("-")[:60] or number,
        files=files,
        findings=remarks(["The export does not say where it stood."], origin),
    )


def _footer(body: Element) -> tuple[str, tuple[str, ...]]:
    """Time and tags, from the last footer: a post that passes on another has that one's footer in it."""
    footers = [one for one in body.walk() if one.tag == "footer" or one.get("id") == "footer"]
    if not footers:
        return "", ()
    last = footers[-1]
    time = next((one.text() for one in last.walk() if one.get("id") == "timestamp" or one.tag == "time"), "")
    tags = tuple(one.text() for one in last.walk() if "tag" in one.classes)
    last.remove()
    return time, tags
