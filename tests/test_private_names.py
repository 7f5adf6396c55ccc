"""The list of private names of WeasyPrint and pydyf, held against the installed releases and against our code."""

import ast
import collections
import ctypes.util
import gc
import hashlib
import importlib
import importlib.util
import io
import json
import logging
import re
import sys
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree as ET

import cffi  # type: ignore[import-untyped]
import pyphen  # type: ignore[import-untyped]
import pytest
import weasyprint
from PIL import Image
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.text.ffi import ffi
from workshop import REPOSITORY

from footlight.engines.weasyprint import patches
from footlight.engines.weasyprint.lazy_imports import DEFERRED
from footlight.engines.weasyprint.patched_releases import RELEASES
from footlight.engines.weasyprint.private_names import (
    C_FIELDS,
    LOG_MESSAGES,
    PRIVATE_NAMES,
    PUBLIC_NAMES,
    STYLE_PROPERTIES,
    PrivateName,
    Use,
)
from footlight.engines.weasyprint.sections import joined_document as _declares_functions  # noqa: F401 - of HarfBuzz
from footlight.engines.weasyprint.typesetter import Typesetter
from footlight.errors import EnvironmentProblem
from footlight.essay.layout import NO_GLYPH

EXPECTED = REPOSITORY / "tests/cases/private_names.json"
FOLDER = REPOSITORY / "footlight/engines/weasyprint"
_TO_C = "weasyprint.text.ffi."
PACKAGES = ("weasyprint", "pydyf", "cssselect2", "tinycss2")
Instances = dict[str, list[Any]]

STYLE = """
@page { size: A6; @top-left { content: "Head" } }
:root { --note-rule: 30% }
.note { float: footnote; display: block } .note::footnote-call, .note::footnote-marker { content: none }
p { text-align: justify; text-indent: 1em; hyphens: auto } em { position: absolute }
"""
HTML = """<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title>T</title></head><body>
<p>Words that go on over more than one line of a small page, so that it is broken<span class="note" id="n1"><i>A
note.</i></span>, and <a href="https://example.org/">a link</a>, and <em>something absolute</em>.</p>
<img src="pixel.png" alt="A pixel"/><ul><li>An item</li></ul>
<table><thead><tr><th>Head</th></tr></thead><tbody><tr><td colspan="2">Cell</td></tr></tbody></table>
</body></html>"""


@pytest.fixture(scope="module")
def instances(tmp_path_factory: pytest.TempPathFactory) -> Instances:
    """By class, the objects that exist when a document with something of everything has been written twice.

    Once by WeasyPrint alone, without tags, and once as Footlight does it.
    """
    folder = tmp_path_factory.mktemp("names")
    out = io.BytesIO()
    Image.new("RGB", (2, 2)).save(out, "PNG")
    (folder / "pixel.png").write_bytes(out.getvalue())
    found: Instances = defaultdict(list)

    def collect(*_: object) -> None:
        for item in gc.get_objects():
            # `type`, not `isinstance`: a placeholder pretends to be the box that it stands for.
            for kind in type(item).__mro__:
                if str(kind.__module__).partition(".")[0] in PACKAGES:
                    found[f"{kind.__module__}.{kind.__qualname__}"].append(item)

    gc.freeze()  # what other tests made is left out of `get_objects`
    gc.disable()  # a layout context lives until its cycle is collected
    try:
        weasyprint.HTML(string=HTML, base_url=folder.as_uri() + "/").write_pdf(finisher=collect, stylesheets=[])
        laid = Typesetter([STYLE], folder, [folder]).lay_out(HTML)
        document: Any = laid._document  # noqa: SLF001 - the objects inside are what is looked at
        document.write_pdf(finisher=collect, pdf_variant="pdf/a-2a", pdf_tags=True)
    finally:
        gc.enable()
        gc.unfreeze()
    return found


def source_file(module: str) -> Path | None:
    """The file of a module; None where there is no such module."""
    try:
        spec = importlib.util.find_spec(module)
    except ModuleNotFoundError:
        return None
    return Path(spec.origin) if spec and spec.origin else None


def definition(name: str) -> tuple[ast.AST, str] | None:
    """The class or function of a dotted name in the source, with its text; imports are followed. None where it is none.

    The source and not the object, since some are replaced in this process.
    """
    parts = name.split(".")
    for length in range(len(parts) - 1, 0, -1):
        module = ".".join(parts[:length])
        path = source_file(module)
        if path is None:
            continue
        text = path.read_text(encoding="utf-8")
        node: ast.AST = ast.parse(text)
        for at, part in enumerate(parts[length:], length):
            package = module if path.name == "__init__.py" else module.rpartition(".")[0]
            step = child(node, part, package)
            if isinstance(step, str):
                return definition(".".join([step, *parts[at + 1 :]]))
            if step is None:
                return inherited(name) if isinstance(node, ast.ClassDef) and at == len(parts) - 1 else None
            node = step
        return node, ast.get_source_segment(text, node) or ""
    return None


def inherited(name: str) -> tuple[ast.AST, str] | None:
    """The definition of a method in a base class."""
    owner, _, last = name.rpartition(".")
    bases = [base for base in value(owner).__mro__[1:] if last in vars(base) and base.__module__ != "builtins"]
    return definition(f"{bases[0].__module__}.{bases[0].__qualname__}.{last}") if bases else None


def child(node: ast.AST, name: str, package: str) -> ast.AST | str | None:
    """What a module or a class has of a name: its definition, or the dotted name that it imports it from."""
    for item in getattr(node, "body", ()):
        if isinstance(item, ast.ClassDef | ast.FunctionDef) and item.name == name:
            return item
        if isinstance(item, ast.ImportFrom) and any((alias.asname or alias.name) == name for alias in item.names):
            return importlib.util.resolve_name("." * item.level + (item.module or ""), package) + f".{name}"
    return None


def value(name: str) -> Any:  # noqa: ANN401 - whatever the name is of
    """What a name is of at run time; AttributeError where a part of it is not there."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        if source_file(".".join(parts[:length])) is None:
            continue
        found: Any = importlib.import_module(".".join(parts[:length]))
        for part in parts[length:]:
            found = getattr(found, part)
        return found
    raise AttributeError(name)


def shape(name: str, instances: Instances) -> str:
    """A function's parameters, `class`, `module`, `property`, or the types of a value; empty if it is gone.

    Of the interface to C only that it is there: cffi gives other objects where its declarations were kept.
    """
    found = definition(name)
    if found is not None:
        node, _ = found
        if isinstance(node, ast.FunctionDef):
            is_property = any(isinstance(one, ast.Name) and one.id == "property" for one in node.decorator_list)
            return "property" if is_property else f"({ast.unparse(node.args)})"
        return "class"
    owner, _, last = name.rpartition(".")
    if isinstance(held := value(owner), type):
        made = instances[f"{held.__module__}.{held.__qualname__}"]
        values = [getattr(item, last) for item in made if hasattr(item, last)]
        kinds = {type(item) for item in values if not type(item).__module__.startswith("footlight")}
        return " | ".join(sorted({type_name(kind) for kind in kinds}))
    try:
        held = value(name)
    except AttributeError:
        return ""
    if name.startswith(_TO_C):
        return "of C"
    return "module" if isinstance(held, ModuleType) else type_name(type(held))


def type_name(kind: type) -> str:
    """The name of a type, the same on all machines."""
    if kind in (int, float):
        return "number"  # whether a length is whole depends on the machine's fonts
    return "C data" if kind.__module__ == "_cffi_backend" else kind.__name__.partition("_")[0] or kind.__name__


def source(name: str) -> str:
    """The first 12 digits of the SHA-256 of the source of a class or function."""
    found = definition(name)
    return hashlib.sha256(found[1].encode()).hexdigest()[:12] if found else ""


@pytest.mark.slow
def test_private_names_are_as_they_were(instances: Instances, *, accept: bool) -> None:
    """Each line of a failure is one thing that changed in the release; docs/upgrading-engines.md says what to do.

    The digests are of the source of functions that are replaced, overridden or relied on: what changes in one of them
    may change what Footlight makes, although its parameters are the same. `--accept` writes the new state.
    """
    now = {row.name: {"shape": shape(row.name, instances)} for row in PRIVATE_NAMES}
    for row in PRIVATE_NAMES:
        if row.use in (Use.REPLACED, Use.OVERRIDDEN, Use.RELIED_ON) and (digest := source(row.name)):
            now[row.name]["source"] = digest
    assert [name for name, state in now.items() if not state["shape"]] == [], "these are gone: they cannot be accepted"
    if accept:
        EXPECTED.write_text(json.dumps({"releases": RELEASES, "names": now}, indent=1) + "\n", encoding="utf-8")
    held = json.loads(EXPECTED.read_text(encoding="utf-8"))
    before = held["names"]
    changed = []
    for row in PRIVATE_NAMES:
        was, is_ = before.get(row.name, {}), now[row.name]
        what = [f"its {key} was {was.get(key)}, is {is_[key]}" for key in is_ if was.get(key) != is_[key]]
        if what:
            changed.append(f"{row.name}: {' and '.join(what)}; {row.use.value} in {row.used_in}: {row.purpose}")
    assert not changed, "\n".join(changed)
    assert (held["releases"], list(before)) == (RELEASES, list(now))


def test_every_public_name_is_there(instances: Instances) -> None:
    assert [name for name in PUBLIC_NAMES if not shape(name, instances)] == []


def test_css_properties_fields_and_messages_are_there() -> None:
    assert [name for name in STYLE_PROPERTIES if name not in INITIAL_VALUES] == []
    fields = {kind: [name for name, _ in ffi.typeof(kind).fields] for kind, _ in C_FIELDS}
    assert [(kind, name) for kind, name in C_FIELDS if name not in fields[kind]] == []
    files = {module: source_file(module) for module, _ in LOG_MESSAGES}
    texts = {module: path.read_text(encoding="utf-8") if path else "" for module, path in files.items()}
    assert [message for module, message in LOG_MESSAGES if f"'{message}" not in texts[module]] == []
    assert any(message.startswith(NO_GLYPH) for _, message in LOG_MESSAGES)


MODULES = {path.stem: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.rglob("*.py"))}


def dotted_names(tree: ast.AST) -> Iterator[str]:
    """The names of foreign packages that a module imports, or reaches through what it imports."""
    imported: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported.update({one.asname or one.name: one.name for one in node.names if one.name in PACKAGES})
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in PACKAGES:
            imported.update({one.asname or one.name: f"{node.module}.{one.name}" for one in node.names})
    yield from (name for name in imported.values() if "." in name)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in imported:
            yield f"{imported[node.value.id]}.{node.attr}"


def attributes(tree: ast.AST) -> Iterator[tuple[str, bool]]:
    """The names of attributes that a module uses, and whether each is of `self` or `cls`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr, isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("getattr", "hasattr"):
            yield from ((str(one.value), False) for one in node.args[1:2] if isinstance(one, ast.Constant))


def defined(tree: ast.AST) -> Iterator[str]:
    """The names that a module defines: functions, classes, fields, and attributes that it gives to `self`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.AnnAssign | ast.Assign):
            targets = [node.target] if isinstance(node, ast.AnnAssign) else node.targets
            yield from (target.id for target in targets if isinstance(target, ast.Name))
            yield from (target.attr for target in targets if isinstance(target, ast.Attribute))


_OF_LIBRARY = (
    *(str, bytes, list, dict, tuple, set, Path, ET, ET.Element, re, re.Match),
    *(unicodedata, logging, logging.Logger, logging.LogRecord, ctypes, ctypes.util, importlib, sys),
    *(memoryview, pyphen, pyphen.Pyphen, collections.deque, cffi, cffi.FFI, io.StringIO),
)
_FIELDS = {"netloc", "scheme", "position", "setter", "level", "handlers"}
LIBRARY = {name for kind in _OF_LIBRARY for name in dir(kind)} | {
    "netloc",
    "scheme",
    "position",
    "setter",
    "level",
    "handlers",
    "hexdigest",
    "sha256",
}
"""Attributes of what the modules use of Python's library."""


def test_no_private_name_is_used_that_the_list_lacks() -> None:
    listed = {row.name for row in PRIVATE_NAMES} | set(PUBLIC_NAMES)
    unlisted = {name for tree in MODULES.values() for name in dotted_names(tree)} - listed
    assert unlisted == set()


def test_no_attribute_is_used_that_the_list_lacks() -> None:
    """Attributes are found by name: those that are neither listed, nor our own, nor of Python's library."""
    own = {name for tree in MODULES.values() for name in defined(tree)}
    for module in ("essay/layout.py", "input_record.py"):
        own |= set(defined(ast.parse((REPOSITORY / "footlight" / module).read_text(encoding="utf-8"))))
    listed = {row.name.rpartition(".")[2] for row in PRIVATE_NAMES} | {name.rpartition(".")[2] for name in PUBLIC_NAMES}
    listed |= {field for _, field in C_FIELDS}
    for module, tree in MODULES.items():
        here = set(defined(tree))
        for name, of_self in attributes(tree):
            known = name in listed or name in LIBRARY or name in own
            if name.startswith("_") and not name.startswith("__"):
                # One that begins with an underscore may be ours only within the module that gives it.
                known = name in listed or (name in here if not of_self else name in own)
            assert known, f"{module} uses .{name}, which private_names.py does not list"


def used_names(tree: ast.AST) -> set[str]:
    """The last parts of all names that a module uses, or defines in a subclass."""
    names = {name.rpartition(".")[2] for name in dotted_names(tree)} | {name for name, _ in attributes(tree)}
    return names | set(defined(tree))


@pytest.fixture(scope="module")
def uses() -> dict[str, set[str]]:
    """The names that each module uses."""
    return {module: used_names(tree) for module, tree in MODULES.items()}


@pytest.mark.parametrize("row", PRIVATE_NAMES, ids=lambda row: row.name)
def test_every_row_is_used_where_it_says(row: PrivateName, uses: dict[str, set[str]]) -> None:
    if row.use is Use.RELIED_ON:
        assert set(row.used_in.split()) <= MODULES.keys()
    else:
        last = row.name.rpartition(".")[2]
        assert set(row.used_in.split()) <= {module for module, names in uses.items() if last in names}


def test_style_properties_are_those_that_are_read() -> None:
    read = {
        node.slice.value
        for tree in MODULES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant)
        if isinstance(node.value, ast.Attribute) and node.value.attr == "style"
    }
    assert read == set(STYLE_PROPERTIES)


def test_what_is_replaced_is_what_the_list_calls_replaced() -> None:
    install = next(node for node in MODULES["patches"].body if isinstance(node, ast.FunctionDef))
    assigned = [ast.unparse(node.targets[0]) for node in ast.walk(install) if isinstance(node, ast.Assign)]
    listed = [row.name for row in PRIVATE_NAMES if row.use is Use.REPLACED]
    assert sorted(name.rpartition(".")[2] for name in assigned) == sorted(name.rpartition(".")[2] for name in listed)
    assert all(getattr(value(name), "fget", value(name)).__module__.startswith("footlight.") for name in listed)


def test_deferred_modules_are_those_that_weasyprint_imports() -> None:
    """And the functions are those that it takes from them by name, which have to be there at once."""
    package = Path(weasyprint.__file__).parent
    imported: dict[str, set[str]] = {}
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("fontTools"):
                for one in node.names:
                    whole = f"{node.module}.{one.name}"
                    module, names = (whole, set()) if source_file(whole) else (node.module or "", {one.name})
                    imported.setdefault(module, set()).update(names)
    assert {name: set(functions) for name, functions in DEFERRED.items()}.items() <= imported.items()


def test_the_releases_are_pinned_everywhere() -> None:
    wanted = {f"{name}=={release}" for name, release in RELEASES.items()}
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert wanted <= set(project["dependencies"])
    for lock in ("requirements.lock", "requirements-dev.lock"):
        assert wanted <= set(re.findall(r"^\S+==\S+", (REPOSITORY / lock).read_text(encoding="utf-8"), re.MULTILINE))


def test_another_release_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may set pages a little differently and raise nothing."""
    installed = RELEASES["pydyf"]
    monkeypatch.setitem(RELEASES, "pydyf", "0.0.1")
    with pytest.raises(EnvironmentProblem, match=rf"pydyf {re.escape(installed)} cannot be used") as raised:
        patches.install()
    assert f"-m pip install 'weasyprint=={RELEASES['weasyprint']}' 'pydyf==0.0.1'`." in raised.value.hint
