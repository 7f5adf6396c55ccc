"""The texts of a line, and how their widths are changed: what stands behind a text moves with its end."""

from collections.abc import Callable, Iterator

from weasyprint.formatting_structure import boxes

from footlight.engines.weasyprint.foreign_types import Box


def texts_of(box: Box) -> Iterator[Box]:
    """The text boxes in the flow of a line, in their order."""
    if isinstance(box, boxes.TextBox):
        yield box
    elif isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        for child in box.children:
            if child.is_in_normal_flow():
                yield from texts_of(child)


def resize_texts(box: Box, resize: Callable[[Box], None], offset: float = 0.0) -> float:
    """Let `resize` set the width of each text of a line, and move what follows; return how far the next box moves, px.

    It mirrors `weasyprint.layout.inline.add_word_spacing`, which shapes each text again.
    """
    if isinstance(box, boxes.TextBox):
        box.position_x += offset
        before: float = box.width
        resize(box)
        after: float = box.width
        return offset + after - before
    if isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        box.position_x += offset
        moved = offset
        for child in box.children[::-1] if box.style["direction"] == "rtl" else box.children:
            if child.is_in_normal_flow():
                moved = resize_texts(child, resize, moved)
        box.width += moved - offset
        return moved
    box.translate(offset, 0)
    return offset
