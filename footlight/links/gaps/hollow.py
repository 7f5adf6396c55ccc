"""A link whose target is gone and whose words stay: `[words]()`, `[words](#)`, `<a>words</a>`."""

import re
from collections.abc import Iterator

from footlight.links.gaps.phrasebook import Phrasebook
from footlight.links.markdown.link_syntax import bracketed, plain_words
from footlight.links.markdown.manuscript import Manuscript
from footlight.textmatch.places import Place

CODE = "hollow"

_NOWHERE = r"(?:about:blank|javascript:[^\s()<>\"']*(?:\([^()\n]*\))?;?|https?:(?://)?|mailto:|\#)"
_EMPTY = re.compile(
    rf"\]\([ \t]*(?:<[ \t]*{_NOWHERE}?[ \t]*>|{_NOWHERE})?(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?[ \t]*\)",
    re.IGNORECASE,
)
_ELEMENT = re.compile(r"<a(?P<attributes>\s[^<>]*+)?>(?P<words>[^<]*+(?:<(?!/?a\b)[^<]*+)*)</a\s*>", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]*))", re.IGNORECASE)
_TARGET_OF_OTHERS = re.compile(r"\b(?:name|id)\s*=", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")


def hollow(text: Manuscript, _: Phrasebook) -> Iterator[Place]:
    """Links that lead nowhere, each from its first character to its last."""
    for start, close in bracketed(text.markup):
        if empty := _EMPTY.match(text.markup, close):
            yield _place(text, start, empty.end(), plain_words(text.source[start + 1 : close]))
    if "</a" in text.markup.lower():
        for element in _ELEMENT.finditer(text.markup):
            if _leads_nowhere(element["attributes"] or ""):
                words = plain_words(text.source[element.start("words") : element.end("words")])
                if words:
                    yield _place(text, element.start(), element.end(), words)


def _place(text: Manuscript, start: int, end: int, words: str) -> Place:
    # An arrow that leads to "#" goes back to the top: it has no letters.
    to_top = "#" in text.source[end - 3 : end] and not _LETTER.search(words)
    confidence = 0.3 if to_top else 0.99
    why = f"the link of “{words}” leads nowhere" if words else "a link without words leads nowhere"
    return Place(start=start, end=end, kind="hollow", code=CODE, confidence=confidence, why=why, anchor=words)


def _leads_nowhere(attributes: str) -> bool:
    href = _HREF.search(attributes)
    if href is None:
        return not _TARGET_OF_OTHERS.search(attributes)
    return not re.sub(rf"\A{_NOWHERE}\Z", "", next((g for g in href.groups() if g), "").strip(), flags=re.IGNORECASE)
