"""A book of sixty essays, each a file of its own, against pandoc and WeasyPrint by hand making its PDF, in turn.

    python -m benchmarks.book_increments [RUNS]

What is measured: the reading PDF; PDF, print PDF and EPUB; the same after a change in one essay that keeps its pages,
and after one that moves all pages behind it; and a book of which nothing changed. Processor time is that of all
processes, which does not depend on what else the machine does; memory is the largest sum over all processes of what
each holds for itself (PSS, where the system says it).
"""

import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

from footlight.engines.operating_system import core_count
from footlight.engines.pandoc import pandoc_path

RUNS = 3
ESSAYS, WORDS = 60, 1_500
_SYLLABLES = [
    *("ba", "con", "der", "el", "fo", "ga", "hin", "il", "ja", "ket", "lo", "man", "ne", "or", "pre", "qui", "ra"),
    *("ste", "tor", "un", "ver", "wil", "y", "zen", "ment", "tion", "ing", "ly", "ous", "er"),
]
_SMALL = [
    *("the", "of", "and", "to", "in", "a", "is", "that", "it", "was", "for", "on", "as", "with", "be", "by", "at"),
    *("from", "this", "which", "or", "an", "are", "not", "but"),
]
_PER_SENTENCE = (6, 24)
_STYLE = """
@page { size: A5; margin: 18mm 15mm 20mm; @bottom-center { content: counter(page) } }
body { font: 10pt/1.35 serif; text-align: justify; hyphens: auto }
h1 { break-before: page }
.footnote { float: footnote; font-size: 8pt }
"""


def _vocabulary(chance: random.Random) -> list[str]:
    """Some thousand words, of two to four syllables."""
    return sorted({"".join(chance.choices(_SYLLABLES, k=chance.randrange(2, 5))) for _ in range(6_000)})


class _Writer:
    """Writes sentences, the same each time."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - no secret hangs on it
        self._words = _vocabulary(random.Random(0))  # noqa: S311 - as above

    def sentence(self) -> str:
        """A sentence; half of its words are small ones, as in English."""
        chance = self._chance
        words = [
            chance.choice(_SMALL)
            if chance.random() < 0.5
            else self._words[int(len(self._words) * chance.random() ** 3)]
            for _ in range(chance.randrange(*_PER_SENTENCE))
        ]
        return " ".join(words).capitalize() + "."

    def paragraph(self) -> str:
        """A paragraph of three to seven sentences."""
        return " ".join(self.sentence() for _ in range(self._chance.randrange(3, 8)))


def essay(number: int, essays: int = ESSAYS, words: int = WORDS) -> str:
    """An essay with headings, a list, a quotation, two notes, four links to the web and one to another essay."""
    writer = _Writer(number)
    title = writer.sentence()[:30].strip()
    day = f"20{number % 20:02}-0{number % 9 + 1}-1{number % 10}"
    parts = [f"---\ntitle: {title} {number}\nauthor: A. Writer\nlang: en-GB\ndate: {day}\n---"]
    said = count = 0
    while said < words:
        text = writer.paragraph()
        if count in (1, 5):
            text += f"^[{writer.sentence()}]"
        elif count in (2, 4, 7, 9):
            text += f" See [the report](https://example.org/{number}/{count}/a-page-of-it/) of that year."
        elif count == 6:
            text += f" More of it [elsewhere](essay-{(number + 7) % essays:03}.md)."
        elif count == 8:
            text = "> " + text
        elif count == 10:
            text = "\n".join(f"- {writer.sentence()}" for _ in range(4))
        if count % 6 == 3:
            parts.append(f"## {writer.sentence()[:40].strip()}")
        parts.append(text)
        said += len(text.split())
        count += 1
    return "\n\n".join(parts) + "\n"


def project(root: Path, essays: int = ESSAYS, words: int = WORDS) -> None:
    """A project with a book of so many essays."""
    source = root / "source"
    source.mkdir(parents=True)
    for number in range(essays):
        (source / f"essay-{number:03}.md").write_text(essay(number, essays, words), encoding="utf-8")
    settings = '[book]\ntitle = "A Book of Essays"\norder = "name"\n'
    (source / "footlight.toml").write_text(settings, encoding="utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What one run took."""

    wall: float
    """s."""
    processor: float
    """s, user and system, of all processes."""
    memory: int
    """MB, as the module says."""


def measured(commands: Sequence[Sequence[str]], folder: Path, environ: dict[str, str]) -> Measure:
    """Run commands one after the other. Raises CalledProcessError where one fails."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    most = 0
    with (folder / "log").open("wb") as log:
        for command in commands:
            process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env=environ, start_new_session=True)
            ended, peak = Event(), [0]
            watch = Thread(target=_watch, args=(process.pid, ended, peak))
            watch.start()
            code = process.wait()
            ended.set()
            watch.join()
            most = max(most, peak[0])
            if code:
                raise subprocess.CalledProcessError(code, list(command))
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measure(wall=wall, processor=used, memory=most // 1024)


def _watch(session: int, ended: Event, peak: list[int]) -> None:
    """Keep the largest sum, in kB, of what the processes of a session hold."""
    while not ended.wait(0.5):
        total = 0
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if os.getsid(int(folder.name)) == session:
                    rows = (folder / "smaps_rollup").read_text(encoding="ascii").splitlines()
                    total += next(int(row.split()[1]) for row in rows if row.startswith("Pss:"))
            except (OSError, StopIteration):  # it ended meanwhile
                continue
        peak[0] = max(peak[0], total)


class _Bench:
    """The project, and what is done with it."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._environ = {**os.environ, "XDG_CACHE_HOME": str(root / "cache")}
        project(root)
        (root / "hand.css").write_text(_STYLE, encoding="utf-8")

    def _ours(self, *options: str) -> Measure:
        command = [sys.executable, "-c", "from footlight.cli import main; main()", "book", "-q", *options]
        return measured([command], self._root, self._environ)

    def _forget(self) -> None:
        shutil.rmtree(self._root / "cache" / "footlight" / "steps", ignore_errors=True)

    def _change(self, said: str) -> None:
        path = self._root / "source" / "essay-005.md"
        text = essay(5)
        path.write_text(text.replace("See [the report]", f"{said} See [the report]", 1), encoding="utf-8")

    def by_hand(self) -> Measure:
        """Call pandoc and WeasyPrint, with notes at the foot, hyphens and numbers of pages."""
        sources = [f"source/essay-{number:03}.md" for number in range(ESSAYS)]
        joined = [pandoc_path(), *sources, "-s", "--file-scope", "--toc", "-o", "hand.html"]
        styled = [sys.executable, "-m", "weasyprint", "-q", "-s", "hand.css", "hand.html", "hand.pdf"]
        return measured([joined, styled], self._root, self._environ)

    def reading(self) -> Measure:
        """The reading PDF, nothing kept."""
        self._forget()
        return self._ours("--force", "--edition", "reading")

    def three(self) -> Measure:
        """Reading PDF, print PDF and EPUB, nothing kept."""
        self._forget()
        return self._ours("--force")

    def changed(self) -> Measure:
        """All three after a change that keeps the pages."""
        self._settle()
        self._change(f"{time.time_ns() % 10_000}.")
        return self._ours()

    def moved(self) -> Measure:
        """All three after a change by which all pages behind it move."""
        self._settle()
        self._change(" ".join(_Writer(time.time_ns()).paragraph() for _ in range(6)))
        return self._ours()

    def moved_reading(self) -> Measure:
        """The reading PDF after such a change."""
        self._settle("--edition", "reading")
        self._change(" ".join(_Writer(time.time_ns()).paragraph() for _ in range(6)))
        return self._ours("--edition", "reading")

    def changed_reading(self) -> Measure:
        """The reading PDF after a change that keeps the pages."""
        self._settle("--edition", "reading")
        self._change(f"{time.time_ns() % 10_000}.")
        return self._ours("--edition", "reading")

    def idle(self) -> Measure:
        """Nothing changed."""
        self._settle()
        return self._ours()

    def _settle(self, *options: str) -> None:
        (self._root / "source" / "essay-005.md").write_text(essay(5), encoding="utf-8")
        self._ours(*options)


CASES: dict[str, Callable[[_Bench], Measure]] = {
    "pandoc and WeasyPrint by hand, PDF": _Bench.by_hand,
    "reading PDF, nothing kept": _Bench.reading,
    "reading PDF, print PDF and EPUB, nothing kept": _Bench.three,
    "reading PDF after a change that keeps the pages": _Bench.changed_reading,
    "reading PDF after a change that moves the pages behind it": _Bench.moved_reading,
    "all three after a change that keeps the pages": _Bench.changed,
    "all three after a change that moves the pages behind it": _Bench.moved,
    "nothing changed": _Bench.idle,
}


def main() -> None:
    """Print the table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdecimal() else RUNS
    found: dict[str, list[Measure]] = {name: [] for name in CASES}
    with tempfile.TemporaryDirectory() as name:
        bench = _Bench(Path(name))
        bench.three()  # the first of each only warms the caches
        bench.by_hand()
        for _ in range(runs):
            for case, run in CASES.items():
                found[case].append(run(bench))
    load = os.getloadavg()[0]
    print(f"{ESSAYS} essays of {WORDS:,} words, {core_count()} cores, a load of {load:.0f}; {runs} runs\n")
    print(
        "| | seconds | processor | by hand = 1, s | by hand = 1, processor | memory (MB) |\n|---|---|---|---|---|---|"
    )
    medians = {
        case: [statistics.median(getattr(one, part) for one in ones) for part in ("wall", "processor")]
        for case, ones in found.items()
    }
    hand = next(iter(medians.values()))
    for case, (wall, used) in medians.items():
        memory = max(one.memory for one in found[case])
        print(f"| {case} | {wall:.2f} | {used:.2f} | {wall / hand[0]:.2f} | {used / hand[1]:.2f} | {memory} |")


if __name__ == "__main__":
    main()
