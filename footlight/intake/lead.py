"""What stands between a page's title and its text and belongs to it: the standfirst, a first part, the lead picture.

Templates of papers and of offices put these into elements of their own, outside of the one that has the text. Their
names differ from site to site and from language to language; their place does not.
"""

import re
from collections.abc import Iterator

from footlight.intake.furniture import is_about_the_post, link_density
from footlight.intake.page_tree import BLOCKS, Element
from footlight.textmatch.normalization import words_alone

_LEVELS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LINES = frozenset({"p", "div", "h2", "h3", "h4", "blockquote", "section", "ul", "ol"})
_SHORTEST = 60
"""Characters of a standfirst; shorter lines are the day, the section, the author."""
_LONG = 140
"""Characters of a line that needs no end of a sentence."""
_SENTENCE = re.compile(r"[.!?…:。！？。؟।][\"'”’»“)\]]*(?:\s|$)")
_MOST_LINKED = 0.3
"""Share of its words that are links."""
_MOST = 40
"""Lines between a title and its text; where there are more, other things stand there."""
_NO_PART = ("nav", "aside", "footer", "form", "figure", "table", "button", "dialog")
_PICTURE_SIGNS = re.compile(
    r"featured|post-?thumbnail|wp-post-image|hero|lead-?(?:image|img|photo|media)|(?:article|entry|post|story|main)-?(?:image|img|photo)"
)
_SMALL = 200
"""Pixels of width of a picture that is a head or a sign."""


def lead_of(body: Element, found: list[Element], title: str, description: str) -> list[Element]:
    """The elements between the heading that is the title and the first of what was found, in the order of the page.

    A standfirst that the page also gives as its description is left out: it stands in the front matter.
    """
    heading = _title_heading(body, found, title)
    if heading is None:
        return []
    inside = set(found)
    round_text = {id(one) for one in found[0].ancestors()} if found else set()
    parts: list[Element] = []
    started = False
    for one in _outer(body, heading, inside, round_text):
        if one is heading:
            started = True
        elif one in inside:
            break
        elif started:
            parts.append(one)
    said = " ".join(map(words_alone, (title, description, *(one.text() for one in found))))
    shown = {_name(inner.get("src")) for part in found for inner in part.all("img")}
    kept = [one for one in parts if _is_lead(one, said) or _is_picture(one, shown)]
    return kept if len(kept) <= _MOST else []


def _title_heading(body: Element, found: list[Element], title: str) -> Element | None:
    """The last heading before the text that says the title; else the only `h1`, if it stands before the text."""
    inside = {id(inner) for one in found for inner in one.walk()}
    before: list[Element] = []
    for one in body.walk():
        if id(one) in inside:
            break
        if one.tag in _LEVELS and one.text() and not one.inside("nav", "aside", "footer"):
            before.append(one)
    wanted = words_alone(title)
    same = [one for one in before if wanted and words_alone(one.text()) == wanted]
    first = [one for one in before if one.tag == "h1"]
    return same[-1] if same else first[0] if len(first) == 1 and len(body.all("h1")) == 1 else None


def _outer(body: Element, heading: Element, inside: set[Element], round_text: set[int]) -> Iterator[Element]:
    """The lines and pictures of a page, those that hold others passed over, with the heading and what was found."""
    round_heading = {id(one) for one in heading.ancestors()}
    stack = [body]
    while stack:
        one = stack.pop()
        is_part = id(one) not in round_text | round_heading and (_is_line(one) or _shows_picture(one))
        if one is heading or one in inside or is_part:
            yield one
        else:
            stack.extend(reversed(list(one.elements())))


def _is_line(one: Element) -> bool:
    return one.tag in _LINES and not any(
        inner.tag in BLOCKS and inner.tag != "li" for inner in one.walk() if inner is not one
    )


def _shows_picture(one: Element) -> bool:
    return one.tag == "figure" or (bool(_PICTURE_SIGNS.search(one.signs)) and one.first("img") is not None)


def _is_lead(one: Element, said: str) -> bool:
    """Whether a line is a standfirst or a part of the text, and is not `said` elsewhere."""
    words = one.text()
    if len(words) < _SHORTEST or not (_SENTENCE.search(words) or len(words) > _LONG):
        return False
    if link_density(one) > _MOST_LINKED or one.inside(*_NO_PART) or one.first("img") is not None:
        return False
    if any(is_about_the_post(round_it) for round_it in (one, *one.ancestors())):
        return False
    return words_alone(words) not in said


def _is_picture(one: Element, shown: set[str]) -> bool:
    """Whether it is the one picture of a text, in the size of one, and not among those `shown` in the text."""
    pictures = one.all("img")
    if not _shows_picture(one) or len(pictures) != 1 or one.inside(*_NO_PART):
        return False
    width = pictures[0].get("width")
    if width.isdigit() and int(width) < _SMALL:
        return False
    return _name(pictures[0].get("src")) not in shown and len(one.text()) < _LONG * 4


def _name(address: str) -> str:
    """The name of a picture's file without its size."""
    return re.sub(r"-\d+x\d+(?=\.\w+$)", "", address.partition("?")[0].rpartition("/")[2])
