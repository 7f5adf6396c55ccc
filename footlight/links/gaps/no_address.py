"""Rule: an address is announced and does not follow: “available at.”, “you can read it here:”."""

import re
from collections.abc import Iterator

from footlight.links.gaps.phrasebook import CLOSING_QUOTE, SPACE, Phrasebook
from footlight.markdown.markdown_text import BLOCK_END, Block, BlockKind, MarkdownText
from footlight.markdown.mask import OBJECT
from footlight.textmatch.places import Place

CODE = "no-address"

_SPACE = re.compile(SPACE)
_DASH = re.compile("[–—]")
_STOP = re.compile(rf":?(?:[,.;)](?!\w)|{BLOCK_END}|\Z|{CLOSING_QUOTE})")
_COLON = re.compile(rf":(?={BLOCK_END}|\Z)")
_NOUN = re.compile(r"[a-z]{4,}(?= [a-z]{2,}\b)")
_FARTHEST = 160
"""The length of the longest announcement, in characters."""


def no_address(text: MarkdownText, phrases: Phrasebook) -> Iterator[Place]:
    """Yield the points after words that announce an address, where the text ends, stops, or continues the sentence."""
    for cue in phrases.address_cue.finditer(text.prose):
        space = _SPACE.match(text.prose, cue.end())
        goes_on = space and any(
            p.match(text.prose, space.end())
            for p in (phrases.continuation, phrases.verb, phrases.sentence_opener, _DASH)
        )
        goes_on = goes_on or (space and _place_in_time(text, phrases, space.end()))
        goes_on = goes_on or (space and _noun_follows(text, phrases, cue.start(), space.end()))
        stop = _STOP.match(text.prose, cue.end())
        if stop and stop[0][:1] == ":" and not _plain_text_under(text, stop.end()):
            continue
        # A cell with nothing else is of a list of phrases.
        alone = cue.start() > 0 and text.prose[cue.start() - 1] == BLOCK_END and _is_of_table(text, cue.start())
        if (goes_on or stop) and not alone:
            yield _place(cue.end(), 0.85, cue[0])
    for colon in _COLON.finditer(text.prose):
        yield from _after_colon(text, phrases, colon.end())


def _is_of_table(text: MarkdownText, at: int) -> bool:
    index = text.block_at(at)
    return index >= 0 and text.blocks[index].kind is BlockKind.ROW


def _place_in_time(text: MarkdownText, phrases: Phrasebook, at: int) -> bool:
    """Tell whether a preposition and an article follow: “available at over the winter”, but not “at over 40 shops”."""
    word = phrases.connective.match(text.prose, at) or phrases.preposition.match(text.prose, at)
    space = _SPACE.match(text.prose, word.end()) if word else None
    return bool(space and phrases.article.match(text.prose, space.end()))


def _noun_follows(text: MarkdownText, phrases: Phrasebook, cue: int, word: int) -> bool:
    """Tell whether a noun without an article follows an announcement after a comma.

    So in “the post, available at blog post for more”; but not in a phrase of time or price, such as “at night”.
    """
    noun = _NOUN.match(text.prose, word)
    return bool(
        noun
        and text.prose[max(0, cue - 4) : cue].rstrip().endswith(",")
        and not phrases.article.match(text.prose, word)
    )


def _after_colon(text: MarkdownText, phrases: Phrasebook, at: int) -> Iterator[Place]:
    """Yield the point after the colon of “you can read it here:” where no address stands below it."""
    if not _plain_text_under(text, at):
        return
    for announcement in phrases.announcement.finditer(text.prose, max(0, at - _FARTHEST), at):
        if announcement.end() == at:
            yield _place(at, 0.7, announcement[0])


def _plain_text_under(text: MarkdownText, colon: int) -> bool:
    """Tell whether what stands under a line that ends with a colon is plain text, or nothing."""
    under = text.block_at(colon - 1) + 1
    return under >= len(text.blocks) or _is_plain_text(text, text.blocks[under])


def _is_plain_text(text: MarkdownText, block: Block) -> bool:
    """Tell whether a block is plain text of the essay: neither what was announced nor a holder of a link."""
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING) or text.quoted(block.start):
        return False
    return OBJECT not in text.prose[block.start : block.end]


def _place(at: int, confidence: float, words: str) -> Place:
    why = f"no address follows “{' '.join(words.split())}”"
    return Place(start=at, end=at, kind="dangling", code=CODE, confidence=confidence, why=why)
