"""What a PDF says of itself: the title and the author of its information dictionary (ISO 32000-1, 14.3.3)."""

from footlight.engines.pdf.pdf_file import open_pdf


def document_information(data: bytes) -> tuple[str, str]:
    """Return the title and the author that a PDF states; empty where it states none.

    Raises EngineError where the file cannot be read.
    """
    with open_pdf(data) as pdf:
        if "/Info" not in pdf.trailer:
            return "", ""
        return _text(pdf.docinfo.get("/Title")), _text(pdf.docinfo.get("/Author"))


def _text(value: object) -> str:
    return " ".join(str(value).replace("\x00", "").split())[:400] if value is not None else ""
