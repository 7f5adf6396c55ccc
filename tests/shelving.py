"""Build folders made on the spot: EPUBs as far as a catalogue reads them; and pages of catalogues, held to schemas."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from xml.sax.saxutils import escape

import jsonschema
from lxml import etree

from footlight.editions.epub.container_writer import File, pack

SCHEMAS = Path(__file__).parent / "schemas"
ATOM = "{http://www.w3.org/2005/Atom}"
_GRAMMAR = etree.RelaxNG(etree.parse(SCHEMAS / "opds-1.2.rng"))
_RULES: dict[str, Any] = json.loads((SCHEMAS / "opds-2.0.json").read_text())
_SCHEMA = jsonschema.Draft202012Validator(_RULES, format_checker=jsonschema.FormatChecker())
PUBLICATION = jsonschema.Draft202012Validator({**_RULES, "$ref": "#/$defs/publication"})
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c63f80f00010101001bb6ee560000000049454e44ae426082"
)
"""One white point."""
_PACKAGE = """<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id-1">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id-1">urn:example:{name}</dc:identifier>
<dc:title id="title">{title}</dc:title>
<dc:language>en</dc:language>
<meta property="dcterms:modified">2026-01-01T00:00:00Z</meta>
{more}
</metadata>
<manifest>{items}</manifest>
<spine/></package>
"""
_COVER = '<item id="cover" href="cover.png" media-type="image/png" properties="cover-image"/>'


def package(name: str, title: str, author: str = "", date: str = "", *, more: str = "", cover: bool = True) -> bytes:
    """A package document."""
    if date:
        more += f"<dc:date>{date}</dc:date>"
    if author:
        more += f"<dc:creator>{escape(author)}</dc:creator>"
    items = _COVER if cover else ""
    return _PACKAGE.format(name=name, title=escape(title), more=more, items=items).encode()


def edition(build: Path, name: str, document: bytes, *, pdf: bool = True) -> Path:
    """An edition in a build folder; its EPUB's path."""
    files = (
        File(name="package.opf", data=document, media="application/oebps-package+xml", id="opf"),
        File(name="cover.png", data=PNG, media="image/png", id="cover"),
    )
    folder = build / name
    folder.mkdir(parents=True)
    if pdf:
        (folder / f"{name}.pdf").write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 8)
    epub = folder / f"{name}.epub"
    epub.write_bytes(pack(files, "2026-01-01T00:00:00Z"))
    return epub


def editions(build: Path, number: int) -> None:
    """So many editions, by a third as many authors, over forty years."""
    for n in range(number):
        name = f"essay-{n:04}"
        edition(build, name, package(name, f"Essay {n}", f"Author {n % (number // 3 or 1)}", f"{1980 + n % 40}-03-04"))


def valid_feed(data: bytes) -> etree._Element:
    """A page of OPDS 1.2, held to its schema."""
    tree = etree.fromstring(data)
    _GRAMMAR.assertValid(tree)
    active = Counter(
        link.get("{http://opds-spec.org/2010/catalog}facetGroup")
        for link in tree.iter(f"{ATOM}link")
        if link.get("{http://opds-spec.org/2010/catalog}activeFacet")
    )
    assert all(number == 1 for number in active.values())
    of_feed = Counter(link.get("rel") for link in tree.iterchildren(f"{ATOM}link"))
    assert of_feed["self"] == of_feed["start"] == 1
    for entry in tree.iter(f"{ATOM}entry"):
        rels = {link.get("rel") for link in entry.iter(f"{ATOM}link")}
        assert ("http://opds-spec.org/acquisition" in rels) == (tree.find("{*}totalResults") is not None)
    return tree


def valid_json(data: bytes) -> dict[str, Any]:
    """A page of OPDS 2.0, held to its schema."""
    value: dict[str, Any] = json.loads(data)
    _SCHEMA.validate(value)
    return value


def addresses_1(tree: etree._Element, here: str) -> Iterator[str]:
    """Where the links of a page of OPDS 1.2 lead."""
    return (urljoin(here, link.get("href", "")) for link in tree.iter(f"{ATOM}link"))
