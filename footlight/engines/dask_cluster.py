"""A Dask cluster that does jobs (https://distributed.dask.org). It is an extra, `dask`."""

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from footlight.engines.installation import extra_hint
from footlight.errors import EnvironmentProblem, UsageError

Job = TypeVar("Job")
Result = TypeVar("Result")

SCHEME = "dask://"
"""What the address of a scheduler begins with on the command line: `dask://HOST:PORT`."""
_PATIENCE = 20
"""Seconds in which the scheduler, and a first worker, have to answer."""
_AHEAD = 2
"""Jobs for each thread of the cluster that are handed out at a time: few, so that memory stays flat."""
_KILLS = 10
"""How often a job is handed out again after a worker died over it."""


class Cluster:
    """The workers that a scheduler has."""

    def __init__(self, client: Any) -> None:  # noqa: ANN401 - distributed is untyped
        self._client = client

    def map(
        self,
        work: Callable[[Job], Result],
        jobs: Iterator[Job],
        again: Callable[[Job, Result], Job | None],
    ) -> Iterator[tuple[Job, Result]]:
        """Yield each job with its result, as it is done.

        `again` gives what is to be done instead where a result says that something is missing; else None. A job whose
        worker dies is done by another one. Raises what a job raises, and EnvironmentProblem where its workers die.
        """
        distributed = _distributed()
        waiting: dict[Any, tuple[Job, int]] = {}
        done = distributed.as_completed(loop=self._client.loop, raise_errors=False)

        def start(job: Job, kills: int = 0, worker: str = "") -> None:
            where = {"workers": [worker], "allow_other_workers": True} if worker else {}
            future = self._client.submit(work, job, pure=False, **where)
            waiting[future] = job, kills
            done.add(future)

        def fill() -> None:
            room = max(1, sum(self._client.nthreads().values())) * _AHEAD
            while len(waiting) < room:
                try:
                    start(next(jobs))
                except StopIteration:
                    return

        fill()
        for future in done:
            job, kills = waiting.pop(future)
            if future.status != "finished":
                error = future.exception()
                killed = isinstance(error, distributed.KilledWorker)
                if killed and kills < _KILLS:
                    start(job, kills + 1)
                    continue
                if killed:
                    hint = "Have the workers memory enough?"
                    raise EnvironmentProblem("workers of the cluster die over a job", hint=hint) from None
                raise error
            result = future.result()
            if (instead := again(job, result)) is not None:
                start(instead, kills, _worker_of(result))
            else:
                yield job, result
            future.release()
            fill()


def _worker_of(result: object) -> str:
    return str(getattr(result, "worker", ""))


def own_address() -> str:
    """The address of the worker that this runs on; empty where it is none."""
    try:
        return str(_distributed().get_worker().address)
    except (UsageError, ValueError):
        return ""


def _distributed() -> Any:  # noqa: ANN401 - its functions have no types
    """The package. Raises UsageError where it is not installed."""
    try:
        return importlib.import_module("distributed")
    except ImportError:
        raise UsageError("Dask is not installed", hint=extra_hint("dask")) from None


@contextmanager
def cluster(address: str) -> Iterator[Cluster]:
    """Connect to the scheduler at `dask://HOST:PORT`. Raises UsageError without the extra, EnvironmentProblem without
    an answer.
    """
    distributed = _distributed()
    place = address.removeprefix(SCHEME)
    try:
        client = distributed.Client(f"tcp://{place}", timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        hint = "Start one with `dask scheduler`, and workers with `dask worker HOST:PORT --nthreads 1`."
        raise EnvironmentProblem(f"no Dask scheduler answers at {place}: {error}", hint=hint) from None
    try:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError:
            hint = f"Start some with `dask worker {place} --nthreads 1`."
            raise EnvironmentProblem(f"the Dask scheduler at {place} has no workers", hint=hint) from None
        yield Cluster(client)
    finally:
        client.close()
