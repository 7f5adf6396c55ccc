"""The margins of pages after an edit: those of pages that stay are made again only where they say something else.

At an upgrade: compare with the second half of `weasyprint.layout.layout_document`, which it mirrors.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from weasyprint.layout import page as page_layout
from weasyprint.layout.background import layout_backgrounds

from footlight.engines.weasyprint.foreign_types import Box, LayoutState, Page
from footlight.engines.weasyprint.margin_notes import add_margin_notes

_INSIDE, _FINISHED, _SAID = "footlight_inside", "footlight_finished", "footlight_said"
"""The entries of the `__dict__` of a page with its children before it gets its margins and afterwards, and with what
its margins depend on."""
_BESIDE = "footlight_beside"
"""... with the identities of the notes in its margin."""
_PAGE = "footlight_page"
"""... with its `weasyprint.document.Page`."""
_STRINGS, _MARKED = "footlight_strings", "footlight_marked"
"""... with the named strings that it sets, and the elements to which it gives bookmarks."""


def finish_pages(pages: Sequence[Box], context: LayoutState) -> None:
    """Give pages their margins. The context has been made for these pages, none of which has boxes on all pages."""
    marked: dict[str, list[Any]] = {"": [], "::before": [], "::after": []}
    for number, page in enumerate(pages, 1):
        _read(page, marked)
        for name, text in page.__dict__[_STRINGS]:
            context.string_set[name][number].append(text)
    carried: dict[str, str] = {}
    placed: set[int] = set()
    for number, page in enumerate(pages, 1):
        state = context.page_maker[number][3]
        said = len(pages), state[1].get("page"), dict(carried), page.__dict__[_STRINGS]
        carried.update(page.__dict__[_STRINGS])
        state[1]["pages"] = [len(pages)]
        if page.__dict__.get(_SAID) == said:
            page.children = page.__dict__[_FINISHED]
            placed |= page.__dict__[_BESIDE]
            continue
        context.current_page = number
        root, *areas = page.__dict__.setdefault(_INSIDE, page.children)
        margins = page_layout.make_margin_boxes(context, page, state)
        page.children = (root, *(area for area in areas if area.children), *margins)
        layout_backgrounds(page, context.get_image_from_uri)
        before = frozenset(placed)
        add_margin_notes(context, page, placed)
        page.__dict__[_BESIDE] = placed - before
        page.__dict__.pop(_PAGE, None)
        page.__dict__.update({_SAID: said, _FINISHED: page.children})


def _read(page: Box, marked: dict[str, list[Any]]) -> None:
    """Read what a page says to margins, and take the bookmark from all boxes of an element but its first."""
    if _STRINGS in page.__dict__:
        for ending, elements in page.__dict__[_MARKED].items():
            marked[ending] += elements
        return
    strings: list[tuple[str, str]] = []
    own: dict[str, list[Any]] = {"": [], "::before": [], "::after": []}
    for child in page.descendants():
        if child.bookmark_label:
            ending = next((one for one in ("::before", "::after") if child.element_tag.endswith(one)), "")
            if any(child.element is element for element in (*marked[ending], *own[ending])):
                child.bookmark_label = ""
            else:
                own[ending].append(child.element)
        if child.string_set and child.string_set != "none":
            strings += child.string_set
    page.__dict__.update({_STRINGS: strings, _MARKED: own})
    for ending, elements in own.items():
        marked[ending] += elements


def drawable_pages(pages: Sequence[Box], make: Any) -> Iterator[Page]:  # noqa: ANN401 - a class of WeasyPrint's
    """The `weasyprint.document.Page` of each page; those that were not finished anew have the one they had."""
    for page in pages:
        if _PAGE not in page.__dict__:
            page.__dict__[_PAGE] = make(page)
        yield page.__dict__[_PAGE]
