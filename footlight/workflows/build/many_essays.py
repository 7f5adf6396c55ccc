"""Many essays in as many processes as there are cores; one essay in this one."""

from collections.abc import Callable, Iterator, Sequence

from footlight.engines.operating_system import core_count
from footlight.workflows.build.job import Job
from footlight.workflows.build.one_essay import Outcome, build_essay
from footlight.workflows.build.publication import clear_leftovers
from footlight.workflows.processes.setter import Setter


def build_several(jobs: Sequence[Job], processes: int, now: float, setter: Setter | None = None) -> Iterator[Outcome]:
    """The outcomes in the order of the jobs. `processes` of 0 stands for one a core.

    `setter` lays out the pages where all is done in this process. Raises what `build_essay` raises, and
    EnvironmentProblem where a process is killed.
    """
    clear_leftovers(jobs[0].project.build, now)
    wanted = min(processes or core_count(), len(jobs))
    if wanted <= 1:
        yield from (build_essay(job, setter) for job in jobs)
        return
    from footlight.workflows.processes.pool import map_in_processes  # noqa: PLC0415 - 20 ms that one essay need not wait

    yield from map_in_processes(_build, jobs, wanted, chunk=1)


def _build(job: Job, _: Callable[[str], None]) -> Outcome:
    return build_essay(job)
