"""The pages on paper that the EPUB's page list names: those of the print layout, else of the reading layout.

They are taken from a layout of this build, or from an earlier build where nothing of the layout has changed. The text
is laid out for the list alone only where it is short, or the settings name the edition whose pages they are to be.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from footlight.editions.page_document import page_styles
from footlight.essay.layout import Layout, PageStart, Pagination
from footlight.findings.finding import Finding, Severity
from footlight.input_record import read_file
from footlight.press.isbn import isbn_13
from footlight.press.paper import Page
from footlight.settings.epub_options import PagesOf
from footlight.settings.values import Config, Edition
from footlight.workflows.build.composition import Compositor, EditionText
from footlight.workflows.build.freshness import PAGES, file_hash


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSource:
    """The edition whose pages the list names."""

    edition: Edition
    page: Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Where pages of earlier builds are kept, and what made them."""

    folder: Path
    toolchain: str


def pages_named(
    config: Config,
    editions: Sequence[Edition],
    layouts: Mapping[Edition, Layout],
    compositor: Compositor,
    kept_in: Kept,
) -> tuple[Pagination | None, bytes, tuple[Finding, ...]]:
    """The pages that the list names, what is kept of them for the next build, and a finding where there are none.

    `layouts` are those of this build.
    """
    sources = [PageSource(edition=one, page=_page_of(one, config)) for one in _named(config, editions)]
    known, pagination = _read_kept(kept_in.folder)
    text = compositor.text

    def key_of(source: PageSource, html: str = "") -> str:
        return _key(source, html or _filled_in(source, compositor), config, compositor, kept_in.toolchain)

    for source in sources:
        if layout := layouts.get(source.edition):
            return *_paginated(source, layout, compositor, key_of(source)), ()
        # The key costs as much as filling in all pages: it is made only where it can be the one that is looked for.
        of_this = pagination is not None and pagination.source == _label(text, source)
        if pagination and of_this and known == key_of(source):
            return pagination, _kept(pagination, known), ()
    asked = config.epub.pages is not PagesOf.AUTO
    if sources and (asked or _length(text) <= _SHORT):
        html = _filled_in(sources[0], compositor)
        if asked or len(html) <= _SHORT:
            layout = _laid_out(sources[0], compositor, config)
            return *_paginated(sources[0], layout, compositor, key_of(sources[0], html)), ()
    return None, b"", (_no_pages(text.annotated.essay.source.shown),) if sources else ()


def _length(text: EditionText) -> int:
    """Characters of the HTML of text and notes: more stands on the pages, but this much is known before they are filled
    in.
    """
    texts = [section.paper.fragments for section in text.sections] or [text.fragments]
    return sum(len(one.body) + sum(map(len, one.notes)) for one in texts)


_SHORT = 150_000
"""Characters of HTML up to which a text is laid out for its page list alone: some twenty thousand words."""


def _no_pages(shown: str) -> Finding:
    return Finding(
        code="epub-no-pages",
        severity=Severity.INFO,
        message="the EPUB names no pages: no edition on paper was made with it or before, and the text is long",
        hint="Build it with an edition on paper; or say in [epub] whose `pages` it is to name.",
        file=shown,
    )


def _named(config: Config, editions: Sequence[Edition]) -> list[Edition]:
    """The editions whose pages may be named, the best one first."""
    made = {*config.build.editions, *editions}
    match config.epub.pages:
        case PagesOf.PRINT:
            return [Edition.PRINT]
        case PagesOf.READING:
            return [Edition.READING]
        case PagesOf.AUTO:
            return [edition for edition in (Edition.PRINT, Edition.READING) if edition in made]
        case _:
            return []


def _page_of(edition: Edition, config: Config) -> Page:
    return config.ticket.page if edition is Edition.PRINT else config.page


def _filled_in(source: PageSource, compositor: Compositor) -> str:
    """The pages' HTML. Pictures are named by their addresses; where the project lies makes no other pages."""
    return compositor.text.pages(compositor.setup(source.page)).replace(compositor.project.root.as_uri(), "")


def _key(source: PageSource, html: str, config: Config, compositor: Compositor, toolchain: str) -> str:
    """A hash of all that the layout of an edition is made from."""
    text, page = compositor.text, source.page
    of_layout = repr((config.notes.tallest, config.ticket if source.edition is Edition.PRINT else page))
    images = [file_hash(path) for path in text.annotated.essay.images]
    parts = [toolchain, of_layout, html, *page_styles(page, text.house.templates, html), *images]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _read_kept(folder: Path) -> tuple[str, Pagination | None]:
    """Read the pages that the last build kept in a product folder, and the key of their layout."""
    try:
        value: Any = json.loads(read_file(folder / PAGES))
        starts = tuple(PageStart(offset=int(offset), in_word=bool(in_word)) for offset, in_word in value["starts"])
        return str(value["key"]), Pagination(source=str(value["source"]), text=str(value["text"]), starts=starts)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return "", None


def _kept(pagination: Pagination, key: str) -> bytes:
    """Return the pages in the form in which they are kept for the next build."""
    starts = [[start.offset, start.in_word] for start in pagination.starts]
    value = {"key": key, "source": pagination.source, "text": pagination.text, "starts": starts}
    return (json.dumps(value, ensure_ascii=False) + "\n").encode()


def _laid_out(source: PageSource, compositor: Compositor, config: Config) -> Layout:
    """Lay the edition out for its pages alone."""
    own = compositor.lay_out(config.page)
    if source.edition is Edition.PRINT:
        from footlight.workflows.build.print_edition import fit_gutter, ticket_for  # noqa: PLC0415 - engines of PDF

        ticket = ticket_for(config.ticket, compositor.text.annotated.essay.source.meta.direction)
        own, _ = fit_gutter(ticket, own, config.page, compositor.lay_out)
    return own.layout


def _paginated(source: PageSource, layout: Layout, compositor: Compositor, key: str) -> tuple[Pagination, bytes]:
    """The pages of an edition's layout, and what is kept of them."""
    starts = tuple(page.start for page in layout.pages)
    pagination = Pagination(source=_label(compositor.text, source), text=layout.text, starts=starts)
    return pagination, _kept(pagination, key)


def _label(text: EditionText, source: PageSource) -> str:
    """Name the edition: by its ISBN as a URN, or by its title, kind and trim size."""
    isbn = text.annotated.essay.source.meta.isbn
    if isbn and source.edition is Edition.PRINT:
        return f"urn:isbn:{isbn_13(isbn)}"
    kind = text.house.words.say(f"{source.edition}-edition")
    return f"{text.colophon.title}, {kind}, {source.page.width:g} × {source.page.height:g} mm"
