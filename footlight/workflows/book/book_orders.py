"""The books of a project: [book] of footlight.toml, files NAME.book.toml, and a book.toml in any folder of source/."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from footlight.errors import UsageError
from footlight.essay.slug import slug
from footlight.project import Project
from footlight.settings.book_options import BookOptions
from footlight.settings.parser import load_book
from footlight.settings.values import Config
from footlight.textmatch.suggestions import did_you_mean

_ENDING, _FILE = ".book.toml", "book.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class BookOrder:
    """What a file says of a book; no essay has been looked at."""

    name: str
    path: Path
    shown: str
    options: BookOptions


def find_orders(project: Project, config: Config) -> tuple[BookOrder, ...]:
    """Every book of a project: that of footlight.toml first, then those of files, in the order of their paths.

    Raises UsageError for a faulty file, and for two books of one name.
    """
    orders = []
    if config.book:
        name = config.book.name or slug(config.book.title) or "book"
        orders.append(
            BookOrder(name=name, path=project.config, shown=project.shown(project.config), options=config.book)
        )
    for path in sorted(_files(project.source)):
        options = load_book(path, project.shown(path))
        name = options.name or _name_of(path, project.source) or slug(options.title) or "book"
        orders.append(BookOrder(name=name, path=path, shown=project.shown(path), options=options))
    seen: dict[str, BookOrder] = {}
    for order in orders:
        other = seen.setdefault(order.name.casefold(), order)
        if other is not order:
            message = f"{other.shown} and {order.shown} would both be build/{order.name}/"
            raise UsageError(message, hint="Give one of them another name: `name = …`.")
    return tuple(orders)


def orders_named(names: Sequence[str], orders: Sequence[BookOrder]) -> tuple[BookOrder, ...]:
    """The books that are named, or all of them where none is. Raises UsageError for one that is not there."""
    if not names:
        return tuple(orders)
    known = {order.name.casefold(): order for order in orders}
    found = {}
    for name in names:
        order = known.get(name.casefold()) or next((one for one in orders if one.path.name == Path(name).name), None)
        if order is None:
            nearest = did_you_mean(name, [one.name for one in orders])
            raise UsageError(f"no book '{name}'" + (f"; {nearest}" if nearest else ""), hint=_HINT)
        found[order.name] = order
    return tuple(found.values())


_HINT = "A book is a table [book] in source/footlight.toml, or a file NAME.book.toml in source/: docs/books.md."


def _files(source: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(source):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(parent, name) for name in files if name == _FILE or name.endswith(_ENDING))


def _name_of(path: Path, source: Path) -> str:
    """The name that a file gives its book: its own, or that of its folder; empty for source/book.toml."""
    if path.name.endswith(_ENDING):
        return slug(path.name.removesuffix(_ENDING))
    return slug(path.parent.name) if path.parent != source else ""
