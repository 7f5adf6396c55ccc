"""What leads into the book: the contents as a tree, the landmarks, and the NCX of older readers.

EPUB 3.3 section 7 (https://www.w3.org/TR/epub-33/#sec-nav); the NCX is that of OPF 2.0.1 section 2.4.1.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from footlight.editions.epub.chapters import Heading

NCX_DEEPEST = 2
"""Levels that Kindle shows of an NCX."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of the contents, and those below it."""

    words: str
    href: str
    order: int = 0
    """Its place in the NCX, from 1."""
    items: "tuple[Item, ...]" = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Landmark:
    """A place that readers look for by its kind."""

    kind: str
    """A term of the EPUB Structural Semantics Vocabulary."""
    guide: str
    """The kind in the guide of OPF 2.0.1, which Kindle goes by; empty for those that it does not have."""
    href: str
    words: str


def tree(file: str, headings: Sequence[Heading]) -> tuple[Item, ...]:
    """The headings of a file as nested lines."""
    if not headings:
        return ()
    top = headings[0].level
    starts = [i for i, heading in enumerate(headings) if heading.level <= top]
    items = []
    for start, end in zip(starts, [*starts[1:], len(headings)], strict=True):
        first = headings[start]
        below = tree(file, headings[start + 1 : end])
        items.append(Item(words=first.words, href=f"{file}#{first.id}", items=below))
    return tuple(items)


def cut(items: Sequence[Item], depth: int) -> tuple[Item, ...]:
    """The first `depth` levels of the contents."""
    return tuple(replace(item, items=cut(item.items, depth - 1) if depth > 1 else ()) for item in items)


def numbered(items: Sequence[Item], start: int = 1) -> tuple[Item, ...]:
    """The lines with their order of reading, those below one counted before the next."""
    out: list[Item] = []
    for item in items:
        below = numbered(item.items, start + 1)
        out.append(replace(item, order=start, items=below))
        start += _size(out[-1])
    return tuple(out)


def _size(item: Item) -> int:
    return 1 + sum(_size(below) for below in item.items)


def depth(items: Sequence[Item]) -> int:
    """How many levels there are."""
    return 1 + max((depth(item.items) for item in items), default=0) if items else 0
