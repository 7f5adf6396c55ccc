"""Short ways for what WeasyPrint asks of styles most often: a tenth of the time of a layout goes into these questions.

Each answers the common case, and leaves all others to the function that it replaces. At an upgrade: compare each with
that function.
"""

from collections.abc import Iterator
from typing import Any

from weasyprint.css import PHYSICAL_FUNCTIONS, ComputedStyle
from weasyprint.css.functions import check_math
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES
from weasyprint.formatting_structure import boxes
from weasyprint.layout import background, inline

from footlight.engines.weasyprint.foreign_types import Box, Style

_original_descendants = boxes.Box.descendants
_original_resolve_radii = background.resolve_radii_percentages
_original_strut = inline.strut
_original_is_in_normal_flow = boxes.Box.is_in_normal_flow
_original_missing = ComputedStyle.__missing__
_BOUND = ("text_decoration_", "__")
"""How the names of properties begin that are computed from those of the parent, or are custom."""
_INITIAL = {
    name: INITIAL_VALUES[name]
    for name in INITIAL_VALUES
    if name not in INHERITED | INITIAL_NOT_COMPUTED | {"page", "position", "float", "display"}
    and not name.startswith(_BOUND)
    and not check_math(INITIAL_VALUES[name])
}
"""The values of properties that need no computing where nothing is declared."""
_INHERITED = frozenset(name for name in INHERITED if not name.startswith(_BOUND) and name not in PHYSICAL_FUNCTIONS)
_IN_FLOW = ("static", "relative")
_CORNERS = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))
_SQUARE = dict.fromkeys(_CORNERS, (0, 0))
_PLAIN = (str, int, float)
"""Types of values that are no formula."""


def missing_property(style: Style, name: str) -> Any:  # noqa: ANN401 - a computed value of any kind
    """Replace `weasyprint.css.ComputedStyle.__missing__`: short ways for most properties that nothing declares, which
    have their initial value, or their parent's.
    """
    if name not in style.cascaded:
        if name in _INITIAL:
            logical = name in PHYSICAL_FUNCTIONS and PHYSICAL_FUNCTIONS[name](block="ttb", inline=style["direction"])
            if logical not in style.cascaded:
                value = style[name] = _INITIAL[name]
                return value
        elif name in _INHERITED and style.parent_style is not None:
            value = style.parent_style[name]
            if type(value) in _PLAIN or (type(value) is tuple and value and type(value[0]) is str):  # no formula
                style[name] = value
                return value
    return _original_missing(style, name)


def strut(style: Style) -> tuple[float, float]:
    """Replace `weasyprint.text.line_break.strut` where lines are laid out: the height of an empty line of a style, and
    its baseline from the top, px.
    """
    found: tuple[float, float] | None = style.__dict__.get("strut")
    if found is None:
        found = style.__dict__["strut"] = _original_strut(style)
    return found


def is_in_normal_flow(box: Box) -> bool:
    """Replace `weasyprint.formatting_structure.boxes.Box.is_in_normal_flow`, which asks five questions, one by one."""
    style = box.style
    if style["float"] == "none" and style["position"] in _IN_FLOW:
        return True
    answer: bool = _original_is_in_normal_flow(box)
    return answer


def descendants(box: Box, placeholders: bool = False) -> Iterator[Box]:  # noqa: FBT001, FBT002 - WeasyPrint's signature
    """Replace `weasyprint.formatting_structure.boxes.Box.descendants`, in which each box is handed on by all that it is
    in: a box, and all boxes in it, in the order of the text.
    """
    if placeholders:
        yield from _original_descendants(box, placeholders)
        return
    kind, waiting = boxes.Box, [box]
    while waiting:
        one = waiting.pop()
        yield one
        if isinstance(one, kind):  # no placeholder of a box that stands elsewhere
            waiting += one.children[::-1]


def resolve_radii(box: Box) -> None:
    """Replace `weasyprint.layout.percent.resolve_radii_percentages`: a style with square corners is looked at once."""
    square = box.style.__dict__.get("square_corners")
    if square is None:
        square = all(box.style[corner][0] == box.style[corner][1] == (0, "px") for corner in _CORNERS)
        box.style.__dict__["square_corners"] = square
    if square and issubclass(type(box), boxes.Box):  # a placeholder hands attributes on
        box.__dict__.update(_SQUARE)
    else:
        _original_resolve_radii(box)
