"""`footlight lint`: `tests/cases/lint/CODE/CASE/in.md`, `expected.txt` with what is found, `fixed.md` after `--fix`.

Each case of a rule shows that rule's code, save those whose name begins with `fine`: sound text, in which nothing is
found. `pytest tests/test_lint.py --accept` writes what cases give now, once that holds.
"""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workshop import REPOSITORY, Workshop, expected_text

from footlight.findings.codes import LINT_CODES
from footlight.lint import rules
from footlight.lint.linting import flaws
from footlight.lint.prose import Prose
from footlight.lint.rule_list import all_rules
from footlight.lint.source_map import SourceMap

LINT = REPOSITORY / "tests" / "cases" / "lint"
CASES = sorted(path.parent for path in LINT.glob("*/*/in.md"))
HEAD = "---\ntitle: Of Tides\nlang: en\n---\n\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.relative_to(LINT).as_posix())
def test_case(case: Path, project: Workshop, *, accept: bool) -> None:
    """A case gives what it expects; a sound one gives nothing, and `--fix` leaves it as it is."""
    text = (case / "in.md").read_text(encoding="utf-8")
    file = project.write("source/in.md", text)
    done = project.run("lint", "-v", "--no-excerpt")
    found = re.sub(r" Hint: .*$", "", done.out, flags=re.MULTILINE).replace("source/in.md:", "")
    if case.name.startswith("fine"):
        assert found == "", "a sound text, in which no rule may find anything"
    else:
        assert case.parent.name in done.codes, f"{case.parent.name} does not find anything here"
        assert found == expected_text(case / "expected.txt", found, accept=accept)
    project.run("lint", "--fix")
    fixed = file.read_text(encoding="utf-8")
    if fixed != text:
        assert fixed == expected_text(case / "fixed.md", fixed, accept=accept)
    assert (case / "fixed.md").exists() == (fixed != text), "fixed.md is there where `--fix` changes the text"


def test_each_module_is_a_rule_with_a_code() -> None:
    """A module of rules/ is named as its code, and its code has a row in findings/codes.py."""
    modules = {path.stem.replace("_", "-") for path in Path(rules.__file__).parent.glob("[a-z]*.py")}
    assert modules == set(all_rules()), "CODE of a rule is to be the name of its file, with hyphens"
    assert modules == set(LINT_CODES), "each rule needs a row in the section on prose of footlight/findings/codes.py"


@pytest.mark.parametrize("code", sorted(LINT_CODES))
def test_each_rule_has_cases_of_both_kinds(code: str) -> None:
    kinds = {case.name.startswith("fine") for case in CASES if case.parent.name == code}
    assert kinds == {False, True}, (
        f"tests/cases/lint/{code}/ needs a folder whose in.md shows it, and a folder fine-… whose in.md must not"
    )


@pytest.mark.parametrize("code", sorted(LINT_CODES))
def test_each_rule_is_documented_by_an_example_that_it_reports(code: str) -> None:
    page = (REPOSITORY / "docs" / "lint.md").read_text(encoding="utf-8")
    rows = re.findall(rf"^\| `{code}` \| (.+?) \| (yes|no) \|", page, re.MULTILINE)
    assert len(rows) == 1, f"docs/lint.md needs one row | `{code}` | an `example` … | yes or no |"
    example, fixes = rows[0]
    text = re.search(r"`` (.+) ``|`([^`]+)`", example)
    assert text is not None, f"the row of {code} in docs/lint.md needs an example between backticks"
    source = (text[1] or text[2]).replace("⏎", "\n")
    prose = Prose(source, "en-GB")
    spots = list(all_rules()[code](prose))
    assert spots, f"{code} does not find its example in docs/lint.md"
    mends = {spot.put is not None for spot in spots}
    assert mends == {fixes == "yes"}, "the row says yes where `--fix` mends the example (`put` of its Spot), else no"


def test_a_rule_is_added_by_adding_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What CONTRIBUTING.md says: the room finds whatever lies in the folder of rules."""
    (tmp_path / "shouted.py").write_text(
        '"""Rule: a word is shouted."""\n\n'
        "import re\nfrom collections.abc import Iterator\n\n"
        "from footlight.lint.prose import Prose\nfrom footlight.lint.spot import Spot\n\n"
        'CODE = "shouted"\n\n\n'
        "def shouted(prose: Prose) -> Iterator[Spot]:\n"
        '    for match in prose.find(re.compile(r"[A-Z]{4,}")):\n'
        '        yield Spot(start=match.start(), end=match.end(), message="shouted", put=match[0].lower())\n'
    )
    monkeypatch.setattr(rules, "__path__", [*rules.__path__, str(tmp_path)])
    all_rules.cache_clear()
    try:
        text = "The TIDE is high.\n"
        found = list(flaws(text, Prose(text, "en"), SourceMap(text, text, (1, 2))))
        assert [(flaw.code, flaw.line, flaw.column, flaw.put) for flaw in found] == [("shouted", 1, 5, "tide")]
    finally:
        all_rules.cache_clear()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_fix_changes_nothing_else(project: Workshop, encoding: str, end: str) -> None:
    """Line ends, the byte-order mark, the encoding and every other character stay, in a file without a last newline."""
    text = f"{HEAD}Two  blanks,\tand\u00a0é  more.\n\nLine.\r\rTwo  lines\x0c".replace("\n", end)
    file = project.write("source/essay.md", text.encode(encoding))
    done = project.run("lint", "--fix", "-v")
    assert "3 mended" in done.err
    assert file.read_bytes() == text.replace("  ", " ").encode(encoding)
    before = file.stat().st_mtime_ns
    assert project.run("lint", "--fix").code == 0
    assert file.stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("{{< figure src=x.png >}}\n\nIt was {{< ref x >}} the the tide.\n", "8:22"),
        ("> [!note] Title\n> It was the the tide.\n", "7:10"),
        ("{% raw %}the the{% endraw %}\n\nIt was ==marked== the the tide.{: .c}\n", "8:19"),
        ("<Tabs>\n  <Tab>\n    It was the the tide.\n  </Tab>\n</Tabs>\n", ""),
        ("::: warning\nIt was the the tide.\n:::\n", "7:8"),
        ("See [[Page|the the words]] and the the tide. %% the the %%\n", "6:32"),
    ],
)
def test_places_are_those_of_the_file_in_every_dialect(project: Workshop, body: str, place: str) -> None:
    """What a generator's tag becomes is not the writer's, and is not looked at."""
    for name in ("hugo", "jekyll", "obsidian", "mdx", "mkdocs", "markdown-it"):
        project.write("source/essay.md", f"---\ntitle: T\nlang: en\nmarkdown: {name}\n---\n{body}")
        rows = [row for row in project.run("lint", "-v").out.splitlines() if "[repeated-word]" in row]
        for row in rows:
            line, column = map(int, row.split(":")[1:3])
            assert body.split("\n")[line - 6][column - 1 :].startswith("the the")
        if place:
            assert any(f":{place}:" in row for row in rows) or name in ("mdx", "jekyll"), (name, rows)


def test_what_is_ignored(project: Workshop) -> None:
    """By a setting, by a comment about a paragraph or the next one, and about a file; a code that is none is said."""
    body = (
        "The the tide. <!-- footlight: ignore repeated-word -->\nOf of it.\n\n"
        "<!-- footlight: ignore click-here, repeated-word -->\n\nTo to [here](https://example.org/) it,, now.\n\n"
        "<!-- footlight: ignore -->\nThe the tide,, now.\n\nThe the last.\n\n"
        "<!-- footlight: ignore repeated-words -->\n"
    )
    file = project.write("source/essay.md", f"{HEAD}{body}")
    done = project.run("lint")
    assert done.codes == ["ignored-unknown", "doubled-point", "repeated-word"]
    assert "did you mean 'repeated-word'?" in done.line("ignored-unknown")
    project.write("source/footlight.toml", '[lint]\nignore = ["repeated-word"]\n')
    assert project.run("lint").codes == ["ignored-unknown", "doubled-point"]
    file.write_text(f"{HEAD}{body}\n{{/* footlight: ignore-file */}}\n", encoding="utf-8")
    assert project.run("lint").codes == ["ignored-unknown"]
    project.write("source/footlight.toml", '[lint]\nignore = ["repeated-words"]\n')
    done = project.run("lint")
    assert done.code == 2
    assert "did you mean 'repeated-word'?" in done.err


def test_forms_and_exit_codes(project: Workshop) -> None:
    """As the other commands: findings stop nothing, unless `--strict` takes them for errors."""
    project.write("source/essay.md", f"{HEAD}{'The the tide. ' * 8}\n")
    done = project.run("lint")
    assert (done.code, len(done.codes)) == (0, 1)
    assert "\n    and 7 more places: line 6\n" in done.out
    assert done.err == "source/essay.md: 8 findings\n"
    assert len(project.run("lint", "-v").codes) == 8
    rows = [json.loads(row) for row in project.run("lint", "--json", "-q").out.splitlines()]
    assert [(row["code"], row["line"], row["column"]) for row in rows][:2] == [
        ("repeated-word", 6, 1),
        ("repeated-word", 6, 15),
    ]
    (sarif,) = json.loads(project.run("lint", "--sarif").out)["runs"]
    assert len(sarif["results"]) == 8
    assert [rule["id"] for rule in sarif["tool"]["driver"]["rules"]] == ["repeated-word"]
    assert project.run("lint", "--strict").code == 1
    assert project.run("lint", "--fixx").code == 2


def test_a_file_outside_of_any_project(tmp_path: Path) -> None:
    file = tmp_path / "essay.md"
    file.write_text("The the blue  sky.\n", encoding="utf-8")
    done = Workshop(tmp_path).run("lint", "essay.md", "--fix")
    assert (done.code, done.codes) == (0, ["repeated-word"])
    assert file.read_text(encoding="utf-8") == "The the blue sky.\n"


def test_an_essay_of_another_folder_has_its_projects_settings(project: Workshop) -> None:
    project.write("source/essay.md", f"{HEAD}The the tide.\n")
    project.write("source/footlight.toml", '[lint]\nignore = ["repeated-word"]\n')
    path = f"{project.root.name}/source/essay.md"
    assert project.run("lint", path, cwd=project.root.parent).codes == []


def test_a_file_that_cannot_be_read_is_an_error(project: Workshop) -> None:
    project.write("source/essay.md", b"caf\xe9 the the\n")
    done = project.run("lint", "--fix")
    assert (done.code, done.codes) == (1, ["source-not-utf8"])


def test_where_a_link_is_missing_nothing_is_mended(project: Workshop) -> None:
    """Two blanks inside a sentence are where the words of a link were; `links find` speaks of that."""
    text = f"{HEAD}I wrote about the  in the last letter, and it was read.\n"
    file = project.write("source/essay.md", text)
    assert project.run("links", "find").codes == ["link-emptied"]
    done = project.run("lint", "--fix")
    assert (done.codes, file.read_text(encoding="utf-8")) == ([], text)


def test_advice_keeps_examples_of_markdown() -> None:
    """`footlight explain` writes links to pages as file names, and leaves examples as they are."""
    out = Workshop(REPOSITORY).run("explain", "image-no-alt").out
    assert "`![what it shows](file)`" in out


@settings(max_examples=60)
@given(st.text(alphabet="the ()[]\"“”'’.,;:!^*`#\n>-|{}<>/&a1\u2060\ufffc$~\\", max_size=120))
def test_any_text_is_read(text: str) -> None:
    """Nobody sees a traceback for something that they wrote; places lie in the text."""
    for lang in ("en", "fr", "de"):
        for flaw in flaws(text, Prose(text, lang), SourceMap(text, text, tuple(range(1, text.count("\n") + 2)))):
            assert 0 <= flaw.start <= flaw.end <= len(text)
