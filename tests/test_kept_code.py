"""What modules compile while they are imported, kept from run to run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from workshop import REPOSITORY

SCRIPT = """
import sys
from footlight.engines import kept_code
if "plain" not in sys.argv:
    kept_code.use_kept_code()
made, compiled = [], compile
kept_code.compile = lambda *args, **names: made.append(args[0]) or compiled(*args, **names)
import compiling
import dataclasses, re
print(len(made), len(kept_code._new))
for pattern in compiling.PATTERNS:
    words = "Aéb 12\\nc34" if isinstance(pattern.pattern, str) else b"Ab 12"
    print(pattern, pattern.flags, pattern.groups, pattern.groupindex, type(pattern) is re.Pattern)
    print([match.groupdict() or match.groups() for match in pattern.finditer(words)])
one, two = compiling.Value(number=1), compiling.Value(number=1, words=("a",))
print(one, two == compiling.Value(number=1, words=("a",)), hash(one) == hash(two), dataclasses.replace(one, number=3))
try:
    one.number = 2
except dataclasses.FrozenInstanceError as error:
    print(repr(error))
try:
    compiling.Value(1)
except TypeError as error:
    print(error)
kept_code.keep_new_code()
"""
MODULE = """
import re
from dataclasses import dataclass
PATTERNS = (
    re.compile(r"(?P<word>[^\\W\\d]+)|(?P<digits>\\d+)"),
    re.compile("é|(x)", re.IGNORECASE),
    re.compile(b"(\\\\w)(\\\\w)"),
    re.compile("^ c  # a letter", re.VERBOSE | re.MULTILINE),
    re.compile("(?i)[À-ÿ]b"),
    re.compile(r"(?<=\\n)(.)(\\d)\\2?"),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    number: int
    words: tuple[str, ...] = ()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "compiling.py").write_text(MODULE, encoding="utf-8")
    return tmp_path


def run(folder: Path, *args: str) -> list[str]:
    environ = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache"), "PYTHONPATH": f"{folder}:{REPOSITORY}"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *args], env=environ, capture_output=True, text=True, check=True
    )
    assert not done.stderr
    return done.stdout.splitlines()


def kept(folder: Path) -> Path:
    (path,) = (folder / "cache/footlight/compiled").iterdir()
    return path


def test_kept_code_does_what_compiled_code_does(folder: Path) -> None:
    """And nothing of it is compiled a second time."""
    plain, first, second = run(folder, "plain"), run(folder), run(folder)
    assert plain[1:] == first[1:] == second[1:]
    assert first[0] != "0 0"
    assert second[0] == "0 0"


@pytest.mark.parametrize("damage", ["cut", "changed", "writable", "empty"])
def test_what_is_damaged_or_may_be_another_users_is_not_taken(folder: Path, damage: str) -> None:
    """It is compiled, and kept anew."""
    first, path = run(folder), kept(folder)
    data = path.read_bytes()
    if damage == "writable":
        path.chmod(0o666)
    else:
        path.write_bytes({"cut": data[:-10], "changed": data[:-1] + bytes([data[-1] ^ 1]), "empty": b""}[damage])
    assert run(folder) == first
    assert run(folder)[0] == "0 0"


def test_what_a_run_compiles_of_its_input_is_not_kept(folder: Path) -> None:
    """Only what modules compile while they are imported comes again in each run, and has no words of an essay."""
    run(folder)
    before = kept(folder).read_bytes()
    start = "from footlight.engines import kept_code as code; code.use_kept_code()"
    code = f"{start}; import re; re.compile('an essay'); code.keep_new_code()"
    environ = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache"), "PYTHONPATH": str(REPOSITORY)}
    subprocess.run([sys.executable, "-c", code], env=environ, check=True)
    assert kept(folder).read_bytes() == before


@pytest.mark.slow
def test_declarations_of_c_are_those_that_weasyprint_gives(folder: Path) -> None:
    """Parsed by cffi, or kept: the same sizes, constants and functions."""
    code = """
import {first}
import footlight.engines.weasyprint.sections.joined_document
from weasyprint.text.ffi import ffi, pango, harfbuzz
from footlight.engines import kept_code
kept_code.keep_new_code()
print(ffi.sizeof("PangoGlyphInfo"), ffi.sizeof("PangoLogAttr[3]"), pango.PANGO_ELLIPSIZE_END, pango.PANGO_GLYPH_EMPTY)
print(ffi.new("PangoRectangle *", dict(width=7)).width, ffi.string(ffi.new("char[]", b"abc")), pango.pango_version())
print(bool(harfbuzz.hb_blob_create), sorted(name for name, _ in ffi.typeof("PangoItem").fields))
"""
    environ = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache"), "PYTHONPATH": str(REPOSITORY)}
    start = "footlight.engines.kept_code; footlight.engines.kept_code.use_kept_code()"
    said = [
        subprocess.run([sys.executable, "-c", code.format(first=first)], env=environ, capture_output=True, check=True)
        for first in ("weasyprint", start, start)
    ]
    assert said[0].stdout == said[1].stdout == said[2].stdout
    assert kept(folder).stat().st_size


def test_a_pattern_of_another_thread_is_not_kept_in_its_place(folder: Path) -> None:
    """What was compiled last is known for each thread: two may import at the same time."""
    code = """
from footlight.engines import kept_code
kept_code.use_kept_code()
import re, threading
re.compile("one (a)(b)")
other = threading.Thread(target=re.compile, args=("another",))
other.start()
other.join()
print(re._compiler._sre.last[0])
"""
    environ = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache"), "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True)
    assert done.stdout == "one (a)(b)\n"


@pytest.mark.slow
def test_a_kept_dictionary_divides_words_as_one_that_is_read(folder: Path) -> None:
    """Also where divisions change letters, as in Hungarian, whose dictionary is read each time."""
    code = """
import sys, pyphen
from footlight.engines import kept_code
kept_code.use_kept_code()
if "plain" not in sys.argv:
    from footlight.engines.weasyprint import patches
    patches.install()
for language, word in (("en_GB", "reconsideration"), ("hu_HU", "asszonnyal"), ("de_DE", "Wiederherstellung")):
    print(language, pyphen.Pyphen(lang=language).inserted(word), list(pyphen.Pyphen(lang=language).iterate(word)))
kept_code.keep_new_code()
"""
    environ = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache"), "PYTHONPATH": str(REPOSITORY)}
    said = [
        subprocess.run([sys.executable, "-c", code, how], env=environ, capture_output=True, check=True).stdout
        for how in ("plain", "first", "second")
    ]
    assert said[0] == said[1] == said[2]
    assert b"re-con-sid" in said[0]
