"""Parts of HTML from a start to its end, found in one pass: a thousand starts without an end take as long as one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_START = re.compile(r"<!--|<(pre|code|script|style|textarea|svg|math)(?=[\s>/])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text, `text[start:end]`, with its tags or marks."""

    start: int
    end: int


def kept_spans(text: str, *, comments: bool = True) -> Iterator[Span]:
    """Listings, scripts, drawings and comments, which are no running text, in their order; none is in another."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters become two in lower case
        lowered = text
    without_end: set[str] = set()
    at = 0
    while start := _START.search(text, at):
        name = (start[1] or "").lower()
        closer = f"</{name}" if name else "-->"
        end = -1 if closer in without_end or (not name and not comments) else lowered.find(closer, start.end())
        if end >= 0 and name:
            end = lowered.find(">", end)
        if end < 0:
            without_end.add(closer)
            at = start.end()
            continue
        at = end + (1 if name else len(closer))
        yield Span(start.start(), at)


def without_comments(text: str) -> str:
    """A text without its comments; one that does not end is no comment."""
    pieces: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        pieces.append(text[at:start])
        at = end + 3
    return "".join([*pieces, text[at:]])
