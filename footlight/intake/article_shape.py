"""The shape of an article: its own title taken off the text, levels of headings without gaps."""

import re

from footlight.intake.page_tree import Element, new_element
from footlight.intake.threads import POST
from footlight.textmatch.normalization import words_alone

_FRAME = re.compile(
    r"wp-caption|tr-caption-container|(?:^|\s)thumb(?:\s|inner|$)|image-caption|captioned|caption(?:ed)?-(?:box|wrapper|container|image)|media-box|figure",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"wp-caption-(?:text|dd)|tr-caption(?!-)|thumbcaption|caption(?!-container|ed-image)|legend", re.IGNORECASE
)
_HEAD = 12
"""Elements at the head of a text among which its byline may be."""
_LONGEST_BYLINE = 120
_BESIDE_NAME = re.compile(
    r"\b(?:(?:written|posted|published|updated|words|text|story) |by|and|on|in|at|the|of|von|par|por|di|av|read|"
    r"min(?:ute)?s?|jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*|mon\w*|tue\w*|wed\w*|thu\w*|"
    r"fri\w*|sat\w*|sun\w*|am|pm|gmt|utc|[ec][sd]?t|\d+(?:st|nd|rd|th)?)\b"
)
"""Words that stand beside a name in a byline: the day, and how long one reads."""
_LEVELS = ("h1", "h2", "h3", "h4", "h5", "h6")


def shape_article(article: Element, title: str, authors: tuple[str, ...] = ()) -> None:
    """Take title and byline off the head of the text, and close gaps between the levels of headings."""
    _take_byline(article, authors)
    _make_figures(article)
    headings = [one for one in article.all(*_LEVELS) if one.text() or one.all("img")]
    for heading in headings[:2]:
        if title and words_alone(heading.text()) == words_alone(title):
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


def _take_byline(article: Element, authors: tuple[str, ...]) -> None:
    """Take away a line at the head of the text that says no more than who wrote it, and when."""
    names = [name for name in map(words_alone, authors) if name]
    lines = [one for one in article.walk() if one.tag in ("p", "div", "center", "span", "h2", "h3", "h4", "ul")]
    for line in lines[:_HEAD]:
        if line.inside(POST):
            return
        words = "" if line.longer_than(_LONGEST_BYLINE) or line.first("img") is not None else words_alone(line.text())
        if not words or not any(name in words for name in names):
            continue
        for name in names:
            words = words.replace(name, " ")
        if not _BESIDE_NAME.sub(" ", words).strip():
            line.remove()
            return


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
