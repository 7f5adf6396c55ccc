"""The books that a command is about, beside essays."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from footlight.essay_files import EssayFile, is_markdown
from footlight.project import Project
from footlight.settings.values import Config

if TYPE_CHECKING:  # few commands name a book
    from footlight.workflows.book.book_orders import BookOrder


def books_among(
    names: Sequence[str], essays: Sequence[EssayFile], project: Project, config: Config
) -> "tuple[tuple[BookOrder, ...], list[str]]":
    """Part the names of books from those of essays; a name that an essay has is the essay's.

    Raises UsageError where the file of a book is faulty.
    """
    taken = {essay.name.casefold() for essay in essays}
    if all(name.casefold() in taken or is_markdown(PurePath(name)) for name in names):
        return (), list(names)  # a faulty file of a book is no reason not to build essays
    from footlight.workflows.book.book_orders import find_orders  # noqa: PLC0415 - as above

    orders = {order.name.casefold(): order for order in find_orders(project, config)}
    books, others = [], []
    for name in names:
        order = orders.get(name.casefold()) if name.casefold() not in taken else None
        if order:
            books.append(order)
        else:
            others.append(name)
    return tuple(dict.fromkeys(books)), others
