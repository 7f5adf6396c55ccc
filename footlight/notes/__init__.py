"""Ledger and essay to an essay with numbered notes."""

from footlight.notes.annotation import annotate
from footlight.notes.place_marks import MARK, mark

__all__ = ["MARK", "annotate", "mark"]
