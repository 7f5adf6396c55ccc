"""What a page's markup says besides its text: where it redirects its readers, and which fragments it has.

Each is found in one pass of a pattern, so that the time grows with the length of the page, also of a hostile one.
"""

import re
from html import unescape
from urllib.parse import unquote

_HEAD = 65536
"""Characters at the beginning of a page in which a refresh is searched."""
_MAX_DELAY = 5.0
"""Seconds; a refresh after more is not a redirect but reloads news."""
_MARK = re.compile(
    r"<!--|-->|<(?P<close>/?)(?P<hidden>noscript|script|style|template|textarea)\b|<meta\b(?P<meta>[^<>]*)>",
    re.IGNORECASE,
)
_REFRESH = re.compile(r"http-equiv\s*=\s*[\"']?\s*refresh\b", re.IGNORECASE)
_CONTENT = re.compile(r"\bcontent\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_DELAY_AND_URL = re.compile(r"\s*(\d+(?:\.\d*)?)\s*[;,]\s*(?:url\s*=\s*)?[\"']?\s*([^\"']+)", re.IGNORECASE)
_NAMED = re.compile(r"\b(?:id|name)\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)'|([^\s\"'<>=`]+))", re.IGNORECASE)
_ID_PREFIXES = ("user-content-",)
"""Prefixes that sites put before the ids of authors: GitHub's, in rendered Markdown."""


def refresh_target(markup: str) -> str:
    """Where a page redirects its readers by `<meta http-equiv=refresh>`; empty where it does not."""
    comment = False
    inside = ""
    for mark in _MARK.finditer(markup, 0, _HEAD):
        if mark[0] in ("<!--", "-->"):
            comment = mark[0] == "<!--" and not inside
        elif mark["hidden"] and not comment:
            name = mark["hidden"].lower()
            inside = ("" if inside == name else inside) if mark["close"] else inside or name
        elif mark["meta"] and not comment and not inside and (target := _target(mark["meta"])):
            return target
    return ""


def _target(meta: str) -> str:
    content = _CONTENT.search(meta) if _REFRESH.search(meta) else None
    found = _DELAY_AND_URL.match(unescape(content[1] or content[2] or "")) if content else None
    return found[2].strip() if found and float(found[1]) <= _MAX_DELAY else ""


def has_fragment(markup: str, fragment: str) -> bool:
    """Whether a page has the place that the fragment of an address names.

    `#top`, an empty fragment, routes of scripts (`#!/…`, `#/…`) and text fragments (`#:~:text=`) need none.
    """
    if not fragment or fragment.lower() == "top" or fragment.startswith(("!", "/", ":~:")):
        return True
    wanted = {fragment, unquote(fragment), unquote(fragment).partition(":~:")[0]}
    wanted |= {prefix + name for prefix in _ID_PREFIXES for name in tuple(wanted)}
    return any(unescape(m[1] or m[2] or m[3] or "") in wanted for m in _NAMED.finditer(markup))
