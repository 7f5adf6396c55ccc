"""Commands interrupted at the very moment of an event, one after the other, and what each interrupt left.

`python -m benchmarks.interruptions [--each N] [--only SCENARIO]` runs each scenario of `torture` once and notes the
audit events that concern its project and its temporary files: a file opened, renamed or removed, a folder made, a
program started (docs.python.org/3/library/audit_events). Then it runs it again for each of them, and the whole group
gets SIGINT in that event, as from a terminal. The command has to end with 130 and one line, or to come to its end;
nothing may be left in the project or the folder of temporary files, each file is the old one or the new one, and no
process goes on.
`kill` and `timeout` send SIGTERM, which is the same to Footlight: every fourth interrupt is one.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from benchmarks import torture
from benchmarks.forked_commands import ForkedCommand, import_all

_PROGRAMS = frozenset({"subprocess.Popen", "os.fork", "os.posix_spawn"})
_SAID = "footlight: interrupted; nothing half-made was left"
_PATIENCE = 60
"""Seconds in which a command that was interrupted has to come to its end, on a machine with others."""


def watching(within: Sequence[str], act: Callable[[int, str], None]) -> Callable[[], None]:
    """A function that lets `act` be called with the number and the name of each event that concerns these paths."""

    def install() -> None:
        command, seen = os.getpid(), 0

        def hook(event: str, args: tuple[object, ...]) -> None:
            nonlocal seen
            if event not in _PROGRAMS:
                if not args or not isinstance(args[0], str | bytes | os.PathLike):
                    return
                if not os.fsdecode(args[0]).startswith(tuple(within)):
                    return
            if os.getpid() == command:
                seen += 1
                act(seen, event)

        sys.addaudithook(hook)

    return install


def events_of(scenario: torture.Scenario, known: torture.Reference, project: Path) -> list[str]:
    """The names of the events of a scenario that nobody interrupts, in their order."""
    torture.fresh(known.project, project)
    with tempfile.TemporaryFile() as told:
        handle = told.fileno()

        def note(_: int, event: str) -> None:
            os.write(handle, f"{event}\n".encode())

        command = _started(scenario, project, watching(_paths(project), note))
        if scenario.name == "serve":
            with suppress(subprocess.TimeoutExpired):
                command.wait(timeout=max(5, 3 * known.seconds))
            with suppress(ProcessLookupError):
                os.kill(command.pid, signal.SIGINT)
        command.wait(timeout=_PATIENCE)
        command.said()
        told.seek(0)
        return told.read().decode().splitlines()


def interrupt(scenario: torture.Scenario, known: torture.Reference, project: Path, nth: int) -> Iterator[str]:
    """Run a scenario with an interrupt at its nth event; yield what was wrong."""
    torture.fresh(known.project, project)
    number = signal.SIGTERM if nth % 4 == 3 else signal.SIGINT

    def act(seen: int, _: str) -> None:
        if seen == nth:
            os.killpg(0, number)

    command = _started(scenario, project, watching(_paths(project), act))
    try:
        code = command.wait(timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        yield "it hangs" if scenario.name != "serve" else "it goes on"
        os.killpg(command.pid, signal.SIGKILL)
        code = command.wait(timeout=_PATIENCE)
    said = command.said()
    if "Traceback" in said or "fault of its own" in said or "Exception ignored" in said:
        yield f"a traceback: {said[-1500:]}"
    if code not in (0, 1, 130):
        yield f"ended with {code}: {said[-300:]}"
    if code == 130 and said.rstrip().splitlines()[-1:] != [_SAID]:
        yield f"130 without its line: {said[-300:]}"
    yield from (f"a process went on: {one}" for one in torture.left_processes(str(project), command.pid))
    yield from torture.leftovers(project)
    now = torture.files(project)
    yield from (f"left behind: {one}" for one in sorted(now.keys() - known.before.keys() - known.after.keys()))
    if scenario.same:
        yield from torture.states(now, known, project)


def _started(scenario: torture.Scenario, project: Path, first: Callable[[], None]) -> ForkedCommand:
    environ = torture.environment(project)
    return ForkedCommand(scenario.command, cwd=project, env=environ, stdin=scenario.stdin.encode(), first=first)


def _paths(project: Path) -> tuple[str, ...]:
    return str(project), "source", "build"


def main(argv: Sequence[str] | None = None) -> int:
    """Interrupt commands, and print what was found; 1 where something was."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.interruptions", description=__doc__)
    parser.add_argument("--each", type=int, default=60, help="at most so many events of each command (60)")
    parser.add_argument("--only", action="append", metavar="SCENARIO", help="one of the scenarios; may be repeated")
    options = parser.parse_args(argv)
    commands = [one for one in torture.SCENARIOS if one.command[0] != sys.executable]
    chosen = [one for one in commands if not options.only or one.name in options.only]
    done: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    import_all()
    with tempfile.TemporaryDirectory(prefix="interruptions-") as name, torture.serving():
        for scenario in chosen:
            known = torture.reference(scenario, Path(name))
            project = known.project.parent / "project"
            events = events_of(scenario, known, project)
            step = max(1, -(-len(events) // options.each))
            for nth in range(1, len(events) + 1, step):
                done[scenario.name] += 1
                for wrong in interrupt(scenario, known, project, nth):
                    faults[wrong.partition(":")[0]] += 1
                    print(f"{scenario.name}, event {nth} of {len(events)} ({events[nth - 1]}): {wrong}", flush=True)
    torture.print_table(done, faults, "interrupts")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
