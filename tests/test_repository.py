"""Rules of the repository that no ready-made tool checks: one module for each third-party package, nothing put off,
no names of machines or registries. Layers are import-linter's, complexity is ruff's (pyproject.toml).
"""

import ast
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from workshop import REPOSITORY

PACKAGE = REPOSITORY / "footlight"
MODULES = sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(REPOSITORY).with_suffix("").parts).removesuffix(".__init__")


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[str]:
    """What a module imports, by its full name, wherever in the module that stands."""
    for node in ast.walk(tree_of(path)):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module
                if module.split(".")[0] == "footlight":
                    yield from (f"{module}.{alias.name}" for alias in node.names)
            case _:
                pass


def test_each_third_party_package_is_imported_in_one_module() -> None:
    """A new release of one is one file's concern, or that of one folder of engines/ where its jobs are several."""
    users = defaultdict(set)
    for path in MODULES:
        holder = next((folder for folder in path.parents if folder.parent == PACKAGE / "engines"), path)
        for module in imports(path):
            top = module.split(".")[0]
            if top not in sys.stdlib_module_names and top != "footlight":
                users[top].add(name_of(holder))
    assert {top: sorted(modules) for top, modules in users.items() if len(modules) > 1} == {}


def test_processes_are_started_in_one_place() -> None:
    """... where it is seen to that they end with the one that starts them."""
    pattern = re.compile(
        r"\bsubprocess\.(?:Popen|run|call|check_\w+)\(|\bos\.(?:fork|spawn\w*|posix_spawn\w*|system|popen)\("
    )
    started = {name_of(path) for path in MODULES if pattern.search(path.read_text(encoding="utf-8"))}
    assert started == {"footlight.engines.child_processes", "footlight.engines.descendants"}
    pools = {name_of(path) for path in MODULES if "ProcessPoolExecutor(" in path.read_text(encoding="utf-8")}
    assert pools == {"footlight.workflows.processes.pool"}


def test_nothing_is_put_off_or_swallowed() -> None:
    """No note to do it later, no bare except, in the program or its tests."""
    pattern = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|X" r"XX)\b|except\s*:|NotImplemented" r"Error")
    found = [
        f"{name_of(path)}: {match[0]}"
        for path in [*MODULES, *sorted((REPOSITORY / "tests").glob("*.py"))]
        for match in pattern.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def committed() -> Iterator[tuple[str, bytes]]:
    """The files under git, by their names, and what is in them."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    if names.returncode:
        pytest.skip("not a git checkout")
    for name in names.stdout.split("\0"):
        if name and (REPOSITORY / name).is_file():
            yield name, (REPOSITORY / name).read_bytes()


def test_no_committed_file_names_a_registry_or_a_machine() -> None:
    """What is committed builds anywhere."""
    pattern = re.compile(
        rb"files\.pythonhosted\.org|registry\.npmjs\.org|pypi\.org/simple|/root/|/work/" rb"(?:main|shared)"
    )
    found = [name for name, data in committed() if name != "tests/test_repository.py" and pattern.search(data)]
    assert found == []


def test_no_merge_is_left_unfinished() -> None:
    """No file has git's marks of two versions."""
    pattern = re.compile(rb"^(?:<{7} |>{7} )", re.MULTILINE)
    assert [name for name, data in committed() if pattern.search(data)] == []


def test_no_possessive_group() -> None:
    """Python before 3.11.5 misreads `(…)*+` (python/cpython#101955), and Debian 12 has 3.11.2."""
    pattern = re.compile(r"(?<!\\)\)[*+?]\+")
    assert [name_of(path) for path in MODULES if pattern.search(path.read_text(encoding="utf-8"))] == []
