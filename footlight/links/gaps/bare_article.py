"""Rule: an article, or another word that cannot stand alone, has lost its noun: “the has”, “of the,”."""

import re
from collections.abc import Iterator

from footlight.links.gaps.phrasebook import SPACE, Phrasebook
from footlight.markdown.markdown_text import BLOCK_END, MarkdownText
from footlight.textmatch.places import Place

CODE = "bare-article"

_SPACE = re.compile(SPACE)
_AFTER_ELIDED = re.compile(
    rf"[ \t]?[,.;:!?)](?=\s|{BLOCK_END}|\Z)|{SPACE}(?:[bcdfgjklmnpqrstvwxz]|(?:et|ou|où|ed?|o)\b)",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.;](?!\w)(?!\.)")


def bare_article(text: MarkdownText, phrases: Phrasebook) -> Iterator[Place]:
    """Yield the points after articles that no noun follows, and after words that cannot end a clause and do."""
    for first, second, why in (
        (phrases.article, phrases.not_after_article, "no noun follows the article"),
        (phrases.possessive, phrases.not_after_possessive, "no noun follows the possessive"),
        (phrases.subject, phrases.not_after_subject, "no verb follows the subject"),
        (phrases.pointing_verb, phrases.not_after_pointing_verb, "nothing follows that the verb points to"),
    ):
        for word in first.finditer(text.prose):
            space = _SPACE.match(text.prose, word.end())
            if space and (following := second.match(text.prose, space.end())):
                yield _place(word.end(), 0.85, f"“{word[0]} {following[0]}”: {why}")
    for word in phrases.not_before_stop.finditer(text.prose):
        if stop := _STOP.match(text.prose, word.end()):
            yield _place(word.end(), 0.85, f"a word is missing between “{word[0]}” and “{stop[0]}”")
    for word in phrases.elided.finditer(text.prose):
        if _AFTER_ELIDED.match(text.prose, word.end()):
            yield _place(word.end(), 0.9, f"no vowel follows “{word[0]}”")


def _place(at: int, confidence: float, why: str) -> Place:
    return Place(start=at, end=at, kind="emptied", code=CODE, confidence=confidence, why=why)
