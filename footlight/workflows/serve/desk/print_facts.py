"""What a print shop will make of so many pages: leaves, spine and gutter, and what one more sheet changes."""

from collections.abc import Iterator
from typing import Any

from footlight.editions.wrap_cover import spine_width
from footlight.press.job_ticket import Ticket
from footlight.settings.values import Config

_SHEET = 4
"""Pages of one more sheet, folded once: two leaves."""


def print_facts(pages: int, config: Config) -> dict[str, Any]:
    """The facts about an edition of so many pages, lengths in mm."""
    ticket = config.ticket
    even = pages + pages % 2
    now, more = _measures(even, config), _measures(even + _SHEET, config)
    page = ticket.page_for(even)
    return {
        "pages": pages,
        "blank": even - pages,
        "leaves": even // 2,
        "shop": ticket.preset.title,
        "trim": [round(page.width, 1), round(page.height, 1)],
        "paper": _paper(ticket),
        "spine": now["spine"],
        "gutter": now["gutter"],
        "outer": round(page.outer, 1),
        "sheet": {"pages": even + _SHEET, "spine": more["spine"], "gutter": more["gutter"]},
        "remarks": list(_remarks(even, ticket)),
    }


def _measures(pages: int, config: Config) -> dict[str, float | None]:
    spine = spine_width(pages, config.ticket, config.cover)
    return {
        "spine": None if spine is None else round(spine, 2),
        "gutter": round(config.ticket.page_for(pages).inner, 1),
    }


def _paper(ticket: Ticket) -> str:
    stock = ticket.stock or next(iter(ticket.preset.stocks), None)
    return stock.name if stock else ""


def _remarks(pages: int, ticket: Ticket) -> Iterator[str]:
    preset = ticket.preset
    stock = ticket.stock or next(iter(preset.stocks), None)
    fewest = max(preset.fewest, stock.fewest if stock else 0)
    most = min(preset.most, stock.most_of(ticket.page.width) if stock else preset.most)
    if preset.shop and pages < fewest:
        yield f"{preset.title} binds no book of fewer than {fewest} pages: {fewest - pages} are missing."
    if preset.shop and pages > most:
        yield f"{preset.title} binds no book of more than {most} pages."
    if preset.spine_text_from and pages < preset.spine_text_from:
        yield f"The spine may have text from {preset.spine_text_from} pages on."
    following = [row for row in preset.gutters if row.up_to >= pages]
    if len(following) > 1 and ticket.page_for(following[0].up_to + 1).inner > ticket.page_for(pages).inner:
        wider = ticket.page_for(following[0].up_to + 1).inner
        yield f"From {following[0].up_to + 1} pages on the inner margin has to be {wider:g} mm."
