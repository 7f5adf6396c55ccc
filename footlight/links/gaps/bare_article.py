"""Words deleted after an article or another word that cannot stand alone: “the has”, “of the,”."""

import re
from collections.abc import Iterator

from footlight.links.gaps.phrasebook import SPACE, Phrasebook
from footlight.links.markdown.manuscript import Manuscript
from footlight.textmatch.places import Place

CODE = "bare-article"

_SPACE = re.compile(SPACE)
_STOP = re.compile(r"[.;](?!\w)(?!\.)")


def bare_article(text: Manuscript, book: Phrasebook) -> Iterator[Place]:
    """Articles that no noun follows, and words that end no clause and do."""
    for first, second, why in (
        (book.article, book.not_after_article, "no noun follows the article"),
        (book.possessive, book.not_after_possessive, "no noun follows the possessive"),
        (book.subject, book.not_after_subject, "no verb follows the subject"),
        (book.point, book.not_after_point, "the verb points at nothing"),
    ):
        for word in first.finditer(text.prose):
            space = _SPACE.match(text.prose, word.end())
            if space and (following := second.match(text.prose, space.end())):
                yield _place(word.end(), 0.85, f"“{word[0]} {following[0]}”: {why}")
    for word in book.not_before_stop.finditer(text.prose):
        if stop := _STOP.match(text.prose, word.end()):
            yield _place(word.end(), 0.85, f"nothing stands between “{word[0]}” and “{stop[0]}”")


def _place(at: int, confidence: float, why: str) -> Place:
    return Place(start=at, end=at, kind="emptied", code=CODE, confidence=confidence, why=why)
