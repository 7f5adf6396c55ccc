"""Rule: the words and marks around a gap do not go together, by what was learned of the language's sound prose.

`make calibrate` trains a table of weights a language on prose whose links were taken away (benchmarks/gap_training.py).
Where there is no table for a language, this rule reports nothing.
"""

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from footlight.links.gaps.learned.gap_features import (
    TWO_BLANKS,
    BlockView,
    block_view,
    gap_rows,
    habits,
    mark_class,
    mark_number,
    plain_rows,
)
from footlight.links.gaps.learned.two_blanks import likely_deleted
from footlight.links.gaps.learned.weight_table import SCALE, WeightTable, weight_table
from footlight.links.gaps.learned.word_sequence import Vocabulary, word_sequence
from footlight.links.gaps.phrasebook import LONGEST_SMILEY, SMILEY, Phrasebook
from footlight.markdown.dump_references import is_numbered_dump
from footlight.markdown.markdown_text import BlockKind, MarkdownText
from footlight.textmatch.places import Place

CODE = "unlikely-words"

UNCERTAIN = frozenset({"spaced-stop", "broken-line", "broken-paragraph"})
"""Rules of blanks and breaks that a slip of the finger makes too: they are believed only where the table does not find
the words around their places too likely."""
_ASKED = UNCERTAIN | {CODE, "double-space"}
KINDS = {BlockKind.PARAGRAPH: 0, BlockKind.ITEM: 1}
"""The blocks that are looked at, and their numbers among the features."""
_LEADS_UP = frozenset(":：–—-(（")
_BLANK = frozenset({" ", ""})
_COMMON = frozenset({*_BLANK, ", ", ". "})
"""Marks before whose gaps the two nearest words are looked at first, because there are so many."""
_LEAST = 16
"""What their weights have to be together behind a comma or full stop."""
_DELETED = 2 / 3
"""How likely words were deleted where two blanks are reported: a false alarm is worth two links."""
_TYPED = -999
"""What is said of two blanks that were typed; it is bounded where it counts."""
_NEAR = 12
"""Characters within which only the most unlikely gap is reported."""
_BEHIND_EMPHASIS = re.compile(r"[*_]+\s+[,.;:!?)]")
_BEFORE_EMPHASIS = re.compile(r"[’'‘][ \t]+[*_\[`]+")
_BRACKET_BEFORE_EMPHASIS = re.compile(r"[ \t]*\([ \t]+[*_`]+")
_BESIDE_NOTE = re.compile(r"[ \t]+\[\^[^\]\s]+\]|[*_”\"’']*[ \t]*\[\^[^\]\s]+\][ \t]+[,.;:!?)]")
_LIST = re.compile(r":\s+[-*•]\s")
_INTRODUCES = re.compile(
    r"[ \t\xa0\u202f]?:[*_”\"]*[ \t]*\n\s*"
    r"(?:[\w.@~-]+:[\w/~.-]* ?[#$>%] |[-*+•>|<]|\(?\w{1,3}[.)]\s|```|~~~|!\[|[:$/{%\\])"
)
"""A colon at a line's end that leads up to a list, a quotation, a listing, a table, a picture, a formula, a shell's
prompt or a program's text."""
_LEADS_INTO = re.compile(r"[*_:.…]*[ \t]*\n\s*\n?(?:```|~~~|>|\||<\w|!\[| {4,}\S|\t\S|\$\$)")
"""The end of a paragraph before a listing, a quotation, a table, a picture or a formula."""
_EASTERN_LEADS_INTO = re.compile(r"：[ \t]*\n\s*\n?(?:```|~~~|>|[-*+] | {4,}\S|\t\S|\d+[、.])")
"""The same in Chinese and Japanese, but for pictures, of which a link may be the source."""
_BOLD_TO_END = re.compile(r"\*\*[ \t]*(?:\n|\Z)")
"""The end of a paragraph that may be nothing but bold words: a heading."""
_BEHIND_LATIN = re.compile(r"(?<=[A-Za-z0-9`])[`*_]*[ \t]+[*_]*[，。；：、）]")
"""Chinese and Japanese writers put a blank behind words in Latin letters, some also before a mark."""
_ITEM_LABEL = re.compile(r"[*_`]+[ \t]{2,}(?:——[ \t]*)?|[ \t]*——[ \t]*")
"""What stands behind the term at the beginning of an item that explains it: “* **f**  a file”."""
_COMMENT = re.compile(r"[^\w\n]{0,6}(?:[ \t]+//|[ \t]{2,}(?:#+|;+))[ \t]|[ \t]{2,}(?:<-|[:+]?=)[ \t]")
"""Before a comment of a program, or an assignment below another one, in a dump that does not mark programs."""
_CONTINUED = re.compile(r"[^\w\n]{0,3}[ \t]+\\[ \t]*\n")
"""The end of a line of a shell's command that goes on in the next one."""
_GOES_ON = re.compile(r"(?:,|\n[ ]{0,3}(?:```|~~~|>|\|)[^\n]*|\n(?: {4,}|\t)[^\n]+|\$\$)\s*\n[\s>]*\Z")
"""What stands before a paragraph that goes on with the sentence above: a comma, or one of the same."""
_LEADS_TO_LINK = re.compile(
    r"[*_]*[ \t]*(?::|\(|[–—-]\s)[ \t]*[*_“\"«]*(?:\[[^\[\]\n]{1,300}\]\(|<?(?:https?://|www\.))"
)
"""A colon, a bracket or a dash before a link that is there."""
_SPACED_BRACKET = re.compile(r"[ \t]+\)")
_SPACED_PAIR = re.compile(r"[^\w\n()]{0,4}\([ \t]+[^()\n]{1,100}[ \t]\)")
_BEGINS_SPACED = re.compile(r"\([ \t][^()\n]{0,100}\Z|\([\d \t.,*/+×÷-]{1,100}\Z")
"""A bracket with a blank behind its first sign, or one that is a sum."""
_SPACED_LIST = re.compile(r"[ \t]+\](?!\()")
_BEGINS_SPACED_LIST = re.compile(r"\[[ \t][^\[\]\n]{0,100}\Z")
"""A program's list, as “db.run(sql, [ params ], callback)”."""
_QUOTED_SIGNS = re.compile(r"\s*\(?[*_]*(?:[\"“„«][^\w\s\"“”„«»][^\w\"“”„«»\n]*[\"”“»]|[#$%@]?\{\})")
"""A quotation of signs without a word, as “the "/" at the end”, or a program's braces."""
_ENDS_QUOTATION = re.compile(r"[：:][”」』]")
"""A colon that is itself quoted: 不要写下“解：”."""
_BLANKS_BEHIND_LEAD = re.compile(r"[ \xa0\u202f]?[:–—-] {2}(?! )")
"""A typist's two blanks behind a colon or a dash; of an address that is gone one blank is left there, the one behind
it. On five blogs of which nothing else was known none of these was a lost link, and eight were typed."""
_FIELD = re.compile(r"^[ \t>]*[A-Z]\w*(?:-\w+)+:[ \t]", re.MULTILINE)
"""A line of a message's head, as “Content-type: text/html”; of such lines several stand together."""
_LABEL = re.compile(r"[ \t>*+-]*[^\s:：][^\n:：.!?。]{0,29}(?P<colon>[:：])[ \t]*\S")
"""The beginning of a line that says of what the rest is the value, as “Author: A. Writer”."""
_SIGNS = (_BEHIND_EMPHASIS, _BEFORE_EMPHASIS, _BESIDE_NOTE, _LIST, _QUOTED_SIGNS, _ENDS_QUOTATION, _COMMENT, _CONTINUED)
"""What stands between two words by itself."""
_PICTURE = re.compile("[\u2600-\u27bf\U0001f300-\U0001faff]")
_NO_LETTER = 3
"""The kind of capitals of a number."""
_ITEM_DASHES = frozenset("–—-")
_BROKEN_BEFORE_STOP = re.compile(r"(?:\^\d+)?\s*\n\s*[,.;:]")
_WORDS_SHOWN = 2
_BEYOND_WORD = 6
"""Characters before the first and behind the last word of a block that belong to it."""
_NO_DOUBT = -999
"""Of a rule with this limit every place is believed."""
_CLOSED = 1
"""State of a bracket that is closed later."""
_SPACED_STOPS = frozenset({" ,", " .", " ;", " :", " !", " ?"})
_FEW = 4
"""Stops with a blank before them in a text; more are a habit."""


def unlikely_words(text: MarkdownText, phrases: Phrasebook) -> Iterator[Place]:
    """Yield the gaps whose words and marks the language's table finds unlikely in sound prose."""
    table = weight_table(phrases.lang)
    if table is None:
        return
    numbered = is_numbered_dump(text.source)
    found: list[tuple[int, int, Place]] = []
    for view in block_views(text, table.vocabulary):
        for i, surplus in _unlikely(view, table):
            if is_layout(text, view, i, numbered=numbered):
                continue
            if _is_reference(text, view, i):
                continue
            place = _place(text, view, i, surplus)
            if found and place.start - found[-1][0] < _NEAR:
                if surplus <= found[-1][1]:
                    continue
                found.pop()
            found.append((place.start, surplus, place))
    # A writer who puts a blank before every comma has lost nothing by it.
    spaced = Counter(text.prose[at : at + 2] for at, *_ in found)
    # Nor by words that stand so again and again, as a name in the record of a chat.
    same = Counter(_words_around(text, at) for at, *_ in found)
    yield from (
        place
        for at, _, place in found
        if (spaced[text.prose[at : at + 2]] <= _FEW or text.prose[at : at + 2] not in _SPACED_STOPS)
        and (place.kind != "emptied" or same[_words_around(text, at)] <= _SAME)
    )


def _words_around(text: MarkdownText, at: int) -> tuple[str, str]:
    return text.prose[max(0, at - _AROUND) : at], text.prose[at : at + _AROUND]


_AROUND, _SAME = 10, 2
"""Characters on either side of a gap, and how often in a text they may be the same."""


_REFERENCE = re.compile(r"(?<!!)\[\]\((?:#[^()\s]+|[^():\s]+)\)")
"""A link without words to a place of the essay, or to another essay: it gets its words from there."""
_AHEAD = 300
"""Characters behind the last word of a block in which such a link is looked for."""


def _is_reference(text: MarkdownText, view: BlockView, i: int) -> bool:
    """Tell whether what fills a gap is a reference that has its words from elsewhere."""
    words = view.words
    start = words.ends[i - 1] if i else max(0, words.starts[0] - _AHEAD)
    end = words.starts[i] if i < len(words.starts) else start + _AHEAD
    found = _REFERENCE.search(text.source, start, end)
    return found is not None and "\n\n" not in text.source[start : found.start()]


def is_layout(text: MarkdownText, view: BlockView, i: int, *, numbered: bool) -> bool:
    """Tell whether what stands in a gap leads up to what follows, goes on with what stands before, is inside a link
    that is there, or is a converter's or a writer's sign: a blank beside emphasis, in brackets or before a note, a name
    with @, a smiley, a number before its dash, a list written as a paragraph, or, where a dump numbers its links, a
    line that it broke before a stop.
    """
    words, source = view.words, text.source
    start, end = (words.ends[i - 1] if i else 0), (words.starts[i] if i < len(words.starts) else len(source))
    if i and _INTRODUCES.match(source, start):
        return True
    smiley = SMILEY.search(source, max(0, start - LONGEST_SMILEY), start) is not None
    if i == len(words.starts):
        if _BOLD_TO_END.match(source, start) and source.rfind("**", 0, start) == words.starts[0] - 2:
            return True
        return smiley or any(p.match(source, start) for p in (_LEADS_INTO, _EASTERN_LEADS_INTO, _BESIDE_NOTE))
    if i == 0:
        return _GOES_ON.search(source, max(0, end - _AHEAD), end) is not None
    between = source[start:end]
    numbered_item = i == 1 and words.capitals[0] == _NO_LETTER and between.strip() in _ITEM_DASHES
    named = source[words.starts[i - 1] - 1 : words.starts[i - 1]] == "@" and between[:1].isspace()
    fields = between[:1] == ":" and len(_FIELD.findall(source, max(0, start - _AHEAD), end + _AHEAD)) > 1
    labels = between[:1] in ":：" and _is_label(source, start)
    numbers = [words.capitals[k] == _NO_LETTER for k in range(max(0, i - 2), i + 1)]
    ranged = between.strip() in _ITEM_DASHES and numbers.pop() and any(numbers)  # “100 m – 1000 m”
    # A link cannot have been lost inside one that is there.
    linked = words.linked[i - 1] and words.linked[i] and "](" not in between and "][" not in between
    spaced = _SPACED_BRACKET.match(between) and _BEGINS_SPACED.search(source, max(0, start - _AHEAD), start)
    listed = _SPACED_LIST.match(between) and _BEGINS_SPACED_LIST.search(source, max(0, start - _AHEAD), start)
    typed = _BLANKS_BEHIND_LEAD.fullmatch(between) is not None
    return (
        numbered_item
        or (i == 1 and view.kind == KINDS[BlockKind.ITEM] and _ITEM_LABEL.fullmatch(between) is not None)
        or _BEHIND_LATIN.match(source, start) is not None
        or typed
        or named
        or listed is not None
        or linked
        or ranged
        or labels
        or (fields and _FIELD.match(source, source.rfind("\n", 0, start) + 1, end) is not None)
        or spaced is not None
        or _SPACED_PAIR.match(source, start) is not None
        or _LEADS_TO_LINK.match(source, start) is not None
        or any(pattern.match(between) for pattern in _SIGNS)
        or _PICTURE.search(between) is not None
        or smiley
        or (view.brackets[i] == _CLOSED and _BRACKET_BEFORE_EMPHASIS.match(between) is not None)
        or (numbered and _BROKEN_BEFORE_STOP.match(between) is not None)
    )


def _is_label(source: str, colon: int) -> bool:
    """Tell whether a colon ends the label of a line that stands above or below another line with one."""
    begin = source.rfind("\n", 0, colon) + 1
    behind = source.find("\n", colon)
    here = _LABEL.match(source, begin)
    if not here or here.start("colon") != colon:
        return False
    above = source.rfind("\n", 0, max(0, begin - 1)) + 1
    return (begin > 0 and _LABEL.match(source, above, begin) is not None) or (
        behind >= 0 and _LABEL.match(source, behind + 1) is not None
    )


@lru_cache(maxsize=1)
def block_views(text: MarkdownText, vocabulary: Vocabulary) -> tuple[BlockView, ...]:
    """Return the paragraphs and list items of a text, prepared for their gaps; those of the last text are kept, because
    the rules ask for them once to find places and once to doubt others.
    """
    blocks = [
        (word_sequence(text.prose, block.start, block.end, vocabulary), KINDS[block.kind])
        for block in text.blocks
        if block.kind in KINDS
    ]
    own = habits(words for words, _ in blocks)
    return tuple(block_view(words, kind, own, vocabulary.classes) for words, kind in blocks if words.tokens)


def gap_at(views: Sequence[BlockView], at: int) -> tuple[BlockView, int] | None:
    """Return the block and the gap at an offset; None where no block is there, or a word."""
    index = bisect_right(views, at + _BEYOND_WORD, key=lambda view: view.words.starts[0]) - 1
    if index < 0:
        return None
    words = views[index].words
    gap = bisect_left(words.starts, at)
    inside = at >= (words.ends[gap - 1] if gap else words.starts[0] - _BEYOND_WORD)
    return (views[index], gap) if inside and at <= words.ends[-1] + _BEYOND_WORD else None


def doubtful(text: MarkdownText, phrases: Phrasebook, places: Sequence[Place]) -> set[Place]:
    """Return those places of blanks and breaks at which the table finds the words and marks likely."""
    table = weight_table(phrases.lang)
    asked = [place for place in places if place.code in _ASKED and place.start == place.end]
    if table is None or not asked:
        return set()
    views = block_views(text, table.vocabulary)
    found: set[Place] = set()
    blanks: set[Place] = set()
    for place in asked:
        gap = gap_at(views, place.start)
        if gap is None:
            continue
        if mark_class(*gap) == TWO_BLANKS:
            (found if is_layout(text, *gap, numbered=False) else blanks).add(place)
        elif place.code in UNCERTAIN:
            lowest = table.doubts.get(place.code, _NO_DOUBT)
            if _score(table, *gap) - table.thresholds[mark_class(*gap)] < lowest and lowest > _NO_DOUBT:
                found.add(place)
    if blanks:
        unsure = blanks | found
        deleted = _deleted(text, views, table, len({place.start for place in places if place not in unsure}))
        found.update(place for place in blanks if not _beside(deleted, place.start))
    return found


def _deleted(text: MarkdownText, views: Sequence[BlockView], table: WeightTable, others: int) -> list[int]:
    """Return the offsets of the words before those two blanks between which words were deleted."""
    gaps = [
        (view.words.ends[i - 1], _TYPED if typed else _score(table, view, i) - table.thresholds[TWO_BLANKS])
        for view in views
        for i, two in enumerate(view.words.two_blanks)
        if two
        for typed in (_BLANKS_BEHIND_LEAD.match(text.source, view.words.ends[i - 1]) is not None,)
    ]
    likely = likely_deleted([surplus for _, surplus in gaps], others)
    return [at for (at, _), one in zip(gaps, likely, strict=True) if one >= _DELETED]


def _beside(offsets: Sequence[int], at: int) -> bool:
    """Tell whether one of the offsets, in their order, is at a place, or as near before it as a mark lets it be."""
    index = bisect_right(offsets, at) - 1
    return index >= 0 and at - offsets[index] <= _BEYOND_WORD


def _score(table: WeightTable, view: BlockView, i: int) -> int:
    return sum(table.weights.get(row, 0) for row in gap_rows(view, i))


def _unlikely(view: BlockView, table: WeightTable) -> Iterator[tuple[int, int]]:
    """Yield each gap that is unlikely, with how far its score is above the threshold."""
    words, weigh = view.words, table.weights.get
    seen = table.nearest
    tokens, capitals, count = words.tokens, words.capitals, len(words.tokens)
    for i, mark in enumerate(words.marks):
        if "()" in mark or "（）" in mark:
            continue  # the rule of empty marks decides
        if words.two_blanks[i]:
            surplus = _score(table, view, i) - table.thresholds[TWO_BLANKS]
            if surplus >= -SCALE:  # what else the text has lost may make it likely yet: `doubtful`
                yield i, surplus
            continue
        if mark in _COMMON and 0 < i < count:
            pair = mark, tokens[i - 1], tokens[i], capitals[i]
            nearest = seen.get(pair)
            if nearest is None:
                left, right = plain_rows(mark_number(mark), *pair[1:])
                nearest = seen[pair] = weigh(left, 0) + weigh(right, 0)
            if nearest < (table.floor if mark in _BLANK else _LEAST):
                continue
        score = 0
        for row in gap_rows(view, i):
            score += weigh(row, 0)
        surplus = score - table.thresholds[mark_class(view, i)]
        if surplus >= 0:
            yield i, surplus


def _place(text: MarkdownText, view: BlockView, i: int, surplus: int) -> Place:
    words = view.words
    start = words.ends[i - 1] if i else words.starts[0]
    end = words.starts[i] if i < len(words.starts) else start
    mark = words.marks[i].strip()
    leads_up = bool(mark) and mark[0] in _LEADS_UP
    at = text.prose.index(mark[0], start) + 1 if leads_up and mark[0] in text.prose[start:end] else start
    before = " ".join(text.source[words.starts[k] : words.ends[k]] for k in range(max(0, i - _WORDS_SHOWN), i))
    after = " ".join(
        text.source[words.starts[k] : words.ends[k]] for k in range(i, min(i + _WORDS_SHOWN, len(words.starts)))
    )
    return Place(
        start=at,
        end=at,
        kind="dangling" if leads_up else "emptied",
        code=CODE,
        confidence=round(0.5 + 0.49 / (1 + math.exp(-surplus / SCALE)), 2),
        why=f"in sound prose “{before}” is hardly followed by “{mark}{' ' if mark else ''}{after}”",
    )
