"""The files for readers that the general one does not serve in full, made from its own files."""

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
"""What Kobo's own spans are kept out of."""


def make_variant(variant: Variant, files: Sequence[File]) -> list[File]:
    """The files of the general EPUB as a reader of that kind takes them."""
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
    """A document without soft hyphens: Kindle shows them, and does not find a word that has one."""
    return data.replace(_SOFT_HYPHEN, "").replace("&#173;", "").replace("&#xad;", "")


def _kobo(data: str) -> str:
    """A document with a span round each sentence, `kobo.P.S`: paragraph and sentence, each counted from 1.

    Kobo's readers keep places, highlights and reading statistics by these spans, and set pages by the two divisions;
    the scheme is that of Kobo's own files, as kepubify documents it (https://pgaskin.net/kepubify/).
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
