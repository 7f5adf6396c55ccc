"""A layout that can be made again after an edit of its document, from what the edit leaves of it.

At an upgrade: compare `lay_out` with the first half of `weasyprint.document.Document._render`, which it mirrors.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname
from xml.etree import ElementTree as ET

from weasyprint import layout

from footlight.engines.weasyprint.boxes_before_layout import build_boxes
from footlight.engines.weasyprint.edits.box_marks import BoxMarks
from footlight.engines.weasyprint.edits.edited_tree import BoxTree
from footlight.engines.weasyprint.edits.kept_pages import KeptPages
from footlight.engines.weasyprint.edits.known_styles import KnownStyles
from footlight.engines.weasyprint.edits.page_margins import finish_pages
from footlight.engines.weasyprint.footnote_layout import FootnoteContext
from footlight.engines.weasyprint.foreign_types import Box, StyleLookup
from footlight.file_state import FileState, file_state

_TRIED_AGAIN = 12
"""Documents after which one for which no pages can be kept is looked at again."""
_Read = Callable[[ET.Element, dict[str, Any], tuple[StyleLookup, Any] | None], Any]
"""Prepares a document from its root, and the pictures and the styles that are known: `Typesetter`'s."""


@dataclass(frozen=True, slots=True)
class _Last:
    """The layout that the next one follows."""

    html: Any
    """What the first of them was made from; its context serves all."""
    tree: BoxTree
    keeper: KeptPages


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidPages:
    """Finished pages, and what they were made from."""

    html: Any
    """The document, as `Typesetter` prepares it."""
    context: FootnoteContext
    pages: list[Box]
    kept: int
    """How many of them are those of the layout before."""


class EditableLayout:
    """The layout of one document, edit after edit."""

    def __init__(self) -> None:
        self._marks = BoxMarks()
        self.images: dict[str, Any] = {}
        """The pictures that are known, by address."""
        self._files: dict[str, FileState] = {}
        self._last: _Last | None = None
        self._styles: KnownStyles | None = None
        self._unfit = 0
        """How many more times it is not tried, because no pages could be kept."""

    def forget(self) -> None:
        """Lay the next document out as a whole."""
        self._last, self._styles, self._marks, self.images, self._files = None, None, BoxMarks(), {}, {}

    def lay_out(self, root: ET.Element, read: _Read) -> LaidPages | None:
        """Lay out a document, as after an edit of the one before where that is so; None where it has something for
        which no pages can be kept: words that count pages, boxes on all pages, heads that are elements.
        """
        if self._unfit:
            self._unfit -= 1
            return None
        if self._marks.full or self._files != _states(self.images):
            self.forget()
        html = read(root, self.images, self._styles.of(root) if self._styles else None)
        context: FootnoteContext = html.context
        self._styles = KnownStyles(root, context)
        last, self._last = self._last, None
        box = build_boxes(html, context)
        if box.viewport_overflow != "visible":
            self._styles = None  # it is taken from the style, which has it no more
        tree = BoxTree(box, self._marks)
        if context.target_collector.counter_lookup_items or set(map(id, tree.notes)) != set(map(id, context.footnotes)):
            self._unfit = _TRIED_AGAIN
            return None
        edit = last.tree.take(tree, html.etree_element) if last else None
        if last and edit:
            context.style_for.initial_page_sizes.update(last.html.context.style_for.initial_page_sizes)
            last.keeper.edited(last.html.context, edit)
            now = last
        else:
            now = _Last(html, tree, KeptPages(tree))
            context.kept_pages = now.keeper
            layout.initialize_page_maker(context, tree.root)
        context = now.html.context
        pages = list(layout.make_all_pages(context, now.tree.root, now.html, []))
        if not now.keeper.usable or any(maker[-1]["content_changed"] for maker in context.page_maker):
            self._unfit = _TRIED_AGAIN
            return None
        finish_pages(pages, context)
        self._last, self._files = now, _states(self.images)
        return LaidPages(html=html, context=context, pages=pages, kept=now.keeper.kept)


def _states(images: Mapping[str, Any]) -> dict[str, FileState]:
    """The state of the file of each picture."""
    addresses = [address for address in images if urlsplit(address).scheme == "file"]
    return {address: file_state(Path(url2pathname(urlsplit(address).path))) for address in addresses}
