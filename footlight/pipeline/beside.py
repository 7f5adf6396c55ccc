"""One piece of work in a process of its own, beside this one: the second core, for a single essay."""

from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Generic, TypeVar

from footlight.errors import EnvironmentProblem

Result = TypeVar("Result")


class Beside(Generic[Result]):
    """Starts `work` in a fork of this process; `result` waits for it, and raises what it raised.

    The fork shares what is already imported and built, so nothing but the result is copied. It must be started while
    this process has no other thread.
    """

    def __init__(self, work: Callable[[], Result]) -> None:
        context = get_context("fork")
        self._ours, theirs = context.Pipe(duplex=False)
        self._process = context.Process(target=_report, args=(work, theirs), daemon=True)
        self._process.start()
        theirs.close()

    def result(self) -> Result:
        """What the work returned. Raises EnvironmentProblem where its process died."""
        try:
            value, error = self._ours.recv()
        except EOFError:
            raise EnvironmentProblem("a process of the build was killed", hint="Is there memory enough?") from None
        finally:
            self._process.join()
        if error is not None:
            raise error
        result: Result = value
        return result


def _report(work: Callable[[], Result], pipe: Connection) -> None:
    try:
        pipe.send((work(), None))
    except KeyboardInterrupt:
        pass  # the parent is interrupted as well, and says so
    except Exception as error:  # noqa: BLE001 - it is raised again, in the parent
        pipe.send((None, error))
