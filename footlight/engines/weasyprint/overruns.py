"""Text that leaves its page or is drawn over other text, found in the boxes of a layout.

WeasyPrint logs neither: a word that no line can hold, or a table's cell, runs on beyond the edge of the page, and a
note that is taller than its room is drawn upward over the text (its issue #1833).
"""

from collections.abc import Iterator

from weasyprint.formatting_structure.boxes import FootnoteAreaBox, MarginBox

from footlight.engines.weasyprint.box_structure import PT_PER_PX
from footlight.engines.weasyprint.foreign_types import Box
from footlight.essay.layout import Overrun

_SLACK = 2.0
"""px by which a glyph may stand out: italics overhang, and lines are rounded."""
_QUOTED = 60
"""Characters of the text that an overrun quotes."""


def find_overruns(page: Box, number: int) -> Iterator[Overrun]:
    """Find text of a page beyond the page's edges, and text under its notes: one overrun for each line."""
    width, height = page.margin_width(), page.margin_height()
    # Not `isinstance`: notes in the margin cover no text.
    areas = [child for child in page.children if type(child) is FootnoteAreaBox and child.children]
    notes_top = min((area.position_y for area in areas), default=height)
    for box, in_notes in _text_boxes(page):
        words = " ".join(box.text.split())[:_QUOTED]
        left, right = box.position_x, box.position_x + box.width
        top = box.position_y + box.margin_top  # the half leading, negative where a line is lower than its letters
        bottom = top + box.height
        beyond = max(right - width, -left, bottom - height, -top)
        if beyond > _SLACK:
            yield Overrun(page=number, words=words, beyond=beyond * PT_PER_PX)
        # A line reaches into the notes if more than its descenders and the space below them do.
        elif not in_notes and bottom - box.height * 0.4 > notes_top + _SLACK:
            yield Overrun(page=number, words=words, beyond=0.0)


def _text_boxes(page: Box) -> Iterator[tuple[Box, bool]]:
    """The visible text boxes of a page, without those in its margins, and whether each is in a note."""
    waiting = [
        (child, isinstance(child, FootnoteAreaBox)) for child in page.children if not isinstance(child, MarginBox)
    ]
    while waiting:
        box, in_notes = waiting.pop()
        if box.style["visibility"] != "visible":
            continue
        if isinstance(getattr(box, "text", None), str):
            if box.text.strip():
                yield box, in_notes
        else:
            waiting += [(child, in_notes) for child in getattr(box, "children", ())]
