"""The styles of a document whose elements are those of the document before: only its words are others.

Selectors see elements, their attributes and whether they hold anything, and no words. So where these are the same all
through two documents, each element has the style of the element in its place.
"""

import copy
from typing import Any
from xml.etree import ElementTree as ET

from footlight.engines.weasyprint.foreign_types import LayoutState, Style, StyleLookup
from footlight.engines.weasyprint.paragraphs.page_air import Air


class KnownStyles:
    """The styles of a document."""

    def __init__(self, root: ET.Element, context: LayoutState) -> None:
        self._elements = list(root.iter())
        self._shape = _shape(self._elements)
        self._style_for = context.style_for
        self._counters = context.counter_style

    def of(self, root: ET.Element) -> tuple[StyleLookup, Any] | None:
        """The styles of another document, and its counter styles; None where its elements are not the same."""
        elements = list(root.iter())
        if _shape(elements) != self._shape:
            return None
        instead = dict(zip(self._elements, elements, strict=True))
        unaired: dict[int, Style] = {}
        computed = {
            (instead[element], pseudo_type): unaired.setdefault(id(style), _without_air(style))
            for (element, pseudo_type), style in self._style_for.get_computed_styles().items()
            if element in instead
        }
        style_for = copy.copy(self._style_for)
        style_for._computed_styles, style_for._cascaded_styles = computed, {}  # noqa: SLF001 - there is no public way
        return style_for, self._counters


def collect_anchors(root: ET.Element, style_for: StyleLookup, collector: Any) -> None:  # noqa: ANN401 - WeasyPrint is untyped
    """Have the identifiers of a document known, as WeasyPrint does when it makes styles."""
    for element in root.iter():
        style = style_for.get_computed_styles().get((element, None))
        if style and style["anchor"]:
            collector.collect_anchor(style["anchor"])


def _shape(elements: list[ET.Element]) -> list[Any]:
    return [
        (element.tag, tuple(element.attrib.items()), len(element), bool(element.text), bool(element.tail))
        for element in elements
    ]


def _without_air(style: Style) -> Style:
    """A style with the margins that it has of its own."""
    if (air := Air.of(style)) is None:
        return style
    fresh = style.copy()
    air.own(fresh)
    return fresh
