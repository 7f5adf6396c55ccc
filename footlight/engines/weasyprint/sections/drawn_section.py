"""A section whose pages are drawn: plain values, which travel between processes and can be kept on disk.

The boxes of a layout hold pointers into Pango; what is drawn of them are bytes. Names of resources are those of the
section, which has a dictionary of its own; names of fonts are the same in all sections, and so are the numbers of
glyphs in them, for subsets keep these.
"""

import hashlib
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from io import BytesIO
from typing import Any

import pydyf
import weasyprint.pdf
from weasyprint.css import ColorProfile
from weasyprint.pdf.stream import Stream
from weasyprint.text.fonts import get_hb_object_data

from footlight.engines.weasyprint.box_structure import PT_PER_PX, read_structure
from footlight.engines.weasyprint.drawn_figures import Slot
from footlight.engines.weasyprint.foreign_types import Page, RenderedDocument
from footlight.engines.weasyprint.sections.quoted_numbers import has_marks
from footlight.engines.weasyprint.structure import Structure
from footlight.engines.weasyprint.structure_order import place_notes
from footlight.engines.weasyprint.structure_writer import mark_artifacts
from footlight.essay.layout import Layout

_SRGB = "srgb"
_NAME = re.compile(rb"/([^\s/<>\[\]()]+)")
_POINTERS = ("hb_font", "hb_face", "file_content")
"""Attributes of WeasyPrint's `Font` that do not travel, or travel apart."""


class DrawnLink(dict[str, Any]):
    """A link's annotation while the section is drawn; `link_annotation` is the one of the finished PDF."""

    link_annotation: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnPage:
    """A page."""

    width: float
    """px, as all lengths here."""
    height: float
    bleed: dict[str, float]
    content: bytes
    """Its content stream, compressed."""
    used: frozenset[str]
    """The names in it, among which are those of all resources that it uses."""
    marked: bool
    """Whether it has marks in the place of figures (`quoted_numbers`)."""
    links: tuple[tuple[str, str, tuple[float, ...], DrawnLink], ...]
    anchors: dict[str, tuple[float, ...]]
    bookmarks: tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnFont:
    """What a section uses of a font."""

    state: dict[str, Any]
    """The attributes of WeasyPrint's `Font`, without pointers."""
    digest: str
    """The SHA-256 of the font's file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnSection:
    """A section."""

    pages: tuple[DrawnPage, ...]
    fonts: tuple[DrawnFont, ...]
    files: dict[str, bytes]
    """The files of the fonts, by digest."""
    resources: Any
    """A `pydyf.Dictionary`, whose objects have no numbers yet."""
    structure: Structure
    layout: Layout
    """With pages counted from the section's first."""
    metadata: Any
    warnings: tuple[str, ...]
    read: dict[Any, str] = field(default_factory=dict)
    """The files that were read for it, and the digest of each (`input_record`)."""
    slots: tuple[Slot, ...] = ()
    """The page numbers that are to be written into its marks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnPages:
    """Pages while they are drawn: what belongs to all of them, and the content stream of each."""

    contents: tuple[bytes, ...]
    links: tuple[tuple[tuple[str, str, tuple[float, ...], DrawnLink], ...], ...]
    resources: Any
    structure: Structure
    """As it was read from the boxes; notes have no place in it yet."""
    fonts: tuple[DrawnFont, ...]
    files: dict[str, bytes]


def drawn_pages(document: RenderedDocument, notes_read: str = "call") -> DrawnPages:
    """Draw the pages of a document."""
    # Objects whose numbers are written into streams come first, and have the same numbers in the finished PDF.
    color_space = _color_spaces(document)
    resources = pydyf.Dictionary({"ColorSpace": color_space, "Font": None})
    resources.update({kind: pydyf.Dictionary() for kind in ("ExtGState", "XObject", "Pattern", "Shading")})
    images: dict[str, Any] = {}
    streams, links = [], []
    for page in document.pages:
        links.append(_links(page))
        streams.append(_painted(page, document, resources, images))
    structure = read_structure(document.pages, [stream._tags for stream in streams], document.metadata.lang or "")  # noqa: SLF001 - as in `patches`
    place_notes(structure, notes_read)
    for element in structure.root.walk():
        element.source = None
    structure.notes, structure.calls = [], {}
    for stream, artifacts in zip(streams, structure.artifacts, strict=True):
        mark_artifacts(stream, artifacts)
    _settle(resources, images)
    fonts, faces = _fonts(document)
    return DrawnPages(
        contents=tuple(map(_content, streams)),
        links=tuple(links),
        resources=resources,
        structure=structure,
        fonts=fonts,
        files=faces,
    )


def draw_section(document: RenderedDocument, layout: Layout, warnings: Sequence[str], notes_read: str) -> DrawnSection:
    """Draw the pages of a section."""
    made = drawn_pages(document, notes_read)
    return DrawnSection(
        pages=tuple(_drawn(*parts) for parts in zip(document.pages, made.contents, made.links, strict=True)),
        fonts=made.fonts,
        files=made.files,
        resources=made.resources,
        structure=made.structure,
        layout=layout,
        metadata=document.metadata,
        warnings=tuple(warnings),
    )


def _color_spaces(document: RenderedDocument) -> bytes:
    """Number the colour profile and the dictionary of colour spaces as `weasyprint.pdf.generate_pdf` numbers them."""
    pdf = pydyf.PDF()
    content = BytesIO((files(weasyprint.pdf) / "sRGB2014.icc").read_bytes())
    profile = ColorProfile(content, "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))
    document.color_profiles[_SRGB] = profile
    held, spaces = pydyf.Stream(), pydyf.Dictionary()
    pdf.add_object(held)
    profile.pdf_reference = held.reference
    pdf.add_object(spaces)
    reference: bytes = spaces.reference
    return reference


def _links(page: Page) -> tuple[tuple[str, str, tuple[float, ...], DrawnLink], ...]:
    links = []
    for kind, target, rectangle, box in page.links:
        box.link_annotation = DrawnLink()
        links.append((kind, target, tuple(rectangle), box.link_annotation))
    return tuple(links)


def _painted(page: Page, document: RenderedDocument, resources: Any, images: dict[str, Any]) -> Any:  # noqa: ANN401 - pydyf is untyped
    """Draw a page as `generate_pdf` does."""
    height = page.height * PT_PER_PX
    left, top = -PT_PER_PX * page.bleed["left"], -PT_PER_PX * page.bleed["top"]
    right = left + PT_PER_PX * (page.width + page.bleed["left"] + page.bleed["right"])
    bottom = top + PT_PER_PX * (page.height + page.bleed["top"] + page.bleed["bottom"])
    rectangle = (left / PT_PER_PX, top / PT_PER_PX, (right - left) / PT_PER_PX, (bottom - top) / PT_PER_PX)
    stream = Stream(
        document.fonts, rectangle, resources, images, {}, document.color_profiles, document.output_intent, compress=True
    )
    stream.is_page = True
    stream.transform(d=-1, f=height)
    page.paint(stream, PT_PER_PX)
    return stream


def _content(stream: Any) -> bytes:  # noqa: ANN401 - as above
    stream.compress = False
    _, content = stream.data.split(b"stream\n", 1)
    return bytes(content.removesuffix(b"\nendstream"))


def _drawn(page: Page, content: bytes, links: tuple[Any, ...]) -> DrawnPage:
    return DrawnPage(
        width=page.width,
        height=page.height,
        bleed=dict(page.bleed),
        content=zlib.compress(content, 6),
        used=names_in(content),
        marked=has_marks(content),
        links=links,
        anchors=dict(page.anchors),
        bookmarks=tuple(page.bookmarks),
    )


def names_in(content: bytes) -> frozenset[str]:
    """The names in a content stream that WeasyPrint wrote, without their slashes."""
    return frozenset(name.decode() for name in set(_NAME.findall(content)))


def _settle(resources: Any, images: dict[str, Any]) -> None:  # noqa: ANN401 - as above
    """Put finished objects into dictionaries of resources, in the place of what is still tied to the layout."""
    for name, item in resources["XObject"].items():
        if item is None:
            image = images[name]
            resources["XObject"][name] = image["image"].get_x_object(image["interpolate"], max(image["dpi_ratios"]))
            _plain(resources["XObject"][name])
    for kind in ("XObject", "Pattern", "Shading"):
        for name, item in resources[kind].items():
            if isinstance(item, Stream):
                _settle(item.extra["Resources"], images)
                plain = pydyf.Stream(item.stream, item.extra, compress=item.compress)
                resources[kind][name] = plain
                _masks(resources, item, plain)


def _plain(image: Any) -> None:  # noqa: ANN401 - as above
    """Read the bytes of a picture, which WeasyPrint leaves in a cache until they are written."""
    image.stream = [part.data if isinstance(part, pydyf.Object) else part for part in image.stream]
    if mask := image.extra.get("SMask"):
        _plain(mask)


def _masks(resources: Any, item: Any, plain: Any) -> None:  # noqa: ANN401 - as above
    for state in resources["ExtGState"].values():
        if state.get("SMask", {}) and state["SMask"].get("G") is item:
            state["SMask"]["G"] = plain


def _fonts(document: RenderedDocument) -> tuple[tuple[DrawnFont, ...], dict[str, bytes]]:
    fonts, faces = [], {}
    for font in document.fonts.values():
        data = bytes(get_hb_object_data(font.hb_face))
        digest = hashlib.sha256(data).hexdigest()
        faces[digest] = data
        state = {name: value for name, value in vars(font).items() if name not in _POINTERS}
        fonts.append(DrawnFont(state=state, digest=digest))
    return tuple(fonts), faces
