"""What a PDF calls itself: its identification as PDF/A and as PDF/UA-1 in the text of its XMP packet."""

import re
from collections.abc import Set as AbstractSet

_UA = (
    '<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>'
    '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    "<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    "<pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>"
    "</rdf:li></rdf:Seq></pdfaSchema:property>"
    "</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)
"""The identification of PDF/UA-1 (ISO 14289-1, 5) and its description as an extension schema (ISO 19005-2, 6.6.2.3)."""

_A = re.compile(r"<rdf:Description[^>]*pdfaid:[^>]*/>")
_SAID = {
    # Attribute or element: either is XMP.
    "2a": re.compile(r"pdfaid:part(?:=[\"']|>)\s*2\b"),
    "3a": re.compile(r"pdfaid:part(?:=[\"']|>)\s*3\b"),
    "ua1": re.compile(r"pdfuaid:part(?:=[\"']|>)\s*1\b"),
}


def with_identification(packet: str, claims: AbstractSet[str]) -> str:
    """The packet of a PDF/A-2a with the identification of what `claims` holds, of `2a` or `3a`, and `ua1`."""
    if "3a" in claims:
        packet = _A.sub(lambda said: said[0].replace('pdfaid:part="2"', 'pdfaid:part="3"'), packet)
    elif "2a" not in claims:
        packet = _A.sub("", packet)
    return packet.replace("</rdf:RDF>", f"{_UA if 'ua1' in claims else ''}</rdf:RDF>").strip()


def claims_of(packet: str) -> tuple[str, ...]:
    """What a file with this packet calls itself, of `2a`, `3a` and `ua1`."""
    return tuple(claim for claim, said in _SAID.items() if said.search(packet))
