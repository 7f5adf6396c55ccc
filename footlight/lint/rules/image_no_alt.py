"""Rule: a picture has no words for those who cannot see it.

A tag with an empty `alt` says that its picture is an ornament, and is left alone; Markdown cannot say that.
"""

import re
from collections.abc import Iterator

from footlight.lint.prose import Prose
from footlight.lint.spot import Spot

CODE = "image-no-alt"

_PICTURE = re.compile(
    r"!\[[ \t]*\](?:\((?P<target>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)[^()\n]*\)|\[[^\[\]\n]+\])(?P<more>\{[^{}\n]*\})?"
)
_TAG = re.compile(r"<img\b(?P<keys>[^<>]*)>", re.IGNORECASE)
_ALT = re.compile(r"\balt\s*=|\brole=[\"']?presentation|\baria-hidden=", re.IGNORECASE)


def image_no_alt(prose: Prose) -> Iterator[Spot]:
    """Yield each picture without words."""
    for match in _PICTURE.finditer(prose.markdown.markup):
        if not _ALT.search(match["more"] or ""):
            yield _spot(match)
    for match in _TAG.finditer(prose.markdown.markup):
        if not _ALT.search(match["keys"]):
            yield _spot(match)


def _spot(match: "re.Match[str]") -> Spot:
    return Spot(start=match.start(), end=match.end(), message="the picture has no words for those who cannot see it")
