"""One section of a document, laid out: first its pages, and when its place in the document is known, their margins.

Two functions mirror parts of `weasyprint.layout.layout_document`, which lays a document out from its first page to its
margins: `_paginate` its rounds, `_finish_pages` what follows them. At an upgrade compare them.

A section is laid out as if it began on an odd page. Where it does not, its pages change sides: what stands on them is
moved by the difference of the margins, for the text block is as wide on both sides.
"""

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from weasyprint import layout
from weasyprint.layout import page as page_layout
from weasyprint.layout.background import layout_backgrounds
from weasyprint.layout.page import PageType

from footlight.engines.weasyprint.boxes_before_layout import build_boxes
from footlight.engines.weasyprint.footnote_layout import FootnoteContext, heights_agree
from footlight.engines.weasyprint.foreign_types import Box, LayoutState
from footlight.engines.weasyprint.margin_notes import add_margin_notes
from footlight.engines.weasyprint.overruns import find_overruns
from footlight.engines.weasyprint.sections.other_numbers import FirstState

_ROUNDS = 8
"""As in `layout_document`."""
_CLOSE = 1e-6
"""px."""


class IndivisibleError(Exception):
    """The document has something that goes over sections, so that it has to be laid out as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageForm:
    """What the margins of a page depend on besides its place in the document, and where its text stands."""

    side: str
    """`left` or `right`: where it was laid out."""
    blank: bool
    name: str
    index: int
    groups: Any
    """As in WeasyPrint's `PageType`."""
    state: tuple[Any, ...]
    """Counters and quotes behind the page, as in WeasyPrint's `page_maker`."""
    state_before: tuple[Any, ...] = ()
    """... in front of it, where it is the section's first."""
    strings: tuple[tuple[str, str], ...]
    """The named strings that it sets."""
    starts: frozenset[str]
    """Those that it sets at its very beginning."""
    geometry: tuple[float, ...]
    """As `geometry` says; empty for a page without text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionReport:
    """What has to be known of a section to give it its place."""

    pages: int
    """Without a blank page in front."""
    recto: bool
    """Whether it begins on a right page, so that a blank page stands in front of it where a right page is before it."""
    anchors: Mapping[str, int]
    """The first page of each identifier, from 0."""
    asked: Mapping[str, int]
    """The page numbers that it quotes, as they were given to it."""
    strings: Mapping[str, str]
    """What each named string is behind the section."""
    read: Mapping[Any, str] = field(default_factory=dict)
    """The files that were read for it, and the digest of each (`input_record`)."""
    forms: tuple[PageForm, ...] = ()
    """Its pages; none where more of them than their margins depends on their place (`drawn_margins`)."""
    writes: bool = False
    """Whether the page numbers that it quotes are written into what is drawn of it (`quoted_numbers`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionPlace:
    """The place of a section in its document."""

    first: int
    """The index of its first page, from 0, without a blank page in front."""
    blank: bool
    """Whether a blank page stands in front of it."""
    total: int
    """How many pages the document has."""
    strings: Mapping[str, str]
    """What each named string is in front of the section."""


def begin_pages(html: Any, context: LayoutState) -> Box:  # noqa: ANN401 - WeasyPrint is untyped
    """Make the boxes of a document and begin its list of pages, as `Document._render` does; return the root's box."""
    root_box = build_boxes(html, context)
    layout.initialize_page_maker(context, root_box)
    return root_box


def paginate(html: Any, context: FootnoteContext, *, first: bool, recto: bool) -> list[Box]:  # noqa: ANN401 - WeasyPrint is untyped
    """Make the pages of a section, without their margins. Raises IndivisibleError."""
    root_box = html.root_box = begin_pages(html, context)
    if not first:
        _begin_inside(context, recto=recto)
    lookups = context.target_collector.counter_lookup_items
    if any(use != "content" or vars(item)["missing_counters"] for (_, use), item in lookups.items()):
        raise IndivisibleError  # words of the text, or of its heads, that count pages
    html.first_state = FirstState(context, root_box)
    return _made_pages(html, context)


def paginate_again(html: Any, context: FootnoteContext, numbers: Mapping[str, int]) -> list[Box] | None:  # noqa: ANN401 - as above
    """Make the pages of a section again, which quotes other page numbers now; None where it has to be made anew.

    Raises IndivisibleError.
    """
    return _made_pages(html, context) if html.first_state.give(numbers) else None


def _made_pages(html: Any, context: FootnoteContext) -> list[Box]:  # noqa: ANN401 - as above
    pages = _paginate(html, html.root_box, context)
    if any(page.fixed_boxes for page in pages) or any(context.running_elements.values()):
        raise IndivisibleError
    return pages


def _begin_inside(context: LayoutState, *, recto: bool) -> None:
    """Let the first page be one inside of the document: behind a forced break, and on an odd page."""
    ((resume_at, next_page, odd_side, state, remake_state),) = context.page_maker
    begins = {**next_page, "break": "recto" if recto else "page"}
    context.page_maker = [(resume_at, begins, odd_side, state, remake_state)]


def _paginate(html: Any, root_box: Box, context: LayoutState) -> list[Box]:  # noqa: ANN401 - as above
    pages: list[Box] = []
    footnotes = context.footnotes.copy()
    for number in range(_ROUNDS):
        if number:
            context.footnotes = footnotes.copy()
        pages = list(layout.make_all_pages(context, root_box, html, pages))
        again = False
        for *_, state, remake_state in context.page_maker:
            state[1]["pages"] = [len(pages)]
            if remake_state["pages_wanted"]:
                raise IndivisibleError
            again = again or remake_state["content_changed"]
        if not again:
            break
    for index in range(len(pages)):
        if context.page_maker[index + 1][3][1].get("page") != [index + 1]:
            raise IndivisibleError  # a style sheet counts pages in another way
    return pages


def report(pages: Sequence[Box], context: LayoutState, *, recto: bool) -> SectionReport:
    """Say what has to be known of a section's pages."""
    anchors: dict[str, int] = {}
    strings: dict[str, str] = {}
    for index, page in enumerate(pages):
        for box in page.descendants():
            if (anchor := box.style["anchor"]) and isinstance(anchor, str):
                anchors.setdefault(anchor, index)
            if box.string_set and box.string_set != "none":
                strings.update(box.string_set)
    asked = dict(context.target_collector.asked)
    forms = tuple(_forms(pages, context)) if all(_is_plain(page, context) for page in pages) else ()
    return SectionReport(pages=len(pages), recto=recto, anchors=anchors, asked=asked, strings=strings, forms=forms)


def _forms(pages: Sequence[Box], context: LayoutState) -> Iterator[PageForm]:
    before = tuple(copy.deepcopy(list(context.page_maker[0][3])))
    for index, page in enumerate(pages):
        side, blank, name, number, groups = page.page_type
        strings = [
            pair for box in page.descendants() if box.string_set and box.string_set != "none" for pair in box.string_set
        ]
        yield PageForm(
            side=side,
            blank=bool(blank),
            name=name,
            index=number,
            groups=groups,
            state=tuple(copy.deepcopy(list(context.page_maker[index + 1][3]))),
            state_before=() if index else before,
            strings=tuple(strings),
            starts=_starts(page),
            geometry=geometry(page),
        )


def _starts(page: Box) -> frozenset[str]:
    """The named strings that are set where a page begins, as `LayoutContext.get_string_or_element_for` finds them."""
    found: set[str] = set()
    box = page
    while box is not None:
        if box.style["string_set"] != "none":
            found.update(name for name, _ in box.style["string_set"])
        box = box.children[0] if getattr(box, "children", ()) else None
    return frozenset(found)


def geometry(page: Box) -> tuple[float, ...]:
    """Where the text block of a page stands: the margins at its left and right, and all that both sides share."""
    bleed = tuple(page.style[f"bleed_{edge}"].value for edge in ("left", "right", "top", "bottom"))
    edges = (page.margin_left, page.margin_right, page.margin_top, page.margin_bottom)
    return (*edges, page.width, page.height, page.margin_width(), page.margin_height(), *bleed)


def _is_plain(page: Box, context: LayoutState) -> bool:
    """Whether a page draws nothing but its text and its margins, and the text can stand on either side of a spread."""
    layout_backgrounds(page, context.get_image_from_uri)
    if draws_itself(page):
        return False
    side = abs(page.margin_left - page.margin_right)
    return not any(find_overruns(page, 1)) and all(
        box.position_x >= side and box.position_x + box.width + side <= page.margin_width() for box in _texts(page)
    )


def draws_itself(page: Box) -> bool:
    """Whether a page, whose backgrounds are laid out, has some, or borders or marks, or draws in another way."""
    edges = [f"{kind}_{edge}" for kind in ("padding", "border") for edge in ("left", "right", "top", "bottom")]
    widths = [getattr(page, name if "padding" in name else f"{name}_width") for name in edges]
    shown = any(map(_shows, (page.background, page.canvas_background))) or page.style["outline_style"] != "none"
    masked = page.style["mask_border_source"][0] != "none" or page.style["border_image_source"][0] != "none"
    changed = page.style["opacity"] < 1 or page.style["transform"] or set(page.style["marks"]) - {"none"}
    return bool(any(widths) or shown or masked or changed)


def _shows(background: Any) -> bool:  # noqa: ANN401 - WeasyPrint is untyped
    """Whether something of a background is drawn."""
    if not background:
        return False
    color, layers, _ = background
    *_, alpha = color
    return bool(alpha or any(image for image, *_ in layers))


def _texts(page: Box) -> Iterator[Box]:
    return (box for box in page.descendants() if isinstance(getattr(box, "text", None), str) and box.text.strip())


def settle_text(pages: Sequence[Box]) -> list[Box]:
    """Finish pages without their margins: each element has one bookmark, and no area for notes is empty."""
    _settle_bookmarks(pages)
    for page in pages:
        root, *areas = page.children
        page.children = (root, *(area for area in areas if area.children))
    return list(pages)


def _settle_bookmarks(pages: Sequence[Box]) -> None:
    """Take the bookmark from all boxes of an element but its first."""
    seen: dict[str, list[Any]] = {"::before": [], "::after": [], "": []}
    for page in pages:
        for child in page.descendants():
            if child.bookmark_label:
                known = seen[
                    next((ending for ending in ("::before", "::after") if child.element_tag.endswith(ending)), "")
                ]
                if any(child.element is element for element in known):
                    child.bookmark_label = ""
                else:
                    known.append(child.element)


def finish(html: Any, pages: list[Box], context: LayoutState, place: SectionPlace) -> list[Box]:  # noqa: ANN401 - as above
    """Finish the pages of a section in its place: sides, numbers and margins. Raises IndivisibleError."""
    if place.first % 2:
        for page in pages:
            _change_side(page, html, context)
    if place.blank:
        pages = [_blank_page(pages[0], html, context), *pages]
    return _finish_pages(pages, context, place)


def _blank_page(following: Box, html: Any, context: LayoutState) -> Box:  # noqa: ANN401 - as above
    """Make the blank page in front of a page, and count it among those that the context knows."""
    side, _, name, index, groups = following.page_type
    page_type = PageType("left" if side == "right" else "right", True, name, index, groups)  # noqa: FBT003 - WeasyPrint's
    page_layout.set_page_type_computed_styles(page_type, html, context.style_for)
    state = copy.deepcopy(context.page_maker[0][3])
    page, _, _ = page_layout.make_page(context, html.root_box, page_type, None, 1, state)
    first = context.page_maker[0]
    context.page_maker = [first, (*first[:3], state, first[4]), *context.page_maker[1:]]
    return page


def _change_side(page: Box, html: Any, context: LayoutState) -> None:  # noqa: ANN401 - as above
    """Move a page to the other side. Raises IndivisibleError where its text block would be another."""
    side, *others = page.page_type
    other = PageType("left" if side == "right" else "right", *others)
    page_layout.set_page_type_computed_styles(other, html, context.style_for)
    style = context.style_for(other)
    style["overflow"] = page.style["overflow"]
    left, right = page.margin_left, page.margin_right
    edges = [f"{name}_{edge}" for name in ("padding", "border") for edge in ("left", "right")]
    if any(getattr(page, edge if "padding" in edge else f"{edge}_width") for edge in edges):
        raise IndivisibleError
    mirrored = (style["margin_left"].value, style["margin_right"].value)
    same = all(
        page.style[name] == style[name] for name in ("size", "margin_top", "margin_bottom", "bleed_left", "bleed_right")
    )
    if not same or abs(sum(mirrored) - left - right) > _CLOSE:
        raise IndivisibleError
    page.page_type, page.style = other, style
    page.margin_left, page.margin_right = mirrored
    for child in page.children:
        child.translate(dx=mirrored[0] - left)


def _finish_pages(pages: list[Box], context: LayoutState, place: SectionPlace) -> list[Box]:
    strings = context.string_set
    # A section's own pages are counted from 2 in the context: 1 has what is handed down from the sections before.
    for name, text in place.strings.items():
        strings[name][1].append(text)
    _settle_bookmarks(pages)
    for index, page in enumerate(pages):
        state = context.page_maker[index + 1][3]
        state[1]["page"] = [place.first - place.blank + index + 1]
        state[1]["pages"] = [place.total]
        for child in page.descendants():
            if child.string_set and child.string_set != "none":
                for name, text in child.string_set:
                    strings[name][index + 2].append(text)
    placed: set[int] = set()
    for index, page in enumerate(pages):
        context.current_page = index + 2
        root, *areas = page.children
        kept = [area for area in areas if area.children]
        margins = page_layout.make_margin_boxes(context, page, context.page_maker[index + 1][3])
        page.children = (root, *kept, *margins)
        layout_backgrounds(page, context.get_image_from_uri)
        add_margin_notes(context, page, placed)
    return pages


def notes_agree(context: FootnoteContext, pages: Sequence[Box]) -> bool:
    """Whether the notes of pages without margins are as high as was reckoned (`footnote_layout.heights_agree`)."""
    return heights_agree(context, [_Page(page) for page in pages])


@dataclass(frozen=True, slots=True)
class _Page:
    """A page as `heights_agree` takes it."""

    _page_box: Box
