"""Sort names of people: "Ada Writer" is sorted as "Writer, Ada", as libraries and reading systems expect.

A source says how a name is sorted (`file-as`). Where it does not, the rules are those that national libraries gave for
their own names: IFLA, Names of Persons: National Usages for Entry in Catalogues, 4th ed. (1996), and The Chicago Manual
of Style, 17th ed., 8.5-8.14 and 16.71-16.84:

- The surname is the last word, with the capitalised particles before it ("Van Buren", "Le Guin").
- Of small particles, prepositions go behind the given name ("Beethoven, Ludwig van"; "La Fontaine, Jean de"), articles
  and what is joined with one stay ("du Bellay, Joachim").
- In Spanish, two words behind the given names are two surnames ("García Márquez, Gabriel").
- "Jr." and its like stand last ("Hill, J. R., Jr.").
- One word, an organisation, and a name with the surname first (in Chinese, Japanese, Korean or Hungarian) stay as they
  are, an English article behind.

A name of no such form (with figures, without capitals) gets none: splitting it would be a guess.
"""

import re
import unicodedata
from dataclasses import replace

from footlight.essay.document import Person

_SURNAME_FIRST = frozenset({"hu", "ja", "ko", "vi", "zh"})
"""Languages in which the surname comes first."""
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.-?)+")
_WORD = re.compile(r"[^\W\d_][\w'’-]*[^\W\d_]")
_WIDE_SCRIPTS = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL")
_CASED_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC")
# fmt: off
_PREPOSITIONS = frozenset(
    {
        "von", "van", "der", "den", "de", "het", "'t", "’t", "ten", "ter", "te", "da", "das", "do",
        "dos", "di", "af", "av", "zu", "und", "y", "e", "della", "dei", "degli", "d’", "d'"
    }
)
_ARTICLES = frozenset(
    {"la", "le", "les", "du", "des", "vom", "zum", "zur", "am", "im", "del", "lo", "los", "las", "el", "al"}
)
_CAPITAL_PARTICLES = frozenset(
    {
        "Van", "Von", "Vander", "De", "Der", "Den", "La", "Le", "Les", "Du", "Des", "Di", "Da",
        "Del", "Della", "Dello", "Dos", "Das", "Do", "Lo", "Los", "Las", "El", "Al", "Ben", "Bin",
        "Ibn", "Abu", "Ter", "Ten", "Te", "Mac", "Mc", "St.", "Saint", "San", "Santa", "Fitz", "Ap"
    }
)
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "esq", "phd", "md", "fils", "père"})
_SECOND_GIVEN = frozenset(
    {
        "María", "Carlos", "Ángel", "Antonio", "Luis", "José", "Manuel", "Ramón", "Pablo", "Jesús",
        "Ignacio", "Alberto", "Enrique", "Eduardo", "Francisco", "Javier", "Fernando", "Miguel",
        "Isabel", "Teresa", "Elena", "Cristina", "Luisa", "Pilar", "Mercedes", "Carmen", "Dolores",
        "Rafael", "Andrés", "Felipe", "Jorge"
    }
)
"""Spanish names that are a second given name when they stand second of three."""
_NOT_A_PERSON = frozenset({
    "a", "an", "and", "the", "of", "for", "association", "blog", "bros", "brothers", "center", "centre", "club", "co",
    "collective", "college", "committee", "company", "corp", "council", "department", "editors", "family", "foundation",
    "friends", "gmbh", "group", "inc", "institute", "lab", "labs", "llc", "ltd", "magazine", "ministry", "museum",
    "network", "news", "office", "post", "press", "project", "review", "school", "sisters", "society", "sons",
    "staff", "studio", "team", "times", "union", "university", "writers", "&",
})
# fmt: on
"""Words of organisations and groups."""


def with_sort_name(person: Person, lang: str) -> Person:
    """Add the sort name of a person whose name has a clear form; `lang` is the essay's BCP 47 tag."""
    return person if person.file_as else replace(person, file_as=_sorted(person.name.split(), lang))


# fmt: off
_TITLE_ARTICLES = {
    # The articles at the head of titles that libraries pass over: Library of Congress, Initial Definite and Indefinite
    # Articles (https://www.loc.gov/marc/bibliographic/bdapndxf.html).
    "en": "the a an", "de": "der die das ein eine", "fr": "le la les l’ l' un une", "es": "el la los las un una",
    "it": "il lo la i gli le l’ l' un uno una", "pt": "o a os as um uma", "nl": "de het een ’t 't",
    "da": "den det en et", "sv": "den det en ett", "nb": "den det en et", "ca": "el la els les l’ l' un una",
    "hu": "a az egy", "el": "ο η το οι τα ένας μία ένα",
}
# fmt: on


def title_sort_name(title: str, lang: str) -> str:
    """The sort name of a title: "Harbour and Its Lights, The". Empty where the title is sorted as it stands."""
    for article in _TITLE_ARTICLES.get(lang.partition("-")[0].lower(), "").split():
        blank = "" if article[-1] in "’'" else " "
        begin, rest = title[: len(article)], title[len(article) :]
        if begin.lower() == article and rest.startswith(blank) and rest.strip():
            rest = rest.strip()
            return f"{rest[0].upper()}{rest[1:]}, {begin}"
    return ""


def _sorted(words: list[str], lang: str) -> str:
    """The sort name of a name's words; empty where its form is not clear."""
    language = lang.partition("-")[0].lower()
    name = " ".join(words)
    if len(words) < 2 or _has_script(name, _WIDE_SCRIPTS):
        return name
    if any(word.rstrip(",").lower() in _NOT_A_PERSON for word in words):
        article = words[0] in ("The", "A", "An")
        return f"{' '.join(words[1:])}, {words[0]}" if article else name
    if language in _SURNAME_FIRST and not _INITIALS.fullmatch(words[0]):
        return name
    words, suffix = _without_suffix(words)
    given, behind, surname = _parts(words, language)
    capitals = (*given, *surname)
    if not given or not surname or not all(map(_is_name, capitals)) or all(map(_is_initials, capitals)):
        return ""
    return ", ".join(filter(None, [" ".join(surname), " ".join([*given, *behind]), suffix]))


def _without_suffix(words: list[str]) -> tuple[list[str], str]:
    """A name's words without "Jr." and its like, and that."""
    if len(words) > 2 and words[-1].strip(".").lower() in _SUFFIXES:
        return [*words[:-2], words[-2].rstrip(",")], words[-1]
    return words, ""


def _parts(words: list[str], language: str) -> tuple[list[str], list[str], list[str]]:
    """Given names, the particles that go behind them, and the surname."""
    if language == "fr" and re.match(r"[Dd]['’]\w", words[-1]):
        words = [*words[:-1], words[-1][:2], words[-1][2:]]
    small = [at for at, word in enumerate(words) if at and word.lower() == word and word in _PREPOSITIONS | _ARTICLES]
    small = [at for at in small if words[at] not in ("y", "e", "und")]
    if small and small[-1] < len(words) - 1:
        begin = end = small[0]
        while end < len(words) - 1 and words[end] in _PREPOSITIONS:
            end += 1
        return words[:begin], words[begin:end], words[end:]
    at = len(words) - 1
    if language == "es" and len(words) > 2 and not any(map(_is_initials, words)):
        at = _spanish(words)
    while at > 1 and words[at - 1] in _CAPITAL_PARTICLES:
        at -= 1
    return words[:at], [], words[at:]


def _spanish(words: list[str]) -> int:
    """Where the surnames begin: of three words at the second, unless that is a given name; "y" joins two."""
    if len(words) == 3:
        return 2 if words[1] in _SECOND_GIVEN else 1
    return len(words) - (3 if words[-2] in ("y", "e") else 2)


def _is_initials(word: str) -> bool:
    return bool(_INITIALS.fullmatch(word))


def _is_name(word: str) -> bool:
    """Whether a word is capitalised, in letters that have capitals; a small one may stand within a surname."""
    if word in _ARTICLES or word in ("y", "e", "St.") or _is_initials(word):
        return True
    if not _WORD.fullmatch(word) or not _has_script(word, _CASED_SCRIPTS):
        return False
    return (word[0].isupper() or word[1:2] in ("'", "’")) and not word.isupper()


def _has_script(text: str, scripts: tuple[str, ...]) -> bool:
    """Whether all letters of a text are of some scripts, by the names that Unicode gives them."""
    return all(unicodedata.name(letter, "").startswith(scripts) for letter in text if letter.isalpha())
