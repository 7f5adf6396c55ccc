"""Two rules with a paragraph between them, which pandoc's Markdown takes for a table without a head."""

import re
from collections.abc import Iterator

from footlight.reading.dialects.draft import Edit
from footlight.reading.dialects.passage import Passage

_RULES = re.compile(
    r"(?:\A|(?<=\n\n))(?P<first>---)[ \t]*\n(?![ \t]*\n|---)"
    r"(?:(?!---[ \t]*$)[^\n]*\S[^\n]*\n){1,50}(?P<last>---)[ \t]*$",
    re.MULTILINE,
)


def rules(passage: Passage) -> Iterator[Edit]:
    """The rules, written so that they are nothing else."""
    for match in passage.protected.find(_RULES):
        yield Edit(start=match.start("first"), end=match.end("first"), put="***")
        yield Edit(start=match.start("last"), end=match.end("last"), put="\n***")
