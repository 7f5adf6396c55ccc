"""WeasyPrint: HTML and style sheets to pages, and pages to a tagged PDF.

The HTML is parsed as XML. An HTML parser would close a paragraph where a note in it begins a paragraph of its own; XML
keeps them nested, and WeasyPrint lays the note out as a block.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from footlight.engines.weasyprint.lazy_imports import deferred_imports
from footlight.engines.weasyprint.style_bounds import refuse_boundless_style

with deferred_imports():
    import cssselect2
    import weasyprint
from weasyprint.css.counters import CounterStyle
from weasyprint.css.targets import TargetCollector
from weasyprint.document import Document, DocumentMetadata, Page
from weasyprint.formatting_structure.boxes import FootnoteAreaBox
from weasyprint.html import get_html_metadata
from weasyprint.images import RasterImage, get_image_from_uri
from weasyprint.layout import LayoutContext
from weasyprint.text.fonts import FontConfiguration, get_hb_object_data
from weasyprint.urls import URLFetcher

from footlight.engines.weasyprint import patches
from footlight.engines.weasyprint.box_structure import PT_PER_PX
from footlight.engines.weasyprint.edits.editable_layout import EditableLayout
from footlight.engines.weasyprint.edits.known_styles import collect_anchors
from footlight.engines.weasyprint.edits.page_margins import drawable_pages
from footlight.engines.weasyprint.footnote_layout import FootnoteContext, adopt_context, heights_agree
from footlight.engines.weasyprint.foreign_types import Box as LaidOutBox
from footlight.engines.weasyprint.foreign_types import RenderedDocument, StyleLookup
from footlight.engines.weasyprint.log_capture import captured_warnings, not_written
from footlight.engines.weasyprint.margin_notes import MarginNoteArea, adopt_column
from footlight.engines.weasyprint.overruns import find_overruns
from footlight.engines.weasyprint.preview_pages import PreviewPage, preview_pages
from footlight.engines.weasyprint.project_files import ProjectFiles
from footlight.engines.weasyprint.running_text import page_starts
from footlight.engines.weasyprint.shared_styles import part_styles
from footlight.errors import EngineError
from footlight.essay.layout import NO_GLYPH, Box, LaidPage, Layout, NoteColumn, NotePlace
from footlight.input_record import recorded

patches.install()

_VARIANT = {"pdf_variant": "pdf/a-2a", "pdf_tags": True}


class _ParsedHtml(weasyprint.HTML):  # type: ignore[misc]  # WeasyPrint is untyped
    """A document from a parsed tree. `weasyprint.HTML` takes text only, so its constructor is replaced.

    At an upgrade: compare with `weasyprint.HTML.__init__`, whose attributes are set here.
    """

    context: FootnoteContext

    exact = False
    """Whether the notes of each page are measured together."""

    def __init__(
        self, root: ET.Element, base: Path, fetcher: URLFetcher, column: NoteColumn | None
    ) -> None:  # super's parses
        self.base_url = base.resolve().as_uri() + "/"
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.column = column
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


class _FootnoteDocument(Document):  # type: ignore[misc]  # WeasyPrint is untyped
    """A document that is laid out in a `FootnoteContext`."""

    note_order = "call"
    """Where notes are read: a key of `structure_order.NOTE_ORDERS`."""

    @classmethod
    def _build_layout_context(cls, *args: Any) -> LayoutContext:  # noqa: ANN401 - WeasyPrint is untyped
        html: _ParsedHtml = args[0]
        html.context = adopt_context(super()._build_layout_context(*args), exact=html.exact)
        part_styles(html.etree_element, html.context.style_for)
        if html.column:
            adopt_column(html.context, html.column)
        return html.context


class _NamedFaces(FontConfiguration):  # type: ignore[misc]  # WeasyPrint is untyped
    """Fonts, with the families whose files style sheets name."""

    def __init__(self) -> None:
        super().__init__()
        self.families: set[str] = set()

    def add_font_face(self, rule_descriptors: dict[str, Any], url_fetcher: URLFetcher) -> Any:  # noqa: ANN401 - untyped
        """Add a face to Fontconfig's, and note its family."""
        self.families.add(rule_descriptors["font_family"])
        return super().add_font_face(rule_descriptors, url_fetcher)


class ParsedStyles:
    """Style sheets that may read the same folders, each parsed once, and the fonts that they name."""

    def __init__(self, base: Path, folders: Sequence[Path]) -> None:
        """`base` is what the addresses in them are relative to; `folders` are all that may be read besides."""
        self.fonts = _NamedFaces()
        self.read: dict[Path, str] = {}
        """The files that were read for them, and the digest of each (`input_record`)."""
        self._base = base
        self._fetcher = ProjectFiles(base, [base, *folders], (0, 0))
        self._parsed: dict[str, tuple[Any, dict[str, Any], tuple[str, ...]]] = {}

    def sheet(self, style: str) -> tuple[Any, dict[str, Any], tuple[str, ...]]:
        """Parse a style sheet; give its counter styles by name, and what WeasyPrint warned of, as well."""
        if style not in self._parsed:
            refuse_boundless_style(style)
            with captured_warnings() as messages, recorded() as record:
                address, counters = self._base.as_uri() + "/", dict[str, Any]()
                try:
                    sheet = weasyprint.CSS(
                        string=style,
                        base_url=address,
                        font_config=self.fonts,
                        counter_style=counters,
                        url_fetcher=self._fetcher,
                    )
                except (SyntaxError, RecursionError, MemoryError):  # cssselect2 makes Python of selectors
                    raise EngineError("a style sheet is nested too deeply to be read") from None
            self._parsed[style] = sheet, counters, tuple(messages)
            self.read |= record.digests
        return self._parsed[style]


class Typesetter:
    """Style sheets, parsed once, with the fonts that they name; it lays out any number of documents."""

    def __init__(
        self,
        styles: Sequence[str],
        base: Path,
        folders: Sequence[Path],
        most_pixels: tuple[int, int] = (10_000, 10_000),
        parsed: ParsedStyles | None = None,
    ) -> None:
        """`base` is what the style sheets' addresses are relative to; `folders` are all that may be read besides;
        `most_pixels` are the width and height beyond which pictures are resampled. `parsed` has style sheets of the
        same base and folders that are parsed already.
        """
        parsed = parsed or ParsedStyles(base, folders)
        self._fonts = parsed.fonts
        self._fetcher = ProjectFiles(base, [base, *folders], most_pixels)
        self._base = base
        sheets = [parsed.sheet(style) for style in styles]
        self._styles = [sheet for sheet, _, _ in sheets]
        self._counters = {name: style for _, counters, _ in sheets for name, style in counters.items()}
        self._warnings = [message for _, _, messages in sheets for message in messages]

    def lay_out(self, html: str, *, exact: bool = False, column: NoteColumn | None = None) -> "LaidOutDocument":
        """Lay out a document, which is well-formed XML; `exact` measures the notes of each page together, `column` is
        where notes stand in the margin that are meant to.

        Raises EngineError where it is not well formed, or cannot be laid out.
        """
        root = self.parse(html)
        with captured_warnings() as messages:
            try:
                # WeasyPrint fills the cache with its images, by address: so they can be named below.
                images: dict[str, Any] = {}
                options = {**weasyprint.DEFAULT_OPTIONS, "stylesheets": self._styles, "cache": images, **_VARIANT}
                parsed = _ParsedHtml(root, self._base, self._fetcher, column)
                parsed.exact = exact
                document = self._rendered(parsed, options)
                if not heights_agree(parsed.context, document.pages):
                    parsed.exact = True
                    document = self._rendered(parsed, options)
            except RecursionError:
                raise EngineError("the text is nested too deeply to be laid out") from None
            except OverflowError as error:
                raise EngineError(f"a style sheet asks for a size that nothing can be laid out with: {error}") from None
        _settle_images(images)
        _settle_links(document)
        warnings = tuple(dict.fromkeys([*self._warnings, *messages]))
        return LaidOutDocument(document, root, warnings, parsed.context.unplanned, frozenset(self._fonts.families))

    def lay_out_edited(self, html: str, before: EditableLayout, column: NoteColumn | None = None) -> "LaidOutDocument":
        """Lay out a document as `lay_out` does, of which another state was laid out before: only the pages are made
        that an edit changes. `before` holds what is kept from one state to the next.
        """
        root = self.parse(html)
        with captured_warnings() as messages:
            try:
                laid = before.lay_out(
                    root, lambda root, images, known: self._begun(root, column, images, known, exact=False)
                )
                document = self.rendered(laid.html, laid.pages, before.images, kept=True) if laid else None
            except (RecursionError, OverflowError):
                before.forget()
                return self.lay_out(html, column=column)  # which says what is wrong
        if laid is None or document is None or not heights_agree(laid.context, document.pages):
            before.forget()
            return self.lay_out(html, column=column)
        if messages:
            before.forget()  # what is kept gives no warnings
        warnings = tuple(dict.fromkeys([*self._warnings, *messages]))
        return LaidOutDocument(document, root, warnings, laid.context.unplanned, self.families)

    def parse(self, html: str) -> ET.Element:
        """Parse a document. Raises EngineError where it is not well-formed XML."""
        try:
            return ET.fromstring(html)  # noqa: S314 - templates and pandoc wrote it: it has no DTD
        except ET.ParseError as error:
            line = html.splitlines()[error.position[0] - 1][:200] if html else ""
            raise EngineError(f"the page's HTML is not well formed: {error}: {line!r}") from None

    def begin(
        self, root: ET.Element, column: NoteColumn | None, *, exact: bool
    ) -> "tuple[_ParsedHtml, dict[str, Any]]":
        """Prepare the layout of a tree: the document, which has its context, and the pictures that it will have."""
        images: dict[str, Any] = {}
        return self._begun(root, column, images, None, exact=exact), images

    def _begun(
        self,
        root: ET.Element,
        column: NoteColumn | None,
        images: dict[str, Any],
        known: tuple[StyleLookup, Any] | None,
        *,
        exact: bool,
    ) -> "_ParsedHtml":
        parsed = _ParsedHtml(root, self._base, self._fetcher, column)
        parsed.exact = exact
        options = {**weasyprint.DEFAULT_OPTIONS, "stylesheets": self._styles, "cache": images, **_VARIANT}
        counters = CounterStyle(self._counters)
        if known:
            styles, counters = known
            targets = TargetCollector()
            collect_anchors(root, styles, targets)
            pictures = partial(get_image_from_uri, cache=images, url_fetcher=self._fetcher, options=options)
            context = LayoutContext(styles, pictures, self._fonts, counters, targets)
            parsed.context = adopt_context(context, exact=exact)
            if column:
                adopt_column(parsed.context, column)
            return parsed
        _FootnoteDocument._build_layout_context(parsed, self._fonts, counters, {}, options)  # noqa: SLF001 - as in `_rendered`
        return parsed

    def rendered(
        self, parsed: "_ParsedHtml", pages: list[LaidOutBox], images: dict[str, Any], *, kept: bool = False
    ) -> RenderedDocument:
        """Make a document of finished pages, as `Document._render` does; `kept` where some may be in one already."""
        made = list(drawable_pages(pages, Page)) if kept else [Page(page) for page in pages]
        document = _FootnoteDocument(
            made, DocumentMetadata(**get_html_metadata(parsed)), self._fetcher, self._fonts, {}, "srgb"
        )
        _settle_images(images)
        _settle_links(document)
        return document

    @property
    def families(self) -> frozenset[str]:
        """The families whose font files style sheets name."""
        return frozenset(self._fonts.families)

    @property
    def style_warnings(self) -> list[str]:
        """What WeasyPrint warned of in the style sheets."""
        return self._warnings

    def _rendered(self, parsed: _ParsedHtml, options: dict[str, Any]) -> RenderedDocument:
        # `weasyprint.HTML.render` is this one call, of `Document` instead of a subclass.
        return _FootnoteDocument._render(parsed, self._fonts, CounterStyle(self._counters), None, options)  # noqa: SLF001 - as said


def _settle_images(images: Mapping[str, Any]) -> None:
    for number, image in enumerate(images.values()):
        if isinstance(image, RasterImage):
            # The id becomes the image's name in the PDF. WeasyPrint makes it of the file's address, so that the same
            # essay in another folder would have other bytes.
            image.id = str(number)


def _settle_links(document: RenderedDocument) -> None:
    for page in document.pages:
        # WeasyPrint makes a link of every box in an `a`: an address that is set in parts would be as many links.
        page.links = [link for link in page.links if link[3].element_tag == "a"]


class LaidOutDocument:
    """A document that is laid out: its layout as a value, and its PDF."""

    def __init__(
        self,
        document: RenderedDocument,
        root: ET.Element,
        warnings: tuple[str, ...],
        unplanned: Mapping[str, int],
        families: frozenset[str],
    ) -> None:
        self._document = document
        self._families = families
        self.unplanned = unplanned
        """Why justified paragraphs were broken line by line, and how many for each reason."""
        self._root = root
        self.warnings = warnings
        """What WeasyPrint logged while it laid the document out and, after `pdf`, while it wrote it."""

    def layout(self) -> Layout:
        """The pages with their anchors, where each begins in the running text, and the boxes of the footnotes."""
        # Footnotes have no place in WeasyPrint's public API: their boxes are looked up in the page's.
        boxes = [page._page_box for page in self._document.pages]  # noqa: SLF001 - there is no public way to a note's box
        notes = [note for number, box in enumerate(boxes, 1) for note in _notes(box, number)]
        text, starts, carried = page_starts(boxes, self._root, frozenset(note.note_id for note in notes))
        pages = []
        made = zip(self._document.pages, boxes, starts, carried, strict=True)
        for number, (page, box, start, over) in enumerate(made, 1):
            block = _in_points(box.content_box_x(), box.content_box_y(), box.width, box.height)
            pages.append(
                LaidPage(
                    number=number,
                    width=page.width * PT_PER_PX,
                    height=page.height * PT_PER_PX,
                    block=block,
                    anchors=tuple(page.anchors),
                    start=start,
                    carried=over,
                )
            )
        overruns = tuple(over for number, box in enumerate(boxes, 1) for over in find_overruns(box, number))
        unplanned = tuple(sorted(self.unplanned.items()))
        return Layout(pages=tuple(pages), notes=tuple(notes), text=text, overruns=overruns, unplanned=unplanned)

    def faces(self) -> dict[str, bytes]:
        """The whole font file of each font in the PDF, by its name there.

        Without variable fonts and fonts of collections, which the PDF has as instances that no file holds.
        """
        whole = [font for font in self._document.fonts.values() if not font.index and "fvar" not in font.tables]
        return {font.name.decode().lstrip("/"): get_hb_object_data(font.hb_face) for font in whole if not font.bitmap}

    def needs_machine_fonts(self) -> bool:
        """Whether characters were set, or sought, in fonts of the machine: known when the PDF is written."""
        families = {font.family for font in self._document.fonts.values()}
        return not families <= self._families or any(message.startswith(NO_GLYPH) for message in self.warnings)

    def pdf(self, *, notes_read: str = "call") -> bytes:
        """Write the PDF: tagged, and labelled PDF/A-2a, which has still to be checked.

        `notes_read` is a key of `structure_order.NOTE_ORDERS`. Warnings of characters that no font has are added to
        `warnings`. Raises EngineError where WeasyPrint warns of anything else.
        """
        self._document.note_order = notes_read
        with captured_warnings() as messages:
            data: bytes = self._document.write_pdf(**_VARIANT)
        missing = [message for message in messages if message.startswith(NO_GLYPH)]
        self.warnings = (*self.warnings, *dict.fromkeys(missing))
        if len(missing) < len(messages):
            other = next(message for message in messages if message not in missing)
            raise not_written(other)
        return data

    def preview(self, salt: str) -> tuple[PreviewPage, ...]:
        """The pages as a preview shows them; `salt` stands for the files that they are made of."""
        return preview_pages(self._document.pages, salt)

    def drawn(self, numbers: Sequence[int]) -> bytes:
        """Draw some of the pages, numbered from 0, as a PDF without tags and labels, which is quick."""
        some = self._document.copy([self._document.pages[number] for number in numbers])
        with captured_warnings():  # a build tells them
            data: bytes = some.write_pdf(uncompressed_pdf=True, pdf_tags=False)
        return data


def _in_points(x: float, y: float, width: float, height: float) -> Box:
    return Box(x=x * PT_PER_PX, y=y * PT_PER_PX, width=width * PT_PER_PX, height=height * PT_PER_PX)


def _notes(page: LaidOutBox, number: int) -> Iterator[NotePlace]:
    """The notes at the foot of a page and in its margin."""
    areas = [child for child in page.children if isinstance(child, FootnoteAreaBox)]
    yield from filter(
        None,
        (_note(child, number, beside=isinstance(area, MarginNoteArea)) for area in areas for child in area.children),
    )


def _note(box: LaidOutBox, page: int, *, beside: bool) -> NotePlace | None:
    identifier = box.element.get("id") if box.element is not None else None
    if not identifier:
        return None
    place = _in_points(box.border_box_x(), box.border_box_y(), box.border_width(), box.border_height())
    return NotePlace(note_id=identifier, page=page, box=place, beside=beside)
