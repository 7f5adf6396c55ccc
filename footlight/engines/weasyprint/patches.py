"""All that Footlight replaces in WeasyPrint and pydyf while they run, and the check that they are the known releases.

| replaced | by | why |
|---|---|---|
| `weasyprint.pdf.add_tags` | `_add_tags` | WeasyPrint's structure tree follows boxes, page by page |
| `weasyprint.layout.inline.get_next_linebox` | `paragraphs.planned_lines` | lines end where their paragraph is best |
| `weasyprint.layout.inline.split_inline_box` | `paragraphs.planned_lines` | a line whose spaces shrink is no overflow |
| `weasyprint.layout.inline.split_text_box` | `paragraphs.planned_lines` | a text ends where its line does |
| the same, where a line is not planned | `text_layer_spaces` | to know where a line break removed a space |
| the same, which that calls | `hanging_spaces` | a text whose last space alone is too wide breaks too early |
| `weasyprint.layout.inline.split_first_line`, `preferred`'s | `long_words` | it shapes a whole word for each line |
| `weasyprint.layout.inline.remove_last_whitespace` | `text_layer_spaces` | the same at the end of a line |
| `weasyprint.pdf.stream.Stream.add_font` | `font_identity` | two files may be one font to Pango |
| `weasyprint.draw.draw_text` | `text_layer_spaces` | to draw these spaces, and soft hyphens |
| `weasyprint.draw.text.draw_first_line` | `paragraphs.justification` | glyphs a little wider or narrower |
| the same, which that calls | `glyph_strings` | it asks Pango for each glyph, field by field |
| `weasyprint.text.line_break.Layout.setup` | `shaping_contexts` | lines of a style share what Pango knows of it |
| `weasyprint.layout.inline.text_align` | `paragraphs.justification` | spaces and glyphs of a planned line |
| the same, where a line is not planned | `script_justification` | the first line's indent from right to left |
| `weasyprint.css.StyleFor.set_computed_styles` | `shared_styles` | equal styles of pages and pseudo-elements once |
| `weasyprint.css.ComputedStyle.__missing__` | `style_lookups` | properties that nothing declares, quickly |
| `weasyprint.layout.inline.resolve_percentages`, and `block`'s | `resolved_lengths` | lengths once a style |
| `weasyprint.layout.inline.strut` | `style_lookups` | the height of a line once a style |
| `weasyprint.formatting_structure.boxes.Box.is_in_normal_flow` | `style_lookups` | one question for five |
| `weasyprint.formatting_structure.boxes.Box.descendants` | `style_lookups` | each box was handed on by all around it |
| `weasyprint.layout.background.resolve_radii_percentages` | `style_lookups` | square corners once a style |
| `weasyprint.layout.block._in_flow_layout` | `figure_floats` | figures that find no room go to the next page's head |
| `weasyprint.layout.page.float_layout` | `figure_floats` | the same: where they are laid out |
| `weasyprint.layout.page.block_level_layout` | `footnote_layout` | the notes of a full page are not laid out again |
| `weasyprint.layout.block.table_layout` | `table_heads` | a table has its head on each of its pages |
| `weasyprint.layout.table._find_earlier_page_break` | `table_heads` | the same: between rows |
| `weasyprint.document.layout_document` | `margin_notes` | notes beside the text |
| `weasyprint.layout.page.make_page` | `continued_notes` | notes that do not end on their page |
| `weasyprint.layout.page.set_page_type_computed_styles` | `continued_notes` | a page of notes is no blank one |
| `weasyprint.layout.make_all_pages` | `continued_notes` | a second round of pages needs what each left over |
| the same, which that calls | `paragraphs.page_fit` | a page that ends badly is made again |
| `pyphen.HyphDict.__init__` | `hyphenation_patterns` | dictionaries parsed once for all runs |
| `pydyf.Stream.data` | `serialized_objects` | pydyf asks for it twice, and compresses it each time |
| `pydyf.PDF.page_references` | `_page_references` | it takes time that grows with the square of a book's length |

Each name is replaced where WeasyPrint looks it up when it runs: in the module that calls the function, which may be
another than the one that defines it. Subclasses change the rest: `footnote_layout.FootnoteContext`, and in `typesetter`
`_ParsedHtml` and `_FootnoteDocument`. `private_names` lists every private name that this relies on;
docs/upgrading-engines.md says how to take a new release.
"""

from collections.abc import Sequence

import pydyf
import pyphen  # type: ignore[import-untyped]
import weasyprint
from weasyprint import css, draw, layout, pdf
from weasyprint import document as document_module
from weasyprint.draw import text as draw_text
from weasyprint.formatting_structure import boxes
from weasyprint.layout import background, block, inline, preferred
from weasyprint.layout import page as page_layout
from weasyprint.layout import table as table_layout
from weasyprint.pdf.stream import Stream
from weasyprint.text.line_break import Layout

from footlight.engines.installation import package_hint
from footlight.engines.weasyprint import (
    continued_notes,
    figure_floats,
    font_identity,
    footnote_layout,
    hyphenation_patterns,
    long_words,
    margin_notes,
    resolved_lengths,
    serialized_objects,
    shaping_contexts,
    shared_styles,
    style_lookups,
    table_heads,
    text_layer_spaces,
)
from footlight.engines.weasyprint.box_structure import read_structure
from footlight.engines.weasyprint.foreign_types import ContentStream, Pdf, RenderedDocument
from footlight.engines.weasyprint.paragraphs import justification, planned_lines
from footlight.engines.weasyprint.patched_releases import RELEASES
from footlight.engines.weasyprint.structure_order import arrange_structure
from footlight.engines.weasyprint.structure_writer import write_structure
from footlight.errors import EnvironmentProblem


def install() -> None:
    """Replace the functions. Raises EnvironmentProblem where another release is installed than `RELEASES` has."""
    _require_releases()
    pdf.add_tags = _add_tags
    css.ComputedStyle.__missing__ = style_lookups.missing_property
    css.StyleFor.set_computed_styles = shared_styles.set_computed_styles
    inline.get_next_linebox = planned_lines.get_next_linebox
    inline.split_inline_box = planned_lines.split_inline_box
    inline.split_text_box = planned_lines.split_text_box
    inline.split_first_line = long_words.split_first_line
    preferred.split_first_line = long_words.split_first_line
    inline.remove_last_whitespace = text_layer_spaces.remove_last_whitespace
    draw.draw_text = text_layer_spaces.draw_text
    Stream.add_font = font_identity.add_font
    inline.text_align = planned_lines.text_align
    draw_text.draw_first_line = justification.draw_first_line
    Layout.setup = shaping_contexts.setup
    block._in_flow_layout = figure_floats.in_flow_layout  # noqa: SLF001 - as above
    page_layout.float_layout = figure_floats.float_layout
    inline.resolve_percentages = resolved_lengths.resolve_percentages
    boxes.Box.is_in_normal_flow = style_lookups.is_in_normal_flow
    boxes.Box.descendants = style_lookups.descendants
    background.resolve_radii_percentages = style_lookups.resolve_radii
    inline.strut = style_lookups.strut
    block.resolve_percentages = resolved_lengths.resolve_percentages
    block.table_layout = table_heads.table_layout
    table_layout._find_earlier_page_break = table_heads.find_earlier_page_break  # noqa: SLF001 - as above
    document_module.layout_document = margin_notes.layout_document
    page_layout.block_level_layout = footnote_layout.block_level_layout_in_page
    page_layout.make_page = continued_notes.make_page
    page_layout.set_page_type_computed_styles = continued_notes.set_page_type_computed_styles
    layout.make_all_pages = continued_notes.make_all_pages
    pyphen.HyphDict.__init__ = hyphenation_patterns.read_dictionary
    pydyf.PDF.page_references = property(_page_references)
    pydyf.Stream.data = property(serialized_objects.stream_data)


def _require_releases() -> None:
    # A release that was never tried may set pages a little differently and raise nothing: better none than wrong ones.
    installed = {"weasyprint": weasyprint.__version__, "pydyf": pydyf.__version__}
    wrong = [name for name, release in RELEASES.items() if installed[name] != release]
    if wrong:
        found = " and ".join(f"{name} {installed[name]}" for name in wrong)
        wanted = " ".join(f"{name}=={RELEASES[name]}" for name in RELEASES)
        raise EnvironmentProblem(
            f"{found} cannot be used: Footlight changes how WeasyPrint and pydyf work, in one release of each",
            hint=package_hint(*wanted.split()),
        )


def _add_tags(document_pdf: Pdf, document: RenderedDocument, _version: str, streams: Sequence[ContentStream]) -> None:
    """Replace `weasyprint.pdf.add_tags`: write our structure tree, in the order that `document.note_order` names."""
    if hasattr(document, "write_tags"):  # `sections.joined_document` has no boxes to read
        document.write_tags(document_pdf)
        return
    tags = [stream._tags for stream in streams]  # noqa: SLF001 - WeasyPrint's own function reads it too
    structure = read_structure(document.pages, tags, document.metadata.lang or "")
    arrange_structure(structure, document.note_order)
    write_structure(document_pdf, structure, streams)


def _page_references(document_pdf: Pdf) -> tuple[bytes, ...]:
    """Replace `pydyf.PDF.page_references`: the references of all pages, made again only when a page was added.

    pydyf makes them at each call, and WeasyPrint's outline asks once a heading. `Kids` has three items a page: its
    number, its generation and `R`.
    """
    kids = document_pdf.pages["Kids"]
    cached: tuple[int, tuple[bytes, ...]] = document_pdf.__dict__.get("cached_references", (-1, ()))
    if cached[0] != len(kids):
        cached = len(kids), tuple(f"{number} 0 R".encode() for number in kids[::3])
        document_pdf.__dict__["cached_references"] = cached
    return cached[1]
