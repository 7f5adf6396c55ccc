"""EAN-13 barcodes (GS1 General Specifications 5.2; ISO/IEC 15420) as SVG; lengths are in mm at 100 %.

Our own code, because a cover needs exact lengths in one ink; barcode packages bring fonts, round to pixels and write
files. The digits are strokes with OCR-B's shapes (ISO 1073-2): the specification no longer requires them, but people
expect them.
"""

from collections.abc import Iterator

MODULE = 0.33
"""The X-dimension: width of the narrowest bar."""
HEIGHT = 22.85
GUARD = 5 * MODULE
"""Additional length of the guard bars."""
QUIET = (11 * MODULE, 7 * MODULE)
"""Left and right quiet zones; the first digit stands in the left one."""
WIDTH = round(113 * MODULE, 2)
"""Width with both quiet zones."""
TALL = 25.93
"""Height with the digits."""

_ODD = ("0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011")
"""Number set A: a digit as seven modules, 1 is dark. Set C is its complement, set B is C reversed."""
_SETS = ("AAAAAA", "AABABB", "AABBAB", "AABBBA", "ABAABB", "ABBAAB", "ABBBAA", "ABABAB", "ABABBA", "ABBABA")
"""The first digit is encoded in the choice of sets for digits 2 to 7."""
_SIDE, _MIDDLE = "101", "01010"


def modules(ean: str) -> str:
    """Encode thirteen digits as 95 modules, 1 is dark. The check digit is not verified."""
    left = "".join(_encoded(int(digit), kind) for digit, kind in zip(ean[1:7], _SETS[int(ean[0])], strict=True))
    right = "".join(_encoded(int(digit), "C") for digit in ean[7:])
    return _SIDE + left + _MIDDLE + right + _SIDE


def _encoded(digit: int, kind: str) -> str:
    odd = _ODD[digit]
    complement = odd.translate(str.maketrans("01", "10"))
    return {"A": odd, "B": complement[::-1], "C": complement}[kind]


_GUARDS = (range(3), range(45, 50), range(92, 95))


def bars(ean: str) -> Iterator[tuple[float, float, float]]:
    """Yield each bar's left edge (from the left edge of the left quiet zone), width and height."""
    pattern = modules(ean)
    start = 0
    while start < len(pattern):
        end = start
        while end < len(pattern) and pattern[end] == pattern[start]:
            end += 1
        if pattern[start] == "1":
            guard = any(start in guards for guards in _GUARDS)
            height = HEIGHT + GUARD if guard else HEIGHT
            yield round(QUIET[0] + start * MODULE, 4), round((end - start) * MODULE, 4), height
        start = end


_STROKES = (
    "M0 1.2C0 .4 .25 0 .7 0S1.4 .4 1.4 1.2 1.15 2.4 .7 2.4 0 2 0 1.2Z",
    "M.25 .45L.85 0V2.4",
    "M.05 .6C.08 .22 .35 0 .7 0C1.1 0 1.36 .25 1.36 .62C1.36 1.1 .7 1.5 .04 2.4H1.4",
    "M.1 0H1.3L.65 .9C1.1 .9 1.4 1.2 1.4 1.63C1.4 2.1 1.1 2.4 .65 2.4C.35 2.4 .15 2.3 0 2.15",
    "M.75 0L.02 1.7H1.4M1.05 1V2.4",
    "M1.28 0H.28L.2 1.02C.35 .92 .5 .87 .67 .87C1.1 .87 1.4 1.2 1.4 1.62C1.4 2.1 1.1 2.4 .6 2.4C.35 2.4 .15 2.32 0 2.2",
    "M.95 0C.5 .5 0 1.1 0 1.68C0 2.12 .3 2.4 .7 2.4S1.4 2.1 1.4 1.68 1.12 1 .75 1C.45 1 .22 1.15 .1 1.32",
    "M0 0H1.38L.45 2.4",
    "M.7 1.08a.58 .54 0 1 1 0-1.08a.58 .54 0 1 1 0 1.08a.7 .66 0 1 0 0 1.32a.7 .66 0 1 0 0-1.32Z",
    "M.45 2.4C.9 1.9 1.4 1.3 1.4 .72C1.4 .28 1.1 0 .7 0S0 .3 0 .72 .28 1.4 .65 1.4C.95 1.4 1.18 1.25 1.3 1.08",
)
"""Each digit's stroke in a box of 1.4 by 2.4 mm (OCR-B, size I)."""
_STROKE = 0.3
_ADVANCE = 7 * MODULE


def _digits(ean: str) -> Iterator[tuple[int, float]]:
    """Yield each digit and its box's left edge: the first digit left of the bars, the others below their modules."""
    yield int(ean[0]), QUIET[0] - 2 * MODULE - 1.4 - _STROKE
    inset = (_ADVANCE - 1.4) / 2
    for place, digit in enumerate(ean[1:]):
        modules_before = 3 + 7 * place + (5 if place > 5 else 0)
        yield int(digit), QUIET[0] + modules_before * MODULE + inset


def barcode_svg(ean: str) -> str:
    """Draw the symbol of thirteen digits as SVG, black, with empty quiet zones."""
    rectangles = "".join(
        f'<rect x="{x:g}" y="0" width="{width:g}" height="{height:g}"/>' for x, width, height in bars(ean)
    )
    top = TALL - 2.4 - _STROKE / 2
    strokes = "".join(
        f'<path transform="translate({x:.3f} {top:.3f})" d="{_STROKES[digit]}"/>' for digit, x in _digits(ean)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}mm" height="{TALL}mm" viewBox="0 0 {WIDTH} {TALL}">'
        f'<g fill="#000000">{rectangles}</g>'
        f'<g fill="none" stroke="#000000" stroke-width="{_STROKE}" stroke-linecap="round" stroke-linejoin="round">'
        f"{strokes}</g></svg>"
    )
