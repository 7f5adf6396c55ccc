"""Sort names of authors: "Ada Writer" is sorted as "Writer, Ada", as libraries and reading systems expect.

A source says how a name is sorted (`file-as`). Where it does not, a name is inverted only if it has one clear form: a
given name or initials, further initials, and one surname. All other names (three full words, a name with "van" or
"Jr.", an organisation, a name in another script) are left as they are: splitting them would be a guess.
"""

import re
import unicodedata
from dataclasses import replace

from footlight.essay.document import Person

_SURNAME_FIRST = frozenset({"hu", "ja", "ko", "vi", "zh"})
"""Languages in which the surname comes first; names in their texts are not inverted."""
_GIVEN = re.compile(r"(?:[^\W\d_]\.)+|[^\W\d_][\w'’-]+")
"""Initials, or a name in full."""
_INITIAL = re.compile(r"(?:[^\W\d_]\.)+")
_SURNAME = re.compile(r"[^\W\d_][^\W\d_'’-]+(?:[-'’][^\W\d_]+)*|[^\W\d_]['’][^\W\d_]+")
# fmt: off
_NOT_A_PERSON = frozenset({
    "a", "an", "and", "the", "of", "for", "association", "blog", "bros", "brothers", "center", "centre", "club", "co",
    "collective", "college", "committee", "company", "corp", "council", "department", "editors", "family", "foundation",
    "friends", "gmbh", "group", "inc", "institute", "jr", "lab", "labs", "llc", "ltd", "magazine", "ministry", "museum",
    "network", "news", "office", "post", "press", "project", "review", "school", "sisters", "society", "sons", "sr",
    "staff", "studio", "team", "times", "union", "university", "writers",
})
# fmt: on
"""Words of organisations and groups, and suffixes of names."""


def with_sort_name(person: Person, lang: str) -> Person:
    """Add the sort name of a person whose name has one clear form; `lang` is the essay's BCP 47 tag."""
    if person.file_as or lang.partition("-")[0].lower() in _SURNAME_FIRST:
        return person
    words = person.name.split()
    if len(words) < 2:
        return person
    given, *middle, surname = words
    clear = (
        _GIVEN.fullmatch(given)
        and all(map(_INITIAL.fullmatch, middle))
        and _SURNAME.fullmatch(surname)
        and _is_name(given)
        and _is_name(surname)
    )
    return replace(person, file_as=f"{surname}, {' '.join([given, *middle])}") if clear else person


def _is_name(word: str) -> bool:
    """Whether a word is capitalised, in Latin letters, and no word of an organisation."""
    latin = all(unicodedata.name(letter, "").startswith("LATIN ") for letter in word if letter.isalpha())
    return (
        latin
        and word[0].isupper()
        and not (word.isupper() and len(word) > 1 and "." not in word)
        and word.lower() not in _NOT_A_PERSON
    )
