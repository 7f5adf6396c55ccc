"""What a font says of itself: its family, whether it may be embedded, which features and characters it has."""

import io
from dataclasses import dataclass
from enum import Enum

from footlight.errors import EngineError


class Embedding(Enum):
    """What the maker of a font allows, by fsType of its OS/2 table.

    https://learn.microsoft.com/typography/opentype/spec/os2#fstype
    """

    FREE = "installable or editable"
    """It may stand in any document."""
    READ_ONLY = "preview and print"
    """Only in documents that nobody can take it out of or edit: a PDF, not an EPUB."""
    FORBIDDEN = "restricted"
    WHOLE = "no subsetting"
    """Only as a whole; editions hold parts of fonts."""
    BITMAPS = "bitmaps only"


_RESTRICTED, _PREVIEW, _EDITABLE, _NO_SUBSETTING, _BITMAPS = 0x0002, 0x0004, 0x0008, 0x0100, 0x0200


@dataclass(frozen=True, slots=True, kw_only=True)
class FontFacts:
    """A font's own statements."""

    family: str
    embedding: Embedding
    features: frozenset[str]
    """OpenType tags of what it can replace, such as `smcp`."""
    characters: frozenset[int]
    """Unicode code points."""


def font_facts(data: bytes) -> FontFacts:
    """Read a TrueType or OpenType font. Raises EngineError where the bytes are none."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - 0.1 s, for projects that have a face of their own

    try:
        font = TTFont(io.BytesIO(data), lazy=True, fontNumber=0)
        names, os2 = font["name"], font["OS/2"]
        family = names.getDebugName(16) or names.getDebugName(1) or ""
        substitutions = font["GSUB"].table.FeatureList if "GSUB" in font else None
        features = {record.FeatureTag for record in substitutions.FeatureRecord} if substitutions else set()
        characters = frozenset(font.getBestCmap() or ())
        _ = font["glyf" if "glyf" in font else "CFF "] if "CFF2" not in font else None
        return FontFacts(
            family=" ".join(family.split()),
            embedding=_embedding(os2.fsType),
            features=frozenset(features),
            characters=characters,
        )
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - fontTools raises whatever a damaged table leads it to
        raise EngineError(f"this is no font that can be read: {error}") from None


def _embedding(bits: int) -> Embedding:
    if bits & _BITMAPS:
        return Embedding.BITMAPS
    if bits & _NO_SUBSETTING:
        return Embedding.WHOLE
    # Old fonts have several of these bits; then the one that allows most holds.
    if bits & _EDITABLE or not bits & (_RESTRICTED | _PREVIEW):
        return Embedding.FREE
    return Embedding.READ_ONLY if bits & _PREVIEW else Embedding.FORBIDDEN
