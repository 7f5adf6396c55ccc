"""The HTML of a Substack post, in which what is embedded is JSON in an attribute, to be drawn by the page's script."""

import json
import re
from collections.abc import Callable, Mapping

from footlight.intake.exports.html_writing import text_of
from footlight.intake.page_tree import Element, new_element, outermost, read_page_tree

_FURNITURE = re.compile(
    r"subscription-widget|subscribe-widget|paywall|poll-embed|community-chat|directmessage|install-substack-app|"
    r"captioned-button-wrap|subscribe-footer|pencraft-share|embedded-publication-wrap"
)
"""Classes of what asks readers to subscribe, to vote and to share."""
_OWN_PAGES = re.compile(
    r"/subscribe\b|/comments\b|[?&]action=share|/account\b|%%[a-z_]+%%|utm_source=substack.*share|/referrals\b"
)
"""Where the buttons of the same kind lead."""


def clean_substack(html: str) -> Element:
    """The body of a post, with links and words for what was embedded, without widgets."""
    root = read_page_tree(html)
    body = root.first("body") or root
    for one in outermost(body, lambda one: bool(_FURNITURE.search(one.get("class")))):
        one.remove()
    for one in outermost(body, _is_button):
        _mend_button(one)
    for one in outermost(body, lambda one: bool(one.get("data-attrs")) and one.tag == "div"):
        made = _embedded(one, _data(one))
        if made is not None:
            one.replace_with([made])
    for source in body.all("source"):
        source.unwrap()  # libxml2 takes what follows it for its content
    for image in body.all("img"):
        _full_size(image)
    for anchor in outermost(body, lambda one: one.tag == "a" and "image-link" in one.classes):
        anchor.unwrap()  # it leads to the picture that it shows
    return body


def _data(element: Element) -> Mapping[str, object]:
    try:
        data = json.loads(element.get("data-attrs") or "{}")
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _is_button(one: Element) -> bool:
    return "button-wrapper" in one.classes or (one.tag == "a" and "button" in one.classes)


def _mend_button(one: Element) -> None:
    """A button that leads elsewhere is a link of the author's."""
    anchor = one.first("a")
    address = anchor.get("href") if anchor else text_of(_data(one), "url")
    words = (anchor.text() if anchor else "") or text_of(_data(one), "text")
    if not address or _OWN_PAGES.search(address):
        one.remove()
    else:
        one.replace_with([_link(address, words)])


def _link(address: str, words: str = "") -> Element:
    return new_element("p", [new_element("a", [words.strip() or address], href=address)])


def _embedded(one: Element, data: Mapping[str, object]) -> Element | None:
    """What stands for an embed; None where what is in it is already the text."""
    kind = one.get("class")
    row = next((row for sign, row in _ROWS if sign in kind), None)
    return row(one, data) if row else None


def _video(_: Element, data: Mapping[str, object]) -> Element | None:
    name = text_of(data, "videoId")
    return _link(f"https://www.youtube.com/watch?v={name}") if re.fullmatch(r"[\w-]+", name) else None


def _vimeo(_: Element, data: Mapping[str, object]) -> Element | None:
    name = text_of(data, "videoId")
    return _link(f"https://vimeo.com/{name}") if re.fullmatch(r"[\w-]+", name) else None


def _quotation(words: str, by: str, address: str) -> Element:
    source = new_element("p", ["— ", new_element("a", [by or address], href=address)]) if address else by
    return new_element("blockquote", [new_element("p", [words]), source])


def _tweet(_: Element, data: Mapping[str, object]) -> Element | None:
    address, words = text_of(data, "url"), text_of(data, "full_text")
    by = text_of(data, "name") or text_of(data, "username")
    if not words:
        return _link(address) if address else None
    return _quotation(words, by, address)


def _comment(_: Element, data: Mapping[str, object]) -> Element | None:
    comment = data.get("comment")
    inner = comment if isinstance(comment, dict) else data
    words, address = text_of(inner, "body"), text_of(data, "url")
    return _quotation(words, text_of(inner, "name"), address) if words else _link(address) if address else None


def _titled(one: Element, data: Mapping[str, object]) -> Element | None:
    """A card that leads to a page."""
    address = next((text_of(data, key) for key in ("url", "canonical_url", "href") if text_of(data, key)), "")
    anchor = one.first("a")
    address = address or (anchor.get("href") if anchor else "")
    return _link(address, text_of(data, "title") or (anchor.text() if anchor else "")) if address else None


def _formula(_: Element, data: Mapping[str, object]) -> Element | None:
    formula = text_of(data, "persistentExpression")
    return (
        new_element("p", [new_element("span", [f"\\[{formula}\\]"], **{"class": "math display"})]) if formula else None
    )


_ROWS: tuple[tuple[str, Callable[[Element, Mapping[str, object]], Element | None]], ...] = (
    ("youtube-wrap", _video),
    ("vimeo-wrap", _vimeo),
    ("tweet", _tweet),
    ("latex-rendered", _formula),
    ("comment", _comment),
    ("digest-post-embed", _titled),
    ("embedded-post-wrap", _titled),
    *(
        (sign, _titled)
        for sign in ("spotify-wrap", "soundcloud-wrap", "apple-podcast", "instagram", "tiktok", "bluesky")
    ),
    *((sign, _titled) for sign in ("github-gist", "file-embed", "prediction-market", "bandcamp-wrap", "datawrapper")),
)
"""By a part of the class."""


def _full_size(image: Element) -> None:
    """The picture as it was uploaded, which the attribute of its element knows; it may be a picture of a picture."""
    address = text_of(_data(image), "src")
    if address.startswith("http"):
        image.attributes["src"] = address
        image.attributes.pop("srcset", None)
