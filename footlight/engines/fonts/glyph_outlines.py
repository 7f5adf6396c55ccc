"""Outlines of glyphs as SVG path data, by fontTools."""

import io

from footlight.errors import EngineError


class GlyphOutlines:
    """The outlines of a font's glyphs."""

    def __init__(self, font: bytes) -> None:
        """Raises EngineError where the bytes are no TrueType or OpenType font with outlines."""
        from fontTools.ttLib import TTFont, TTLibError  # noqa: PLC0415 - 0.3 s, for the few covers that are SVGs

        try:
            parsed = TTFont(io.BytesIO(font), lazy=True)
            self._glyphs = parsed.getGlyphSet()
            self._names = parsed.getGlyphOrder()
            self.units: int = parsed["head"].unitsPerEm
            """Font units to the em."""
        except (TTLibError, KeyError) as error:
            raise EngineError(f"a font has no outlines: {error}") from None

    def path(self, glyph: int, matrix: tuple[float, float, float, float, float, float]) -> str:
        """The outline of a glyph by its number, transformed by a matrix, rounded to the hundredth; empty for a blank.

        Raises EngineError where the font has no such glyph.
        """
        from fontTools.pens.svgPathPen import SVGPathPen  # noqa: PLC0415 - as above
        from fontTools.pens.transformPen import TransformPen  # noqa: PLC0415 - as above

        if glyph >= len(self._names):
            raise EngineError(f"a font has no glyph {glyph}")
        pen = SVGPathPen(self._glyphs, lambda value: f"{value:.2f}".rstrip("0").rstrip("."))
        self._glyphs[self._names[glyph]].draw(TransformPen(pen, matrix))
        return str(pen.getCommands())
