"""Keys of TOML that Python's reader needs too much for."""

import re

MOST_PARTS = 100
"""Parts of a key such as `a.a.a…`: time and memory grow with the square of their number; 20,000 take 1.5 GB."""
_DEEP = re.compile(rf"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{MOST_PARTS}}}""")


def line_of_deep_key(text: str) -> int:
    """The line, 1-based, of the first key with more parts than any has; 0 where there is none."""
    deep = _DEEP.search(text)
    return text.count("\n", 0, deep.start()) + 1 if deep else 0
