"""What the package managers of systems call what Footlight can use, and the one command that installs it here.

Debian's names were tried; those of Fedora, Arch, Homebrew, MSYS2 (UCRT64) and conda-forge are as their package lists
have them, and were not tried on such machines.
"""

import os
import platform
import shutil
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemPackage:
    """A package, by its name in each system; empty where the system has none."""

    debian: str = ""
    fedora: str = ""
    arch: str = ""
    homebrew: str = ""
    msys2: str = ""
    conda: str = ""


class System(StrEnum):
    """A package manager, by the field of `SystemPackage` that names its packages."""

    DEBIAN = "debian"
    FEDORA = "fedora"
    ARCH = "arch"
    HOMEBREW = "homebrew"
    MSYS2 = "msys2"
    CONDA = "conda"


JAVA = SystemPackage(
    debian="default-jre-headless",
    fedora="java-latest-openjdk-headless",
    arch="jre-openjdk-headless",
    homebrew="openjdk",
    conda="openjdk",
)
CHROMIUM = SystemPackage(debian="chromium", fedora="chromium", arch="chromium")
_FAMILIES = {
    "debian": System.DEBIAN, "ubuntu": System.DEBIAN,
    "fedora": System.FEDORA, "rhel": System.FEDORA, "centos": System.FEDORA,
    "arch": System.ARCH,
}  # fmt: skip
"""Words of ID and ID_LIKE in os-release (https://www.freedesktop.org/software/systemd/man/os-release.html)."""
_COMMANDS = {
    System.DEBIAN: "{sudo}apt-get update && {sudo}apt-get install -y --no-install-recommends {names}",
    System.FEDORA: "{sudo}dnf install -y {names}",
    System.ARCH: "{sudo}pacman -S --needed --noconfirm {names}",
    System.HOMEBREW: "brew install {names}",
    System.MSYS2: "pacman -S --needed --noconfirm {names}",
    System.CONDA: "conda install -y -c conda-forge {names}",
}


def this_system(environ: Mapping[str, str] = os.environ) -> System | None:
    """The package manager from which this Python gets libraries; None where it is none that is known."""
    prefix = environ.get("CONDA_PREFIX", "")
    if prefix and Path(sys.base_prefix).is_relative_to(prefix):
        return System.CONDA
    if sys.platform in ("darwin", "win32"):
        return System.HOMEBREW if sys.platform == "darwin" else System.MSYS2
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return None
    words = [release.get("ID", ""), *release.get("ID_LIKE", "").split()]
    return next((_FAMILIES[word] for word in words if word in _FAMILIES), None)


def install_command(packages: Iterable[SystemPackage], system: System | None) -> str:
    """The command that installs packages; empty where the system, or its name for one of them, is not known."""
    names = [getattr(package, system) if system else "" for package in packages]
    if system is None or not all(names):
        return ""
    sudo = "" if getattr(os, "geteuid", lambda: 1)() == 0 or not shutil.which("sudo") else "sudo "
    return _COMMANDS[system].format(sudo=sudo, names=" ".join(dict.fromkeys(names)))


def install_sentence(packages: Iterable[SystemPackage]) -> str:
    """What to do on this system to get packages, as a sentence or two."""
    packages, system = list(packages), this_system()
    command = install_command(packages, system)
    match system:
        case System.HOMEBREW if command:
            return (
                f"Run `{command}`. If it is installed already, this Python is not Homebrew's and does not look there:"
                ' start Footlight with `DYLD_FALLBACK_LIBRARY_PATH="$(brew --prefix)/lib"` in its environment.'
            )
        case System.MSYS2 if command:
            return (
                f"Install MSYS2 (https://www.msys2.org/), and run `{command}` in its shell. If it is installed"
                r" elsewhere than in C:\msys64, set WEASYPRINT_DLL_DIRECTORIES to its folder ucrt64\bin."
            )
        case _ if command:
            return f"Run `{command}`."
        case _:
            names = " ".join(package.debian for package in packages)
            return f"Install what your system calls Debian's packages {names}; docs/installation.md says more."
