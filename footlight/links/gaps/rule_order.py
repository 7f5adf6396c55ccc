"""The rules in their order: the first one that reports a gap is the one that is believed."""

from collections.abc import Callable, Iterator

from footlight.links.gaps.archive_rewritten import archive_rewritten
from footlight.links.gaps.bare_article import bare_article
from footlight.links.gaps.broken_line import broken_line
from footlight.links.gaps.broken_paragraph import broken_paragraph
from footlight.links.gaps.double_space import double_space
from footlight.links.gaps.empty_item import empty_item
from footlight.links.gaps.empty_marks import empty_marks
from footlight.links.gaps.hollow import hollow
from footlight.links.gaps.loose_dash import loose_dash
from footlight.links.gaps.manuscript import Manuscript
from footlight.links.gaps.mentioned import mentioned
from footlight.links.gaps.no_address import no_address
from footlight.links.gaps.open_bracket import open_bracket
from footlight.links.gaps.phrasebook import Phrasebook
from footlight.links.gaps.spaced_stop import spaced_stop
from footlight.links.gaps.undefined_reference import undefined_reference
from footlight.textmatch.places import Place

Rule = Callable[[Manuscript, Phrasebook], Iterator[Place]]

RULES: tuple[Rule, ...] = (
    hollow,
    archive_rewritten,
    undefined_reference,
    open_bracket,
    no_address,
    spaced_stop,
    empty_marks,
    empty_item,
    bare_article,
    double_space,
    broken_line,
    broken_paragraph,
    loose_dash,
)
"""What is reported without being asked for."""

HINTS: tuple[Rule, ...] = (mentioned,)
"""What is reported only when asked for."""
