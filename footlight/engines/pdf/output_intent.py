"""What a print PDF says of itself: for which printing condition it was made, and to which part of PDF/X it conforms.

PDF/X-1a:2001 is ISO 15930-1, PDF/X-4 is ISO 15930-7. For PDF/X-1a a condition of the ICC's registry needs no profile in
the file (15930-1, 6.7); PDF/X-4 always has one (15930-7, 6.2.2).
"""

import hashlib
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from pikepdf import Array, Dictionary, Name, Pdf, String

from footlight.engines.pdf.gray_profile import NAME, gray_profile
from footlight.press.job_ticket import PressStandard

ICC_REGISTRY = "http://www.color.org"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileIdentity:
    """What a file is called, and when it was made."""

    title: str
    made: str
    """As PDF writes moments, `D:YYYYMMDDhhmmss…`; empty where nobody knows."""
    creator: str
    key: str
    """Of the content: the same for the same bytes."""


def identity_of(pdf: Pdf) -> FileIdentity:
    """The identity of a file as it was laid out."""
    info = pdf.trailer.get("/Info", Dictionary())
    said = {key: str(info.get(key, "")) for key in ("/Title", "/CreationDate", "/Creator")}
    digest = hashlib.sha256(repr(said).encode())
    for page in pdf.pages:
        digest.update(page.obj.Contents.read_raw_bytes() if "/Contents" in page.obj else b"")
    return FileIdentity(
        title=said["/Title"], made=said["/CreationDate"], creator=said["/Creator"], key=digest.hexdigest()[:32]
    )


def srgb_intent(profile: Any) -> Array:  # noqa: ANN401 - pikepdf's objects are what the file holds
    """The output intent of a colour edition outside any standard: sRGB, with the profile that the layout brought."""
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
    """Has a black-only file say what it conforms to; whether it is true the checks decide."""
    pdf.Root.OutputIntents = Array([_intent(pdf, standard, condition)])
    info = Dictionary(Title=String(identity.title), Trapped=Name("/False"))
    if identity.made:
        info.CreationDate = info.ModDate = String(identity.made)
    if identity.creator:
        info.Creator = String(identity.creator)
    if standard is PressStandard.X1A:
        info.GTS_PDFXVersion = String("PDF/X-1:2001")
        info.GTS_PDFXConformance = String(standard.label)
    pdf.trailer.Info = pdf.make_indirect(info)
    if standard is PressStandard.X4:
        pdf.Root.Metadata = pdf.make_stream(_packet(identity), Type=Name.Metadata, Subtype=Name.XML)


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


def _moment(made: str) -> str:
    """`D:20110225000000Z` as XMP writes it."""
    digits = made.removeprefix("D:")
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}T{digits[8:10]}:{digits[10:12]}:{digits[12:14]}Z"


def _packet(identity: FileIdentity) -> bytes:
    key = identity.key
    uuid = f"uuid:{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"
    when = _moment(identity.made) if identity.made else ""
    dates = "".join(f"<xmp:{name}>{when}</xmp:{name}>" for name in ("CreateDate", "ModifyDate", "MetadataDate") if when)
    creator = f"<xmp:CreatorTool>{escape(identity.creator)}</xmp:CreatorTool>" if identity.creator else ""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
        ' xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
        ' xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">\n'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(identity.title)}</rdf:li></rdf:Alt></dc:title>\n'
        f"{dates}{creator}\n"
        f"<xmpMM:DocumentID>{uuid}</xmpMM:DocumentID><xmpMM:VersionID>1</xmpMM:VersionID>"
        "<xmpMM:RenditionClass>default</xmpMM:RenditionClass>\n"
        f"<pdf:Trapped>False</pdf:Trapped><pdfxid:GTS_PDFXVersion>{PressStandard.X4.label}</pdfxid:GTS_PDFXVersion>\n"
        '</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>'
    ).encode()
