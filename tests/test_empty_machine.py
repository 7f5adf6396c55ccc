"""The wheel on a machine that has nothing but Debian's base and Python: installed as docs/ says, and the tutorial run.

The machine is a folder that debootstrap fills, and that commands are run in by chroot, so it takes root. Its base is
made once, and kept in .cache/.
"""

import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from test_docs import follow_the_tutorial
from workshop import REPOSITORY

pytestmark = pytest.mark.slow

_BASE = REPOSITORY / ".cache" / "empty-machine"
_SOURCES = (
    "etc/apt/apt.conf.d", "etc/pip.conf", "root/.config/pip/pip.conf", "etc/resolv.conf", "etc/hosts",
    "etc/ssl/certs/ca-certificates.crt",
)  # fmt: skip
"""What says where this machine gets packages from; the empty one gets them from there as well."""
_PASSED_ON = re.compile(r"PIP_|SSL_|REQUESTS_|https?_proxy|no_proxy", re.IGNORECASE)


def _reason() -> str:
    """Why no machine can be made here; empty where one can."""
    if sys.platform != "linux" or platform.freedesktop_os_release().get("ID") != "debian":
        return "this is no Debian"
    if os.geteuid() != 0:
        return "chroot takes root"
    return "" if shutil.which("debootstrap") else "debootstrap is not installed"


def _base() -> Path:
    """Debian's base with Python, made where it is not there yet."""
    if not (_BASE / "ready").exists():
        shutil.rmtree(_BASE, ignore_errors=True)
        asked = ["apt-get", "indextargets", "--format", "$(SITE)", "Created-By: Packages"]
        sites = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.split()
        mirror = next(site for site in sites if "security" not in site)
        suite = platform.freedesktop_os_release()["VERSION_CODENAME"]
        packages = "--include=python3,python3-venv,ca-certificates"
        command = ["debootstrap", "--variant=minbase", packages, suite, str(_BASE), mirror]
        subprocess.run(command, check=True, capture_output=True)
        (_BASE / "ready").touch()
    return _BASE


def _machine(root: Path) -> list[str]:
    """Make a machine in a folder; what runs the command of a shell on it."""
    subprocess.run(["cp", "-a", f"{_base()}/.", str(root)], check=True)
    for name in _SOURCES:
        if (source := Path("/", name)).exists():
            place = root / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.unlink(missing_ok=True) if not place.is_dir() else shutil.rmtree(place)
            (shutil.copytree if source.is_dir() else shutil.copy)(source.resolve(), place)
    (root / "home" / "essays").mkdir()
    passed_on = [f"{key}={value}" for key, value in os.environ.items() if _PASSED_ON.match(key)]
    environ = ["HOME=/root", "LANG=C.UTF-8", "PATH=/home/venv/bin:/usr/sbin:/usr/bin:/sbin:/bin", "PYTHONUNBUFFERED=1"]
    inside = f'mount -t proc proc {root}/proc && exec env -i "$@"'
    chroot = ["chroot", str(root), "sh", "-c", 'cd /home/essays && eval "$0"']
    return ["unshare", "--mount", "sh", "-c", inside, "sh", *environ, *passed_on, *chroot]


@pytest.mark.skipif(bool(_reason()), reason=_reason())
def test_the_tutorial_on_an_empty_machine(tmp_path: Path) -> None:
    """The wheel is installed with the libraries that docs/installation.md names, and each command does as it says."""
    wheels = tmp_path / "wheels"
    build = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-q", "-w", str(wheels)]
    subprocess.run([*build, str(REPOSITORY)], check=True, cwd=tmp_path)
    (wheel,) = wheels.glob("footlight-*.whl")
    root = tmp_path / "machine"
    root.mkdir()
    shell = _machine(root)
    shutil.copy(wheel, root / "home" / wheel.name)
    page = (REPOSITORY / "docs" / "installation.md").read_text(encoding="utf-8")
    (libraries,) = set(re.findall(r"^    sudo (apt-get install -y --no-install-recommends .*)$", page, re.MULTILINE))
    for command in (
        f"apt-get update -qq && {libraries}",
        f"python3 -m venv /home/venv && /home/venv/bin/pip install -q /home/{wheel.name}",
    ):
        done = subprocess.run([*shell, command], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
    follow_the_tutorial(root / "home" / "essays", shell=shell)
