"""The index: terms that the author marked, `[lamps]{.index}`, collected in order, with the pages in print.

`[the Sun King]{.index entry="Louis XIV!his lamps"}` names another entry, and behind `!` one below it; `[]{.index
entry="…"}` marks a place without words. On screen an entry leads to its places by numbers.
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby

from footlight.essay.tree import Node, Nodes, classes, map_lists, plain

_CLASS = "index"
_ID = "fl-index-"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexTerm:
    """An entry of the index."""

    path: tuple[str, ...]
    """Its words; before them those of the entries that it stands below."""
    places: tuple[str, ...]
    """The identifiers of its places, in the order of the text."""


@dataclass(slots=True)
class TermCollection:
    """The terms of an essay while they are collected."""

    _places: dict[tuple[str, ...], list[str]] = field(default_factory=dict)
    _count: int = 0

    def collect(self, blocks: Nodes) -> Nodes:
        """Note the terms of a text, and give each place an identifier."""
        changed: Nodes = map_lists(blocks, lambda items: [self._one(node) for node in items])
        return changed

    def _one(self, node: Node) -> Node:
        if node["t"] != "Span" or _CLASS not in classes(node):
            return node
        (identifier, names, pairs), words = node["c"]
        said = next((value for key, value in pairs if key == "entry"), "") or plain(words)
        path = tuple(" ".join(part.split()) for part in said.split("!") if part.strip())
        if not path:
            return node
        self._count += 1
        place = identifier or f"{_ID}{self._count}"
        self._places.setdefault(path, []).append(place)
        others = [name for name in names if name != _CLASS]
        return {"t": "Span", "c": [[place, others, [pair for pair in pairs if pair[0] != "entry"]], words]}

    def terms(self) -> tuple[IndexTerm, ...]:
        """All terms, in alphabetical order."""
        found = [IndexTerm(path=path, places=tuple(places)) for path, places in self._places.items()]
        return tuple(sorted(found, key=lambda term: [(letters(part), part) for part in term.path]))


def letters(words: str) -> str:
    """The letters by which an entry is sorted: accents and capitals make no difference."""
    apart = unicodedata.normalize("NFKD", words.casefold())
    return "".join(character for character in apart if character.isalnum() or character.isspace())


Locators = Callable[[Sequence[str]], Sequence[tuple[str, str]]]
"""The places of an entry as pairs of an identifier and what stands for it, such as the number of its page."""


def by_page(pages: Mapping[str, int]) -> Locators:
    """Locators for print: each page once."""

    def locate(places: Sequence[str]) -> Sequence[tuple[str, str]]:
        numbered = ((pages.get(place, 0), place) for place in places)
        first = dict(sorted(numbered, key=lambda pair: pair[0], reverse=True))
        return [(place, str(number)) for number, place in sorted(first.items())]

    return locate


def by_number(places: Sequence[str]) -> Sequence[tuple[str, str]]:
    """Locators for screens: the places by number."""
    return [(place, str(number)) for number, place in enumerate(places, 1)]


def index_html(terms: Sequence[IndexTerm], locate: Locators) -> str:
    """The index as a list, with lists for the entries that stand below others; empty without terms."""
    return "".join(_lists(terms, 0, locate)) if terms else ""


def _lists(terms: Sequence[IndexTerm], depth: int, locate: Locators) -> Iterator[str]:
    yield "<ul>"
    for words, group in groupby(terms, key=lambda term: term.path[depth]):
        own = list(group)
        here = [place for term in own if len(term.path) == depth + 1 for place in term.places]
        links = ", ".join(f'<a href="#{escape(place)}">{escape(said)}</a>' for place, said in locate(here))
        yield f"<li><span>{escape(words)}</span>{', ' if links else ''}{links}"
        below = [term for term in own if len(term.path) > depth + 1]
        if below:
            yield from _lists(below, depth + 1, locate)
        yield "</li>"
    yield "</ul>"
