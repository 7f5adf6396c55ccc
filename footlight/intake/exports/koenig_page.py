"""The HTML that Ghost makes of its cards, made plain: what a card shows, without the parts that draw it."""

from footlight.intake.exports.html_writing import inner_html
from footlight.intake.page_tree import Element, new_element, outermost, read_page_tree

_DROPPED = (
    "kg-signup-card",
    "kg-header-card-button",
    "kg-cta-card",
    "kg-callout-emoji",
    "kg-audio-player",
    "kg-video-overlay",
)
_BOXES = ("kg-callout-card", "kg-blockquote-alt")


def plain_cards(html: str) -> str:
    """Write the cards of a post as the elements that they mean."""
    if "kg-" not in html:
        return html
    root = read_page_tree(html)
    body = root.first("body") or root
    for one in outermost(body, lambda one: any(name in one.classes for name in _DROPPED)):
        one.remove()
    for one in outermost(body, lambda one: "kg-bookmark-card" in one.classes):
        _make_link(one, "kg-bookmark-title")
    for name, title in (("kg-file-card", "kg-file-card-title"), ("kg-audio-card", "kg-audio-title")):
        for one in outermost(body, lambda one, name=name: name in one.classes):  # type: ignore[misc]  # bound now
            _make_link(one, title)
    for one in outermost(body, lambda one: "kg-video-card" in one.classes):
        _make_link(one, "")
    for one in outermost(body, lambda one: any(name in one.classes for name in _BOXES)):
        one.replace_with([new_element("blockquote", list(one.children))])
    for one in outermost(body, lambda one: "kg-toggle-heading" in one.classes):
        one.replace_with([new_element("p", [new_element("strong", [one.text()])])])
    return inner_html(body)


def _make_link(card: Element, title: str) -> None:
    """A card as a link to what it shows, with its caption behind it."""
    anchor = next((one for one in card.all("a") if one.get("href")), None)
    source = next((one for one in card.all("audio", "video", "source") if one.get("src")), None)
    address = anchor.get("href") if anchor else source.get("src") if source else ""
    words = next((one.text() for one in card.walk() if title and title in one.classes), "")
    caption = card.first("figcaption")
    shown: list[Element | str] = (
        [new_element("p", [new_element("a", [words or address], href=address)])] if address else []
    )
    card.replace_with([*shown, *([new_element("p", list(caption.children))] if caption else [])])
