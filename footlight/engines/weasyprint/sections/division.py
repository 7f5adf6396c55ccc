"""Where a document is divided: at the children of its body that begin on a new page."""

from dataclasses import dataclass
from xml.etree import ElementTree as ET

_BOOK = "fl-book"
"""The class of a body that has sections (templates/book.html)."""
_ON_PAGE = frozenset({"fl-begins-page", "fl-apparatus", "fl-book-colophon"})
_ON_RECTO = frozenset({"fl-begins-recto", "fl-part-page"})
"""Classes of what begins a section, on the next page or on the next right one: `break-before` in templates/page.css."""
_BEHIND = frozenset({"fl-apparatus", "fl-book-colophon"})
"""Classes of what a text needs no pages of: tables that quote its pages, and the colophon behind them."""
_HIDDEN = {"style": "display: none"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """A section of a document."""

    root: ET.Element
    """The whole document, but of the body's children that are not of the section only the elements, hidden and empty:
    so that style sheets find each element where it stands."""
    behind: bool
    """Whether nothing but tables of the text's pages, and what says how it was made, stands here and behind it."""
    recto: bool
    """Whether it begins on a right page, or on a left one where text runs from right to left."""


def divide(root: ET.Element) -> tuple[Division, ...]:
    """The sections of a document; none where it is not divided."""
    body = root.find("{*}body")
    if body is None or _BOOK not in body.get("class", "").split():
        return ()
    groups: list[list[int]] = [[]]
    rectos, behind = [False], [False]
    for index, child in enumerate(body):
        classes = set(child.get("class", "").split())
        if not classes.isdisjoint(_ON_PAGE | _ON_RECTO) and groups[-1]:
            groups.append([])
            rectos.append(not classes.isdisjoint(_ON_RECTO))
            behind.append(True)
        behind[-1] = behind[-1] and not classes.isdisjoint(_BEHIND)
        groups[-1].append(index)
    if len(groups) == 1:
        return ()
    return tuple(
        Division(root=_pruned(root, body, frozenset(group)), behind=all(behind[number:]), recto=rectos[number])
        for number, group in enumerate(groups)
    )


def identifiers(root: ET.Element) -> frozenset[str]:
    """The identifiers of a document."""
    return frozenset(element.get("id", "") for element in root.iter()) - {""}


def _pruned(root: ET.Element, body: ET.Element, kept: frozenset[int]) -> ET.Element:
    own = ET.Element(body.tag, body.attrib)
    own.text = body.text
    for index, child in enumerate(body):
        if index in kept:
            own.append(child)
            continue
        attributes = {name: value for name, value in child.attrib.items() if name != "id"}
        ghost = ET.Element(child.tag, attributes | _HIDDEN)
        ghost.tail = child.tail
        own.append(ghost)
    pruned = ET.Element(root.tag, root.attrib)
    for child in root:
        pruned.append(own if child is body else child)
    return pruned
