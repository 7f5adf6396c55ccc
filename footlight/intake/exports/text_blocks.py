"""Plain text as blocks: paragraphs that were wrapped, lists, quotations, verse, listings and headings.

Text is read as programs dump it (lynx, w3m, html2text) and as people type it: what is indented alike belongs together,
an empty line ends a block.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile


class BlockKind(StrEnum):
    """What a block of lines is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    QUOTATION = "quotation"
    VERSE = "verse"
    LISTING = "listing"
    ITEM = "item"
    RULE = "rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBlock:
    """A block; a paragraph has one line, whose words are joined."""

    kind: BlockKind
    lines: tuple[str, ...]
    level: int = 0
    """Of a heading 1 to 6; of an item how deep it lies, from 0."""
    number: int = 0
    """Of an item of a numbered list; 0 in a list of bullets."""
    guessed: bool = False
    """Whether a heading is one only because it is a short line."""


_RULE = re.compile(r"\s*(?:[_=~━─—*-]{5,}|(?:[*·•#-]\s+){2,}[*·•#-])\s*")
_STARS = re.compile(r"(\*{2,6}) (.+?) \1")
_HASHES = re.compile(r"(#{1,6}) +(.+?)(?: +#+)?")
_ITEM = re.compile(r"(?P<indent>\s*)(?:(?P<bullet>[*•·▪◦○+o-])|(?P<number>\d{1,3})[.)])\s+(?P<words>\S.*)")
_CODE = re.compile(r"[={};<>|\\$#@]|\(\)|//|^\s*(?:def|class|import|if|for|return|var|function)\b|^\s*[>$%] ")
_PLACEHOLDER = re.compile(
    r"\[(?:IMG|INLINE|IMAGE|EMBED|USEMAP|LINK|BUTTON|[\w%.-]+\.(?:gif|jpe?g|png|svg|webp))\]", re.IGNORECASE
)
_TAB = 8
_LYNX = 3
"""How far lynx indents all but headings."""


def without_placeholders(lines: list[str]) -> tuple[list[str], int]:
    """The lines without what stands for a picture in a dump, and how many of these there were."""
    count = 0
    kept = []
    for line in lines:
        bare, here = _PLACEHOLDER.subn("", line)
        count += here
        kept.append(bare.rstrip() if here else line)
    return kept, count


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    body: int
    """How far prose is indented."""
    measures: Mapping[int, int]
    """How long lines of an indent may be, where a program filled them; empty where people ended lines as they liked."""


def text_blocks(lines: list[str], *, filled: bool) -> list[TextBlock]:
    """The blocks of a text; `filled` says that a program filled its lines, as those for terminals do."""
    lines = [line.expandtabs(_TAB).rstrip().replace("\u00ad", "") for line in lines]
    groups = list(_groups(lines))
    measures: dict[int, int] = {}
    for line in lines:
        measures[_indent(line)] = max(measures.get(_indent(line), 0), len(line))
    if any(_STARS.fullmatch(line.strip()) for line in lines):  # html2text puts no empty line between paragraphs
        groups = [part for group in groups for part in _at_short_lines(group, measures)]
    layout = _Layout(body=_body_indent(groups), measures=measures if filled else {})
    return _with_headings([block for group in groups for block in _blocks(group, layout)])


def _groups(lines: list[str]) -> Iterator[list[str]]:
    """Lines without an empty one between them."""
    group: list[str] = []
    for line in lines:
        if line.strip():
            group.append(line)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _at_short_lines(group: list[str], measures: Mapping[int, int]) -> Iterator[list[str]]:
    """Divide lines where the next one's first word would still have had room, or where the indent changes.

    A program that fills lines ends a paragraph there; what is indented more behind the sign of an item belongs to it.
    """
    part: list[str] = []
    for line in group:
        item = _ITEM.fullmatch(part[0]) if part else None
        inside = _indent(line) == (item.start("words") if item else _indent(part[0])) if part else False
        if part and (not inside or _had_room(part[-1], line, measures)):
            yield part
            part = []
        part.append(line)
    yield part


def _had_room(line: str, following: str, measures: Mapping[int, int]) -> bool:
    """Whether the first word of the line that follows would have had room in a line."""
    return len(line) + 1 + len(following.split(None, 1)[0]) <= measures.get(_indent(line), 0)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _body_indent(groups: list[list[str]]) -> int:
    """How far most characters are indented: 3 in a dump of lynx, else mostly 0."""
    sizes: Counter[int] = Counter()
    for group in groups:
        prose = list(takewhile(lambda line: not _ITEM.fullmatch(line), group))
        for line in prose[1:] or prose:  # a paragraph's first line may be indented
            sizes[_indent(line)] += len(line.strip())
    return max(sizes, key=lambda dent: (sizes[dent], -dent), default=0)


def _blocks(group: list[str], layout: _Layout) -> Iterator[TextBlock]:
    """The blocks of a group. Headings, rules and lists may follow each other without an empty line."""
    run: list[str] = []
    for line in group:
        made = _single(line, layout.body if len(group) == 1 else 0)
        if made is None and not (run and _ITEM.fullmatch(line)):
            run.append(line)
            continue
        yield from _run(run, layout)
        run = [] if made else [line]
        if made:
            yield made
    yield from _run(run, layout)


def _single(line: str, body: int) -> TextBlock | None:
    """A block of one line that shows by itself what it is."""
    if _RULE.fullmatch(line):
        return TextBlock(kind=BlockKind.RULE, lines=(line,))
    stars, hashes = _STARS.fullmatch(line.strip()), _HASHES.fullmatch(line.strip())
    if stars:  # html2text: six stars are the first level
        return TextBlock(kind=BlockKind.HEADING, lines=(stars[2].replace("_", " "),), level=7 - len(stars[1]))
    if hashes:
        return TextBlock(kind=BlockKind.HEADING, lines=(hashes[2],), level=len(hashes[1]))
    if body == _LYNX and _indent(line) == 0 and len(line) < 120:
        return TextBlock(kind=BlockKind.HEADING, lines=(line,), level=2)  # lynx
    return None


def _run(run: list[str], layout: _Layout) -> Iterator[TextBlock]:
    """A paragraph, an item with its further lines, or what else lines together are."""
    if not run:
        return
    body = layout.body
    item = _ITEM.fullmatch(run[0])
    if item and (item["bullet"] != "o" or len(run) > 1 or body):
        level = max(0, (_indent(run[0]) - body) // 4)
        number = int(item["number"] or 0)
        words = " ".join([item["words"], *(line.strip() for line in run[1:])])
        yield TextBlock(kind=BlockKind.ITEM, lines=(words,), level=level, number=number)
        return
    indents = {_indent(line) for line in run}
    if len(run) == 2 and re.fullmatch(r"\s*[=~-]{3,}\s*", run[1]):
        level = 1 if "=" in run[1] else 2
        yield TextBlock(kind=BlockKind.HEADING, lines=(run[0].strip(),), level=level)
    elif all(line.lstrip().startswith(">") for line in run):
        yield _quotation([re.sub(r"^[> ]+", "", line) for line in run])
    elif len(indents) > 1 and _is_verse_or_code(run):
        code = sum(bool(_CODE.search(line)) for line in run) * 2 >= len(run)
        dent = min(indents)
        kind = BlockKind.LISTING if code else BlockKind.VERSE
        yield TextBlock(kind=kind, lines=tuple(line[dent:] for line in run))
    elif _is_verse(run):
        yield TextBlock(kind=BlockKind.VERSE, lines=tuple(line.strip() for line in run))
    elif min(indents) >= body + 2 and len(indents) == 1 and (len(run) > 1 or body):
        yield _quotation(run)
    else:
        yield from _paragraphs(run, layout)


def _quotation(run: list[str]) -> TextBlock:
    if _is_verse(run):
        return TextBlock(kind=BlockKind.VERSE, lines=tuple(line.strip() for line in run))
    return TextBlock(kind=BlockKind.QUOTATION, lines=(_joined(run),))


def _is_verse_or_code(run: list[str]) -> bool:
    """Whether lines of different indents are not paragraphs whose first lines are indented."""
    longest = max(len(line.strip()) for line in run)
    return longest < 50 or sum(bool(_CODE.search(line)) for line in run) * 2 >= len(run)


def _is_verse(run: list[str]) -> bool:
    """Short lines that do not fill their measure, most with a capital at their head."""
    if len(run) < 3 or max(len(line.strip()) for line in run) > 60:
        return False
    short = all(len(line.strip()) < 45 for line in run)
    capitals = sum(line.strip().lstrip("\"“'‘(")[:1].isupper() for line in run)
    return short and capitals * 4 >= len(run) * 3


def _paragraphs(run: list[str], layout: _Layout) -> Iterator[TextBlock]:
    """Paragraphs: one, or one a line where lines are very long, or one from each line that is indented."""
    starts = [0]
    if max(len(line) for line in run) > 160:
        starts = list(range(len(run)))
    else:
        lowest = min(_indent(line) for line in run)
        indented = [i for i, line in enumerate(run) if _indent(line) > lowest]
        if 0 < len(indented) < len(run) and all(_indent(line) - lowest <= 10 for line in run):
            starts = sorted({0, *indented})
        elif layout.measures:
            starts += [i for i in range(1, len(run)) if _had_room(run[i - 1], run[i], layout.measures)]
    for start, end in zip(starts, [*starts[1:], len(run)], strict=True):
        yield TextBlock(kind=BlockKind.PARAGRAPH, lines=(_joined(run[start:end]),))


def _joined(lines: list[str]) -> str:
    return " ".join(" ".join(line.split()) for line in lines)


_ENDS_A_SENTENCE = re.compile(r"[.,;:!?…)\"”’]\Z")


def _with_headings(blocks: list[TextBlock]) -> list[TextBlock]:
    """Blocks in which short lines without a full stop, between paragraphs, are headings."""
    kinds = [block.kind for block in blocks[1:]]
    return [
        _as_heading(block) if i and i < len(kinds) and kinds[i] in _BELOW_HEADINGS else block
        for i, block in enumerate(blocks)
    ]


_BELOW_HEADINGS = (BlockKind.PARAGRAPH, BlockKind.QUOTATION)


def _as_heading(block: TextBlock) -> TextBlock:
    words = block.lines[0]
    if block.kind is not BlockKind.PARAGRAPH or len(words) > 90:
        return block
    shouted = words.isupper() and len(words) > 3
    if shouted or (len(words) <= 60 and not _ENDS_A_SENTENCE.search(words) and _is_title(words)):
        return TextBlock(kind=BlockKind.HEADING, lines=(words,), level=2, guessed=not shouted)
    return block


def _is_title(words: str) -> bool:
    return (
        words[:1].isupper()
        and len(words.split()) <= 9
        and not re.match(r"(?i)by\b|\d|https?:", words)
        and "[" not in words
    )
