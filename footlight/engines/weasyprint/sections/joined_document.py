"""One document of sections that are drawn: one PDF, with one numbering, one set of fonts, one tree, one outline.

WeasyPrint's own `generate_pdf` makes it, of pages that draw themselves by giving the bytes that are there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pydyf
from weasyprint.document import Document
from weasyprint.pdf import _use_references
from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import ffi, harfbuzz

from footlight.engines.weasyprint.declarations import add_ours
from footlight.engines.weasyprint.foreign_types import Pdf, PdfFont, RenderedDocument
from footlight.engines.weasyprint.log_capture import captured_warnings, not_written
from footlight.engines.weasyprint.sections.drawn_section import DrawnFont, DrawnLink, DrawnPage, DrawnSection
from footlight.engines.weasyprint.serialized_objects import serialize
from footlight.engines.weasyprint.structure import AnnotationReference, MarkedContent, Structure, StructureElement
from footlight.engines.weasyprint.structure_order import close_heading_levels
from footlight.engines.weasyprint.structure_writer import write_tree
from footlight.essay.layout import NO_GLYPH, LaidPage, Layout, NotePlace, Overrun, PageStart

add_ours(ffi)
_READ_ONLY = 1
"""`HB_MEMORY_MODE_READONLY`."""


class _JoinedPage:
    """A drawn page, as `generate_pdf` takes a page."""

    def __init__(self, page: DrawnPage) -> None:
        self.width, self.height, self.bleed = page.width, page.height, page.bleed
        self.links, self.anchors, self.bookmarks = page.links, page.anchors, page.bookmarks
        self.forms: dict[Any, Any] = {None: []}
        self.used = page.used
        self._content = page.content

    def paint(self, stream: Any, scale: float) -> None:  # noqa: ANN401, ARG002 - WeasyPrint's signature
        """Give the bytes of the page."""
        stream.stream = [self._content]
        stream.extra["Filter"] = "/FlateDecode"
        stream.compress = False


def _joined_font(parts: Sequence[DrawnFont], data: bytes) -> PdfFont:
    """What WeasyPrint's `Font` is for a PDF, made of what sections used of it."""
    font = object.__new__(Font)
    vars(font).update(parts[0].state)
    font.widths, font.to_unicode, font.missing = {}, {}, {}
    for part in parts:
        for name in ("widths", "to_unicode", "missing"):
            own = getattr(font, name)
            for key, value in part.state[name].items():
                own.setdefault(key, value)
    font.file_content = data
    font.file_memory = ffi.from_buffer(data)  # HarfBuzz reads it where it is
    blob = harfbuzz.hb_blob_create(font.file_memory, len(data), _READ_ONLY, ffi.NULL, ffi.NULL)
    font.hb_face = ffi.gc(harfbuzz.hb_face_create(blob, font.index), harfbuzz.hb_face_destroy)
    harfbuzz.hb_blob_destroy(blob)  # the face holds it
    return font


class JoinedDocument:
    """A document that was laid out in sections: its layout as a value, and its PDF."""

    def __init__(self, sections: Sequence[DrawnSection], families: frozenset[str]) -> None:
        self._sections = sections
        self._families = families
        self.warnings: tuple[str, ...] = tuple(dict.fromkeys(one for part in sections for one in part.warnings))
        files = {digest: data for part in sections for digest, data in part.files.items()}
        fonts: dict[str, list[DrawnFont]] = {}
        for part in sections:
            for font in part.fonts:
                fonts.setdefault(font.state["hash"], []).append(font)
        self._fonts = {name: (parts, files[parts[0].digest]) for name, parts in fonts.items()}

    def layout(self) -> Layout:
        """The pages of all sections, as one layout."""
        pages: list[LaidPage] = []
        notes: list[NotePlace] = []
        texts: list[str] = []
        overruns: list[Overrun] = []
        unplanned: dict[str, int] = {}
        offset = 0
        for part in self._sections:
            own, before = part.layout, len(pages)
            for page in own.pages:
                start = PageStart(offset=page.start.offset + offset, in_word=page.start.in_word)
                pages.append(replace(page, number=page.number + before, start=start))
            notes += [replace(note, page=note.page + before) for note in own.notes]
            overruns += [replace(over, page=over.page + before) for over in own.overruns]
            for reason, number in own.unplanned:
                unplanned[reason] = unplanned.get(reason, 0) + number
            texts.append(own.text)
            offset += len(own.text)
        return Layout(
            pages=tuple(pages),
            notes=tuple(notes),
            text="".join(texts),
            overruns=tuple(overruns),
            unplanned=tuple(sorted(unplanned.items())),
        )

    def read(self) -> dict[Any, str]:
        """The files that were read for the sections, and the digest of each (`input_record`)."""
        return {path: digest for part in self._sections for path, digest in part.read.items()}

    def faces(self) -> dict[str, bytes]:
        """The whole file of each font, as `LaidOutDocument.faces` gives them."""
        return {
            parts[0].state["name"].decode().lstrip("/"): data
            for parts, data in self._fonts.values()
            if not (parts[0].state["index"] or "fvar" in parts[0].state["tables"] or parts[0].state["bitmap"])
        }

    def needs_machine_fonts(self) -> bool:
        """Whether characters were set, or sought, in fonts of the machine."""
        families = {parts[0].state["family"] for parts, _ in self._fonts.values()}
        return not families <= self._families or any(message.startswith(NO_GLYPH) for message in self.warnings)

    def pdf(self, *, notes_read: str = "call") -> bytes:  # noqa: ARG002 - notes have been put in their places
        """Write the PDF. Raises EngineError where WeasyPrint warns of something."""
        pages = [_JoinedPage(page) for part in self._sections for page in part.pages]
        document = _JoinedDocument(pages, self._sections[0].metadata, None, _NoFonts(), {}, "srgb")
        document.fonts = {name: _joined_font(parts, data) for name, (parts, data) in self._fonts.items()}
        document.sections = self._sections
        with captured_warnings() as messages:
            data: bytes = document.write_pdf(finisher=_finish, pdf_variant="pdf/a-2a", pdf_tags=True)
        if messages:
            raise not_written(messages[0])
        return data


class _NoFonts:
    """Stands for WeasyPrint's configuration of fonts, of which nothing is needed to write a PDF."""

    font_map = None


class _JoinedDocument(Document):  # type: ignore[misc]  # WeasyPrint is untyped
    """A document that has its structure and its resources by section."""

    sections: Sequence[DrawnSection]

    def write_tags(self, pdf: Pdf) -> None:
        """Write the structure tree (`patches`)."""
        write_tree(pdf, _joined_structure(self))


def _finish(document: RenderedDocument, pdf: Pdf) -> None:
    _give_resources(document, pdf)
    serialize(pdf)


def _give_resources(document: RenderedDocument, pdf: Pdf) -> None:
    """Give each page what it uses of the resources of its section, and of the fonts of the document.

    A dictionary of its own, so that nobody has to read the content of all pages to find out what each of them uses.
    """
    pages = [pdf.objects[int(reference.split()[0])] for reference in pdf.page_references]
    common = pdf.objects[int(pages[0]["Resources"].split()[0])]["Font"]
    fonts = pdf.objects[int(common.split()[0])]
    following = iter(pages)
    for part in document.sections:
        part.resources["Font"] = common
        _use_references(pdf, part.resources, {}, {})
        own = {**part.resources, "Font": fonts}
        for drawn in part.pages:
            next(following)["Resources"] = pydyf.Dictionary(
                {kind: _used(items, drawn.used) if isinstance(items, dict) else items for kind, items in own.items()}
            )


def _used(items: Mapping[str, Any], names: frozenset[str]) -> Any:  # noqa: ANN401 - pydyf is untyped
    return pydyf.Dictionary({name: item for name, item in items.items() if name in names})


def _joined_structure(document: RenderedDocument) -> Structure:
    """One structure tree of those of the sections."""
    lang = document.metadata.lang or ""
    joined = Structure(root=StructureElement(type="Document", parent=None, lang=lang))
    before = 0
    for part in document.sections:
        own = part.structure
        if before:
            for element in own.root.walk():
                element.kids = [_moved(kid, before) for kid in element.kids]
        for kid in own.root.kids:
            if isinstance(kid, StructureElement):
                kid.parent = joined.root
            joined.root.kids.append(kid)
        joined.marked_contents += own.marked_contents
        before += len(part.pages)
    for element in joined.root.walk():
        element.kids = [kid for kid in map(_linked, element.kids) if kid is not None]
    close_heading_levels(joined.root)
    return joined


_Kid = StructureElement | MarkedContent | AnnotationReference


def _moved(kid: _Kid, pages: int) -> _Kid:
    """A reference to a page so many pages further on."""
    match kid:
        case MarkedContent():
            return MarkedContent(page=kid.page + pages, mcid=kid.mcid)
        case AnnotationReference():
            return AnnotationReference(page=kid.page + pages, annotation=kid.annotation)
        case _:
            return kid


def _linked(kid: _Kid) -> _Kid | None:
    """A reference to the annotation of the finished PDF; None for a link that leads nowhere."""
    if not isinstance(kid, AnnotationReference) or not isinstance(kid.annotation, DrawnLink):
        return kid
    annotation = kid.annotation.link_annotation
    if annotation is None:
        return None
    annotation.update(kid.annotation)
    return AnnotationReference(page=kid.page, annotation=annotation)
