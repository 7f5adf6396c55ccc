"""The tables behind the essays as HTML, the same for print and for screens but for what stands for a place."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from footlight.editions.books.apparatus import CitedSource, Tables
from footlight.editions.books.sections import Section
from footlight.editions.colophon import LostRow
from footlight.editions.index_terms import index_html
from footlight.editions.printed_addresses import address_html
from footlight.engines.web.url import site_of
from footlight.settings.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Locator:
    """What stands for a place."""

    id: str
    words: str
    """The number of its page, or on screens the title of its essay."""
    note: int = 0
    """On screens, the number of the note that is called there."""

    @property
    def html(self) -> str:
        """A link to the place."""
        raised = f"<sup>{self.note}</sup>" if self.note else ""
        return f'<a href="#{escape(self.id)}">{escape(self.words)}{raised}</a>'


Locate = Callable[[Sequence[str]], Sequence[Locator]]
"""Gives what stands for the places of an entry."""


def table_html(field: str, tables: Tables, words: Wording, locate: Locate) -> str:
    """One of the tables, without its heading; empty where it has nothing to list."""
    match field:
        case "publications":
            content = "".join(f"<li>{line}</li>" for line in _publications(tables, words, locate))
            return f'<ul class="fl-publications">{content}</ul>' if content else ""
        case "sites":
            return _entries((escape(site.name), _sources(site.sources, locate)) for site in tables.sites)
        case "missing":
            return _entries(
                (
                    _in_its_language(escape(essay.section.title), essay.section, words),
                    _missing(essay.rows, words, locate),
                )
                for essay in tables.missing
            )
        case _:
            return index_html(tables.index, lambda places: [(one.id, one.words) for one in locate(places)])


def _entries(groups: Iterable[tuple[str, Iterator[str]]]) -> str:
    """Entries below the words, as HTML, that they have in common."""
    content = "".join(
        f"<dt>{name}</dt>" + "".join(f"<dd>{entry}</dd>" for entry in entries) for name, entries in groups
    )
    return f'<dl class="fl-entries">{content}</dl>' if content else ""


def _in_its_language(html: str, section: Section, words: Wording) -> str:
    """Words of an essay among those of the book: with their language and direction, where these are others."""
    lang = section.meta.lang
    return html if lang == words.lang else f'<span lang="{escape(lang)}" dir="{section.meta.direction}">{html}</span>'


def _publications(tables: Tables, words: Wording, locate: Locate) -> Iterator[str]:
    for line in tables.publications:
        is_site = line.place.lower().removeprefix("www.") == site_of(line.url)  # the address says it
        parts = [escape(line.place)] if line.place and not is_site else []
        parts += [address_html(line.url)] if line.url else []
        native = line.section.words.native
        parts += (
            [_in_its_language(escape(line.when), line.section, words) if native else escape(line.when)]
            if line.when
            else []
        )
        said = _in_its_language(escape(line.section.title), line.section, words)
        title = f'<a href="#{escape(line.section.opening)}">{said}</a>'
        yield ", ".join([title, *parts]) + _located((line.section.opening,), locate)


def _located(places: Sequence[str], locate: Locate) -> str:
    links = ", ".join(one.html for one in locate(places))
    return f' <span class="fl-locators">{links}</span>' if links else ""


def _sources(sources: Sequence[CitedSource], locate: Locate) -> Iterator[str]:
    for source in sources:
        said = [escape(source.author)] if source.author else []
        said += [f"<em>{escape(source.title)}</em>"] if source.title else []
        yield ", ".join([*said, address_html(source.url)]) + _located(source.places, locate)


def _missing(rows: Sequence[tuple[LostRow, str]], words: Wording, locate: Locate) -> Iterator[str]:
    for row, call in rows:
        looked = f" ({escape(words.say('last-looked'))}: {escape(row.looked)})" if row.looked else ""
        why = f". {escape(row.why)}" if row.why else ""
        yield f"{escape(row.place)} — {escape(row.status)}{looked}{why}{_located((call,), locate)}"
