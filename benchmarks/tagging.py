"""What tags and blackening add to the time of layout, by length: they are to stay below 15 %, and linear in pages.

The same pages are written without tags, with them and, for print, turned black, one after the other in one process;
of several runs the shortest of each is taken. Nothing is asserted here.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.speed import essay
from footlight.checking.print_preflight import check_print, proof_of
from footlight.engines.pdf.print_finish import finish_print
from footlight.engines.pdf.reading_finish import finish_reading
from footlight.engines.weasyprint.typesetter import Typesetter
from footlight.essay_files import lone_essay
from footlight.project import Project
from footlight.settings.values import Config, Edition
from footlight.workflows.build.essay_builds import build_essay
from footlight.workflows.build.freshness import build_key
from footlight.workflows.build.job import Job
from footlight.workflows.processes.setter import LayoutJob, LayoutResult, LocalSetter

LENGTHS = (7_500, 30_000, 105_000)
RUNS = 2


class Timing(LocalSetter):
    """Lays out, and keeps the seconds of each step."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds: dict[str, float] = {}

    def lay_out(self, job: LayoutJob) -> LayoutResult:
        """The pages of a document."""
        laid = self._timed("layout", lambda: Typesetter(job.styles, job.base, job.folders).lay_out(job.html))
        document: Any = laid._document  # noqa: SLF001 - nobody else writes a PDF without tags
        self._timed("untagged", lambda: document.write_pdf(pdf_variant="pdf/a-2u"))
        data: bytes = self._timed("tagged", laid.pdf)
        self._timed("reading", lambda: finish_reading(data, lambda _, said: said))
        ticket = Config().ticket
        pressed = self._timed("black", lambda: finish_print(data, ticket))
        self._timed("preflight", lambda: check_print(proof_of(pressed.data, ticket, "")))
        return LayoutResult(layout=laid.layout(), pdf=data, warnings=laid.warnings)

    def _timed(self, name: str, work: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever the work gives
        start = time.process_time()
        result = work()
        taken = time.process_time() - start
        self.seconds[name] = min(taken, self.seconds.get(name, taken))
        return result


def measure(words: int) -> tuple[int, dict[str, float]]:
    """The number of pages, and the seconds of each step."""
    timing = Timing()
    pages = 0
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as name:
            root = Path(name)
            (root / "source").mkdir()
            path = root / "source" / "essay.md"
            path.write_text(essay(words, 3), encoding="utf-8")
            file = lone_essay(path, path.name)
            editions = (Edition.READING,)
            key = build_key(editions, None, "")
            job = Job(essay=file, project=Project(root=root), config=Config(), editions=editions, key=key)
            pages = build_essay(job, timing).pages
    return pages, timing.seconds


def main() -> None:
    """Prints the table."""
    print(f"Seconds of the processor, the shortest of {RUNS} runs\n")
    print(
        "| pages | layout | untagged PDF | tags | finishing | blackening | preflight | tags and blackening / layout |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for words in LENGTHS:
        pages, seconds = measure(words)
        seconds["tags"] = seconds["tagged"] - seconds["untagged"]
        share = (seconds["tags"] + seconds["black"]) / seconds["layout"]
        steps = ("layout", "untagged", "tags", "reading", "black", "preflight")
        cells = " | ".join(f"{seconds[step]:.2f}" for step in steps)
        print(f"| {pages} | {cells} | {share:.1%} |", flush=True)


if __name__ == "__main__":
    main()
