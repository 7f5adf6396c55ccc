"""What a source holds, read from itself and not from what pandoc made of it."""

from dataclasses import dataclass

from footlight.essay.document import Source
from footlight.essay.inventory import Inventory
from footlight.reading.source_inventory import take_inventory
from footlight.workflows.links.missing_links import count_unrecorded


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCounts:
    """What was counted in a source."""

    inventory: Inventory
    missing: int
    """At how many places a link seems to be missing that the ledger does not know."""


def count_source(source: Source) -> SourceCounts:
    """Count a source, by a reader of its own, and look through it for missing links."""
    return SourceCounts(inventory=take_inventory(source.text, source.body_start), missing=count_unrecorded(source))
