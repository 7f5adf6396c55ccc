"""Metadata of the package document: EPUB 3.3 section 5 (https://www.w3.org/TR/epub-33/#sec-metadata-elem).

It states only what the source says or what can be seen in the files; conformance is not claimed unless the
configuration names who evaluated it. Only sort names are derived, by `sort_names`.
"""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from footlight.editions.epub.container_writer import File
from footlight.editions.epub.content_documents import BookSetup
from footlight.editions.epub.publication_resources import may_move
from footlight.editions.epub.sort_names import title_sort_name, with_sort_name
from footlight.essay.document import Annotated, Identifier, PartialDate, Person
from footlight.essay.tree import Nodes, nodes, plain
from footlight.press.isbn import bare, is_isbn
from footlight.textmatch.places import single_spaced

_ISBN, _DOI = "15", "06"
"""ISBN-13 and DOI in ONIX code list 5."""
_ISBN_10 = "02"
_UNDATED = "1980-01-01T00:00:00Z"
"""`dcterms:modified` is required; an undated essay gets the earliest date that a zip can hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An identifier as the package document writes it."""

    text: str
    onix: str = ""
    """Its kind in ONIX code list 5 (https://ns.editeur.org/onix/en/5); empty where it has none there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Accessibility metadata: EPUB Accessibility 1.1 section 2 (https://www.w3.org/TR/epub-a11y-11/#sec-discovery)."""

    modes: tuple[str, ...]
    sufficient: tuple[str, ...]
    features: tuple[str, ...]
    hazard: str
    pictures: int
    described: bool
    """Whether every picture has a text alternative."""
    conforms_to: str = ""
    """The standard that was evaluated; empty where no evaluator is configured or a picture has no alternative."""
    certified_by: str = ""
    credential: str = ""
    report: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """Values of the package document that are derived from the source and the made files."""

    identifiers: tuple[Named, ...]
    """The first one is the unique identifier."""
    title: str
    title_sort: str
    """How the title is sorted; empty where it is sorted as it stands."""
    subtitle: str
    creators: tuple[Person, ...]
    contributors: tuple[Person, ...]
    date: str
    """The day of this edition, `YYYY-MM-DD`; empty where nothing is dated."""
    first_source: str
    """Where the text was first published, an address or words; empty where that is not known."""
    first_date: str
    """When it was: an ISO date, or the beginning of one."""
    modified: str
    description: str
    access: Access
    page_source: str = ""
    """The edition that page numbers refer to; empty without a page list."""


def make_metadata(setup: BookSetup, pictures: Sequence[File], *, headings: bool) -> Metadata:
    """Make the metadata of an essay; `headings` tells whether the text has any."""
    annotated, made_at = setup.annotated, setup.colophon.made_at
    essay = annotated.essay
    meta = essay.source.meta
    title = plain(essay.title) or essay.source.name
    return Metadata(
        identifiers=_identifiers(annotated, title),
        title=title,
        title_sort=title_sort_name(title, meta.lang),
        subtitle=plain(essay.subtitle),
        creators=tuple(with_sort_name(person, meta.lang) for person in meta.authors),
        contributors=tuple(with_sort_name(person, meta.lang) for person in meta.contributors),
        date=_edition_date(made_at, meta.date),
        first_source=meta.url or meta.published_in,
        first_date=meta.date.iso if meta.date else "",
        modified=made_at or _UNDATED,
        description=meta.description or single_spaced(plain(essay.abstract)),
        access=_access(setup, pictures, headings=headings),
    )


def _edition_date(made_at: str, first: PartialDate | None) -> str:
    """The day of this edition; where only the essay is dated, no more of it than the essay says."""
    if first and first.first_day and made_at.startswith(first.first_day.isoformat()):
        return first.iso
    return made_at[:10]


def paged(metadata: Metadata, source: str) -> Metadata:
    """Add the page features and the page source to the metadata; return them unchanged where `source` is empty."""
    if not source:
        return metadata
    features = tuple(sorted([*metadata.access.features, "pageBreakMarkers", "pageNavigation"]))
    return replace(metadata, access=replace(metadata.access, features=features), page_source=source)


def _identifiers(annotated: Annotated, title: str) -> tuple[Named, ...]:
    """The source's identifiers, an ISBN first; without one, first a UUID derived from the essay's address or name."""
    source = annotated.essay.source
    named = [_named(identifier) for identifier in source.meta.identifiers]
    named.sort(key=lambda identifier: identifier.onix not in (_ISBN, _ISBN_10))
    if not named or named[0].onix not in (_ISBN, _ISBN_10):
        stable = source.meta.url or f"footlight:{source.name}:{title}"
        named.insert(0, Named(text=f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, stable)}"))
    return tuple(dict.fromkeys(named))


def _named(identifier: Identifier) -> Named:
    words = identifier.text.strip()
    digits = bare(words)
    if is_isbn(digits) and (identifier.scheme.upper().startswith("ISBN") or not identifier.scheme):
        return Named(text=f"urn:isbn:{digits}", onix=_ISBN if len(digits) == 13 else _ISBN_10)
    doi = re.sub(r"(?i)\A(?:doi:\s*|https?://(?:dx\.)?doi\.org/)", "", words)
    if re.match(r"10\.\d{4,9}/\S+\Z", doi):
        return Named(text=f"https://doi.org/{doi}", onix=_DOI)
    return Named(text=words)


def _access(setup: BookSetup, pictures: Sequence[File], *, headings: bool) -> Access:
    annotated, ebook = setup.annotated, setup.ebook
    words = [*annotated.headnote, *annotated.body, *(node for note in annotated.notes for node in note.content)]
    described = not pictures or _described(words)  # without pictures: a walk over a long book is slow
    features = ["tableOfContents", "readingOrder", "displayTransformability"]
    features += ["structuralNavigation"] if headings else []
    features += ["alternativeText"] if pictures and described else []
    return Access(
        modes=("textual", "visual") if pictures else ("textual",),
        sufficient=("textual",) if described else ("textual,visual",),
        features=tuple(sorted(features)),
        hazard="unknown" if may_move(pictures) else "none",
        pictures=len(pictures),
        described=described,
        conforms_to=ebook.conforms_to if ebook.certified_by and described else "",
        certified_by=ebook.certified_by if described else "",
        credential=ebook.certifier_credential if described else "",
        report=ebook.certifier_report if described else "",
    )


def _described(blocks: Nodes) -> bool:
    return all(plain(node["c"][1]) for node in nodes(blocks) if node["t"] == "Image")
