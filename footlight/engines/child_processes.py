"""Processes that this one starts. None of them outlives it, even where it is killed in a way that it cannot notice.

All child processes of Footlight begin here: forks (`fork_child`), processes of pools (`end_with`), other people's
programs (`run_program`, `start_program`). A child that computes reads nothing, so that the end of a pipe would not
reach it. On Linux the system ends it: prctl(2), PR_SET_PDEATHSIG. Elsewhere a thread in a Python child waits for the
end of its parent; a program that is not Python goes on until its output has no reader.

Linux takes the end of the *thread* that started a child for that of its parent. A fork that another thread than the
main one starts therefore watches its parent by a thread as well; programs are started by a thread that stays.
"""

import os
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from queue import SimpleQueue
from shutil import which
from typing import IO, TYPE_CHECKING, Any, NoReturn

from footlight.call_stack import with_room
from footlight.engines.operating_system import python_command, python_environ

if TYPE_CHECKING:  # it takes 10 ms, which a command that only forks need not wait for
    import subprocess

_PR_SET_PDEATHSIG = 1
"""From <linux/prctl.h>."""
_SIGKILL = 9
_LOOK = 0.5
"""Seconds between two looks at whether the parent is still there."""
_PATIENCE = 5
"""Seconds that a program has to end by itself before it is killed."""
_STARTER = '[ "$PPID" = "$0" ] && exec "$@"'
"""For /bin/sh: start a program, unless the parent ended before its end could be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """A process that starts others, as they know it."""

    pid: int
    lasting: bool
    """Whether the thread that starts them is there as long as the process."""


def this_process() -> Parent:
    """Return this process, for those that it is about to start."""
    return Parent(pid=os.getpid(), lasting=threading.current_thread() is threading.main_thread())


def end_with(parent: Parent) -> None:
    """End this process, a child, at the latest when its parent ends. Called first of all in a new process."""
    told = parent.lasting and _end_is_told()
    if os.getppid() != parent.pid and os.name != "nt":  # it ended before it could be told
        os._exit(1)
    if not told and os.name != "nt":
        threading.Thread(target=_watch, args=(parent.pid,), daemon=True).start()


def _end_is_told() -> bool:
    """Ask Linux to kill this process when its parent ends; return whether it will."""
    if sys.platform != "linux":
        return False
    import ctypes  # noqa: PLC0415 - 5 ms that commands without children need not wait for

    try:
        return bool(ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0) == 0)
    except (OSError, AttributeError):
        return False


def _watch(parent: int) -> None:
    """End this process when it gets another parent."""
    while os.getppid() == parent:
        time.sleep(_LOOK)
    os._exit(1)


def fork_child(work: Callable[[], NoReturn]) -> int:
    """Run `work` in a fork of this process, and return its process number. Only where `start_method` says "fork"."""
    parent = this_process()
    child = os.fork()
    if child == 0:  # pragma: no cover - another process
        try:
            end_with(parent)
            with_room(work)()  # the thread that forked may have none
        finally:
            os._exit(1)  # whatever happens, a fork must not go on with what its parent was doing
    return child


def start_program(command: Sequence[str | Path], **options: Any) -> "subprocess.Popen[bytes]":  # noqa: ANN401 - Popen's
    """Start a program; it gets the options of `subprocess.Popen`. Raises OSError where it cannot be started."""
    if sys.platform != "linux" or threading.current_thread() is threading.main_thread():
        return _started(command, options)
    answers: SimpleQueue[subprocess.Popen[bytes] | BaseException] = SimpleQueue()
    _lasting_thread().put((answers, partial(_started, command, options)))
    answer = answers.get()
    if isinstance(answer, BaseException):
        raise answer
    return answer


_Work = tuple["SimpleQueue[subprocess.Popen[bytes] | BaseException]", Callable[[], "subprocess.Popen[bytes]"]]
_starting: dict[int, SimpleQueue[_Work]] = {}
"""What the thread that stays has to start, by the number of the process: a fork has none of its parent's threads."""
_guard = threading.Lock()


def _lasting_thread() -> SimpleQueue[_Work]:
    """The queue of a thread that is there as long as this process."""
    with _guard:
        if os.getpid() not in _starting:
            _starting[os.getpid()] = SimpleQueue()
            threading.Thread(target=_start_all, args=(_starting[os.getpid()],), daemon=True).start()
        return _starting[os.getpid()]


def _start_all(waiting: SimpleQueue[_Work]) -> None:
    while True:
        answers, work = waiting.get()
        try:
            answers.put(work())
        except BaseException as error:  # noqa: BLE001 - it is raised again, in the thread that asked
            answers.put(error)


def _started(command: Sequence[str | Path], options: Mapping[str, Any]) -> "subprocess.Popen[bytes]":
    import subprocess  # noqa: PLC0415 - see above

    words = [str(word) for word in command]
    if sys.platform != "linux":
        return subprocess.Popen(words, **options)
    if (setpriv := _setpriv()) is not None:
        # 1.3 ms, where a function that is called in the child costs a copy of all page tables of this process: 10 to
        # 30 ms where it has set pages.
        asked = (setpriv, "--pdeathsig", "KILL", "/bin/sh", "-c", _STARTER, str(os.getpid()))
        return subprocess.Popen([*asked, _found(words[0], options.get("env")), *words[1:]], **options)
    parent = Parent(pid=os.getpid(), lasting=True)
    return subprocess.Popen(words, preexec_fn=lambda: end_with(parent), **options)  # noqa: PLW1509 - see above


def _found(program: str, environment: Mapping[str, str] | None) -> str:
    """The file of a program; the shell would start what is not there with a message of its own."""
    found = which(program, path=(environment or os.environ).get("PATH"))
    if found is None:
        raise FileNotFoundError(2, "No such file or directory", program)
    return found


@cache
def _setpriv() -> str | None:
    """The program of util-linux that asks for a signal at the parent's end; None where it is not installed."""
    return which("setpriv") if os.access("/bin/sh", os.X_OK) else None


def run_program(
    command: Sequence[str | Path],
    *,
    timeout: float | None = None,
    **options: Any,  # noqa: ANN401 - Popen's
) -> "subprocess.CompletedProcess[bytes]":
    """Run a program to its end, and return what it wrote on both outputs.

    Raises OSError where it cannot be started, and subprocess.TimeoutExpired after `timeout` seconds; then, and where
    anything else is raised, the program is ended before.
    """
    import subprocess  # noqa: PLC0415 - see above

    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    with start_program(command, **options) as process:
        try:
            out, err = process.communicate(timeout=timeout)
        except BaseException:
            end_program(process)
            raise
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def end_program(process: "subprocess.Popen[Any]") -> None:
    """Ask a program to end, and kill it where it does not."""
    import subprocess  # noqa: PLC0415 - see above

    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()


def command_with_descendants(command: Sequence[str | Path]) -> tuple[str, ...]:
    """Return a command that runs another one, and ends what that started when it ends or when this process does.

    To be run by `run_program`, of this process.
    """
    words = map(str, command)
    return (sys.executable, "-I", "-S", str(Path(__file__).with_name("descendants.py")), str(os.getpid()), *words)


def start_python(code: str, *arguments: str) -> "tuple[subprocess.Popen[bytes], IO[bytes], IO[bytes]]":
    """Start a new Python that runs code of ours and imports nothing from the current folder.

    Returns the process, its standard input and its standard output.
    """
    import subprocess  # noqa: PLC0415 - see above

    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    process = start_program(python_command(code, *arguments), env=python_environ(), **pipes)
    if process.stdin is None or process.stdout is None:
        raise AssertionError(process)  # it was asked for both
    return process, process.stdin, process.stdout
