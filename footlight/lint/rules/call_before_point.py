"""Rule: the call of a note stands on the wrong side of the point beside it, by the habit of the language.

English sets calls behind points (The Chicago Manual of Style, 14.26; New Hart's Rules, 17.2); French in front of them
(Lexique des règles typographiques en usage à l'Imprimerie nationale, "appel de note"), and so do Polish (poradnia
językowa PWN) and Russian (ГОСТ Р 7.0.5-2008 and Мильчин, Справочник издателя и автора), these two not in front of `?`,
`!` and `…`. In other languages both are found, and nothing is said.
"""

import re
from collections.abc import Iterator

from footlight.lint.prose import Prose
from footlight.lint.spot import Spot

CODE = "call-before-point"

_CALLS = r"(?P<calls>(?:\[\^[^\[\]\s]+\])+)"
_BEHIND = re.compile(rf"(?<=[\w\"”’»*_)]){_CALLS}(?P<points>[.,;!?…]+[\"”’»]?)(?=[\s)\u2060\u2029]|\Z)")
"""A call in front of a point, which English puts behind it."""
_ABBREVIATION = re.compile(r"(?:\betc|\bcf|\bp|\bal|\bop|\b\w|\bпр|\bдр|\bнапр|\bitd|\bitp|\bnp)\Z")
"""What ends in a point that belongs to it."""
_IN_FRONT = {
    "fr": re.compile(rf"(?<=[\w\"”’»*_)])(?P<points>[.,;:]){_CALLS}(?=[\s)\u2060\u2029]|\Z)"),
    "pl": re.compile(rf"(?<=[\w\"”’»*_)])(?P<points>[.,;:]){_CALLS}(?=[\s)\u2060\u2029]|\Z)"),
    "ru": re.compile(rf"(?<=[\w\"”’»*_)])(?P<points>[.,;:]){_CALLS}(?=[\s)\u2060\u2029]|\Z)"),
}
"""A call behind a point, in a language that puts it in front."""


def call_before_point(prose: Prose) -> Iterator[Spot]:
    """Yield each call and the point beside it, and put them the other way round."""
    pattern = _BEHIND if prose.lang == "en" else _IN_FRONT.get(prose.lang)
    if not pattern:
        return
    right, wrong = ("behind", "in front of") if prose.lang == "en" else ("in front of", "behind")
    for block in prose.blocks():
        for match in pattern.finditer(prose.markdown.markup, block.start, block.end):
            before = prose.text[max(0, match.start() - 8) : match.start()]
            if not prose.in_language(match.start()) or _ABBREVIATION.search(before):
                continue
            calls, points = match["calls"], match["points"]
            yield Spot(
                start=match.start(),
                end=match.end(),
                message=f"the call of a note stands {wrong} “{points}”; it is wanted {right} it",
                put=f"{points}{calls}" if prose.lang == "en" else f"{calls}{points}",
            )
