"""ziamath: a formula in MathML as an SVG of outlines, in STIX Two (https://ziamath.readthedocs.io/).

Importing it takes most of a second, so only pages with formulas do. It is pure Python and reads MathML's own elements
only: `<semantics>`, with which pandoc keeps the TeX, is taken off before.
"""

import re
import warnings
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from footlight.errors import EngineError

_SIZE = 20.0
"""px a letter's em at which formulas are drawn; they are scaled to the text by their lengths in em."""
_PRECISION = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnFormula:
    """A formula, drawn."""

    svg: str
    width: float
    """em of the text around it, as are the other lengths."""
    height: float
    depth: float
    """How much of the height is below the baseline."""


def draw_formula(mathml: str) -> DrawnFormula:
    """Draw a formula. `mathml` is a `math` element without `semantics`. Raises EngineError where it cannot be drawn."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # it finds its font by importlib.resources.path
            from ziamath.config import config  # noqa: PLC0415 - as said above
            from ziamath.zmath import Math  # noqa: PLC0415 - as above

            config.svg2 = False  # paths alone, without `symbol` and `use`
            config.precision = _PRECISION
            svg = Math(mathml, size=_SIZE).svg()
        box = re.search(r'viewBox="([-\d.]+) ([-\d.]+) ([\d.]+) ([\d.]+)"', svg)
        if box is None:
            raise EngineError("the drawing of a formula has no size")
        _, top, width, height = map(float, box.groups())
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError, AssertionError, ET.ParseError) as error:
        # ziamath raises whatever its parts raise for MathML that it does not know.
        raise EngineError(f"a formula cannot be drawn: {error}") from None
    return DrawnFormula(
        svg=svg, width=width / _SIZE, height=height / _SIZE, depth=(top + height) / _SIZE if top + height > 0 else 0.0
    )
