"""IngramSpark, perfect bound.

https://www.ingramspark.com/blog/file-requirements-for-print-books: half an inch on all sides, folios included, and no
marks. https://www.ingramspark.com/hubfs/downloads/file-creation-guide.pdf has the rest: black as 100 % K without ICC
profiles, PDF/X-1a preferred, a table of trims and pages. Its template generator gives the spine.
"""

from datetime import date

from footlight.press.preset import Gutter, Preset, Sides, Unit, Unwanted, inches

_BLEED = inches(0.125)

SHOP = Preset(
    title="IngramSpark, perfect bound",
    unit=Unit.INCH,
    sizes=("6x9",),
    smallest=(inches(4), inches(6)),
    largest=(inches(8.5), inches(11.69)),
    source="https://www.ingramspark.com/blog/file-requirements-for-print-books",
    verified=date(2026, 11, 25),
    unread="The page limits are known from others who cite the guide’s table. For the limits of the trim no source was"
    " found.",
    remarks="1200 pages are for its white paper of 50 lb; crème ends at 1050, groundwood and white of 70 lb at 900.",
    bleed=Sides(head=_BLEED, foot=_BLEED, outer=_BLEED),
    margin=inches(0.5),
    margin_with_bleed=inches(0.5),
    gutters=(Gutter(up_to=1200, least=inches(0.5)),),
    fewest=18,
    most=1200,
    unwanted=frozenset({Unwanted.MARKS}),
    condition="CGATS TR 001",
)
