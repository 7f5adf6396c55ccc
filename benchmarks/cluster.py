"""Essays built by one process, by two, and by two workers of a Dask cluster on this machine.

    python -m benchmarks.cluster [ESSAYS [WORDS]]          processor time and time
    python -m benchmarks.cluster kills [MOMENTS [ESSAYS]]  a worker is killed at so many moments of a build

On a busy machine only the processor time says something. It is that of all processes; of a cluster's, where the system
tells it (/proc).
"""

import itertools
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.sample_products import products
from benchmarks.speed import essay

_FOOTLIGHT = (sys.executable, "-c", "from footlight.cli import main; main()", "build", "-q", "--force", "--workers")
_DASK = (sys.executable, "-m")
_MOMENTS, _ESSAYS = 10, 6


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


class Cluster:
    """A scheduler on this machine, and workers, each with folders of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._place = folder / "scheduler.json"
        self._numbers = itertools.count()
        self.workers: list[subprocess.Popen[bytes]] = []
        options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(self._place)]
        self._scheduler = _started([*_DASK, "distributed.cli.dask_scheduler", *options], folder)
        while not (self._place.exists() and self._place.stat().st_size):
            time.sleep(0.1)

    @property
    def address(self) -> str:
        """What `--workers` takes."""
        said: str = json.loads(self._place.read_text(encoding="utf-8"))["address"]
        return said.replace("tcp://", "dask://")

    def add_worker(self) -> None:
        """Start a worker."""
        own = self._folder / str(next(self._numbers))
        own.mkdir()
        options = ["--scheduler-file", str(self._place), "--nthreads", "1", "--no-nanny", "--no-dashboard"]
        command = [*_DASK, "distributed.cli.dask_worker", *options, "--local-directory", str(own)]
        self.workers.append(_started(command, own))

    def kill_worker(self) -> None:
        """Kill the worker that was started first."""
        worker = self.workers.pop(0)
        worker.kill()
        worker.wait()

    def used(self) -> float:
        """Processor seconds of all processes so far; 0 where the system does not say it."""
        ticks = 0
        for process in (self._scheduler, *self.workers):
            try:
                row = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii")
            except OSError:
                return 0.0
            ticks += sum(map(int, row.rpartition(")")[2].split()[11:15]))  # its own, and those of its children
        return ticks / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        """Kill all processes."""
        while self.workers:
            self.kill_worker()
        self._scheduler.kill()
        self._scheduler.wait()


@contextmanager
def cluster(workers: int) -> Iterator[Cluster]:
    """A cluster with so many workers, for as long as the block lasts."""
    with tempfile.TemporaryDirectory() as folder:
        own = Cluster(Path(folder))
        try:
            for _ in range(workers):
                own.add_worker()
            yield own
        finally:
            own.stop()


def _started(command: list[str], folder: Path) -> "subprocess.Popen[bytes]":
    environ = {**os.environ, "XDG_CACHE_HOME": str(folder), "TMPDIR": str(folder)}
    return subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def compare(essays: int, words: int) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        project(root, essays, words)
        measured(root, "2")  # the first only warms the caches
        print(f"{essays} essays of {words} words\n\n| by | processor (s) | wall (s) |\n|---|---|---|")
        for label, workers in (("one process", "1"), ("two processes", "2")):
            used, wall = measured(root, workers)
            print(f"| {label} | {used:.1f} | {wall:.1f} |", flush=True)
        with cluster(2) as own:
            measured(root, own.address)  # workers import, and get the files
            before = own.used()
            used, wall = measured(root, own.address)
            print(f"| two workers of a cluster | {used + own.used() - before:.1f} | {wall:.1f} |", flush=True)


def kills(moments: int, essays: int) -> None:
    """Kill a worker at so many moments of a build, start another one, and hold the products against one machine's."""
    with tempfile.TemporaryDirectory() as name, cluster(2) as own:
        root = Path(name)
        project(root, essays, 640)
        measured(root, "1")
        expected = products(root)
        measured(root, own.address)
        _, whole = measured(root, own.address)
        same = 0
        for moment in range(moments):
            shutil.rmtree(root / "build")
            building = subprocess.Popen([*_FOOTLIGHT, own.address], cwd=root)
            time.sleep(whole * (moment + 0.5) / moments)
            own.kill_worker()
            own.add_worker()
            code = building.wait()
            if code or products(root) != expected:
                print(f"killed at {(moment + 0.5) / moments:.0%} of the time: exit code {code}, other products")
            else:
                same += 1
        print(f"{essays} essays, a worker killed at {moments} moments: the same bytes at {same}")


def main() -> None:
    """Run the command of the module's docstring."""
    given = sys.argv[1:]
    if given[:1] == ["kills"]:
        numbers = [int(one) for one in given[1:]]
        kills(*[*numbers, *(_MOMENTS, _ESSAYS)[len(numbers) :]])
    else:
        numbers = [int(one) for one in given]
        compare(*[*numbers, *(100, 640)[len(numbers) :]])


if __name__ == "__main__":
    main()
