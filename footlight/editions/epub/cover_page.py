"""The cover image: the picture that the source names, or a page of our design rendered as an image."""

from pathlib import Path

from footlight.editions.epub.container_writer import File
from footlight.editions.epub.content_documents import BookSetup
from footlight.editions.epub.publication_resources import MEDIA
from footlight.editions.fragments import Fragments, words_alone
from footlight.engines.templates import markup
from footlight.essay.document import Metadata
from footlight.input_record import read_input

WIDTH = 1600
"""Pixels. With a height of 2,400 the cover meets what shops ask for (Kindle: at least 1,000 high, ratio 1.6 to 1)."""
_LENGTHS = ((24, "short"), (60, "middle"), (120, "long"))
"""Inclusive upper bound of a title's length in characters, and its class in cover-image.css."""


def cover_html(setup: BookSetup, fragments: Fragments) -> str:
    """Fill in the cover page, well-formed XML; cover-image.css has its styles."""
    meta: Metadata = setup.annotated.essay.source.meta
    title = setup.colophon.title
    return setup.render(
        "cover.html",
        title=markup(words_alone(fragments.title)),
        length=next((name for most, name in _LENGTHS if len(title) <= most), "longest"),
        subtitle=markup(words_alone(fragments.subtitle)),
        byline=meta.byline or setup.colophon.credit,
        imprint=setup.colophon.imprint,
        publisher=meta.publisher,
        collection=f"{meta.collection}, {meta.position}" if meta.collection and meta.position else meta.collection,
    )


def cover_file(path: Path | None, drawn: bytes) -> File | None:
    """Make the package's cover file: the picture at `path`, else `drawn` (JPEG or SVG); None where both are missing.

    Raises OSError where the picture cannot be read.
    """
    if path:
        suffix = path.suffix.lower()
        return _file(suffix, read_input(path))
    return _file(".svg" if drawn.startswith(b"<") else ".jpg", drawn) if drawn else None


def _file(suffix: str, data: bytes) -> File:
    return File(name=f"cover{suffix}", data=data, media=MEDIA[suffix], id="cover", properties="cover-image")
