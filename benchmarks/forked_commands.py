"""Commands that begin with all imported: forks of a process that has it, so that kills fall into the work.

A command spends half of a second on imports, in which nothing can be torn, and a run of a thousand kills that long a
thousand times. `ForkedCommand` has of `subprocess.Popen` what `torture` needs. Only for Linux.
"""

import importlib
import os
import pkgutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from subprocess import TimeoutExpired
from typing import IO, NoReturn

import footlight
from footlight.cli import main

_NOT_IMPORTED = ("dask", "__main__", "_page", "limits")
"""Parts of the names of modules that no command needs, or that start threads."""


def import_all() -> None:
    """Import what commands import."""
    for module in pkgutil.walk_packages(footlight.__path__, "footlight."):
        if not any(part in module.name for part in _NOT_IMPORTED):
            with suppress(ImportError):
                importlib.import_module(module.name)


class ForkedCommand:
    """A `footlight` in a process and a session of its own; its session is how its processes are known."""

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        cwd: Path,
        env: Mapping[str, str],
        stdin: bytes = b"",
        first: Callable[[], None] | None = None,
    ) -> None:
        """Start it. `first` is called in it before all else."""
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - until `said`
        self.returncode: int | None = None
        with tempfile.TemporaryFile() as given:
            given.write(stdin)
            given.seek(0)
            self.pid = os.fork()
            if not self.pid:
                _become(arguments, cwd, env, (given, self._said), first)

    def wait(self, timeout: float) -> int:
        """Wait for its end. Raises TimeoutExpired."""
        deadline = time.monotonic() + timeout
        while self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
            elif time.monotonic() > deadline:
                raise TimeoutExpired("footlight", timeout)
            else:
                time.sleep(0.001)
        return self.returncode

    def said(self) -> str:
        """What it wrote to standard error."""
        self._said.seek(0)
        said = self._said.read().decode("utf-8", "replace")
        self._said.close()
        return said


def _become(
    arguments: Sequence[str],
    cwd: Path,
    env: Mapping[str, str],
    streams: tuple[IO[bytes], IO[bytes]],
    first: Callable[[], None] | None,
) -> NoReturn:
    try:
        os.setsid()
        os.chdir(cwd)
        os.environ.clear()
        os.environ.update(env)
        tempfile.tempdir = None
        given, said = streams
        os.dup2(given.fileno(), 0)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(said.fileno(), 2)
        sys.stdin, sys.stdout = os.fdopen(0, encoding="utf-8"), os.fdopen(1, "w", encoding="utf-8")
        sys.stderr = os.fdopen(2, "w", buffering=1, encoding="utf-8")
        signal.signal(signal.SIGINT, signal.default_int_handler)
        sys.argv = ["footlight", *arguments]
        if first is not None:
            first()
        main()
    finally:
        os._exit(99)
    raise AssertionError
