"""What the tables [page] and [print] come to: the page of the reading edition, and the ticket of the print edition."""

from dataclasses import replace
from typing import Any

from footlight.press.job_ticket import Ticket
from footlight.press.paper import SIZES, Page, page_of
from footlight.press.preset import Preset, Stock, Unwanted
from footlight.press.presets import plain
from footlight.settings.kinds import Refused
from footlight.settings.print_options import PageOptions, PrintOptions
from footlight.textmatch.suggestions import among

_NUMBERS = ("inner", "outer", "head", "foot", "type", "leading")


def page_from(options: PageOptions, default: Page = SIZES["A5"]) -> Page:
    """The page that a table describes. Raises ValueError where no text would fit on it."""
    own: dict[str, Any] = {name: value for name in _NUMBERS if (value := getattr(options, name)) is not None}
    return replace(options.size or default, **own).checked()


def ticket_from(options: PrintOptions, reading: Page) -> Ticket:
    """What is ordered; the page is that of the reading edition where [print] does not say another.

    Raises ValueError where the options contradict each other or what the print shop takes.
    """
    page = page_from(options, page_of(options.preset.sizes[0]) if options.preset else reading)
    preset = options.preset or plain(page.name)
    ticket = Ticket(
        preset=preset,
        page=page,
        stock=_stock(preset, options.paper),
        standard=options.standard,
        bleed=options.bleed,
        colour=options.colour,
        marks=options.marks,
    )
    _check(ticket)
    return ticket


def _stock(preset: Preset, name: str) -> Stock | None:
    stocks = {stock.name: stock for stock in preset.stocks}
    if not name:
        return next(iter(preset.stocks), None)
    if not stocks:
        raise Refused(f"{preset.title} computes the spine itself; leave out 'paper'", key="paper")
    if name.lower() not in stocks:
        raise Refused(f"{preset.title} has no paper '{name}'; {among(name, stocks)}", key="paper")
    return stocks[name.lower()]


def _check(ticket: Ticket) -> None:
    """Raise Refused where a ticket contradicts itself or what its print shop takes."""
    preset, page = ticket.preset, ticket.page
    hint = "docs/printing.md says what each print shop takes."
    if not preset.takes(page):
        raise Refused(f"{preset.title} takes {preset.trims}, not {page.name}", key="size", hint=hint)
    if ticket.marks and Unwanted.MARKS in preset.unwanted:
        raise Refused(f"{preset.title} refuses crop marks", key="marks", hint=hint)
    if ticket.standard and Unwanted.METADATA in preset.unwanted:
        message = f"{preset.title} refuses metadata, without which no file is a {ticket.standard.label}"
        raise Refused(message, key="standard", hint=hint)
    if ticket.standard and ticket.colour:
        message = f"only an edition in black can be a {ticket.standard.label} here; leave 'colour' or 'standard' out"
        raise Refused(message, key="standard", hint=hint)
