"""Amazon KDP, paperback.

https://kdp.amazon.com/en_US/help/topic/GVBQ3CMEQW3W2VL6 has trim, bleed and margins; G201834180 the pages by ink and
paper (828 is the most in black on white); G201953020 the spine; G201857950 what a file must not hold.
"""

from datetime import date

from footlight.press.preset import Gutter, Preset, Sides, Stock, Unit, Unwanted, WidthLimit, inches

_BLEED = inches(0.125)
_WIDE = (8.2, 8.26, 8.28)
"""in: books 8.25, 8.27 (A4) and 8.5 in wide have limits of their own in KDP's table."""


def _wide(*most: int) -> tuple[WidthLimit, ...]:
    return tuple(WidthLimit(beyond=inches(width), most=pages) for width, pages in zip(_WIDE, most, strict=True))


SHOP = Preset(
    title="Amazon KDP, paperback",
    unit=Unit.INCH,
    sizes=("6x9",),
    smallest=(inches(4), inches(6)),
    largest=(inches(8.5), inches(11.69)),
    source="https://kdp.amazon.com/en_US/help/topic/G201857950",
    verified=date(2026, 11, 25),
    unread="Page limits by trim, gutters and papers are known from others who cite KDP’s tables.",
    bleed=Sides(head=_BLEED, foot=_BLEED, outer=_BLEED),
    margin=inches(0.25),
    margin_with_bleed=inches(0.375),
    gutters=(
        Gutter(up_to=150, least=inches(0.375)),
        Gutter(up_to=300, least=inches(0.5)),
        Gutter(up_to=500, least=inches(0.625)),
        Gutter(up_to=700, least=inches(0.75)),
        Gutter(up_to=828, least=inches(0.875)),
    ),
    fewest=24,
    most=828,
    stocks=(
        Stock(name="white", mm_per_page=inches(0.002252), most=828, wide=_wide(800, 780, 590)),
        Stock(name="cream", mm_per_page=inches(0.0025), most=776, wide=_wide(750, 730, 550)),
        Stock(name="premium-colour", mm_per_page=inches(0.002347), most=828, wide=_wide(800, 590, 590)),
        Stock(name="standard-colour", mm_per_page=inches(0.002252), fewest=72, most=600),
    ),
    spine_text_from=79,
    unwanted=frozenset(Unwanted),
    full_fonts=True,
)
