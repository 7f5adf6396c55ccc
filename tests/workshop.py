"""Projects made on the spot and commands run in them, in this process or in one of their own."""

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from footlight.cli.dispatch import run
from footlight.cli.world import World
from footlight.clock import Clock
from footlight.engines.pdfium import page_texts

REPOSITORY = Path(__file__).resolve().parent.parent
FOOTLIGHT = (sys.executable, "-c", "from footlight.cli import main; main()")
_CODE = re.compile(r"\[([a-z0-9]+(?:-[a-z0-9]+)*)\]")

ESSAY = "---\ntitle: A Test\nauthor: A. Writer\nlang: en-GB\n---\n\n"
"""A front matter without findings."""


def quick_rows(values: Iterable[object], *quick: object) -> list[Any]:
    """The rows of a parametrised test, of which `make test` runs the quick ones and `make test-all` all others."""
    rows = list(values)
    missing = [row for row in quick if row not in rows]
    assert not missing, f"no rows of the test: {missing}"
    return [row if row in quick else pytest.param(row, marks=pytest.mark.slow) for row in rows]


def expected_text(path: Path, now: str, *, accept: bool) -> str:
    """The text that a case expects, kept at `path`; with `--accept`, what it gives `now` is kept there first.

    A case without one fails with the command that writes it.
    """
    if accept:
        path.write_text(now, encoding="utf-8", newline="\n")
    if not path.exists():
        case = path.relative_to(REPOSITORY)
        pytest.fail(f"{case} is not there: run this test again with --accept, and read what it writes", pytrace=False)
    return path.read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a command came to."""

    code: int
    out: str
    err: str

    @property
    def codes(self) -> list[str]:
        """The codes of the findings on standard output, in its order; excerpts begin with blanks."""
        lines = (line for line in self.out.splitlines() if not line.startswith(" "))
        return [found[1] for line in lines if (found := _CODE.search(line))]

    def line(self, code: str) -> str:
        """The first finding with a code, as it was printed."""
        return next(line for line in self.out.splitlines() if f"[{code}]" in line)


@dataclass(frozen=True, slots=True)
class Workshop:
    """A project's folder."""

    root: Path
    environ: dict[str, str] = field(default_factory=dict)
    """For commands in this process, which see no other variable."""
    clock: Clock = field(default_factory=Clock)
    """Of those as well."""

    @property
    def source(self) -> Path:
        """Where essays are put."""
        return self.root / "source"

    @property
    def build(self) -> Path:
        """Where products appear."""
        return self.root / "build"

    def write(self, path: str, content: str | bytes) -> Path:
        """A file of the project, with the folders that it needs."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def essay(self, body: str = "Words.\n", *, name: str = "essay", head: str = ESSAY, ledger: str = "") -> Path:
        """An essay with a front matter that has no findings, and its ledger where there is one."""
        if ledger:
            self.write(f"source/{name}.links.toml", f"schema = 1\n\n{ledger}")
        return self.write(f"source/{name}.md", head + body)

    def run(self, *argv: str, cwd: Path | None = None) -> Run:
        """A command, run in this process as `footlight` runs it, and a build all of it: engines that have begun threads
        here would hang in a fork.
        """
        argv = (*argv, "--jobs", "1") if argv[:1] == ("build",) and not {"--jobs", "--workers"} & {*argv} else argv
        out, err = StringIO(), StringIO()
        code = run(argv, World(out=out, err=err, environ=self.environ, cwd=cwd or self.root, clock=self.clock))
        return Run(code=code, out=out.getvalue(), err=err.getvalue())

    def make(self, *argv: str) -> Run:
        """`footlight build`, all of it in this process: a fork of a process with threads is a warning."""
        return self.run("build", "--jobs", "1", *argv)

    def process(self, *argv: str, wrapper: tuple[str, ...] = (), environ: Mapping[str, str] | None = None) -> Run:
        """A command in a process of its own, behind a wrapper such as `unshare -n`."""
        command = [*wrapper, *FOOTLIGHT, *argv]
        done = subprocess.run(
            command, cwd=self.root, env={**os.environ, **(environ or {})}, capture_output=True, check=False, timeout=300
        )
        return Run(code=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())

    def products(self, name: str = "essay") -> dict[str, bytes]:
        """Every file in build/NAME/, the hidden one too."""
        folder = self.build / name
        return {p.name: p.read_bytes() for p in sorted(folder.iterdir())} if folder.is_dir() else {}

    def pages(self, name: str = "essay", suffix: str = "") -> tuple[str, ...]:
        """The text layer of each page of a PDF."""
        return page_texts(self.products(name)[f"{name}{suffix}.pdf"])
