"""One book at the desk: the pages of its last build, drawn as somebody turns to them."""

import json
from collections.abc import Sequence
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
from footlight.workflows.serve.watcher import BuildState


class BookView:
    """Shows the pages of a book as they were built last."""

    def __init__(self, order: BookOrder, project: Project, pictures: PagePictures) -> None:
        self.broadcast = Broadcast(self._opening)
        self._order, self._project, self._pictures = order, project, pictures
        self._pdf = project.build / order.name / f"{order.name}.pdf"
        self._stamp: tuple[int, int] | None = None
        self._pages: list[tuple[str, tuple[float, float]]] = []
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

    def _state(self) -> Message:
        built = self._built
        build = {"generation": built.generation, "building": built.building, "trouble": built.trouble}
        value = {"revision": 0, "text": 0, "pages": 0, "trouble": "", "build": build}
        return _message("state", value)

    def _pages_message(self) -> Message:
        new = {
            key: {"size": [round(side, 2) for side in size], "lines": [], "links": [], "anchors": {}}
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
        rows = [{**row, "words": "", "now": False} for row in self._built.findings_of(self._order.shown)]
        return _message("findings", rows)


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size


def _message(event: str, value: Any) -> Message:  # noqa: ANN401 - any JSON
    return Message(event=event, data=json.dumps(value, ensure_ascii=False))
