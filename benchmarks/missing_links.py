"""How well `links find` and `links recover` do on rotted essays, called as a person calls them, and how fast.

    make bench CORPUS=FOLDER     # see benchmarks.linkrot for what the folder holds

The corpus's own score.py calls the command and scores what it prints; the table goes to docs/recovery.md.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from benchmarks.linkrot import FOLDS, Corpus

PAGE = Path(__file__).parents[1] / "docs" / "recovery.md"
_TABLE = re.compile(r"(?<=<!-- made by make bench -->\n).*?(?=<!-- end -->)", re.DOTALL)
_ESSAYS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a command took."""

    wall: float
    """Seconds, of a machine that may be busy with other things."""
    cpu: float
    """Seconds of all its processes together."""
    memory: float
    """The most that one of its processes held, in MB."""


def measure(corpora: Sequence[Corpus]) -> None:
    """Score, time, print a table for each corpus and write them into docs/recovery.md."""
    table = "\n".join(line for corpus in corpora for line in (f"`{corpus.author}`:", "", *rows(corpus), ""))
    sys.stdout.write(table)
    PAGE.write_text(_TABLE.sub(lambda _: f"\n{table}\n", PAGE.read_text(encoding="utf-8")), encoding="utf-8")


def rows(corpus: Corpus) -> Iterator[str]:
    """The lines of the table."""
    found, own, lost = score(corpus, "find", "OUT"), score(corpus, "recover", "OWN"), score(corpus, "recover", "OUT")
    yield "| measured | result | goal |"
    yield "|---|---|---|"
    yield f"| **places found**: of naked, emptied and hollow links | {found['recall']:.3f} | .85 |"
    yield f"| … of what is reported, right | {found['precision']:.3f} | .95 |"
    alarms = next(value for name, value in found.items() if "alarm" in name)
    yield f"| … false alarms in 10,000 words of sound text | {alarms:.1f} | 2 |"
    yield f"| **own page captured whole**, 5 % of its words edited: right address first | {own['first']:.4f} | .97 |"
    yield f"| … of {own['called_recovered']} called recovered, right | {own['precision_of_recovered']:.4f} | .995 |"
    yield f"| **own page captured after the rot**: named links, right address first | {lost['first_named']:.3f} | .70 |"
    yield f"| … among five | {lost['first_five_named']:.3f} | .85 |"
    emptied = lost["first_by_model"]["emptied"], lost["first_five_by_model"]["emptied"]
    yield f"| … emptied links, first and among five | {emptied[0]:.3f}, {emptied[1]:.3f} | –, .40 |"
    yield f"| … called recovered, of the links that left a trace | {lost['called_recovered_per_traced']:.3f} | .25 |"
    yield f"| … of {lost['called_recovered']} called recovered, right | {lost['precision_of_recovered']:.3f} | .98 |"
    essays = sorted(
        chain.from_iterable((corpus.out(n, f) / "essays").glob("*.md") for n in ("OUT", "OWN") for f in FOLDS)
    )
    archive = ["--json", "--dry-run", "--archive", str(corpus.out("OUT", 0) / "archive.warc.gz")]
    for what, options, goal in (("find", ["--json"], "20 s"), ("recover", archive, "120 s")):
        cost = timed([footlight(), "links", what, *options, *map(str, essays[:_ESSAYS])])
        yield (
            f"| **{_ESSAYS} essays**, links {what} | {cost.wall:.0f} s ({cost.cpu:.0f} s of CPU), {cost.memory:.0f} MB "
            f"| {goal}, 500 MB |"
        )


def score(corpus: Corpus, what: str, name: str) -> dict[str, Any]:
    """What score.py says of the three folds pooled."""
    command = [sys.executable, str(corpus.folder / "score.py"), what, *(str(corpus.out(name, fold)) for fold in FOLDS)]
    done = subprocess.run([*command, "--tool", footlight()], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return dict(json.loads(done.stdout.splitlines()[-1]))


_LAUNCHER = """
import os, subprocess, sys, time
start = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
print(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
"""
"""A process as small as can be: what a process holds is reckoned to those that it starts."""


def timed(command: Sequence[str]) -> Cost:
    """What a command takes, what it prints thrown away."""
    done = subprocess.run([sys.executable, "-c", _LAUNCHER, *command], capture_output=True, text=True, check=True)
    wall, cpu, memory = map(float, done.stdout.split())
    return Cost(wall=wall, cpu=cpu, memory=memory)


def footlight() -> str:
    """The command beside the Python that runs this."""
    return str(Path(sys.executable).with_name("footlight"))
