"""Strategies 2 and 3: select pages of an archive that may be the target of a missing link, with their features."""

from footlight.links.recovery.page_features import add_relative_features, page_features
from footlight.links.recovery.ranking_context import RankingContext, rarest_terms

_EACH = 25


def _considered(context: RankingContext) -> list[int]:
    """Return the pages that are worth ranking, without the essay's own."""
    essay, gap = context.essay, context.gap
    library = essay.library
    near, sentence = rarest_terms(essay, gap.near), rarest_terms(essay, gap.sentence)
    found: dict[int, None] = {}
    for pages in (
        library.find(near, "title headings", _EACH),
        library.find(near, "title headings body", _EACH),
        library.find_by_links(near, "words", _EACH),
        library.find(sentence, "title headings", _EACH),
        library.find(sentence, "title headings body", _EACH),
        library.find_by_links(sentence, "context", _EACH),
        library.find(list(gap.heading), "title", 8),
        library.find(list(essay.title_terms), "title", _EACH),
        library.before(essay.written, _EACH),
        library.after(essay.written, 8),
        library.most_linked(15),
        *(library.between(span.first, span.last, _EACH) for span in context.times[:3]),
        context.kin,
    ):
        found |= dict.fromkeys(pages)
    return [number for number in found if library.page(number).key != essay.key]


def candidate_pages(context: RankingContext) -> list[tuple[int, dict[str, float]]]:
    """Return the pages that may be the target, by their numbers in the library, each with its features."""
    library = context.essay.library
    found = [(number, page_features(context, library.page(number))) for number in _considered(context)]
    add_relative_features([page for _, page in found])
    return found
