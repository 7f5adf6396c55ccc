"""Run a command on a hostile input, in a process of its own that is watched and bounded."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from hostile.attack import Attack, lay

_FOOTLIGHT = (sys.executable, "-c", "from footlight.cli import main; main()")
_PRLIMIT = shutil.which("prlimit")
_REPOSITORY = Path(__file__).resolve().parent.parent.parent
_SYSTEM = (
    "/usr",
    "/lib",
    "/lib64",
    "/bin",
    "/etc",
    "/proc",
    "/sys",
    "/dev/null",
    "/dev/urandom",
    "/var/cache/fontconfig",
)
"""What Python and its libraries read of a machine."""
_LAUNCHER = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[2:]).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
open(sys.argv[1], "w").write(f"{code} {used.ru_utime + used.ru_stime} {used.ru_maxrss}")
"""
"""Starts the command from a small process: the memory that the system reports of a process begins with its parent's."""
SECRET = b"\x89PNG the neighbour's secret"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a command came to."""

    code: int
    """Negative where a signal ended it."""
    said: str
    """Standard output and standard error, bytes that are not UTF-8 replaced."""
    raw: bytes
    seconds: float
    """Processor time of the process and of those that it started."""
    mebibytes: float
    """Memory of the largest of them."""
    forbidden: tuple[str, ...]
    """Files outside the project that were read or written, and requests."""


def met(attack: Attack, folder: Path) -> Outcome:
    """Lay the files of an attack into a folder, beside one with secrets, and run its command on them."""
    root, outside = folder / "project", folder / "outside"
    (root / "source").mkdir(parents=True)
    outside.mkdir()
    for name in ("secret.png", "secret.md", "secret.toml", "secret.bib", "secret.html", "secret.css", "secret.svg"):
        (outside / name).write_bytes(SECRET)
    lay(root, attack.files())
    for name in ("cache", "state", "tmp"):
        (folder / name).mkdir()
    own = [str(path) for path in (root, folder / "cache", folder / "state", folder / "tmp")]
    python = [str(_REPOSITORY), sys.prefix, sys.base_prefix, sysconfig.get_path("stdlib")]
    environ = {
        **{name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")},
        "XDG_CACHE_HOME": own[1],
        "XDG_STATE_HOME": own[2],
        "TMPDIR": own[3],
        "PYTHONPATH": f"{Path(__file__).parent / 'watch'}:{_REPOSITORY}",
        "PYTHONDONTWRITEBYTECODE": "1",
        "WATCH_REPORT": str(folder / "report"),
        "WATCH_READ": ":".join(map(os.path.realpath, [*own, *python, *_SYSTEM])),
        "WATCH_WRITE": ":".join(map(os.path.realpath, [*own, "/dev/null"])),
    }
    argv = [word.replace("PROJECT", str(root)) for word in attack.argv]
    limit = int(attack.seconds * 3)
    command = (
        [_PRLIMIT, f"--cpu={limit}:{limit + 5}", f"--data={4 * 2**30}", *_FOOTLIGHT, *argv]
        if _PRLIMIT
        else [*_FOOTLIGHT, *argv]
    )
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(
            [sys.executable, "-I", "-c", _LAUNCHER, str(folder / "used"), *command],
            cwd=root,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
        code, used = _ended(process, attack.seconds * 10)
        out.seek(0)
        raw = out.read()
    report, told = folder / "report", folder / "used"
    seconds, memory = used.ru_utime + used.ru_stime, float(used.ru_maxrss)
    if told.exists():
        code, seconds, memory = (
            kind(word) for kind, word in zip((int, float, float), told.read_text().split(), strict=True)
        )
    return Outcome(
        code=code,
        said=raw.decode("utf-8", "replace"),
        raw=raw,
        seconds=seconds,
        mebibytes=memory / 1024,
        forbidden=tuple(report.read_text().splitlines()) if report.exists() else (),
    )


_BY_HAND = 0.92
"""Processor seconds that `benchmarks.peers` showed for a PDF of 2,000 words by hand on the machine, when it was idle, on
which the bounds were last looked at."""


def pace(folder: Path) -> float:
    """How many times as long as that machine this one takes now for a PDF by hand, which is none of our work; at least 1.

    The same machine took 96 s for a row and, three hours later, 177 s, and as much longer for pandoc and WeasyPrint: what
    is bounded is the work, and seconds are only its measure.
    """
    from benchmarks.peers import SIZES, measured, peers  # noqa: PLC0415 - only where a row takes longer than it may

    (folder / "text.md").write_text(SIZES["2,000 words"], encoding="utf-8")
    by_hand = next(peer for peer in peers() if peer.name == "by hand, PDF")
    # The median, for the row was measured once as well.
    return max(1.0, median(measured(by_hand, folder).processor for _ in range(3)) / _BY_HAND)


def _ended(process: "subprocess.Popen[bytes]", seconds: float) -> tuple[int, resource.struct_rusage]:
    """Wait for a process, and end it with all that it started where it takes too long."""

    def alarm(*_: object) -> None:
        os.killpg(process.pid, signal.SIGKILL)

    before = signal.signal(signal.SIGALRM, alarm)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        _, status, used = os.wait4(process.pid, 0)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, used
