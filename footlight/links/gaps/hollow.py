"""Rule: a link has words and no address, as in `[words]()`, `[words](#)` or `<a>words</a>`."""

import re
from collections.abc import Iterator

from footlight.links.gaps.phrasebook import Phrasebook
from footlight.markdown.link_syntax import bracketed, plain_words
from footlight.markdown.markdown_text import MarkdownText
from footlight.textmatch.places import Place

CODE = "hollow"

_NOWHERE = r"(?:about:blank|javascript:[^\s()<>\"']*(?:\([^()\n]*\))?;?|https?:(?://)?|mailto:|\#)"
_EMPTY = re.compile(
    rf"\]\([ \t]*(?:<[ \t]*{_NOWHERE}?[ \t]*>|{_NOWHERE})?(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?[ \t]*\)",
    re.IGNORECASE,
)
_ELEMENT = re.compile(r"<a(?P<attributes>\s[^<>]*+)?>(?P<words>[^<]*+(?:<(?!/?a\b)[^<]*+)*)</a\s*>", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]*))", re.IGNORECASE)
_ANCHOR_NAME = re.compile(r"\b(?:name|id)\s*=", re.IGNORECASE)
_BUTTON = re.compile(r"\[\d+\]\([ \t]+\)[ \t]\S")
"""A button that is not chosen, as w3m shows it: “[26]( ) 50 by 50”."""
_LETTER = re.compile(r"[^\W\d_]")


def hollow(text: MarkdownText, _: Phrasebook) -> Iterator[Place]:
    """Yield links that lead nowhere, each from its first character to its last."""
    for start, close in bracketed(text.markup):
        if empty := _EMPTY.match(text.markup, close):
            if _BUTTON.match(text.markup, start):
                continue
            yield _place(text, start, empty.end(), plain_words(text.source[start + 1 : close]))
    if "</a" in text.markup.lower():
        for element in _ELEMENT.finditer(text.markup):
            if _leads_nowhere(element["attributes"] or ""):
                words = plain_words(text.source[element.start("words") : element.end("words")])
                if words:
                    yield _place(text, element.start(), element.end(), words)


def _place(text: MarkdownText, start: int, end: int, words: str) -> Place:
    # A link to "#" without letters, such as an arrow, leads back to the top of the page.
    to_top = "#" in text.source[end - 3 : end] and not _LETTER.search(words)
    confidence = 0.3 if to_top else 0.99
    why = f"“{words}” is a link without an address" if words else "a link has neither words nor an address"
    return Place(start=start, end=end, kind="hollow", code=CODE, confidence=confidence, why=why, anchor=words)


def _leads_nowhere(attributes: str) -> bool:
    href = _HREF.search(attributes)
    if href is None:
        return not _ANCHOR_NAME.search(attributes)
    return not re.sub(rf"\A{_NOWHERE}\Z", "", next((g for g in href.groups() if g), "").strip(), flags=re.IGNORECASE)
