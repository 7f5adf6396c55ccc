"""Essays built on a cluster: their files travel by content, so that no file system has to be shared.

The project is a list of paths and digests, and that list has a digest itself: a worker that has seen it knows all
of the project's files. What a worker lacks it says, and gets with the same job again. It builds in a copy of the
project and gives the products back; they are published here, by the rules by which a local build publishes.
"""

import atexit
import hashlib
import json
import os
import shutil
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from footlight import __version__
from footlight.engines.dask_cluster import cluster, own_address
from footlight.engines.machine_fonts import MACHINE_FONTS
from footlight.errors import EnvironmentProblem
from footlight.file_replacement import put_file
from footlight.input_record import ABSENT, read_file, recorded
from footlight.project import Project
from footlight.user_folders import cache_folder
from footlight.workflows.build.essay_builds import Outcome, set_essay
from footlight.workflows.build.freshness import common_inputs, digests_read
from footlight.workflows.build.job import Job
from footlight.workflows.build.publication import publish_editions
from footlight.workflows.processes.setter import LocalSetter
from footlight.workflows.processes.temporary_folder import make_held_folder, remove_abandoned, temporary_parent

_AT_ONCE = 32_000_000
"""Bytes of files that are sent with one job."""
_LEFT_OUT = frozenset({"build", "node_modules", "_site", "public", "__pycache__"})
"""Folders of a project that hold nothing of an essay's, besides hidden ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A job for a worker, with what it said it lacks."""

    job: Job
    tree: str
    """The digest of the list of files."""
    listed: bytes = b""
    """The list: JSON, paths from the project's folder and digests."""
    contents: Mapping[str, bytes] = field(default_factory=dict)
    """By digest."""
    version: str = __version__


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """What a worker lacks to do a job."""

    worker: str
    listed: bool = False
    digests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a worker made."""

    outcome: Outcome
    products: Mapping[str, bytes]
    read: Mapping[Path, str]
    """What was read, by the path from the project's folder."""
    version: str = __version__


def build_on_cluster(jobs: Sequence[Job], address: str) -> Iterator[Outcome]:
    """Yield the outcome of each job, as it is done. Essays that are not files of the project are built here.

    Raises what `build_essay` raises, UsageError without Dask, EnvironmentProblem where the cluster does not answer.
    """
    project = jobs[0].project
    files = _files(project)
    listed = json.dumps(files, sort_keys=True).encode()
    tree = hashlib.sha256(listed).hexdigest()
    places = {digest: path for path, digest in files.items()}

    def again(parcel: Parcel, result: "Built | Lacking") -> Parcel | None:
        if isinstance(result, Built):
            return None
        wanted, size = dict[str, bytes](), 0
        for digest in result.digests:
            data = _content(project.root / places[digest], digest)
            wanted[digest] = data
            size += len(data)
            if size > _AT_ONCE:
                break
        return replace(parcel, listed=listed if result.listed else b"", contents=wanted)

    with cluster(address) as workers:
        parcels = (Parcel(job=job, tree=tree) for job in jobs)
        for parcel, built in workers.map(build_parcel, parcels, again):
            assert isinstance(built, Built)  # noqa: S101 - `again` answers all others
            if built.version != __version__:
                hint = "Install the same version on all machines."
                message = f"a worker of the cluster has Footlight {built.version}, this is {__version__}"
                raise EnvironmentProblem(message, hint=hint)
            _publish(parcel.job, built, files)
            yield built.outcome


def _content(path: Path, digest: str) -> bytes:
    data = read_file(path)
    if hashlib.sha256(data).hexdigest() != digest:
        raise EnvironmentProblem(f"{path} was saved while it was sent", hint="Build again.")
    return data


def _files(project: Project) -> dict[str, str]:
    """All files of a project that an essay may need, with their digests."""
    found = {}
    for parent, folders, names in os.walk(project.root):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _LEFT_OUT)
        for name in sorted(names):
            path = Path(parent, name)
            if path.is_file() and not name.startswith("."):
                place = path.relative_to(project.root).as_posix()
                found[place] = hashlib.sha256(read_file(path)).hexdigest()
    return found


def _publish(job: Job, built: Built, files: Mapping[str, str]) -> None:
    if not built.outcome.products:
        return
    root, folder = job.project.root, job.project.build / job.essay.name
    digests = {
        path: files.get(path.relative_to(root).as_posix(), ABSENT)
        for path in common_inputs(job.project, job.essay.path)
    }
    digests |= {path if path == MACHINE_FONTS else root / path: digest for path, digest in built.read.items()}
    publish_editions(built.products, job, digests_read(folder, digests | {job.project.config: job.key.config}))


_building = threading.Lock()
"""A worker may have several threads, and an engine in C one state."""


def build_parcel(parcel: Parcel) -> Built | Lacking:
    """Build an essay, on a worker; or say what is lacking."""
    with _building:
        store = cache_folder() / "inputs"
        store.mkdir(parents=True, exist_ok=True)
        for digest, data in ((parcel.tree, parcel.listed), *parcel.contents.items()):
            if data:
                _keep(store / digest, data)
        try:
            files: dict[str, str] = json.loads(read_file(store / parcel.tree))
        except OSError:
            return Lacking(worker=own_address(), listed=True)
        lacking = sorted({digest for digest in files.values() if not (store / digest).exists()})
        if lacking:
            return Lacking(worker=own_address(), digests=tuple(lacking))
        return _built(parcel.job, _copy(store, parcel.tree, files))


def _keep(path: Path, data: bytes) -> None:
    put_file(path, data, private=True)


@cache
def _setter() -> LocalSetter:
    return LocalSetter()


_COPY = "footlight-copy-"
_copies: dict[str, tuple[Path, int]] = {}
"""The project as this worker has it, and the handle that holds its folder, by the digest of the list of its files: the
last one."""


def _copy(store: Path, tree: str, files: Mapping[str, str]) -> Path:
    """The folder of a project, made once for each list of files."""
    if tree not in _copies:
        _remove_copies()
        parent = temporary_parent().resolve()
        remove_abandoned(parent, _COPY)
        root, handle = make_held_folder(parent, _COPY)
        for place, digest in files.items():
            path = root / place
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                path.hardlink_to(store / digest)
            except OSError:
                shutil.copyfile(store / digest, path)
        _copies[tree] = root, handle
    return _copies[tree][0]


@atexit.register
def _remove_copies() -> None:
    while _copies:
        root, handle = _copies.popitem()[1]
        shutil.rmtree(root, ignore_errors=True)
        os.close(handle)


def _built(job: Job, root: Path) -> Built:
    """Build an essay in a copy of its project."""
    path = root / job.essay.path.relative_to(job.project.root)
    own = replace(job, project=replace(job.project, root=root), essay=replace(job.essay, path=path))
    with recorded() as record:
        outcome, products = set_essay(own, _setter())
    read = {
        path.relative_to(root) if path.is_relative_to(root) else path: digest
        for path, digest in record.digests.items()
        if path == MACHINE_FONTS or path.is_relative_to(root)
    }
    return Built(outcome=outcome, products=products if outcome.products else {}, read=read)
