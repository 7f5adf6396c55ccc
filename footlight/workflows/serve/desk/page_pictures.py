"""Pictures of pages, drawn when somebody looks at them."""

import threading
from collections import OrderedDict
from collections.abc import Collection, Iterator, Sequence

from footlight.engines.pdfium import PlacedText, page_pixels, page_words
from footlight.engines.pillow import encode_png

WIDTHS = (400, 600, 800, 1000, 1300, 1700, 2200)
"""The widths in px in which a page is drawn: a browser takes the next one to what it shows."""
_MOST = 200
"""Pictures that are kept."""
_SECONDS = 5.0
"""How long a picture waits for a page that is announced and not yet drawn."""


class PagePictures:
    """The pages that are known, each by a key that never means another page."""

    def __init__(self) -> None:
        self._known = threading.Condition()
        self._drawing = threading.Lock()
        """PDFium may be called by one thread at a time."""
        self._pages: dict[str, tuple[bytes, int]] = {}
        self._pictures: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._expected: set[str] = set()

    def expect(self, keys: Collection[str], gone: Collection[str] = ()) -> None:
        """Announce pages that will be drawn, and forget those that are gone."""
        with self._known:
            self._expected |= set(keys) - self._pages.keys()
            for key in set(gone) - set(keys):
                self._pages.pop(key, None)
                self._expected.discard(key)

    def add(self, keys: Sequence[str], pdf: bytes) -> None:
        """Add the pages of a PDF, in their order."""
        with self._known:
            self._pages.update({key: (pdf, number) for number, key in enumerate(keys)})
            self._expected -= set(keys)
            self._known.notify_all()

    def lines(self, pdf: bytes) -> Iterator[tuple[PlacedText, ...]]:
        """The text of each page of a PDF; between two pages others may be drawn. Raises EngineError as `picture`."""
        pages = page_words(pdf)
        while True:
            with self._drawing:
                page = next(pages, None)
            if page is None:
                return
            yield page

    def picture(self, key: str, width: int) -> bytes | None:
        """A PNG of a page in one of `WIDTHS`; None for an unknown page. Raises EngineError where it cannot be drawn."""
        width = min((one for one in WIDTHS if one >= width), default=WIDTHS[-1])
        with self._known:
            self._known.wait_for(lambda: key not in self._expected, _SECONDS)
            page = self._pages.get(key)
            if done := self._pictures.get((key, width)):
                self._pictures.move_to_end((key, width))
                return done
        if page is None:
            return None
        with self._drawing:
            drawn = page_pixels(page[0], width, page[1])
        data = encode_png(*drawn)
        with self._known:
            self._pictures[key, width] = data
            while len(self._pictures) > _MOST:
                self._pictures.popitem(last=False)
        return data
