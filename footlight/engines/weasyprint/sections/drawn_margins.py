"""What stands in the margins of a section's pages (heads, folios), drawn without the pages' text.

Only margins know where in the document a page stands. Where nothing else of a page depends on it, the text is drawn
once, on the side where it was laid out, and kept; margins are drawn for its place, and the two become one content
stream (`composed`). So a section that other pages moved is renumbered, and is not laid out again. A section is drawn
so whether something of it was kept or not, so that its bytes are the same.
"""

import copy
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from xml.etree import ElementTree as ET
from zlib import compress, decompress

from weasyprint.layout import page as page_layout
from weasyprint.layout.background import layout_backgrounds
from weasyprint.layout.page import PageType

from footlight.engines.weasyprint.box_structure import PT_PER_PX
from footlight.engines.weasyprint.foreign_types import Box, LayoutState
from footlight.engines.weasyprint.sections.drawn_section import (
    DrawnFont,
    DrawnPage,
    DrawnSection,
    drawn_pages,
    names_in,
)
from footlight.engines.weasyprint.sections.section_layout import (
    PageForm,
    SectionPlace,
    SectionReport,
    begin_pages,
    draws_itself,
    geometry,
)
from footlight.engines.weasyprint.structure import AnnotationReference, MarkedContent, Structure
from footlight.essay.layout import Box as LaidBox
from footlight.essay.layout import Layout

_CLOSE = 1e-6
"""px."""
_OTHER = {"left": "right", "right": "left"}


@dataclass(frozen=True, slots=True, kw_only=True)
class MarginPage:
    """A page without its text."""

    content: bytes
    """What its margins draw, compressed."""
    width: float
    """px, as all lengths here."""
    height: float
    bleed: dict[str, float]
    left: float
    """Of the margin."""
    block: tuple[float, float, float, float]
    """Left, top, width and height of the text block, pt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnMargins:
    """The margins of a section's pages, with those of a blank page in front of it."""

    pages: tuple[MarginPage, ...]
    fonts: tuple[DrawnFont, ...]
    files: dict[str, bytes]
    """The files of the fonts, by digest."""
    states: dict[str, Any]
    """Graphics states that they set, by name; the name says what they are."""
    warnings: tuple[str, ...] = ()
    read: dict[Any, str] = field(default_factory=dict)
    """The files that were read for them, and the digest of each (`input_record`)."""
    quotes_total: bool = True
    """Whether they say how many pages the document has."""


def without_text(root: ET.Element) -> ET.Element:
    """A document of which only the root and an empty body are left."""
    bare = ET.Element(root.tag, root.attrib)
    for child in root:
        if child.tag.rpartition("}")[2] == "body":
            child = ET.Element(child.tag, child.attrib)  # noqa: PLW2901 - an empty one in its place
        bare.append(child)
    return bare


class _Counters(dict[str, list[int]]):
    """Values of counters, which note the names of those that are asked for; so do their copies."""

    def __init__(self, values: Mapping[str, list[int]], asked: set[str]) -> None:
        super().__init__(values)
        self._asked = asked

    def __getitem__(self, name: str) -> list[int]:
        self._asked.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - as a dictionary's
        """Give the values of a counter."""
        self._asked.add(name)
        return super().get(name, default)

    def __deepcopy__(self, memo: dict[int, Any]) -> "_Counters":
        return _Counters({name: list(values) for name, values in self.items()}, self._asked)


class MarginSetter:
    """Lays out margins of pages that have no text."""

    def __init__(self, html: Any) -> None:  # noqa: ANN401 - WeasyPrint is untyped
        """`html` is a document without text, in its context."""
        self._document, self._context = html, html.context
        self._asked: set[str] = set()
        context: LayoutState = html.context
        html.root_box = begin_pages(html, context)
        self._strings_of = context.get_string_set_for

    def pages(self, report: SectionReport, place: SectionPlace, pages_before: int) -> list[Box] | None:
        """The pages of a section with nothing but their margins; None where its text cannot be moved to them."""
        self._document.pages_before = pages_before
        self._asked.clear()
        context = self._context
        store: Any = defaultdict(lambda: defaultdict(list))
        for name, text in place.strings.items():
            store[name][1].append(text)
        forms = list(_placed(report.forms, place))
        for index, form in enumerate(forms):
            for name, text in form.strings:
                store[name][index + 2].append(text)
        context.string_set = store
        made = []
        for index, form in enumerate(forms):
            page = self._page(form, index, place)
            if page is None:
                return None
            made.append(page)
        return made

    @property
    def asked_for_total(self) -> bool:
        """Whether the pages that were made last say how many pages the document has."""
        return "pages" in self._asked

    def _page(self, form: PageForm, index: int, place: SectionPlace) -> Box | None:
        context = self._context
        page_type = PageType(form.side, form.blank, form.name, form.index, form.groups)
        page_layout.set_page_type_computed_styles(page_type, self._document, context.style_for)
        context.rendered_notes = []
        blank_state = copy.deepcopy(list(form.state))  # it counts the page
        page, _, _ = page_layout.make_page(context, self._document.root_box, page_type, None, 1, blank_state)
        if form.geometry and not _fits(form, page):
            return None
        depth, counters, *others = copy.deepcopy(list(form.state))
        counters["page"] = [place.first - place.blank + index + 1]
        counters["pages"] = [place.total]
        state = [depth, _Counters(counters, self._asked), *others]
        context.current_page = index + 2

        def strings(page: Box, name: str, keyword: str = "first") -> Any:  # noqa: ANN401 - as above
            if keyword == "start" and name in form.starts:
                return (context.string_set[name][index + 2][0],)
            return self._strings_of(page, name, keyword)

        context.get_string_set_for = strings
        try:
            margins = page_layout.make_margin_boxes(context, page, state)
            page.children = (page.children[0], *margins)
        finally:
            context.get_string_set_for = self._strings_of
        layout_backgrounds(page, context.get_image_from_uri)
        return None if draws_itself(page) else page


def _placed(forms: Sequence[PageForm], place: SectionPlace) -> Iterator[PageForm]:
    """The forms of the pages in their place, with a blank page in front where one stands there."""
    turned = [replace(form, side=_OTHER[form.side]) for form in forms] if place.first % 2 else list(forms)
    if place.blank:
        first = turned[0]
        state = first.state_before or first.state
        side = _OTHER[first.side]
        yield replace(first, side=side, blank=True, state=state, strings=(), starts=frozenset(), geometry=())
    yield from turned


def _fits(form: PageForm, page: Box) -> bool:
    """Whether the text of a page can stand on one of the other side: its block is as large, and as high up."""
    made = geometry(page)
    left, right, *others = form.geometry
    return abs(made[0] + made[1] - left - right) <= _CLOSE and made[2:] == tuple(others)


def draw_margins(document: Any, boxes: Sequence[Box]) -> DrawnMargins | None:  # noqa: ANN401 - as above
    """Draw margins; None where they draw what a page of text might draw by the same name, or have links."""
    if any(page.links for page in document.pages):
        return None
    drawn = drawn_pages(document)
    resources = drawn.resources
    named = any(resources[kind] for kind in ("XObject", "Pattern", "Shading"))
    if named or any(name[0] not in "aA" for name in resources["ExtGState"]) or drawn.structure.root.kids:
        return None
    pages = tuple(
        MarginPage(
            content=compress(content, 6),
            width=page.width,
            height=page.height,
            bleed=dict(page.bleed),
            left=box.margin_left,
            block=tuple(
                value * PT_PER_PX for value in (box.content_box_x(), box.content_box_y(), box.width, box.height)
            ),
        )
        for page, box, content in zip(document.pages, boxes, drawn.contents, strict=True)
    )
    return DrawnMargins(pages=pages, fonts=drawn.fonts, files=drawn.files, states=dict(resources["ExtGState"]))


def composed(body: DrawnSection, margins: DrawnMargins, report: SectionReport, place: SectionPlace) -> DrawnSection:
    """One section of its text and its margins. `body` must not be used afterwards, for its structure is moved."""
    blank = int(place.blank)
    shifts = [
        margin.left - form.geometry[0] if place.first % 2 else 0.0
        for margin, form in zip(margins.pages[blank:], report.forms, strict=True)
    ]
    pages = [_composed_page(None, margin, 0.0) for margin in margins.pages[:blank]]
    pages += [_composed_page(*parts) for parts in zip(body.pages, margins.pages[blank:], shifts, strict=True)]
    states = body.resources["ExtGState"]
    for name, state in margins.states.items():
        states.setdefault(name, state)
    return replace(
        body,
        pages=tuple(pages),
        fonts=(*body.fonts, *margins.fonts),
        files=body.files | margins.files,
        structure=_moved_structure(body.structure, shifts, blank),
        layout=_moved_layout(body.layout, margins.pages, shifts, blank),
        warnings=tuple(dict.fromkeys([*body.warnings, *margins.warnings])),
        read=body.read | margins.read,
    )


def _composed_page(body: DrawnPage | None, margin: MarginPage, shift: float) -> DrawnPage:
    parts = []
    if body is not None:
        moved = b"1 0 0 1 %s 0 cm\n" % _number(shift * PT_PER_PX) if shift else b""
        parts = [b"q", moved + decompress(body.content), b"Q"]
    content = b"\n".join([*parts, b"q", decompress(margin.content), b"Q"])
    return DrawnPage(
        width=margin.width,
        height=margin.height,
        bleed=margin.bleed,
        content=compress(content, 6),
        used=names_in(content),
        marked=body.marked if body else False,
        links=tuple((kind, to, _moved_box(at, shift), link) for kind, to, at, link in body.links) if body else (),
        anchors={name: _moved_box(at, shift) for name, at in body.anchors.items()} if body else {},
        bookmarks=tuple(_moved_bookmark(one, shift) for one in body.bookmarks) if body else (),
    )


def _number(value: float) -> bytes:
    return f"{value:.6f}".rstrip("0").rstrip(".").encode()


def _moved_box(box: tuple[float, ...], shift: float) -> tuple[float, ...]:
    """A box, or a point, given by its corners: x, y, x, y."""
    return tuple(value if index % 2 else value + shift for index, value in enumerate(box))


def _moved_bookmark(bookmark: Any, shift: float) -> Any:  # noqa: ANN401 - as above
    level, label, (x, y), *others = bookmark
    return (level, label, (x + shift, y), *others)


def _moved_structure(structure: Structure, shifts: Sequence[float], blank: int) -> Structure:
    """The structure of pages that stand further to the right, behind a blank page."""
    for element in structure.root.walk():
        page = next((kid.page for kid in element.kids if isinstance(kid, MarkedContent)), 0)
        if (box := element.attributes.get("BBox")) and shifts[page]:
            numbers = [float(number) for number in box.strip("[]").split()]
            moved = _moved_box(tuple(numbers), shifts[page] * PT_PER_PX)
            element.attributes["BBox"] = f"[{' '.join(f'{number:.2f}' for number in moved)}]"
        if blank:
            element.kids = [
                replace(kid, page=kid.page + blank) if isinstance(kid, MarkedContent | AnnotationReference) else kid
                for kid in element.kids
            ]
    structure.marked_contents = [0] * blank + structure.marked_contents
    return structure


def _moved_layout(own: Layout, margins: Sequence[MarginPage], shifts: Sequence[float], blank: int) -> Layout:
    first = own.pages[0]
    pages = [replace(first, block=_box(margin.block), anchors=(), carried="") for margin in margins[:blank]]
    pages += [
        replace(page, number=page.number + blank, block=_box(margin.block))
        for page, margin in zip(own.pages, margins[blank:], strict=True)
    ]
    notes = tuple(
        replace(note, page=note.page + blank, box=replace(note.box, x=note.box.x + shifts[note.page - 1] * PT_PER_PX))
        for note in own.notes
    )
    overruns = tuple(replace(over, page=over.page + blank) for over in own.overruns)
    return replace(own, pages=tuple(pages), notes=notes, overruns=overruns)


def _box(block: tuple[float, float, float, float]) -> LaidBox:
    x, y, width, height = block
    return LaidBox(x=x, y=y, width=width, height=height)
