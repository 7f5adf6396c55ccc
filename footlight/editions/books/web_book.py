"""A book in one HTML document: its sections with their notes, in the order of the book, and the tables behind them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from xml.etree import ElementTree as ET

from footlight.editions.books.apparatus import APPARATUS, tables_of
from footlight.editions.books.book_colophon import contributors
from footlight.editions.books.book_documents import TYPES, located, section_setup
from footlight.editions.books.book_pages import has_several_authors, part_id
from footlight.editions.books.sections import BookText, Section
from footlight.editions.books.table_views import Locator, table_html
from footlight.editions.epub.chapters import Heading, name_headings
from footlight.editions.epub.content_documents import BookSetup, captures_of, set_calls
from footlight.editions.epub.xhtml import Adaptation, inner
from footlight.editions.web.document_styles import classed_styles
from footlight.editions.web.web_document import WebContent, rendered_notes, web_sections, web_tree
from footlight.engines.templates import markup
from footlight.essay.book import Role


def web_book_content(text: BookText, setup: BookSetup, adaptation: Adaptation) -> WebContent:
    """What stands in the document of a book. Raises EngineError where a fragment is not well formed."""
    return _WebBook(text=text, setup=setup, adaptation=adaptation).content()


@dataclass(frozen=True, slots=True, kw_only=True)
class _SectionTrees:
    """The trees of a section, which are changed in place."""

    section: Section
    pieces: dict[str, ET.Element]
    """By the names that the template has for them."""
    notes: tuple[ET.Element, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _WebBook:
    """One book whose document is made."""

    text: BookText
    setup: BookSetup
    adaptation: Adaptation

    def content(self) -> WebContent:
        text = self.text
        trees = {section.key: self._trees(section) for section in text.sections}
        roots = [root for own in trees.values() for root in (*own.pieces.values(), *own.notes)]
        styles = classed_styles(roots)
        pieces: list[str] = []
        contents: list[Heading] = []

        def add(section: Section, level: int) -> None:
            pieces.append(self._section(trees[section.key]))
            contents.append(Heading(level=level, id=section.opening, words=section.title))

        for section in text.front:
            add(section, 2)
        for number, (title, sections) in enumerate(text.parts, 1):
            if title:
                pieces.append(self._rendered("part.html", id=part_id(number), heading=title))
                contents.append(Heading(level=2, id=part_id(number), words=title))
            for section in sections:
                add(section, 3 if title else 2)
        for section in text.back:
            add(section, 2)
        for identifier, heading, html in self._tables():
            pieces.append(html)
            contents.append(Heading(level=2, id=identifier, words=heading))
        values = {
            "title": self._inner(text.title),
            "subtitle": self._inner(text.subtitle),
            "contributors": contributors(text, self.setup.house.words),
            "contents": contents,
            "verso": [self._inner(one) for one in self.setup.colophon.verso],
            "dedication": self._inner(text.dedication),
            "epigraph": self._inner(text.epigraph),
            "pieces": [markup(piece) for piece in pieces],
            "sentences": [self._inner(one) for one in self.setup.colophon.sentences],
        }
        return WebContent(template="book.html", values=values, styles=styles, headings=True, contents=True, book=True)

    def _inner(self, fragment: str) -> str:
        return markup(inner(web_tree(fragment, self.adaptation)))

    def _rendered(self, template: str, **values: object) -> str:
        return self.setup.render(template, folder="web", **values)

    def _trees(self, section: Section) -> _SectionTrees:
        own = self.text.text_of(section)
        adaptation = replace(
            self.adaptation, from_right=section.meta.direction == "rtl", captures=captures_of(own.notes)
        )
        names = ("title", "subtitle", "abstract", "headnote", "body", "bibliography")
        pieces = {name: web_tree(getattr(own.fragments, name), adaptation) for name in names}
        name_headings(pieces["body"])
        for heading in pieces["body"].iter():
            if heading.get("id", "").startswith("fl-head-"):  # counted in each section from 1
                heading.set("id", f"{section.key}{heading.attrib['id']}")
        pieces["body"] = web_sections(pieces["body"])
        return _SectionTrees(
            section=section,
            pieces=pieces,
            notes=tuple(web_tree(note, adaptation) for note in own.fragments.notes),
        )

    def _section(self, own: _SectionTrees) -> str:
        section = own.section
        setup = section_setup(self.setup, section)
        notes, calls = rendered_notes(setup, self.text.text_of(section).notes, own.notes)
        essay = section.chapter.role is Role.ESSAY
        return setup.render(
            "section.html",
            folder="web",
            key=section.key,
            id=section.opening,
            role=TYPES[section.chapter.role][1],
            byline=section.meta.byline if essay and has_several_authors(self.text) else "",
            imprint=section.imprint if essay else "",
            notes=notes,
            **{name: set_calls(tree, calls) for name, tree in own.pieces.items()},
        )

    def _tables(self) -> Iterator[tuple[str, str, str]]:
        """The tables behind the essays and the index: identifier, heading, HTML."""
        words, tables = self.setup.house.words, tables_of(self.text)
        titles = {section.key: section.title for section in self.text.sections}
        numbers = {note.call_id: note.number for note in self.setup.annotated.notes}

        def locate(places: Sequence[str]) -> list[Locator]:
            return list(located(places, titles, numbers))

        for row in APPARATUS:
            content = table_html(row.field, tables, words, locate)
            if content:
                identifier, heading = f"fl-{row.field}", words.say(row.words)
                index = row.field == "index"
                html = self._rendered(
                    "table.html",
                    id=identifier,
                    heading=heading,
                    index=index,
                    role="doc-index" if index else "doc-appendix",
                    content=self._inner(content),
                )
                yield identifier, heading, html
