"""Subsets of fonts: by HarfBuzz where its library is installed, else by fontTools, which takes a hundred times as long.

WeasyPrint subsets with the same library (`apt-get install libharfbuzz-subset0`). It needs 2 ms a font; fontTools needs
0.3 s to be imported, and as much again for each font. The functions are those of hb-subset.h in HarfBuzz 2.9 and later.
"""

import ctypes
import io
from collections.abc import Iterable
from functools import cache
from typing import Any

from footlight.engines.shared_libraries import HARFBUZZ, HARFBUZZ_SUBSET, load
from footlight.errors import EngineError

KEPT_FEATURES = (
    # What the house's styles use, and what scripts need to be shown right. Stylistic sets and `aalt` are left out: they
    # would keep all variants of every letter.
    "ccmp", "locl", "kern", "mark", "mkmk", "liga", "clig", "calt", "rlig", "init", "medi", "fina", "isol",
    "smcp", "c2sc", "onum", "lnum", "pnum", "tnum", "sups", "subs", "ordn", "frac", "numr", "dnom", "case",
)  # fmt: skip

KEPT_NAMES = tuple(range(15))
"""Records of the `name` table: copyright, family and version, up to the licence (13) and its address (14)."""

_READONLY = 1
"""HB_MEMORY_MODE_READONLY."""
_NAMES, _LAYOUT_FEATURES = 4, 6
"""HB_SUBSET_SETS_NAME_ID and HB_SUBSET_SETS_LAYOUT_FEATURE_TAG."""
_NO_HINTING = 1
"""HB_SUBSET_FLAGS_NO_HINTING."""
_POINTER = ctypes.c_void_p
_SIGNATURES: dict[str, tuple[Any, ...]] = {
    # name: result, arguments
    "hb_blob_create": (_POINTER, ctypes.c_char_p, ctypes.c_uint, ctypes.c_int, _POINTER, _POINTER),
    "hb_blob_destroy": (None, _POINTER),
    "hb_blob_get_data": (_POINTER, _POINTER, ctypes.POINTER(ctypes.c_uint)),
    "hb_face_create": (_POINTER, _POINTER, ctypes.c_uint),
    "hb_face_destroy": (None, _POINTER),
    "hb_face_get_glyph_count": (ctypes.c_uint, _POINTER),
    "hb_face_reference_blob": (_POINTER, _POINTER),
    "hb_set_add": (None, _POINTER, ctypes.c_uint),
    "hb_subset_input_create_or_fail": (_POINTER,),
    "hb_subset_input_destroy": (None, _POINTER),
    "hb_subset_input_set": (_POINTER, _POINTER, ctypes.c_int),
    "hb_subset_input_set_flags": (None, _POINTER, ctypes.c_uint),
    "hb_subset_input_unicode_set": (_POINTER, _POINTER),
    "hb_subset_or_fail": (_POINTER, _POINTER, _POINTER),
}


def subset(face: bytes, characters: Iterable[str]) -> bytes:
    """Subset a TrueType or OpenType font to the glyphs of some characters and their kept features, without hints.

    Characters that the font lacks are ignored. The same input gives the same bytes under one version of the engine.
    Raises EngineError where the bytes are no font.
    """
    points = sorted({ord(character) for character in characters})
    harfbuzz = _harfbuzz()
    return _by_harfbuzz(harfbuzz, face, points) if harfbuzz else by_fonttools(face, points)


@cache
def _harfbuzz() -> dict[str, Any] | None:
    """The functions of HarfBuzz and its subsetter, by name; None where one of the two libraries is missing."""
    try:
        main, subsetter = load(HARFBUZZ), load(HARFBUZZ_SUBSET)
        return {name: _typed(subsetter if "_subset_" in name else main, name) for name in _SIGNATURES}
    except (OSError, AttributeError):  # AttributeError: HarfBuzz is older than 2.9
        return None


def _typed(library: ctypes.CDLL, name: str) -> Any:  # noqa: ANN401 - a foreign function
    function = getattr(library, name)
    function.restype, *function.argtypes = _SIGNATURES[name]
    return function


def _by_harfbuzz(hb: dict[str, Any], face: bytes, points: list[int]) -> bytes:
    blob = hb["hb_blob_create"](face, len(face), _READONLY, None, None)
    whole = hb["hb_face_create"](blob, 0)
    wanted = hb["hb_subset_input_create_or_fail"]()
    hb["hb_subset_input_set_flags"](wanted, _NO_HINTING)
    unicode = hb["hb_subset_input_unicode_set"](wanted)
    for point in points:
        hb["hb_set_add"](unicode, point)
    # HarfBuzz keeps its default features besides; the set begins with them.
    features = hb["hb_subset_input_set"](wanted, _LAYOUT_FEATURES)
    for tag in KEPT_FEATURES:
        hb["hb_set_add"](features, int.from_bytes(tag.encode(), "big"))
    names = hb["hb_subset_input_set"](wanted, _NAMES)
    for number in KEPT_NAMES:
        hb["hb_set_add"](names, number)
    # Bytes that are no font make a face without glyphs, not an error.
    part = hb["hb_subset_or_fail"](whole, wanted) if hb["hb_face_get_glyph_count"](whole) else None
    try:
        return _font_bytes(hb, part)
    finally:
        for kind, thing in (("face", part), ("subset_input", wanted), ("face", whole), ("blob", blob)):
            hb[f"hb_{kind}_destroy"](thing)


def _font_bytes(hb: dict[str, Any], face: int | None) -> bytes:
    if not face:
        raise EngineError("a font cannot be read: HarfBuzz finds no glyph in it")
    blob, length = hb["hb_face_reference_blob"](face), ctypes.c_uint()
    start = hb["hb_blob_get_data"](blob, ctypes.byref(length))
    data = ctypes.string_at(start, length.value)
    hb["hb_blob_destroy"](blob)
    return data


def compressed(font: bytes) -> bytes:
    """A TrueType or OpenType font as WOFF2 (https://www.w3.org/TR/WOFF2/). Raises EngineError as `subset` does."""
    from fontTools.ttLib import TTFont, TTLibError  # noqa: PLC0415 - 0.3 s, which only the web edition needs

    try:
        read = TTFont(io.BytesIO(font), recalcTimestamp=False)
    except TTLibError as error:
        raise EngineError(f"a font cannot be read: {error}") from None
    read.flavor = "woff2"
    out = io.BytesIO()
    read.save(out)
    return out.getvalue()


def by_fonttools(face: bytes, points: Iterable[int]) -> bytes:
    """Subset without HarfBuzz. Raises EngineError as `subset` does."""
    from fontTools import subset as subsetting  # noqa: PLC0415 - 0.3 s, and only where HarfBuzz is missing
    from fontTools.ttLib import TTFont, TTLibError  # noqa: PLC0415 - as above

    options = subsetting.Options(layout_features=list(KEPT_FEATURES), name_IDs=list(KEPT_NAMES), hinting=False)
    try:
        font = TTFont(io.BytesIO(face), recalcTimestamp=False)
    except TTLibError as error:
        raise EngineError(f"a font cannot be read: {error}") from None
    subsetter = subsetting.Subsetter(options)
    subsetter.populate(unicodes=list(points))
    subsetter.subset(font)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
