"""Where the essays of a book begin."""

from enum import StrEnum


class Opening(StrEnum):
    """Where an essay of a book begins."""

    PAGE = "page"
    RECTO = "recto"
    SAME = "same"
    """On the page where the one before it ends, if there is room."""
