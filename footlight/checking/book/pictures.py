"""Pictures that print or show badly, and words for them that say nothing."""

from collections.abc import Iterator
from urllib.parse import unquote

from footlight.checking.book.opened import Book, words
from footlight.engines.epub.publication import XHTML, types
from footlight.finding import Finding

LEAST = 150
"""Pixels of the longer side, below which a picture is a smudge on the screens of e-readers (300 pixels an inch)."""


def small_pictures(book: Book) -> Iterator[Finding]:
    """A picture of pixels that is too small for any screen that reads books."""
    for name, size in book.pictures.items():
        if size and max(size) < LEAST:
            message = f"the picture {name} has {size[0]} × {size[1]} pixels"
            hint = "Put one of 600 pixels or more in its place, or an SVG."
            yield book.finding("epub-picture-small", message, hint=hint)


def words_for_pictures(book: Book) -> Iterator[Finding]:
    """Words for a picture that repeat its caption, or are a file's name: heard twice, or heard for nothing."""
    for document in book.documents:
        captions = {
            id(image): words(figure.find(f".//{XHTML}figcaption"))
            for figure in document.all("figure")
            for image in figure.iter(f"{XHTML}img")
        }
        for image in document.all("img"):
            alt = " ".join(image.get("alt", "").split())
            file = unquote(image.get("src", "")).rpartition("/")[2]
            if alt and alt == captions.get(id(image)):
                hint = 'Say what is to be seen: ![the caption](file){alt="what is to be seen"}.'
                message = f"the words for {file} are its caption again: “{alt[:60]}”"
                yield book.finding("epub-alt-is-caption", message, hint=hint)
            elif alt and alt == file:
                yield book.finding(
                    "epub-alt-is-name", f"the words for {file} are the name of the file", hint="Describe it."
                )
            elif not alt and "alt" not in image.attrib and "presentation" not in types(image):
                yield book.finding("epub-alt-missing", f"{file} in {document.name} has no words", hint="Describe it.")
