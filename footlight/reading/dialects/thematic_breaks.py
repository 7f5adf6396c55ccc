"""Thematic breaks: two lines of hyphens round a paragraph, which pandoc's Markdown takes for a table without a head."""

import re
from collections.abc import Iterator

from footlight.reading.dialects.draft import Edit
from footlight.reading.dialects.passage import Passage

_PAIR = re.compile(
    r"(?:\A|(?<=\n\n))(?P<first>---)[ \t]*\n(?![ \t]*\n|---)"
    r"(?:(?!---[ \t]*$)[^\n]*\S[^\n]*\n){1,50}(?P<last>---)[ \t]*$",
    re.MULTILINE,
)


def thematic_breaks(passage: Passage) -> Iterator[Edit]:
    """Write both lines as asterisks, which cannot be the lines of a table."""
    for match in passage.protected.find(_PAIR):
        yield Edit(start=match.start("first"), end=match.end("first"), put="***")
        yield Edit(start=match.start("last"), end=match.end("last"), put="\n***")
