"""The grid of a page's lines, on which its text stands, so that the lines of facing pages stand level.

Paragraphs have lines of one height. What stands between them has not: a picture, a table, a listing, a quotation in
smaller type, the title with what belongs to it; and a heading or a list loses the air above it at the head of a page.
What such a block leaves of a line is added below it, wherever it begins.
"""

from typing import Any

from footlight.engines.weasyprint.foreign_types import Box, LayoutState

TEXT = "main"
"""The element with the text of an essay, whose blocks are set on the grid."""
_OFF_GRID = frozenset(
    {"figure", "table", "pre", "math", "svg", "div", "blockquote", "ul", "ol", "dl", "h2", "h3", "h4", "h5", "h6", "hr"}
)
"""Elements of the text whose height, with the margins that are left of them, may be no whole number of lines."""
OPENING = "header"
"""The element with the title, in front of the text."""
_GRID = "__line_grid"
"""WeasyPrint's name for the custom property `--line-grid` of a style: `on`, or `off`."""
_SLACK = 0.06
"""Share of a line by which a block may be over a whole number of lines; so little is taken from any margin."""


def with_next_on_grid(result: Any, child: Box, box: Box, context: LayoutState) -> Any:  # noqa: ANN401 - WeasyPrint's tuple
    """What `weasyprint.layout.block._in_flow_layout` gave for a child of a block, with the place of what follows moved.

    Not the margin is changed: it may collapse with a larger one of what follows, and the grid would be lost.
    """
    abort, stop, resume_at, position_y, margins, *others = result
    tag = child.element_tag.partition("::")[0]
    on_grid = tag == OPENING or (box.element_tag == TEXT and tag in _OFF_GRID)
    if abort or stop or not on_grid or not margins or not _has_grid(box):
        return result
    below = max((margin for margin in margins if margin > 0), default=0)
    top = context.current_footnote_area.page.content_box_y()
    moved = position_y + to_grid(position_y + below - top, leading_of(box), below)
    return abort, stop, resume_at, moved, margins, *others


def _has_grid(box: Box) -> bool:
    """Whether the style sheets set text on a grid: not where paragraphs stand apart."""
    return "off" not in (getattr(token, "value", None) for token in box.style[_GRID] or ())


def leading_of(box: Box) -> float:
    """The distance from line to line in a block, px."""
    height = box.style["line_height"]
    return float(getattr(height, "value", None) or box.style["font_size"])


def to_grid(height: float, leading: float, margin: float) -> float:
    """What a height lacks to a whole number of lines, px; less than nothing where its margin can give it."""
    over = height % leading
    if over < _SLACK * leading:
        return -min(over, margin)
    return -over if over <= leading / 2 and margin - over >= leading / 2 else leading - over
