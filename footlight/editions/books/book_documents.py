"""The documents of a book's EPUB: one for each essay, with its notes, and one for each page that is no essay."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any
from xml.etree import ElementTree as ET

from footlight.editions.books.apparatus import APPARATUS, tables_of
from footlight.editions.books.book_colophon import contributors
from footlight.editions.books.book_pages import has_several_authors, part_id
from footlight.editions.books.sections import BookText, Section
from footlight.editions.books.table_views import Locator, table_html
from footlight.editions.epub.assembly import Content
from footlight.editions.epub.chapters import COLOPHON, Heading, adapted, headings, name_headings, sectioned
from footlight.editions.epub.container_writer import File
from footlight.editions.epub.content_documents import TITLE_PAGE, BookSetup, note_views, set_calls
from footlight.editions.epub.package_document import NAV, Item, Landmark, Navigation, tree
from footlight.editions.epub.xhtml import Adaptation, identifiers, inner, retarget_links
from footlight.engines.templates import markup
from footlight.essay.book import BACK, Role
from footlight.essay.document import Annotated, Essay
from footlight.essay.siblings import KEYED, OPENING_ID

TYPES: Mapping[Role, tuple[str, str]] = {
    # EPUB 3 Structural Semantics Vocabulary 1.1, and DPUB-ARIA 1.1; a role only where it has one.
    Role.ESSAY: ("chapter", "doc-chapter"),
    Role.FOREWORD: ("foreword", "doc-foreword"),
    Role.PREFACE: ("preface", "doc-preface"),
    Role.ACKNOWLEDGEMENTS: ("acknowledgments", "doc-acknowledgments"),
    Role.INTRODUCTION: ("introduction", "doc-introduction"),
    Role.FRONT: ("preamble", ""),
    Role.AFTERWORD: ("afterword", "doc-afterword"),
    Role.APPENDIX: ("appendix", "doc-appendix"),
    Role.ABOUT: ("contributors", ""),
    Role.BACK: ("afterword", ""),
}


def book_content(text: BookText, setup: BookSetup, adaptation: Adaptation) -> Content:
    """Make the documents of a book. Raises EngineError where a fragment is not well formed."""
    return _Documents(text=text, setup=setup, adaptation=adaptation).content()


@dataclass(frozen=True, slots=True, kw_only=True)
class _SectionTrees:
    """The trees of a section, which are changed in place."""

    section: Section
    file: str
    title: ET.Element
    subtitle: ET.Element
    abstract: ET.Element
    headnote: ET.Element
    body: ET.Element
    bibliography: ET.Element
    notes: tuple[ET.Element, ...]
    headings: tuple[Heading, ...]

    @property
    def roots(self) -> tuple[ET.Element, ...]:
        """All trees."""
        lead = (self.title, self.subtitle, self.abstract, self.headnote, self.body, self.bibliography)
        return (*lead, *self.notes)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Documents:
    """One book whose documents are made."""

    text: BookText
    setup: BookSetup
    adaptation: Adaptation

    def content(self) -> Content:
        text, say = self.text, self.setup.house.words.say
        trees = {section.key: self._trees(section, n) for n, section in enumerate(text.sections, 1)}
        files = self._files(trees)
        for own in trees.values():
            for root in own.roots:
                retarget_links(root, own.file, files)
        documents = [self._title_page(), self._verso(), *self._words()]
        place = len(documents)
        items: list[Item] = []
        for section in text.front:
            documents.append(self._section(trees[section.key]))
            items.append(self._item(trees[section.key]))
        first = len(documents)
        for number, (title, sections) in enumerate(text.parts, 1):
            documents += [self._part(number, title)] if title else []
            documents += [self._section(trees[section.key]) for section in sections]
            inside = tuple(self._item(trees[section.key]) for section in sections)
            items += [Item(words=title, href=_part_file(number), items=inside)] if title else inside
        for section in text.back:
            documents.append(self._section(trees[section.key]))
            items.append(self._item(trees[section.key]))
        for document, words in self._apparatus(files):
            documents.append(document)
            items.append(Item(words=words, href=document.name))
        documents.append(self._colophon())
        items.append(Item(words=say("colophon"), href=COLOPHON))
        landmarks = tuple(self._landmarks(documents[first].name, {document.name for document in documents}))
        navigation = Navigation(items=tuple(items), landmarks=landmarks, place=place)
        return Content(documents=documents, navigation=navigation, headings=True)

    def _words(self) -> list[File]:
        """The pages of the dedication and the epigraph, where there are any."""
        said = (
            ("dedication", self.text.dedication, "doc-dedication"),
            ("epigraph", self.text.epigraph, "doc-epigraph"),
        )
        return [
            self._matter(
                f"{kind}.xhtml",
                inner(adapted(words, self.adaptation)),
                kind=f"book-{kind}",
                type=kind,
                role=role,
                label=self.setup.house.words.say(kind),
                matter="front",
            )
            for kind, words, role in said
            if words
        ]

    def _landmarks(self, first: str, files: AbstractSet[str]) -> Iterator[Landmark]:
        say = self.setup.house.words.say
        yield Landmark(kind="titlepage", guide="title-page", href=TITLE_PAGE, words=say("title-page"))
        yield Landmark(kind="toc", guide="toc", href=NAV, words=say("contents"))
        yield Landmark(kind="bodymatter", guide="text", href=first, words=say("text"))
        if _FILES["index"] in files:
            yield Landmark(kind="index", guide="index", href=_FILES["index"], words=say("index"))
        yield Landmark(kind="colophon", guide="colophon", href=COLOPHON, words=say("colophon"))

    def _trees(self, section: Section, number: int) -> _SectionTrees:
        own = self.text.text_of(section).fragments
        from_right = section.meta.direction == "rtl"
        adaptation = replace(self.adaptation, from_right=from_right)
        body = adapted(own.body, adaptation)
        name_headings(body)
        found = tuple(headings(body))
        return _SectionTrees(
            section=section,
            file=f"section-{number:03}.xhtml",
            title=adapted(own.title, adaptation),
            subtitle=adapted(own.subtitle, adaptation),
            abstract=adapted(own.abstract, adaptation),
            headnote=adapted(own.headnote, adaptation),
            body=sectioned(body, chapter=False),
            bibliography=adapted(own.bibliography, adaptation),
            notes=tuple(adapted(note, adaptation) for note in own.notes),
            headings=found,
        )

    def _files(self, trees: Mapping[str, _SectionTrees]) -> dict[str, str]:
        """The document of each identifier."""
        files = {part_id(number): _part_file(number) for number in range(1, len(self.text.parts) + 1)}
        for key, own in trees.items():
            files[own.section.opening] = own.file
            for root in own.roots:
                files.update(dict.fromkeys(identifiers(root, key), own.file))
            files.update({note.id: own.file for note in self.text.text_of(own.section).notes})
        return files

    def _item(self, own: _SectionTrees) -> Item:
        below = tree(own.file, own.headings) if len(self.text.sections) == 1 else ()
        return Item(words=own.section.title, href=own.file, items=below)

    def _matter(self, file: str, content: str, **values: Any) -> File:  # noqa: ANN401 - what the template takes
        told = {"heading": "", "heading_of_book": False, "id": "fl-head", "label": "", "role": "", "matter": "back"}
        return self.setup.document(file, "matter.xhtml", content=markup(content), **{**told, **values})

    def _title_page(self) -> File:
        meta = self.text.book.meta
        return self.setup.document(
            TITLE_PAGE,
            "titlepage.xhtml",
            title=markup(inner(adapted(self.text.title, self.adaptation))),
            subtitle=markup(inner(adapted(self.text.subtitle, self.adaptation))),
            byline=meta.byline,
            contributors=contributors(self.text, self.setup.house.words),
            imprint=self.setup.colophon.imprint,
            publisher=meta.publisher,
        )

    def _verso(self) -> File:
        said = "".join(f"<p>{inner(adapted(one, self.adaptation))}</p>" for one in self.setup.colophon.verso)
        label = self.setup.house.words.say("rights")
        return self._matter(
            "verso.xhtml", said or "<p></p>", kind="title-verso", type="copyright-page", label=label, matter="front"
        )

    def _part(self, number: int, title: str) -> File:
        return self._matter(
            _part_file(number),
            "",
            kind="part-page",
            type="part",
            role="doc-part",
            heading=title,
            heading_of_book=True,
            id=part_id(number),
            matter="body",
        )

    def _section(self, own: _SectionTrees) -> File:
        section, text = own.section, self.text.text_of(own.section)
        setup = section_setup(self.setup, section)
        pieces = list(map(inner, own.notes))
        views = note_views(text.notes, pieces, section.words)
        calls = {view.number: setup.render("call.xhtml", note=view).strip() for view in views}
        role = section.chapter.role
        type_, aria = TYPES[role]
        essay = role is Role.ESSAY
        return setup.document(
            own.file,
            "section.xhtml",
            matter="body" if essay else "back" if role in BACK else "front",
            type=type_,
            role=aria,
            id=section.opening,
            title=set_calls(own.title, calls),
            subtitle=set_calls(own.subtitle, calls),
            byline=section.meta.byline if essay and has_several_authors(self.text) else "",
            imprint=section.imprint if essay else "",
            abstract=set_calls(own.abstract, calls),
            headnote=set_calls(own.headnote, calls),
            body=set_calls(own.body, calls),
            bibliography=set_calls(own.bibliography, calls),
            notes=markup(setup.render("notes.xhtml", notes=views)) if views else "",
        )

    def _apparatus(self, files: Mapping[str, str]) -> list[tuple[File, str]]:
        """The tables and the index, with the words of their headings."""
        words = self.setup.house.words
        tables = tables_of(self.text)
        titles = {section.key: section.title for section in self.text.sections}
        numbers = {note.call_id: note.number for note in self.setup.annotated.notes}

        def locate(places: Sequence[str]) -> list[Locator]:
            return list(located(places, titles, numbers))

        out = []
        for row in APPARATUS:
            content = table_html(row.field, tables, words, locate)
            if not content:
                continue
            root = adapted(content, self.adaptation)
            retarget_links(root, _FILES[row.field], files)
            type_, role = ("index", "doc-index") if row.field == "index" else ("appendix", "doc-appendix")
            heading = words.say(row.words)
            kind = "apparatus fl-index" if row.field == "index" else "apparatus"
            document = self._matter(_FILES[row.field], inner(root), kind=kind, type=type_, role=role, heading=heading)
            out.append((document, heading))
        return out

    def _colophon(self) -> File:
        said = [markup(inner(adapted(one, self.adaptation))) for one in self.setup.colophon.sentences]
        return self.setup.document(COLOPHON, "colophon.xhtml", sentences=said, lost=())


def section_setup(setup: BookSetup, section: Section) -> BookSetup:
    """The setup of a section's document: in its own language, with its own title."""
    essay = Essay(source=section.source, title=[], subtitle=[], abstract=[], headnote=[], body=[])
    annotated = Annotated(essay=essay, title=[], subtitle=[], abstract=[], headnote=[], body=[], notes=())
    return replace(
        setup,
        annotated=annotated,
        colophon=replace(setup.colophon, title=section.title),
        house=replace(setup.house, words=section.words),
    )


_FILES = {
    "publications": "publications.xhtml",
    "sites": "sources.xhtml",
    "missing": "links.xhtml",
    "index": "index.xhtml",
}


def located(places: Sequence[str], titles: Mapping[str, str], numbers: Mapping[str, int]) -> Iterator[Locator]:
    """The essays of places, those of one essay by its title and then by numbers; a note by its essay and number."""
    of_essay: dict[str, int] = {}
    for place in places:
        key = match[0] if (match := KEYED.match(place)) else ""
        of_essay[key] = of_essay.get(key, 0) + 1
        title = titles.get(key, "")
        if place in numbers:
            yield Locator(id=place, words=title, note=numbers[place])
        elif title and not place.endswith(OPENING_ID):  # the words of the entry are a link to it
            yield Locator(id=place, words=title if of_essay[key] == 1 else str(of_essay[key]))


def _part_file(number: int) -> str:
    return f"part-{number:02}.xhtml"
