"""Without what Linux alone has, every command works and products have the same bytes.

The calls of Linux are hidden from the program. This is not macOS or Windows: no file system, terminal or library of
theirs is tried.
"""

import io
import os
import pty
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from loopback import serving
from PIL import Image
from recording import WRITER_LEAKS
from sites import NAME, authors_site
from workshop import FOOTLIGHT, REPOSITORY, Run, Workshop, quick_rows

pytestmark = [pytest.mark.filterwarnings(leak) for leak in WRITER_LEAKS]

COMMAND = (FOOTLIGHT[0], "-P", *FOOTLIGHT[1:])
"""As the `footlight` command, it imports nothing from the folder in which it runs."""
HIDDEN = Path(__file__).parent / "other_systems"
WORDS = "Wörter^[A note — with “marks”.] and [a link](https://example.org/{0}).\n\n## Überschrift\n\nMore *words*.\n"
SEED = [REPOSITORY / "source" / f"{NAME}{ending}" for ending in (".md", ".links.toml")]


def projects(root: Path, system: str) -> tuple[Workshop, Workshop]:
    """The first essay in two projects: in the first one commands run as on another system, in the second as here.

    Each has a folder of its own for temporary files: that of a system without locks of folders looks abandoned to
    another test's command on Linux, which would remove it.
    """
    (root / "python").mkdir()
    shutil.copy(HIDDEN / f"{system}.py", root / "python" / "sitecustomize.py")
    for name in ("one", "two"):
        (root / name / "tmp").mkdir(parents=True)
    one, two = ({"XDG_CACHE_HOME": str(root / name), "TMPDIR": str(root / name / "tmp")} for name in ("one", "two"))
    hidden = Workshop(root / "other", environ={"PYTHONPATH": str(root / "python"), **one})
    here = Workshop(root / "here", environ=two)
    for project in (hidden, here):
        project.write("pickle.py", "raise ImportError('a file of the project was run')\n")
        for file in SEED:
            project.write(f"source/{file.name}", file.read_bytes())
    return hidden, here


def command(project: Workshop, *argv: str, stdin: str = "") -> Run:
    """A command in a process of its own, which must write no traceback, nor import anything from its folder."""
    done = subprocess.run(
        [*COMMAND, *argv], cwd=project.root, env={**os.environ, **project.environ}, input=stdin.encode(),
        capture_output=True, check=False, timeout=300,
    )  # fmt: skip
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return Run(code=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())


def files(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file in a folder; the hidden ones aside, which hold times."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in found}


def sources(project: Workshop) -> dict[str, bytes]:
    """The files of source/, but for the moments at which something was done."""
    moment = rb"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d"
    return {path.name: re.sub(moment, b"", path.read_bytes()) for path in project.source.iterdir()}


@pytest.mark.slow
@pytest.mark.parametrize("system", ["macos", "windows"])
def test_building(tmp_path: Path, system: str) -> None:
    """One essay, its pages set in a process beside, then ten in several processes, and the shelf have the bytes of
    Linux; commands that only look at them report the same.
    """
    hidden, here = projects(tmp_path, system)
    assert command(hidden, "build").code == 0
    one = files(hidden.build)
    assert len(one) == 4
    for project in (hidden, here):
        for number in range(9):
            project.essay(WORDS.format(number), name=f"essay-{number}")
        assert command(project, "build", "--force").code == 0
        assert command(project, "shelf").code == 0
    assert files(hidden.build) == files(here.build)
    assert one.items() <= files(here.build).items()
    assert "Nothing to do" in command(hidden, "build").err
    for argv in (["check", NAME], ["links", "find"], ["links", "verify"], ["doctor"]):
        found, expected = command(hidden, *argv), command(here, *argv)
        assert (found.code, found.out.replace("other", "here")) == (expected.code, expected.out), argv


@pytest.mark.slow
@pytest.mark.parametrize("system", ["macos", "windows"])
def test_writing_into_the_source(tmp_path: Path, system: str) -> None:
    """Recovering, reviewing, asking, answering and starting an essay write files with the bytes of Linux."""
    archive = authors_site(tmp_path / "site.warc.gz")
    hidden, here = projects(tmp_path, system)
    for project in (hidden, here):
        (project.source / f"{NAME}.links.toml").unlink()
        project.essay("A line with a [](hollow) link.\n", name="second")
        for argv, stdin in (
            (["links", "recover", "--archive", str(archive)], ""),
            (["links", "review", NAME], "a\nq\n"),
            (["links", "ask", NAME, "--mentioned"], ""),
            (["links", "answer", f"source/{NAME}.questions.txt"], ""),
            (["new", "A New Essay — Ünïcode"], ""),
        ):
            assert command(project, *argv, stdin=stdin).code in (0, 1), argv
    assert sources(hidden) == sources(here)
    assert len(sources(here)) >= 5


def site(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """A page and a picture."""
    if environ["PATH_INFO"].endswith(".png"):
        start("200 OK", [("Content-Type", "image/png")])
        out = io.BytesIO()
        Image.new("RGB", (30, 20)).save(out, "PNG")
        return [out.getvalue()]
    found = environ["PATH_INFO"] == "/report"
    start("200 OK" if found else "404 Not Found", [("Content-Type", "text/html")])
    return [b"<title>A Report</title><p>" + b"Words of a report. " * 40] if found else [b""]


def test_asking_the_web(tmp_path: Path) -> None:
    """Links are checked and preserved, and pictures fetched."""
    hidden, _ = projects(tmp_path, "windows")
    for file in hidden.source.iterdir():
        file.unlink()
    hidden.environ["XDG_STATE_HOME"] = str(tmp_path / "state")
    with serving(site) as address:
        hidden.write("source/footlight.toml", f'[links]\nallowed = ["{address.removeprefix("http://")}"]\n')
        hidden.essay(f"As [the report]({address}/report) says.\n\n![A mill]({address}/mill.png)\n")
        for argv in (["links", "check"], ["links", "preserve", "--no-save"], ["pictures"]):
            done = command(hidden, *argv)
            assert (done.code, done.codes) == (0, []), (argv, done)
    kept = {path.name.partition("-")[0] for path in hidden.source.rglob("*") if path.is_file()}
    assert kept == {
        "essay.md",
        *(f"essay.{end}" for end in ("links.toml", "links.warc.gz", "pictures.toml")),
        "footlight.toml",
        "mill",
    }, kept


@pytest.mark.parametrize("system", quick_rows(["macos", "windows"], "windows"))
def test_serving(tmp_path: Path, system: str) -> None:
    """The server starts and ends by Ctrl-C, with the build that it has begun."""
    hidden, _ = projects(tmp_path, system)
    with subprocess.Popen(
        [*COMMAND, "serve", "--port", "0"], cwd=hidden.root, env={**os.environ, **hidden.environ},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stderr
        assert b"http://127.0.0.1:" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        assert b"Traceback" not in process.communicate(timeout=60)[1]
    assert process.returncode == 0


def test_keys_of_a_terminal(tmp_path: Path) -> None:
    """Where a terminal gives no single keys, `links review` says so and takes a key and Enter."""
    try:
        leader, follower = pty.openpty()
    except OSError as error:
        pytest.skip(f"no terminal can be had: {error}")
    hidden, _ = projects(tmp_path, "windows")
    (hidden.source / f"{NAME}.links.toml").unlink()
    with subprocess.Popen(
        [*COMMAND, "links", "review", NAME], cwd=hidden.root, stdin=follower, stdout=follower, stderr=follower,
        env={**os.environ, **hidden.environ, "TERM": "xterm", "NO_COLOR": "1"},
    ) as process:  # fmt: skip
        os.close(follower)
        os.write(leader, b"q\n")
        seen = b""
        while b"left open." not in seen:
            seen += os.read(leader, 4096)
        assert process.wait(timeout=60) == 0
    os.close(leader)
    assert b"Press Enter after each key." in seen
    assert b"Traceback" not in seen
