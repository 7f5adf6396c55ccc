"""The widths of a paragraph, as Pango shapes it, and the places where its lines may end.

Each text box of the paragraph is shaped once, whole, in its own style, so that letter spacing, small capitals,
ligatures and fallback faces count as they will be drawn. Positions run on through all boxes of the paragraph in the
order of the text, whichever way it is written. Where a line may end is asked of Pango (Unicode Standard Annex 14) for
the paragraph's text as a whole: box by box, a break between two boxes would be judged without its neighbours.
"""

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, NamedTuple

import pyphen  # type: ignore[import-untyped]
from weasyprint.formatting_structure import boxes
from weasyprint.layout.preferred import max_content_width
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.line_break import Layout, get_log_attrs, line_size, strut

from footlight.engines.weasyprint.foreign_types import Box, LayoutState
from footlight.engines.weasyprint.long_words import has_word_without_end
from footlight.engines.weasyprint.paragraphs.total_fit import FEWEST_LAST_LETTERS, Break, Kind, Paragraph
from footlight.engines.weasyprint.wide_characters import is_wide

_SPACES = " \u00a0"
"""The spaces that WeasyPrint changes when it justifies a line."""
_HYPHENS = "-\u2010"
_SOFT_HYPHEN = "\u00ad"
_FOREIGN = re.compile("[\t\f\r\u0085\u2028\u2029\u202a-\u202e]")
"""Characters that WeasyPrint treats in ways of its own."""
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_OBJECT = "\ufffc"
_MARKS = ".,:;!?()[]{}“”‘’\"'«»„‚–—…¹²³⁴⁵⁶⁷⁸⁹⁰"
"""Marks at the ends of words."""

RIGHT_HANG = {
    **dict.fromkeys("-\u2010", 0.6), **dict.fromkeys(".,", 0.6), "”": 0.4, "’": 0.5, '"': 0.4, ":": 0.3, ";": 0.3,
    "–": 0.25, "—": 0.2, "!": 0.15, "?": 0.1, "»": 0.2, "“": 0.4, "،": 0.4, "۔": 0.5, "؛": 0.3, "״": 0.4,
}  # fmt: skip
"""Share of a character's width that hangs out of the line's end, after the tables of the LaTeX package microtype."""
LEFT_HANG = {"“": 0.4, "‘": 0.5, '"': 0.4, "„": 0.4, "‚": 0.4, "«": 0.2, "—": 0.2}
"""Share of a character's width that hangs out of the line's beginning."""


class UnplannedError(Exception):
    """A paragraph holds something that is not planned; the message says what."""


@dataclass(frozen=True, slots=True)
class TextMeasures:
    """A text box of a paragraph, as Pango shaped it whole."""

    x: list[float]
    """Where each character begins, in px from the box's start, and where the last one ends."""
    height: float
    baseline: float
    line_height: float
    """The height of a line in the style of the text."""
    direction: int
    """Odd where the text runs from right to left, as Pango has it."""
    uniform: bool
    """Whether each piece of it has the same height and baseline, and no line through or under it: one font sets it."""


class Run(NamedTuple):
    """The characters of a paragraph that come from one box."""

    start: int
    """Index of the first of them."""
    path: tuple[int, ...]
    """Indexes of children from the line box down to the box."""
    box: Box
    """The text box, which has its serial number in the paragraph as `serial`, and so have its copies; or the box of an
    inline image or formula."""
    starts: Sequence[int]
    """Where in the box's UTF-8 text each character begins."""


@dataclass(frozen=True, slots=True)
class Measures:
    """A paragraph that is read."""

    text: str
    x: list[float]
    """Where each character begins, in px from the paragraph's start, and where the last one ends."""
    runs: list[Run]
    texts: dict[int, TextMeasures]
    """By the serial number of a text box."""

    def run_at(self, index: int) -> Run:
        """The run of a character."""
        return self.runs[bisect(self.runs, index, key=_run_start) - 1]

    def key_at(self, index: int) -> tuple[int, ...]:
        """The path to a character, with the byte at which it begins."""
        run = self.run_at(index)
        return (*run.path, run.starts[index - run.start])


def _run_start(run: Run) -> int:
    return run.start


class _Reader:
    """Reads a line box, text box by text box."""

    def __init__(self, context: LayoutState) -> None:
        self.context = context
        self.chars: list[str] = []
        self.x: list[float] = []
        self.runs: list[Run] = []
        self.tied: list[int] = []
        self.at = 0.0
        self.texts: dict[int, TextMeasures] = {}

    def read(self, box: Box, path: tuple[int, ...] = (), tie: int = 0) -> None:
        """Read the children of a box; `tie` is the identity of the box whose text stays on one line."""
        for index, child in enumerate(box.children):
            here = (*path, index)
            if isinstance(child, boxes.TextBox):
                self._read_text(child, here, tie or (id(child) if child.style["white_space"] == "nowrap" else 0))
            elif not child.is_in_normal_flow():
                if child.is_floated():
                    raise UnplannedError("a float")
            elif isinstance(child, boxes.InlineBox):
                self._read_inline(child, here, tie or (id(child) if child.style["white_space"] == "nowrap" else 0))
            elif isinstance(child, boxes.AtomicInlineLevelBox):
                self._add_object(child, here, tie)
            else:
                raise UnplannedError("a box of its own layout")

    def _read_inline(self, box: Box, path: tuple[int, ...], tie: int) -> None:
        if box.is_leader:
            raise UnplannedError("a leader")
        if box.style["position"] == "relative":
            raise UnplannedError("a moved box")
        before, after = (_side(box, side) for side in ("left", "right"))
        if box.style["direction"] == "rtl":
            before, after = after, before
        start = len(self.chars)
        if before and box.style["box_decoration_break"] == "clone":
            raise UnplannedError("a box with cloned edges")
        self.at += before
        self.read(box, path, tie)
        if len(self.chars) > start:
            # The edges belong to the first and last characters, with which they are drawn.
            self.x[start] -= before
        self.at += after

    def _add_object(self, box: Box, path: tuple[int, ...], tie: int) -> None:
        self.chars.append(_OBJECT)
        self.x.append(self.at)
        self.runs.append(Run(len(self.chars) - 1, path, box, (0,)))
        self.tied.append(tie)
        self.at += max_content_width(self.context, box)

    def _read_text(self, box: Box, path: tuple[int, ...], tie: int) -> None:
        text, style = box.text, box.style
        if not text:
            return
        if style["white_space"] not in ("normal", "nowrap", "pre-line") or _FOREIGN.search(text):
            raise UnplannedError("preformatted text")
        if "\n" in text and text != "\n":
            raise UnplannedError("text with line ends of its own")
        if has_word_without_end(text):
            raise UnplannedError("a word without end")
        if any(map(is_wide, set(text))):
            raise UnplannedError("Chinese or Japanese text")  # its lines end nearly anywhere, and are spread
        box.serial = len(self.texts)
        measured, starts = _measure_text(box)
        self.texts[box.serial] = measured
        self.runs.append(Run(len(self.chars), path, box, starts))
        self.chars += text
        at = self.at
        self.x += [at + x for x in measured.x[:-1]]
        self.tied += [tie] * len(text)
        self.at += measured.x[-1]


def _measure_text(box: Box) -> tuple[TextMeasures, Sequence[int]]:
    """Shape a text box; also return the byte at which each of its characters begins."""
    text, data = box.text, box.text.encode()
    if text == "\n":
        return TextMeasures([0.0, 0.0], 0.0, 0.0, 0.0, 0, uniform=False), [0]
    layout = Layout(box.style)
    layout.set_text(text)
    line, _ = layout.get_first_line()
    by_byte = [0] * len(data)
    run, fonts = line.runs, set()
    while run != ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        count, offset = glyphs.num_glyphs, item.offset
        fonts.add(item.analysis.font)
        for cluster, width in zip(_integers(glyphs.log_clusters, count), _glyph_widths(glyphs, count), strict=True):
            by_byte[offset + cluster] += width
        run = run.next
    total = list(accumulate(by_byte, initial=0))
    starts: Sequence[int] = range(len(data))
    if len(data) != len(text):
        starts = [at for at, byte in enumerate(data) if byte & 0xC0 != 0x80]
        total = [*(total[at] for at in starts), total[-1]]
    height = line_size(line, box.style)[1]
    baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
    uniform = len(fonts) == 1 and box.style["text_decoration_line"] == "none"
    measured = TextMeasures(
        [units * FROM_UNITS for units in total],
        height,
        baseline,
        strut(box.style)[0],
        layout.first_line_direction,
        uniform=uniform,
    )
    layout.deactivate()
    return measured, starts


def _side(box: Box, side: str) -> float:
    """Margin, border and padding of an inline box at one side, in px."""
    style = box.style
    lengths = (style[f"margin_{side}"], style[f"padding_{side}"])
    if any(length != "auto" and getattr(length, "unit", "px") == "%" for length in lengths):
        raise UnplannedError("an edge in percent")
    total = sum(0.0 if length == "auto" else float(getattr(length, "value", length) or 0) for length in lengths)
    return total + float(style[f"border_{side}_width"] or 0)


_GLYPH_INTEGERS = 5
"""A `PangoGlyphInfo` is a glyph, its width, two offsets and flags: five integers of four bytes."""


def _integers(pointer: Any, count: int) -> list[int]:  # noqa: ANN401 - a pointer of cffi's
    return memoryview(ffi.buffer(pointer, 4 * count)).cast("i").tolist() if count else []


def _glyph_widths(glyphs: Any, count: int) -> list[int]:  # noqa: ANN401 - a pointer of cffi's
    return _integers(glyphs.glyphs, count * _GLYPH_INTEGERS)[1::_GLYPH_INTEGERS] if count else []


def read_measures(context: LayoutState, line_box: Box) -> tuple[Measures, Paragraph]:
    """Read a paragraph: its characters, and what it offers to the choice of line ends.

    `line_box` is the one that WeasyPrint breaks into lines. The paragraph's width is not known here: it is 0.
    Raises UnplannedError where something in it is not planned.
    """
    reader = _Reader(context)
    reader.read(line_box)
    text = "".join(reader.chars)
    measures = Measures(text, [*reader.x, reader.at], reader.runs, reader.texts)
    space = text_width(" ", line_box.style)
    return measures, Paragraph(_breaks(measures, reader.tied, line_box), 0.0, space, _lone_from(text))


def _lone_from(text: str) -> int:
    """The index behind the last place from which on a text has as many letters and digits as a last line needs."""
    at, letters = len(text), 0
    while at and letters < FEWEST_LAST_LETTERS:
        at -= 1
        letters += text[at].isalnum()
    return at + 1 if letters == FEWEST_LAST_LETTERS else 0


def text_width(text: str, style: Any) -> float:  # noqa: ANN401 - a style of WeasyPrint's
    """The width of a text in a style, in px; measured once."""
    cache = style.cache.setdefault("footlight_widths", {})
    key = (
        text,
        style["font_size"],
        style["font_style"],
        style["font_weight"],
        tuple(style["font_family"]),
        style["font_variant_caps"],
    )
    if key not in cache:
        layout = Layout(style)
        layout.set_text(f"n{text}n" if text == " " else text)
        line, _ = layout.get_first_line()
        width = line_size(line, style)[0]
        if text == " ":
            layout.set_text("nn")
            line, _ = layout.get_first_line()
            width -= line_size(line, style)[0]
        layout.deactivate()
        cache[key] = width
    found: float = cache[key]
    return found


def _breaks(measures: Measures, tied: list[int], line_box: Box) -> list[Break]:
    """All places where a line may end, and the paragraph's end."""
    text, x = measures.text, measures.x
    length = len(text)
    attributes = get_log_attrs(text, line_box.style["lang"])
    flags = memoryview(ffi.buffer(attributes)).cast("I")[:length].tolist()
    gaps = list(accumulate(map(_SPACES.__contains__, text), initial=0))
    plain = [
        at for at, flag in enumerate(flags)
        if flag & 1 and at and not (tied[at] and tied[at] == tied[at - 1]) and text[at - 1] != _OBJECT
    ]  # fmt: skip
    divided = dict(_divisions(measures, tied))
    ends, begins = _words_of(text)
    found = []
    for at in sorted({*plain, *divided, length}):
        if at in divided:
            right = x[at] + divided[at] * (1 - RIGHT_HANG["-"])
            found.append(Break(at, right, gaps[at], Kind.HYPHENATED, at, x[at], gaps[at]))
            continue
        stop, start = at, at
        while stop and text[stop - 1] == " ":
            stop -= 1
        while start < length and text[start] == " ":
            start += 1
        if not stop:
            continue
        last = text[stop - 1]
        kind = Kind.OWN_HYPHEN if last in _HYPHENS and at < length else Kind.SPACE
        right, next_left = x[stop], x[start]
        if last in RIGHT_HANG:
            right -= RIGHT_HANG[last] * (right - x[stop - 1])
        if start < length and text[start] in LEFT_HANG:
            next_left += LEFT_HANG[text[start]] * (x[start + 1] - next_left)
        words = ends.get(stop, ""), begins.get(start, "")
        found.append(Break(at, right, gaps[stop], kind, start, next_left, gaps[start], *words))
    return found


def _words_of(text: str) -> tuple[dict[int, str], dict[int, str]]:
    """The words of a text by where they end, and by where they begin; without marks, and none of one letter."""
    ends: dict[int, str] = {}
    begins: dict[int, str] = {}
    at = 0
    for part in text.split(" "):
        word = part.strip(_MARKS).lower()
        if len(word) > 1:
            begins[at] = ends[at + len(part)] = word
        at += len(part) + 1
    return ends, begins


def _divisions(measures: Measures, tied: list[int]) -> Iterator[tuple[int, float]]:
    """Where words may be divided, and the width of the hyphen there, in px."""
    text = measures.text
    for run in measures.runs:
        style = run.box.style
        stop_of_run = run.start + len(run.starts)
        hyphen = style["hyphenate_character"]
        if style["hyphens"] != "none":
            at = text.find(_SOFT_HYPHEN, run.start, stop_of_run)
            while at >= 0:
                if at + 1 < len(text) and not tied[at]:
                    yield at + 1, text_width(hyphen, style)
                at = text.find(_SOFT_HYPHEN, at + 1, stop_of_run)
        language = style["lang"] and _language(style["lang"])
        if style["hyphens"] != "auto" or not language or tied[run.start]:
            continue
        total, left, right = style["hyphenate_limit_chars"]
        width = None
        for match in _WORD.finditer(text, run.start, stop_of_run):
            start, stop = match.span()
            if stop - start < total or _beside_word(text, start, stop):
                continue
            for position in _positions(language, left, right, match.group()):
                width = width or text_width(hyphen, style)
                yield start + position, width


def _beside_word(text: str, start: int, stop: int) -> bool:
    """Whether a word must stay whole for what it touches: a hyphen, a digit, or letters in another box."""
    neighbours = text[start - 1 : start] + text[stop : stop + 1]
    return any(char in "-\u2010\u2011_/@" or char.isalnum() for char in neighbours)


_DICTIONARIES: dict[tuple[str, int, int], tuple[pyphen.Pyphen, dict[str, tuple[int, ...]]]] = {}
_LANGUAGES: dict[str, str] = {}


def _language(tag: str) -> str:
    """The hyphenation dictionary for a language, or ""."""
    if tag not in _LANGUAGES:
        _LANGUAGES[tag] = pyphen.language_fallback(tag) or ""
    return _LANGUAGES[tag]


def read_dictionary(tag: str) -> None:
    """Read the hyphenation dictionary for a language, so that forks of this process have it."""
    if language := _language(tag):
        pyphen.Pyphen(lang=language)


def _positions(language: str, left: int, right: int, word: str) -> tuple[int, ...]:
    key = language, left, right
    if key not in _DICTIONARIES:
        _DICTIONARIES[key] = pyphen.Pyphen(lang=language, left=left, right=right), {}
    dictionary, known = _DICTIONARIES[key]
    if word not in known:
        # A position that carries data changes the word's spelling (as German "Schiff-fahrt" once): it is not used.
        known[word] = tuple(int(at) for at in dictionary.positions(word) if not getattr(at, "data", None))
    return known[word]
