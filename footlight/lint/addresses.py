"""The web addresses that a text writes, wherever they stand: in links, definitions, tags, or bare."""

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

from footlight.lint.prose import Prose

_ADDRESS = re.compile(r"https?://[^\s<>\"'`\[\]{}|\\^\ufffc\u2060]+", re.IGNORECASE)
_STOPS = ".,;:!?*_"
_DEFINITION = re.compile(r"[ \t>]*\[[^\]\n]+\]:[ \t]*(?:\n[ \t]*)?<?\Z")

_LONGEST_TAG = 2000
"""Characters in front of an address in which a tag may have begun."""
_TARGET = re.compile(r"\]\([ \t]*<?\Z")


class Stands(Enum):
    """Where an address stands."""

    BARE = auto()
    """Among words."""
    IN_MARKUP = auto()
    """As the target of a link or picture, between angle brackets, in a definition or a tag."""
    IN_WORDS = auto()
    """As the words of a link."""


class WrittenAddress(NamedTuple):
    """An address, `text[start:end]`."""

    start: int
    end: int
    stands: Stands


def addresses(prose: Prose) -> Iterator[WrittenAddress]:
    """The addresses of a text outside code, in order."""
    markup = prose.markdown.markup
    for match in _ADDRESS.finditer(markup):
        start = match.start()
        end = start + len(_trimmed(match[0]))
        yield WrittenAddress(start, end, _stands(prose, markup, start))


def _trimmed(address: str) -> str:
    """An address without the stop that ends its sentence, and without a bracket that it does not open."""
    while address:
        last = address[-1]
        unopened = last == ")" and address.count(")") > address.count("(")
        if last not in _STOPS and not unopened:
            break
        address = address[:-1]
    return address


def _stands(prose: Prose, markup: str, start: int) -> Stands:
    before = markup[max(0, start - 2) : start]
    least = max(0, start - _LONGEST_TAG)
    begin = max(least, markup.rfind("\n", least, start) + 1)
    line = markup[begin:start]
    above = markup[max(least, markup.rfind("\n", least, max(least, begin - 1)) + 1) : start]
    if (
        before.endswith(("<", '"', "'", "="))
        or _TARGET.search(line)
        or _DEFINITION.match(line)
        or _DEFINITION.match(above)
    ):
        return Stands.IN_MARKUP
    if line.rfind("<") > line.rfind(">"):  # in a tag
        return Stands.IN_MARKUP
    return Stands.IN_WORDS if prose.in_link(start) else Stands.BARE
