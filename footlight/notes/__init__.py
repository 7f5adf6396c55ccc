"""Notes: number the author's, the links' and the ledger's in text order, and write what each says."""

from footlight.notes.annotation import annotate
from footlight.notes.place_marks import MARK, mark

__all__ = ["MARK", "annotate", "mark"]
