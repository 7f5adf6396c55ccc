"""Spaces that do not break, dashes and raised ordinals, as the language of a text has them.

A paragraph is looked at as one text, whatever nodes it stands in, so that "5 *km*" is seen as "5 km". Code, formulas,
pictures and addresses are one character of it, and stay as they are. The rules are rows of `editions.language_rules`;
words of another language (`lang` of a span or a division) get the rules of that language.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from footlight.editions.language_rules import NARROW, WIDE, LanguageRules, rules_of
from footlight.essay.tree import Node, Nodes, attr, children, plain, span
from footlight.settings.wording import Wording, month_names

_OPAQUE = "\ufffc"
"""Stands for what has no words of the language."""
_INLINES = frozenset(
    {
        "Str", "Space", "SoftBreak", "LineBreak", "Emph", "Underline", "Strong", "Strikeout", "Superscript",
        "Subscript", "SmallCaps", "Quoted", "Cite", "Code", "Math", "RawInline", "Link", "Image", "Note", "Span",
    }
)  # fmt: skip
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]{0,30}:|www\.)\S+|[^\s@]{1,64}@\S+", re.IGNORECASE)
_MAY_BE_ADDRESS = re.compile(r":\S|www\.|@", re.IGNORECASE)
_CAPITAL = "A-ZÀ-ÖØ-ÞĀ-ŽȘȚА-ЯЁЄІЇҐΑ-ΩΆ-Ώ"
_UNITS = (
    "km m cm dm mm µm nm km² m² cm² mm² km³ m³ cm³ km/h m/s kg g mg µg t kt Mt l L dl cl ml mL hl ha h min s ms Hz kHz"
    " MHz GHz W kW MW GW V kV mA J kJ MJ kcal cal kWh MWh Pa hPa kPa MPa bar K lm lx dB B kB KB MB GB TB PB kbit Mbit"
    " px pt dpi °C °F % ‰ € $ £ ¥ ₽ ₴ zł"
)
"""Units and signs of all languages: the SI Brochure, 9th ed., 5.4.3, has a space between a number and its unit."""


_DASH = re.compile(r"(?<=[^\s-])( )([–—]|-(?= (?:[^\W\d_]|[«„“‘(])))( )(?=\S)")
"""A dash between two blanks, or a hyphen that stands for one. Between figures a hyphen may be a minus."""
_CLOSED = re.compile(
    r"(?:(?<=\s)|\A)[—–](?=\S)[¿¡«“(]*(?:\w{1,24}(?!\w))?[—–]?|\w{1,24}[.!?…»”)]*[—–](?=[\s.,;:!?]|\Z)"
)
"""A dash close to words that it encloses, and the word that is not parted from it."""
_DIALOGUE = re.compile(r"\A[–—]( )")
_SENTENCE_ENDS = re.compile(r"[.!?…][»”\"’)]*\s")


@dataclass(frozen=True, slots=True)
class _Edit:
    """A change of a text between two offsets: other characters, or, with a class, the same ones in an element."""

    start: int
    end: int
    characters: str = ""
    raised: bool = False
    whole: bool = False
    """Whether the characters stay on one line."""


def _start(edit: _Edit) -> int:
    return edit.start


@dataclass(frozen=True, slots=True, kw_only=True)
class _Patterns:
    """The rules of a language, compiled. A group of `blanks` is a blank that becomes the characters beside it."""

    blanks: tuple[tuple[re.Pattern[str], str], ...]
    with_figures: tuple[tuple[re.Pattern[str], str], ...]
    """The same, for texts with a figure in them."""
    inserted: tuple[tuple[re.Pattern[str], str], ...]
    """Places where the source has no blank, and the language has one."""
    raised: re.Pattern[str] | None
    whole: re.Pattern[str] | None


def with_language_spacing(blocks: Nodes, words: Wording, lang: str) -> Nodes:
    """Set the spaces, dashes and ordinals of a text; `lang` is its BCP 47 tag, `words` has its points and months."""
    months = tuple(words.rows["months"]) if words.native else ()
    changed: Nodes = _Spacing(lang=lang, months=months, points=(words.before_point, words.before_colon)).block(blocks)
    return changed


@dataclass(slots=True, kw_only=True)
class _Spacing:
    """The pass over texts of one language."""

    lang: str
    months: tuple[str, ...]
    points: tuple[str, str]
    """What stands before ; ! ? and before a colon."""
    _others: dict[str, "_Spacing"] = field(default_factory=dict)

    def block(self, value: Any) -> Any:  # noqa: ANN401 - pandoc's JSON is of any shape
        """A tree of blocks or inlines, changed."""
        if isinstance(value, list):
            if value and isinstance(value[0], dict) and value[0].get("t") in _INLINES:
                return self.paragraph(value)
            return [self.block(item) for item in value]
        if not isinstance(value, dict):
            return value
        match value.get("t"):
            case "CodeBlock" | "RawBlock":
                return value
            case "Div":
                attributes, content = value["c"]
                return {"t": "Div", "c": [attributes, self._of(attributes).block(content)]}
            case _:
                return {key: self.block(item) for key, item in value.items()}

    def paragraph(self, items: Nodes) -> Nodes:
        """The inlines of a paragraph, changed."""
        text = "".join(_text(items))
        edits = _edits(text, self)
        return self._rebuilt(items, edits, 0)[0] if edits or _OPAQUE in text else items

    def _of(self, attributes: list[Any]) -> "_Spacing":
        """The pass for an element with these attributes: this one, or that of its own language."""
        lang = next((value for key, value in attributes[2] if key in ("lang", "xml:lang")), self.lang)
        if lang == self.lang:
            return self
        if lang not in self._others:
            months = month_names().get(lang.partition("-")[0].lower(), ())
            self._others[lang] = _Spacing(lang=lang, months=months, points=_POINTS.get(lang, ("", "")))
        return self._others[lang]

    def _rebuilt(self, items: Nodes, edits: Sequence[_Edit], at: int) -> tuple[Nodes, int]:
        """The inlines from an offset on with the edits made, and the offset behind them."""
        out: Nodes = []
        for node in items:
            if _is_opaque(node):
                foreign = node["t"] == "Span"
                out.append(
                    {"t": "Span", "c": [node["c"][0], self._of(node["c"][0]).paragraph(node["c"][1])]}
                    if foreign
                    else node
                )
                at += 1
                continue
            match node["t"]:
                case "Str" | "Space" | "SoftBreak":
                    words = node["c"] if node["t"] == "Str" else " "
                    first = bisect_left(edits, at, key=_start)
                    behind = bisect_left(edits, at + len(words), key=_start)
                    inside = [edit for edit in edits[first:behind] if edit.end <= at + len(words)]
                    out += _pieces(words, inside, at) if inside else [node]
                    at += len(words)
                case "LineBreak":
                    out.append(node)
                    at += 1
                case "Note":
                    out.append(self.block(node))
                case _ if (inner := children(node)) is not None:
                    content, at = self._rebuilt(inner, edits, at)
                    contents = node["c"]
                    out.append(
                        {
                            "t": node["t"],
                            "c": content
                            if contents is inner
                            else [content if part is inner else part for part in contents],
                        }
                    )
                case _:
                    out.append(node)
        return out, at


_POINTS = {"fr": (NARROW, WIDE), "fr-CA": ("", WIDE)}
"""What stands before points in words of another language within a text."""


def _pieces(words: str, edits: Sequence[_Edit], at: int) -> Nodes:
    """The words of a node with its edits made; `at` is its offset."""
    out: Nodes = []
    run = ""
    done = 0
    for edit in edits:
        start, end = edit.start - at, edit.end - at
        run += words[done:start]
        done = end
        if not (edit.raised or edit.whole):
            run += edit.characters
            continue
        out += [{"t": "Str", "c": run}] if run else []
        run = ""
        inner: Nodes = [{"t": "Str", "c": words[start:end]}]
        out.append({"t": "Superscript", "c": inner} if edit.raised else span(inner, attr("", "fl-whole")))
    run += words[done:]
    return out + ([{"t": "Str", "c": run}] if run else [])


def _is_opaque(node: Node) -> bool:
    """Whether a node has no words of the language: code, a formula, a picture, an address, a citation."""
    match node["t"]:
        case "Code" | "Math" | "Image" | "Cite":
            return True
        case "Link":
            words = plain(node)
            return bool(_ADDRESS.fullmatch(words)) or (words in node["c"][2][0] and bool(re.search(r"[/.]", words)))
        case "Span":
            return any(key in ("lang", "xml:lang") for key, _ in node["c"][0][2])
        case _:
            return False


def _text(items: Nodes) -> Iterator[str]:
    """The text of a paragraph, piece by piece, each as long as `_Spacing._rebuilt` counts it."""
    for node in items:
        if _is_opaque(node):
            yield _OPAQUE
            continue
        match node["t"]:
            case "Str":
                yield node["c"]
            case "Space" | "SoftBreak":
                yield " "
            case "LineBreak":
                yield "\n"
            case "Note":
                pass
            case _:
                yield from _text(children(node) or [])


def _edits(text: str, spacing: _Spacing) -> list[_Edit]:
    """All edits of a text, in their order; none touches another, and none an address."""
    rules = rules_of(spacing.lang)
    patterns = _patterns(rules, spacing.months, spacing.points)
    found: list[_Edit] = []
    for pattern, characters in patterns.inserted:
        found += [_Edit(match.start(), match.start(), characters) for match in pattern.finditer(text)]
    figures = any(map(str.isdigit, text))
    for pattern, characters in (*patterns.blanks, *(patterns.with_figures if figures else ())):
        for match in pattern.finditer(text):
            found += [
                _Edit(match.start(group), match.end(group), characters)
                for group in range(1, pattern.groups + 1)
                if match.start(group) >= 0
            ]
    if rules:
        found += _dashes(text, rules)
    if patterns.raised:
        for match in patterns.raised.finditer(text):
            start, end = match.span(match.lastgroup or 0)
            found.append(_Edit(start, end, raised=True))
    if patterns.whole:
        found += [_Edit(*match.span(), whole=True) for match in patterns.whole.finditer(text)]
    return _apart(found, text)


def _apart(found: list[_Edit], text: str) -> list[_Edit]:
    """The edits in order, without those that touch an earlier one or lie in an address."""
    if not found:
        return found
    addresses = [match.span() for match in _ADDRESS.finditer(text)] if _MAY_BE_ADDRESS.search(text) else []
    addresses.reverse()
    out: list[_Edit] = []
    for edit in sorted(found, key=lambda edit: (edit.start, edit.end, not edit.whole)):
        if out and (edit.start < out[-1].end or (edit.start, edit.end) == (out[-1].start, out[-1].end)):
            continue
        while addresses and addresses[-1][1] <= edit.start:
            addresses.pop()
        if not addresses or edit.end <= addresses[-1][0]:
            out.append(edit)
    return out


def _dashes(text: str, rules: LanguageRules) -> Iterator[_Edit]:
    """Dashes, hyphens that stand for one, and the blanks beside them."""
    if dialogue := _DIALOGUE.match(text):
        yield _Edit(*dialogue.span(1), WIDE)
    if rules.closed_dashes:
        yield from (
            _Edit(*match.span(), whole=True) for match in _CLOSED.finditer(text) if match.end() > match.start() + 1
        )
    run_on = ": - " in text  # a list for which the source has no blank line
    begun, opened = 0, False
    for match in _DASH.finditer(text):
        if _SENTENCE_ENDS.search(text, begun, match.start()):
            opened = False
        begun = match.end()
        if match[2] == "-" and (run_on or not _ends_a_word(text, match.start())):
            continue
        is_longer = match[2] == "-" or (rules.long_dash and not _between_figures(text, match))
        yield _Edit(*match.span(2), rules.dash if is_longer else match[2])
        yield _Edit(*match.span(3 if rules.dashes_in_pairs and not opened else 1), WIDE)
        opened = not opened


def _ends_a_word(text: str, at: int) -> bool:
    """Whether a word of two letters or more, or a number, ends before an offset; one letter may be a variable."""
    word = re.sub(r"[\W_]+\Z", "", text[max(0, at - 4) : at])
    return word[-1:].isdigit() or (word[-2:].isalpha() and len(word) > 1)


def _between_figures(text: str, dash: re.Match[str]) -> bool:
    return text[dash.start() - 1].isdigit() and text[dash.end()].isdigit()


@cache
def _patterns(rules: LanguageRules | None, months: tuple[str, ...], points: tuple[str, str]) -> _Patterns:
    """Compile the rules of a language."""
    before_point, before_colon = points
    blanks: list[tuple[str, str]] = []
    inserted: list[tuple[str, str]] = []
    if before_point:
        blanks.append((r"(?<=\S)( )(?=[;!?])", before_point))
        inserted.append((r"(?<=[\w)\]»”’%°])(?=[;!?]+(?:[\s)\]»”’…]|\Z))", before_point))
    if before_colon:
        blanks.append((r"(?<=\S)( )(?=:(?:\s|\Z))", before_colon))
        inserted.append((r"(?<=[\w)\]»”’%°])(?=:(?:\s|\Z))", before_colon))
    if not rules:
        return _Patterns(
            blanks=_compiled(blanks), with_figures=(), inserted=_compiled(inserted), raised=None, whole=None
        )
    if rules.guillemets:
        blanks += [(r"(?<=«)( )(?=\S)", rules.guillemets), (r"(?<=\S)( )(?=»)", rules.guillemets)]
        inserted += [(r"(?<=«)(?=[^\s»])", rules.guillemets), (r"(?<=[^\s«])(?=»)", rules.guillemets)]
    blanks += [(_phrase(phrase), rules.phrase_space) for phrase in rules.phrases]
    blanks += _of_words(rules)
    return _Patterns(
        blanks=_compiled(blanks),
        with_figures=_compiled(_of_figures(rules, months)),
        inserted=_compiled(inserted),
        raised=re.compile(rules.raised) if rules.raised else None,
        whole=re.compile(rf"(?<![\w-])(?:{'|'.join(rules.whole)})(?![\w-])") if rules.whole else None,
    )


def _phrase(phrase: str) -> str:
    """A pattern for an abbreviation of several parts, a group for each blank: one of the source's, or pandoc's."""
    parts = f"([ {WIDE}])".join(map(re.escape, phrase.split("~")))
    return rf"(?<!\w){parts}(?!\w)"


def _of_words(rules: LanguageRules) -> Iterator[tuple[str, str]]:
    """Blanks between words: initials, titles, centuries, Roman numbers, words that do not begin or end a line."""
    letter = rf"(?:[{_CAPITAL}]|Ch|Ph|Th|Дж|Дз)"
    yield rf"(?<![\w.]){letter}\.( )(?=[{_CAPITAL}][\w.’'-])", WIDE
    yield rf"(?<=\.){letter}\.( )(?=[{_CAPITAL}][\w’'-])", WIDE
    if rules.before_names:
        yield rf"(?<![\w.]){_any(rules.before_names)}( )(?=[{_CAPITAL}])", WIDE
    if rules.centuries:
        yield rf"(?<=[IVXІХ])(?:er|es?|\.)?( )(?={_any(rules.centuries)}(?!\w))", WIDE
        yield rf"(?<!\w){_any(rules.centuries)}( )(?=[IVXІХ]+(?!\w))", WIDE
    if rules.regnal:
        numbers = "[IVX]{2,}|[VX]" + ("|I" if rules.one else "")
        yield rf"(?<!\w)[{_CAPITAL}]\w+[^\W\d_IVXLC]( )(?=(?:{numbers})(?!\w))", WIDE
    if rules.short_words:
        yield rf"(?<![\w.’'-]){_any(rules.short_words)}( )(?=[\w«„“(])", WIDE
    if rules.particles:
        yield rf"(?<=\w)( )(?={_any(rules.particles)}(?!\w))", WIDE


def _of_figures(rules: LanguageRules, months: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Blanks beside and within numbers.

    The groups of a number have a whole space: few faces have the narrow one, and half a space, which then stands for
    it, is too little to tell 10 000 from 10000.
    """
    yield r"(?<=\d)(?<!\d{4})( )(?=\d{3}(?!\d))", WIDE
    yield rf"(?<=\d)( )(?={_any(_UNITS)}(?!\w))", WIDE
    yield r"(?<![\w$€£])[$€£¥]( )(?=\d)", WIDE
    if rules.after_numbers:
        yield rf"(?<=\d)( )(?={_any(rules.after_numbers)}(?!\w))", WIDE
        yield rf"(?<=\d)(?:er|re|e|:e|\.)( )(?={_any(rules.centuries or 'siècle')}(?!\w))", WIDE
    if rules.before_numbers:
        yield rf"(?<![\w.]){_any(rules.before_numbers)}( )(?=[\dIVXLCivxlc]+(?!\w)|\d)", WIDE
    if months:
        names = rf"{_any(' '.join(months))}(?!\w)"
        yield from ((pattern.replace("<month>", names), WIDE) for pattern in rules.dates)


def _any(words: str) -> str:
    """A pattern for any of some words, the longest first."""
    return f"(?:{'|'.join(map(re.escape, sorted(words.split(), key=lambda word: (-len(word), word))))})"


def _compiled(patterns: "Iterator[tuple[str, str]] | list[tuple[str, str]]") -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), characters) for pattern, characters in patterns)
