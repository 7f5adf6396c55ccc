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
_FEW_WORDS = 60
"""Words that a page shows which a script sends on."""
_HIDDEN = re.compile(r"<!--.*?-->|<(script|style|template|title|noscript)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_HIDING = re.compile(r"<!--|<(?:script|style|template|title|noscript)\b", re.IGNORECASE)
_MOST_HIDDEN = 60
"""Hidden parts of a page that only sends its readers on; each of them may take a pass over all of it."""
_TAGS = re.compile(r"<[^<>]*>")
_SCRIPT = re.compile(r"<script\b(?![^<>]*\bsrc\s*=)[^<>]*>(.*?)</script", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'])//[^\n]*|<!--|-->", re.DOTALL)
_IMMEDIATE = re.compile(
    r"(?:set(?:Timeout|Interval)\s*\(\s*|(?:window\.|document\.)?onload\s*=\s*|[(!]\s*|"
    r"addEventListener\s*\(\s*[\"'](?:load|DOMContentLoaded)[\"']\s*,\s*)"
    r"(?:function\s*\w*\s*\([^()]*\)\s*|\([^()]*\)\s*=>\s*)\{"
)
"""Heads of functions that a page runs by itself as it loads, or soon after."""
_SENT = re.compile(
    r"\b(?:(?:window|document|self|top|parent)\.)?location(?:\.href)?\s*"
    r"(?:=(?!=)|\.(?:replace|assign)\s*\()\s*(?P<mark>[\"'`])(?P<quoted>[^\"'`\s$]{1,2000})(?P=mark)\s*(?:[;)\n}]|$)"
)
_CONDITION = re.compile(r"\b(?:if|else|while|for|case|return|onclick|confirm)\b|[?&|]{1,2}\s*$")
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


def refresh_header(value: str) -> str:
    """Where the header Refresh sends readers; empty where it does not, or only after a while."""
    found = _DELAY_AND_URL.match(value)
    return found[2].strip() if found and float(found[1]) <= _MAX_DELAY else ""


def script_target(markup: str) -> str:
    """Where a page that shows next to nothing sends its readers by a script: an address that stands in the script.

    Only a statement that is run at once counts, or one that a timer or the page's loading runs: not one in a function,
    under a condition, or behind a click. A page that names several addresses sends nobody anywhere for certain.
    """
    if len(_HIDING.findall(markup)) > _MOST_HIDDEN:
        return ""
    shown = _TAGS.sub(" ", _HIDDEN.sub(" ", markup))
    if len(shown.split()) > _FEW_WORDS:
        return ""
    found: set[str] = set()
    for script in _SCRIPT.finditer(markup):
        code = _IMMEDIATE.sub(" ", _COMMENT.sub(" ", script[1]))
        for sent in _SENT.finditer(code):
            before = code[: sent.start()]
            deep = before.count("{") > before.count("}")
            if deep or _CONDITION.search(re.split(r"[;{}\n]", before)[-1]):
                return ""
            found.add(sent["quoted"])
    return unescape(found.pop()) if len(found) == 1 else ""


def has_fragment(markup: str, fragment: str) -> bool:
    """Whether a page has the place that the fragment of an address names.

    `#top`, an empty fragment, routes of scripts (`#!/…`, `#/…`) and text fragments (`#:~:text=`) need none.
    """
    if not fragment or fragment.lower() == "top" or fragment.startswith(("!", "/", ":~:")):
        return True
    wanted = {fragment, unquote(fragment), unquote(fragment).partition(":~:")[0]}
    wanted |= {prefix + name for prefix in _ID_PREFIXES for name in tuple(wanted)}
    return any(unescape(m[1] or m[2] or m[3] or "") in wanted for m in _NAMED.finditer(markup))
