"""Words as search terms: folded, lightly stemmed, numbers with dots kept whole.

A stem only has to bring the forms of a word together, so one rule serves all languages: English endings are taken off
and what is left is cut to its first `STEM` letters, as in the truncation stemmers that hold up against linguistic ones
across languages (McNamee & Mayfield 2004, "Character n-gram tokenization"). A dotted number such as 1.52.0 becomes
`1.52`, and every dotted number also gives the family `~1.52`, so that 1.52.1 is near 1.52 and yet another.
"""

import re
import unicodedata
from functools import lru_cache

STEM = 8
_TOKEN = re.compile(r"\d+(?:\.\d+)+|[^\W_]+(?:['’][^\W_]{1,2}(?![^\W_]))?")
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "ers", "er", "ed", "es", "ly", "s", "e")

STOP = frozenset(
    # What carries no subject in the five languages that the phrases cover; anything else is weighed by its rarity.
    """a about after all also am an and any are as at be been before but by can could did do does for from get had has have he her here
    him his how i if in into is it its just like made make many may me more most much my new no not now of on one only or other our out
    over see she so some such than that the their them then there these they this those through to up us use used using was way we well
    were what when where which while who will with would you your available
    au aux avec ce ces cette dans de des du elle en est et il ils je la le les leur lui mais ne nous on ou par pas pour qu que qui sa se
    ses son sont sur un une vous voir der die das den dem des ein eine einer eines und oder ist sind war nicht mit von zu zum zur auf fur
    im als auch an bei aus siehe el los las una unos unas y o es son no con por para como mas su sus del al vease
    и в во на не что он она оно они с со как а то все но да к ко у за от из о об по это при до для же бы см""".split(),
)


def fold(text: str) -> str:
    """Lower case without accents; Cyrillic ё and й become е and и by the same rule."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of a folded word."""
    word = re.sub(r"['’].*", "", word)
    if word[:1].isdigit() or len(word) <= 3:
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] in "iy":
        word = word[:-1]
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word[:STEM]


def tokens(text: str) -> list[tuple[str, int, int]]:
    """Each word as written, with its offsets."""
    return [(m[0], m.start(), m.end()) for m in _TOKEN.finditer(text)]


def terms(text: str) -> list[str]:
    """The terms of a text in order, stop words left out."""
    found: list[str] = []
    for match in _TOKEN.finditer(fold(text)):
        found += of_word(match[0])
    return found


def of_word(folded: str) -> tuple[str, ...]:
    """The terms of one folded word: none for a stop word, two for a dotted number."""
    if folded in STOP:
        return ()
    if "." in folded:
        parts = folded.split(".")
        while len(parts) > 2 and set(parts[-1]) == {"0"}:
            parts.pop()
        return ".".join(parts), "~" + ".".join(parts[:2])
    return (stem(folded),)
