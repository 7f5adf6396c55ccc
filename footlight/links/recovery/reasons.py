"""Why a runner-up lost, in a phrase for people: the features in which it fell furthest behind the winner."""

from collections.abc import Mapping

from footlight.links.recovery.judging import Model

_PHRASES: dict[str, str] = {
    "near": "its title and text have less of the words at the gap",
    "sentence": "it has less of the sentence",
    "paragraph": "it has less of the paragraph",
    "title": "its title is less of what the passage speaks of",
    "said": "other pages link to it in other words",
    "linked": "fewer pages link to it",
    "newer": "it is newer than the essay",
    "age": "it is older",
    "time": "its date does not fit the time that the sentence speaks of",
    "number": "its number is another",
    "series": "it is further from the essay's series",
    "kin": "similar sentences elsewhere lead to others",
}
_GROUPS: dict[str, tuple[str, ...]] = {
    "newer": ("newer", "much_newer", "seen_later", "seen_much_later"),
    "time": ("time_fits", "time_misfits"),
    "number": ("number_fits", "number_conflicts"),
    "near": (
        *("near_title", "near_headings", "near_body", "named", "fuzzy", "phrase_body", "passage", "best_passage"),
        *("best_near_title", "best_near_body", "best_named", "before_near_title", "none_near_title", "none_near_body"),
    ),
    "title": ("title_near", "title_sentence", "title_paragraph", "phrase_title", "section"),
    "sentence": ("sentence_title", "sentence_body", "best_sentence_body"),
    "paragraph": ("paragraph_body", "best_paragraph_body"),
    "linked": ("linked", "linked_lately"),
    "said": (
        *("near_said", "said_context", "said_exactly", "said_named", "best_near_said", "best_said_named"),
        *("best_said_context", "before_near_said", "none_said"),
    ),
    "age": ("age",),
    "series": ("series", "series_previous", "alike_essay", "shared_links"),
    "kin": ("kin",),
}


def why_lost(features: Mapping[str, float], winner: Mapping[str, float] | None, known: Model) -> str:
    """The two groups of features in which a page fell furthest behind; of the best page itself, that it is not
    enough.
    """
    if winner is None:
        return "the best there is, and too unsure to be named as a source"
    behind = {
        group: sum(known.weights.get(name, 0.0) * (winner.get(name, 0.0) - features.get(name, 0.0)) for name in names)
        for group, names in _GROUPS.items()
    }
    worst = sorted((group for group in behind if behind[group] > 0.05), key=lambda group: -behind[group])[:2]
    return "; ".join(_PHRASES[group] for group in worst) or "a near tie"
