"""Parse links of HTTP's Link header and of TimeMaps (RFC 8288; RFC 7089, section 5).

`rel` is a set of words and may be unquoted. A `datetime` contains a comma, so a comma ends a link only where
another `<` follows. The scan is linear, whatever the text.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WebLink:
    """One link."""

    uri: str
    rel: frozenset[str]
    """Its words in lower case."""
    params: dict[str, str]
    """The others, the first of each name; names in lower case."""


def parse_links(text: str) -> tuple[WebLink, ...]:
    """The links of a header or a TimeMap, in their order. Anything else is skipped."""
    found = []
    at = text.find("<")
    while at >= 0:
        end = text.find(">", at)
        if end < 0:
            break
        params, stop = _params(text, end + 1)
        rel = frozenset(params.pop("rel", "").lower().split())
        found.append(WebLink(uri=text[at + 1 : end].strip(), rel=rel, params=params))
        at = text.find("<", stop)
    return tuple(found)


def _params(text: str, at: int) -> tuple[dict[str, str], int]:
    """The parameters from `at` on, and their end."""
    found: dict[str, str] = {}
    while (at := _skip_space(text, at)) < len(text) and text[at] == ";":
        start = at + 1
        at = _end_of(text, start, "=;,<")
        name, value = text[start:at].strip().lower(), ""
        if at < len(text) and text[at] == "=":
            value, at = _value(text, _skip_space(text, at + 1))
        found.setdefault(name, value)
    return found, at


def _value(text: str, at: int) -> tuple[str, int]:
    if text[at : at + 1] != '"':
        end = at
        while (end := _end_of(text, end, ";,<")) < len(text) and text[end] == "," and not _ends_link(text, end):
            end += 1
        return text[at:end].strip(), end
    pieces, at = [], at + 1
    while at < len(text) and text[at] != '"':
        at += text[at] == "\\"
        pieces.append(text[at : at + 1])
        at += 1
    return "".join(pieces), at + 1


def _ends_link(text: str, comma: int) -> bool:
    after = _skip_space(text, comma + 1)
    return after >= len(text) or text[after] == "<"


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _end_of(text: str, at: int, marks: str) -> int:
    while at < len(text) and text[at] not in marks:
        at += 1
    return at
