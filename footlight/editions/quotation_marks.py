"""Quotation marks of the essay's language, and apostrophes.

pandoc turns straight marks into `Quoted` nodes and curly characters. It decides each mark by its neighbours within one
node, so an apostrophe after a link ("[Bob](…)'s") opens a quotation and turns all marks after it round. Here all marks
of a paragraph are decided again, from the text on both sides, whatever nodes it stands in. Marks that the source writes
curly stay as they are, except for pairs, which get the marks of the language.

The order of decisions on one mark: feet and inches where no quotation is open ("6′ 2″"); an apostrophe within a word;
an apostrophe at the head of a word ("’90s", "’tis", "rock ’n’ roll"); an opening mark; a closing mark; else an
apostrophe.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from footlight.essay.document import Essay
from footlight.essay.tree import Node, Nodes, children, nodes
from footlight.settings.wording import Wording

_FOOT, _INCH = "′", "″"
_APOSTROPHE, _GERESH, _GERSHAYIM = "’", "׳", "״"
_STRAIGHT = {"“": '"', "”": '"', "‘": "'", "’": "'", '"': '"', "'": "'"}
_CURLY = re.compile("[“”‘’]")
_ANY = re.compile("[“”‘’\"']")
_LETTER = "[A-Za-z\u00c0-\u052f\u1e00-\u1fff]"
_IN_WORD = re.compile(rf"(?<={_LETTER})’(?={_LETTER})")
"""Most apostrophes: within a Latin, Greek or Cyrillic word, pandoc is always right."""
_OPENING = "([{<-–—/¡¿„‚«‹“‘"
"""Characters after which a mark opens a quotation."""
_HEBREW = re.compile("[\u05d0-\u05ea]")
_YEARS = re.compile(r"\d\ds(?!\w)|\d\d(?:er)?(?![\w'])")
"""The years after an apostrophe; "'42'" is a quotation."""
_AND = re.compile(r"n(?=')", re.IGNORECASE)
"""The middle of "rock 'n' roll"."""
_NAMES_A_LETTER = re.compile(r"\b(?:letters?|an|the|of|by|key|variable|is|are|say)\s\Z", re.IGNORECASE)
"""Words before "'n'" where it is the letter in quotation marks."""
_LOOK_BACK = 16
"""Characters before a mark in which such a word is looked for."""
_MEASURE = re.compile(
    r"""(?<![\w.,'])(?:(?:\d{1,2}(?P<feet>')[ -]?)?\d{1,3}(?:[.,/]\d+)?(?P<inches>")|\d{1,3}(?P<foot>')(?![\w']))"""
)
"""A length. The year 1999 is none, nor are the thousands of "10'000"."""
_WORD = re.compile(r"[^\W\d_]+")
_INLINES = frozenset(
    {
        "Str", "Space", "SoftBreak", "LineBreak", "Emph", "Underline", "Strong", "Strikeout", "Superscript",
        "Subscript", "SmallCaps", "Quoted", "Cite", "Code", "Math", "RawInline", "Link", "Image", "Note", "Span",
    }
)  # fmt: skip


def with_quotation_marks(essay: Essay, words: Wording) -> Essay:
    """Give an essay, its title and its headnote included, the marks of the language that `words` is in."""
    marks = _Marks(
        quotes=tuple(words.quotes), by_depth=words.quotes_by_depth, elided=words.elided, text=essay.source.text
    )
    return replace(
        essay,
        title=marks.set_in(essay.title),
        subtitle=marks.set_in(essay.subtitle),
        abstract=marks.set_in(essay.abstract),
        headnote=marks.set_in(essay.headnote),
        body=marks.set_in(essay.body),
    )


@dataclass(slots=True, kw_only=True)
class _Mark:
    """A quotation mark or an apostrophe in the text of a paragraph."""

    double: bool
    node: Node
    """The `Str` that becomes the mark."""
    at: int = 0
    """Offset in the paragraph's text."""
    opens: bool = False
    """Whether it was decided to be an opening mark."""
    closes: bool = False
    """Whether it was decided to close one."""


@dataclass(slots=True, kw_only=True)
class _Marks:
    """The marks of a language, set in the trees of one essay."""

    quotes: tuple[str, ...]
    """Outer open and close, inner open and close."""
    by_depth: bool
    """Whether the outermost quotation has the outer marks, whichever the source types; else double marks have them."""
    elided: frozenset[str]
    """Lower-case words that begin with an apostrophe."""
    text: str
    """The source, which tells straight marks from curly ones."""
    _straight: dict[str, bool] = field(default_factory=dict)

    def set_in(self, value: Any) -> Any:  # noqa: ANN401 - pandoc's JSON is of any shape
        """A tree of blocks or inlines with its marks set."""
        if isinstance(value, list):
            if value and isinstance(value[0], dict) and value[0].get("t") in _INLINES:
                return self._set(value)
            return [self.set_in(item) for item in value]
        if isinstance(value, dict):
            return {key: self.set_in(item) for key, item in value.items()}
        return value

    def _set(self, items: Nodes) -> Nodes:
        """The inlines of one paragraph."""
        shown = json.dumps(items, ensure_ascii=False)
        if "Quoted" not in shown and not _CURLY.search(_IN_WORD.sub("", shown)) and not _holds_straight(items, shown):
            return items
        marks: list[_Mark] = []
        separated = self._separated(items, marks)
        if marks:
            text = "".join(_text(separated, {id(mark.node): mark for mark in marks}, 0))
            decision = _Decision(quotes=self.quotes, elided=self.elided, text=text)
            decision.decide(marks)
            if self.by_depth:
                decision.set_by_depth(marks)
        return _joined(separated)

    def _separated(self, items: Nodes, marks: list[_Mark]) -> Nodes:
        """The inlines with each mark as a node of its own, also those of `Quoted`."""
        out: Nodes = []
        for node in items:
            match node["t"]:
                case "Quoted":
                    double = node["c"][0]["t"] == "DoubleQuote"
                    out.append(_new(double, marks))
                    out += self._separated(node["c"][1], marks)
                    out.append(_new(double, marks))
                case "Str" if _ANY.search(node["c"]):
                    out += self._pieces(node["c"], marks)
                case "Note" | "Image":
                    out.append({"t": node["t"], "c": self.set_in(node["c"])})
                case "Cite":
                    citations, inner = node["c"]
                    out.append({"t": "Cite", "c": [self.set_in(citations), self._separated(inner, marks)]})
                case _ if children(node) is not None:
                    contents = node["c"]
                    inner = self._separated(children(node) or [], marks)
                    out.append(
                        {"t": node["t"], "c": inner if contents is children(node) else _with(contents, node, inner)}
                    )
                case _:
                    out.append(node)
        return out

    def _pieces(self, words: str, marks: list[_Mark]) -> Nodes:
        out: Nodes = []
        last = 0
        for found in _ANY.finditer(words):
            if not (self._is_straight if found[0] in "“”‘’" else self._is_left)(words, found.start()):
                continue
            if words[last : found.start()]:
                out.append({"t": "Str", "c": words[last : found.start()]})
            out.append(_new(_STRAIGHT[found[0]] == '"', marks))
            last = found.end()
        if words[last:]:
            out.append({"t": "Str", "c": words[last:]})
        return out

    def _is_left(self, words: str, at: int) -> bool:
        """Whether pandoc left a straight mark without being told to: one that the source escapes stays straight."""
        escaped = "\\" + words[at]
        if escaped not in self._straight:
            self._straight[escaped] = escaped not in self.text
        if self._straight[escaped]:
            return True
        key = _ANY.split(words[max(0, at - 4) : at])[-1] + escaped  # without marks, which may be escaped as well
        if key not in self._straight:
            self._straight[key] = key not in self.text
        return self._straight[key]

    def _is_straight(self, words: str, at: int) -> bool:
        """Whether the source has a straight mark where pandoc's text has a curly one."""
        curly = words[at]
        if curly not in self._straight:
            self._straight[curly] = curly not in self.text
        if self._straight[curly]:
            return True
        # Without marks beside it, which pandoc may have turned as well.
        before, after = _ANY.split(words[max(0, at - 4) : at])[-1], _ANY.split(words[at + 1 : at + 5])[0]
        key = before + _STRAIGHT[curly] + after
        if key not in self._straight:
            self._straight[key] = key in self.text
        return self._straight[key]


def _holds_straight(items: Nodes, shown: str) -> bool:
    """Whether words hold a straight mark, which some readers leave; `shown` is the JSON of the inlines."""
    return ("'" in shown or '\\"' in shown) and any(
        node["t"] == "Str" and _ANY.search(node["c"]) for node in nodes(items)
    )


def _new(double: bool, marks: list[_Mark]) -> Node:  # noqa: FBT001 - one of two kinds
    node: Node = {"t": "Str", "c": '"' if double else "'"}
    marks.append(_Mark(double=double, node=node))
    return node


def _with(contents: Any, node: Node, inner: Nodes) -> Any:  # noqa: ANN401 - as above
    """The contents of a node with other children."""
    return [inner if part is children(node) else part for part in contents]


def _text(items: Nodes, marks: dict[int, _Mark], at: int) -> Iterator[str]:
    """The text of a paragraph, a mark as `"` or `'`, with the offsets of the marks noted."""
    for node in items:
        piece = ""
        match node["t"]:
            case "Str":
                piece = node["c"]
                if mark := marks.get(id(node)):
                    mark.at = at
            case "Space" | "SoftBreak" | "LineBreak":
                piece = " "
            case "Code" | "Math" | "Image":
                piece = "x"  # as a word: an apostrophe may follow it
            case "Note":
                pass
            case _ if children(node) is not None:
                piece = "".join(_text(children(node) or [], marks, at))
            case _:
                pass
        at += len(piece)
        yield piece


def _joined(items: Nodes) -> Nodes:
    """Inlines with neighbouring words joined, as `reading.word_runs` joins them."""
    out: Nodes = []
    for node in items:
        inner = children(node) if node["t"] not in ("Note", "Image") else None
        if inner is not None:
            contents = node["c"]
            joined = _joined(inner)
            node = {"t": node["t"], "c": joined if contents is inner else _with(contents, node, joined)}  # noqa: PLW2901
        if node["t"] == "Str" and out and out[-1]["t"] == "Str":
            out[-1] = {"t": "Str", "c": out[-1]["c"] + node["c"]}
        else:
            out.append(node)
    return out


@dataclass(slots=True, kw_only=True)
class _Decision:
    """The decisions on the marks of one paragraph."""

    quotes: tuple[str, ...]
    elided: frozenset[str]
    text: str
    opened: list[_Mark] = field(default_factory=list)
    """The quotations that are open."""
    open_kinds: Counter[bool] = field(default_factory=Counter)
    """How many of them have double marks, and how many single ones."""

    def decide(self, marks: list[_Mark]) -> None:
        """Set each mark's character."""
        decided: dict[int, _Mark] = {}
        measures = {
            match.start(name): (_INCH if name == "inches" else _FOOT, bool(match["feet"]))
            for match in _MEASURE.finditer(self.text)
            for name, sign in match.groupdict().items()
            if sign
        }
        skip = -1
        for mark in marks:
            decided[mark.at] = mark
            sign, has_both = measures.get(mark.at, ("", False))
            if sign and (has_both or not self.open_kinds[mark.double]):
                mark.node["c"] = sign
                continue
            if mark.at == skip:
                self._apostrophe(mark, "")
                continue
            before, after = self._before(mark.at, decided), self._after(mark.at)
            if mark.double:
                self._decide_double(mark, before, after)
            elif _AND.match(self.text, mark.at + 1) and not _names_a_letter(self.text, mark.at):
                self._apostrophe(mark, before)
                skip = mark.at + 2
            elif self._is_apostrophe(mark.at, before, after):
                self._apostrophe(mark, before)
            elif self._opens(mark, before, after):
                self._open(mark)
            else:
                self._close(mark, before)
        for mark in self.opened:
            if not mark.double:
                self._reject(mark)

    def set_by_depth(self, marks: list[_Mark]) -> None:
        """Give the marks that were decided the outer and the inner characters by turns."""
        depth = 0
        for mark in marks:
            if mark.opens:
                mark.node["c"] = self.quotes[0 if depth % 2 == 0 else 2]
                depth += 1
            elif mark.closes and depth:
                depth -= 1
                mark.node["c"] = self.quotes[1 if depth % 2 == 0 else 3]

    def _decide_double(self, mark: _Mark, before: str, after: str) -> None:
        if _HEBREW.match(before) and _HEBREW.match(after):
            mark.node["c"] = _GERSHAYIM
        elif self._opens(mark, before, after):
            self._open(mark)
        else:
            self._close(mark, before)

    def _is_apostrophe(self, at: int, before: str, after: str) -> bool:
        if _is_word(before) and _is_word(after) and not (_is_wide(before) or _is_wide(after)):
            return True
        if _is_word(before):
            return False
        if _YEARS.match(self.text, at + 1):
            return True
        word = _WORD.match(self.text, at + 1)
        return bool(word and word[0].lower() in self.elided and self.text[word.end() : word.end() + 1] != "'")

    def _before(self, at: int, decided: dict[int, _Mark]) -> str:
        """The character before a mark: an opening bracket for an opening mark, empty at the start."""
        for place in range(at - 1, -1, -1):
            if (mark := decided.get(place)) is not None:
                return "(" if mark.opens else ")"
            if not _is_transparent(self.text[place]):
                return self.text[place]
        return ""

    def _after(self, at: int) -> str:
        """The character after a mark and the marks that follow it; empty at the end."""
        for place in range(at + 1, len(self.text)):
            character = self.text[place]
            if character not in "'\"" and not _is_transparent(character):
                return character
        return ""

    def _opens(self, mark: _Mark, before: str, after: str) -> bool:
        """Whether a mark between two characters opens a quotation."""
        if not after or after.isspace():
            return False
        if not before or before.isspace() or before in _OPENING:
            return True
        return _is_wide(before) and not self.open_kinds[mark.double]

    def _open(self, mark: _Mark) -> None:
        mark.opens = True
        mark.node["c"] = self.quotes[0 if mark.double else 2]
        self.opened.append(mark)
        self.open_kinds[mark.double] += 1

    def _close(self, mark: _Mark, before: str) -> None:
        """Close the innermost quotation of the mark's kind; a single mark without one is an apostrophe."""
        if not self.open_kinds[mark.double] and not mark.double:
            self._apostrophe(mark, before)
            return
        mark.node["c"] = self.quotes[1 if mark.double else 3]
        mark.closes = True
        while self.open_kinds[mark.double]:
            inner = self.opened.pop()
            self.open_kinds[inner.double] -= 1
            if inner.double is mark.double:
                return
            if not inner.double:
                self._reject(inner)

    @staticmethod
    def _reject(mark: _Mark) -> None:
        """Take a mark that was never closed for an apostrophe."""
        mark.opens = False
        mark.node["c"] = _APOSTROPHE

    @staticmethod
    def _apostrophe(mark: _Mark, before: str) -> None:
        mark.node["c"] = _GERESH if _HEBREW.match(before) else _APOSTROPHE


def _names_a_letter(text: str, at: int) -> bool:
    """Whether the words before a mark say that "'n'" is the letter."""
    return bool(_NAMES_A_LETTER.search(text, max(0, at - _LOOK_BACK), at))


def _is_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character or " ").startswith("M")


def _is_wide(character: str) -> bool:
    """Whether a character belongs to a script without blanks between words."""
    return bool(character) and unicodedata.east_asian_width(character) in "WF"


def _is_transparent(character: str) -> bool:
    """Whether a character takes no part in the text: a place mark of the ledger's, a format control."""
    return unicodedata.category(character) in ("Co", "Cf")
