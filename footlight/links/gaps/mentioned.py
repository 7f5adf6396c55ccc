"""Sentences that speak of a link or of another text of the writer's and give none: hints, off by default."""

import re
from collections.abc import Iterator

from footlight.links.gaps.phrasebook import Phrasebook
from footlight.links.markdown.manuscript import Manuscript, sentence_at
from footlight.textmatch.places import Place

CODE = "mentioned"

_LINK = re.compile("\\]\ufffc|\ufffc{8}")
_TRAILING = re.compile(r"\s+\Z")
_WIDEST = 160


def mentioned(text: Manuscript, book: Phrasebook) -> Iterator[Place]:
    """From the words that speak of a link to the end of their sentence, where the sentence has no link."""
    for mention in book.mention.finditer(text.prose):
        start, end = sentence_at(text, mention.start())
        if _LINK.search(text.prose, start, end):
            continue
        end = start + len(_TRAILING.sub("", text.prose[start:end]))
        yield Place(
            start=mention.start(),
            end=max(mention.end(), min(end, mention.start() + _WIDEST)),
            kind="mentioned",
            code=CODE,
            confidence=0.3,
            why=f"“{' '.join(mention[0].split())}” speaks of a link that is not there",
        )
