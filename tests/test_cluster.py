"""Essays built on a Dask cluster: a scheduler and workers on this machine, in processes of their own."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from workshop import Workshop

if find_spec("distributed") is None:  # its import takes a second, which each collection of the tests would take
    pytest.skip("Dask is not installed", allow_module_level=True)
PNG = (Path(__file__).parent / "cases/reading/images/fine/a.png").read_bytes()


class OwnCluster:
    """A scheduler, and workers with folders of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.address = ""
        self.workers: list[subprocess.Popen[bytes]] = []
        place = folder / "scheduler.json"
        environ = {**os.environ, "XDG_CACHE_HOME": str(folder / "scheduler")}
        command = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(place)]
        self._scheduler = self._start(command, environ)
        for _ in range(300):
            if place.exists() and place.stat().st_size:
                break
            time.sleep(0.1)
        self.address = json.loads(place.read_text())["address"].removeprefix("tcp://")

    def add_worker(self) -> None:
        """Start a worker that keeps what it gets in a folder of its own."""
        folder = self.folder / f"worker-{len(self.workers)}"
        folder.mkdir()
        environ = {**os.environ, "XDG_CACHE_HOME": str(folder), "TMPDIR": str(folder)}
        command = [
            "worker",
            self.address,
            "--nthreads",
            "1",
            "--no-nanny",
            "--no-dashboard",
            "--local-directory",
            str(folder),
        ]
        self.workers.append(self._start(command, environ))

    def _start(self, command: list[str], environ: dict[str, str]) -> "subprocess.Popen[bytes]":
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "distributed.cli.dask_" + command[0], *command[1:]],
                env=environ, cwd=self.folder, stdout=log, stderr=log,
            )  # fmt: skip

    def stop(self) -> None:
        """End all processes."""
        for process in (*self.workers, self._scheduler):
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnCluster]:
    """A cluster with two workers."""
    own = OwnCluster(tmp_path_factory.mktemp("cluster"))
    own.add_worker()
    own.add_worker()
    yield own
    own.stop()


def write_essays(project: Workshop, number: int) -> None:
    for at in range(number):
        project.essay(f"Words of {at}^[A note.] and ![a square](a.png)\n", name=f"essay-{at}")
    project.write("source/a.png", PNG)
    project.write("templates/page.css", "p { color: #111 }\n")
    project.write("source/footlight.toml", "[page]\ntype = 10\n")


@pytest.mark.slow
def test_a_cluster_makes_what_one_machine_makes(project: Workshop, cluster: OwnCluster) -> None:
    """With no file system shared and a worker that is killed meanwhile: every essay is made, byte for byte, and is up
    to date afterwards.
    """
    write_essays(project, 6)
    building = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from footlight.cli import main; main()",
            "build",
            "-q",
            "--workers",
            f"dask://{cluster.address}",
        ],
        cwd=project.root,
    )
    for _ in range(600):
        if building.poll() is not None or any(project.build.glob("essay-*/*.pdf")):
            break
        time.sleep(0.1)
    os.kill(cluster.workers[0].pid, signal.SIGKILL)
    assert building.wait(timeout=300) == 0
    made = {name: project.products(name) for name in (f"essay-{at}" for at in range(6))}
    assert all(f"{name}.pdf" in products for name, products in made.items())
    assert project.make().err == "Nothing to do: 6 essays are up to date.\n"
    assert project.make("--force").code == 0
    again = {name: project.products(name) for name in made}
    assert [(name, file) for name in made for file in made[name] if made[name][file] != again[name][file]] == []


@pytest.mark.slow
def test_findings_come_back_from_a_cluster(project: Workshop, cluster: OwnCluster) -> None:
    """An essay with an error has its finding, and nothing is made of it; the others are made."""
    project.essay("Words.\n", name="fine")
    project.essay("Words\x00 and ![none](gone.png)\n", name="faulty", ledger='[[link]]\nid = "gap"\n')
    done = project.process("build", "--workers", f"dask://{cluster.address}")
    assert done.code == 1
    assert "source/faulty" in done.out
    assert "fine.pdf" in project.products("fine")
    assert project.products("faulty") == {}


@pytest.mark.slow
def test_a_scheduler_that_does_not_answer(project: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said, with what to do."""
    monkeypatch.setattr("footlight.engines.dask_cluster._PATIENCE", 1)
    project.essay()
    done = project.run("build", "--workers", "dask://127.0.0.1:9")
    assert done.code == 3
    assert "no Dask scheduler answers at 127.0.0.1:9" in done.err
    assert "dask worker" in done.err
    assert project.run("build", "--workers", "many").code == 2
