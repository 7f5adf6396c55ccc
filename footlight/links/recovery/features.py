"""What speaks for a page as the target of a missing link: one number a feature, the same scale on every site.

Terms are weighed by their rarity on the site (Spärck Jones 1972), shares are between 0 and 1. The groups are modules:
`wording` (words and titles), `linkage` (links and the essay), `timing` (dates and numbers).
"""

from collections.abc import Sequence

from footlight.links.archives.page_library import Shelved
from footlight.links.recovery.gap_context import Carrier
from footlight.links.recovery.link_features import of_essay, of_links
from footlight.links.recovery.ranking_context import Sight
from footlight.links.recovery.time_features import of_numbers, of_time
from footlight.links.recovery.word_features import of_titles, of_words

_GROUPS = (of_words, of_titles, of_links, of_time, of_essay, of_numbers)
_RELATIVE = (
    "near_title",
    "named",
    "said_named",
    "near_body",
    "near_said",
    "sentence_body",
    "paragraph_body",
    "passage",
    "said_context",
    "explained",
    "triples",
    "alike_essay",
    "cosine_sentence",
    "cosine_paragraph",
    "cosine_essay",
    "lead_near",
    "lead_sentence",
)
"""Features that are also measured against the best of the candidates."""
_WEAK = (
    "explained",
    "alike_essay",
    "paragraph_body",
    "sentence_body",
    "linked",
    "linked_lately",
    "habit",
    "kin",
    "parallel",
    "cosine_paragraph",
    "cosine_essay",
)
"""Features that count otherwise where the near words tell little."""


def features(sight: Sight, page: Shelved) -> dict[str, float]:
    """Every feature of a page for a gap, by name."""
    found: dict[str, float] = {}
    for group in _GROUPS:
        found |= group(sight, page)
    carrier = sight.gap.carrier
    none, before = float(carrier is Carrier.NONE), float(carrier is Carrier.BEFORE)
    found["none_near_title"] = none * found["near_title"]
    found["none_near_body"] = none * found["near_body"]
    found["none_said"] = none * found["near_said"]
    found["before_near_title"] = before * found["near_title"]
    found["before_near_said"] = before * found["near_said"]
    for name in ("links_back", "series", "explained", "year_fits", "parallel"):
        found[f"newer_{name}"] = found["newer"] * found[name]
    for name in _WEAK:
        found[f"weak_{name}"] = found["weak_words"] * found[name]
    back = float(sight.back)
    for name in ("alike_essay", "series", "habit", "cosine_essay", "parallel"):
        found[f"back_{name}"] = back * found[name]
    return found


def compared(pages: Sequence[dict[str, float]]) -> None:
    """Add to the features of all candidates of a gap how each compares with the best of them."""
    for name in _RELATIVE:
        best = max((page[name] for page in pages), default=0.0)
        for page in pages:
            page[f"best_{name}"] = page[name] / best if best else 0.0
