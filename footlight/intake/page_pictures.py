"""Pictures of a page: the largest that it names, with lazy loading resolved; pixels that only count readers go."""

import json
import re
from collections.abc import Iterator
from urllib.parse import unquote

from footlight.intake.link_addresses import absolute, archived_page, encoded
from footlight.intake.page_tree import Element, read_page_tree

_LAZY = (
    "data-src", "data-original", "data-lazy-src", "data-orig-file", "data-large-file", "data-original-src", "data-url",
    "data-hi-res-src", "data-lazy", "data-full-src", "data-actualsrc", "data-echo", "data-pin-media",
    "data-canonical-src",
    "data-img-src", "data-image", "data-srcset", "data-lazy-srcset", "nitro-lazy-src", "data-cfsrc", "data-ezsrc",
)  # fmt: skip
"""Attributes in which scripts that load pictures late keep the address."""
_ADDRESS = re.compile(
    r"(?:https?:)?//|/|\.{0,2}/|[\w%-][^\s:]*\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?)\b|cid:|data:image/",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"(?:blank|spacer|placeholder|grey|gray|transparent|lazy|loading|pixel|1x1|dummy|clear)[\w.-]*\.(?:gif|png|svg|jpe?g)|"
    r"^data:image/(?:gif|png)[^,]*,.{0,130}$|^data:image/svg\+xml[^,]*,.{0,400}$",
    re.IGNORECASE,
)
_TRACKER = re.compile(
    r"feedburner\.com/~r|/b\.gif\?|pixel\.wp\.com|stats\.wordpress\.com|stats\.wp\.com|doubleclick\.net|"
    r"googleads|google-analytics|/pagead/|scorecardresearch|quantserve|feedsportal|/stat\?event=|blogger\.googleusercontent\.com/tracker|"
    r"medium\.com/_/stat|statcounter\.com|feeds\.wordpress\.com/1\.0|amazon-adsystem|ir-[a-z]{2}\.amazon|list-manage\.com/track|"
    r"fls-na\.amazon|assoc-amazon|/open\.aspx\?|pixel\.quantserve|hit\.counter|counter\.(?:yadro|rambler)|top\.mail\.ru|mc\.yandex",
    re.IGNORECASE,
)
_RESIZED = re.compile(r"/image/fetch/[^/]*/(https?%3A%2F%2F[^/?#]+)$", re.IGNORECASE)
"""Substack's service that makes pictures smaller, with the address of the original behind it."""
_USER_HEAD = re.compile(r"i-ljuser-userhead|(?:^|\s)avatar(?:\s|$)")
"""Small heads of people beside their names."""
_EMOJI = re.compile(r"wp-smiley|emoji|smiley|twemoji")


def resolve_pictures(root: Element) -> None:
    """Give each `img` the address of its largest form in `src`, and take trackers, spacers and empty ones away."""
    _open_noscripts(root)
    for picture in root.all("img", "amp-img", "image"):
        picture.tag = "img"
        source = _best(picture)
        if not source or _is_tracker(picture, source) or _USER_HEAD.search(picture.signs):
            picture.remove()
            continue
        if _EMOJI.search(picture.signs) and 0 < len(picture.get("alt")) <= 12:
            picture.replace_with([picture.get("alt")])
            continue
        picture.attributes["src"] = source
    for frame in root.all("picture", "amp-img"):
        if frame.parent is not None:
            for form in frame.all("source"):
                form.remove()
            frame.unwrap()


def picture_address(source: str, base: str) -> tuple[str, str]:
    """The absolute address of a picture and, where it was that of a capture, the capture's."""
    resized = _RESIZED.search(source)
    source = unquote(resized[1]) if resized else source
    inner, capture = archived_page(source.strip(), base)
    whole = (inner or absolute(source.strip(), base)).partition("#")[0]
    return encoded(whole), capture


def _open_noscripts(root: Element) -> None:
    """Show what pages have for browsers without scripts where it is the picture that a script would load."""
    for one in root.all("noscript"):
        inside = one
        if not any(True for _ in one.elements()) and "<img" in one.raw_text():
            inside = read_page_tree(one.raw_text())
        pictures = inside.all("img")
        if not pictures:
            one.remove()
            continue
        picture = pictures[0]
        before = _before(one)
        if before is not None and _names_same(before, picture):
            for name, value in picture.attributes.items():
                if name in ("src", "srcset", "alt") or name not in before.attributes:
                    before.attributes[name] = value
            one.remove()
        else:
            one.replace_with([*pictures])


def _before(one: Element) -> Element | None:
    siblings = one.parent.children[: one.index()] if one.parent else []
    last = next((child for child in reversed(siblings) if isinstance(child, Element)), None)
    return last.first("img") if last is not None else None


def _names_same(placeholder: Element, picture: Element) -> bool:
    """Whether a picture stands for the one that is loaded late: it names no other."""
    sources = [address for address, _ in _candidates(placeholder) if not _PLACEHOLDER.search(address)]
    source = picture.get("src")
    return not sources or any(address.partition("?")[0] == source.partition("?")[0] for address in sources)


def _best(picture: Element) -> str:
    """The address of the largest form; empty where it names none."""
    found = [
        (size, -number, address)
        for number, (address, size) in enumerate(_candidates(picture))
        if not _PLACEHOLDER.search(address)
    ]
    return max(found)[2] if found else ""


def _candidates(picture: Element) -> Iterator[tuple[str, float]]:
    """The addresses that a picture may have, with a size in pixels where one is said; the first of equals counts."""
    known = (picture.get("data-image-meta") and "") or ""
    for name in ("data-orig-file", "data-large-file", "data-full-src", "data-hi-res-src"):
        if _ADDRESS.match(picture.get(name)):
            yield picture.get(name), 1e9
    attributes = picture.get("data-attrs")
    if attributes.startswith("{"):  # Substack keeps the address of the original there
        yield from _from_json(attributes)
    sets = [picture.get(name) for name in ("srcset", "data-srcset", "data-lazy-srcset", "data-lazysrcset")]
    if picture.parent is not None and picture.parent.tag == "picture":
        sets += [source.get(name) for source in picture.parent.all("source") for name in ("srcset", "data-srcset")]
    for one in sets:
        yield from _source_set(one)
    for name in _LAZY:
        value = picture.get(name).strip()
        if value and _ADDRESS.match(value) and " " not in value:
            yield value, 2.0
    if picture.get("src").strip():
        yield picture.get("src").strip(), 1.0
    if known:
        yield known, 0.0


def _from_json(text: str) -> Iterator[tuple[str, float]]:
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return
    source = read.get("src") if isinstance(read, dict) else None
    if isinstance(source, str) and _ADDRESS.match(source):
        yield source, 1e9


def _source_set(text: str) -> Iterator[tuple[str, float]]:
    """The candidates of a `srcset` (https://html.spec.whatwg.org/#srcset-attributes); addresses may hold commas."""
    for found in re.finditer(
        r"\s*(?P<url>[^\s,]\S*?)(?:,(?=\s)|,?\s*$|\s+(?P<size>[\d.]+)(?P<unit>[wx])\s*(?:,|$))", text
    ):
        size = float(found["size"]) if found["size"] and re.fullmatch(r"\d+(?:\.\d+)?", found["size"]) else 1.0
        yield found["url"], size if found["unit"] == "w" else size * 3.0


def _is_tracker(picture: Element, source: str) -> bool:
    small = all(re.fullmatch(r"[01](?:px)?", picture.get(name)) for name in ("width", "height")) and bool(
        picture.get("width")
    )
    return small or bool(_TRACKER.search(source))
