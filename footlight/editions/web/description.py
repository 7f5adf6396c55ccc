"""What the document says of itself to programs: names of HTML, Open Graph, Highwire's citation tags, schema.org.

It states only what the source says and what can be seen in the file. Where the text was first published is called that:
the document does not claim to be that page (no canonical address).
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from footlight.editions.epub.metadata import Metadata
from footlight.essay.document import Metadata as SourceMetadata

_REGION = re.compile(r"([a-z]{2,3})-([A-Z]{2})\Z")
_UNDATED = "1980"
"""What the dates of an edition begin with that knows none."""
_ROLES = {"edt": "editor", "trl": "translator", "ill": "illustrator"}
"""MARC relator codes that schema.org has a property for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetaEntry:
    """An element `meta`."""

    attribute: str
    """`name` or `property`."""
    name: str
    content: str


def with_features(metadata: Metadata, *, contents: bool) -> Metadata:
    """The metadata of an EPUB, with what one document without pages has of its features."""
    features = {*metadata.access.features} - ({"tableOfContents"} if not contents else set())
    return replace(metadata, access=replace(metadata.access, features=tuple(sorted(features))))


def meta_entries(metadata: Metadata, meta: SourceMetadata, generator: str, *, book: bool) -> tuple[MetaEntry, ...]:
    """The elements `meta` of the document."""
    return tuple(
        MetaEntry(attribute="property" if ":" in name else "name", name=name, content=content)
        for name, content in _entries(metadata, meta, generator, book=book)
        if content
    )


def _entries(metadata: Metadata, meta: SourceMetadata, generator: str, *, book: bool) -> Iterator[tuple[str, str]]:
    yield "author", meta.byline
    yield "description", metadata.description
    yield "keywords", ", ".join(meta.keywords)
    yield "generator", generator
    yield "dcterms.source", metadata.first_source
    yield "dcterms.rights", meta.rights
    # https://ogp.me/
    yield "og:type", "book" if book else "article"
    yield "og:title", metadata.title
    yield "og:description", metadata.description
    yield "og:locale", "_".join(found.groups()) if (found := _REGION.match(meta.lang)) else ""
    yield "article:published_time", "" if book else metadata.first_date
    # https://scholar.google.com/intl/en/scholar/inclusion.html#indexing
    yield "citation_title", metadata.title
    for person in meta.authors:
        yield "citation_author", person.name
    yield "citation_publication_date", metadata.first_date.replace("-", "/")
    yield "citation_language", meta.lang
    yield "citation_publisher", meta.publisher
    for identifier in metadata.identifiers:
        if identifier.text.startswith("https://doi.org/"):
            yield "citation_doi", identifier.text.removeprefix("https://doi.org/")
        elif identifier.text.startswith("urn:isbn:"):
            yield "citation_isbn", identifier.text.removeprefix("urn:isbn:")


def linked_data(metadata: Metadata, meta: SourceMetadata, *, book: bool) -> str:
    """The same as JSON-LD in the words of schema.org, for an element `script`, which it cannot end."""
    value: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Book" if book else "Article",
        "name" if book else "headline": metadata.title,
        "alternativeHeadline": metadata.subtitle,
        "author": [{"@type": "Person", "name": person.name} for person in meta.authors],
        "inLanguage": meta.lang,
        "datePublished": metadata.first_date,
        "dateModified": "" if metadata.modified.startswith(_UNDATED) else metadata.modified,
        "description": metadata.description,
        "keywords": list(meta.keywords),
        "publisher": {"@type": "Organization", "name": meta.publisher} if meta.publisher else None,
        "copyrightNotice": meta.rights,
        "identifier": [one.text for one in metadata.identifiers if not one.text.startswith("urn:uuid:")],
        "isBasedOn": meta.url,
        "isPartOf": {"@type": "CreativeWork", "name": meta.published_in} if meta.published_in else None,
        "accessMode": list(metadata.access.modes),
        "accessModeSufficient": [
            {"@type": "ItemList", "itemListElement": modes.split(",")} for modes in metadata.access.sufficient
        ],
        "accessibilityFeature": list(metadata.access.features),
        "accessibilityHazard": metadata.access.hazard,
    }
    for person in meta.contributors:
        if person.role in _ROLES:
            value.setdefault(_ROLES[person.role], []).append({"@type": "Person", "name": person.name})
    told = {name: said for name, said in value.items() if said}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c").replace("&", "\\u0026")
