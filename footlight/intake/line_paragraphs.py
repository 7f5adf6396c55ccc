"""Paragraphs of pages that have none: lines divided by two line breaks, as Blogger and pages of the 1990s have."""

import re

from footlight.intake.page_tree import BLOCKS, Element

_HOLDERS = frozenset(
    {"body", "div", "td", "article", "section", "main", "blockquote", "center", "dd", "li", "font", "address"}
)
_LARGE = re.compile(r"\+?(?:[5-7]|\+[2-7])")
_LONGEST_HEADING = 120
"""Characters of a line that is a heading because its letters are large."""


def make_paragraphs(root: Element) -> None:
    """Put lines that two line breaks divide into `p`; of fonts only large lines, which were headings, stay."""
    for font in reversed(root.all("font", "basefont")):
        if not _is_heading(font):
            font.unwrap()
        else:
            font.tag = "h2"
    for holder in root.all(*_HOLDERS):
        _divide(holder)


def _is_heading(font: Element) -> bool:
    """Whether a font is a heading of a page that has no others: large, short, and with nothing in its line."""
    if (
        not _LARGE.fullmatch(font.get("size"))
        or font.parent is None
        or font.inside("a", "h1", "h2", "h3", "h4", "p", "li")
    ):
        return False
    if (
        font.is_blank()
        or font.longer_than(_LONGEST_HEADING)
        or any(one.tag in BLOCKS for one in font.walk() if one is not font)
    ):
        return False
    siblings, at = font.parent.children, font.index()
    return _ends_line(siblings[:at][::-1]) and _ends_line(siblings[at + 1 :])


def _ends_line(siblings: "list[Element | str]") -> bool:
    """Whether the next thing is a line break, a block, or nothing."""
    for one in siblings:
        if isinstance(one, Element):
            return one.tag == "br" or one.tag in BLOCKS
        if one.strip():
            return False
    return True


def _divide(holder: Element) -> None:
    children = holder.children
    if not any(isinstance(one, Element) and one.tag == "br" for one in children):
        return
    runs: list[list[Element | str]] = [[]]
    breaks = 0
    divided = False
    for child in children:
        if isinstance(child, Element) and child.tag == "br":
            breaks += 2 if child.get("clear") else 1
        elif isinstance(child, str) and not child.strip():
            runs[-1].append(child)
            continue
        else:
            if breaks > 1 and runs[-1]:
                runs.append([])
                divided = True
            breaks = 0
        runs[-1].append(child)
    if not divided:
        return
    holder.children = []
    for run in runs:
        for part in _parts(run):
            holder.append(part)


def _parts(run: "list[Element | str]") -> "list[Element | str]":
    """A run of lines as paragraphs, with the blocks in it as they are."""
    done: list[Element | str] = []
    line: list[Element | str] = []

    def end_line() -> None:
        if any(one.strip() if isinstance(one, str) else one.tag != "br" for one in line):
            paragraph = Element("p")
            paragraph.extend(_without_outer_breaks(line))
            done.append(paragraph)
        line.clear()

    for one in run:
        if isinstance(one, Element) and (one.tag in BLOCKS or any(inner.tag in BLOCKS for inner in one.walk())):
            end_line()
            done.append(one)
        else:
            line.append(one)
    end_line()
    return done


def _without_outer_breaks(line: "list[Element | str]") -> "list[Element | str]":
    kept = list(line)

    def is_gap(one: "Element | str") -> bool:
        return not one.strip() if isinstance(one, str) else one.tag == "br"

    while kept and is_gap(kept[0]):
        kept.pop(0)
    while kept and is_gap(kept[-1]):
        kept.pop()
    return kept
