"""DAISY Ace, the accessibility checker of EPUBs (https://daisy.github.io/ace/), where node and Chromium are there.

Its report is JSON in the vocabulary of EARL; `ace-cli -E` ends with 2 where a book has violations, without `-E` with 0.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from footlight.errors import EngineError, EnvironmentProblem
from footlight.findings.finding import Severity
from footlight.textmatch.places import single_spaced

TIMEOUT = 600
"""Seconds that one book may take."""
_COMMANDS = ("ace-cli", "ace")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_IMPACTS = {"critical": Severity.ERROR, "serious": Severity.ERROR}
"""What is worse than a warning; "moderate" and "minor" are none."""
_VIOLATIONS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One thing that Ace says of one document."""

    rule: str
    """Such as `image-alt`."""
    severity: Severity
    document: str
    text: str
    html: str
    """The element; cut where it is long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ace:
    """The program and the browser that it drives."""

    command: Path
    browser: Path


def find_ace(environment: Mapping[str, str] = os.environ) -> Ace:
    """Ace and a browser, by the PATH. Raises EnvironmentProblem where one is missing."""
    path = environment.get("PATH", "")
    command = next(filter(None, (shutil.which(name, path=path) for name in _COMMANDS)), "")
    if not command:
        raise EnvironmentProblem("DAISY Ace was not found", hint="Run `npm install --global @daisy/ace-cli`.")
    own = environment.get("PUPPETEER_EXECUTABLE_PATH", "")
    browser = next(filter(None, (shutil.which(name, path=path) for name in (own, *_BROWSERS) if name)), "")
    if not browser:
        raise EnvironmentProblem("DAISY Ace needs Chromium, and none was found", hint="Run `apt-get install chromium`.")
    return Ace(command=Path(command), browser=Path(browser))


def violations(ace: Ace, book: Path) -> tuple[Violation, ...]:
    """What Ace says of an EPUB. Raises EngineError where it breaks down."""
    with tempfile.TemporaryDirectory(prefix="footlight-") as folder:
        out = Path(folder, "out")
        environment = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": str(ace.browser), "HOME": folder}
        command = [str(ace.command), "-E", "-s", "-f", "-o", str(out), str(book.absolute())]
        try:
            done = subprocess.run(
                command, capture_output=True, cwd=folder, env=environment, timeout=TIMEOUT, check=False
            )
        except subprocess.TimeoutExpired:
            raise EngineError(f"Ace had not finished after {TIMEOUT} s") from None
        except OSError as error:
            raise EngineError(f"Ace cannot be started: {error}") from None
        return tuple(_report(out / "report.json", book, done))


def _report(report: Path, book: Path, done: subprocess.CompletedProcess[bytes]) -> Iterator[Violation]:
    try:
        value = json.loads(report.read_bytes() if done.returncode in (0, _VIOLATIONS) else b"")
        rows = [(of["earl:testSubject"]["url"], said) for of in value["assertions"] for said in of["assertions"]]
        yield from (_violation(url, said) for url, said in rows if said["earl:result"]["earl:outcome"] == "fail")
    except (OSError, ValueError, KeyError, TypeError):
        said = (done.stderr or done.stdout).decode("utf-8", "replace").strip()[-500:]
        raise EngineError(f"Ace broke down on {book.name}: {said}") from None


def _violation(document: str, said: dict[str, Any]) -> Violation:
    test, result = said["earl:test"], said["earl:result"]
    return Violation(
        rule=test["dct:title"],
        severity=_IMPACTS.get(test.get("earl:impact", ""), Severity.WARNING),
        document=document,
        text=test.get("help", {}).get("dct:description", "") or single_spaced(result.get("dct:description", "")),
        html=single_spaced(result.get("html", ""))[:120],
    )
