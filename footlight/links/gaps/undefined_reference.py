"""Rule: a reference link has no definition: `[words][key]` or `[words][]` without a line `[key]: address`."""

import re
from collections.abc import Iterator

from footlight.links.gaps.phrasebook import Phrasebook
from footlight.markdown.link_syntax import bracketed, plain_words
from footlight.markdown.markdown_text import BlockKind, MarkdownText
from footlight.textmatch.places import Place, single_spaced

CODE = "undefined-reference"

_DEFINITION = re.compile(r"^[ \t>]*\[([^\[\]\n]+)\]:[ \t]*\n?[ \t>]*\S", re.MULTILINE)
_KEY = re.compile(r"\[(?P<key>[^\[\]\n]{0,200})\](?![(\[])")
_NOT_WORDS = re.compile(r"[\^@]|[\dxX ]*\Z")  # a note, a citation, an index as in a[0], a check box
_INDEX = re.compile(r"[\w\]]")


def undefined_reference(text: MarkdownText, _: Phrasebook) -> Iterator[Place]:
    """Yield reference links whose key is not defined; headings count as definitions, as in pandoc."""
    if "][" not in text.markup:
        return
    defined = _defined(text)
    for start, close in bracketed(text.markup):
        key = _KEY.match(text.markup, close + 1)
        if key is None or _INDEX.match(text.markup[start - 1 : start]):
            continue
        written = text.source[key.start("key") : key.end("key")]
        words = text.source[start + 1 : close]
        if _NOT_WORDS.match(words) or _NOT_WORDS.match(written or "-"):
            continue
        if _normal(written or words) in defined:
            continue
        anchor = plain_words(words)
        yield Place(
            start=start,
            end=key.end(),
            kind="undefined-reference",
            code=CODE,
            confidence=0.9,
            why=f"the reference “{plain_words(written) or anchor}” is not defined",
            anchor=anchor,
        )


def _defined(text: MarkdownText) -> set[str]:
    keys = {_normal(text.source[m.start(1) : m.end(1)]) for m in _DEFINITION.finditer(text.markup)}
    headings = (text.source[b.start : b.end] for b in text.blocks if b.kind is BlockKind.HEADING)
    return keys | {_normal(heading.strip("# \t")) for heading in headings}


def _normal(key: str) -> str:
    return single_spaced(key).strip().casefold()
