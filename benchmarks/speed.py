"""Whole processes against the same work done by hand: pandoc and WeasyPrint called on the same text.

Runs are taken in turn (ours, by hand, ours, …), so that a machine whose speed drifts is fair to both; medians are
printed. Nothing is asserted here: timings are figures, not tests.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from footlight.engines.operating_system import core_count
from footlight.engines.pandoc import pandoc_path

RUNS = 7
_SENTENCE = (
    "It may well be that the argument, which I have made elsewhere and shall make again, persuades nobody who was not "
    "persuaded before; but an argument that is set down can be read at leisure, and leisure is on its side. "
)


def essay(words: int, link_every: int) -> str:
    """A made-up essay of about so many words, with a link in every so many sentences."""
    sentence_words = len(_SENTENCE.split())
    paragraphs, line = [], []
    for number in range(words // sentence_words):
        link = f"See [the source](https://example.org/{number}/a-page-of-it/). " if number % link_every == 0 else ""
        line.append(_SENTENCE + link)
        if len(line) == 3:
            paragraphs.append("".join(line))
            line = []
    head = "---\ntitle: An Essay\nauthor: A. Writer\ndate: 2011-02-25\nlang: en-GB\n---\n\n"
    return head + "\n\n".join([*paragraphs, "".join(line)]) + "\n"


def timed(work: Callable[[], object]) -> float:
    """Seconds that the work took."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def compare(words: int, runs: int) -> tuple[float, float, float]:
    """Median seconds of our build, of the work by hand, and of a build that has nothing to do."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "source").mkdir()
        source = root / "source" / "essay.md"
        source.write_text(essay(words, 6), encoding="utf-8")
        footlight = [sys.executable, "-c", "from footlight.cli import main; main()", "build", "-q"]
        weasyprint = [sys.executable, "-m", "weasyprint", "-q", "hand.html", "hand.pdf"]

        def ours() -> None:
            subprocess.run([*footlight, "--force"], cwd=root, check=True)

        def by_hand() -> None:
            subprocess.run([pandoc_path(), str(source), "-s", "-o", "hand.html"], cwd=root, check=True)
            subprocess.run(weasyprint, cwd=root, check=True, stderr=subprocess.DEVNULL)
            subprocess.run([pandoc_path(), str(source), "-o", "hand.epub"], cwd=root, check=True)

        ours()  # the first of each only warms the caches
        by_hand()
        pairs = [(timed(ours), timed(by_hand)) for _ in range(runs)]
        idle = [timed(lambda: subprocess.run(footlight, cwd=root, check=True)) for _ in range(runs)]
        mine, theirs = zip(*pairs, strict=True)
        return statistics.median(mine), statistics.median(theirs), statistics.median(idle)


def main() -> None:
    """Prints the table."""
    print(f"Python {sys.version.split()[0]}, {core_count()} cores, medians of {RUNS} runs\n")
    print("| words | footlight build (s) | by hand (s) | ratio | nothing to do (s) |")
    print("|---|---|---|---|---|")
    for words, runs in ((640, RUNS), (2_000, RUNS), (20_000, 3), (90_000, 1)):
        ours, hand, idle = compare(words, runs)
        print(f"| {words:,} | {ours:.2f} | {hand:.2f} | {ours / hand:.2f} | {idle:.3f} |", flush=True)
