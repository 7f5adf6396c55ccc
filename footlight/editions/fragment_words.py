"""The words of a fragment as they stand on the page."""

import re
from html import unescape

_BLOCK_ENDS = re.compile(r"</(?:p|li|h[1-6]|td|th|dt|dd|pre|blockquote|div|caption|figcaption)>|<br\s*/?>|<hr\s*/?>")
_TAG = re.compile(r"<[^>]*>")


def words_of(fragment: str) -> tuple[str, ...]:
    """The plain text of a fragment, a piece for each paragraph and item, empty ones left out."""
    pieces = (unescape(_TAG.sub("", piece)).strip() for piece in _BLOCK_ENDS.split(fragment))
    return tuple(piece for piece in pieces if piece)
