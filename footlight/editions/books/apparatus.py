"""What stands behind the essays of a book: first publications, sources by site, links that were missing, the index.

An entry leads to its places by their identifiers. `Locators` say what stands for a place: the number of its page in
print, and on screens the essay.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from footlight.editions.books.sections import BookText, Section
from footlight.editions.colophon import LostRow
from footlight.editions.index_terms import IndexTerm, letters
from footlight.editions.printed_addresses import shown
from footlight.engines.web.url import site_of
from footlight.essay.book import Role
from footlight.essay.document import NoteKind

_PRINTED = (NoteKind.LINK, NoteKind.RECOVERED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """Where and when an essay of the book was first published."""

    section: Section
    place: str
    """A periodical or a site; empty where only the date is known."""
    url: str
    """Its address; empty where none is known."""
    when: str


def publications(text: BookText) -> tuple[Publication, ...]:
    """The first publications of the essays of which one is known, in the order of the book."""
    found = []
    for section in text.sections:
        meta = section.meta
        when = section.words.date(meta.date)
        if section.chapter.role is Role.ESSAY and (meta.published_in or meta.url or when):
            found.append(Publication(section=section, place=meta.published_in, url=meta.url, when=when))
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedSource:
    """An address that notes of the book print."""

    url: str
    title: str
    """What the ledger knows of it; empty where that is nothing."""
    author: str
    places: tuple[str, ...]
    """The identifiers of the calls of its notes, in the order of the book."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedSite:
    """The sources of one site."""

    name: str
    sources: tuple[CitedSource, ...]


def cited_sites(text: BookText) -> tuple[CitedSite, ...]:
    """The sources of all notes by site, in alphabetical order; what is cited more than once stands once (`_key`)."""
    found: dict[str, CitedSource] = {}
    for section in text.sections:
        for note in text.text_of(section).notes:
            if note.kind not in _PRINTED or not note.url:
                continue
            entry = note.entry
            known = found.get(note.url)
            source = known or CitedSource(
                url=note.url,
                title=entry.title if entry else "",
                author=entry.author if entry else "",
                places=(),
            )
            found[note.url] = replace(source, places=(*source.places, note.call_id))
    sites: dict[str, list[CitedSource]] = {}
    for source in found.values():
        sites.setdefault(site_of(source.url), []).append(source)
    return tuple(
        CitedSite(name=name, sources=tuple(sorted(sources, key=_key)))
        for name, sources in sorted(sites.items(), key=lambda pair: letters(pair[0]))
    )


_FIGURES = re.compile(r"(\d+)")


def _key(source: CitedSource) -> tuple[object, ...]:
    """Sources whose author or title is known in alphabetical order, as they are printed; then the bare addresses."""
    said = letters(f"{source.author} {source.title}".strip())
    return not said, said, _by_parts(shown(source.url)), source.url


def _by_parts(address: str) -> tuple[object, ...]:
    """An address as it is sorted: part by part, and numbers by their value, so that /9/ comes before /10/."""
    return tuple(tuple(_in_order(piece) for piece in _FIGURES.split(part)) for part in address.split("/"))


def _in_order(piece: str) -> tuple[int, str]:
    """A piece of an address, letters or figures; they alternate, so that two of one kind are compared."""
    figures = piece.lstrip("0")
    return (len(figures), figures) if piece.isdecimal() else (0, piece.casefold())


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingLinks:
    """The missing links of one essay, and what became of each."""

    section: Section
    rows: tuple[tuple[LostRow, str], ...]
    """Each with the identifier of the call of its note."""


def missing_links(text: BookText) -> tuple[MissingLinks, ...]:
    """The missing links of the essays that have any, in the order of the book."""
    return tuple(
        MissingLinks(section=section, rows=tuple((row, f"{section.key}fl-call-{row.number}") for row in section.lost))
        for section in text.sections
        if section.lost
    )


def joined_index(text: BookText) -> tuple[IndexTerm, ...]:
    """The index terms of all sections as one index, in alphabetical order."""
    places: dict[tuple[str, ...], list[str]] = {}
    for section in text.sections:
        for term in text.text_of(section).fragments.index:
            places.setdefault(term.path, []).extend(term.places)
    terms = [IndexTerm(path=path, places=tuple(found)) for path, found in places.items()]
    return tuple(sorted(terms, key=lambda term: [(letters(part), part) for part in term.path]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A table or an index behind the essays."""

    field: str
    """Of `Tables`."""
    id: str
    """Its identifier in print."""
    words: str
    """The row of the wording that is its heading."""


APPARATUS = (
    Row(field="publications", id="fl-publications", words="first-publications"),
    Row(field="sites", id="fl-sources", words="sources-by-site"),
    Row(field="missing", id="fl-links", words="recovered-and-lost"),
    Row(field="index", id="fl-index", words="index"),
)
"""In the order of the book."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """All that stands behind the essays, each part empty where it is not wanted or has nothing to list."""

    publications: tuple[Publication, ...]
    sites: tuple[CitedSite, ...]
    missing: tuple[MissingLinks, ...]
    index: tuple[IndexTerm, ...]

    @property
    def quote_pages(self) -> bool:
        """Whether they name pages, so that these have to be known before they can be set."""
        return bool(self.publications or self.sites or self.missing or self.index)


def tables_of(text: BookText) -> Tables:
    """The tables and indexes of a book that its settings ask for."""
    wanted = text.book.apparatus
    return Tables(
        publications=publications(text) if wanted.first_publications else (),
        sites=cited_sites(text) if wanted.sources else (),
        missing=missing_links(text) if wanted.links else (),
        index=joined_index(text),
    )


def page_numbers(places: Sequence[str], pages: Mapping[str, int]) -> list[tuple[str, int]]:
    """The pages of places, each once and in their order, with the first place on each."""
    first: dict[int, str] = {}
    for place in places:
        first.setdefault(pages.get(place, 0), place)
    return [(first[number], number) for number in sorted(first)]
