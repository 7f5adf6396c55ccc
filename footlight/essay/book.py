"""A book as a value: which essays stand in it, in which order, and what stands before and behind them.

Each essay of a book is one section. It is read, annotated and made into HTML by itself, as if it were built alone; then
its identifiers get the section's key in front of them, so that sections stand side by side in one document. The key
depends on nothing but the essay's name: an essay that comes or goes changes no other section.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from footlight.essay.document import Metadata, Source
from footlight.essay.openings import Opening
from footlight.essay_files import EssayFile

_DIGITS = 7
"""As `siblings.KEYED` has them."""


class Role(StrEnum):
    """What a section is in the book."""

    ESSAY = "essay"
    FOREWORD = "foreword"
    PREFACE = "preface"
    ACKNOWLEDGEMENTS = "acknowledgements"
    INTRODUCTION = "introduction"
    FRONT = "front"
    """Something else before the essays."""
    AFTERWORD = "afterword"
    APPENDIX = "appendix"
    ABOUT = "about-the-author"
    BACK = "back"
    """Something else behind the essays."""


FRONT = (Role.FOREWORD, Role.PREFACE, Role.ACKNOWLEDGEMENTS, Role.INTRODUCTION, Role.FRONT)
"""The roles before the essays, in the order of the book (The Chicago Manual of Style, 17th edition, 1.4)."""
BACK = (Role.AFTERWORD, Role.APPENDIX, Role.ABOUT, Role.BACK)
"""The roles behind the essays, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A place in the book for an essay's file."""

    file: EssayFile
    role: Role = Role.ESSAY

    @property
    def key(self) -> str:
        """What the identifiers of its section begin with."""
        return section_key(self.file.name)


def section_key(name: str) -> str:
    """The key of an essay's section: XML takes it as the beginning of an identifier, whatever letters the name has."""
    return f"e{hashlib.sha256(name.encode('utf-8', 'surrogateescape')).hexdigest()[:_DIGITS]}-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Essays that stand together."""

    title: str
    """Empty where the book has no parts, and for essays that stand in none."""
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Apparatus:
    """Which tables and indexes stand behind the essays; each only where there is something to list."""

    first_publications: bool = True
    sources: bool = True
    links: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A book as its settings order it."""

    name: str
    """Of its folder in build/ and of its files."""
    path: Path
    """The file that orders it."""
    shown: str
    """The path as findings write it."""
    meta: Metadata
    dedication: str
    """Markdown; empty where there is none."""
    epigraph: str
    front: tuple[Chapter, ...]
    parts: tuple[Part, ...]
    back: tuple[Chapter, ...]
    opening: Opening = Opening.PAGE
    apparatus: Apparatus = Apparatus()

    @property
    def source(self) -> Source:
        """What stands for the book where an essay has its source: its metadata without a text."""
        return Source(
            name=self.name,
            words_of_name=self.name,
            path=self.path,
            shown=self.shown,
            text="",
            body_start=0,
            meta=self.meta,
        )

    def digest(self, digests: Mapping[Path, str]) -> str:
        """A hash of what is ordered; `digests` are those of the files that order it."""
        chosen = [(chapter.key, chapter.role.value) for chapter in self.chapters]
        parts = [(part.title, len(part.chapters)) for part in self.parts]
        read = sorted((path.name, digest) for path, digest in digests.items())
        return hashlib.sha256(repr((chosen, parts, read)).encode()).hexdigest()

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """All sections in the order of the book."""
        return (*self.front, *(chapter for part in self.parts for chapter in part.chapters), *self.back)
