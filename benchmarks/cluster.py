"""Essays built by one process, by two, and by two workers of a Dask cluster on this machine.

`python -m benchmarks.cluster [ESSAYS [WORDS]]`. On a busy machine only the processor time says something.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.speed import essay

_FOOTLIGHT = (sys.executable, "-c", "from footlight.cli import main; main()", "build", "-q", "--force", "--workers")


def project(root: Path, essays: int, words: int) -> None:
    """A project of so many essays."""
    (root / "source").mkdir()
    for number in range(essays):
        text = essay(words, 6).replace("An Essay", f"Essay {number}")
        (root / "source" / f"essay-{number:05}.md").write_text(text, encoding="utf-8")


def measured(root: Path, workers: str) -> tuple[float, float]:
    """Processor seconds of a build, of its own processes and not those of a cluster; and its seconds."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([*_FOOTLIGHT, workers], cwd=root, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used, time.perf_counter() - start


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[str]:
    """The address of a scheduler on this machine with so many workers, each with folders of its own."""
    place = folder / "scheduler.json"
    tool = [sys.executable, "-m", "distributed.cli.dask_"]
    scheduler = [f"{tool[2]}scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    running = [_started([*tool[:2], *scheduler, "--scheduler-file", str(place)], folder)]
    while not (place.exists() and place.stat().st_size):
        time.sleep(0.1)
    for number in range(workers):
        own = folder / str(number)
        own.mkdir()
        options = ["--scheduler-file", str(place), "--nthreads", "1", "--no-nanny", "--no-dashboard"]
        running.append(_started([*tool[:2], f"{tool[2]}worker", *options, "--local-directory", str(own)], own))
    try:
        import json  # noqa: PLC0415 - for one line

        yield str(json.loads(place.read_text(encoding="utf-8"))["address"]).replace("tcp://", "dask://")
    finally:
        for process in running:
            process.kill()
            process.wait()


def _started(command: list[str], folder: Path) -> "subprocess.Popen[bytes]":
    environ = {**os.environ, "XDG_CACHE_HOME": str(folder), "TMPDIR": str(folder)}
    return subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main() -> None:
    """Prints the table."""
    essays, words = (int(given) for given in [*sys.argv[1:3], "100", "640"][:2])
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory() as own:
        root = Path(name)
        project(root, essays, words)
        measured(root, "2")  # the first only warms the caches
        print(f"{essays} essays of {words} words\n\n| by | processor (s) | wall (s) |\n|---|---|---|")
        for label, workers in (("one process", "1"), ("two processes", "2")):
            used, wall = measured(root, workers)
            print(f"| {label} | {used:.1f} | {wall:.1f} |", flush=True)
        with cluster(Path(own), 2) as address:
            measured(root, address)  # workers import, and get the files
            _, wall = measured(root, address)
            print(f"| two workers of a cluster | | {wall:.1f} |", flush=True)


if __name__ == "__main__":
    main()
