"""Commands on a disk with little room, at many sizes, and what each left.

`python -m benchmarks.full_disks [--only SCENARIO]` puts the project of each scenario of `torture`, with caches and
temporary files, on a disk of its own with so many kB free, and runs its command there. It has to do all of its work, or
to end with 1 or 3 and a sentence; each file is the old one or the new one, and nothing is left. Then there is room, and
the same command does the rest. For Linux, where a user may mount in a namespace of his own (unshare(1)).
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import torture
from benchmarks.forked_commands import import_all

SIZES = (0, 4, 8, 16, 32, 64, 128, 256, 512, 1024)
"""kB that are free."""
_MOST = 40
"""Seconds of a command."""
_WITHIN = "FOOTLIGHT_FULL_DISKS"
"""A variable that says that this process has its own namespace."""


def on_a_disk(scenario: torture.Scenario, known: torture.Reference, disk: Path, size: int) -> Iterator[str]:
    """Run a scenario on a disk with so many kB free; yield what was wrong."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "t", str(disk)], check=True)
    try:
        project = disk / "project"
        torture.fresh(known.project, project)
        torture.environment(project)
        filler = disk / "filler"
        state = os.statvfs(disk)
        with filler.open("wb") as file:
            file.write(bytes(max(0, state.f_bavail * state.f_frsize - size * 1024)))
        command = torture.started(project, scenario.command, scenario.stdin)
        code = command.wait(timeout=_MOST)
        said = torture.told(command)
        if code not in (0, 1, 3) or "Traceback" in said or "fault of its own" in said:
            yield f"ended with {code}: {said[-600:]}"
        yield from torture.states(torture.files(project), known, project) if scenario.same else ()
        yield from torture.leftovers(project)
        filler.unlink()
        try:
            torture.run(project, *(scenario.finish or scenario.command), stdin=scenario.stdin)
        except AssertionError as error:
            yield f"with room it failed: {str(error)[-600:]}"
        yield from torture.remains(torture.files(project), known, project, same=scenario.same)
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def main(argv: Sequence[str] | None = None) -> int:
    """Run commands on full disks, and print what was found; 1 where something was."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.full_disks", description=__doc__)
    parser.add_argument("--only", action="append", metavar="SCENARIO", help="one of the scenarios; may be repeated")
    options = parser.parse_args(argv)
    if _WITHIN not in os.environ:
        os.environ[_WITHIN] = "1"
        again = [sys.executable, "-m", "benchmarks.full_disks", *sys.argv[1:]]
        os.execvp("unshare", ["unshare", "--map-root-user", "--mount", *again])  # noqa: S606 - of util-linux
    left_out = {"serve", "init", "new"}
    commands = [one for one in torture.SCENARIOS if one.command[0] != sys.executable and one.name not in left_out]
    done: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    import_all()
    with tempfile.TemporaryDirectory(prefix="full-disks-") as name, torture.serving():
        disk = Path(name) / "disk"
        disk.mkdir()
        for scenario in commands:
            if options.only and scenario.name not in options.only:
                continue
            known = torture.reference(scenario, Path(name))
            for size in SIZES:
                done[scenario.name] += 1
                for wrong in on_a_disk(scenario, known, disk, size):
                    faults[wrong.partition(":")[0]] += 1
                    print(f"{scenario.name}, {size} kB free: {wrong}", flush=True)
    torture.print_table(done, faults, "disks")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
