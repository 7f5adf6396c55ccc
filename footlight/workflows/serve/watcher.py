"""Builds essays and books again when the writer rests, each time by `footlight build` in a process of its own.

Changes are found by looking at all files again and again. watchfiles was tried instead. It does no work in between,
where this takes 63 ms for 5,000 files each time. But it does not see changes that another machine makes in a network
folder, fails where templates/ is not there yet, and 0.5 MB of compiled code would replace twenty lines.
"""

import json
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from footlight.engines.child_processes import start_program
from footlight.engines.operating_system import python_command, python_environ
from footlight.errors import FootlightError
from footlight.project import Project
from footlight.settings.parser import load_config
from footlight.workflows.book.book_orders import find_orders

_EVERY = 0.4
"""Seconds between two looks. What changed must stay the same for one of them, so that half a file is not built."""
_REST = 1.2
"""Seconds without a change before a build: the desk shows text and pages at once, and a build takes a core."""
_PAUSE = 10
"""Between two looks it waits at least this many times as long as a look takes, so many files cost no more than few."""
_LOWER = "import os; getattr(os, 'nice', int)(10)"
"""A build gives way to the preview (Windows has no `nice`)."""
_FOOTLIGHT = f"{_LOWER}; from footlight.cli import main; main()"
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

    def __init__(self, project: Project, changed: Callable[["BuildState"], object] | None = None) -> None:
        """`changed` is called, in a thread, when a build begins and ends."""
        self._project = project
        self._changed = changed
        self._state = BuildState()
        self._ended = threading.Event()
        self._stopped = threading.Event()
        """Set where a build was ended because something changed meanwhile."""
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

    def give_way(self) -> None:
        """End a build that is running: something has changed, and the preview of that needs the cores at once.

        What is built already is not built again when the writer rests.
        """
        process = self._process
        if self._state.building and process is not None and process.poll() is None:
            self._stopped.set()
            process.terminate()

    def _watch(self) -> None:
        built: _Signature | None = None
        seen, since = self._signature(), float("-inf")
        while not self._ended.is_set():
            began = time.monotonic()
            now = self._signature()
            taken = time.monotonic() - began
            if now != seen:
                seen, since = now, began
            elif now != built and began - since >= _REST:
                built = now if self._build() else None
            self._ended.wait(max(_EVERY, _PAUSE * taken))

    def _build(self) -> bool:
        """Build what is stale; False where it was ended before it was done."""
        before = self._state
        self._stopped.clear()
        self._tell(replace(before, building=True))
        findings, trouble = self._run("build")
        if not trouble and not self._ended.is_set() and not self._stopped.is_set() and _has_books(self._project):
            more, trouble = self._run("book")
            findings += more
        if self._stopped.is_set():
            self._tell(before)
            return False
        self._tell(BuildState(generation=before.generation + 1, findings=tuple(findings), trouble=trouble))
        return True

    def _tell(self, state: BuildState) -> None:
        self._state = state
        if self._changed:
            self._changed(state)

    def _run(self, command: str) -> tuple[list[dict[str, Any]], str]:
        """Run a command; its findings, and why it could do nothing at all."""
        with start_program(
            python_command(_FOOTLIGHT, command, "--json", "--quiet"),
            cwd=self._project.root,
            env=python_environ(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            self._process = process
            out, err = process.communicate()
        findings = [json.loads(line) for line in out.decode("utf-8", "replace").splitlines() if line]
        return findings, err.decode("utf-8", "replace").strip() if process.returncode > 1 else ""

    def _signature(self) -> _Signature:
        own = self._project.own_templates
        folders = (self._project.source, *([own] if own else []))
        return tuple(row for folder in folders for row in _files(folder))


def _has_books(project: Project) -> bool:
    try:
        return bool(find_orders(project, load_config(project.config)))
    except FootlightError:
        return True  # the command says what is wrong


def _files(folder: Path) -> list[tuple[str, int, int]]:
    rows = []
    for path in sorted(folder.rglob("*")):
        try:
            state = path.stat()
        except OSError:  # it was removed in between
            continue
        rows.append((str(path), state.st_mtime_ns, state.st_size))
    return rows
