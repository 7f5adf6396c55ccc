"""A language's weights, as `make calibrate` writes them: tables/LANG.gaps.

The file is compressed with zlib. Its parts are each preceded by their size in bytes, 4 bytes with the lowest first:
a head in JSON; the vocabulary, a word a line; one byte a row of the table, by which its number is greater than that of
the row before; one signed byte a row, its weight in units of `1 / SCALE`; and the class of each word's number, a byte
each (`Vocabulary`). Rows that weigh nothing are left out.
Where two rows are more than 255 apart, rows of weight 0 stand between.
"""

import json
import zlib
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from itertools import accumulate

from footlight.links.gaps.learned.word_sequence import Vocabulary

SCALE = 16
_FARTHEST = 255
_FOLDER = resources.files("footlight.links.gaps.learned").joinpath("tables")
_ENDING = ".gaps"


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightTable:
    """The weights of a language."""

    vocabulary: Vocabulary
    weights: Mapping[int, int]
    """By row, in units of `1 / SCALE`."""
    thresholds: Sequence[int]
    """The lowest sum of weights at which a gap is reported, by the class of its mark."""
    nearest: dict[tuple[str, int, int, int], int] = field(default_factory=dict)
    """Sums of the two nearest words' weights that were reckoned already."""
    floor: int
    """The lowest sum of the two nearest words' weights at which a plain blank is looked at."""
    doubts: Mapping[str, int]
    """By rule, how far a gap's sum may be from its threshold (below it: negative) for the rule to be believed."""


@cache
def weight_table(lang: str) -> WeightTable | None:
    """Return the table of a language; None where there is none."""
    file = _FOLDER.joinpath(lang + _ENDING)
    return unpacked(file.read_bytes()) if lang and file.is_file() else None


def packed(vocabulary: Vocabulary, weights: Mapping[int, int], head: Mapping[str, object]) -> bytes:
    """Return the bytes of a table's file."""
    steps, values, at = bytearray(), array("b"), 0
    for row, weight in sorted(weights.items()):
        while row - at > _FARTHEST:
            steps.append(_FARTHEST)
            values.append(0)
            at += _FARTHEST
        steps.append(row - at)
        values.append(weight)
        at = row
    words = "\n".join(vocabulary.words).encode()
    parts = (json.dumps(head, sort_keys=True).encode(), words, bytes(steps), values.tobytes(), vocabulary.classes)
    return zlib.compress(b"".join(len(part).to_bytes(4, "little") + part for part in parts), 9)


def unpacked(data: bytes) -> WeightTable:
    """Read a table's file."""
    head, words, steps, values, *classes = _parts(zlib.decompress(data))
    known = json.loads(head)
    weights = array("b")
    weights.frombytes(values)
    return WeightTable(
        vocabulary=Vocabulary(words.decode().split("\n"), *classes),
        weights=dict(zip(accumulate(steps), weights, strict=True)),
        thresholds=known["thresholds"],
        floor=known["floor"],
        doubts=known.get("doubts", {}),
    )


def _parts(data: bytes) -> Sequence[bytes]:
    parts, at = [], 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "little")
        parts.append(data[at + 4 : at + 4 + size])
        at += 4 + size
    return parts
