"""Many essays in as many processes as there are cores; one essay in this one."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from footlight.errors import EnvironmentProblem
from footlight.pipeline.building import Job, Outcome, build_essay
from footlight.pipeline.publishing import clear_leftovers
from footlight.pipeline.typesetting import Setter


def build_several(jobs: Sequence[Job], processes: int, now: float, setter: Setter | None = None) -> Iterator[Outcome]:
    """The outcomes in the order of their being done. `processes` of 0 stands for one a core.

    `setter` lays out the pages where all is done in this process. Raises what `build_essay` raises.
    """
    clear_leftovers(jobs[0].project.build, now)
    wanted = min(processes or len(os.sched_getaffinity(0)), len(jobs))
    if wanted <= 1:
        yield from (build_essay(job, setter) for job in jobs)
        return
    with ProcessPoolExecutor(wanted, mp_context=get_context("fork")) as pool:
        futures = [pool.submit(build_essay, job) for job in jobs]
        try:
            for future in as_completed(futures):
                yield future.result()
        except BrokenProcessPool:
            raise EnvironmentProblem("a process of the build was killed", hint="Is there memory enough?") from None
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
