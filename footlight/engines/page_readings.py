"""What was read in the pages of finished PDFs, kept by the digest of each page: the same page need not be read again.

Readers that know nothing of earlier pages get a fresh `PageReadings`, in which nothing is found.
"""

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from footlight.engines.pdf.black_conversion import PlainPage
from footlight.engines.pdf.document_facts import Links, pdf_links
from footlight.engines.pdf.page_digests import page_digests
from footlight.engines.pdf.pdf_file import open_pdf
from footlight.engines.pdf.print_inspection import PageFacts
from footlight.engines.pdfium import TextBox, page_boxes, page_texts

Reading = TypeVar("Reading")


class UsedReadings(dict[str, Reading]):
    """Readings of an earlier build, and those of this one, which alone are kept for the next."""

    def __init__(self, earlier: Mapping[str, Reading]) -> None:
        super().__init__(earlier)
        self.used: dict[str, Reading] = {}

    def __getitem__(self, digest: str) -> Reading:
        self.used[digest] = found = super().__getitem__(digest)
        return found

    def __setitem__(self, digest: str, reading: Reading) -> None:
        super().__setitem__(digest, reading)
        self.used[digest] = reading


def _none() -> UsedReadings[Any]:
    return UsedReadings({})


@dataclass(frozen=True, slots=True)
class PageReadings:
    """Readings by digest, of one kind each."""

    texts_by_page: UsedReadings[str] = field(default_factory=_none)
    boxes_by_page: UsedReadings[tuple[TextBox, ...]] = field(default_factory=_none)
    press: UsedReadings[PageFacts] = field(default_factory=_none)
    """For `press_facts`."""
    plain: UsedReadings[PlainPage] = field(default_factory=_none)
    """For `finish_print`."""

    _last: list[tuple[bytes, tuple[str, ...], Links]] = field(
        default_factory=list, init=False, repr=False, compare=False
    )
    """The file that was read last, the digests of its pages, and its links."""

    def digests(self, data: bytes) -> tuple[str, ...]:
        """The digest of each page of a file (`page_digests`). Raises EngineError where it cannot be read."""
        return self._read(data)[0]

    def links(self, data: bytes) -> Links:
        """The links of a file (`pdf_links`). Raises EngineError where it cannot be read."""
        return self._read(data)[1]

    def _read(self, data: bytes) -> tuple[tuple[str, ...], Links]:
        if not self._last or self._last[0][0] is not data:
            with open_pdf(data) as pdf:
                self._last[:] = [(data, page_digests(pdf), pdf_links(pdf))]
        return self._last[0][1:]

    def used(self) -> tuple[dict[str, Any], ...]:
        """The readings of each kind that were used or made, in the order of the members."""
        return tuple(kind.used for kind in (self.texts_by_page, self.boxes_by_page, self.press, self.plain))

    def texts(self, data: bytes) -> tuple[str, ...]:
        """The text of each page of a file. Raises EngineError where it cannot be read."""
        digests = self.digests(data)
        texts = page_texts(data, _known(digests, self.texts_by_page))
        _keep(digests, texts, self.texts_by_page)
        return texts

    def boxes(self, data: bytes) -> tuple[tuple[TextBox, ...], ...]:
        """The boxes of the text of each page of a file. Raises EngineError where it cannot be read."""
        digests = self.digests(data)
        boxes = page_boxes(data, _known(digests, self.boxes_by_page))
        _keep(digests, boxes, self.boxes_by_page)
        return boxes


def _known(digests: tuple[str, ...], readings: Mapping[str, Reading]) -> dict[int, Reading]:
    return {number: readings[digest] for number, digest in enumerate(digests) if digest in readings}


def _keep(digests: tuple[str, ...], made: tuple[Reading, ...], readings: MutableMapping[str, Reading]) -> None:
    for digest, reading in zip(digests, made, strict=True):
        if digest and digest not in readings:
            readings[digest] = reading
