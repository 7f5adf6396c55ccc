"""How often an anchor read off an essay's own capture is one that the essay lost, by how well both align."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor

from benchmarks.choices import WORKERS, facts_of
from benchmarks.linkrot import FOLDS, Corpus
from footlight.links.archives.local_archive import LocalArchive
from footlight.links.captured_page import read_page
from footlight.links.recovery.capture_choice import choose_capture
from footlight.links.recovery.lost_anchors import compare_with_copy
from footlight.links.recovery.visible_text import visible_text

LEAST = 0.45
"""Below this quality an anchor's surroundings are mostly not those of the essay."""


def own_anchors(corpora: Sequence[Corpus]) -> list[tuple[float, bool]]:
    """Quality of the alignment of each anchor, and whether it was lost there; all folds, in order."""
    with ProcessPoolExecutor(WORKERS) as pool:
        jobs = [(corpus, fold) for corpus in corpora for fold in FOLDS]
        return sorted(pair for pairs in pool.map(_of_fold, *zip(*jobs, strict=True)) for pair in pairs)


def own_rows(own: list[tuple[float, bool]]) -> Iterator[str]:
    """The rows of weights.toml: how often they were right, by quality (Laplace's rule)."""
    for least, most in ((0.8, 2.0), (LEAST, 0.8), (0.0, LEAST)):
        inside = [right for quality, right in own if least <= quality < most]
        share = (sum(inside) + 1) / (len(inside) + 2)
        yield from (
            "",
            "[[own_capture]]",
            f"quality = {least}",
            f"right = {share:.3f}  # {sum(inside)} of {len(inside)}",
        )


def _of_fold(corpus: Corpus, fold: int) -> list[tuple[float, bool]]:
    same = corpus.module("rot").same
    archive = LocalArchive(corpus.out("OWN", fold) / "archive.warc.gz", cache=corpus.work / "cache")
    found = []
    for path, truths in corpus.essays("OWN", fold):
        source = path.read_text(encoding="utf-8")
        held = choose_capture(archive, facts_of(source).url, None)
        if held is None:
            continue
        page = read_page(held[1].data, url=held[0].original, content_type=held[1].content_type)
        for lost in compare_with_copy(visible_text(source), page).lost:
            near = [truth for truth in truths if lost.start - 12 <= truth["offset"] <= lost.end + 12]
            found.append((lost.quality, any(same(truth["lost_url"]) == same(lost.url) for truth in near)))
    archive.close()
    return found
