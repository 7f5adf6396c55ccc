"""The private names of WeasyPrint and pydyf that Footlight uses: what is done with each, where, and for what.

Neither package promises that these stay as they are, so both are pinned to one release (`RELEASES`, pyproject.toml).
A name is private unless it is in the documentation of its package; `PUBLIC_NAMES` has those that are. An attribute that
only instances have is named after their class.

tests/test_private_names.py holds the list against our code (this folder uses no private name that the list lacks) and
against the installed release: each name must exist with the shape that tests/cases/private_names.json has for it. After
an upgrade, its failures are the list of what changed. docs/upgrading-engines.md has the steps.
"""

from dataclasses import dataclass
from enum import Enum

RELEASES = {"weasyprint": "70.0", "pydyf": "0.13.0"}
"""The releases that are patched. Below 70, WeasyPrint has CVE-2025-68616, CVE-2026-49452 and CVE-2026-55073."""


class Use(Enum):
    """What is done with a private name."""

    CALLED = "called"
    READ = "read"
    SET = "set"
    CHECKED = "used in isinstance"
    SUBCLASSED = "subclassed"
    OVERRIDDEN = "overridden in a subclass"
    REPLACED = "replaced while the program runs"
    RELIED_ON = "not named in our code, which relies on how it works inside"


@dataclass(frozen=True, slots=True)
class PrivateName:
    """A row of the list. It is written by position, to be read as a table."""

    name: str
    """Dotted, from the package on."""
    use: Use
    used_in: str
    """The modules of this folder, separated by blanks."""
    purpose: str


# fmt: off
PRIVATE_NAMES = (
    # The layout context and the rendering of a document
    PrivateName("weasyprint.document.Document._render", Use.CALLED, "typesetter",
                "lays a document out; `HTML.render` makes the same call, but of `Document` and not of a subclass"),
    PrivateName("weasyprint.HTML.render", Use.RELIED_ON, "typesetter",
                "is nothing but a call of `Document._render` with default options"),
    PrivateName("weasyprint.document.Document._build_layout_context", Use.OVERRIDDEN, "typesetter",
                "makes the layout context, which is replaced by a `FootnoteContext`; its first argument is the HTML"),
    PrivateName("weasyprint.HTML.__init__", Use.OVERRIDDEN, "typesetter",
                "takes only text; ours takes a parsed tree and sets the same attributes"),
    PrivateName("weasyprint.HTML.base_url", Use.SET, "typesetter", "what the document's addresses are relative to"),
    PrivateName("weasyprint.HTML.url_fetcher", Use.SET, "typesetter", "our `ProjectFiles`"),
    PrivateName("weasyprint.HTML.media_type", Use.SET, "typesetter", "for `@media`"),
    PrivateName("weasyprint.HTML.wrapper_element", Use.SET, "typesetter", "the tree as cssselect2 reads it"),
    PrivateName("weasyprint.HTML.etree_element", Use.SET, "typesetter", "the tree's root"),
    PrivateName("weasyprint.layout.LayoutContext", Use.SUBCLASSED, "footnote_layout typesetter",
                "keeps notes on the page of their call, and measures each once"),
    PrivateName("weasyprint.layout.LayoutContext.current_page_footnotes", Use.OVERRIDDEN, "footnote_layout",
                "becomes a property whose list is false, so that no note is moved to save an orphan"),
    PrivateName("weasyprint.layout.block._linebox_layout", Use.RELIED_ON, "footnote_layout",
                "moves notes to the next page only while `context.current_page_footnotes` is true"),
    PrivateName("weasyprint.layout.LayoutContext._update_footnote_area", Use.OVERRIDDEN, "footnote_layout",
                "lays out all notes of a page again at each change; ours adds up heights"),
    PrivateName("weasyprint.layout.LayoutContext.current_footnote_area", Use.READ, "footnote_layout",
                "the footnote area of the page that is laid out"),
    PrivateName("weasyprint.layout.LayoutContext.current_page", Use.READ, "footnote_layout", "its number, from 1"),
    PrivateName("weasyprint.layout.LayoutContext.in_column", Use.READ, "footnote_layout",
                "whether columns are laid out"),
    PrivateName("weasyprint.layout.LayoutContext.page_bottom", Use.SET, "footnote_layout",
                "the lowest place for text on the page, in px"),
    PrivateName("weasyprint.layout.block.block_level_layout", Use.CALLED, "footnote_layout",
                "lays out a footnote area with one note, to measure it"),
    PrivateName("weasyprint.formatting_structure.build", Use.READ, "footnote_layout", "has `create_anonymous_boxes`"),
    PrivateName("weasyprint.formatting_structure.build.create_anonymous_boxes", Use.CALLED, "footnote_layout",
                "makes a copied footnote area ready for layout"),
    # Boxes
    PrivateName("weasyprint.document.Page._page_box", Use.READ, "box_structure footnote_layout typesetter",
                "the box of a page, with all others in it"),
    PrivateName("weasyprint.formatting_structure.boxes", Use.READ, "box_structure", "the classes of boxes"),
    PrivateName("weasyprint.formatting_structure.boxes.BlockLevelBox", Use.CHECKED, "box_structure",
                "whether a box begins a block"),
    PrivateName("weasyprint.formatting_structure.boxes.FootnoteAreaBox", Use.CHECKED,
                "footnote_layout overruns typesetter", "the area of notes at the foot of a page"),
    PrivateName("weasyprint.formatting_structure.boxes.MarginBox", Use.CHECKED, "box_structure overruns",
                "running heads and page numbers, which are artifacts"),
    PrivateName("weasyprint.formatting_structure.boxes.ReplacedBox", Use.CHECKED, "box_structure", "images and SVG"),
    PrivateName("weasyprint.formatting_structure.boxes.TableCellBox", Use.CHECKED, "box_structure",
                "cells, for their spans"),
    PrivateName("weasyprint.formatting_structure.boxes.TableRowGroupBox", Use.CHECKED, "box_structure",
                "headers and footers of tables, which are repeated on each page"),
    PrivateName("weasyprint.formatting_structure.boxes.TextBox", Use.CHECKED, "box_structure", "text in one line"),
    PrivateName("weasyprint.layout.absolute.AbsolutePlaceholder", Use.CHECKED, "box_structure",
                "stands among the children where an absolutely positioned box was taken out of the flow"),
    PrivateName("weasyprint.layout.absolute.AbsolutePlaceholder._box", Use.READ, "box_structure", "that box"),
    PrivateName("weasyprint.formatting_structure.boxes.Box.element", Use.READ,
                "box_structure running_text text_layer_spaces typesetter",
                "the HTML element of a box; none for page and margin boxes"),
    PrivateName("weasyprint.formatting_structure.boxes.Box.element_tag", Use.READ,
                "box_structure running_text typesetter",
                "its tag, with `::before`, `::after`, `::marker` or `::first-letter` for a pseudo-element"),
    PrivateName("weasyprint.formatting_structure.boxes.Box.style", Use.READ,
                "box_structure footnote_layout running_text script_justification text_layer_spaces",
                "computed values by CSS property; `STYLE_PROPERTIES` has the keys"),
    PrivateName("weasyprint.formatting_structure.boxes.ParentBox.children", Use.SET,
                "box_structure footnote_layout running_text text_layer_spaces typesetter",
                "the boxes in a box, in the order of the text"),
    PrivateName("weasyprint.formatting_structure.boxes.ParentBox.descendants", Use.CALLED, "box_structure",
                "all boxes in a box"),
    PrivateName("weasyprint.formatting_structure.boxes.ParentBox.deepcopy", Use.CALLED, "footnote_layout",
                "copies the footnote area before it is laid out to be measured"),
    PrivateName("weasyprint.formatting_structure.boxes.Box.link_annotation", Use.READ, "box_structure",
                "the annotation of a link, once the page is drawn"),
    PrivateName("weasyprint.formatting_structure.boxes.MarginBox.at_keyword", Use.READ, "box_structure",
                "which margin box it is, such as `@top-left`"),
    PrivateName("weasyprint.formatting_structure.boxes.TableRowGroupBox.is_header", Use.READ, "box_structure",
                "whether it is a `thead`"),
    PrivateName("weasyprint.formatting_structure.boxes.TableRowGroupBox.is_footer", Use.READ, "box_structure",
                "whether it is a `tfoot`"),
    PrivateName("weasyprint.formatting_structure.boxes.TableCellBox.colspan", Use.READ, "box_structure",
                "for `ColSpan`"),
    PrivateName("weasyprint.formatting_structure.boxes.TableCellBox.rowspan", Use.READ, "box_structure",
                "for `RowSpan`"),
    PrivateName("weasyprint.formatting_structure.boxes.FootnoteAreaBox.page", Use.READ, "footnote_layout",
                "the page box, which a note's percentages are relative to"),
    PrivateName("weasyprint.formatting_structure.boxes.Box.content_box_x", Use.CALLED, "box_structure typesetter",
                "px"),
    PrivateName("weasyprint.formatting_structure.boxes.Box.content_box_y", Use.CALLED, "box_structure typesetter",
                "px"),
    PrivateName("weasyprint.formatting_structure.boxes.Box.border_box_x", Use.CALLED, "typesetter", "px"),
    PrivateName("weasyprint.formatting_structure.boxes.Box.border_box_y", Use.CALLED, "typesetter", "px"),
    PrivateName("weasyprint.formatting_structure.boxes.Box.border_width", Use.CALLED, "typesetter", "px"),
    PrivateName("weasyprint.formatting_structure.boxes.Box.border_height", Use.CALLED, "typesetter", "px"),
    PrivateName("weasyprint.formatting_structure.boxes.Box.margin_height", Use.CALLED, "footnote_layout overruns",
                "px"),
    PrivateName("weasyprint.formatting_structure.boxes.Box.margin_width", Use.CALLED, "overruns", "px"),
    PrivateName("weasyprint.formatting_structure.boxes.TextBox.width", Use.READ,
                "box_structure footnote_layout script_justification typesetter",
                "px; read of other boxes too"),
    PrivateName("weasyprint.formatting_structure.boxes.FootnoteAreaBox.height", Use.SET,
                "box_structure footnote_layout typesetter",
                "px, `auto` before it is laid out; read of other boxes too"),
    PrivateName("weasyprint.formatting_structure.boxes.FootnoteAreaBox.min_height", Use.READ, "footnote_layout",
                "px; a footnote area with bounds is left to WeasyPrint"),
    PrivateName("weasyprint.formatting_structure.boxes.FootnoteAreaBox.max_height", Use.READ, "footnote_layout",
                "as above"),
    PrivateName("weasyprint.formatting_structure.boxes.TextBox.position_x", Use.READ, "overruns text_layer_spaces",
                "px"),
    PrivateName("weasyprint.formatting_structure.boxes.TextBox.position_y", Use.READ, "overruns text_layer_spaces",
                "px; read of the footnote area too"),
    PrivateName("weasyprint.formatting_structure.boxes.TextBox.baseline", Use.READ, "text_layer_spaces",
                "px below position_y"),
    PrivateName("weasyprint.formatting_structure.boxes.TextBox.text", Use.READ,
                "box_structure running_text script_justification text_layer_spaces",
                "the text of the box as it is drawn"),
    PrivateName("weasyprint.formatting_structure.boxes.ReplacedBox.replacement", Use.READ, "running_text",
                "the image or SVG that a box shows; only boxes with one have the attribute"),
    PrivateName("weasyprint.formatting_structure.boxes.TextBox.justification_spacing", Use.READ, "script_justification",
                "px that each space of a justified line is stretched by"),
    PrivateName("weasyprint.formatting_structure.boxes.LineBox.text_indent", Use.READ, "script_justification",
                "px that the line is indented by; 0 after the first"),
    PrivateName("weasyprint.formatting_structure.boxes.TextBox.pango_layout", Use.READ,
                "script_justification text_layer_spaces",
                "Pango's layout of the text"),
    # Lines of text
    PrivateName("weasyprint.layout.inline", Use.READ, "hanging_spaces patches script_justification text_layer_spaces",
                "the module in which four functions are replaced"),
    PrivateName("weasyprint.layout.inline.split_text_box", Use.REPLACED, "hanging_spaces patches",
                "breaks a text; ours notes where a space was removed, and keeps a text whole that fits but for one"),
    PrivateName("weasyprint.layout.inline.trailing_whitespace_size", Use.CALLED, "hanging_spaces",
                "the width of the spaces at the end of a text, px"),
    PrivateName("weasyprint.layout.inline.remove_last_whitespace", Use.REPLACED, "patches text_layer_spaces",
                "trims a line; ours notes the same"),
    PrivateName("weasyprint.layout.inline.text_align", Use.REPLACED, "patches script_justification",
                "places a line; ours takes back the indent from right to left"),
    PrivateName("weasyprint.layout.inline.get_next_linebox", Use.RELIED_ON, "script_justification",
                "adds `text_indent` at the left, whatever the direction, and calls `text_align` for the rest"),
    PrivateName("weasyprint.layout.inline.count_expandable_spaces", Use.CALLED, "script_justification",
                "how many spaces a justified text is stretched at"),
    PrivateName("weasyprint.layout.inline.add_word_spacing", Use.RELIED_ON, "script_justification",
                "stretches spaces by letter spacing, and sets `justification_spacing` and `width` of the box"),
    PrivateName("weasyprint.text.line_break.line_size", Use.CALLED, "script_justification",
                "the width of a line of Pango's"),
    PrivateName("weasyprint.text.line_break.Layout.reactivate", Use.CALLED, "script_justification text_layer_spaces",
                "makes Pango's objects of a layout again; `deactivate` frees them"),
    PrivateName("weasyprint.text.line_break.Layout.deactivate", Use.CALLED, "script_justification text_layer_spaces",
                "as above"),
    PrivateName("weasyprint.text.line_break.Layout.get_first_line", Use.CALLED,
                "script_justification text_layer_spaces",
                "the line of Pango's, and where the second begins"),
    PrivateName("weasyprint.text.line_break.Layout.justification_spacing", Use.SET, "script_justification",
                "px that `reactivate` stretches spaces by"),
    PrivateName("weasyprint.text.line_break.Layout.first_line_direction", Use.READ, "text_layer_spaces",
                "Pango's direction; odd from right to left"),
    PrivateName("weasyprint.text.line_break.Layout.text", Use.READ, "text_layer_spaces", "the text it was made of"),
    # Drawing
    PrivateName("weasyprint.draw", Use.READ, "patches text_layer_spaces", "the module that looks `draw_text` up"),
    PrivateName("weasyprint.draw.draw_text", Use.REPLACED, "patches text_layer_spaces",
                "draws a text box; ours adds spaces and soft hyphens"),
    PrivateName("weasyprint.draw.text.draw_first_line", Use.RELIED_ON, "text_layer_spaces",
                "appends `[<…>] TJ`, draws no blank text, and computes widths as `_blank_glyph` does"),
    PrivateName("weasyprint.pdf.stream.Stream._tags", Use.READ, "patches text_layer_spaces",
                "the marked-content sequences of a page, by box; None where the PDF is not tagged"),
    PrivateName("weasyprint.pdf.stream.Stream.marked", Use.RELIED_ON, "box_structure structure_writer",
                "begins a marked-content sequence for each text box and image, and keeps its `mcid` in `_tags`"),
    PrivateName("weasyprint.pdf.stream.Stream._fonts", Use.READ, "text_layer_spaces",
                "the fonts of the PDF, by Pango's key"),
    PrivateName("weasyprint.pdf.stream.Stream._old_font", Use.READ, "text_layer_spaces",
                "the hash and size of the font of the text object that has just ended"),
    PrivateName("weasyprint.pdf.stream.Stream.add_font", Use.CALLED, "text_layer_spaces",
                "a font of Pango's as one of the PDF"),
    PrivateName("weasyprint.pdf.stream.Stream.ink_rect", Use.READ, "text_layer_spaces",
                "where Pango writes a glyph's box"),
    PrivateName("weasyprint.pdf.stream.Stream.logical_rect", Use.READ, "text_layer_spaces", "as above"),
    PrivateName("weasyprint.pdf.fonts.Font.hash", Use.READ, "text_layer_spaces", "its name in content streams"),
    PrivateName("weasyprint.pdf.fonts.Font.name", Use.READ, "typesetter", "its name in the PDF, with a slash"),
    PrivateName("weasyprint.pdf.fonts.Font.index", Use.READ, "typesetter", "its number in a collection of fonts"),
    PrivateName("weasyprint.pdf.fonts.Font.tables", Use.READ, "typesetter", "its tables, such as `fvar`"),
    PrivateName("weasyprint.pdf.fonts.Font.hb_face", Use.READ, "typesetter", "HarfBuzz' face, for the font's file"),
    PrivateName("weasyprint.pdf.fonts.Font.bitmap", Use.READ, "text_layer_spaces typesetter", "whether it is bitmaps"),
    PrivateName("weasyprint.pdf.fonts.Font.glyph_count", Use.READ, "text_layer_spaces", "how many glyphs it has"),
    PrivateName("weasyprint.pdf.fonts.Font.widths", Use.READ, "text_layer_spaces", "widths of glyphs that were drawn"),
    PrivateName("weasyprint.pdf.fonts.Font.to_unicode", Use.READ, "text_layer_spaces",
                "texts of glyphs that were drawn"),
    PrivateName("weasyprint.text.fonts.get_hb_object_data", Use.CALLED, "typesetter", "the bytes of a font's file"),
    PrivateName("weasyprint.matrix.Matrix", Use.CALLED, "text_layer_spaces", "a matrix of coordinates"),
    PrivateName("weasyprint.matrix.Matrix.values", Use.READ, "text_layer_spaces", "its six numbers, as PDF has them"),
    PrivateName("weasyprint.text.ffi.FROM_UNITS", Use.READ, "text_layer_spaces", "px in one of Pango's units"),
    PrivateName("weasyprint.text.ffi.ffi", Use.READ, "text_layer_spaces", "cffi's interface, for `NULL`"),
    PrivateName("weasyprint.text.ffi.ffi.NULL", Use.READ, "text_layer_spaces", "C's null pointer"),
    PrivateName("weasyprint.text.ffi.pango", Use.READ, "text_layer_spaces", "Pango's functions"),
    PrivateName("weasyprint.text.ffi.pango.pango_font_get_glyph_extents", Use.CALLED, "text_layer_spaces",
                "the width of a glyph"),
    # Writing the PDF
    PrivateName("weasyprint.pdf", Use.READ, "patches", "the module that looks `add_tags` up"),
    PrivateName("weasyprint.pdf.add_tags", Use.REPLACED, "patches", "writes the structure tree; ours writes another"),
    PrivateName("weasyprint.pdf.generate_pdf", Use.RELIED_ON, "patches structure_writer",
                "calls `add_tags` when all pages are drawn, and gives each page its index as `StructParents`"),
    PrivateName("weasyprint.images.RasterImage", Use.CHECKED, "typesetter",
                "an image of pixels in the cache of images"),
    PrivateName("weasyprint.images.RasterImage.id", Use.SET, "typesetter",
                "its name in the PDF; WeasyPrint makes it of the file's address"),
    PrivateName("pydyf.PDF.page_references", Use.REPLACED, "patches structure_writer",
                "the references of all pages, which pydyf makes anew at each call"),
    PrivateName("pydyf.Stream.begin_marked_content", Use.RELIED_ON, "structure_writer",
                "appends three items to the stream: the tag, the property list and `BDC`"),
)
# fmt: on

PUBLIC_NAMES = (
    # Documented at https://doc.courtbouillon.org/weasyprint/stable/api_reference.html and at
    # https://doc.courtbouillon.org/pydyf/stable/api_reference.html.
    "weasyprint.CSS",
    "weasyprint.DEFAULT_OPTIONS",
    "weasyprint.HTML",
    "weasyprint.__version__",
    "weasyprint.document.Document",
    "weasyprint.document.Document.fonts",
    "weasyprint.document.Document.metadata",
    "weasyprint.document.Document.pages",
    "weasyprint.document.Document.write_pdf",
    "weasyprint.document.DocumentMetadata.lang",
    "weasyprint.document.Page.anchors",
    "weasyprint.document.Page.height",
    "weasyprint.document.Page.links",
    "weasyprint.document.Page.width",
    "weasyprint.text.fonts.FontConfiguration",
    "weasyprint.urls.URLFetcher",
    "weasyprint.urls.URLFetcher.fetch",
    "weasyprint.urls.URLFetcherResponse",
    "cssselect2.ElementWrapper",
    "cssselect2.ElementWrapper.from_html_root",
    "cssselect2.ElementWrapper.etree_element",
    "pydyf.Dictionary",
    "pydyf.Object",
    "pydyf.Object.data",
    "pydyf.Object.reference",
    "pydyf.PDF",
    "pydyf.PDF.add_object",
    "pydyf.PDF.catalog",
    "pydyf.PDF.pages",
    "pydyf.Stream.begin_text",
    "pydyf.Stream.end_text",
    "pydyf.Stream.set_font_size",
    "pydyf.Stream.set_text_matrix",
    "pydyf.Stream.stream",
    "pydyf.String",
    "pydyf.__version__",
)
"""Documented names that are used; listed so that every name that is used stands in one of the two lists."""

STYLE_PROPERTIES = {
    "direction": "whether a line's indent belongs at the right",
    "font_size": "text of size 0 is not drawn",
    "height": "a footnote area with a height of its own is left to WeasyPrint",
    "hyphenate_character": "how a divided word ends",
    "list_style_type": "for `ListNumbering`",
    "visibility": "what is hidden is no content",
    "white_space": "whether a space at the end of a line is removed",
}
"""Keys of `Box.style` that are read, and for what."""

C_FIELDS = (
    # Pango's structs as `weasyprint.text.ffi` declares them, and the fields that `text_layer_spaces` reads.
    ("PangoLayoutLine", "runs"),
    ("GSListRuns", "data"),
    ("PangoGlyphItem", "item"),
    ("PangoGlyphItem", "glyphs"),
    ("PangoItem", "analysis"),
    ("PangoAnalysis", "font"),
    ("PangoGlyphString", "num_glyphs"),
    ("PangoGlyphString", "glyphs"),
    ("PangoGlyphInfo", "glyph"),
    ("PangoRectangle", "width"),
)
LOG_MESSAGES = {
    # The module that logs, and the beginning of the message as its source has it.
    ("weasyprint.layout.page", "Step 5 - Creating layout - Page "): "`log_capture` reads the page's number",
    (
        "weasyprint.draw.text",
        ".notdef glyph rendered ",
    ): "`typesetter` and findings tell missing glyphs from other trouble",
}
