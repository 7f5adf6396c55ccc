"""The shape of an article: its own title taken off the text, levels of headings without gaps."""

import re

from footlight.intake.page_tree import Element

_LEVELS = ("h1", "h2", "h3", "h4", "h5", "h6")


def shape_article(article: Element, title: str) -> None:
    """Take the title off the head of the text, and close gaps between the levels of headings."""
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


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()
