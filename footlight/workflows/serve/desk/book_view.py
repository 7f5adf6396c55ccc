"""One book at the desk: its text and pages as they are now, and until they are set those of its last build."""

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from footlight.engines.pdfium import page_sizes
from footlight.engines.web_server.events import Message
from footlight.errors import EngineError
from footlight.file_state import FileState, file_state
from footlight.project import Project
from footlight.workflows.book.book_orders import BookOrder
from footlight.workflows.serve.desk.live_view import LiveView, message
from footlight.workflows.serve.desk.page_pictures import PagePictures
from footlight.workflows.serve.preview.messages import BOOK, Asked, PagesReady
from footlight.workflows.serve.preview.source_words import source_text, words_of_lines
from footlight.workflows.serve.watcher import BuildState

_TOLD = 20
"""Pages whose words are told together."""
_MOST = 500
"""Findings of all essays that are shown."""


class BookView(LiveView):
    """Follows a book for as long as a page shows it."""

    what = "the book"

    def __init__(
        self, order: BookOrder, project: Project, pictures: PagePictures, ask: Callable[[Asked], object]
    ) -> None:
        """All are as in `LiveView`."""
        super().__init__(f"{BOOK}{order.name}", None, project, pictures, ask)
        self.order = order
        self._pdf = project.build / order.name / f"{order.name}.pdf"
        self._stamp: FileState = None
        self._old_pages: list[tuple[str, tuple[float, float]]] = []
        """The pages of the last build: the key of each, and its size in pt."""
        self._lines: dict[str, Any] = {}

    def files(self) -> tuple[Path, ...]:
        """The order of the book, the configuration, the folder of essays, and all that it was made of."""
        made_of = self._text.files if self._text else ()
        return self.order.path, self._project.config, self._project.source, *made_of

    def built(self, state: BuildState) -> None:
        """Take the result of a build; its pages are shown where those of now are not set."""
        super().built(state)
        if not state.building and self._pages is None and self.listened:
            with self._lock:
                self._send(*self._old_messages())

    def _take_pages(self, answer: PagesReady) -> None:
        """Take pages as they are now; in the place of a whole book of the last build only a whole one."""
        if self._pages is None and self._old_pages and not answer.sure:
            self._pictures.expect([page.key for page in answer.pages])
            return
        super()._take_pages(answer)
        if self._old_pages:
            self._pictures.expect((), gone=[key for key, _ in self._old_pages])
            self._old_pages, self._lines, self._stamp = [], {}, None

    # The pages of the last build

    def _opening(self) -> Sequence[Message]:
        with self._lock:
            old = () if self._pages else self._old_messages()
        return [*old, *super()._opening()]

    def _old_messages(self) -> Sequence[Message]:
        self._look_at_build()
        if not self._old_pages:
            return ()
        new = {
            key: {
                "size": [round(side, 2) for side in size],
                "lines": self._lines.get(key, []),
                "links": [],
                "anchors": {},
            }
            for key, size in self._old_pages
        }
        pages = {"revision": 0, "keys": [key for key, _ in self._old_pages], "new": new}
        return message("pages", pages), self._facts_message(len(self._old_pages))

    def _look_at_build(self) -> None:
        stamp = file_state(self._pdf)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        known = [key for key, _ in self._old_pages]
        try:
            data = self._pdf.read_bytes()
            sizes = page_sizes(data)
        except (OSError, EngineError):
            self._old_pages = []
            return
        digest = sha256(data).hexdigest()[:16]
        self._old_pages = [(f"{digest}-{number}", size) for number, size in enumerate(sizes)]
        keys = [key for key, _ in self._old_pages]
        self._pictures.expect(keys, gone=known)
        self._pictures.add(keys, data)
        self._lines = {}
        threading.Thread(target=self._read_lines, args=(data, tuple(self._old_pages)), daemon=True).start()

    def _read_lines(self, data: bytes, pages: Sequence[tuple[str, tuple[float, float]]]) -> None:
        """Read the words of the pages, and tell them some pages at a time: a long book takes seconds."""
        waiting: dict[str, Any] = {}
        with suppress(EngineError):
            for (key, (_, height)), lines in zip(pages, self._pictures.lines(data), strict=False):
                if self._pages:
                    return
                waiting[key] = [_line(words, box, height) for words, box in lines if words.strip()]
                if len(waiting) >= _TOLD:
                    self._tell_lines(waiting)
                    waiting = {}
        self._tell_lines(waiting)

    def _tell_lines(self, lines: dict[str, Any]) -> None:
        self._lines |= lines
        self.broadcast.send(message("lines", lines))

    # Findings

    def _built_rows(self) -> list[dict[str, Any]]:
        files: dict[str, Callable[[int, int], str]] = {}
        rows = []
        for row in self._built.findings[:_MOST]:
            file = str(row.get("file") or "")
            if file not in files:
                path = self._project.root / file
                files[file] = words_of_lines(source_text(path) if path.is_relative_to(self._project.source) else "")
            words = files[file](row.get("line") or 0, row.get("column") or 0)
            rows.append({**row, "words": words, "now": False})
        return rows

    def _with_file(self, row: dict[str, Any]) -> dict[str, Any]:
        return {**row, "elsewhere": row.get("file") or ""}


def _line(words: str, box: tuple[float, float, float, float], height: float) -> list[Any]:
    """A line as the page takes it: words, left, top, width and height in pt, and that it is in no note."""
    left, bottom, right, top = box
    return [words, round(left, 1), round(height - top, 1), round(right - left, 1), round(top - bottom, 1), 0]
