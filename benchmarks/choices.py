"""Every lost link of the corpus as a choice among pages, in numbers: what the weights are fitted on."""

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import product
from random import Random
from typing import Any

import numpy as np

from benchmarks.linkrot import FOLDS, Corpus, Rotted
from footlight.links.archives.local_archive import LocalArchive
from footlight.links.archives.page_library import LibraryPage, PageLibrary
from footlight.links.gaps import find
from footlight.links.recovery import EssayFacts
from footlight.links.recovery.candidate_pages import candidate_pages
from footlight.links.recovery.choice_model import none_features
from footlight.links.recovery.gap_context import AnchorWords, gap_context
from footlight.links.recovery.ranking_context import essay_context, ranking_context
from footlight.links.recovery.visible_text import visible_text
from footlight.reading.front_matter import read_metadata
from footlight.textmatch.places import Place

NONE = ("bias", "weak_words", "none", "before")
TRACED = ("naked", "emptied", "hollow")
WORKERS = max(1, (os.cpu_count() or 1) // 2)
MOST = 40
"""Choices that a fold gives in one way of rotting, so that no author with many links speaks for all."""
DATED_TURNS, UNDATED_TURNS = 2, 1
"""In how many ways each essay is rotted: as the site dates its pages, and with those dates hidden."""


class Undated(PageLibrary):
    """A library whose pages do not say when they were written."""

    def _page(self, number: int) -> LibraryPage:
        return replace(super()._page(number), published=None)

    def days(self) -> dict[int, int]:
        """The ordinal of the day of each page."""
        return {number: self.page(number).dated.toordinal() for number in super().days()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One lost link: the candidates as vectors, and which is right."""

    author: str
    """Whose corpus it is of."""
    fold: int
    year: int
    turn: int
    dated: bool
    model: str
    found: bool
    """Whether `links find` reports its place."""
    pages: Any
    """One row a page."""
    none: Any
    right: int | None


def choices(corpora: Sequence[Corpus]) -> tuple[list[str], list[Choice]]:
    """The names of the features, and the choices of all folds of all corpora."""
    ways = [(turn, True) for turn in range(DATED_TURNS)] + [(turn, False) for turn in range(UNDATED_TURNS)]
    jobs = [(corpus, fold, turn, dated) for corpus in corpora for (turn, dated), fold in product(ways, FOLDS)]
    with ProcessPoolExecutor(WORKERS) as pool:
        made = list(pool.map(_choices_of, *zip(*jobs, strict=True)))
    names = next(names for names, _ in made if names)
    return names, [choice for _, found in made for choice in found]


def facts_of(source: str) -> EssayFacts:
    """The front matter as recovery wants it."""
    meta, _, _ = read_metadata(source, "")
    day = meta.date.first_day if meta.date else None
    return EssayFacts(title=meta.title, author=meta.byline, date=day, url=meta.url, lang=meta.lang)


def without_right(choice: Choice) -> Choice:
    """The same choice in an archive that does not hold the right page."""
    return replace(choice, pages=np.delete(choice.pages, choice.right, axis=0), right=None)


def _choices_of(
    corpus: Corpus,
    fold: int,
    turn: int,
    dated: bool,  # noqa: FBT001 - pool.map
) -> tuple[list[str], list[Choice]]:
    archive = LocalArchive(corpus.out("OUT", fold) / "archive.warc.gz", cache=corpus.work / "cache")
    library = archive.library if dated else Undated(archive.connection)
    names: list[str] = []
    found: list[Choice] = []
    essays = sorted(corpus.otherwise(fold, turn), key=lambda essay: essay.name)
    Random(fold).shuffle(essays)  # noqa: S311
    for essay in essays:
        if len(found) >= MOST:
            break
        for row, features in _of_essay(corpus, essay, library):
            names = names or sorted(features[0])
            pages = np.array([[page[name] for name in names] for page in features], dtype=np.float32)
            found.append(Choice(author=corpus.author, fold=fold, turn=turn, dated=dated, pages=pages, **row))
    archive.close()
    return names, found


def _of_essay(
    corpus: Corpus, essay: Rotted, library: PageLibrary
) -> list[tuple[dict[str, Any], list[dict[str, float]]]]:
    """What is known of each traced lost link of an essay, and its candidates' features."""
    facts, surfaced = facts_of(essay.source), visible_text(essay.source)
    setting = essay_context(library, surfaced, facts)
    same, matched = corpus.module("rot").same, corpus.module("score").matched
    places = [{"start": p.start, "end": p.end, "place": p} for p in find(essay.source, lang=facts.lang)]
    rows = []
    for truth, item in matched(essay.lost, {essay.name: places}):
        if truth["model"] not in TRACED:
            continue
        gap = gap_context(surfaced, item["place"] if item else _stated(truth, essay.source))
        pages = candidate_pages(ranking_context(setting, gap))
        addresses = [same(library.page(number).url) for number, _ in pages]
        lost = same(truth["lost_url"])
        row = {
            "year": facts.date.year if facts.date else 0,
            "model": truth["model"],
            "found": item is not None,
            "none": _none(gap.carrier, pages[0][1]),
            "right": addresses.index(lost) if lost in addresses else None,
        }
        rows.append((row, [features for _, features in pages]))
    return rows


def _none(carrier: AnchorWords, features: dict[str, float]) -> Any:  # noqa: ANN401 - an array
    known = none_features(carrier, features)
    return np.array([known[name] for name in NONE], dtype=np.float32)


def _stated(truth: dict[str, Any], source: str) -> Place:
    """The place of a lost link that `find` did not report, from the truth."""
    at = truth["offset"]
    if truth["model"] == "hollow":
        start = source.rfind("[", 0, at)
        return Place(start=start, end=at, kind="hollow", code="truth", confidence=1, anchor=truth["anchor"])
    kind = "emptied" if truth["model"] == "emptied" else "dangling"
    return Place(start=at, end=at, kind=kind, code="truth", confidence=1)
