"""The readers of formats, each a file of `readers/`: adding a format means adding a file.

A reader is a module with two functions:

    likeness(parcel: Parcel) -> int         how surely the parcel is of its format: 0 not at all, 100 beyond doubt
    items(parcel: Parcel) -> Iterator[Item | Finding]     the essays in it, one after the other, and what is wrong

It recognises the content, not the name of the file. The one whose likeness is greatest reads the parcel; general
formats (a page, plain text) say less than special ones (an export in such a format). `items` reads as it goes, so that
a long export need not be held in memory, and gives a Finding with one of the codes of import (`findings/codes.py`) for
what cannot be read, where other items may follow. It raises nothing for bad input.
"""

import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Protocol

from footlight.findings.finding import Finding
from footlight.intake import readers
from footlight.intake.item import Item
from footlight.intake.parcel import Parcel


class Reader(Protocol):
    """The interface of a reader's module."""

    def likeness(self, parcel: Parcel) -> int:
        """How surely a parcel is of this format, 0 to 100."""

    def items(self, parcel: Parcel) -> Iterator[Item | Finding]:
        """The essays in the parcel."""


@cache
def all_readers() -> dict[str, Reader]:
    """Every reader by the name of its module."""
    names = sorted(module.name for module in pkgutil.iter_modules(readers.__path__))
    return {name: import_module(f"{readers.__name__}.{name}") for name in names}


def reader_for(parcel: Parcel) -> Reader | None:
    """The reader of a parcel; None where no format is recognised."""
    rated = [(reader.likeness(parcel), name) for name, reader in all_readers().items()]
    best, name = max(rated, default=(0, ""))
    return all_readers()[name] if best > 0 else None
