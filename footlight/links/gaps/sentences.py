"""Where the sentence round an offset begins and ends."""

from bisect import bisect_left, bisect_right

from footlight.links.gaps.manuscript import Manuscript

_FARTHEST = 500


def sentence_at(text: Manuscript, at: int) -> tuple[int, int]:
    """The offsets of the sentence that holds `at`, inside its block; at most 500 characters to either side."""
    index = text.block_at(at)
    if index < 0:
        return at, at
    block = text.blocks[index]
    start, end = max(block.start, at - _FARTHEST), max(at, min(block.end, at + _FARTHEST))
    before, after = bisect_right(text.stops, at) - 1, bisect_left(text.stops, at + 1)
    if before >= 0:
        start = max(start, text.stops[before])
    if after < len(text.stops):
        end = min(end, text.stops[after])
    return start, end
