"""Computed styles of pages and pseudo-elements, made once for all that have the same declarations, and only if needed.

WeasyPrint shares the styles of elements, but makes one for each pseudo-element, of which its own style sheet gives six
to every element, and some twenty for each page, its margins and its notes. Most of the properties of these are computed
again and again: a fifth of the time of a layout.

At an upgrade: compare with `weasyprint.css.StyleFor.set_computed_styles`, see whether WeasyPrint shares more, and
whether `weasyprint.formatting_structure.build` asks for the pseudo-elements of `_NEEDED` in other cases.
"""

from collections.abc import Callable, Mapping
from typing import Any

from weasyprint.css import StyleFor
from weasyprint.layout.page import PageType

from footlight.engines.weasyprint.foreign_types import HtmlElement, Style, StyleLookup

_original_set_computed_styles = StyleFor.set_computed_styles
_OWN_STYLE = frozenset(
    {"header", "h2", "h3", "h4", "h5", "h6", "hr", "blockquote", "ul", "ol", "dl", "pre", "figure", "table"}
)
"""Elements whose margins a page may change (`paragraphs.page_air`)."""


def _is_footnote(style: Style) -> bool:
    return bool(style["float"] == "footnote")


def _is_margin_note(style: Style) -> bool:
    return bool(style["position"][0] == "note()")


def _is_list_item(style: Style) -> bool:
    return "list-item" in style["display"]


_NEEDED: dict[str, Callable[[Style], bool]] = {
    "footnote-call": _is_footnote,
    "footnote-marker": _is_footnote,
    "note-call": _is_margin_note,
    "note-marker": _is_margin_note,
    "note-callback": _is_margin_note,
    "marker": _is_list_item,
}
"""The pseudo-elements that WeasyPrint's own style sheet gives to every element, and which elements have them."""


def set_computed_styles(
    style_for: StyleLookup,
    element: Any,  # noqa: ANN401 - an element or a page type
    parent: Any,  # noqa: ANN401 - as above
    root: Any = None,  # noqa: ANN401 - as above
    pseudo_type: str | None = None,
    **others: Any,  # noqa: ANN401 - passed on
) -> None:
    """Replace `weasyprint.css.StyleFor.set_computed_styles`: take the style of another page or pseudo-element if it has
    the same parent style and the same declarations; make none for a pseudo-element that its element has not.
    """
    if not (pseudo_type or isinstance(element, PageType)):
        _original_set_computed_styles(style_for, element, parent, root, pseudo_type, **others)
        return
    computed = style_for.get_computed_styles()
    if pseudo_type in _NEEDED and not _NEEDED[pseudo_type](computed[parent, None]):
        return
    cascaded: Mapping[str, tuple[object, tuple[Any, ...]]] = style_for.get_cascaded_styles().get(
        (element, pseudo_type), {}
    )
    # Values are told apart by identity: they belong to the declarations of a sheet. The styles that are kept keep them.
    declared = tuple(
        (name, id(value), precedence, layer, tuple(specificity))
        for name, (value, (precedence, layer, specificity)) in cascaded.items()
    )
    key = pseudo_type, id(computed[parent, None]), declared
    known = style_for.__dict__.setdefault("shared_styles", {})
    if key not in known:
        _original_set_computed_styles(style_for, element, parent, root, pseudo_type, **others)
        known[key] = computed[element, pseudo_type]
    computed[element, pseudo_type] = known[key]


def part_styles(root: HtmlElement, style_for: StyleLookup) -> None:
    """Give each element whose margins a page may change a style of its own."""
    computed = style_for.get_computed_styles()
    for element in root.iter():
        if element.tag in _OWN_STYLE:
            computed[element, None] = computed[element, None].copy()
