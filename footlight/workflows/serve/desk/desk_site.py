"""Answers of the desk: its page and scripts, what it shows of each essay and book, and decisions about links."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from footlight.engines.templates import Templates
from footlight.engines.web_server.exchange import Answer, Content, EventStream, FileAnswer, NotFound, PageRequest
from footlight.errors import FootlightError
from footlight.essay_files import EssayFile, find_essays
from footlight.project import Project
from footlight.reading.source_file import read_source
from footlight.settings.parser import load_config
from footlight.workflows.book.book_orders import BookOrder, find_orders
from footlight.workflows.serve.desk.book_view import BookView
from footlight.workflows.serve.desk.ebook_files import POLICY, ebook_contents, ebook_file, live_contents, live_file
from footlight.workflows.serve.desk.essay_view import EssayView
from footlight.workflows.serve.desk.live_view import LiveView
from footlight.workflows.serve.desk.page_pictures import PagePictures
from footlight.workflows.serve.preview.messages import BOOK, Asked
from footlight.workflows.serve.preview.messages import Answer as PreviewAnswer
from footlight.workflows.serve.preview.preview_process import PreviewProcess
from footlight.workflows.serve.watcher import BuildState

_EVERY = 0.012
"""Seconds between two looks at the files of an essay that somebody looks at; there are five."""
_BOOK_TURNS = 8
"""A book is looked at in one of so many turns, for it has hundreds of files."""
_IDLE = 0.25
"""The same where nobody looks at any."""
_TEMPLATES_EVERY = 0.5
_LIST_EVERY = 1.0
"""Seconds for which the list of essays and books is taken for true."""
_STATIC = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".ttf": "font/ttf"}
_FACES = ("Literata_400Regular.ttf", "Literata_400Regular_Italic.ttf", "Literata_700Bold.ttf")
_PAGE_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
"""Styles of an essay's tables and figures stand in the elements."""
_PICTURE_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
"""Nothing in a drawing is run."""
_HTML = "text/html; charset=utf-8"


class Desk:
    """The desk of a project."""

    def __init__(self, project: Project, *, title: str, secret: str, now: Callable[[], datetime]) -> None:
        """`secret` is what a page sends with a decision; `now` is the moment of one, in UTC."""
        self._project, self._title, self._secret, self._now = project, title, secret, now
        self._templates = Templates(project)
        self._pictures = PagePictures()
        self._preview = PreviewProcess(project, self._take)
        self._lock = threading.RLock()
        self._essays: dict[str, EssayView] = {}
        self._books: dict[str, BookView] = {}
        self._built = BuildState()
        self._listed = float("-inf")
        self._known: tuple[dict[str, EssayFile], dict[str, BookOrder]] = ({}, {})
        self._titles: dict[Path, tuple[int, str]] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="following essays", daemon=True)
        self.changed: Callable[[], object] = lambda: None
        """Called when an essay that somebody looks at has changed."""

    def start(self) -> None:
        """Begin to follow the essays that somebody looks at."""
        self._thread.start()

    def stop(self) -> None:
        """Stop, and end the process of previews."""
        self._ended.set()
        self._preview.stop()

    def built(self, state: BuildState) -> None:
        """Take the result of a build."""
        self._built = state
        with self._lock:
            views: list[LiveView] = [*self._essays.values(), *self._books.values()]
        for view in views:
            view.built(state)

    def _ask(self, asked: Asked) -> None:
        if asked.revision > 1:  # at first nothing has changed
            self.changed()
        self._preview.ask(asked)

    def _take(self, answer: PreviewAnswer) -> None:
        book = answer.name.removeprefix(BOOK)
        with self._lock:
            view = self._essays.get(answer.name) if book == answer.name else self._books.get(book)
        if view:
            view.take(answer)

    def _follow(self) -> None:
        templates, looked, turns = self._template_state(), time.monotonic(), 0
        while True:
            with self._lock:
                essays = [view for view in self._essays.values() if view.listened]
                books = [view for view in self._books.values() if view.listened]
            if self._ended.wait(_EVERY if essays or books else _IDLE):
                return
            anew, turns = False, (turns + 1) % _BOOK_TURNS
            views: list[LiveView] = [*essays, *(books if turns == 0 else ())]
            if time.monotonic() - looked > _TEMPLATES_EVERY:
                now, looked = self._template_state(), time.monotonic()
                anew, templates = now != templates, now
                views = [*essays, *books] if anew else views
            for view in views:
                view.look(anew=anew)

    def _template_state(self) -> list[tuple[str, int]]:
        own = self._project.own_templates
        found = []
        for path in sorted(own.rglob("*")) if own else ():
            try:
                found.append((str(path), path.stat().st_mtime_ns))
            except OSError:
                continue
        return found

    # Answers

    def respond(self, path: str, request: PageRequest, shelved: int) -> Answer:
        """Answer a request for the page itself, at an empty path, or for what stands below /desk/.

        `shelved` is how many books stand on the shelf.
        """
        if not path:
            return self._front(shelved)
        kind, _, rest = path.partition("/")
        answers: dict[str, Callable[[str, PageRequest], Answer]] = {
            "static": lambda name, _: self._static(name),
            "project": lambda _, __: _json(self._list()),
            "events": lambda name, _: self._events(name),
            "page": self._page,
            "picture": lambda name, _: self._picture(name),
            "ebook": lambda name, _: self._ebook(name),
            "archived": self._archived,
            "look": self._look,
            "decide": self._decide,
        }
        return answers[kind](rest, request) if kind in answers else NotFound()

    def _front(self, shelved: int) -> Answer:
        html = self._templates.render("desk/index.html", title=self._title, secret=self._secret, shelved=shelved)
        return Content(data=html.encode("utf-8", "replace"), media=_HTML, policy=_PAGE_POLICY)

    def _static(self, name: str) -> Answer:
        house, *_ = folders = self._project.template_folders
        if name in _FACES:
            return FileAnswer(path=house / "fonts" / name, media="font/ttf")
        media = _STATIC.get(Path(name).suffix)
        if media is None or "/" in name or "\\" in name or name.startswith("."):
            return NotFound()
        path = next((f / "desk" / name for f in reversed(folders) if (f / "desk" / name).is_file()), None)
        return Content(data=path.read_bytes(), media=media) if path else NotFound()

    def _list(self) -> dict[str, Any]:
        essays, books = self._now_known()
        return {
            "essays": [
                {"name": name, "title": self._title_of(file), "file": file.shown} for name, file in essays.items()
            ],
            "books": [{"name": name, "title": order.options.title} for name, order in books.items()],
        }

    def _now_known(self) -> tuple[dict[str, EssayFile], dict[str, BookOrder]]:
        with self._lock:
            if time.monotonic() - self._listed > _LIST_EVERY:
                essays = {file.name: file for file in find_essays(self._project.source)}
                try:
                    orders = find_orders(self._project, load_config(self._project.config))
                except FootlightError:  # a build says what is wrong
                    orders = ()
                self._known = essays, {order.name: order for order in orders}
                self._listed = time.monotonic()
            return self._known

    def _title_of(self, file: EssayFile) -> str:
        try:
            changed = file.path.stat().st_mtime_ns
        except OSError:
            return file.name
        known = self._titles.get(file.path)
        if known is None or known[0] != changed:
            source, _ = read_source(file)
            title = (source.meta.title or source.words_of_name) if source else file.given.words
            self._titles[file.path] = known = changed, title or file.name
        return known[1]

    def _essay(self, name: str) -> EssayView | None:
        """The view of an essay; None where there is none of the name."""
        file = self._now_known()[0].get(name)
        if file is None:
            return None
        with self._lock:
            view = self._essays.get(name)
            if view is None or view.file != file:
                view = EssayView(file, self._project, self._pictures, self._ask, self._now)
                view.built(self._built)
                self._essays[name] = view
            return view

    def _book(self, name: str) -> BookView | None:
        """The view of a book; None where there is none of the name."""
        order = self._now_known()[1].get(name)
        if order is None:
            return None
        with self._lock:
            known = self._books.get(name)
            if known is None or known.order != order:
                self._books[name] = BookView(order, self._project, self._pictures, self._ask)
                self._books[name].built(self._built)
            return self._books[name]

    def _events(self, name: str) -> Answer:
        view = self._view(name)
        return EventStream(broadcast=view.broadcast) if view else NotFound()

    def _view(self, name: str) -> LiveView | None:
        """The view that a page names: `essay/` or `book/`, and the name of one."""
        kind, _, name = name.partition("/")
        return self._essay(name) if kind == "essay" else self._book(name) if kind == "book" else None

    def _page(self, name: str, request: PageRequest) -> Answer:
        key = name.removesuffix(".png")
        said = request.query.get("width", "")
        width = int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 800
        data = self._pictures.picture(key, width)
        return Content(data=data, media="image/png", lasting=True) if data else NotFound()

    def _picture(self, name: str) -> Answer:
        shown, _, number = name.rpartition("/")
        view = self._view(shown)
        path = view.picture(int(number)) if view and number.isascii() and number.isdigit() and len(number) < 6 else None
        if path is None:
            return NotFound()
        media = {".svg": "image/svg+xml", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
        kind = media.get(path.suffix.lower(), f"image/{path.suffix[1:].lower() or 'png'}")
        try:
            # As content, whose policy keeps a drawing's scripts from running.
            return Content(
                data=path.read_bytes(), media=kind, policy="sandbox; default-src 'none'; style-src 'unsafe-inline'"
            )
        except OSError:
            return NotFound()

    def _ebook(self, name: str) -> Answer:
        """The list of documents of an e-book, or a file of it: as it is now, else that of the last build."""
        kind, _, rest = name.partition("/")
        name, _, path = rest.partition("/")
        view = self._view(f"{kind}/{name}")
        if view is None:
            return NotFound()
        epub = self._project.build / name / f"{name}.epub"
        if not path:
            return _json(live_contents(view.ebook) if view.ebook else ebook_contents(epub))
        file = live_file(view.ebook, path) if view.ebook else ebook_file(epub, path)
        return Content(data=file.data, media=file.media, policy=POLICY) if file else NotFound()

    def _archived(self, name: str, request: PageRequest) -> Answer:
        view = self._essay(name)
        text = view.archived_text(request.query.get("url", "")) if view else None
        return _json({"day": text.day, "text": text.text[:20_000]} if text else {"day": "", "text": ""})

    def _look(self, name: str, request: PageRequest) -> Answer:
        """Note which page is looked at, so that it is drawn first."""
        view, sent = self._view(name), _sent(request)
        page = sent.get("page") if sent else None
        if view is None or not isinstance(page, int) or not 0 <= page < 100_000:
            return NotFound()
        view.looked_at = page
        return _json({})

    def _decide(self, name: str, request: PageRequest) -> Answer:
        """Carry out a decision about a link."""
        view, sent = self._essay(name), _sent(request)
        if view is None or sent is None:
            return NotFound()
        action, identity, url = (str(sent.get(key, "")) for key in ("action", "id", "url"))
        try:
            done = view.decide(action, identity, url)
        except FootlightError as error:
            return replace(_json({"said": str(error), "written": False}), status=409)
        return _json({"said": done.said, "written": done.written})


def _sent(request: PageRequest) -> dict[str, Any] | None:
    """The object that a page sent; None for anything else."""
    try:
        value = json.loads(request.body) if request.body is not None else None
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _json(value: object) -> Content:
    return Content(data=json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"), media="application/json")
