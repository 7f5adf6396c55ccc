"""The HTML of a book on pages: each section by itself, and what stands before, between and behind them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

from footlight.editions.books.apparatus import APPARATUS, Tables, page_numbers, tables_of
from footlight.editions.books.book_colophon import contributors
from footlight.editions.books.sections import BookText, Section
from footlight.editions.books.table_views import Locator, table_html
from footlight.editions.colophon import Colophon
from footlight.editions.page_document import (
    HouseStyle,
    PageSetup,
    fitted_to_page,
    note_views,
    notes_in_place,
    spoken,
    title_width,
    verso_drop,
)
from footlight.editions.running_heads import Heads, running_heads
from footlight.editions.style_properties import title_factor
from footlight.engines.templates import markup
from footlight.essay.book import Role
from footlight.essay.openings import Opening
from footlight.findings.finding import Finding
from footlight.settings.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentsLine:
    """A line of the contents, as the page templates see it."""

    kind: str
    """`part`, `essay`, or `matter` for what stands before and behind."""
    id: str
    words: str
    author: str = ""
    """Where the essays of the book have several authors."""
    lang: str = ""
    """The language of the words, where it is not the book's."""


def part_id(number: int) -> str:
    """The identifier of a part's title."""
    return f"fl-part-{number}"


def contents(text: BookText, tables: Tables, words: Wording) -> tuple[ContentsLine, ...]:
    """The contents of a book."""
    several = has_several_authors(text)

    def line(section: Section, kind: str) -> ContentsLine:
        author = section.meta.byline if several and kind == "essay" else ""
        lang = section.meta.lang if section.meta.lang != text.book.meta.lang else ""
        return ContentsLine(kind=kind, id=section.opening, words=section.title, author=author, lang=lang)

    lines = [line(section, "matter") for section in text.front]
    for number, (title, sections) in enumerate(text.parts, 1):
        lines += [ContentsLine(kind="part", id=part_id(number), words=title)] if title else []
        lines += [line(section, "essay") for section in sections]
    lines += [line(section, "matter") for section in text.back]
    lines += [
        ContentsLine(kind="matter", id=row.id, words=words.say(row.words))
        for row in APPARATUS
        if getattr(tables, row.field)
    ]
    return tuple(lines)


def has_several_authors(text: BookText) -> bool:
    """Whether the essays are not all by the same authors, so that each says whose it is."""
    authors = {section.meta.authors for section in text.sections if section.chapter.role is Role.ESSAY}
    return len(authors) > 1 or authors != {text.book.meta.authors}


FilledSections = dict[tuple[object, ...], tuple[str, list[Finding]]]
"""Sections that were filled in, by all that they depend on besides text and house, with what was found then."""


def book_html(
    text: BookText, colophon: Colophon, house: HouseStyle, setup: PageSetup, filled: FilledSections | None = None
) -> str:
    """Fill in the whole document, well-formed XML. `filled` has sections of the text that were filled in before."""
    meta, words = text.book.meta, house.words
    tables = tables_of(text)
    several = has_several_authors(text)
    head = running_heads(colophon.title, (), str, setup.page).title
    filling = _Filling(text, house, setup, {} if filled is None else filled)
    return house.templates.render(
        "book.html",
        lang=meta.lang,
        direction=meta.direction,
        scripts=_scripts(text),
        title=markup(spoken(text.title)),
        title_text=colophon.title,
        title_width=title_width(colophon.title, setup.page, title_factor(house.properties)),
        subtitle=markup(spoken(text.subtitle)),
        byline=meta.byline,
        contributors=contributors(text, words),
        publisher=meta.publisher,
        imprint=colophon.imprint,
        description=meta.description,
        keywords=", ".join(meta.keywords),
        generator=colophon.generator,
        made_at=colophon.made_at,
        dedication=markup(text.dedication),
        epigraph=markup(text.epigraph),
        contents=contents(text, tables, words),
        sections=[markup(one) for one in _sections(filling, (head, head if not several else ""))],
        head=head,
        apparatus=list(_apparatus(tables, words, setup.pages_of)),
        colophon=colophon,
        verso_drop=verso_drop(colophon.verso, setup.page),
        words=words.rows,
    )


_FACES = {
    # What templates/page.css calls the faces of each language whose letters the house's face does not have.
    **dict.fromkeys(("ar", "fa", "ur"), "ar"),
    **dict.fromkeys(("he", "yi"), "he"),
    **{language: language for language in ("ja", "zh", "ko")},
}
_TRADITIONAL = frozenset(("zh-tw", "zh-hk", "zh-hant"))


def _scripts(text: BookText) -> list[str]:
    """The faces that contents, running heads and tables need besides: those of the languages of the essays."""
    languages = dict.fromkeys([text.book.meta.lang, *(section.meta.lang for section in text.sections)])
    named = (
        "zh-hant" if tag.lower().startswith(tuple(_TRADITIONAL)) else _FACES.get(tag.partition("-")[0].lower(), "")
        for tag in languages
    )
    return list(dict.fromkeys(filter(None, named)))


@dataclass(frozen=True, slots=True)
class _Filling:
    """The filling in of sections, each once."""

    text: BookText
    house: HouseStyle
    setup: PageSetup
    filled: FilledSections

    def html(self, section: Section, place: "_Place") -> str:
        """The HTML of a section in its place; what is found while it is filled in is added to the setup's findings."""
        setup = self.setup
        key = (section.key, self.text.on_screen, place, setup.page, setup.column, setup.at_foot, setup.endnotes)
        if key not in self.filled:
            own = replace(setup, findings=[])
            self.filled[key] = section_html(section, self.text, self.house, own, place), own.findings
        html, findings = self.filled[key]
        setup.findings.extend(findings)
        return html


def _sections(filling: _Filling, heads: tuple[str, str]) -> list[str]:
    """All sections in their order, with the pages of the parts between them.

    `heads` are the title of the book, and the running head of left pages, which is empty where each essay has its own.
    """
    book, head = heads
    text = filling.text
    beginning = _Place(book=book, head=head, begins=Opening.RECTO)
    out = [filling.html(section, beginning) for section in text.front]
    first = True
    for number, (title, sections) in enumerate(text.parts, 1):
        if title:
            identifier = part_id(number)
            out.append(f'<section class="fl-part-page"><h1 id="{identifier}">{escape(title)}</h1></section>')
        for index, section in enumerate(sections):
            begins = Opening.RECTO if first or (title and not index) else text.book.opening
            out.append(filling.html(section, replace(beginning, begins=begins, in_part=bool(title))))
            first = False
    return [*out, *(filling.html(section, beginning) for section in text.back)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where in the book a section stands."""

    book: str
    """The title of the book, as a running head has it."""
    head: str
    """The running head of its left pages; empty for its author's name."""
    begins: Opening
    in_part: bool = False


def section_html(section: Section, text: BookText, house: HouseStyle, setup: PageSetup, place: _Place) -> str:
    """Fill in one section, by itself."""
    own = text.text_of(section)
    fragments, meta = own.fragments, section.meta
    views = note_views(own.notes, fragments, setup)
    speaking = replace(house, words=section.words)
    with_notes = notes_in_place(views, section.shown, speaking, setup)
    several = has_several_authors(text)
    heads = running_heads(section.title, meta.authors, lambda name: section.words.say("others", name=name), setup.page)
    if place.head or section.chapter.role is not Role.ESSAY or not heads.author:
        heads = Heads(title=heads.title, author=place.head or place.book)
    html = house.templates.render(
        "section.html",
        key=section.key,
        role=section.chapter.role,
        begins=place.begins,
        in_part=place.in_part,
        hundreds=len(views) >= 100,
        lang=meta.lang,
        direction=meta.direction,
        heads=heads,
        title=with_notes(fragments.title),
        title_width=title_width(section.title, setup.page, title_factor(house.properties)),
        subtitle=markup(spoken(fragments.subtitle)),
        byline=meta.byline if several and section.chapter.role is Role.ESSAY else "",
        imprint=section.imprint if section.chapter.role is Role.ESSAY else "",
        abstract=with_notes(fragments.abstract),
        headnote=with_notes(fragments.headnote),
        body=with_notes(fragments.body),
        drop_cap=meta.drop_cap,
        endnotes=[view for view in views if view.endnote],
        bibliography=markup(fragments.bibliography),
        words=section.words.rows,
    )
    return fitted_to_page(html, meta.lang, house, setup.page)


def _apparatus(tables: Tables, words: Wording, pages: Mapping[str, int]) -> Iterator[dict[str, str]]:
    """The tables as the template sees them, with the pages of their places."""

    def locate(places: Sequence[str]) -> list[Locator]:
        return [Locator(id=place, words=str(number)) for place, number in page_numbers(places, pages)]

    for row in APPARATUS:
        content = table_html(row.field, tables, words, locate)
        if content:
            yield {"id": row.id, "heading": words.say(row.words), "content": markup(content), "field": row.field}
