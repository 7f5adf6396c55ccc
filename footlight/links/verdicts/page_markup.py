"""What a page's markup says that its text does not: where it sends its readers, and which places it names.

Read with one pass of a pattern each, so that a hostile page costs what its length costs.
"""

import re
from html import unescape
from urllib.parse import unquote

_NEAR = 65536
"""Characters at a page's beginning in which a refresh is looked for."""
_AT_ONCE = 5.0
"""Seconds up to which a refresh is a redirect; slower ones reload news."""
_MARK = re.compile(
    r"<!--|-->|<(?P<close>/?)(?P<hidden>noscript|script|style|template|textarea)\b|<meta\b(?P<meta>[^<>]*)>",
    re.IGNORECASE,
)
_REFRESH = re.compile(r"http-equiv\s*=\s*[\"']?\s*refresh\b", re.IGNORECASE)
_CONTENT = re.compile(r"\bcontent\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_TOLD = re.compile(r"\s*(\d+(?:\.\d*)?)\s*[;,]\s*(?:url\s*=\s*)?[\"']?\s*([^\"']+)", re.IGNORECASE)
_NAMED = re.compile(r"\b(?:id|name)\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)'|([^\s\"'<>=`]+))", re.IGNORECASE)
_BEFORE_IDS = ("user-content-",)
"""What sites put before the ids that authors give: GitHub's rendered Markdown."""


def refresh(markup: str) -> str:
    """Where a page sends its readers at once (`<meta http-equiv=refresh>`); nothing where it keeps them."""
    comment = False
    inside = ""
    for mark in _MARK.finditer(markup, 0, _NEAR):
        if mark[0] in ("<!--", "-->"):
            comment = mark[0] == "<!--" and not inside
        elif mark["hidden"] and not comment:
            name = mark["hidden"].lower()
            inside = ("" if inside == name else inside) if mark["close"] else inside or name
        elif mark["meta"] and not comment and not inside and (found := _target(mark["meta"])):
            return found
    return ""


def _target(meta: str) -> str:
    content = _CONTENT.search(meta) if _REFRESH.search(meta) else None
    told = _TOLD.match(unescape(content[1] or content[2] or "")) if content else None
    return told[2].strip() if told and float(told[1]) <= _AT_ONCE else ""


def names(markup: str, fragment: str) -> bool:
    """Whether a page names the place that an address's fragment means.

    `#top`, an empty one, routes of a page's own scripts (`#!/…`, `#/…`) and text fragments (`#:~:text=`) need no name.
    """
    if not fragment or fragment.lower() == "top" or fragment.startswith(("!", "/", ":~:")):
        return True
    wanted = {fragment, unquote(fragment), unquote(fragment).partition(":~:")[0]}
    wanted |= {prefix + name for prefix in _BEFORE_IDS for name in tuple(wanted)}
    return any(unescape(m[1] or m[2] or m[3] or "") in wanted for m in _NAMED.finditer(markup))
