"""Rule: a word stands twice: “the the”, also over the end of a line.

Words that do stand twice in a language are no fault: “had had”, “that that”, “nous nous”, “die die”. So each language
has a row of small words that never do; longer words count in every language, but for those said twice for their force.
"""

import re
from collections.abc import Iterator

from footlight.lint.prose import Prose
from footlight.lint.spot import Spot

CODE = "repeated-word"

_TWICE = re.compile(
    r"(?<![\w'’.&*_-])(?P<word>[^\W\d_]+)(?P<gap>[ \t]+|[ \t]*\n\u2060*)(?P=word)(?![\w'’&*_-]|\.\w)", re.IGNORECASE
)
_NEVER_TWICE = {
    "en": "the a an of to and from as or we they she be if with its our your their my into",
    "de": "und von nicht ein eine einen einer für oder dass als im am zum zur vom beim",
    "fr": "le les un une des du et de à pour dans sur par avec aux ce cette ne qui ou mais au sa",
    "es": "el los las de en un una y que por con del al se su es",
    "pt": "os de e um uma com do da em dos das ao",
    "it": "il lo gli e di che un una per con del della nel nella dei al alla dal",
    "ca": "el els de i que un una amb del al dels",
    "nl": "de het een en te niet als van",
    "sv": "och att en ett inte som",
    "da": "og at en et ikke som",
    "nb": "og en et ikke som",
    "pl": "i w z na że do o od za przez dla oraz",
    "cs": "a v na že do s z o pro i od",
    "ru": "и в на с по для из к о от за или но а",
    "uk": "і в на з по для із до від за або але та",
    "el": "η ο και να για από στο στη δεν",
}
"""Small words of each language that no sentence has twice in a row. Those that one can have are not here: “what it was
was …”, “für den den …”, “ce qui est est …”, “ab und zu zu …”."""
_FOR_FORCE = {
    "en": (
        "very really many much more far long never again always well there that what only quite just bang knock blah"
        " haha please yeah nope fine good hear little great back over round down through around wait stop when being"
    ),
    "de": "sehr viel mehr ganz immer lange dass diese dieser dieses nicht aber doch weiter jaja jenen denen",
    "fr": "nous vous très bien plus toujours jamais encore beaucoup petit",
    "es": "muy mucho más bien nunca casi poco todo",
    "pt": "muito mais bem nunca quase pouco tudo",
    "it": "molto piano poco quasi tutto sempre bene adesso subito passo mano",
    "nl": "heel veel meer steeds altijd lang",
    "ru": "очень еще ещё долго едва много только чуть",
    "pl": "bardzo dużo ledwo coraz",
}
"""Longer words that are said twice for their force, or stand so for another reason."""
_LEAST = 5
"""Letters of a word that is no small one. Shorter ones are too often names, syllables and cries."""
_REDUPLICATING = frozenset({"id", "ms", "tl", "sw", "vi", "th", "tr", "hi", "zh", "ja", "ko", "haw", "mi", "sm"})
"""Languages in which a word that stands twice is another word."""


def repeated_word(prose: Prose) -> Iterator[Spot]:
    """Yield each word that stands twice, both times."""
    if prose.lang in _REDUPLICATING:
        return
    small = frozenset(_NEVER_TWICE.get(prose.lang, "").split())
    forceful = frozenset(_FOR_FORCE.get(prose.lang, "").split())
    for match in prose.find(_TWICE, headings=True):
        first, second = match["word"], match[0][match.end("gap") - match.start() :]
        word = first.lower()
        if second != second.lower() or not prose.in_language(match.start()):
            continue  # a name, a title, or the beginning of a sentence
        if word in small or (
            len(word) >= _LEAST and word not in forceful and first == second and prose.lang in _NEVER_TWICE
        ):
            yield Spot(start=match.start(), end=match.end(), message=f"“{first}” stands twice")
