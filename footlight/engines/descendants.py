"""Run a program, and end all that it started when it ends or when Footlight does.

DAISY Ace starts Chromium in a session of its own, which outlives Ace where Ace is killed. On Linux this process, which
stands between them and Footlight, becomes the parent of what lost its own (prctl(2), PR_SET_CHILD_SUBREAPER), and kills
it. It is run as a file, by `child_processes.command_with_descendants`, and imports nothing of Footlight's.
"""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import FrameType

_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36
"""From <linux/prctl.h>."""


def main(parent: int, command: list[str]) -> int:
    """Run a command to its end, or to that of the parent; return its exit code."""

    def end(number: int, _: FrameType | None) -> None:
        end_descendants()
        os._exit(128 + number)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it goes to all processes of a terminal, and Footlight acts
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - elsewhere it is not needed

        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent and os.name != "nt":
        return 1
    try:
        code = subprocess.Popen(command).wait()
    finally:
        end_descendants()
    return code if code >= 0 else 128 - code


def end_descendants() -> None:
    """Kill the children of this process, and those that become its children because their own parents end."""
    while children := _children():
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        for child in children:
            with suppress(ChildProcessError):
                os.waitpid(child, 0)


def _children() -> list[int]:
    """The numbers of this process's children; none where the system does not list them (proc(5))."""
    try:
        return [int(child) for child in Path(f"/proc/self/task/{os.getpid()}/children").read_text("ascii").split()]
    except OSError:
        return []


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
