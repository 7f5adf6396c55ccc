"""Preflight of an EPUB with all our rules; it is opened once, and each document is parsed once."""

from collections.abc import Sequence

from footlight.checking.epub_gate import check_publication, unreadable_epub
from footlight.checking.epub_rules import check_book
from footlight.checking.layout_gate import ExpectedNote
from footlight.checking.reading_systems import check_readers
from footlight.engines.epub.container_reader import DamagedEpubError
from footlight.engines.epub.publication_reader import open_publication
from footlight.findings.finding import Finding


def check_opened(data: bytes, notes: Sequence[ExpectedNote], shown: str) -> tuple[Finding, ...]:
    """Check an EPUB that findings call `shown` with all our rules; one that cannot be read is a finding."""
    try:
        book = open_publication(data)
    except DamagedEpubError as error:
        return (unreadable_epub(error, shown),)
    return (*check_readers(book, shown), *check_book(book, shown), *check_publication(book, notes, shown).findings)
