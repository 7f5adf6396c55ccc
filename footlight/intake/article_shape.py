"""The shape of an article: its own title taken off the text, levels of headings without gaps."""

import re

from footlight.intake.page_tree import Element, new_element

_FRAME = re.compile(
    r"wp-caption|tr-caption-container|(?:^|\s)thumb(?:\s|inner|$)|image-caption|captioned|caption(?:ed)?-(?:box|wrapper|container|image)|media-box|figure",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"wp-caption-(?:text|dd)|tr-caption(?!-)|thumbcaption|caption(?!-container|ed-image)|legend", re.IGNORECASE
)
_LEVELS = ("h1", "h2", "h3", "h4", "h5", "h6")


def shape_article(article: Element, title: str) -> None:
    """Take the title off the head of the text, and close gaps between the levels of headings."""
    _make_figures(article)
    headings = [one for one in article.all(*_LEVELS) if one.text() or one.all("img")]
    for heading in headings[:2]:
        if title and _plain(heading.text()) == _plain(title):
            heading.remove()
            headings.remove(heading)
            break
    used = sorted({heading.tag for heading in headings})
    if not used:
        return
    lowest = min(int(used[0][1]), 2)
    levels = {tag: f"h{min(6, lowest + number)}" for number, tag in enumerate(used)}
    for heading in headings:
        heading.tag = levels[heading.tag]


def _make_figures(article: Element) -> None:
    """Make figures of the boxes and tables in which generators put a picture with its caption."""
    for one in article.all("div", "table", "dl", "span", "p"):
        if one.inside("figure") or not _FRAME.search(one.get("class")) or one.parent is None:
            continue
        pictures = one.all("img")
        captions = [inner for inner in one.walk() if inner is not one and _CAPTION.search(inner.get("class"))]
        captions = [inner for inner in captions if inner.first("img") is None and not inner.is_blank()]
        if len(pictures) != 1 or len(captions) != 1:
            continue
        link = next((round_it for round_it in pictures[0].ancestors() if round_it.tag == "a"), None)
        shown = link if link is not None and one in set(link.ancestors()) else pictures[0]
        one.tag = "figure"
        caption = new_element("figcaption", list(captions[0].children))
        shown.remove()
        one.children = []
        one.extend([shown, caption])


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()
