"""One text through every program that makes such products, in turn: time, processor time, memory, growth.

    python -m benchmarks.peers [RUNS]

A peer that is not installed is passed over, and named. From pip: `typst`; from npm: `@vivliostyle/cli`; from Debian:
`ruby-asciidoctor-pdf`. Each gets the text as pandoc writes it in its own format, and that counts, as it does for a
person. Only the PDF with notes at the foot, tags and validation is ours; docs/scale.md says what the others leave out.
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.book import book
from benchmarks.speed import essay
from footlight.engines.operating_system import core_count
from footlight.engines.pandoc import pandoc_path

RUNS = 5
SIZES = {"2,000 words": essay(2_000, 6), "8,000 words": essay(8_000, 6), "90,000 words in 60 chapters": book()}
_OURS = "from footlight.cli import main; main()"
_TYPST = "import typst; typst.compile('text.typ', output='text.pdf')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A way from text.md to a product."""

    name: str
    commands: tuple[tuple[str, ...], ...]
    """Run one after the other, in the folder of the text."""
    needs: str = ""
    """A program or, behind `python:`, a package without which it is passed over."""


def peers() -> tuple[Peer, ...]:
    """All of them; ours first."""
    python, pandoc = sys.executable, pandoc_path()
    ours = (python, "-c", _OURS, "build", "text", "-q", "--force")
    html = (pandoc, "text.md", "-s", "-o", "text.html")
    return (
        Peer(name="footlight, PDF", commands=((*ours, "--edition", "reading"),)),
        Peer(name="footlight, PDF and EPUB", commands=((*ours, "--edition", "reading", "--edition", "epub"),)),
        Peer(name="footlight, EPUB", commands=((*ours, "--edition", "epub"),)),
        Peer(name="by hand, PDF", commands=(html, (python, "-m", "weasyprint", "-q", "text.html", "hand.pdf"))),
        Peer(name="pandoc, EPUB", commands=((pandoc, "text.md", "-o", "text.epub"),)),
        Peer(
            name="Typst, PDF",
            commands=((pandoc, "text.md", "-s", "-o", "text.typ"), (python, "-c", _TYPST)),
            needs="python:typst",
        ),
        Peer(
            name="Vivliostyle, PDF",
            commands=(html, ("vivliostyle", "build", "text.html", "-o", "v.pdf")),
            needs="vivliostyle",
        ),
        Peer(
            name="Asciidoctor, PDF",
            commands=((pandoc, "text.md", "-s", "-o", "text.adoc"), ("asciidoctor-pdf", "text.adoc")),
            needs="asciidoctor-pdf",
        ),
    )


def installed(peer: Peer) -> bool:
    """Whether all that a peer needs is there."""
    if peer.needs.startswith("python:"):
        import importlib.util  # noqa: PLC0415 - for one line

        return importlib.util.find_spec(peer.needs.removeprefix("python:")) is not None
    return not peer.needs or shutil.which(peer.needs) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What one run took."""

    wall: float
    """s."""
    processor: float
    """s, user and system, of all processes."""
    memory: int
    """MB of the largest process."""


def measured(peer: Peer, folder: Path) -> Measure:
    """Run a peer once. Raises CalledProcessError where it fails."""
    reader, writer = os.pipe()
    start = time.perf_counter()
    # In a process of its own, so that what its children used is known apart from what others did before.
    child = os.fork()
    if child == 0:
        code = 1
        try:
            for command in peer.commands:
                with (folder / "log").open("wb") as log:
                    subprocess.run(command, cwd=folder, check=True, stdout=log, stderr=log)
            used = resource.getrusage(resource.RUSAGE_CHILDREN)
            os.write(writer, f"{used.ru_utime + used.ru_stime} {used.ru_maxrss}".encode())
            code = 0
        finally:
            os._exit(code)
    os.close(writer)
    with os.fdopen(reader) as said:
        words = said.read().split()
    if os.waitpid(child, 0)[1] or not words:
        raise subprocess.CalledProcessError(1, peer.name)
    return Measure(wall=time.perf_counter() - start, processor=float(words[0]), memory=int(words[1]) // 1024)


def table(text: str, runs: int, known: Sequence[Peer]) -> dict[str, list[Measure]]:
    """Measure all peers on a text, in turn; the first round only warms caches."""
    found: dict[str, list[Measure]] = {peer.name: [] for peer in known}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "source").mkdir()
        (folder / "source" / "text.md").write_text(text, encoding="utf-8")
        (folder / "text.md").write_text(text, encoding="utf-8")
        for turn in range(runs + 1):
            for peer in known:
                one = measured(peer, folder)
                if turn:
                    found[peer.name].append(one)
    return found


def main() -> None:
    """Print a table for each text."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdecimal() else RUNS
    known = [peer for peer in peers() if installed(peer)]
    missing = [peer.name for peer in peers() if peer not in known]
    print(f"{core_count()} cores, a load of {os.getloadavg()[0]:.0f}; {runs} runs of each in turn: medians (range)")
    print(f"Not installed: {', '.join(missing) or 'none'}\n")
    before: dict[str, float] = {}
    for title, text in SIZES.items():
        found = table(text, runs, known)
        hand = statistics.median(one.processor for one in found["by hand, PDF"])
        print(f"| {title} | seconds | processor | by hand = 1 | memory (MB) | growth |\n|---|---|---|---|---|---|")
        for name, ones in found.items():
            walls, used = [one.wall for one in ones], statistics.median(one.processor for one in ones)
            growth = f"{used / before[name]:.1f}" if name in before else ""
            spread = f"{statistics.median(walls):.2f} ({min(walls):.2f} to {max(walls):.2f})"
            memory = max(one.memory for one in ones)
            print(f"| {name} | {spread} | {used:.2f} | {used / hand:.2f} | {memory} | {growth} |", flush=True)
            before[name] = used
        print()


if __name__ == "__main__":
    main()
