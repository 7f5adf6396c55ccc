"""What the machine brings and pip cannot: shared libraries, by their sonames, each with Debian's package for it.

The Makefile asks for the same ones before anything is set up.
"""

import ctypes
import sys
from collections.abc import Sequence

from footlight.errors import EnvironmentProblem

LIBRARIES = {
    # soname: Debian's package. Each brings what it needs itself: GLib, HarfBuzz, fontconfig.
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}


def load_error(soname: str) -> str:
    """Why a library cannot be loaded; empty where it can."""
    try:
        ctypes.CDLL(soname)
    except OSError as error:
        return str(error)
    return ""


def missing_libraries() -> tuple[str, ...]:
    """Those of `LIBRARIES` that cannot be loaded. Elsewhere than on Linux they have other names: none is missed."""
    if sys.platform != "linux":
        return ()
    return tuple(soname for soname in LIBRARIES if load_error(soname))


def install_command(packages: Sequence[str]) -> str:
    """The one command that installs packages of Debian or Ubuntu."""
    return f"sudo apt-get install -y --no-install-recommends {' '.join(packages)}"


def require_libraries() -> None:
    """Raises EnvironmentProblem, with the command that helps, where a library that WeasyPrint needs is missing."""
    missing = missing_libraries()
    if missing:
        hint = f"Run `{install_command([LIBRARIES[soname] for soname in missing])}`."
        raise EnvironmentProblem(f"no PDF can be set: this machine lacks {', '.join(missing)}", hint=hint)


def pango_version() -> str:
    """Pango's own version, such as `1.50.12`; empty where it cannot be loaded."""
    try:
        library = ctypes.CDLL(next(iter(LIBRARIES)))
        library.pango_version_string.restype = ctypes.c_char_p
        said: bytes = library.pango_version_string()
    except (OSError, AttributeError):
        return ""
    return said.decode("ascii", "replace")
