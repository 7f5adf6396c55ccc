"""As many pages as the shop can bind."""

from collections.abc import Iterator

from footlight.checking.press.proof import Proof
from footlight.finding import Finding


def length(proof: Proof) -> Iterator[Finding]:
    """Not fewer pages than the shop's least, nor more than it binds of the paper in that width."""
    preset, stock, pages = proof.ticket.preset, proof.ticket.stock, proof.pages
    fewest = max(preset.fewest, stock.fewest if stock else 0)
    most = min(preset.most, stock.most_of(proof.ticket.page.width) if stock else preset.most)
    if pages < fewest:
        message = f"{pages} pages: {preset.title} takes {fewest} or more, so this essay alone cannot be such a book"
        hint = "Make a booklet of it (`--edition booklet`), put it into a book with others, or choose another preset."
        yield proof.finding("print-too-few-pages", message, hint)
    if pages > most:
        on = f" on {stock.name} paper" if stock and most < preset.most else ""
        on += " of this width" if stock and most < stock.most else ""
        message = f"{pages} pages: {preset.title} binds {most} at most{on}"
        hint = "Choose a larger size or smaller type in [print], or divide it into volumes."
        yield proof.finding("print-too-many-pages", message, hint)
