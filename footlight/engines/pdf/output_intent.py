"""What a print PDF says of itself: its printing condition (output intent), and the PDF/X standard that it conforms to.

PDF/X-1a:2001 is ISO 15930-1, PDF/X-4 is ISO 15930-7. In a PDF/X-1a, a printing condition from the ICC's registry needs
no profile in the file (15930-1, 6.7); a PDF/X-4 always has one (15930-7, 6.2.2).
"""

import hashlib
from dataclasses import dataclass
from html import escape

from pikepdf import Array, Dictionary, Name, Pdf, String

from footlight.engines.pdf.gray_profile import NAME, gray_profile
from footlight.engines.pdf.pdf_file import PdfObject
from footlight.press.job_ticket import PressStandard

ICC_REGISTRY = "http://www.color.org"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileIdentity:
    """The title, date and identifier of a file."""

    title: str
    created: str
    """As PDF writes dates, `D:YYYYMMDDhhmmss…`; empty where it is not known."""
    creator: str
    digest: str
    """Of the content, 32 hexadecimal digits: the same content has the same digest."""


def identity_of(pdf: Pdf) -> FileIdentity:
    """The identity of a file as it was laid out."""
    info = pdf.trailer.get("/Info", Dictionary())
    entries = {key: str(info.get(key, "")) for key in ("/Title", "/CreationDate", "/Creator")}
    digest = hashlib.sha256(repr(entries).encode())
    for page in pdf.pages:
        digest.update(page.obj.Contents.read_raw_bytes() if "/Contents" in page.obj else b"")
    return FileIdentity(
        title=entries["/Title"],
        created=entries["/CreationDate"],
        creator=entries["/Creator"],
        digest=digest.hexdigest()[:32],
    )


def srgb_intent(profile: PdfObject) -> Array:
    """The output intent of a colour edition that follows no PDF/X standard: sRGB, with the profile of the layout."""
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=String("sRGB IEC61966-2.1"),
        Info=String("sRGB IEC61966-2.1"),
        RegistryName=String(ICC_REGISTRY),
        DestOutputProfile=profile,
    )
    return Array([intent])


def identify_as_pdfx(pdf: Pdf, standard: PressStandard, condition: str, identity: FileIdentity) -> None:
    """Label a black-only file as PDF/X. The print preflight checks whether the label is true."""
    pdf.Root.OutputIntents = Array([_intent(pdf, standard, condition)])
    info = Dictionary(Title=String(identity.title), Trapped=Name("/False"))
    if identity.created:
        info.CreationDate = info.ModDate = String(identity.created)
    if identity.creator:
        info.Creator = String(identity.creator)
    if standard is PressStandard.X1A:
        info.GTS_PDFXVersion = String("PDF/X-1:2001")
        info.GTS_PDFXConformance = String(standard.label)
    pdf.trailer.Info = pdf.make_indirect(info)
    if standard is PressStandard.X4:
        pdf.Root.Metadata = pdf.make_stream(_xmp_packet(identity), Type=Name.Metadata, Subtype=Name.XML)


def _intent(pdf: Pdf, standard: PressStandard, condition: str) -> Dictionary:
    intent = Dictionary(Type=Name.OutputIntent, S=Name.GTS_PDFX)
    if standard is PressStandard.X1A:
        intent.OutputConditionIdentifier = String(condition)
        intent.RegistryName = String(ICC_REGISTRY)
        intent.Info = String(condition)
        return intent
    intent.OutputConditionIdentifier = String("Custom")
    intent.OutputCondition = intent.Info = String(NAME)
    intent.DestOutputProfile = pdf.make_indirect(pdf.make_stream(gray_profile(), N=1))
    return intent


def _xmp_date(created: str) -> str:
    """A PDF date, `D:20110225000000Z`, as XMP writes it."""
    digits = created.removeprefix("D:")
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}T{digits[8:10]}:{digits[10:12]}:{digits[12:14]}Z"


def _xmp_packet(identity: FileIdentity) -> bytes:
    digest = identity.digest
    uuid = f"uuid:{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:]}"
    when = _xmp_date(identity.created) if identity.created else ""
    dates = "".join(f"<xmp:{name}>{when}</xmp:{name}>" for name in ("CreateDate", "ModifyDate", "MetadataDate") if when)
    creator = f"<xmp:CreatorTool>{escape(identity.creator, quote=False)}</xmp:CreatorTool>" if identity.creator else ""
    title = escape(identity.title, quote=False)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
        ' xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
        ' xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">\n'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>\n'
        f"{dates}{creator}\n"
        f"<xmpMM:DocumentID>{uuid}</xmpMM:DocumentID><xmpMM:VersionID>1</xmpMM:VersionID>"
        "<xmpMM:RenditionClass>default</xmpMM:RenditionClass>\n"
        f"<pdf:Trapped>False</pdf:Trapped><pdfxid:GTS_PDFXVersion>{PressStandard.X4.label}</pdfxid:GTS_PDFXVersion>\n"
        '</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>'
    ).encode()
