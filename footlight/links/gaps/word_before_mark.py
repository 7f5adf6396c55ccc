"""Rule: a word that cannot stand before a mark stands there: “explore in —how”, “more of it than : it shone”."""

import re
from collections.abc import Iterator

from footlight.links.gaps.phrasebook import SPACE, Phrasebook
from footlight.markdown.markdown_text import BLOCK_END, MarkdownText
from footlight.textmatch.places import Place

CODE = "word-before-mark"

_SPACE = re.compile(SPACE)
_NO_SMILEY = r"(?![:;]['^-]?[)(DPpOo3/|*](?!\w))"
_MARK = re.compile(rf"(?:(?P<gap>{SPACE})(?:{_NO_SMILEY}[,:;](?=[\s\"”’»)\]*_]|{BLOCK_END}|\Z)|[–—](?=[^\W\d_])))")
_CLOSING = re.compile(r"[ \t]?\)")
_VARIANT = re.compile(r"\((?:[^\W\d_]+ )?[^\W\d_]+\Z")
"""A variant in brackets: “a (or the)”, “one (the)”."""
_LONGEST_VARIANT = 60
"""Characters of one, at most."""
_DOTS = re.compile(rf"{SPACE}(?:…|\.\.\.)(?=[ \t]*(?:{BLOCK_END}|\Z))")
_DOMAIN = re.compile(r"\.\w")
"""What goes on behind a word that is the first part of a site's name: “en es.wordpress.com”."""
_SPACED_COLON = frozenset({"fr"})
"""Languages in which a blank stands before a colon, so that one there says nothing."""


def word_before_mark(text: MarkdownText, phrases: Phrasebook) -> Iterator[Place]:
    """Yield the points after articles and prepositions that a mark follows, and between prepositions and verbs."""
    for word in phrases.not_before_mark.finditer(text.prose):
        mark = _MARK.match(text.prose, word.end()) or _DOTS.match(text.prose, word.end())
        if mark is None and phrases.article.fullmatch(word[0]):
            mark = _CLOSING.match(text.prose, word.end())
            if mark and _VARIANT.search(text.prose, max(0, word.end() - _LONGEST_VARIANT), word.end()):
                continue
        if mark is None or (phrases.lang in _SPACED_COLON and mark[0].strip()[:1] in (":", ";")):
            continue
        yield _place(word.end(), 0.9, f"“{word[0]}” cannot stand before “{mark[0].strip()}”: words are missing between")
    for word in phrases.strict_preposition.finditer(text.prose):
        space = _SPACE.match(text.prose, word.end())
        verb = phrases.not_after_preposition.match(text.prose, space.end()) if space else None
        if verb and not _DOMAIN.match(text.prose, verb.end()):
            yield _place(word.end(), 0.75, f"“{verb[0]}” cannot follow “{word[0]}”: words are missing between")


def _place(at: int, confidence: float, why: str) -> Place:
    return Place(start=at, end=at, kind="emptied", code=CODE, confidence=confidence, why=why)
