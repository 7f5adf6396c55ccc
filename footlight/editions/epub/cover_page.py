"""The cover: the picture that the source names, or a page in the manner of the house that is drawn as one."""

from pathlib import Path

from footlight.editions.epub.container_writer import File
from footlight.editions.epub.content_documents import Setting
from footlight.editions.epub.package_images import MEDIA
from footlight.editions.fragments import Fragments
from footlight.engines.templates import markup
from footlight.essay.document import Metadata

WIDTH = 1600
"""px; with a height of 2,400 it passes what the shops ask of a cover (Kindle: 1,000 px high at least, 1.6 to 1)."""
_LENGTHS = ((24, "short"), (60, "middle"), (120, "long"))
"""Characters of a title, and the class of those that have no more."""


def cover_html(setting: Setting, fragments: Fragments) -> str:
    """The page of the cover, well-formed XML; its styles are those of cover-image.css."""
    meta: Metadata = setting.annotated.essay.source.meta
    title = setting.colophon.title
    return setting.render(
        "cover.html",
        title=markup(fragments.title),
        length=next((name for most, name in _LENGTHS if len(title) <= most), "longest"),
        subtitle=markup(fragments.subtitle),
        byline=meta.byline,
        imprint=setting.colophon.imprint,
        publisher=meta.publisher,
        collection=f"{meta.collection}, {meta.position}" if meta.collection and meta.position else meta.collection,
    )


def cover_file(path: Path | None, drawn: bytes) -> File | None:
    """The cover in the package: the source's own picture before the drawn one; None where neither is there.

    `drawn` is a JPEG or an SVG. Raises OSError where the picture cannot be read.
    """
    if path:
        suffix = path.suffix.lower()
        return _file(suffix, path.read_bytes())
    return _file(".svg" if drawn.startswith(b"<") else ".jpg", drawn) if drawn else None


def _file(suffix: str, data: bytes) -> File:
    return File(name=f"cover{suffix}", data=data, media=MEDIA[suffix], id="cover", properties="cover-image")
