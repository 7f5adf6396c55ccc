"""footlight.toml: what is wrong in it is said with its line, whatever stands in it, and nothing else happens."""

import os
from dataclasses import fields
from pathlib import Path

import pytest
from workshop import Workshop

from footlight.errors import UsageError
from footlight.settings.keys import keys_of
from footlight.settings.kinds import Each, Flag, Refused, Whole
from footlight.settings.parser import load_config
from footlight.settings.values import BOOK, TABLES, Config

FAULTS: dict[str, tuple[str | bytes, str]] = {
    # name: content, what is said
    "wrong value": (
        '[page]\nsize = "A5"\n\n[print]\nsize = "7x13 feet"\n',
        "source/footlight.toml:5:8: '7x13 feet' is no trim size; write one of A5, A4, ",
    ),
    "preset": (
        '[print]\npreset = "ingramspak"\n',
        "source/footlight.toml:2:10: there is no preset 'ingramspak'; did you",
    ),
    "key": ("[links]\n\nmaximum = 1\n", "source/footlight.toml:3:1: unknown key 'maximum'"),
    "quoted key": ('[links]\n"pagse" = 1\n', "source/footlight.toml:2:1: unknown key 'pagse'; did you mean 'pages'?"),
    "dotted key": ("# a\nlinks.pagse = 1\n", "source/footlight.toml:2:7: unknown key 'pagse'"),
    "inline table": ("\nlinks = {pagse = 1}\n", "source/footlight.toml:2:10: unknown key 'pagse'"),
    "list of tables": ("\n[[links]]\npages = 1\n", "source/footlight.toml:2:1: 'links' is a table"),
    "contradiction": (
        "[reading]\ncaptures = true\n",
        "source/footlight.toml:2:12: 'captures' travel only in a PDF/A-3",
    ),
    "margins": ("[print]\ninner = 80\nouter = 80\n", "source/footlight.toml:1:1: these margins leave no room"),
    "many digits": (f"[links]\npages = {'9' * 5000}\n", "source/footlight.toml:2:9: this is not TOML: a number has"),
    "many hexadecimal digits": (
        f"[links]\npages = 0x{'f' * 5000}\n",
        "source/footlight.toml:2:9: 'pages' takes a number",
    ),
    "infinity": ("[notes]\ntallest = inf\n", "source/footlight.toml:2:11: 'tallest' takes a number of text blocks"),
    "no number": ("[page]\ninner = nan\n", "source/footlight.toml:2:9: 'inner' takes a length"),
    "depth": ("links = " + "[" * 90_000, "source/footlight.toml: lists or tables are nested too deeply"),
    "size": ("#" * 1_000_001, "source/footlight.toml has more than 1,000,000 bytes"),
    "syntax": ("[links]\npages 3\n", "source/footlight.toml:2:7: this is not TOML: "),
    "encoding": (b"[links]\ncontact = 'caf\xe9'\n", "source/footlight.toml:2:15: this is not UTF-8"),
    "escapes": ('[links]\ncontact = "\\u001b[2J"\n', "source/footlight.toml:2:11: 'contact' takes"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_said_with_its_line(project: Workshop, name: str) -> None:
    content, says = FAULTS[name]
    project.essay()
    project.write("source/footlight.toml", content)
    done = project.make("--edition", "epub")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"footlight: {says}")
    assert len(done.err) < 600
    assert "\x1b" not in done.err
    assert not project.build.exists()


def test_a_named_pipe_is_no_configuration(project: Workshop) -> None:
    """It is not opened, for that would wait until somebody writes into it."""
    project.essay()
    os.mkfifo(project.source / "footlight.toml")
    done = project.make("--edition", "epub")
    assert (done.code, done.out) == (2, "")
    assert "source/footlight.toml is not an ordinary file" in done.err


def test_the_names_of_presets_are_said_the_nearest_first(tmp_path: Path) -> None:
    path = tmp_path / "footlight.toml"
    path.write_text('[print]\npreset = "lettre"\n', encoding="utf-8")
    with pytest.raises(UsageError, match=r"did you mean 'letter'\? There are letter, .*kdp"):
        load_config(path)


def test_a_byte_order_mark_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "footlight.toml"
    path.write_bytes(b"\xef\xbb\xbf[links]\npages = 3\n")
    assert load_config(path).links.pages == 3


def test_a_key_is_one_line_of_its_table() -> None:
    """Each attribute of a table's class is a key, and each of a Config a table, but for an option's and a book's, which
    is imported where there is one.
    """
    for table in TABLES.values():
        keys = keys_of(table)
        assert {key.field for key in keys.values()} == {field.name for field in fields(table)}
        for key in keys.values():
            assert key.words[0].isupper() or key.words[0] == "`", key
            assert (key.default is None or key.unset == "") or key.unset, key
    assert {field.name for field in fields(Config)} - {"drafts", BOOK} == {
        f"{name}_options" if name in ("page", "print") else name for name in TABLES
    }


def test_kinds_name_the_key() -> None:
    assert Each(Whole(least=1, greatest=3)).parse("x", [1, 2]) == (1, 2)
    for kind, value in ((Flag(), 1), (Whole(least=1, greatest=3), True), (Each(Flag()), [True, 0])):
        with pytest.raises(Refused, match="'x' takes "):
            kind.parse("x", value)
