"""Margins, paddings, borders and sizes of boxes, resolved once for each style and each size of what they are in.

WeasyPrint resolves 22 lengths of each box each time that it lays it out: of an emphasized word three times a line. The
boxes of a style differ in nothing here, and styles are shared by the copies of a box. `resolve_percentages` is a tenth
of the time of a layout; this is a hundredth.

At an upgrade: compare with `weasyprint.layout.percent.resolve_percentages`; `LENGTHS` has all that it sets.
"""

from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline

from footlight.engines.weasyprint.foreign_types import Box, Style

_original_resolve_percentages = inline.resolve_percentages

LENGTHS = (
    *(f"{edge}_{side}" for edge in ("margin", "padding") for side in ("left", "right", "top", "bottom")),
    *(f"{bound}{axis}" for bound in ("", "min_", "max_") for axis in ("width", "height")),
    *(f"border_{side}_width" for side in ("top", "right", "bottom", "left")),
)
"""The attributes of a box that are set."""


def resolve_percentages(box: Box, containing_block: Any) -> None:  # noqa: ANN401 - a box, or its width and height
    """Replace `weasyprint.layout.percent.resolve_percentages` for inline boxes and blocks."""
    style = box.style
    if isinstance(box, boxes.PageBox) or style["border_collapse"] == "collapse":
        _original_resolve_percentages(box, containing_block)
        return
    if isinstance(containing_block, boxes.Box):
        key = containing_block.width, containing_block.height
    else:
        key = tuple(containing_block)
    known = style.__dict__.setdefault("resolved_lengths", {})
    lengths = known.get(key)
    if lengths is None:
        _original_resolve_percentages(box, containing_block)
        known[key] = {name: box.__dict__[name] for name in LENGTHS}
    else:
        box.__dict__.update(lengths)


def forget_lengths(style: Style) -> None:
    """Have the lengths of a style resolved anew, because one of them has changed."""
    style.__dict__.pop("resolved_lengths", None)
