"""What is installed of the engines, what is missing, and how to get each. Nothing that is missing raises here."""

import importlib
import platform
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from io import StringIO
from pathlib import Path

from footlight.engines.child_processes import run_program
from footlight.engines.installation import extra_hint, package_hint, pip_command
from footlight.engines.shared_libraries import (
    LIBRARIES,
    SharedLibrary,
    install_hint,
    load_error,
    pango_version,
)
from footlight.engines.system_packages import JAVA, install_command, this_system
from footlight.errors import FootlightError

_TIMEOUT = 20
"""Seconds. No program that is asked here takes so long to print its version."""

_PACKAGES = (
    # Title, the one module of engines/ that imports it, and its name on PyPI. Only packages with a part in C or Rust:
    # these can be installed and still not load.
    ("WeasyPrint", "weasyprint.typesetter", "weasyprint"),
    ("pikepdf", "pdf.pdf_file", "pikepdf"),
    ("pdfium", "pdfium", "pypdfium2"),
    ("page-validation", "page_validation", "page-validation"),
    ("lxml", "html_pages", "lxml"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One thing that Footlight needs or can use."""

    name: str
    ok: bool
    detail: str
    """Its version and where it is, or what is wrong with it."""
    hint: str = ""
    """How to get it; empty where it is installed."""
    needed: bool = True
    """Whether `build` needs it."""


def components(environ: Mapping[str, str]) -> Iterator[Component]:
    """Iterate over all engines: first what `build` needs, in the order of its steps, then what only `check` needs."""
    yield _python()
    yield _pandoc()
    for library in LIBRARIES:
        yield _library(library)
    for title, module, distribution in _PACKAGES:
        yield _package(title, module, distribution)
    yield _java(environ)
    yield _epubcheck()
    yield _ace(environ)


def _python() -> Component:
    enough = sys.version_info >= (3, 11)
    hint = "" if enough else "Install Python 3.11 or newer."
    return Component(name="Python", ok=enough, detail=f"{platform.python_version()}, {sys.executable}", hint=hint)


def _pandoc() -> Component:
    try:
        engine = importlib.import_module("footlight.engines.pandoc")
        detail = f"{engine.pandoc_version()}, {engine.pandoc_path()}"
        return Component(name="pandoc", ok=True, detail=detail)
    except (ImportError, OSError, FootlightError) as error:
        hint = package_hint("pypandoc_binary")
        return Component(name="pandoc", ok=False, detail=_first_line(error), hint=hint)


def _library(library: SharedLibrary) -> Component:
    error = load_error(library)
    hint = install_hint([library]) if error else ""
    return Component(name=library.file, ok=not error, detail=error or "there", hint=hint)


def _package(title: str, module: str, distribution: str) -> Component:
    try:
        with redirect_stdout(StringIO()):  # WeasyPrint prints there at length which library it lacks: `detail` has it
            importlib.import_module(f"footlight.engines.{module}")
        return Component(name=title, ok=True, detail=version(distribution) + _library_version(title))
    except PackageNotFoundError:
        hint = package_hint(distribution)
        return Component(name=title, ok=False, detail="not installed", hint=hint)
    except ImportError as error:
        hint = package_hint("--force-reinstall", distribution)
        return Component(name=title, ok=False, detail=_first_line(error), hint=hint)
    except OSError as error:
        return Component(name=title, ok=False, detail=_first_line(error), hint=install_hint(LIBRARIES))
    except FootlightError as error:  # another release of WeasyPrint than the one that is patched
        return Component(name=title, ok=False, detail=_first_line(error), hint=error.hint)


def _library_version(title: str) -> str:
    """The version of the library that does a package's work."""
    match title:
        case "WeasyPrint":
            return f", with Pango {pango_version() or 'of an unknown version'}"
        case "pikepdf":
            return f", with qpdf {getattr(sys.modules['pikepdf'], '__libqpdf_version__', 'of an unknown version')}"
        case _:
            return ""


def _java_hint() -> str:
    wheel = extra_hint("java")
    command = install_command([JAVA], this_system())
    return f"{wheel.removesuffix('.')}, or `{command}`." if command else wheel


def _java(environ: Mapping[str, str]) -> Component:
    try:
        java = importlib.import_module("footlight.engines.epubcheck").find_java(environ)
        done = run_program([java, "-version"], timeout=_TIMEOUT)
    except (FootlightError, OSError, subprocess.TimeoutExpired) as error:
        return Component(name="Java", ok=False, detail=_first_line(error), hint=_java_hint(), needed=False)
    # Java prints to stderr; lines before the version repeat the options of _JAVA_OPTIONS.
    lines = [line for line in done.stderr.decode("utf-8", "replace").splitlines() if " version " in line]
    if done.returncode or not lines:
        return Component(name="Java", ok=False, detail=f"{java} does not start", hint=_java_hint(), needed=False)
    return Component(name="Java", ok=True, detail=f"{lines[0]}, {java}", needed=False)


def _epubcheck() -> Component:
    try:
        jar: Path = importlib.import_module("footlight.engines.epubcheck").find_jar()
        return Component(name="EPUBCheck", ok=True, detail=f"{version('epubcheck')}, {jar}", needed=False)
    except (FootlightError, PackageNotFoundError) as error:
        hint = extra_hint("check")
        return Component(name="EPUBCheck", ok=False, detail=_first_line(error), hint=hint, needed=False)


def _ace(environ: Mapping[str, str]) -> Component:
    try:
        found = importlib.import_module("footlight.engines.ace").find_ace(environ)
    except FootlightError as error:
        return Component(name="Ace", ok=False, detail=_first_line(error), hint=error.hint, needed=False)
    return Component(name="Ace", ok=True, detail=f"{found.command}, with {found.browser}", needed=False)


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def cures(parts: Iterable[Component]) -> list[str]:
    """The commands, at most one for the system and one for Python, that bring all that a build needs and lacks."""
    lacking = {part.name: part for part in parts if part.needed and not part.ok}
    unable = {name for name, part in lacking.items() if part.hint == install_hint(LIBRARIES)}
    """Packages that are installed, and cannot be loaded without the libraries."""
    libraries = [library for library in LIBRARIES if library.file in lacking] or (list(LIBRARIES) if unable else [])
    packages = [distribution for title, _, distribution in _PACKAGES if title in lacking.keys() - unable]
    packages += ["pypandoc_binary"] if "pandoc" in lacking else []
    commands = [install_command([library.wanted for library in libraries], this_system())] if libraries else []
    commands += [pip_command(*packages)] if packages else []
    return [command for command in commands if command]
