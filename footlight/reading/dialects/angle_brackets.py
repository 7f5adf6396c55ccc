"""Words in angle brackets that no element of HTML is made of: `List<string>`, `<one runner to run them all>`.

A browser takes them for tags that it does not know, and shows nothing; who wrote them meant what stands there.
"""

import re
from collections.abc import Iterator

from footlight.reading.dialects.draft import Edit
from footlight.reading.dialects.html_elements import ELEMENTS
from footlight.reading.dialects.passage import Passage

_PARAMETER = re.compile(rf"(?<=[A-Za-z0-9_])<(?!(?i:{ELEMENTS})\b)(?P<name>[A-Za-z][\w.-]*)>")
"""A type in the type of a word that it stands at."""
_SENTENCE = re.compile(rf"(?<!\]\()<(?!(?i:{ELEMENTS})\b)(?P<name>[A-Za-z]\w*)(?:[ ][\w'’.,;&()-]+){{2,40}}[ ]?[.!?]?>")
"""Three words or more, of which none has a value."""


def words_in_brackets(passage: Passage) -> Iterator[Edit]:
    """The opening brackets of such words, so that Markdown takes them for characters."""
    closed = {name.lower() for name in re.findall(r"</([A-Za-z][\w.-]*)", passage.text)}
    for pattern in (_PARAMETER, _SENTENCE):
        for match in passage.protected.find(pattern):
            if match["name"].lower() not in closed:
                yield Edit(start=match.start(), end=match.start() + 1, put="&lt;")
