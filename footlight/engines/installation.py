"""How this Footlight was installed, and the command that adds a package to it.

Footlight may lie in a checkout, where `make` installs it, or come as a wheel by pip, pipx or uv. It is on no index of
packages, but what it needs is. So hints name the package itself, with the bounds that Footlight's metadata has, and the
Python that is running: such a command works wherever Footlight came from.
"""

import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from pathlib import Path

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_EXTRA = re.compile(r"""extra\s*==\s*["']([^"']+)["']""")


@cache
def _requirements() -> tuple[tuple[str, str, str], ...]:
    """What Footlight requires: the name of each package, the name with its bounds, and the extra or ""."""
    found = []
    try:
        lines = requires("footlight") or []
    except PackageNotFoundError:  # a checkout that was never installed
        return ()
    for line in lines:
        spec, _, marker = (part.strip() for part in line.partition(";"))
        name, extra = _NAME.match(spec), _EXTRA.search(marker)
        if name:
            found.append((_normal(name[0]), spec, extra[1] if extra else ""))
    return tuple(found)


def _normal(name: str) -> str:
    """The name of a package as indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pip_command(*packages: str) -> str:
    """The command that installs packages into the Python that is running, with the bounds that Footlight sets."""
    bounds = {name: spec for name, spec, _ in reversed(_requirements())}
    specs = " ".join(f"'{bounds.get(_normal(name), name)}'" for name in packages)
    python = _python()
    return f"{python} -m pip install {specs}" if find_spec("pip") else f"uv pip install --python {python} {specs}"


def _python() -> str:
    """The path of the running Python, from the working folder where it lies below it."""
    path = Path(sys.executable)
    try:
        shown = str(path.relative_to(Path.cwd()))
    except (ValueError, OSError):
        shown = str(path)
    return f"'{shown}'" if re.search(r"[^\w./\\:~+-]", shown) else shown


def extra_hint(extra: str) -> str:
    """The sentence that says how to get an extra: `Run `…`.`"""
    return f"Run `{pip_command(*(name for name, _, of in _requirements() if of == extra))}`."


def package_hint(*packages: str) -> str:
    """The sentence that says how to get packages."""
    return f"Run `{pip_command(*packages)}`."


def missing_packages(extra: str = "") -> Iterator[str]:
    """The packages that Footlight, or an extra of it, requires and that are not installed, in the order of the rows."""
    for name, _, of in _requirements():
        if of == extra:
            try:
                version(name)
            except PackageNotFoundError:
                yield name
