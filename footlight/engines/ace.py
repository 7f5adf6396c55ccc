"""DAISY Ace, the accessibility checker for EPUBs (https://daisy.github.io/ace/). It needs Node.js and Chromium.

Its report is JSON in the vocabulary of EARL. With `-E`, `ace-cli` exits with 2 where a book has violations.
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

from footlight.engines.child_processes import command_with_descendants, run_program
from footlight.engines.system_packages import CHROMIUM, install_sentence
from footlight.errors import EngineError, EnvironmentProblem
from footlight.findings.finding import Severity
from footlight.textmatch.places import single_spaced

TIMEOUT = 600
"""Seconds for one book."""
_COMMANDS = ("ace-cli", "ace")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_SEVERITIES = {"critical": Severity.ERROR, "serious": Severity.ERROR}
"""The severity of each of Ace's impacts that is more than a warning; the others are "moderate" and "minor"."""
_VIOLATIONS = 2
"""The exit code for a book with violations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A rule that one document of a book violates."""

    rule: str
    """Its name, such as `image-alt`."""
    severity: Severity
    document: str
    text: str
    html: str
    """The element, cut where it is long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ace:
    """Ace's command and the browser that it uses."""

    command: Path
    browser: Path


def find_ace(environment: Mapping[str, str] = os.environ) -> Ace:
    """Find Ace and a browser by the PATH. Raises EnvironmentProblem where one is missing."""
    path = environment.get("PATH", "")
    command = next(filter(None, (shutil.which(name, path=path) for name in _COMMANDS)), "")
    if not command:
        raise EnvironmentProblem("DAISY Ace was not found", hint="Run `npm install --global @daisy/ace-cli`.")
    own = environment.get("PUPPETEER_EXECUTABLE_PATH", "")
    browser = next(filter(None, (shutil.which(name, path=path) for name in (own, *_BROWSERS) if name)), "")
    if not browser:
        raise EnvironmentProblem(
            "DAISY Ace needs Chromium, and none was found",
            hint=f"Install Chromium or Chrome. {install_sentence([CHROMIUM])}",
        )
    return Ace(command=Path(command), browser=Path(browser))


def violations(ace: Ace, book: Path) -> tuple[Violation, ...]:
    """Check an EPUB. Raises EngineError where Ace fails."""
    with tempfile.TemporaryDirectory(prefix="footlight-") as folder:
        out = Path(folder, "out")
        environment = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": str(ace.browser), "HOME": folder}
        command = [str(ace.command), "-E", "-s", "-f", "-o", str(out), str(book.absolute())]
        try:
            done = run_program(command_with_descendants(command), cwd=folder, env=environment, timeout=TIMEOUT)
        except subprocess.TimeoutExpired:
            raise EngineError(f"Ace had not finished after {TIMEOUT} s") from None
        except OSError as error:
            raise EngineError(f"Ace cannot be started: {error}") from None
        return tuple(_report(out / "report.json", book, done))


def _report(report: Path, book: Path, done: subprocess.CompletedProcess[bytes]) -> Iterator[Violation]:
    try:
        value = json.loads(report.read_bytes() if done.returncode in (0, _VIOLATIONS) else b"")
        # An outer assertion for each document, an inner one for each rule.
        rows = [(of["earl:testSubject"]["url"], one) for of in value["assertions"] for one in of["assertions"]]
        yield from (_violation(url, one) for url, one in rows if one["earl:result"]["earl:outcome"] == "fail")
    except (OSError, ValueError, KeyError, TypeError):
        output = (done.stderr or done.stdout).decode("utf-8", "replace").strip()[-500:]
        raise EngineError(f"Ace failed on {book.name}: {output}") from None


def _violation(document: str, assertion: dict[str, Any]) -> Violation:
    test, result = assertion["earl:test"], assertion["earl:result"]
    return Violation(
        rule=test["dct:title"],
        severity=_SEVERITIES.get(test.get("earl:impact", ""), Severity.WARNING),
        document=document,
        text=test.get("help", {}).get("dct:description", "") or single_spaced(result.get("dct:description", "")),
        html=single_spaced(result.get("html", ""))[:120],
    )
