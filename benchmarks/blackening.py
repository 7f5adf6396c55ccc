"""What turning a print edition black, and its preflight, take beside the layout, by length: linear in pages.

On a busy machine of two cores in 2026, in seconds of the processor: 28 pages 3.43 for the layout, 0.18 for blackening
(5.2 %), 0.32 for the preflight; 100 pages 10.14, 0.51 (5.0 %) and 1.14; 298 pages 38.22, 1.82 (4.8 %) and 2.34.
Nothing is asserted here.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from benchmarks.speed import essay
from footlight.checking.press import check_print, proof_of
from footlight.config import Config, Edition
from footlight.engines.pdf.press import finish_print
from footlight.pipeline.building import Job, build_essay
from footlight.pipeline.typesetting import Here, Pages, Sheet
from footlight.project import Project

LENGTHS = (7_500, 30_000, 105_000)
RUNS = 3
_Result = TypeVar("_Result")


def _timed(work: Callable[[], _Result]) -> tuple[_Result, float]:
    start = time.process_time()
    result = work()
    return result, time.process_time() - start


class Timing(Here):
    """Lays out, and prints what the steps of the print edition took."""

    def set(self, sheet: Sheet) -> Pages:
        """The pages of a document."""
        pages, layout = _timed(lambda: super(Timing, self).set(sheet))
        ticket = Config().ticket
        runs = [_timed(lambda: finish_print(pages.pdf, ticket)) for _ in range(RUNS)]
        black = min(seconds for _, seconds in runs)
        _, checked = _timed(lambda: check_print(proof_of(runs[0][0].data, ticket, "")))
        number = len(pages.layout.pages)
        cells = f"{layout:.2f} | {black:.2f} | {checked:.2f} | {black / layout:.1%} | {1000 * black / number:.1f}"
        print(f"| {number} | {cells} |", flush=True)
        return pages


def main() -> None:
    """Prints the table."""
    print(f"Seconds of the processor; of blackening the shortest of {RUNS} runs\n")
    print("| pages | layout and PDF | blackening | preflight | blackening / layout and PDF | ms a page |")
    print("|---|---|---|---|---|---|")
    for words in LENGTHS:
        with tempfile.TemporaryDirectory() as name:
            path = Path(name, "source", "essay.md")
            path.parent.mkdir()
            path.write_text(essay(words, 3), encoding="utf-8")
            project = Project(root=Path(name))
            build_essay(Job(path=path, project=project, config=Config(), editions=(Edition.READING,), key=""), Timing())


if __name__ == "__main__":
    main()
