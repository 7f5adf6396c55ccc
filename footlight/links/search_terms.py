"""Words as search terms: folded (lower case, no accents), lightly stemmed, dotted numbers kept whole.

A stem only has to bring the forms of a word together, so one rule serves all languages: an English ending is removed,
and what is left is cut to its first `STEM_LENGTH` letters. Such truncation performs as well as linguistic stemmers
across languages (McNamee and Mayfield 2004, "Character n-gram tokenization for European language text retrieval").
Snowball's stemmers (snowballstemmer) would need the language of every page and question, which archives seldom state.

A dotted number such as 1.52.0 becomes `1.52`, and every dotted number also gives its family `~1.52`, so that 1.52.1 is
similar to 1.52 and yet different.
"""

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib.resources import files

STEM_LENGTH = 8
_TOKEN = re.compile(r"\d+(?:\.\d+)+|[^\W_]+(?:['’][^\W_]{1,2}(?![^\W_]))?")
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "ers", "er", "ed", "es", "ly", "s", "e")

_WORDS = tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))
STOP_WORDS = frozenset(word for words in _WORDS["stop_words"].values() for word in words.split())
"""Words without a subject of their own (stop words), folded."""
LINK_WORDS = frozenset(word for words in _WORDS["link_words"].values() for word in words.split())
"""Words about links and not about their targets, folded."""


def fold(text: str) -> str:
    """Return the text in lower case without accents; Cyrillic ё and й become е and и by the same rule."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the stem of a folded word."""
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
    return word[:STEM_LENGTH]


def tokens(text: str) -> list[tuple[str, int, int]]:
    """Return each word as written, with its offsets."""
    return [(m[0], m.start(), m.end()) for m in _TOKEN.finditer(text)]


def terms(text: str) -> list[str]:
    """Return the terms of a text in order, without stop words."""
    found: list[str] = []
    for match in _TOKEN.finditer(fold(text)):
        found += terms_of_word(match[0])
    return found


def terms_of_word(folded: str) -> tuple[str, ...]:
    """Return the terms of a folded word: none for a stop word, two for a dotted number."""
    if folded in STOP_WORDS:
        return ()
    if "." in folded:
        parts = folded.split(".")
        while len(parts) > 2 and set(parts[-1]) == {"0"}:
            parts.pop()
        return ".".join(parts), "~" + ".".join(parts[:2])
    return (stem(folded),)


TIME_WORDS = frozenset(
    term for words in _WORDS["time_words"].values() for word in words.split() for term in terms_of_word(word)
)
"""Terms that say when something was written and seldom what it is about."""
