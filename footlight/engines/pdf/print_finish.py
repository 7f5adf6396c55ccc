"""The print PDF, finished after layout: black only, trim and bleed boxes, an even page count, nothing but pages."""

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass

from pikepdf import Dictionary, Name, Pdf, Stream

from footlight.engines.pdf.black_conversion import OWN_PREFIX, PlainPage, PressConversion
from footlight.engines.pdf.output_intent import identify_as_pdfx, identity_of, srgb_intent
from footlight.engines.pdf.page_boxes import crop_marks, set_boxes, trim_translation
from footlight.engines.pdf.page_digests import page_digests
from footlight.engines.pdf.pdf_file import final_bytes, open_pdf
from footlight.press.job_ticket import PressStandard, Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintPdf:
    """A finished print PDF."""

    data: bytes
    rasterized: tuple[int, ...]
    """The pages, 1-based, of which a part had to become an image."""


def finish_print(
    data: bytes,
    ticket: Ticket,
    *,
    faces: Mapping[str, bytes] | None = None,
    known: MutableMapping[str, PlainPage] | None = None,
) -> PrintPdf:
    """Make a print shop's file of a PDF whose trim boxes begin at the origin.

    Black only unless the ticket says otherwise, no transparency, trim and bleed boxes, an even number of pages, and
    nothing but pages: no tags, links, outline and scripts, and only the metadata of the PDF/X standard that the ticket
    names. `faces` are whole font files by the names of the subsets in the file, where fonts are to be embedded whole.
    `known` has pages that were converted before, by their digests, and gets the others, as far as they are plain.
    """
    with open_pdf(data) as source, Pdf.new() as pdf:
        identity = identity_of(source)
        digests = page_digests(source) if known is not None else ("",) * len(source.pages)
        for page in source.pages:
            for key in _SCREEN_KEYS:
                if key in page.obj:
                    del page.obj[key]
        # A new file takes only the pages and their resources. Most objects of a tagged PDF are structure elements.
        pdf.pages.extend(source.pages)
        press = PressConversion(pdf, colour=ticket.colour)
        for number, page in enumerate(pdf.pages, 1):
            set_boxes(page.obj, ticket, number)
            before, after = _around(ticket, number)
            name = f"{digests[number - 1]} {ticket.colour} {before!r} {after!r}" if digests[number - 1] else ""
            if known is not None and name in known:
                press.use_kept(page.obj, known[name])
            elif (plain := press.convert_page(page.obj, number, before, after)) and known is not None and name:
                known[name] = plain
        press.finish()
        _remove_colour_spaces(pdf, ticket)
        if len(pdf.pages) % 2:
            _add_blank(pdf, ticket)
        _embed_whole_fonts(pdf, faces or {})
        if ticket.standard is not None:
            identify_as_pdfx(pdf, ticket.standard, ticket.preset.condition, identity)
        elif ticket.colour and "/OutputIntents" in source.Root:
            profile = pdf.copy_foreign(source.Root.OutputIntents[0].DestOutputProfile)
            pdf.Root.OutputIntents = srgb_intent(profile)
        # PDF/X-1a:2001 is based on PDF 1.3, PDF/X-4 on PDF 1.6; any other file gets the version that it needs.
        version = {None: "", PressStandard.X1A: "1.3", PressStandard.X4: "1.6"}[ticket.standard]
        return PrintPdf(data=final_bytes(pdf, version=version), rasterized=tuple(press.rasterized))


_SCREEN_KEYS = ("/Annots", "/StructParents", "/Tabs", "/Group", "/AA", "/PieceInfo", "/Metadata", "/Trans", "/Dur")
"""Keys of a page that mean nothing on paper."""


def _around(ticket: Ticket, number: int) -> tuple[bytes, bytes]:
    """What goes before and after a page's content: it is moved to its trim box, and gets crop marks."""
    before, after = trim_translation(ticket, number), crop_marks(ticket, number)
    # Content of WeasyPrint's begins at the trim box. It is moved as a whole, and restored before the crop marks.
    return (b"q\n" + before, b"Q\n" + after) if before or after else (b"", b"")


def _add_blank(pdf: Pdf, ticket: Ticket) -> None:
    pdf.add_blank_page()
    last, number = pdf.pages[-1].obj, len(pdf.pages)
    # Not an empty stream, which Ghostscript reports as an error.
    last.Contents = pdf.make_stream(crop_marks(ticket, number) or b"q Q\n")
    set_boxes(last, ticket, number)


def _remove_colour_spaces(pdf: Pdf, ticket: Ticket) -> None:
    """Remove the colour spaces that nothing uses any more from the resources of a black-only file."""
    if ticket.colour:
        return
    for item in pdf.objects:
        if not isinstance(item, Dictionary | Stream):
            continue
        # `item` is a resource dictionary, or a page or form that holds one.
        for holder in (item, item.get("/Resources")):
            spaces = holder.get("/ColorSpace") if isinstance(holder, Dictionary) else None
            if isinstance(spaces, Dictionary):
                for name in [name for name in list(spaces.keys()) if not name.startswith(f"/{OWN_PREFIX}")]:
                    del spaces[name]


def _embed_whole_fonts(pdf: Pdf, faces: Mapping[str, bytes]) -> None:
    """Replace font subsets by whole fonts.

    WeasyPrint's subsets keep the glyph numbers of the whole font, so that the content needs no change. The subset tag,
    six letters and a plus sign (ISO 32000-1, 9.6.4), is removed from the font's name.
    """
    for item in pdf.objects:
        if not isinstance(item, Dictionary):
            continue
        for key in ("/FontName", "/BaseFont"):
            name = str(item.get(key, "")).lstrip("/")
            if name not in faces:
                continue
            item[key] = Name("/" + name.partition("+")[2])
            for file in ("/FontFile2", "/FontFile3"):
                if file in item:
                    item[file].write(faces[name])
                    if "/Length1" in item[file]:
                        item[file].Length1 = len(faces[name])
            if "/CIDSet" in item:
                del item["/CIDSet"]
