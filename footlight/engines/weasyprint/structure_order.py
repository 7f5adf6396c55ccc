"""A structure tree put in order: notes where they are to be read, headings without skipped levels, nothing empty."""

from collections.abc import Callable

from footlight.engines.weasyprint.structure import (
    GROUPS,
    HEADINGS,
    MAY_BE_EMPTY,
    AnnotationReference,
    MarkedContent,
    Structure,
    StructureElement,
)

_HOLDS_BLOCKS = GROUPS | {"TD", "TH", "Note"}


def arrange_structure(structure: Structure, order: str) -> None:
    """Put a structure in order; `order` says where notes are read and is a key of `NOTE_ORDERS`."""
    place_notes(structure, order)
    close_heading_levels(structure.root)


def place_notes(structure: Structure, order: str) -> None:
    """Put the notes where they are read, and remove what is empty."""
    place = NOTE_ORDERS[order]
    # Notes are collected first and inserted together: inserting one by one would move a long list of kids each time.
    behind: dict[StructureElement, list[StructureElement]] = {}
    for note in structure.notes:
        call = structure.calls.get(note.id)
        after = place(call) if call is not None else None
        if after is None or after.parent is None:
            note.move(structure.root, len(structure.root.kids))
        else:
            behind.setdefault(after, []).append(note)
    _insert(behind)
    for note in structure.notes:
        _move_label(note)
    _remove_empty(structure.root)


def _move_label(note: StructureElement) -> None:
    """Move a note's number in front of its text, out of its first paragraph (ISO 32000-1, table 333: `Note`)."""
    label = next((kid for kid in note.walk() if kid.type == "Lbl" and kid.parent is not note), None)
    if label is not None and label.parent is not None and label.parent.parent is note:
        label.move(note, 0)


def _insert(behind: dict[StructureElement, list[StructureElement]]) -> None:
    """Insert notes behind elements. Each parent's kids are copied once, since a book has thousands of both."""
    for parent in dict.fromkeys(after.parent for after in behind if after.parent is not None):
        kids: list[StructureElement | MarkedContent | AnnotationReference] = []
        for kid in parent.kids:
            kids.append(kid)
            for note in behind.get(kid, []) if isinstance(kid, StructureElement) else []:
                note.parent = parent
                kids.append(note)
        parent.kids = kids


def _after_call(call: StructureElement) -> StructureElement | None:
    """Right behind the call. In a heading or a term, behind the whole of it: programs list these by their text."""
    around: StructureElement | None = call
    while around is not None and around.type not in _HOLDS_BLOCKS:
        if around.type in HEADINGS:
            return around
        around = around.parent
    return call


def _after_paragraph(call: StructureElement) -> StructureElement | None:
    """Behind the paragraph of the call; in a table cell without paragraphs, behind the call."""
    around = call
    while around.parent is not None and around.parent.type not in _HOLDS_BLOCKS:
        around = around.parent
    return around


def _at_end(_: StructureElement) -> StructureElement | None:
    """At the end of the document."""
    return None


NOTE_ORDERS: dict[str, Callable[[StructureElement], StructureElement | None]] = {
    "call": _after_call,
    "paragraph": _after_paragraph,
    "end": _at_end,
}
"""From a note's call, the element behind which the note is read; None for the end of the document."""


def _remove_empty(root: StructureElement) -> None:
    """Remove elements without kids; children first, so that what becomes empty is removed too."""
    for element in reversed(list(root.walk())):
        if element.parent is not None and not element.kids and element.type not in MAY_BE_EMPTY:
            element.parent.kids.remove(element)


def close_heading_levels(root: StructureElement) -> None:
    """Make headings begin at H1, none more than one level below the heading before it (ISO 14289-1, 7.4.2)."""
    before = 0
    for element in root.walk():
        if element.type in HEADINGS:
            before = min(int(element.type[1]), before + 1)
            element.type = f"H{before}"
