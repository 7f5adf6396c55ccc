"""The EPUB of a book against pandoc's own EPUB writer: the same 90,000 words in 60 chapters, in turn.

The pages on paper are not laid out for it: no edition on paper is among those that the project makes.
"""

import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.speed import timed
from footlight.engines.operating_system import core_count
from footlight.engines.pandoc import pandoc_path

RUNS = 9
CHAPTERS, WORDS = 60, 90_000
_WORDS = (
    "harbour",
    "lamp",
    "keeper",
    "storm",
    "lantern",
    "argument",
    "leisure",
    "evidence",
    "reconsideration",
    "of",
    "the",
    "and",
    "in",
    "a",
    "to",
)


def book() -> str:
    """A book of so many chapters and words, each chapter with two notes; the same text each time."""
    chance = random.Random(1)  # noqa: S311 - no secret hangs on it
    parts = ["---\ntitle: A Book of Harbours\nauthor: A. Writer\nlang: en-GB\ndate: 2011\n---"]
    for number in range(1, CHAPTERS + 1):
        parts.append(f"# Chapter {number}")
        for paragraph in range(WORDS // CHAPTERS // 60):
            said = [" ".join(chance.choices(_WORDS, k=12)).capitalize() + "." for _ in range(5)]
            note = "^[See the harbour report of that year.]" if paragraph < 2 else ""
            parts.append(" ".join(said) + note)
    return "\n\n".join(parts) + "\n"


def main() -> None:
    """Prints the two medians and their ratio."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "source").mkdir()
        source = root / "source" / "book.md"
        source.write_text(book(), encoding="utf-8")
        (root / "source" / "footlight.toml").write_text('[build]\neditions = ["epub"]\n', encoding="utf-8")
        footlight = [sys.executable, "-c", "from footlight.cli import main; main()", "build", "-q", "--force"]
        pandoc = [pandoc_path(), str(source), "-o", str(root / "pandoc.epub")]

        def ours() -> None:
            subprocess.run(footlight, cwd=root, check=True)

        def theirs() -> None:
            subprocess.run(pandoc, cwd=root, check=True)

        ours()  # the first of each only warms the caches
        theirs()
        mine, other = zip(*((timed(ours), timed(theirs)) for _ in range(RUNS)), strict=True)
        words = len(source.read_text(encoding="utf-8").split())
        cores = core_count()
        print(f"An EPUB of {words:,} words in {CHAPTERS} chapters, {cores} cores, medians of {RUNS} runs in turn\n")
        print("| footlight build --edition epub (s) | pandoc -o book.epub (s) | ratio |")
        print("|---|---|---|")
        one, two = statistics.median(mine), statistics.median(other)
        print(f"| {one:.2f} | {two:.2f} | {one / two:.2f} |", flush=True)


if __name__ == "__main__":
    main()
