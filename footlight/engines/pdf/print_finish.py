"""The print PDF, put right after layout: black only, the boxes at trim and bleed, nothing but pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pikepdf import Dictionary, Name, Pdf, Stream

from footlight.engines.pdf.black_conversion import PressConversion
from footlight.engines.pdf.output_intent import identify_as_pdfx, identity_of, srgb_intent
from footlight.engines.pdf.page_boxes import crop_marks, set_boxes, trim_translation
from footlight.engines.pdf.pdf_file import final_bytes, open_pdf
from footlight.press.job_ticket import PressStandard, Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintPdf:
    """A print PDF."""

    data: bytes
    pictured: tuple[int, ...]
    """The pages, 1-based, of which a part had to become a picture."""


def finish_print(data: bytes, ticket: Ticket, *, faces: Mapping[str, bytes] | None = None) -> PrintPdf:
    """The pages of a PDF, whose trims begin at the origin, as a print shop takes them.

    Black only unless the ticket says otherwise, no transparency, trim and bleed where they belong, an even number of
    pages, and nothing but pages: no tags, links, outline, scripts, and no metadata but those of the standard that the
    ticket names. `faces` are the whole fonts for the names of those in the file, where they are to be embedded whole.
    """
    with open_pdf(data) as source, Pdf.new() as pdf:
        identity = identity_of(source)
        for page in source.pages:
            for key in _OF_SCREENS:
                if key in page.obj:
                    del page.obj[key]
        pdf.pages.extend(source.pages)  # and what they draw with: tags are most of a tagged file's objects
        press = PressConversion(pdf, colour=ticket.colour)
        for number, page in enumerate(pdf.pages, 1):
            press.page(page.obj, number)
            _placed(page.obj, ticket, number)
        press.finish()
        _without_spaces(pdf, ticket)
        if len(pdf.pages) % 2:
            _add_blank(pdf, ticket)
        _whole_fonts(pdf, faces or {})
        if ticket.standard is not None:
            identify_as_pdfx(pdf, ticket.standard, ticket.preset.condition, identity)
        elif ticket.colour and "/OutputIntents" in source.Root:
            profile = pdf.copy_foreign(source.Root.OutputIntents[0].DestOutputProfile)
            pdf.Root.OutputIntents = srgb_intent(profile)
        version = {None: "", PressStandard.X1A: "1.3", PressStandard.X4: "1.6"}[ticket.standard]
        return PrintPdf(data=final_bytes(pdf, version=version), pictured=tuple(press.pictured))


_OF_SCREENS = ("/Annots", "/StructParents", "/Tabs", "/Group", "/AA", "/PieceInfo", "/Metadata", "/Trans", "/Dur")
"""Keys of a page that mean nothing on paper."""


def _placed(page: Any, ticket: Ticket, number: int) -> None:  # noqa: ANN401 - pikepdf's objects are what the file holds
    """Moves what a page draws to where its trim is, and sets its boxes and marks."""
    set_boxes(page, ticket, number)
    before, after = trim_translation(ticket, number), crop_marks(ticket, number)
    if before or after:
        page.Contents.write(b"q\n" + before + page.Contents.read_bytes() + b"Q\n" + after)


def _add_blank(pdf: Pdf, ticket: Ticket) -> None:
    pdf.add_blank_page()
    last, number = pdf.pages[-1].obj, len(pdf.pages)
    last.Contents = pdf.make_stream(
        crop_marks(ticket, number) or b"q Q\n"
    )  # an empty stream is an error to Ghostscript
    set_boxes(last, ticket, number)


def _without_spaces(pdf: Pdf, ticket: Ticket) -> None:
    """Takes colour spaces that nothing uses any more out of what pages and drawings draw with."""
    if ticket.colour:
        return
    for item in pdf.objects:
        if not isinstance(item, Dictionary | Stream):
            continue
        for holder in (item, item.get("/Resources")):
            spaces = holder.get("/ColorSpace") if isinstance(holder, Dictionary) else None
            if isinstance(spaces, Dictionary):
                _only_ground(spaces)


def _only_ground(spaces: Any) -> None:  # noqa: ANN401 - as above
    for name in list(spaces.keys()):
        if not name.startswith("/Fl"):
            del spaces[name]


def _whole_fonts(pdf: Pdf, faces: Mapping[str, bytes]) -> None:
    """Puts whole faces in the place of their parts.

    WeasyPrint's parts keep the numbers of their glyphs, so the whole takes a part's place; the six letters that mark a
    part (ISO 32000-1, 9.6.4) are taken from its name.
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
