"""The sections of a book: each an essay that was read, annotated and written as HTML by itself.

A section's identifiers, and the links within it, begin with its key (`essay.book`), so that the HTML of sections may
stand side by side. Everything here can be pickled: sections are made in several processes.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from footlight.editions.colophon import LostRow
from footlight.editions.fragments import Fragments
from footlight.essay.book import Book, Chapter
from footlight.essay.document import AddressInText, Annotated, Essay, Metadata, Note, Source
from footlight.essay.inventory import Inventory
from footlight.essay.siblings import KEYED, OPENING_ID
from footlight.essay.tree import Nodes, nodes, para
from footlight.settings.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionText:
    """The text of a section, with its notes, as it is on paper or on screens."""

    fragments: Fragments
    notes: tuple[Note, ...]
    """Without their content, which stands in the fragments."""
    addresses: tuple[AddressInText, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """An essay of a book, ready to be set."""

    chapter: Chapter
    source: Source
    """Without its text."""
    title: str
    """In plain words."""
    words: Wording
    """In the essay's own language."""
    paper: SectionText
    screen: SectionText
    imprint: str
    """Place and date of the first publication in one line; empty where neither is known."""
    lost: tuple[LostRow, ...]
    """What became of its missing links."""
    supplied: bool
    """Whether the editor supplied words."""
    newest: date | None
    """The latest day that its ledger or its front matter records."""
    sample: str
    """The beginning of its text, by which its script is told."""
    images: tuple[Path, ...]
    pictures: Nodes
    """The nodes of its pictures, for what they say to those who cannot see them."""
    missing: int
    """Places where a link seems to be missing and that its ledger does not know."""
    inventory: Inventory
    """What its source holds."""
    digests: Mapping[Path, str] = field(default_factory=dict)
    """What was read for it (`input_record`)."""
    markdown: str = ""

    @property
    def key(self) -> str:
        """What its identifiers begin with."""
        return self.chapter.key

    @property
    def meta(self) -> Metadata:
        """Its front matter."""
        return self.source.meta

    @property
    def shown(self) -> str:
        """The path of its source, as findings write it."""
        return self.source.shown

    @property
    def opening(self) -> str:
        """The identifier of its opening, to which contents and references lead."""
        return f"{self.key}{OPENING_ID}"


@dataclass(frozen=True, slots=True, kw_only=True)
class BookText:
    """A book with its sections, for paper or for screens."""

    book: Book
    sections: tuple[Section, ...]
    """In the order of the book; those that are left out are not among them."""
    front: tuple[Section, ...] = ()
    parts: tuple[tuple[str, tuple[Section, ...]], ...] = ()
    """The title of each part, and its essays."""
    back: tuple[Section, ...] = ()
    title: str = ""
    """HTML, as that of the next ones."""
    subtitle: str = ""
    dedication: str = ""
    epigraph: str = ""
    on_screen: bool = False

    def text_of(self, section: Section) -> SectionText:
        """The text of a section in this medium."""
        return section.screen if self.on_screen else section.paper


_TAG = re.compile(r"<[A-Za-z][^<>]*>")
_NAME = re.compile(r'(?<= )(id|for|headers|aria-labelledby|aria-describedby)="([^"]+)"')
_WITHIN = re.compile(r'(?<= )href="#([^"]*)"')


def keyed_html(fragment: str, key: str) -> str:
    """A fragment whose identifiers, and links to them, begin with a section's key; links to other sections stay."""

    def tag(match: re.Match[str]) -> str:
        said = match[0]
        if '="' not in said:
            return said
        said = _NAME.sub(lambda m: f'{m[1]}="{" ".join(key + name for name in m[2].split())}"', said)
        return _WITHIN.sub(lambda m: m[0] if KEYED.match(m[1]) else f'href="#{key}{m[1]}"', said)

    return _TAG.sub(tag, fragment)


def keyed_fragments(fragments: Fragments, key: str) -> Fragments:
    """The fragments of an essay as those of a section."""
    return Fragments(
        title=keyed_html(fragments.title, key),
        subtitle=keyed_html(fragments.subtitle, key),
        abstract=keyed_html(fragments.abstract, key),
        headnote=keyed_html(fragments.headnote, key),
        body=keyed_html(fragments.body, key),
        notes=tuple(keyed_html(note, key) for note in fragments.notes),
        bibliography=keyed_html(fragments.bibliography, key),
        index=tuple(replace(term, places=tuple(key + place for place in term.places)) for term in fragments.index),
        findings=fragments.findings,
    )


def keyed_notes(notes: Sequence[Note], key: str) -> tuple[Note, ...]:
    """The notes of an essay as those of a section; their content stands in the fragments."""
    return tuple(replace(note, section=key, content=[]) for note in notes)


_LINKED = re.compile(rf'<a\b[^>]*? href="#(?P<target>(?P<key>{KEYED.pattern})[^"]*)"[^>]*>(?P<said>.*?)</a>', re.DOTALL)
_IDENTIFIER = re.compile(r' id="([^"]+)"')


def with_living_references(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Lead references to a place that another section does not have to the opening of that section.

    Those to an essay that was left out lead nowhere: only their words stay.
    """
    known = {section.opening for section in sections}
    for section in sections:
        for fragment in _fragments(section):
            known.update(_IDENTIFIER.findall(fragment))
        known.update(name for note in section.paper.notes for name in (note.id, note.call_id))

    keys = {section.key for section in sections}

    def live(match: re.Match[str]) -> str:
        target, key = match["target"], match["key"]
        if key not in keys:
            return match["said"]
        return match[0] if target in known else match[0].replace(f'href="#{target}"', f'href="#{key}{OPENING_ID}"', 1)

    return tuple(_changed(section, live) for section in sections)


def _fragments(section: Section) -> tuple[str, ...]:
    own = section.paper.fragments
    return (own.title, own.subtitle, own.abstract, own.headnote, own.body, *own.notes, own.bibliography)


def _changed(section: Section, live: Callable[[re.Match[str]], str]) -> Section:
    def text(value: SectionText) -> SectionText:
        own = value.fragments
        changed = replace(
            own,
            abstract=_LINKED.sub(live, own.abstract),
            headnote=_LINKED.sub(live, own.headnote),
            body=_LINKED.sub(live, own.body),
            notes=tuple(_LINKED.sub(live, note) for note in own.notes),
        )
        return replace(value, fragments=changed)

    paper = text(section.paper)
    screen = paper if section.screen is section.paper else text(section.screen)
    return replace(section, paper=paper, screen=screen)


def joined(book: Book, words: tuple[Nodes, Nodes], text: BookText, cover: Path | None = None) -> Annotated:
    """The book as one annotated essay: its metadata, all notes, all pictures. `words` are its title and its subtitle.

    Of the sections' trees only the pictures stand in it; what editions are set from are the sections' fragments.
    """
    title, subtitle = words
    images = dict.fromkeys(path for section in text.sections for path in section.images)
    essay = Essay(
        source=book.source,
        title=title,
        subtitle=subtitle,
        abstract=[],
        headnote=[],
        body=[],
        images=tuple(images),
        cover=cover,
    )
    return Annotated(
        essay=essay,
        title=title,
        subtitle=subtitle,
        abstract=[],
        headnote=[],
        body=[para([node for section in text.sections for node in section.pictures])],
        notes=tuple(note for section in text.sections for note in text.text_of(section).notes),
        addresses=tuple(one for section in text.sections for one in text.text_of(section).addresses),
    )


def pictures_of(annotated: Annotated) -> Nodes:
    """The nodes of all pictures of an essay, its notes included."""
    words = [*annotated.headnote, *annotated.body, *(node for note in annotated.notes for node in note.content)]
    return [node for node in nodes(words) if node["t"] == "Image"]
