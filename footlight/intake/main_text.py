"""Find the part of a page that is the author's text."""

from footlight.intake.page_tree import Element, body_of


def find_main_text(root: Element) -> Element:
    """The element of a page that holds the author's text."""
    articles = root.all("article")
    return max(articles, key=lambda one: len(one.text()), default=body_of(root))
