"""Work in a fork of this process, beside what this one does meanwhile."""

import os
import pickle
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, NoReturn, TypeVar

from footlight.engines.child_processes import fork_child
from footlight.engines.operating_system import ignore_interrupts, start_method
from footlight.errors import EnvironmentProblem
from footlight.input_record import note_digests, recorded
from footlight.interrupts import interrupts_held

Result = TypeVar("Result")


@contextmanager
def beside(work: Callable[[], Result], *, wanted: bool = True) -> Iterator[Callable[[], Result]]:
    """Do work in a fork for as long as the block lasts, and give a function that waits for the result, once.

    Where processes are not forks, or none is wanted, that function does the work. It raises what the work raises, and
    EnvironmentProblem where the fork was killed. What the work read is noted as read by this process.
    """
    if not wanted or start_method() != "fork":
        yield work
        return
    answers, said = os.pipe()

    def child() -> NoReturn:  # pragma: no cover - another process
        os.close(answers)
        ignore_interrupts()
        with suppress(BaseException), os.fdopen(said, "wb") as file:
            pickle.dump(_outcome(work), file, protocol=pickle.HIGHEST_PROTOCOL)
        os._exit(0)

    with interrupts_held():
        number = fork_child(child)
    os.close(said)
    file = os.fdopen(answers, "rb")
    try:
        yield partial(_result, file)
    except BaseException:
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
        raise
    finally:
        file.close()  # a fork whose result nobody wants ends when it writes
        os.waitpid(number, 0)


def _outcome(work: Callable[[], Any]) -> tuple[Any, Exception | None, dict[Any, str]]:
    with recorded() as record:
        try:
            return work(), None, record.digests
        except Exception as error:  # noqa: BLE001 - it is raised again, in the other process
            return None, error, record.digests


def _result(file: Any) -> Any:  # noqa: ANN401 - the result of the work
    try:
        result, error, digests = pickle.load(file)  # noqa: S301 - our own process wrote it
    except (EOFError, pickle.UnpicklingError):
        problem = EnvironmentProblem("a process at work was killed", hint="Is there memory enough?")
        raise problem from None
    note_digests(digests)
    if error is not None:
        raise error
    return result
