"""The shared libraries that WeasyPrint needs and pip cannot install: what each is called, and where to get it.

On Linux these are packages of the distribution; the Makefile asks for Debian's before anything is set up. On macOS they
come from Homebrew, on Windows from MSYS2: see "First Steps" in WeasyPrint's documentation, and the file names and
folders in its `text/ffi.py`, here of release 70.0. docs/installation.md tells users the same.
"""

import ctypes
import ctypes.util
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache

from footlight.engines.system_packages import SystemPackage, install_sentence
from footlight.errors import EnvironmentProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedLibrary:
    """A library, by the file names that `weasyprint.text.ffi` looks for on each system."""

    linux: str
    macos: str
    windows: str
    wanted: SystemPackage
    """The package that holds it. It brings what it needs itself: GLib, HarfBuzz, fontconfig."""

    @property
    def file(self) -> str:
        """Its file name on this system."""
        return {"darwin": self.macos, "win32": self.windows}.get(sys.platform, self.linux)


PANGO_PACKAGE = SystemPackage(
    debian="libpango-1.0-0",
    fedora="pango",
    arch="pango",
    homebrew="pango",
    msys2="mingw-w64-ucrt-x86_64-pango",
    conda="pango",
)
PANGO = SharedLibrary(
    linux="libpango-1.0.so.0", macos="libpango-1.0.dylib", windows="libpango-1.0-0.dll", wanted=PANGO_PACKAGE
)
LIBRARIES = (
    PANGO,
    SharedLibrary(
        linux="libpangoft2-1.0.so.0",
        macos="libpangoft2-1.0.dylib",
        windows="libpangoft2-1.0-0.dll",
        wanted=replace(PANGO_PACKAGE, debian="libpangoft2-1.0-0"),
    ),
    SharedLibrary(
        linux="libharfbuzz-subset.so.0",
        macos="libharfbuzz-subset.0.dylib",
        windows="libharfbuzz-subset-0.dll",
        wanted=replace(PANGO_PACKAGE, debian="libharfbuzz-subset0", fedora="harfbuzz", conda="harfbuzz"),
    ),
)
"""What `doctor` looks for. On macOS and Windows Pango's package brings all three."""
HARFBUZZ = SharedLibrary(
    linux="libharfbuzz.so.0",
    macos="libharfbuzz.0.dylib",
    windows="libharfbuzz-0.dll",
    wanted=replace(PANGO_PACKAGE, debian="libharfbuzz0b", fedora="harfbuzz", conda="harfbuzz"),
)
HARFBUZZ_SUBSET = LIBRARIES[2]

_DLL_DIRECTORIES = (
    # Where WeasyPrint looks on Windows if WEASYPRINT_DLL_DIRECTORIES is not set (`weasyprint.text.ffi`, 70.0): MSYS2's
    # two environments, and the GTK 3 runtime.
    r"C:\msys64\ucrt64\bin",
    r"C:\msys64\mingw64\bin",
    r"C:\Program Files\GTK3-Runtime Win64\bin",
)


def load(library: SharedLibrary) -> ctypes.CDLL:
    """Load a library. Raises OSError where it cannot be loaded."""
    if sys.platform == "win32":
        _add_dll_directories()
    try:
        return ctypes.CDLL(library.file)
    except OSError:
        # Homebrew's Python finds Homebrew's libraries by `find_library` only. Not on Linux, where each call of it
        # starts three processes and finds nothing that the loader does not find.
        found = ctypes.util.find_library(_short_name(library.file)) if sys.platform != "linux" else None
        if found is None:
            raise
        return ctypes.CDLL(found)


def _short_name(file: str) -> str:
    """The name by which `find_library` knows a library: `libpango-1.0.dylib` is `pango-1.0`, a DLL its file name."""
    return file.removesuffix(".0.dylib").removesuffix(".dylib").removeprefix("lib") if ".dylib" in file else file


@cache
def _add_dll_directories() -> None:
    """Make Windows look for libraries where WeasyPrint does."""
    folders = os.environ.get("WEASYPRINT_DLL_DIRECTORIES", ";".join(_DLL_DIRECTORIES)).split(";")
    for folder in folders:
        with suppress(OSError):  # it is not there
            os.add_dll_directory(folder)  # type: ignore[attr-defined,unused-ignore]  # only on Windows


def load_error(library: SharedLibrary) -> str:
    """Why a library cannot be loaded; empty where it can."""
    try:
        load(library)
    except OSError as error:
        return str(error)
    return ""


def install_hint(libraries: Iterable[SharedLibrary]) -> str:
    """What to do on this system to get libraries, as a sentence or two."""
    return install_sentence([library.wanted for library in libraries])


def require_libraries() -> None:
    """Raise EnvironmentProblem, with what to do, where a library that WeasyPrint needs cannot be loaded."""
    missing = [library for library in LIBRARIES if load_error(library)]
    if missing:
        names = ", ".join(library.file for library in missing)
        raise EnvironmentProblem(f"no PDF can be set: this machine lacks {names}", hint=install_hint(missing))


def pango_version() -> str:
    """Pango's own version, such as `1.50.12`; empty where it cannot be loaded."""
    try:
        library = load(PANGO)
        library.pango_version_string.restype = ctypes.c_char_p
        version: bytes = library.pango_version_string()
    except (OSError, AttributeError):
        return ""
    return version.decode("ascii", "replace")
