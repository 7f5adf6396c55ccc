"""The boxes of a document before they are laid out."""

from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.formatting_structure.build import build_formatting_structure

from footlight.engines.weasyprint.foreign_types import Box, LayoutState

CHANGED_BY_LAYOUT = (boxes.FlexContainerBox, boxes.GridContainerBox)
"""Boxes whose layout changes the boxes that it began with: these cannot be laid out twice."""


def build_boxes(html: Any, context: LayoutState) -> Box:  # noqa: ANN401 - WeasyPrint is untyped
    """Make the boxes of a document, as `Document._render` does; return the root's box."""
    return build_formatting_structure(
        html.etree_element,
        context.style_for,
        context.get_image_from_uri,
        html.base_url,
        context.target_collector,
        context.counter_style,
        context.footnotes,
    )
