"""Lulu, paperback.

The Book Creation Guide says: p. 9, what is added to half an inch at the gutter; p. 13, 32 pages at least, and the
spine, the same for every paper; p. 15, no words on the spine up to 80 pages; p. 23, all four sides bleed. The 800
pages are from https://assets.lulu.com/media/specs/lulu-print-api-spec-sheet.xlsx, the sheet of its print API. More
generous is https://help.lulu.com/en/support/solutions/articles/64000255583: a gutter of 0.2 to 0.3 in for most books.
"""

from datetime import date

from footlight.press.preset import Gutter, Ink, Preset, Sides, Stock, Unit, Unwanted, inches

_BLEED = inches(0.125)

SHOP = Preset(
    title="Lulu, paperback",
    unit=Unit.INCH,
    sizes=("6x9",),
    smallest=(inches(4.25), inches(6.875)),
    largest=(inches(8.5), inches(11.69)),
    source="https://assets.lulu.com/media/guides/en/lulu-book-creation-guide.pdf",
    verified=date(2026, 11, 25),
    unread="All but the margins is known from others who cite the guide of 2026 by page. The limits of the trim are"
    " those of Lulu’s smallest and largest books; no source was found for them.",
    remarks="The gutters are what its guide recommends; its help pages call 0.7 to 0.8 in enough for most books.",
    bleed=Sides(head=_BLEED, foot=_BLEED, outer=_BLEED, inner=_BLEED),
    margin=inches(0.5),
    margin_with_bleed=inches(0.5),
    gutters=(
        Gutter(up_to=60, least=inches(0.5)),
        Gutter(up_to=150, least=inches(0.625)),
        Gutter(up_to=400, least=inches(1)),
        Gutter(up_to=600, least=inches(1.125)),
        Gutter(up_to=800, least=inches(1.25)),
    ),
    fewest=32,
    most=800,
    stocks=(Stock(name="any", mm_per_page=inches(1 / 444)),),
    spine_extra=inches(0.06),
    spine_text_from=81,
    unwanted=frozenset({Unwanted.MARKS}),
    colour=Ink.RGB,
)
