"""An address announced and not given: “available at” with nothing after it, “you can read it here:”."""

import re
from collections.abc import Iterator

from footlight.links.gaps.phrasebook import SPACE, Phrasebook
from footlight.links.markdown.manuscript import END, Block, BlockKind, Manuscript
from footlight.links.markdown.prose_mask import OBJECT
from footlight.textmatch.places import Place

CODE = "no-address"

_SPACE = re.compile(SPACE)
_DASH = re.compile("[–—]")
_STOP = re.compile(rf":?(?:[,.;)](?!\w)|{END}|\Z)")
_COLON = re.compile(rf":(?={END}|\Z)")
_NOUN = re.compile(r"[a-z]{4,}(?= [a-z]{2,}\b)")
_FARTHEST = 160
"""Characters in which an announcement finds room."""


def no_address(text: Manuscript, book: Phrasebook) -> Iterator[Place]:
    """Words that announce an address, followed by the end, a stop, or words that go on with the sentence."""
    for cue in book.address.finditer(text.prose):
        space = _SPACE.match(text.prose, cue.end())
        goes_on = space and any(p.match(text.prose, space.end()) for p in (book.goes_on, book.verb, book.opener, _DASH))
        goes_on = goes_on or (space and _inserted(text, book, cue.start(), space.end()))
        if goes_on or _STOP.match(text.prose, cue.end()):
            yield _place(cue.end(), 0.85, cue[0])
    for colon in _COLON.finditer(text.prose):
        yield from _announced(text, book, colon.end())


def _inserted(text: Manuscript, book: Phrasebook, cue: int, word: int) -> bool:
    """Whether an announcement set off by a comma, as in “the post, available at blog post for more”, is followed by a
    word that no article leads in and that no phrase of time or price ("at night") is made of.
    """
    noun = _NOUN.match(text.prose, word)
    return bool(
        noun and text.prose[max(0, cue - 4) : cue].rstrip().endswith(",") and not book.article.match(text.prose, word)
    )


def _announced(text: Manuscript, book: Phrasebook, at: int) -> Iterator[Place]:
    """The place after the colon of “you can read it here:”, where what stands under it is no address."""
    under = text.block_at(at - 1) + 1
    if under < len(text.blocks) and not _has_no_link(text, text.blocks[under]):
        return
    for announcement in book.announcement.finditer(text.prose, max(0, at - _FARTHEST), at):
        if announcement.end() == at:
            yield _place(at, 0.7, announcement[0])


def _has_no_link(text: Manuscript, block: Block) -> bool:
    """Whether a block is the essay going on, neither what was announced nor a place that a link stands in."""
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING) or text.quoted(block.start):
        return False
    return OBJECT not in text.prose[block.start : block.end]


def _place(at: int, confidence: float, words: str) -> Place:
    why = f"no address follows “{' '.join(words.split())}”"
    return Place(start=at, end=at, kind="dangling", code=CODE, confidence=confidence, why=why)
