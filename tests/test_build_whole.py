"""Products appear whole or not at all: a full or read-only disk, Ctrl-C, a kill at any moment."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from workshop import FOOTLIGHT, REPOSITORY, Workshop

TEXT = "Words^[A note.] and [a link](https://example.org/a). " + "And more of them. " * 60 + "\n\n"
NAMES = ("essay", "second", "third")


def editions(root: Path, text: str) -> Workshop:
    """A project whose essays have this text, built."""
    project = Workshop(root)
    for name in NAMES:
        project.essay(text, name=name)
    assert project.process("build").code == 0
    return project


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """The essays as they were."""
    return editions(tmp_path_factory.mktemp("first"), TEXT)


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """What the changed essays come to."""
    project = editions(tmp_path_factory.mktemp("wanted"), TEXT * 3)
    return {name: project.products(name) for name in NAMES}


@pytest.fixture
def built(first: Workshop, tmp_path: Path) -> Workshop:
    """A project whose essays were built and then changed."""
    shutil.copytree(first.root, tmp_path / "project")
    project = Workshop(tmp_path / "project")
    for name in NAMES:
        project.essay(TEXT * 3, name=name)
    return project


def without_stamp(products: dict[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in products.items() if not name.startswith(".")}


Sign = Callable[[Workshop], bool]


def begun(project: Workshop) -> bool:
    """The build is at work: it has made its folder of temporary files."""
    return any((project.root / "tmp").glob("footlight-*"))


def publishing(project: Workshop) -> bool:
    """Products are being written beside their folder."""
    return any(path.name.startswith(".") for path in project.build.iterdir())


def interrupted(project: Workshop, number: int, sign: Sign, delay: float, *argv: str) -> tuple[int, str]:
    """A build whose whole group of processes gets a signal some seconds after a sign, as from a terminal; exit code and
    stderr.
    """
    waiting = project.root / "tmp"
    waiting.mkdir()
    process = subprocess.Popen(
        [*FOOTLIGHT, "build", *argv],
        cwd=project.root,
        env={**os.environ, "TMPDIR": str(waiting)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    while process.poll() is None and not sign(project):
        time.sleep(0.002)
    time.sleep(delay)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)
    _, err = process.communicate(timeout=60)
    return process.returncode, err.decode()


def _stands_in(process: Path, folder: Path) -> bool:
    try:
        return (process / "cwd").readlink() == folder
    except OSError:  # it has ended, or is another user's
        return False


def group_is_gone(project: Workshop) -> bool:
    """Whether no process stands in the project any more."""
    for _ in range(50):
        if not any(_stands_in(process, project.root) for process in Path("/proc").glob("[0-9]*")):
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("argv", [("essay",), ("--jobs", "2")], ids=["one", "several"])
@pytest.mark.parametrize(
    ("sign", "delay"),
    [
        *(
            pytest.param(*one, marks=pytest.mark.slow)
            for one in ((begun, 0), (begun, 0.5), (begun, 1), (publishing, 0))
        ),
        (publishing, 0.01),
    ],
    ids=["begun", "later", "still-later", "publishing", "published"],
)
def test_interrupt(
    built: Workshop, wanted: dict[str, dict[str, bytes]], sign: Sign, delay: float, argv: tuple[str, ...]
) -> None:
    """Ctrl-C at any moment ends with 130 and one line; every product is the old one or the new one; nothing is left."""
    before = {name: built.products(name) for name in NAMES}
    code, err = interrupted(built, signal.SIGINT, sign, delay, *argv)
    assert "Traceback" not in err
    assert code in (130, 0)
    assert code == 0 or err.endswith("footlight: interrupted; nothing half-made was left\n")
    for name in NAMES:
        now = without_stamp(built.products(name))
        assert now in (without_stamp(before[name]), without_stamp(wanted[name])), "the old set or the new one"
    assert sorted(path.name for path in built.build.iterdir()) == sorted(NAMES), "no folder waits in build/"
    assert list((built.root / "tmp").iterdir()) == [], "nothing is left in the folder of temporary files"
    assert group_is_gone(built), "no process goes on"


AT = """
import os, signal, sys
from footlight.cli import main
wanted, nth = sys.argv.pop(1), int(sys.argv.pop(1))
command, seen = os.getpid(), 0
def interrupt(event, args):
    global seen
    if event == wanted and os.getpid() == command:
        seen += 1
        if seen == nth:
            os.killpg(0, signal.SIGINT)
sys.addaudithook(interrupt)
main()
"""
"""A command whose group gets an interrupt at the nth event of one kind (docs.python.org/3/library/audit_events)."""


@pytest.mark.parametrize(
    ("event", "nth"),
    [
        ("os.mkdir", 1),
        *(pytest.param("os.mkdir", nth, marks=pytest.mark.slow) for nth in (2, 3)),
        ("os.rename", 1),
        pytest.param("os.rename", 2, marks=pytest.mark.slow),
        ("subprocess.Popen", 1),
        *(pytest.param("open", nth, marks=pytest.mark.slow) for nth in range(61, 400, 20)),
        *(pytest.param("import", nth, marks=pytest.mark.slow) for nth in range(300, 1500, 60)),
    ],
)
def test_interrupt_at_an_event(built: Workshop, wanted: dict[str, dict[str, bytes]], event: str, nth: int) -> None:
    """... in the very moment in which a folder is made, a file takes its place or a program starts: as at any other.

    What is imported before the command line can catch an interrupt is left to Python, which says nothing.
    """
    before = built.products()
    (built.root / "tmp").mkdir()
    done = subprocess.run(
        [sys.executable, "-P", "-c", AT, event, str(nth), "build", "essay"],
        cwd=built.root,
        env={**os.environ, "TMPDIR": str(built.root / "tmp"), "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        start_new_session=True,
        check=False,
        timeout=60,
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == 0 or done.stderr.endswith("footlight: interrupted; nothing half-made was left\n")
    assert done.returncode in (130, 0)
    assert without_stamp(built.products()) in (without_stamp(before), without_stamp(wanted["essay"]))
    assert sorted(path.name for path in built.build.iterdir()) == sorted(NAMES), "no folder waits in build/"
    assert list((built.root / "tmp").iterdir()) == [], "nothing is left in the folder of temporary files"
    assert group_is_gone(built), "no process goes on"


@pytest.mark.parametrize(
    "argv", [("essay",), pytest.param(("--jobs", "2"), marks=pytest.mark.slow)], ids=["one", "several"]
)
def test_a_request_to_end(built: Workshop, argv: tuple[str, ...]) -> None:
    """... by `kill` or `timeout` is an interrupt: nothing is left behind."""
    code, err = interrupted(built, signal.SIGTERM, begun, 0, *argv)
    assert (code, err[-50:]) == (130, "footlight: interrupted; nothing half-made was left\n"[-50:])
    assert sorted(path.name for path in built.build.iterdir()) == sorted(NAMES)
    assert list((built.root / "tmp").iterdir()) == []
    assert group_is_gone(built)


@pytest.mark.parametrize(
    ("sign", "delay"),
    [(begun, 0), *(pytest.param(*one, marks=pytest.mark.slow) for one in ((begun, 0.5), (publishing, 0)))],
    ids=["begun", "later", "publishing"],
)
def test_kill(built: Workshop, wanted: dict[str, dict[str, bytes]], sign: Sign, delay: float) -> None:
    """kill -9 at any moment leaves all products of before or all new ones, and no process; the next build makes what is
    missing and removes what was left.
    """
    before = built.products()
    interrupted(built, signal.SIGKILL, sign, delay, "essay")
    assert group_is_gone(built)
    assert without_stamp(built.products()) in (without_stamp(before), without_stamp(wanted["essay"]))
    assert built.process("build", "essay", environ={"TMPDIR": str(built.root / "tmp")}).code == 0
    assert without_stamp(built.products()) == without_stamp(wanted["essay"])
    assert sorted(path.name for path in built.build.iterdir()) == sorted(NAMES)
    assert list((built.root / "tmp").iterdir()) == []


def test_leftovers_of_killed_builds_go(project: Workshop) -> None:
    """A set that a killed build left waiting is removed by the next build, though it has nothing to do; a folder of
    the user's own stays.
    """
    project.essay()
    assert project.make().code == 0
    project.write("build/.essay.abcdefgh/new/essay.pdf", b"half")
    project.write("build/.mine.abcdefgh/kept.txt", b"a folder of the user's own")
    assert "Nothing to do" in project.make().err
    assert sorted(path.name for path in project.build.iterdir()) == [".mine.abcdefgh", "essay"]


def test_build_that_is_a_file(project: Workshop) -> None:
    """A file in the place of build/ is left alone; exit code 3."""
    project.essay()
    project.write("build", "not a folder")
    done = project.make()
    assert (done.code, done.out) == (3, "")
    assert "Traceback" not in done.err
    assert project.build.read_text() == "not a folder"


MOUNTED = ("unshare", "--map-root-user", "--mount", "sh", "-eu", "-c")
needs_mounts = pytest.mark.skipif(
    not shutil.which("unshare")
    or subprocess.run([*MOUNTED, "mount -t tmpfs t /mnt"], check=False, capture_output=True).returncode != 0,
    reason="this machine lets nobody mount",
)


def on_a_disk(project: Workshop, script: str) -> list[str]:
    """A script in which build/ is a disk of its own; the lines that it prints."""
    command = " ".join(f"'{word}'" for word in FOOTLIGHT)
    whole = f"mkdir -p build; mount -t tmpfs -o size=400k t build\n{script.replace('FOOTLIGHT', command)}"
    done = subprocess.run([*MOUNTED, whole], cwd=project.root, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert done.returncode == 0, done
    return (done.stdout + done.stderr).splitlines()


@needs_mounts
@pytest.mark.parametrize(
    ("trouble", "says"),
    [
        ("head -c 400k /dev/zero > build/filler || true", "footlight: the disk is full: "),
        pytest.param("mount -o remount,ro build", "may not be written", marks=pytest.mark.slow),
    ],
    ids=["full", "read-only"],
)
def test_disk_in_trouble(project: Workshop, trouble: str, says: str) -> None:
    """A disk that is full, or may not be written, ends the build with 3; what was there before stays, byte for byte."""
    project.essay()
    said = on_a_disk(
        project,
        f"""FOOTLIGHT build -q; sum() {{ find build -type f ! -name filler | sort | xargs sha256sum; }}
        {trouble} 2>/dev/null
        sum > before; set +e; FOOTLIGHT build --force; echo "ended with $?"; set -e
        sum > after; cmp before after; ls -A build""",
    )
    assert "ended with 3" in said
    assert [line for line in said if says in line], said
    assert {"essay"} <= set(said)
    assert not [line for line in said if line.startswith(".essay")], "nothing waits"
