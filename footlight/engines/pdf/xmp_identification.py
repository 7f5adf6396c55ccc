"""The conformance that a PDF claims in its XMP packet: identification as PDF/A and as PDF/UA-1."""

import re
from collections.abc import Set as AbstractSet

# ISO 14289-1, 5: the property `pdfuaid:part`. PDF/A allows a property outside its predefined schemas only with a
# description of the schema in the packet (ISO 19005-2, 6.6.2.3), which is the second element.
_PDFUA = (
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

_PDFA = re.compile(r"<rdf:Description[^>]*pdfaid:[^>]*/>")
"""The element with which WeasyPrint identifies a PDF/A."""
_CLAIMS = {
    # XMP allows a property as an attribute and as an element.
    "2a": re.compile(r"pdfaid:part(?:=[\"']|>)\s*2\b"),
    "3a": re.compile(r"pdfaid:part(?:=[\"']|>)\s*3\b"),
    "ua1": re.compile(r"pdfuaid:part(?:=[\"']|>)\s*1\b"),
}


def with_identification(packet: str, claims: AbstractSet[str]) -> str:
    """The packet of a PDF/A-2a with the identification of `claims`, which holds `2a` or `3a`, or neither, and `ua1`."""
    if "3a" in claims:
        packet = _PDFA.sub(lambda element: element[0].replace('pdfaid:part="2"', 'pdfaid:part="3"'), packet)
    elif "2a" not in claims:
        packet = _PDFA.sub("", packet)
    return packet.replace("</rdf:RDF>", f"{_PDFUA if 'ua1' in claims else ''}</rdf:RDF>").strip()


def claims_of(packet: str) -> tuple[str, ...]:
    """The claims of a file with this packet, of `2a`, `3a` and `ua1`."""
    return tuple(claim for claim, pattern in _CLAIMS.items() if pattern.search(packet))
