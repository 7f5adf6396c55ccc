"""The table [book] of footlight.toml, which a file book.toml has without a table: what a book is made of."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from footlight.essay.openings import Opening
from footlight.settings.keys import key, keys_of, table_schema
from footlight.settings.kinds import Choice, Flag, OneOrMore, Refused, Schema, Text, shown
from footlight.textmatch.suggestions import did_you_mean


class Order(StrEnum):
    """In which order the essays stand."""

    GIVEN = "given"
    """As `essays` names them; those of one pattern, or of none, by date."""
    DATE = "date"
    NEWEST = "newest-first"
    TITLE = "title"
    AUTHOR = "author"
    NAME = "name"


class Division(StrEnum):
    """By what essays are divided into parts where the book names no parts."""

    NONE = "none"
    YEAR = "year"
    MONTH = "month"
    TAG = "tag"
    AUTHOR = "author"


Years = tuple[int, int]
"""The first and the last year of a span, themselves included."""


class YearSpan:
    """A year, or a text such as "2009-2012"."""

    def parse(self, name: str, value: object) -> Years:
        """Give the first and the last year."""
        match = re.fullmatch(r"(\d{3,4})(?:\s*[-–]\s*(\d{3,4}))?", str(value)) if isinstance(value, str | int) else None
        if match is None or isinstance(value, bool):
            raise Refused(f"'{name}' takes a year, such as 2011, or years, such as \"2009-2012\", not {shown(value)}")
        first = int(match[1])
        return first, int(match[2] or first)

    def schema(self) -> Schema:
        """Say which numbers and texts."""
        text = {"type": "string", "pattern": r"^\d{3,4}(\s*[-–]\s*\d{3,4})?$"}
        return {"anyOf": [{"type": "integer", "minimum": 100, "maximum": 9999}, text]}


class DateWords:
    """A date as front matter has it: a text, a year, or a date of TOML's."""

    def parse(self, name: str, value: object) -> str:
        """Give it as text."""
        if isinstance(value, str | int | date) and not isinstance(value, bool):
            return str(value)
        raise Refused(f"'{name}' takes a date, such as 2011-02-25, not {shown(value)}")

    def schema(self) -> Schema:
        """Say which values: a date of TOML's is a text to whoever knows JSON only."""
        return {"type": ["string", "integer"]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which essays stand in a book or in a part of it, and in which order."""

    essays: tuple[str, ...] = key(
        OneOrMore(Text(empty=False, takes="a name or a pattern, such as 2011-*")),
        (),
        "Names of essays, and patterns with `*` and `?` of names or of paths in source/; without any, all essays",
    )
    exclude: tuple[str, ...] = key(OneOrMore(Text(empty=False)), (), "Names and patterns of essays that stay out")
    tag: tuple[str, ...] = key(OneOrMore(Text(empty=False)), (), "Only essays with one of these keywords or tags")
    year: tuple[Years, ...] = key(
        OneOrMore(YearSpan()),
        (),
        'Only essays of these years: `2011`, `[2009, 2011]`, `"2009-2012"`',
    )
    by: tuple[str, ...] = key(OneOrMore(Text(empty=False)), (), "Only essays by one of these authors")
    order: Order = key(
        Choice(Order),
        Order.GIVEN,
        'In which order they stand: `"given"`, as `essays` names them, and by date where a pattern means several;'
        ' or by `"date"`, `"newest-first"`, `"title"`, `"author"`, `"name"`',
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PartOptions(Selection):
    """A table [[part]] of a book."""

    title: str = key(Text(), "", "The title of the part; without one its essays follow without a page between")


class Parts:
    """Tables [[part]]."""

    def parse(self, name: str, value: object) -> tuple[PartOptions, ...]:
        """Give the options of each part."""
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise Refused(f"'{name}' takes tables; write [[book.{name}]], or in a book's own file [[{name}]]")
        return tuple(_part(item) for item in value)

    def schema(self) -> Schema:
        """Say what a part takes."""
        return {"type": "array", "items": table_schema(PartOptions)}


def _part(given: Mapping[str, object]) -> PartOptions:
    keys, values = keys_of(PartOptions), {}
    for word, value in given.items():
        if word not in keys:
            nearest = did_you_mean(word, keys) or f"a part takes {', '.join(keys)}"
            raise Refused(f"unknown key '{word}' of a part; {nearest}", key="part", hint="docs/books.md lists them.")
        values[keys[word].field] = keys[word].kind.parse(word, value)
    return PartOptions(**values)


_FILE = Text(takes="the name of an essay, or a Markdown file beside the book's")


@dataclass(frozen=True, slots=True, kw_only=True)
class BookOptions(Selection):
    """The table [book], or the file book.toml."""

    title: str = key(Text(), "", "The title; Markdown, as in front matter", example="Of Lamps and Tides")
    subtitle: str = key(Text(), "", "The subtitle")
    name: str = key(
        Text(form=r"[\w-]+", takes="letters, digits and hyphens"),
        "",
        "The name of its folder in build/ and of its files; without it the title's words, or those of the book's file",
    )
    author: tuple[str, ...] = key(
        OneOrMore(Text()), (), "The author, or a list of authors; without it the essays', where all have the same"
    )
    editor: tuple[str, ...] = key(OneOrMore(Text()), (), "The editor, or a list of editors")
    translator: tuple[str, ...] = key(OneOrMore(Text()), (), "The translator, or a list of them")
    date: str = key(DateWords(), "", "When the book is published, as in front matter", example="2026")
    lang: str = key(Text(), "", "Its language; without it the project's, else that of most of the essays")
    publisher: str = key(Text(), "", "The publisher, on the title page")
    rights: str = key(Text(), "", "The rights, on the back of the title page")
    permission: str = key(Text(), "", "Who permitted the book, and when")
    isbn: str = key(Text(), "", "The ISBN of the printed book")
    identifier: tuple[str, ...] = key(OneOrMore(Text()), (), "Other identifiers, such as a DOI or the EPUB's ISBN")
    description: str = key(Text(), "", "A sentence or two for catalogues and the back of the cover")
    keywords: tuple[str, ...] = key(OneOrMore(Text()), (), "Keywords for catalogues")
    belongs_to_collection: str = key(Text(), "", "The series that the book belongs to")
    group_position: str = key(Text(), "", "Its number in the series")
    cover_image: str = key(Text(), "", "A picture for the EPUB's cover, beside the book's file")
    theme: str = key(Text(form=r"[\w-]+"), "", "The look of the book; the project's without it")
    dedication: str = key(Text(), "", "The words of the dedication; Markdown", example="For those who kept copies")
    epigraph: str = key(Text(), "", "The words of an epigraph; Markdown")
    foreword: str = key(_FILE, "", "The essay, or the Markdown file, that is the foreword; so with those that follow")
    preface: str = key(_FILE, "", "The preface", example="preface.md")
    acknowledgements: str = key(_FILE, "", "The acknowledgements")
    introduction: str = key(_FILE, "", "The introduction")
    front: tuple[str, ...] = key(OneOrMore(_FILE), (), "What else stands before the essays")
    afterword: str = key(_FILE, "", "The afterword")
    appendix: tuple[str, ...] = key(OneOrMore(_FILE), (), "The appendix, or a list of them")
    about_the_author: str = key(_FILE, "", "About the author")
    back: tuple[str, ...] = key(OneOrMore(_FILE), (), "What else stands behind the essays")
    part: tuple[PartOptions, ...] = key(Parts(), (), "The parts, each a table of its own; see below")
    parts_by: Division = key(
        Choice(Division),
        Division.NONE,
        'Divide the essays into parts by `"year"`, `"month"`, `"tag"` (the first one) or `"author"`, where no parts are'
        " named",
    )
    essays_begin: Opening = key(
        Choice(Opening),
        Opening.PAGE,
        'Where an essay begins: on the next `"page"`, on the next right one (`"recto"`), or on the `"same"` page',
    )
    first_publications: bool = key(Flag(), True, "A table of where and when the essays were first published")
    sources: bool = key(Flag(), True, "The sources by site, with the pages that cite them")
    links: bool = key(Flag(), True, "An index of the links that were recovered and of those that are lost")

    def check(self) -> None:
        """Raise Refused for a book without a title."""
        if not self.title.strip():
            raise Refused("a book has a title", key="title", hint='Write title = "…" into it.')
        if self.part and self.parts_by is not Division.NONE:
            raise Refused("'parts-by' makes the parts itself; leave it out, or the parts", key="parts-by")
