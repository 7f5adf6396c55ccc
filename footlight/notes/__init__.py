"""Ledger and essay to an essay with numbered notes."""

from footlight.notes.annotating import annotate
from footlight.notes.marking import MARK, mark

__all__ = ["MARK", "annotate", "mark"]
