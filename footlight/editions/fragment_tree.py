"""Fragments of HTML as trees."""

from xml.etree import ElementTree as ET


def parse_fragment(html: str) -> ET.Element:
    """Parse an element that pandoc or we wrote; comments are kept. Raises ParseError where it is not well formed."""
    parser = ET.XMLParser(target=ET.TreeBuilder(insert_comments=True))  # noqa: S314 - it has no document type
    return ET.fromstring(html, parser)  # noqa: S314 - as above
