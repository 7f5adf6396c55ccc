"""Whether words are the name of a site: as the page says it, or as its host is made of it."""

import re
from collections.abc import Collection

from footlight.links.search_terms import fold
from footlight.textmatch.normalization import words_alone

_ARTICLE = re.compile(r"^(?:the|der|die|das|le|la|les|el|los|las|il|lo|de|het|o|a)\s+")
_SHORTEST_LABEL = 4
"""Letters of a host's label that can be told from words by chance."""
_SHORTEST_WORD = 3
"""Letters of a word that counts whole; of shorter ones a label that is made of initials may be."""


def is_site(words: str, sites: Collection[str]) -> bool:
    """Whether these words are one of a site's names, which are in the form of `words_alone`."""
    plain = words_alone(words)
    bare = plain.replace(" ", "")
    return bool(plain) and any(
        plain == name or bare == name.replace(" ", "") or _ARTICLE.sub("", plain) == _ARTICLE.sub("", name)
        for name in sites
        if name
    )


def names_host(words: str, label: str) -> bool:
    """Whether a host's label is made of these words: `parcoabruzzo` of “Parco Nazionale d'Abruzzo”, `dsv` of initials.

    Its letters are whole words in their order, with at most one of them shortened; or the first letters of all words
    that begin with a capital, where these are three at least.
    """
    plain = [fold(word) for word in re.findall(r"\w+", words)]
    if any(word.isdigit() and word not in label for word in plain):
        return False
    joined = re.sub(r"\W", "", fold(label))
    if len(joined) >= _SHORTEST_LABEL and _made_of(joined, plain, shortened=1):
        return True
    initials = "".join(fold(word[0]) for word in re.findall(r"\w+", words) if word[:1].isupper())
    return len(initials) >= _SHORTEST_WORD and initials == joined


def _made_of(letters: str, words: list[str], *, shortened: int) -> bool:
    """Whether letters are words in their order; some may be left out, and one shortened to its first letter."""
    if not letters:
        return True
    for at, word in enumerate(words[:12]):
        rest = words[at + 1 :]
        whole = len(word) >= _SHORTEST_WORD and letters.startswith(word)
        if whole and _made_of(letters[len(word) :], rest, shortened=shortened):
            return True
        initial = shortened and len(letters) > 1 and letters[0] == word[:1]
        if initial and _made_of(letters[1:], rest, shortened=shortened - 1):
            return True
    return False
