"""A finished EPUB held against every rule of the house: opened once, its documents parsed once."""

from collections.abc import Sequence

from footlight.checking.epub_gate import broken, gate
from footlight.checking.epub_rules import check_book
from footlight.checking.layout_gate import SetNote
from footlight.checking.reading_systems import check_readers
from footlight.engines.epub.container_reader import DamagedEpubError
from footlight.engines.epub.publication import open_publication
from footlight.findings.finding import Finding


def check_opened(data: bytes, notes: Sequence[SetNote], shown: str) -> tuple[Finding, ...]:
    """What readers, the editor and the gate say of an EPUB, which `shown` names; that it cannot be read, if so."""
    try:
        book = open_publication(data)
    except DamagedEpubError as error:
        return (broken(error, shown),)
    return (*check_readers(book, shown), *check_book(book, shown), *gate(book, notes, shown).findings)
