"""Letterforms: fractions, raised and lowered figures, and small capitals for initials and Roman numerals.

No word changes; only other forms of its letters are chosen, and only where the text leaves no doubt. "1/2" is a half,
"9/11" a day; NATO stands in small capitals in English, where that is the custom, and not in German, where it is not.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import gcd
from typing import Any

from footlight.essay.tree import Node, Nodes, attr, classes, html, plain, span

_LEFT_ALONE = frozenset({"Code", "CodeBlock", "Math", "RawInline", "RawBlock", "Header", "Image", "Cite", "SmallCaps"})
"""Nodes whose letters keep their forms: a heading has small capitals of its own."""
_SET_ALREADY = frozenset({"uri", "fl-lead-in", "fl-initial", "fraction", "smallcaps", "label"})
"""Classes whose words keep theirs."""
_DATED = r"(?<!\bon )(?<!\bby )(?<!\bsince )(?<!\buntil )(?<!\bfrom )(?<!\bpage )(?<!\bpart )"
_FRACTION = re.compile(
    rf"(?<![\w/.,:+-]){_DATED}(?:(?P<whole>\d+)(?P<blank>[ \u00a0]))?"
    r"(?P<over>\d{1,2})/(?P<under>\d{1,2})(?![\w/]|[.,:]\d)"
)
_SURE, _SURE_BEHIND_A_NUMBER = frozenset({2, 3, 4, 8}), frozenset({2, 3, 4, 5, 6, 8, 10, 12, 16, 32, 64})
"""Denominators of fractions; behind a whole number ("3 5/16") more of them are certain."""
_THIN, _NO_BREAK = "\u202f", "\u00a0"
_FIGURES = re.compile(r"[0-9()]+\Z")
"""What the face has raised and lowered forms of."""
_INITIALS = re.compile(r"(?<![\w.&/-])[A-Z]{3,}(?=s?(?![\w&/-]|\.\w))")
_SHOUTED = 0.5
"""Share of the letters of a paragraph from which capitals are its tone, not its initials."""
_SMALL = b"abcdefghijklmnopqrstuvwxyz"
_ROMAN = r"(?=[XVILC])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Custom:
    """What a language sets in small capitals."""

    initials: bool = False
    numerals: re.Pattern[str] | None = None
    """Roman numerals, whose group 1 they are, with what makes them certain."""


_AFTER_A_NAME = re.compile(
    r"\b(?:[A-Z][a-z]+|[Cc]hapter|[Pp]art|[Bb]ook|[Aa]ct|[Ss]cene|[Vv]olume|[Cc]anto|vol\.|ch\.|no\.)"
    rf"[ \u00a0]({_ROMAN})(?![\w-])"
)
_CUSTOMS: dict[str, _Custom] = {
    # The Elements of Typographic Style 3.2.2; Oxford Style Manual 7.5.
    "en": _Custom(initials=True, numerals=_AFTER_A_NAME),
    # Ortografía de la lengua española (2010), VIII 2.2.1: centuries in small capitals.
    "es": _Custom(numerals=re.compile(rf"\b[Ss]iglos?[ \u00a0]({_ROMAN})(?![\w-])")),
    "pt": _Custom(numerals=re.compile(rf"\b[Ss]éculos?[ \u00a0]({_ROMAN})(?![\w-])")),
}
_NONE = _Custom()


def set_letterforms(blocks: Nodes, lang: str) -> Nodes:
    """Choose the letterforms of a text; `lang` is its BCP 47 tag."""
    custom = _CUSTOMS.get(lang.partition("-")[0].lower(), _NONE)
    changed = _below(blocks, lambda words: list(_formed(words, custom)))
    assert isinstance(changed, list)  # noqa: S101 - a list goes in, a list comes out
    return changed


def _below(value: Any, form: Callable[[str], Nodes]) -> Any:  # noqa: ANN401 - pandoc's JSON is of any shape
    if isinstance(value, dict):
        if _stays(value):
            return value
        return {key: _below(item, form) for key, item in value.items()}
    if not isinstance(value, list):
        return value
    if not value or not all(isinstance(item, dict) and "t" in item for item in value):
        return [_below(item, form) for item in value]
    shouted = value[0]["t"] in ("Str", "Emph", "Strong") and _is_shouted(value)
    out: Nodes = []
    for node in value:
        match node:
            case {"t": "Str", "c": str(words)}:
                out += [node] if shouted else form(words)
            case {"t": "Superscript" | "Subscript" as kind, "c": content} if _FIGURES.match(plain(content)):
                name = "sup" if kind == "Superscript" else "sub"
                out += [html(f'<{name} class="fl-figures">'), *content, html(f"</{name}>")]
            case _:
                out.append(_below(node, form))
    return out


def _stays(node: Node) -> bool:
    return node.get("t") in _LEFT_ALONE or ("t" in node and not _SET_ALREADY.isdisjoint(classes(node)))


def _is_shouted(inlines: Nodes) -> bool:
    words = plain(inlines)
    data = words.encode("utf-8", "replace")
    if len(data) - len(data.translate(None, _SMALL)) > (1 - _SHOUTED) * len(data):
        return False  # as nearly every paragraph, which need not be looked at letter by letter
    letters = [character for character in words if character.isalpha()]
    return sum(map(str.isupper, letters)) > _SHOUTED * len(letters)


def _formed(words: str, custom: _Custom) -> Iterator[Node]:
    """The words of a `Str` as nodes, with a span around each run that has other forms; none in an address."""
    if "://" in words:
        yield _str(words)
        return
    at = 0
    for start, end, name in sorted(_runs(words, custom)):
        if start < at:
            continue
        yield from _plain(words[at:start])
        yield span([{"t": "Str", "c": words[start:end]}], attr("", name)) if name.startswith("fl-") else _str(name)
        at = end
    yield from _plain(words[at:]) if at else [_str(words)]


def _plain(words: str) -> Nodes:
    """Words between two spans: a blank at either end is a node of its own, as other passes expect it."""
    blank: Nodes = [{"t": "Space"}]
    core = words.strip(" ")
    if not core:
        return blank if words else []
    return [*(blank if words[0] == " " else []), _str(core), *(blank if words[-1] == " " else [])]


def _str(words: str) -> Node:
    return {"t": "Str", "c": words}


def _runs(words: str, custom: _Custom) -> Iterator[tuple[int, int, str]]:
    """Where other forms begin and end, and the class of each; of a blank, the blank that takes its place."""
    for match in _FRACTION.finditer(words) if "/" in words else ():
        over, under = int(match["over"]), int(match["under"])
        sure = _SURE_BEHIND_A_NUMBER if match["whole"] else _SURE
        if under in sure and over < under and gcd(over, under) == 1 and not match["over"].startswith("0"):
            if match["whole"]:
                yield match.start("blank"), match.end("blank"), _THIN
            yield match.start("over"), match.end("under"), "fl-fraction"
    if custom.initials:
        yield from ((*match.span(), "fl-initials") for match in _INITIALS.finditer(words))
    if custom.numerals:
        for match in custom.numerals.finditer(words):
            if len(match[1]) > 1:
                yield match.start(1) - 1, match.start(1), _NO_BREAK
                yield (*match.span(1), "fl-initials")
