"""The site of `footlight serve`: the desk, the catalogue in both formats, its books and covers.

Only what the catalogue lists is served: an address is looked up among its names and never becomes a path.
"""

import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from footlight.engines.epub.container_reader import DamagedEpubError
from footlight.engines.templates import Templates
from footlight.engines.web_server.exchange import Answer, Content, FileAnswer, NotFound, PageRequest, Redirect
from footlight.project import Project
from footlight.shelf import opds1, opds2
from footlight.shelf.book_search import QUERY_LIMIT, Index
from footlight.shelf.built_books import FOLDER, gather
from footlight.shelf.catalogue import ROOT, Catalogue
from footlight.shelf.catalogue_documents import both_formats
from footlight.shelf.catalogue_page import PER_PAGE
from footlight.shelf.epub_description import cover_bytes
from footlight.shelf.shelf_book import Book, Holding
from footlight.workflows.serve.desk.desk_site import Desk

_HTML = "text/html; charset=utf-8"
_RECHECK = 1.0
"""Seconds after which build/ is looked at again."""
_STATIC = {"shelf.css": "text/css"}


@dataclass(frozen=True, slots=True)
class _Stock:
    """The books of build/ at a moment, by all that they can be looked up by."""

    signature: tuple[tuple[str, int], ...]
    catalogue: Catalogue
    index: Index
    books: dict[str, Book]
    holdings: dict[str, Holding]
    covers: dict[str, Book]


class Site:
    """Answers requests for a project's desk and shelf."""

    def __init__(self, project: Project, *, title: str, desk: Desk | None = None) -> None:
        """Without a desk there is nothing but the shelf."""
        self._desk = desk
        self._build = project.build
        self._templates = Templates(project)
        self._folders = project.template_folders
        self._title = title
        self._lock = threading.Lock()
        self._checked = float("-inf")
        self._stock = _stock(self._build, _signature(self._build), title)

    @property
    def books(self) -> int:
        """How many books there are."""
        return len(self._now().books)

    def respond(self, request: PageRequest) -> Answer:
        """Answer a request."""
        stock = self._now()
        path = request.path.removeprefix("/")
        if path in stock.holdings:
            file = stock.holdings[path]
            return FileAnswer(path=file.path, media=file.media)
        if self._desk and (path.startswith("desk/") or (path == "" and "query" not in request.query)):
            return self._desk.respond(path.removeprefix("desk/"), request, len(stock.books))
        if path in ("", FOLDER, f"{FOLDER}/"):
            return self._front(stock, request)
        if path in ("opds", "opds/"):
            return Redirect(path=f"/{FOLDER}/{ROOT}{opds1.ENDING}")
        if path.startswith(f"{FOLDER}/"):
            return self._shelf(stock, path.removeprefix(f"{FOLDER}/"), request)
        return NotFound()

    def _shelf(self, stock: _Stock, path: str, request: PageRequest) -> Answer:
        if path in stock.covers:
            return _cover(stock.covers[path])
        if path in _STATIC:
            return self._static(path)
        if path == opds1.DESCRIPTION:
            return Content(data=opds1.search_description(self._title), media=opds1.SEARCH_MEDIA)
        stem, _, ending = path.rpartition(".")
        return self._page(stock, stem, f".{ending}", request.query.get("query", "")[:QUERY_LIMIT])

    def _page(self, stock: _Stock, stem: str, ending: str, query: str) -> Answer:
        """Return a page of the catalogue, or the result of a search, in the format that an ending names."""
        if ending not in (opds1.ENDING, opds2.ENDING):
            return NotFound()
        book = stock.books.get(stem.removeprefix("book/")) if ending == opds2.ENDING else None
        if book and stem == opds2.publication_path(book):
            return Content(data=opds2.publication_document(book), media=opds2.PUBLICATION)
        feed = stock.catalogue.found(query, stock.index.find(query)) if stem == "search" else stock.catalogue.feed(stem)
        if feed is None:
            return NotFound()
        chosen = both_formats(feed, searchable=True)[ending == opds2.ENDING]
        return Content(data=chosen.data, media=chosen.media)

    def _front(self, stock: _Stock, request: PageRequest) -> Answer:
        """Return the page for a browser."""
        query = request.query.get("query", "")[:QUERY_LIMIT]
        books = stock.index.find(query) if query else stock.catalogue.books
        pages = max(1, -(-len(books) // PER_PAGE))
        said = request.query.get("page", "1")
        page = int(said) if said.isascii() and said.isdigit() and len(said) < 8 else 1
        page = min(max(page, 1), pages)
        shown = books[(page - 1) * PER_PAGE : page * PER_PAGE]
        html = self._templates.render(
            "shelf/index.html",
            title=self._title,
            books=shown,
            query=query,
            page=page,
            pages=pages,
            total=len(books),
            desk=self._desk is not None,
        )
        return Content(data=html.encode("utf-8", "replace"), media=_HTML)

    def _static(self, name: str) -> Answer:
        path = next(f / "shelf" / name for f in reversed(self._folders) if (f / "shelf" / name).is_file())
        return Content(data=path.read_bytes(), media=_STATIC[name])

    def _now(self) -> _Stock:
        with self._lock:
            if time.monotonic() - self._checked > _RECHECK:
                signature = _signature(self._build)
                if signature != self._stock.signature:
                    self._stock = _stock(self._build, signature, self._title)
                self._checked = time.monotonic()
            return self._stock


def _stock(build: Path, signature: tuple[tuple[str, int], ...], title: str) -> _Stock:
    books = gather(build).books
    return _Stock(
        signature,
        Catalogue(books, title=title),
        Index(books),
        {book.name: book for book in books},
        {file.name: file for book in books for file in book.holdings},
        {book.cover_path: book for book in books if book.cover},
    )


def _signature(build: Path) -> tuple[tuple[str, int], ...]:
    """Return each folder of build/ with the time when a file in it was last added or removed."""
    try:
        with os.scandir(build) as entries:
            return tuple(sorted((e.name, e.stat().st_mtime_ns) for e in entries if e.is_dir(follow_symlinks=False)))
    except OSError:
        return ()


def _cover(book: Book) -> Answer:
    if book.cover is None:
        return NotFound()
    try:
        return Content(data=cover_bytes(book.cover), media=book.cover.media)
    except DamagedEpubError:
        return NotFound()
