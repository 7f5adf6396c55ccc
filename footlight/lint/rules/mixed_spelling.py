"""Rule: an English essay spells one word in two ways, or some words as in Britain and others as in America.

Where the language's tag has a region, the other region's spelling is the odd one; -ize is right in Britain too (Oxford
spelling), unless the essay has -ise as well. Where it has none, the rarer spelling is, if it is clearly rarer. German
has the old and the new spelling of ß. Not said: names, quotations, titles in capitals, and words that both regions have
with two meanings, such as “program”, “license” and “practice”.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from footlight.lint.prose import Prose
from footlight.lint.spot import Spot

CODE = "mixed-spelling"

_OUR = (
    "colo behavio favo favorit hono labo neighbo flavo humo rumo vapo endeavo ardo clamo fervo rigo savio vigo harbo"
    " armo odo"
)
_ISE = (
    "organ real recogn optim summar initial serial general special emphas apolog minim maxim priorit standard synchron"
    " util visual normal custom categor character critic final formal modern neutral parameter parallel random stabil"
    " author capital central civil colon econom familiar global harmon hypothes ideal industrial item legal local"
    " material mechan memor mobil monopol national patron penal personal polar popular privat public rational"
    " revolution scrutin social steril subsid symbol sympath terror theor token urban vandal crystal fertil fantas"
    " digit democrat dramat energ equal"
)
"""Stems that take -ise and -ize; not those that take -ise everywhere, as “advertise” and “surprise”."""
_DOUBLED_L = "travel model label signal channel counsel fuel level marvel panel quarrel tunnel equal dial initial"


class _Pair(NamedTuple):
    """A word in two spellings, as patterns of whole words."""

    british: str
    american: str


def _pairs() -> Iterator[_Pair]:
    for stem in _OUR.split():
        if stem == "favorit":
            yield _Pair(r"favourit\w*", r"favorit\w*")
            continue
        yield _Pair(
            rf"{stem}ur(?!t)\w*", rf"{stem}r(?:s|ed|ing|able|ably|ful|less|al|ally|ly|hood|hoods|y|ite|er|ers)?"
        )
    for stem in _DOUBLED_L.split():
        yield _Pair(rf"{stem}l(?:ed|ing|er|ers)", rf"{stem}(?:ed|ing|er|ers)")
    yield _Pair(r"cent(?:re|res|red)", r"center(?:s|ed)?")
    yield _Pair(r"fib(?:re|res)", r"fibers?")
    yield _Pair(r"lit(?:re|res)", r"liters?")
    yield _Pair(r"defences?", r"defenses?")
    yield _Pair(r"offences?", r"offenses?")
    yield _Pair(r"analys(?:e|ed|ing|er|ers)", r"analyz(?:e|ed|es|ing|er|ers)")
    yield _Pair(r"paralys(?:e|ed|ing)", r"paralyz(?:e|ed|ing)")
    yield _Pair(r"catalys(?:e|ed|ing)", r"catalyz(?:e|ed|ing)")
    yield _Pair(r"sceptic\w*", r"skeptic\w*")
    yield _Pair(r"grey(?:s|ish|ness)?", r"gray(?:s|ish|ness)?")
    yield _Pair(r"moustaches?", r"mustaches?")
    yield _Pair(r"ploughs?|ploughed|ploughing", r"plows?|plowed|plowing")
    yield _Pair(r"pyjamas", r"pajamas")
    yield _Pair(r"aluminium", r"aluminum")
    yield _Pair(r"manoeuv\w+", r"maneuv\w+")


_ENDS = r"(?:e|es|ed|ing|er|ers|ation|ations|able|ational)"


@cache
def _british_or_american() -> re.Pattern[str]:
    either = list(_pairs())
    british, american = ("|".join(pair[side] for pair in either) for side in (0, 1))
    return _pattern(british, american)


@cache
def _ise_or_ize() -> re.Pattern[str]:
    stems = "|".join(sorted(set(_ISE.split()), key=len, reverse=True))
    return _pattern(rf"(?:re|dis|un|de|over)?(?:{stems})is{_ENDS}", rf"(?:re|dis|un|de|over)?(?:{stems})iz{_ENDS}")


@cache
def _old_or_new() -> re.Pattern[str]:
    old = (
        r"da(?:ß)|mu(?:ß|ßte|ßten)|wu(?:ßte|ßten)|bi(?:ß)chen|lä(?:ßt)|ge(?:wiß)|Flu(?:ß)|Schlu(?:ß)|Proze(?:ß)|Ku(?:ß)"
    )
    new = r"dass|muss(?:te|ten)?|wuss(?:te|ten)|bisschen|lässt|gewiss|Fluss|Schluss|Prozess|Kuss"
    return _pattern(old, new)


def _pattern(first: str, second: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'’.@#-])(?:(?P<first>{first})|(?P<second>{second}))(?![\w-]|\.\w)")


_CLEARLY = 2
"""How many times rarer the odd spelling is, where nobody says which is right."""
_FEWEST = 3
"""Words in the usual spelling: fewer show no habit."""


def mixed_spelling(prose: Prose) -> Iterator[Spot]:
    """Yield the words in the odd spelling."""
    if prose.lang == "de":
        yield from _odd(prose, _old_or_new(), "", ("in the old way", "in the new one"))
    if prose.lang != "en":
        return
    american, british = prose.region == "us", prose.region in ("gb", "au", "nz", "ie", "za", "in")
    right = "second" if american else "first" if british else ""
    yield from _odd(prose, _british_or_american(), right, ("as in Britain", "as in America"))
    yield from _odd(prose, _ise_or_ize(), "second" if american else "", ("with -ise", "with -ize"))


def _odd(prose: Prose, pattern: re.Pattern[str], right: str, names: tuple[str, str]) -> Iterator[Spot]:
    found: dict[str, list[re.Match[str]]] = {"first": [], "second": []}
    for match in prose.find(pattern):
        if not prose.in_quotation(match.start()) and prose.in_language(match.start()):
            found["first" if match["first"] else "second"].append(match)
    first, second = len(found["first"]), len(found["second"])
    if not right:
        few, many = sorted((first, second))
        if not few or many < max(_FEWEST, _CLEARLY * few):
            return
        right = "first" if first > second else "second"
    odd = "second" if right == "first" else "first"
    if not found[right]:
        return  # nothing is mixed; a tag may be wrong
    is_odd, is_usual = (names[0], names[1]) if odd == "first" else (names[1], names[0])
    for match in found[odd]:
        message = f"“{match[0]}” is spelt {is_odd}, other words {is_usual} ({found[right][0][0]})"
        yield Spot(start=match.start(), end=match.end(), message=message)
