"""Addresses of pictures with blanks in them: `![A quay](files/the quay.png)`, which CommonMark takes for text."""

import re
from collections.abc import Iterator

from footlight.reading.dialects.draft import Edit
from footlight.reading.dialects.passage import Passage

_PICTURE = re.compile(
    r"!\[[^\[\]\n]{0,400}\]\("
    r"(?P<target>(?!<)[^()<>\"'\n]{1,300}[ \t][^()<>\"'\n]{0,300}\.(?:png|jpe?g|gif|webp|avif|svg|bmp))"
    r"(?P<title>[ \t]+(?:\"[^\"\n]{0,400}\"|'[^'\n]{0,400}'))?[ \t]*\)",
    re.IGNORECASE,
)


def loose_targets(passage: Passage) -> Iterator[Edit]:
    """The addresses, between angle brackets."""
    for match in passage.protected.find(_PICTURE):
        start, end = match.span("target")
        yield Edit(start=start, end=end, put=f"<{match['target'].strip()}>")
