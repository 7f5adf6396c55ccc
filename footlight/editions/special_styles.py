"""Style sheets that are read only where a document has what they are for: a face takes time to load, rules to match."""

import re
from collections.abc import Sequence

from footlight.engines.templates import Templates

Row = tuple[str, "re.Pattern[str]"]
"""The name of a style sheet, and what tells in HTML that it is needed."""

_LIST_NUMBERS: Row = ("list-numbers.css", re.compile("fl-(?:one-bracket|two-brackets)"))
ON_PAGES: Sequence[Row] = (
    ("fonts-code.css", re.compile(r"<(?:pre|code)\b|fl-tex")),
    (
        "fonts-emoji.css",
        re.compile("[\u203c\u2049\u2139\u2194-\u21aa\u231a-\u23ff\u25aa-\u27bf\u2934-\u2b55🀀-\U0001faff]"),
    ),
    _LIST_NUMBERS,
)
ON_SCREENS: Sequence[Row] = (("epub-code.css", re.compile(r"<(?:pre|code)\b")), _LIST_NUMBERS)


def special_styles(templates: Templates, rows: Sequence[Row], html: str) -> tuple[str, ...]:
    """The style sheets of some rows that HTML needs, in order. Raises UsageError where one of the project is wrong."""
    return tuple(sheet for name, needed in rows if needed.search(html) for sheet in templates.styles(name))
