"""Rule: a bare address stands among the words of a paragraph, where a link on words would read better.

Not an address that is a paragraph by itself, nor one in a note or an item of a list, where sources are listed.
"""

from collections.abc import Iterator

from footlight.lint.addresses import Stands, addresses
from footlight.lint.prose import Prose
from footlight.lint.spot import Spot
from footlight.markdown.markdown_text import BlockKind

CODE = "bare-address"

_LONGEST = 60


def bare_address(prose: Prose) -> Iterator[Spot]:
    """Yield each bare address in running text."""
    for address in addresses(prose):
        block = prose.block_at(address.start)
        if (
            address.stands is not Stands.BARE
            or block.kind is not BlockKind.PARAGRAPH
            or not block.start <= address.start < block.end
        ):
            continue
        before, behind = prose.text[address.start - 1 : address.start], prose.text[address.end : address.end + 1]
        alone = address.start == block.start and address.end == block.end
        if alone or (before == ">" and behind == "<") or prose.in_note(address.start) or prose.set_apart(address.start):
            continue
        written = prose.text[address.start : address.end]
        shown = written if len(written) <= _LONGEST else f"{written[:_LONGEST]}…"
        yield Spot(start=address.start, end=address.end, message=f"a bare address stands among the words: {shown}")
