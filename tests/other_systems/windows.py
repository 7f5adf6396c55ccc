"""As `sitecustomize`: Python without what Windows lacks, as far as Footlight could call it.

Text files have its encoding and its line ends where none are given. Modules that are imported here still need what is
taken away below.
"""

import builtins
import io
import multiprocessing.popen_spawn_posix
import os
import select  # noqa: F401
import signal
import subprocess  # noqa: F401
import sys
from typing import Any

for name in ("fork", "forkpty", "sched_getaffinity", "getuid", "geteuid", "getgid", "getpgid", "killpg", "setsid"):
    delattr(os, name)
for name in ("pthread_sigmask", "SIGHUP", "SIGALRM", "alarm", "setitimer"):
    delattr(signal, name)
for name in ("fcntl", "termios", "tty", "pty", "pwd", "grp", "resource"):
    sys.modules[name] = None  # type: ignore[assignment]  # what makes an import of it fail
multiprocessing.set_start_method("spawn")

_open = io.open


def _windows_open(  # noqa: PLR0917 - the parameters are those of `open`
    file: Any,  # noqa: ANN401
    mode: str = "r",
    buffering: int = -1,
    encoding: str | None = None,
    errors: str | None = None,
    newline: str | None = None,
    closefd: bool = True,  # noqa: FBT001, FBT002
    opener: Any = None,  # noqa: ANN401
) -> Any:  # noqa: ANN401
    if "b" not in mode:
        encoding = "cp1252" if encoding in (None, "locale") else encoding
        newline = "\r\n" if newline is None and "r" not in mode else newline
    return _open(file, mode, buffering, encoding, errors, newline, closefd, opener)


io.open = builtins.open = _windows_open
