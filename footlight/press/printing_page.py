"""The table of presets in docs/printing.md, made from the files of footlight/press/shops/.

`make docs` writes it anew; a test compares the two. All other words of the page are written by hand.
"""

import re
import sys
from pathlib import Path

from footlight.press.paper import SIZES
from footlight.press.preset import Preset, Stock
from footlight.press.presets import plain, shop, shop_names

_HEAD = f"""\
| preset | trim | bleed | margins | gutter by pages | pages | papers | source |
{"|---" * 8}|
"""
_MADE = re.compile(rf"{re.escape(_HEAD)}(?:\|.*\n)+\n(?:- .*\n(?:  .*\n)*)+")
_SIDES = ("none", "one side", "two sides", "three sides", "four sides")


def renewed(page: str) -> str:
    """Replace the table of presets, and the list of what is to be known of the shops below it."""
    if not _MADE.search(page):
        raise LookupError(f"docs/printing.md needs the line '{_HEAD.splitlines()[0]}', and a list below the table")
    return _MADE.sub(lambda _: made(), page, count=1)


def made() -> str:
    """Write the table and the list."""
    presets = [shop(name) for name in shop_names()]
    rows = [_row(f"`{preset.name}`", preset) for preset in presets]
    rows.append(_row(", ".join(f"`{name.lower()}`" for name in SIZES), plain("A5")))
    notes = [f"- `{preset.name}`: {_notes(preset)}\n" for preset in presets if _notes(preset)]
    return _HEAD + "".join(rows) + "\n" + "".join(notes)


def _notes(preset: Preset) -> str:
    unread = f"Not everything could be read on its own pages that day. {preset.unread}" if preset.unread else ""
    bounds = [words for stock in preset.stocks if (words := _bounds(preset, stock))]
    papers = f"Pages by paper: {', '.join(bounds)}." if bounds else ""
    return " ".join(filter(None, [papers, unread, preset.remarks]))


def _row(names: str, preset: Preset) -> str:
    cells = (names, _trims(preset), _bleed(preset), _margins(preset), _gutters(preset), _pages(preset))
    return f"| {' | '.join(cells)} | {_papers(preset)} | {_source(preset)} |\n"


def _trims(preset: Preset) -> str:
    if not preset.shop:
        return "of that name"
    return ", ".join(preset.sizes) + (f", or {preset.trims}" if preset.smallest else "")


def _length(preset: Preset, length: float) -> str:
    return f"{preset.unit.number(length)} {preset.unit}"


def _bleed(preset: Preset) -> str:
    sides = (preset.bleed.head, preset.bleed.foot, preset.bleed.outer, preset.bleed.inner)
    return f"{_length(preset, max(sides))} on {_SIDES[sum(side > 0 for side in sides)]}" if any(sides) else "none"


def _margins(preset: Preset) -> str:
    if not preset.shop:
        return f"as configured, {_length(preset, preset.margin)} at least"
    more = preset.margin_with_bleed
    return _length(preset, preset.margin) + (f", {preset.unit.number(more)} with bleed" if more > preset.margin else "")


def _gutters(preset: Preset) -> str:
    if len(preset.gutters) < 2:
        return _length(preset, preset.gutters[0].least) if preset.gutters else "as configured"
    steps = [f"{gutter.up_to}: {preset.unit.number(gutter.least)}" for gutter in preset.gutters]
    return f"to {'; '.join(steps)} {preset.unit}"


def _pages(preset: Preset) -> str:
    return f"{preset.fewest} to {preset.most}, even" if preset.shop else "even"


def _papers(preset: Preset) -> str:
    if not preset.stocks:
        return "the shop's template gives the spine"
    return ", ".join(f"`{stock.name}`" for stock in preset.stocks)


def _bounds(preset: Preset, stock: Stock) -> str:
    """How many pages a paper takes; empty where as many as the shop takes. A cell of the table would be too narrow."""
    bounds = [f"from {stock.fewest}"] if stock.fewest else []
    bounds += [f"to {stock.most} pages"] if stock.most <= preset.most and preset.shop else []
    wide = [f"wider than {_length(preset, limit.beyond)}: to {limit.most}" for limit in stock.wide]
    words = "; ".join([*([" ".join(bounds)] if bounds else []), *wide])
    return f"`{stock.name}` ({words})" if words else ""


def _source(preset: Preset) -> str:
    if preset.verified is None:
        return "no shop's rule"
    day = preset.verified
    return f"[{preset.title}]({preset.source}), {day.day} {day:%B} {day.year}"


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(renewed(path.read_text(encoding="utf-8")), encoding="utf-8")
