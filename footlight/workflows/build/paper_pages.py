"""The pages on paper that the EPUB names: of the print layout, else of the reading layout; laid out in this build, kept
from the last one where nothing of it has changed, or laid out for the list alone.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from footlight.editions.page_document import PageSetup, page_html, page_styles
from footlight.essay.layout import Layout, PageStart, Pagination
from footlight.press.isbn import isbn_13
from footlight.press.paper import Page
from footlight.settings.epub_options import PagesOf
from footlight.settings.values import Config, Edition
from footlight.workflows.build.composition import Composition
from footlight.workflows.build.edition_text import Text
from footlight.workflows.build.freshness import PAGES, file_hash


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """The edition whose pages are wanted."""

    edition: Edition
    page: Page
    key: str
    """Of all that its layout is made from."""


def aim(config: Config, editions: Sequence[Edition], text: Text, toolchain: str) -> Aim | None:
    """What the page list is taken from, whatever of it is built now; None where nothing is on paper."""
    made = {*config.build.editions, *editions}
    match config.epub.pages:
        case PagesOf.PRINT:
            edition = Edition.PRINT
        case PagesOf.READING:
            edition = Edition.READING
        case PagesOf.AUTO if Edition.PRINT in made:
            edition = Edition.PRINT
        case PagesOf.AUTO if Edition.READING in made:
            edition = Edition.READING
        case _:
            return None
    page = config.ticket.page if edition is Edition.PRINT else config.page
    of_layout = repr((config.notes.tallest, config.ticket if edition is Edition.PRINT else page))
    return Aim(edition=edition, page=page, key=_key(text, page, of_layout, toolchain))


def _key(text: Text, page: Page, of_layout: str, toolchain: str) -> str:
    html = page_html(text.annotated, text.fragments, text.colophon, text.house, PageSetup(page=page))
    images = [file_hash(path) for path in text.annotated.essay.images]
    parts = [toolchain, of_layout, html, *page_styles(page, text.house.templates, html), *images]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def read_kept(folder: Path, aim: Aim) -> Pagination | None:
    """The pages that the last build left in a product folder; None where they are not those of today's layout."""
    try:
        value: Any = json.loads((folder / PAGES).read_bytes())
        if value["key"] != aim.key:
            return None
        starts = tuple(PageStart(offset=int(offset), in_word=bool(in_word)) for offset, in_word in value["starts"])
        return Pagination(source=str(value["source"]), text=str(value["text"]), starts=starts)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def kept(pagination: Pagination, aim: Aim) -> bytes:
    """The pages for the next build."""
    starts = [[start.offset, start.in_word] for start in pagination.starts]
    value = {"key": aim.key, "source": pagination.source, "text": pagination.text, "starts": starts}
    return (json.dumps(value, ensure_ascii=False) + "\n").encode()


def paginate(aim: Aim, layout: Layout | None, composition: Composition, config: Config) -> Pagination:
    """The pages: of the edition's layout where it is there, or of one made now."""
    if layout is None:
        from footlight.workflows.build.page_editions import lay_out  # noqa: PLC0415 - engines that an EPUB alone can do without
        from footlight.workflows.build.print_edition import solved, ticket_for  # noqa: PLC0415 - as above

        own = lay_out(composition, config.page)
        if aim.edition is Edition.PRINT:
            ticket = ticket_for(config.ticket, composition.text.annotated.essay.source.meta.direction)
            own, _ = solved(ticket, own, config.page, partial(lay_out, composition))
        layout = own.layout
    starts = tuple(page.start for page in layout.pages)
    return Pagination(source=_source(composition.text, aim), text=layout.text, starts=starts)


def _source(text: Text, aim: Aim) -> str:
    """The edition's ISBN as a URN; without one its title, kind and trim size."""
    isbn = text.annotated.essay.source.meta.isbn
    if isbn and aim.edition is Edition.PRINT:
        return f"urn:isbn:{isbn_13(isbn)}"
    kind = text.house.words.say(f"{aim.edition}-edition")
    return f"{text.colophon.title}, {kind}, {aim.page.width:g} × {aim.page.height:g} mm"
