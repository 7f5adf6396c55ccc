"""One book at the desk: the pages of its last build, drawn as somebody turns to them."""

import json
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from footlight.engines.pdfium import page_sizes
from footlight.engines.web_server.events import Broadcast, Message
from footlight.errors import EngineError, FootlightError
from footlight.project import Project
from footlight.settings.parser import load_config
from footlight.workflows.book.book_orders import BookOrder
from footlight.workflows.serve.desk.page_pictures import PagePictures
from footlight.workflows.serve.desk.print_facts import print_facts
from footlight.workflows.serve.preview.source_words import words_of_lines
from footlight.workflows.serve.watcher import BuildState

_TOLD = 20
"""Pages whose words are told together."""
_MOST = 500
"""Findings of all essays that are shown."""


class BookView:
    """Shows the pages of a book as they were built last."""

    def __init__(self, order: BookOrder, project: Project, pictures: PagePictures) -> None:
        self.broadcast = Broadcast(self._opening)
        self._order, self._project, self._pictures = order, project, pictures
        self._pdf = project.build / order.name / f"{order.name}.pdf"
        self._stamp: tuple[int, int] | None = None
        self._pages: list[tuple[str, tuple[float, float]]] = []
        self._lines: dict[str, Any] = {}
        self._built = BuildState()

    def built(self, state: BuildState) -> None:
        """Take the result of a build."""
        self._built = state
        for message in self._opening() if not state.building else [self._state()]:
            self.broadcast.send(message)

    def _opening(self) -> Sequence[Message]:
        self._look()
        return [self._state(), self._pages_message(), self._facts(), self._findings()]

    def _look(self) -> None:
        stamp = _stamp(self._pdf)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        known = [key for key, _ in self._pages]
        try:
            data = self._pdf.read_bytes()
            sizes = page_sizes(data)
        except (OSError, EngineError):
            self._pages = []
            return
        digest = sha256(data).hexdigest()[:16]
        self._pages = [(f"{digest}-{number}", size) for number, size in enumerate(sizes)]
        keys = [key for key, _ in self._pages]
        self._pictures.expect(keys, gone=known)
        self._pictures.add(keys, data)
        self._lines = {}
        threading.Thread(target=self._read_lines, args=(data, tuple(self._pages)), daemon=True).start()

    def _read_lines(self, data: bytes, pages: Sequence[tuple[str, tuple[float, float]]]) -> None:
        """Read the words of the pages, and tell them some pages at a time: a long book takes seconds."""
        waiting: dict[str, Any] = {}
        with suppress(EngineError):
            for (key, (_, height)), lines in zip(pages, self._pictures.lines(data), strict=False):
                waiting[key] = [_line(words, box, height) for words, box in lines if words.strip()]
                if len(waiting) >= _TOLD:
                    self._tell_lines(waiting)
                    waiting = {}
        self._tell_lines(waiting)

    def _tell_lines(self, lines: dict[str, Any]) -> None:
        self._lines |= lines
        self.broadcast.send(_message("lines", lines))

    def _state(self) -> Message:
        built = self._built
        build = {"generation": built.generation, "building": built.building, "trouble": built.trouble}
        value = {"revision": 0, "text": 0, "pages": 0, "trouble": "", "build": build}
        return _message("state", value)

    def _pages_message(self) -> Message:
        new = {
            key: {
                "size": [round(side, 2) for side in size],
                "lines": self._lines.get(key, []),
                "links": [],
                "anchors": {},
            }
            for key, size in self._pages
        }
        return _message("pages", {"revision": 0, "keys": [key for key, _ in self._pages], "new": new})

    def _facts(self) -> Message:
        try:
            facts = print_facts(len(self._pages), load_config(self._project.config))
        except FootlightError as error:
            facts = {"trouble": str(error)}
        return _message("facts", facts)

    def _findings(self) -> Message:
        files: dict[str, Callable[[int, int], str]] = {}
        rows = []
        for row in self._built.findings[:_MOST]:
            file = str(row.get("file") or "")
            if file not in files:
                path = self._project.root / file
                files[file] = words_of_lines(_read(path) if path.is_relative_to(self._project.source) else "")
            words = files[file](row.get("line") or 0, row.get("column") or 0)
            rows.append({**row, "words": words, "elsewhere": file, "now": False})
        return _message("findings", rows)


def _line(words: str, box: tuple[float, float, float, float], height: float) -> list[Any]:
    """A line as the page takes it: words, left, top, width and height in pt, and that it is in no note."""
    left, bottom, right, top = box
    return [words, round(left, 1), round(height - top, 1), round(right - left, 1), round(top - bottom, 1), 0]


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    except OSError:
        return ""


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size


def _message(event: str, value: Any) -> Message:  # noqa: ANN401 - any JSON
    return Message(event=event, data=json.dumps(value, ensure_ascii=False))
