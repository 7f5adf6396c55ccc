"""The shape of a web address, which sibling pages share, and its fields, in which they differ.

`http://example.org/2009/03/report.html` has the shape `/Y/#/*.html` and the fields 2009, 03 and report: a year, digits
and a name. The names of parameters and the ending of a file belong to the shape. With `fine`, numbers at either end of
a name are fields of their own, so that `2009-03-05-report` has four.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from footlight.engines.web.url import followable
from footlight.ledger.keys import is_address

_LONGEST, _MOST_FIELDS = 1000, 40
_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}\Z")
_INDEX = frozenset({"", "index", "default"})
_ENDS = re.compile(r"(?P<before>(?:\d+[-_.])*)(?P<name>.*?)(?P<after>(?:[-_.]\d+)*)\Z", re.DOTALL)
_NUMBERED = re.compile(r"([A-Za-z]+)(\d+)")
_YEAR = re.compile(r"(?:19|20)\d\d")

YEAR, DIGITS, NAME = "Y", "#", "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """An address as shape and fields."""

    origin: str
    """Scheme, host and port, as written."""
    form: tuple[str, ...]
    """Literal text and, for each field, a NUL and the kind of the field."""
    fields: tuple[str, ...]
    own: int
    """The first field that distinguishes the page from its neighbours, in the last part of path or query."""

    def fill(self, fields: tuple[str, ...]) -> str:
        """Return the address of this shape with other fields."""
        left = iter(fields)
        return self.origin + "".join(next(left) if piece.startswith("\0") else piece for piece in self.form)


@lru_cache(maxsize=4096)
def shape_of(url: str, *, fine: bool = False) -> Shape | None:
    """Return the shape of an http or https address without its fragment.

    None for an address that must not be requested, that is very long, or that has no field.
    """
    address = url.partition("#")[0]
    parts = _parts(address)
    if parts is None:
        return None
    pieces = list(_pieces(parts.path, parts.query))
    form: list[str] = []
    fields: list[str] = []
    starts: list[int] = []
    for text, is_field in pieces:
        if text == "/" and not is_field:
            starts.append(len(fields))
        for piece, varies in _finer(text) if is_field and fine else [(text, is_field)]:
            fields += [piece] if varies else []
            form.append(f"\0{_kind(piece)}" if varies else piece)
    if not fields or len(fields) > _MOST_FIELDS:
        return None
    own = next((at for at in reversed(starts) if at < len(fields) and fields[at].lower() not in _INDEX), 0)
    origin = f"{parts.scheme}://{parts.netloc}"
    return Shape(origin=origin, form=tuple(form), fields=tuple(fields), own=own)


def _parts(url: str) -> SplitResult | None:
    if len(url) > _LONGEST or not is_address(url) or not followable(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    dots = any(piece in (".", "..") for piece in parts.path.split("/"))
    return None if "@" in parts.netloc or "\0" in url or dots else parts


def _pieces(path: str, query: str) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a path and a query, and whether each is a field."""
    ending = _ENDING.search(path)
    for piece in re.split("(/)", path[: ending.start()] if ending else path):
        if piece:
            yield piece, piece != "/"
    if ending:
        yield ending[0], False
    for number, parameter in enumerate(query.split("&") if query else []):
        key, equals, value = parameter.partition("=")
        yield "&" if number else "?", False
        if equals:
            yield key + equals, False
        if value or not equals:
            yield value or key, True


def _finer(field: str) -> Iterator[tuple[str, bool]]:
    """Yield the numbers at either end of a field, and the name between them."""
    found = _ENDS.match(field)
    before, name, after = found.group("before", "name", "after") if found else ("", field, "")
    numbered = _NUMBERED.fullmatch(name)
    for piece in re.split("([-_.])", before):
        if piece:
            yield piece, piece.isdigit()
    for piece in numbered.groups() if numbered else [name]:
        if piece:
            yield piece, True
    for piece in re.split("([-_.])", after):
        if piece:
            yield piece, piece.isdigit()


def _kind(field: str) -> str:
    if _YEAR.fullmatch(field):
        return YEAR
    return DIGITS if field.isdigit() else NAME
