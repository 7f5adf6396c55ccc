"""Why a runner-up lost, in a phrase for people: the features in which it fell furthest behind the winner."""

from collections.abc import Mapping

from footlight.links.recovery.choice_model import Model

_PHRASES: dict[str, str] = {
    "near": "its title and text have less of the words at the gap",
    "sentence": "it has less of the sentence",
    "paragraph": "it has less of the paragraph",
    "title": "its title is less of what the passage speaks of",
    "said": "other pages link to it in other words",
    "linked": "fewer pages link to it",
    "newer": "it is newer than the essay",
    "age": "the site seldom links to pages of its age",
    "time": "its date does not fit the time that the sentence speaks of",
    "number": "its number or year is another",
    "series": "it is further from the essay's series",
    "essay": "its text is less like the essay",
    "kin": "similar sentences elsewhere lead to others",
}
_GROUPS: dict[str, tuple[str, ...]] = {
    "newer": ("newer", "newer_", "much_newer", "seen_later", "seen_much_later"),
    "time": ("time_",),
    "number": ("number_", "year_"),
    "near": (
        "near_title",
        "near_headings",
        "near_body",
        "named",
        "named_heading",
        "fuzzy",
        "fuzzy_part",
        "phrase_body",
        "passage",
        "lead_near",
    ),
    "title": ("title_", "explained", "phrase_title", "section", "set_off_named"),
    "sentence": ("sentence_", "triples", "quoted", "lead_sentence", "cosine_sentence"),
    "paragraph": ("paragraph_body", "cosine_paragraph"),
    "linked": ("linked", "linked_", "cocited", "links_back", "root"),
    "said": ("near_said", "said_", "said"),
    "age": ("age", "same_days", "habit"),
    "series": ("series", "series_", "shared_links"),
    "essay": ("alike_essay", "cosine_essay"),
    "kin": ("kin", "parallel"),
}
"""Names of features, or how they begin; what stands before one ("best_", "weak_") says how it is taken."""
_TAKEN = ("best_", "weak_", "back_", "none_", "before_")


def why_lost(features: Mapping[str, float], winner: Mapping[str, float] | None, known: Model) -> str:
    """The two groups of features in which a page fell furthest behind; of the best page itself, that it is not
    enough.
    """
    if winner is None:
        return "the best there is, and too unsure to be named as a source"
    behind: dict[str, float] = {}
    for name, weight in known.weights.items():
        group = group_of(name)
        behind[group] = behind.get(group, 0.0) + weight * (winner.get(name, 0.0) - features.get(name, 0.0))
    worst = sorted((group for group in behind if behind[group] > 0.05), key=lambda group: (-behind[group], group))[:2]
    return "; ".join(_PHRASES[group] for group in worst if group in _PHRASES) or "a near tie"


def group_of(feature: str) -> str:
    """Which phrase speaks of a feature; empty where none does."""
    if feature == "newer" or feature.startswith("newer_"):
        return "newer"
    for before in _TAKEN:
        feature = feature.removeprefix(before)
    return next((group for group, names in _GROUPS.items() if _among(feature, names)), "")


def _among(feature: str, names: tuple[str, ...]) -> bool:
    return any(feature == name or (name.endswith("_") and feature.startswith(name)) for name in names)
