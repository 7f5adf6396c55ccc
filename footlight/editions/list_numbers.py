"""Numbered lists: each item bears the number that the source gives it, in the author's figures, letters and brackets.

HTML says where a list begins and in which figures (`start`, `type`), but not what stands around them, so that a class
says this. WeasyPrint heeds `start` only among other hints for the look of elements, all of which would come with it.
"""

import re

from footlight.essay.tree import Nodes, html_block, map_lists

_BRACKETS = {"OneParen": "fl-one-bracket", "TwoParens": "fl-two-brackets"}
"""The class for each of pandoc's delimiters; the styles of pages and of the EPUB name them."""
_MARKED = re.compile(r"<!--fl:list:([\w-]+)-->\s*<ol(?: class=\"([^\"]*)\")?")
_START = re.compile(r"<ol\b[^>]*? start=\"(\d+)\"")


def mark_brackets(blocks: Nodes) -> Nodes:
    """Put a mark before each list whose numbers have brackets, for `set_brackets`."""

    def change(items: Nodes) -> Nodes:
        out: Nodes = []
        for node in items:
            name = _BRACKETS.get(node["c"][0][2]["t"]) if node["t"] == "OrderedList" else None
            out += [html_block(f"<!--fl:list:{name}-->"), node] if name else [node]
        return out

    marked: Nodes = map_lists(blocks, change)
    return marked


def set_brackets(html: str) -> str:
    """Give each marked list its class."""
    return _MARKED.sub(lambda match: f'<ol class="{" ".join(filter(None, [match[2], match[1]]))}"', html)


def count_from_start(html: str) -> str:
    """Have each list of a page begin at its number."""
    return _START.sub(lambda match: f'{match[0]} style="counter-reset: list-item {int(match[1]) - 1}"', html)
