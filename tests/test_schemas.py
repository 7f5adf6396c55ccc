"""JSON Schemas for editors: made from the tables by which files are read, and held to what these readers say."""

import json
import re
import tomllib
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from test_settings import FAULTS
from workshop import REPOSITORY, Workshop

from footlight.cli.schema import SCHEMAS, file_name, schema_text
from footlight.errors import UsageError
from footlight.essay.front_matter_block import Form, find_front_matter
from footlight.findings.finding import Finding
from footlight.ledger.keys import LINK
from footlight.ledger.parser import read_ledger
from footlight.reading.front_matter import KEYS, read_metadata
from footlight.settings.configuration_page import ALL, documented
from footlight.settings.keys import keys_of
from footlight.settings.parser import load_config

CASES = REPOSITORY / "tests" / "cases"


@cache
def checker(name: str) -> jsonschema.Draft7Validator:
    schema = json.loads(schema_text(name))
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


def plain(value: Any) -> Any:  # noqa: ANN401 - whatever TOML and YAML hold
    """A value as an editor hands it to a schema: dates are texts."""
    match value:
        case dict():
            return {key: plain(item) for key, item in value.items()}
        case list():
            return [plain(item) for item in value]
        case datetime() | date():
            return value.isoformat()
        case _:
            return value


def faults(name: str, value: object) -> list[str]:
    return [error.message for error in checker(name).iter_errors(plain(value))]


@pytest.mark.parametrize("name", SCHEMAS)
def test_what_is_shipped_is_what_the_tables_say(project: Workshop, name: str) -> None:
    """`make docs` writes docs/schemas anew; `footlight schema NAME` prints the same."""
    text = (REPOSITORY / "docs" / "schemas" / file_name(name)).read_text(encoding="utf-8")
    assert text == schema_text(name) == project.run("schema", name).out


def test_an_unknown_schema_is_named_with_the_nearest(project: Workshop) -> None:
    done = project.run("schema", "legder")
    assert (done.code, done.out) == (2, "")
    assert "did you mean 'ledger'?" in done.err
    assert [line.split()[0] for line in project.run("schema").out.splitlines()] == list(SCHEMAS)


# footlight.toml


def test_every_key_is_in_the_schema_and_every_default_passes() -> None:
    """What `init` writes passes, and so it does with the signs in front of its keys removed."""
    schema = json.loads(schema_text("footlight"))
    assert {name: list(table["properties"]) for name, table in schema["properties"].items()} == {
        name: list(keys_of(table)) for name, table in ALL.items()
    }
    assert faults("footlight", tomllib.loads(documented({}))) == []
    shown = re.sub(r"^# (?=[\w-]+ = |\[)", "", documented({}), flags=re.MULTILINE)
    assert faults("footlight", tomllib.loads(shown)) == []


VALID = [
    '[page]\nsize = "a5"\n\n[print]\nsize = "129x198mm"\npreset = "KDP"\n',
    '[build]\neditions = ["reading", "cover"]\nstrict = true\n[notes]\ntallest = 2\n',
    '[project]\nauthor = ["A", "B"]\nlang = "en_GB"\n[booklet]\nsheet = ""\n[lint]\nignore = ["click-here"]\n',
    '[book]\ntitle = "T"\ndate = 2011-02-25\nyear = ["2009-2012", 2014]\n[[book.part]]\ntitle = "P"\ntag = "x"\n',
    "",
]


@pytest.mark.parametrize("text", VALID)
def test_a_configuration_that_is_read_passes(tmp_path: Path, text: str) -> None:
    (tmp_path / "footlight.toml").write_text(text, encoding="utf-8")
    load_config(tmp_path / "footlight.toml")
    assert faults("footlight", tomllib.loads(text)) == []


_BEYOND = {"margins", "contradiction", "escapes", "no number"}
"""Faults of several keys together, and of a text whose escapes a schema sees as the characters that they are."""


@pytest.mark.parametrize("name", FAULTS)
def test_a_configuration_that_is_refused_fails(tmp_path: Path, name: str) -> None:
    content = FAULTS[name][0]
    path = tmp_path / "footlight.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(UsageError):
        load_config(path)
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        return  # no TOML at all, as an editor says without a schema
    if name not in _BEYOND and len(content) < 4000:
        assert faults("footlight", tables) != []


# Ledgers


@pytest.mark.parametrize(
    "path",
    sorted([*CASES.rglob("*.links.toml"), *(REPOSITORY / "source").glob("*.links.toml")]),
    ids=lambda p: p.parent.name,
)
def test_a_ledger_is_taken_by_both_or_by_neither(path: Path) -> None:
    _, found = read_ledger(path)
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        assert found
        return
    if {finding.code for finding in found} <= {"ledger-duplicate-id"}:
        assert faults("ledger", tables) == []
    else:
        assert faults("ledger", tables) != []


ENTRY = '[[link]]\nid = "a"\nkind = "hollow"\nstatus = "candidate"\n'


@pytest.mark.parametrize(
    "line",
    ['sttus = "x"', 'status = "lost"\nx = 1', "score = 2", 'url = "ftp://x.org/"', "title = 3", 'archived = "soon"',
     'url = "https://x.org/a b"', 'id = "a b"', '[[link.evidence]]\nsha256 = "00"', '[[link.searched]]\nresult = "x"'],
)  # fmt: skip
def test_a_wrong_line_of_a_ledger_is_seen_by_both(tmp_path: Path, line: str) -> None:
    text = ENTRY.replace('id = "a"\n', "") + line if line.startswith("id") else ENTRY + line
    text = text.replace('status = "candidate"\n', "") if line.startswith("status") else text
    path = tmp_path / "x.links.toml"
    path.write_text(text, encoding="utf-8")
    assert read_ledger(path)[1] != ()
    assert faults("ledger", tomllib.loads(text)) != []
    assert list(json.loads(schema_text("ledger"))["properties"]["link"]["items"]["properties"])[: len(LINK)] == list(
        LINK
    )


# Front matter


def heads() -> list[Path]:
    found = []
    for path in sorted(CASES.glob("reading/*/*/in.md")):
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        block = find_front_matter(text)
        if block and block.form is Form.YAML:
            found.append(path)
    return found


def test_front_matters_that_are_read_without_a_word_pass() -> None:
    """Of all cases of the tests; and the schema has every key of ours."""
    passed = 0
    for path in heads():
        text = path.read_text(encoding="utf-8")
        block = find_front_matter(text)
        assert block
        _, _, found = read_metadata(text, "in.md")
        try:
            value = yaml.safe_load(text[block.start : block.end])
        except (yaml.YAMLError, ValueError):  # a day that no month has
            continue
        if isinstance(value, dict) and not [one for one in found if one.code.startswith("front-matter")]:
            assert faults("front-matter", json.loads(json.dumps(plain(value), default=str))) == [], path
            passed += 1
    assert passed > 50
    assert list(json.loads(schema_text("front-matter"))["properties"]) == list(KEYS)


@pytest.mark.parametrize(
    "line",
    ["lang: english prose", "url: example.org", "links-as-notes: some", "dir: up", "markdown: word",
     "drop-cap: 7", "section-start: left", "references: x", "group-position: two", "title: [a, b]"],
)  # fmt: skip
def test_a_wrong_value_of_a_front_matter_is_seen_by_both(line: str) -> None:
    text = f"---\n{line}\n---\n\nWords.\n"
    assert [one for one in read_metadata(text, "in.md")[2] if one.code.startswith("front-matter")]
    assert faults("front-matter", yaml.safe_load(line)) != []


# What Footlight writes


def test_a_manifest_and_findings_pass(project: Workshop) -> None:
    """Of a build with a note that goes on, a lost link, and a finding; and neither takes anything else."""
    note = "Words of a note. " * 200
    links = "See [a](https://example.org/a).\n\n<https://example.org/b>\n\n"
    project.essay(f"{links}A note.[^1] ![](x.png)\n\n[^1]: {note}\n")
    done = project.make("--json", "--edition", "reading")
    lines = [json.loads(line) for line in done.out.splitlines()]
    assert lines
    assert [faults("findings", line) for line in lines] == [[]] * len(lines)
    manifest = json.loads(project.products()["essay.links.json"])
    assert manifest["links"][0]["pdf"]["page"] == 1
    assert [(row["note"], row["kind"]) for row in manifest["links"]] == [(1, "link"), (None, "address"), (2, "text")]
    assert manifest["links"][1]["pdf"]["page"] == 1
    assert manifest["links"][1]["url"] == "https://example.org/b"
    assert faults("links", manifest) == []
    manifest["links"][0]["note"] = "1"
    assert faults("links", manifest) != []
    wrong = Finding(code="image-missing", message="x").as_json()
    assert faults("findings", wrong) == []
    for change in ({"code": "no-such-code"}, {"severity": "fatal"}, {"line": -1}, {"more": 1}):
        assert faults("findings", {**wrong, **change}) != []
