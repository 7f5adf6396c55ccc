"""The fragments as trees, parted into the documents of the book, with every link within it made to lead there."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from footlight.editions.colophon import Colophon
from footlight.editions.epub.chapters import Heading, headings, name_headings, sectioned, split
from footlight.editions.epub.xhtml import Mending, identifiers, mend, parse, point
from footlight.editions.fragments import Fragments

TEXT, COLOPHON = "text.xhtml", "colophon.xhtml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """All fragments but the text itself. The trees are changed in place while a book is made, and belong to it."""

    title: ET.Element
    subtitle: ET.Element
    abstract: ET.Element
    headnote: ET.Element
    bibliography: ET.Element
    notes: tuple[ET.Element, ...]
    sentences: tuple[ET.Element, ...]
    """Of the colophon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One document of the text."""

    file: str
    body: ET.Element
    headings: tuple[Heading, ...]
    opening: bool
    """Whether the title, the abstract and the headnote stand in it."""
    closing: bool
    """Whether the author's references stand in it, behind the last words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """The trees of a book and where they go."""

    parts: Parts
    texts: tuple[Text, ...]
    files: dict[str, str]
    """The document that has each identifier."""


def make_book(fragments: Fragments, colophon: Colophon, mending: Mending) -> Book:
    """The fragments of an essay parted into documents. Raises EngineError where one is not well formed."""

    def tree(fragment: str) -> ET.Element:
        root = parse(fragment)
        mend(root, mending)
        return root

    parts = Parts(
        title=tree(fragments.title),
        subtitle=tree(fragments.subtitle),
        abstract=tree(fragments.abstract),
        headnote=tree(fragments.headnote),
        bibliography=tree(fragments.bibliography),
        notes=tuple(map(tree, fragments.notes)),
        sentences=tuple(map(tree, colophon.sentences)),
    )
    body = tree(fragments.body)
    name_headings(body)
    texts = _texts(split(body, len(fragments.body)), parts)
    homes = _homes(parts, texts)
    files: dict[str, str] = {}
    for root, file in homes:
        for identifier in identifiers(root):
            files.setdefault(identifier, file)
    for number, note in enumerate(parts.notes, 1):
        # Behind the text that it is called from: Thorium pops up no note of another file (edrlab/thorium-reader#1606).
        file = files.get(f"fl-call-{number}", texts[-1].file)
        files[f"fl-note-{number}"] = file
        homes.append((note, file))
        for identifier in identifiers(note):
            files.setdefault(identifier, file)
    for root, file in homes:
        point(root, file, files)
    return Book(parts=parts, texts=texts, files=files)


def _texts(pieces: Sequence[ET.Element], parts: Parts) -> tuple[Text, ...]:
    """The pieces as documents: what stands before the chapters first, unless there is nothing to stand there."""
    named = [(TEXT if n == 0 else f"text-{n:03}.xhtml", piece) for n, piece in enumerate(pieces)]
    if len(named) > 1 and not any(map(len, (pieces[0], parts.headnote, parts.abstract))):
        named = named[1:]
    return tuple(
        Text(
            file=file,
            body=sectioned(piece, chapter=file != TEXT),
            headings=tuple(headings(piece)),
            opening=file == TEXT,
            closing=file == named[-1][0],
        )
        for file, piece in named
    )


def _homes(parts: Parts, texts: Sequence[Text]) -> list[tuple[ET.Element, str]]:
    """Each tree but the notes with the document that it goes into."""
    first, last = texts[0].file, texts[-1].file
    homes = [(root, first) for root in (parts.title, parts.subtitle, parts.abstract, parts.headnote)]
    homes += [(text.body, text.file) for text in texts]
    homes.append((parts.bibliography, last))
    return [*homes, *((sentence, COLOPHON) for sentence in parts.sentences)]
