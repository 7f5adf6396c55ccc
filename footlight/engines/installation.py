"""How this Footlight was installed, and the command that adds a package to it.

Footlight may lie in a checkout, where `make` installs it, or come as a wheel by pip, pipx or uv. It is on no index of
packages, but what it needs is. So hints name the package itself, with the bounds that Footlight's metadata has, and the
Python that is running: such a command works wherever Footlight came from.
"""

import re
import shutil
import sys
from collections.abc import Iterator
from enum import Enum
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from pathlib import Path
from typing import assert_never

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


class Installer(Enum):
    """What put Footlight where it runs, and can put a package beside it."""

    PIP = "pip"
    PIPX = "pipx"
    PIPX_RUN = "pipx run"
    UV = "uv"
    """A virtual environment of uv's, which has no pip, or a tool of `uv tool install`."""
    UVX = "uvx"
    ENSUREPIP = "ensurepip"
    """A virtual environment without pip, of a Python that has one to put there."""
    OTHER_PIP = "another pip"
    """... of a Python that has none."""


def this_installer(prefix: Path = Path(sys.prefix)) -> Installer:
    """Tell how this Footlight was installed, by what installers leave in their environments.

    pipx writes pipx_metadata.json into those that stay, and has those of `pipx run` in a folder .cache; uv has those
    of `uvx` in a folder archive-v0 of its cache.
    """
    parts = prefix.parts
    if (prefix / "pipx_metadata.json").exists():
        return Installer.PIPX_RUN if ".cache" in parts[-2:-1] else Installer.PIPX
    if any(part.startswith("archive-v") for part in parts):
        return Installer.UVX
    if (prefix / "uv-receipt.toml").exists():
        return Installer.UV
    if find_spec("pip"):
        return Installer.PIP
    if shutil.which("uv"):
        return Installer.UV
    return Installer.ENSUREPIP if find_spec("ensurepip") else Installer.OTHER_PIP


def pip_command(*packages: str, installer: Installer | None = None) -> str:
    """The command that installs packages beside Footlight, with the bounds that Footlight sets.

    `installer` is the one that installed it. An option of pip's may stand before the packages. What `pipx run` and
    `uvx` install is gone with the run, so theirs is the command that was given, with more behind its first word.
    """
    bounds = {name: spec for name, spec, _ in reversed(_requirements())}
    specs = " ".join(name if name.startswith("-") else f"'{bounds.get(_normal(name), name)}'" for name in packages)
    python, venv = _python(), Path(sys.prefix).name
    match installer or this_installer():
        case Installer.PIP:
            return f"{python} -m pip install {specs}"
        case Installer.PIPX:
            return f"pipx runpip {venv} install {specs}" if specs[0] == "-" else f"pipx inject {venv} {specs}"
        case (Installer.PIPX_RUN | Installer.UVX) as runner:
            return f"{runner.value} {_with(specs)} …"
        case Installer.UV:
            return f"uv pip install --python {python} {specs}"
        case Installer.ENSUREPIP:
            return f"{python} -m ensurepip && {python} -m pip install {specs}"
        case Installer.OTHER_PIP:
            return f"pip --python {python} install {specs}"
        case other:
            assert_never(other)


def _with(specs: str) -> str:
    return " ".join(f"--with {spec}" for spec in specs.split(" ") if not spec.startswith("-"))


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
    return package_hint(*(name for name, _, of in _requirements() if of == extra))


def package_hint(*packages: str, installer: Installer | None = None) -> str:
    """The sentence that says how to get packages."""
    match installer or this_installer():
        case (Installer.PIPX_RUN | Installer.UVX) as runner:
            command = pip_command(*packages, installer=runner).removeprefix(f"{runner.value} ")
            return f"Put `{command.removesuffix(' …')}` behind `{runner.value}`."
        case other:
            return f"Run `{pip_command(*packages, installer=other)}`."


def missing_packages(extra: str = "") -> Iterator[str]:
    """The packages that Footlight, or an extra of it, requires and that are not installed, in the order of the rows."""
    for name, _, of in _requirements():
        if of == extra:
            try:
                version(name)
            except PackageNotFoundError:
                yield name
