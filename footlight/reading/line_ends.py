"""Line ends between Chinese or Japanese characters, which are no blanks: these scripts have none between words.

Korean has blanks between words, so that a line end there is one (CSS Text 3, 4.1.3, leaves it to the writing system;
pandoc's extension east_asian_line_breaks removes it in Korean too).
"""

import re
from functools import cache

from footlight.essay.tree import Nodes, map_lists, plain

_WITHOUT_BLANKS = (
    "\u2e80-\u2fdf\u3000-\u30ff\u3100-\u312f\u31a0-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6"
    "\U00020000-\U0003ffff"
)
"""Han, Kana, Bopomofo and their punctuation, as a class of a regular expression."""
_MARKS = "\U000f0000-\U000ffffd"
_FIRST = "\u2e80"
"""The first of these characters; most texts have none, and need no patterns."""


@cache
def _needed() -> re.Pattern[str]:
    return re.compile(f"[{_WITHOUT_BLANKS}][^\\n]{{0,9}}\\n")


@cache
def _sides() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands before such a line end, and what stands behind it."""
    return re.compile(f"[{_WITHOUT_BLANKS}][{_MARKS}]*\\Z"), re.compile(f"[{_MARKS}]*[{_WITHOUT_BLANKS}]")


def close_line_ends(blocks: Nodes, text: str) -> Nodes:
    """The tree without the soft breaks at which a source's lines end between such characters."""
    if max(text, default="") < _FIRST or not _needed().search(text):
        return blocks
    changed: Nodes = map_lists(blocks, _closed)
    return changed


def _closed(items: Nodes) -> Nodes:
    out: Nodes = []
    for index, node in enumerate(items):
        if node["t"] == "SoftBreak" and _between(plain(out[-1:]), plain(items[index + 1 : index + 2])):
            continue
        out.append(node)
    return out


def _between(before: str, after: str) -> bool:
    ends, begins = _sides()
    return bool(ends.search(before) and begins.match(after))
