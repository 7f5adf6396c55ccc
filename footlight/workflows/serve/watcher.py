"""Builds essays again while they are being written, each time by a `footlight build` in a process of its own.

Changes are found by looking at all files again and again. watchfiles was tried instead. It does no work in between,
where this takes 63 ms for 5,000 files each time. But it does not see changes that another machine makes in a network
folder, fails where templates/ is not there yet, and 0.5 MB of compiled code would replace twenty lines.
"""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from footlight.project import Project

_EVERY = 0.4
"""Seconds between two looks. What changed must stay the same for one of them, so that half a file is not built."""
_PAUSE = 10
"""Between two looks it waits at least this many times as long as a look takes, so many files cost no more than few."""
_BUILD = (sys.executable, "-P", "-c", "from footlight.cli import main; main()", "build", "--json", "--quiet")
"""-P: nothing is imported from the project's folder, in which it runs."""
_Signature = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildState:
    """The result of the last build."""

    generation: int = 0
    """How many builds there were, those that changed nothing too."""
    building: bool = False
    findings: tuple[dict[str, Any], ...] = ()
    trouble: str = ""
    """Why nothing could be built, such as a configuration that cannot be read."""

    def findings_of(self, shown: str) -> tuple[dict[str, Any], ...]:
        """Return the findings of one file."""
        return tuple(finding for finding in self.findings if finding.get("file") == shown)


class Watcher:
    """Builds what has changed, until it is stopped."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._state = BuildState()
        self._ended = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._watch, name="watching source/", daemon=True)

    @property
    def state(self) -> BuildState:
        """The result of the last build."""
        return self._state

    def start(self) -> None:
        """Start, and build what is stale already."""
        self._thread.start()

    def stop(self) -> None:
        """Stop, and end a build that is running: it leaves nothing half-made."""
        self._ended.set()
        process = self._process
        if process is not None and process.poll() is None:
            process.terminate()
        self._thread.join(timeout=10)

    def _watch(self) -> None:
        built: _Signature | None = None
        seen = self._signature()
        while not self._ended.is_set():
            began = time.monotonic()
            now = self._signature()
            taken = time.monotonic() - began
            if now == seen != built:
                built = now
                self._build()
            seen = now
            self._ended.wait(max(_EVERY, _PAUSE * taken))

    def _build(self) -> None:
        self._state = replace(self._state, building=True)
        with subprocess.Popen(
            _BUILD, cwd=self._project.root, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            self._process = process
            out, err = process.communicate()
        findings = tuple(json.loads(line) for line in out.decode("utf-8", "replace").splitlines() if line)
        trouble = err.decode("utf-8", "replace").strip() if process.returncode > 1 else ""
        generation = self._state.generation + 1
        self._state = BuildState(generation=generation, findings=findings, trouble=trouble)

    def _signature(self) -> _Signature:
        own = self._project.own_templates
        folders = (self._project.source, *([own] if own else []))
        return tuple(row for folder in folders for row in _files(folder))


@contextmanager
def watching(project: Project) -> Iterator[Watcher]:
    """Run a watcher for as long as the block lasts."""
    watcher = Watcher(project)
    watcher.start()
    try:
        yield watcher
    finally:
        watcher.stop()


def _files(folder: Path) -> list[tuple[str, int, int]]:
    rows = []
    for path in sorted(folder.rglob("*")):
        try:
            state = path.stat()
        except OSError:  # it was removed in between
            continue
        rows.append((str(path), state.st_mtime_ns, state.st_size))
    return rows
