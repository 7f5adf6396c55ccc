"""Hint, off by default: a sentence mentions a link, or another text of the writer, and has no link."""

import re
from collections.abc import Iterator

from footlight.links.gaps.phrasebook import Phrasebook
from footlight.markdown.markdown_text import MarkdownText
from footlight.textmatch.places import Place

CODE = "mentioned"

_LINK = re.compile("\\]\ufffc|\ufffc{8}")
_TRAILING = re.compile(r"\s+\Z")
_WIDEST = 160


def mentioned(text: MarkdownText, phrases: Phrasebook) -> Iterator[Place]:
    """Yield sentences without a link from the words that mention one to the end of the sentence."""
    for mention in phrases.mention.finditer(text.prose):
        start, end = text.sentence(mention.start())
        if _LINK.search(text.prose, start, end):
            continue
        end = start + len(_TRAILING.sub("", text.prose[start:end]))
        yield Place(
            start=mention.start(),
            end=max(mention.end(), min(end, mention.start() + _WIDEST)),
            kind="mentioned",
            code=CODE,
            confidence=0.3,
            why=f"“{' '.join(mention[0].split())}” mentions a link, and the sentence has none",
        )
