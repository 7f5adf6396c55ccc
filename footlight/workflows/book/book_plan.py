"""From an order to a book: which essays it takes, in which order and parts, and what its metadata are.

Front matter is read here, and no engine is needed for it.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from itertools import groupby

from footlight.essay.book import BACK, FRONT, Apparatus, Book, Chapter, Part, Role
from footlight.essay.document import Metadata, Source
from footlight.essay_files import EssayFile, Given, essays_named, is_markdown, lone_essay
from footlight.findings.finding import Finding, Severity
from footlight.project import Project
from footlight.reading.front_matter import read_metadata
from footlight.reading.source_file import read_source, why_passed_over
from footlight.real_path import real_path
from footlight.settings.book_options import BookOptions, Division, Order, Selection
from footlight.settings.values import Config
from footlight.settings.wording import load_wording
from footlight.textmatch.suggestions import did_you_mean
from footlight.workflows.book.book_orders import BookOrder

_GLOB = frozenset("*?[")
_HINT = "docs/books.md says how a book takes its essays."


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An essay that a book may take, with its front matter."""

    file: EssayFile
    source: Source

    @property
    def meta(self) -> Metadata:
        """Its front matter."""
        return self.source.meta

    @property
    def day(self) -> str:
        """Its date for sorting; an essay without one comes last."""
        return (self.meta.date.iso if self.meta.date else "") or "9999"


def plan_book(
    order: BookOrder, project: Project, config: Config, essays: Sequence[EssayFile]
) -> tuple[Book | None, tuple[Finding, ...]]:
    """Choose the essays of a book; None where it cannot be made, with findings in either case.

    `essays` are those of source/, with what the project says of them.
    """
    plan = _Plan(order=order, project=project, config=config, essays=essays)
    book = plan.book()
    return book, tuple(plan.findings)


@dataclass(slots=True, kw_only=True)
class _Plan:
    """One book, being planned."""

    order: BookOrder
    project: Project
    config: Config
    essays: Sequence[EssayFile]
    findings: list[Finding] = field(default_factory=list)
    _sources: dict[str, Candidate | None] = field(default_factory=dict)
    """What was read, by the name of the essay; None where it cannot stand in the book."""

    @property
    def _options(self) -> BookOptions:
        return self.order.options

    def book(self) -> Book | None:
        front, back = self._matter(FRONT), self._matter(BACK)
        taken = {chapter.file.name for chapter in (*front, *back)}
        parts = self._parts(taken)
        chosen = [candidate for _, group in parts for candidate in group]
        if not chosen:
            self._say("book-empty", "the book has no essay", "Look at what `essays`, `tag`, `year` and `by` ask for.")
            return None
        meta = self._metadata(chosen)
        return Book(
            name=self.order.name,
            path=self.order.path,
            shown=self.order.shown,
            meta=meta,
            dedication=self._options.dedication,
            epigraph=self._options.epigraph,
            front=front,
            parts=tuple(
                Part(title=title, chapters=tuple(Chapter(file=candidate.file) for candidate in group))
                for title, group in parts
            ),
            back=back,
            opening=self._options.essays_begin,
            apparatus=Apparatus(
                first_publications=self._options.first_publications,
                sources=self._options.sources,
                links=self._options.links,
            ),
        )

    def _say(self, code: str, message: str, hint: str = _HINT, severity: Severity | None = None) -> None:
        finding = Finding(code=code, message=message, hint=hint, file=self.order.shown)
        self.findings.append(replace(finding, severity=severity) if severity else finding)

    def _matter(self, roles: Sequence[Role]) -> tuple[Chapter, ...]:
        """What stands before or behind the essays."""
        chapters = []
        for role in roles:
            said = getattr(self._options, role.value.replace("-", "_"))
            for name in (said,) if isinstance(said, str) else said:
                file = self._file(name) if name else None
                if file and self._candidate(file):
                    chapters.append(Chapter(file=file, role=role))
        return tuple(chapters)

    def _file(self, name: str) -> EssayFile | None:
        """The essay of a name, or the Markdown file of a path from the book's file, or from the project's folder."""
        root = real_path(self.project.root)
        for path in (self.order.path.parent / name, self.project.root / name):
            if path.is_file() and is_markdown(path) and real_path(path).is_relative_to(root):
                own = next((essay for essay in self.essays if real_path(essay.path) == real_path(path)), None)
                return own or self.config.project.add_to(lone_essay(path, self.project.shown(path)))
        return self._essay(name)

    def _essay(self, name: str) -> EssayFile | None:
        found = essays_named(name, self.essays, self.project.source)
        match found:
            case [essay]:
                return essay
            case []:
                nearest = did_you_mean(name, [essay.name for essay in self.essays])
                self._say("book-essay-missing", f"there is no essay '{name}'" + (f"; {nearest}" if nearest else ""))
            case _:
                several = ", ".join(essay.name for essay in found)
                hint = "Give one of these names, or a path, or a pattern such as 'posts/*'."
                self._say("book-essay-missing", f"'{name}' may be any of {several}", hint)
        return None

    def _candidate(self, file: EssayFile) -> Candidate | None:
        """The essay with its front matter; None, with findings, where it cannot be read or is a draft."""
        if file.name not in self._sources:
            source, found = read_source(file)
            passed_over = why_passed_over(source, file, drafts=self.config.drafts) if source else None
            if source is None:
                self.findings += found
            if passed_over:
                self.findings.append(passed_over)
            self._sources[file.name] = None if source is None or passed_over else Candidate(file=file, source=source)
        return self._sources[file.name]

    def _parts(self, taken: set[str]) -> list[tuple[str, list[Candidate]]]:
        """The titles of the parts and the essays of each; those of the book that are in no part come first."""
        options = self._options
        excluded = self._excluded(options)
        chosen: set[str] = set(taken)
        if not options.part:
            essays = [one for one in self._chosen(options, excluded, chosen) if self._passes(one, options)]
            return self._divided(essays)
        parts: list[tuple[str, list[Candidate]]] = []
        if options.essays:
            lead = [one for one in self._chosen(options, excluded, chosen) if self._passes(one, options)]
            parts.append(("", lead))
        for part in options.part:
            without = excluded | self._excluded(part)
            essays = [
                one
                for one in self._chosen(part, without, chosen)
                if self._passes(one, part) and self._passes(one, options)
            ]
            chosen |= {one.file.name for one in essays}
            if not essays:
                title = f"“{part.title}”" if part.title else "without a title"
                self._say("book-part-empty", f"the part {title} has no essay and is left out")
                continue
            parts.append((part.title, essays))
        return [(title, essays) for title, essays in parts if essays]

    def _excluded(self, selection: Selection) -> frozenset[str]:
        names: set[str] = set()
        for pattern in selection.exclude:
            found = {essay.name for essay in self._meant(pattern)}
            if not found:
                self._say("book-pattern-empty", f"'{pattern}' of `exclude` means no essay")
            names |= found
        return frozenset(names)

    def _meant(self, pattern: str) -> tuple[EssayFile, ...]:
        """The essays that a pattern, or a name, means."""
        if not _GLOB & set(pattern):
            return essays_named(pattern, self.essays, self.project.source)
        found = []
        for essay in self.essays:
            place = essay.path.relative_to(self.project.source)
            if any(
                fnmatchcase(name, pattern) for name in (essay.name, place.as_posix(), place.with_suffix("").as_posix())
            ):
                found.append(essay)
        return tuple(found)

    def _chosen(self, selection: Selection, without: frozenset[str], taken: set[str]) -> Iterator[Candidate]:
        """The essays that a selection names, each once, in its order."""
        groups: list[list[Candidate]] = []
        seen = set(taken) | without
        for pattern in selection.essays or ("*",):
            glob = bool(_GLOB & set(pattern))
            files = self._meant(pattern) if glob else tuple(filter(None, [self._essay(pattern)]))
            if glob and not files and selection.essays:
                self._say("book-pattern-empty", f"'{pattern}' of `essays` means no essay")
            if not glob and files and files[0].name in taken:
                self._say("book-essay-twice", f"'{pattern}' stands in the book already, and is not set a second time")
            fresh = [one for file in files if file.name not in seen and (one := self._candidate(file))]
            seen |= {file.name for file in files}
            groups.append(sorted(fresh, key=lambda one: (one.day, one.file.name)))
        essays = [one for group in groups for one in group]
        if selection.order is not Order.GIVEN:
            essays.sort(key=_KEYS[selection.order], reverse=selection.order is Order.NEWEST)
        yield from essays

    def _passes(self, one: Candidate, selection: Selection) -> bool:
        """Whether an essay has the tag, the year and the author that are asked for."""
        meta = one.meta
        year = meta.date.year if meta.date else 0
        tags = {word.casefold() for word in meta.keywords}
        people = {name.casefold() for who in meta.authors for name in (who.name, who.file_as.partition(",")[0]) if name}
        return (
            (not selection.tag or any(tag.casefold().lstrip("#") in tags for tag in selection.tag))
            and (not selection.year or any(first <= year <= last for first, last in selection.year))
            and (not selection.by or any(name.casefold() in people for name in selection.by))
        )

    def _divided(self, essays: list[Candidate]) -> list[tuple[str, list[Candidate]]]:
        """The essays in parts, where the book divides them by what they have in common."""
        division = self._options.parts_by
        if division is Division.NONE:
            return [("", essays)]
        words = load_wording(self._language(essays), self.project.template_folders)

        def title(one: Candidate) -> str:
            when = one.meta.date
            match division:
                case Division.YEAR:
                    return str(when.year) if when and when.year else ""
                case Division.MONTH:
                    return words.date(replace(when, day=0, as_written=False)) if when and when.year else ""
                case Division.TAG:
                    return one.meta.keywords[0] if one.meta.keywords else ""
                case _:
                    return one.meta.byline

        if division in (Division.TAG, Division.AUTHOR):
            grouped: dict[str, list[Candidate]] = {}
            for one in essays:
                grouped.setdefault(title(one), []).append(one)
            return list(grouped.items())
        return [(name, list(group)) for name, group in groupby(essays, key=title)]

    def _language(self, essays: Sequence[Candidate]) -> str:
        options = self._options
        if options.lang or self.config.project.lang:
            return options.lang or self.config.project.lang
        return Counter(one.meta.lang for one in essays).most_common(1)[0][0]

    def _metadata(self, chosen: Sequence[Candidate]) -> Metadata:
        """The book's metadata, read as front matter is."""
        options = self._options
        said = {
            "title": options.title,
            "subtitle": options.subtitle,
            "author": list(options.author),
            "editor": list(options.editor),
            "translator": list(options.translator),
            "date": options.date,
            "lang": options.lang,
            "publisher": options.publisher,
            "rights": options.rights,
            "permission": options.permission,
            "isbn": options.isbn,
            "identifier": list(options.identifier),
            "description": options.description,
            "keywords": list(options.keywords),
            "belongs-to-collection": options.belongs_to_collection,
            "group-position": options.group_position,
            "cover-image": options.cover_image,
            "theme": options.theme,
        }
        text = json.dumps({name: value for name, value in said.items() if value}, ensure_ascii=False, indent=1) + "\n\n"
        meta, _, found = read_metadata(text, self.order.shown, Given(lang=self._language(chosen)))
        self.findings += [replace(finding, line=0, column=0) for finding in found]
        authors = {one.meta.authors for one in chosen}
        if not meta.authors and len(authors) == 1:
            return replace(meta, authors=authors.pop())
        if not meta.authors:  # catalogues know whose the essays are
            people = dict.fromkeys(who for one in chosen for who in one.meta.authors)
            return replace(meta, contributors=(*meta.contributors, *people))
        return meta


_KEYS: Mapping[Order, Callable[[Candidate], tuple[str, ...]]] = {
    Order.DATE: lambda one: (one.day, one.file.name),
    Order.NEWEST: lambda one: (one.day if one.day != "9999" else "", one.file.name),
    Order.TITLE: lambda one: (_sorted(one.meta.title or one.source.words_of_name), one.file.name),
    Order.AUTHOR: lambda one: (_sorted(_family(one.meta)), one.day, one.file.name),
    Order.NAME: lambda one: (one.file.name,),
}


def _sorted(words: str) -> str:
    return "".join(character for character in words.casefold() if character.isalnum() or character.isspace()).strip()


def _family(meta: Metadata) -> str:
    """The name by which an essay's first author is sorted; its last word where nobody says."""
    who = meta.authors[0] if meta.authors else None
    return (who.file_as or " ".join([*who.name.split()[-1:], who.name])) if who else "\uffff"
