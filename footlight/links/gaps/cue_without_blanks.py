"""Rule: in Chinese and Japanese, words that lead up to an address stand before a mark: “全文见：。”, “参见，问题”."""

import re
from collections.abc import Iterator

from footlight.links.gaps.phrasebook import Phrasebook
from footlight.markdown.markdown_text import BLOCK_END, MarkdownText
from footlight.textmatch.places import Place

CODE = "cue-without-blanks"

_MARK = re.compile(rf"[ \t]?[：:]?[ \t]?(?:[，。；、！）,.;)](?!\w)|[，。；、！）]|{BLOCK_END}|\Z)")
_BEFORE_PICTURE = re.compile(r"[ \t]?[：:]\s*(?:!\[|<img\b|<figure\b)")
"""What there is to see is a picture."""
_MARKS = re.compile(r"[：:][ \t]*(?=[。，；])")


def cue_without_blanks(text: MarkdownText, phrases: Phrasebook) -> Iterator[Place]:
    """Yield the points where no address follows what leads up to it, and where a stop follows a colon."""
    for cue in phrases.cue_without_blanks.finditer(text.prose):
        mark = _MARK.match(text.prose, cue.end())
        if mark and not _BEFORE_PICTURE.match(text.source, cue.end()):
            yield _place(cue.end() + (mark[0].strip()[:1] in ("：", ":")), f"no address follows “{cue[0]}”")
    for mark in _MARKS.finditer(text.prose):
        yield _place(mark.end(), "nothing stands between the colon and the stop")


def _place(at: int, why: str) -> Place:
    return Place(start=at, end=at, kind="dangling", code=CODE, confidence=0.85, why=why)
