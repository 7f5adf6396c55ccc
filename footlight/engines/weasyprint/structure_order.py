"""A structure as it was read, put in order: notes to where they are read, headings without skips, nothing empty."""

from collections.abc import Callable

from footlight.engines.weasyprint.box_structure import Structure
from footlight.engines.weasyprint.structure import GROUPS, HEADINGS, MAY_BE_EMPTY, Annotation, Element, Mark

_HOLDS_BLOCKS = GROUPS | {"TD", "TH", "Note"}


def arrange_structure(structure: Structure, order: str) -> None:
    """Puts a structure in order; `order` says where notes are read: a key of `ORDERS`."""
    place = ORDERS[order]
    behind: dict[Element, list[Element]] = {}
    for note in structure.notes:
        call = structure.calls.get(note.id)
        after = place(call) if call is not None else None
        if after is None or after.parent is None:
            note.move(structure.root, len(structure.root.kids))
        else:
            behind.setdefault(after, []).append(note)
    _put(behind)
    for note in structure.notes:
        _label(note)
    _prune(structure.root)
    _level(structure.root)


def _label(note: Element) -> None:
    """The number of a note stands before its words, not within its first paragraph (ISO 32000-1, table 333)."""
    label = next((kid for kid in note.walk() if kid.type == "Lbl" and kid.parent is not note), None)
    if label is not None and label.parent is not None and label.parent.parent is note:
        label.move(note, 0)


def _put(behind: dict[Element, list[Element]]) -> None:
    """Puts notes behind elements, each parent's kids gone through once: a book has thousands of each."""
    for parent in dict.fromkeys(after.parent for after in behind if after.parent is not None):
        kids: list[Element | Mark | Annotation] = []
        for kid in parent.kids:
            kids.append(kid)
            for note in behind.get(kid, []) if isinstance(kid, Element) else []:
                note.parent = parent
                kids.append(note)
        parent.kids = kids


def _at_call(call: Element) -> Element | None:
    """Right behind the call; behind a heading or a term as a whole, which programs list by their text."""
    around: Element | None = call
    while around is not None and around.type not in _HOLDS_BLOCKS:
        if around.type in HEADINGS:
            return around
        around = around.parent
    return call


def _at_paragraph(call: Element) -> Element | None:
    """Behind the paragraph in which the call stands; in a table's cell, which has none, behind the call."""
    around = call
    while around.parent is not None and around.parent.type not in _HOLDS_BLOCKS:
        around = around.parent
    return around


def _at_end(_: Element) -> Element | None:
    """Behind all else."""
    return None


ORDERS: dict[str, Callable[[Element], Element | None]] = {
    "call": _at_call,
    "paragraph": _at_paragraph,
    "end": _at_end,
}
"""Where a note is read: after which element, of those round its call; None for the end of the document."""


def _prune(root: Element) -> None:
    """Takes away elements in which nothing stands; from below, so that what becomes empty goes too."""
    for element in reversed(list(root.walk())):
        if element.parent is not None and not element.kids and element.type not in MAY_BE_EMPTY:
            element.parent.kids.remove(element)


def _level(root: Element) -> None:
    """Headings from H1 on, none more than one level below the heading before it (ISO 14289-1, 7.4.2)."""
    before = 0
    for element in root.walk():
        if element.type in HEADINGS:
            before = min(int(element.type[1]), before + 1)
            element.type = f"H{before}"
