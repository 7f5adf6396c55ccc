"""The presets of `[print] preset`: the print shops of footlight/press/shops/, and plain sizes."""

import importlib
from dataclasses import replace
from functools import cache
from pathlib import Path

from footlight.press.paper import SIZES
from footlight.press.preset import Preset, Sides, Stock
from footlight.textmatch.suggestions import among

_SHORT = 3
"""Letters that stand in any title."""
# A leaf's thickness in mm is grammage × bulk / 1000 (ISO 534); uncoated book papers have a bulk of 1.3 to 1.5 cm³/g.
_PLAIN_STOCKS = tuple(
    Stock(name=name, mm_per_page=round(grams * bulk / 2000, 4))
    for name, grams, bulk in (
        ("offset-80", 80, 1.25),
        ("offset-90", 90, 1.25),
        ("book-80", 80, 1.5),
        ("book-90", 90, 1.5),
    )
)


def plain(size: str) -> Preset:
    """A plain size of paper: 3 mm of bleed on all sides, as offset printers in Europe ask."""
    return Preset(
        name=size.lower(),
        title=f"plain {size}",
        sizes=(size,),
        bleed=Sides(head=3, foot=3, outer=3, inner=3),
        margin=5.0,
        margin_with_bleed=5.0,
        stocks=_PLAIN_STOCKS,
    )


@cache
def shop_names() -> tuple[str, ...]:
    """The names of the print shops, which are those of the files in shops/."""
    files = (Path(__file__).parent / "shops").glob("[!_]*.py")
    return tuple(sorted(path.stem.replace("_", "-") for path in files))


@cache
def shop(name: str) -> Preset:
    """The preset of a print shop."""
    module = importlib.import_module(f"footlight.press.shops.{name.replace('-', '_')}")
    found: Preset = module.SHOP
    return replace(found, name=name)


def preset_named(name: str) -> Preset:
    """The preset of a name. Raises ValueError with all names, the nearest first."""
    if name.lower() in shop_names():
        return shop(name.lower())
    for size in SIZES:
        if name.lower() == size.lower():
            return plain(size)
    names = [*shop_names(), *map(str.lower, SIZES)]
    raise ValueError(f"there is no preset '{name}'; {among(_in_a_title(name) or name, names)}")


def _in_a_title(words: str) -> str:
    """The shop whose title has the words, such as `kdp` for "amazon"; empty for none."""
    found = (name for name in shop_names() if words.lower() in shop(name).title.lower())
    return next(found, "") if len(words) > _SHORT else ""
