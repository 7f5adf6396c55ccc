"""Embedded files of a PDF/A-3, each with its relationship to the document (ISO 19005-3, 6.8; ISO 32000-1, 7.11)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from pikepdf import Array, Dictionary, Name, Pdf, String

from footlight.engines.pdf.pdf_file import PdfObject


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file to be embedded."""

    name: str
    media_type: str
    relationship: str
    """Its `AFRelationship`: `Source`, `Data`, `Alternative` or `Supplement`."""
    description: str
    data: bytes


def attach(pdf: Pdf, attachments: Sequence[Attachment]) -> None:
    """Embed files in a PDF that has none, in the order of their names; they get the document's date."""
    changed = pdf.trailer.get("/Info", Dictionary()).get("/ModDate")
    files = [
        (one.name, _file_specification(pdf, one, changed)) for one in sorted(attachments, key=lambda one: one.name)
    ]
    names = pdf.Root.get("/Names")
    if names is None:
        names = pdf.Root.Names = Dictionary()
    # The name tree lists the files for viewers; `AF` relates them to the document, as PDF/A-3 requires.
    names.EmbeddedFiles = Dictionary(Names=Array([part for name, file in files for part in (String(name), file)]))
    pdf.Root.AF = Array([file for _, file in files])


def _file_specification(pdf: Pdf, one: Attachment, changed: PdfObject) -> PdfObject:
    parameters = Dictionary(Size=len(one.data), CheckSum=String(hashlib.md5(one.data, usedforsecurity=False).digest()))
    if changed is not None:
        parameters.ModDate = String(str(changed))
    stream = pdf.make_stream(
        one.data, Dictionary(Type=Name.EmbeddedFile, Subtype=Name(f"/{one.media_type}"), Params=parameters)
    )
    specification = Dictionary(
        Type=Name.Filespec,
        F=String(one.name),
        UF=String(one.name),
        Desc=String(one.description),
        AFRelationship=Name(f"/{one.relationship}"),
        EF=Dictionary(F=stream, UF=stream),
    )
    return pdf.make_indirect(specification)
