"""EPUB variants for reading systems with needs of their own (Kobo, Kindle), made from the general EPUB's files."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from footlight.editions.epub.container_writer import File
from footlight.editions.epub.content_documents import XHTML
from footlight.settings.epub_options import Variant

_SOFT_HYPHEN = "\u00ad"
_TOKEN = re.compile(r"<!--.*?-->|<[^>]*>|[^<]+", re.DOTALL)
_ELEMENT = re.compile(r"<(/?)([\w:-]+)")
_SENTENCE = re.compile(r".+?(?:[.!?…]+[”’»)\]\"']*(?:\s+|\Z)|[。！？]+[」』）]*|\Z)", re.DOTALL)
_BLOCKS = frozenset(
    {
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "td",
        "th",
        "dt",
        "dd",
        "div",
        "blockquote",
        "figcaption",
        "caption",
    }
)
_BARE = frozenset({"head", "pre", "svg", "math", "script", "style"})
"""Elements in which no Kobo spans are set."""


def make_variant(variant: Variant, files: Sequence[File]) -> list[File]:
    """Change the general EPUB's files for a reading system."""
    match variant:
        case Variant.KOBO:
            return [_changed(file, _kobo(file.data.decode())) if _is_text(file) else file for file in files]
        case Variant.KINDLE:
            return [_changed(file, _kindle(file.data.decode())) if file.media == XHTML else file for file in files]


def _is_text(file: File) -> bool:
    return file.media == XHTML and file.properties != "nav"


def _changed(file: File, data: str) -> File:
    return replace(file, data=data.encode())


def _kindle(data: str) -> str:
    """Remove soft hyphens: Kindle displays them, and its search misses words that contain one."""
    return data.replace(_SOFT_HYPHEN, "").replace("&#173;", "").replace("&#xad;", "")


def _kobo(data: str) -> str:
    """Wrap each sentence in a span `kobo.P.S`: 1-based numbers of the paragraph and of the sentence.

    Kobo's readers store positions, highlights and statistics by these spans, and lay out pages by the two divs round
    the body. The scheme is that of Kobo's own files, as kepubify documents it (https://pgaskin.net/kepubify/).
    """
    return "".join(_spanned(data))


def _spanned(data: str) -> Iterator[str]:
    paragraph = sentence = 0
    fresh, bare = True, ""
    for token in _TOKEN.findall(data):
        element = _ELEMENT.match(token)
        closing, name = (bool(element[1]), element[2]) if element else (False, "")
        if bare:
            bare = "" if closing and name == bare else bare
        elif name == "body":
            yield f"</div></div>{token}" if closing else f'{token}<div id="book-columns"><div id="book-inner">'
            continue
        elif name:
            bare = name if name in _BARE and not closing and not token.endswith("/>") else ""
            fresh = fresh or name in _BLOCKS
        elif token.strip() and not token.startswith("<"):
            paragraph, sentence = (paragraph + 1, 0) if fresh else (paragraph, sentence)
            fresh = False
            for piece in _SENTENCE.findall(token):
                sentence += 1
                yield f'<span class="koboSpan" id="kobo.{paragraph}.{sentence}">{piece}</span>'
            continue
        yield token
