"""How findings are printed: a line each, the line of the source with a caret, and what is said of many places once."""

import json
import re
from pathlib import Path

import pytest
from workshop import Workshop

from footlight.cli.excerpt import excerpt
from footlight.findings.finding import Finding

CONTRACT = re.compile(r"^\S[^:]*:\d+:\d+: (?:(?:warning|info): )?.+ \[[a-z0-9-]+\](?: Hint: .+)?$")


def test_a_finding_shows_its_line_with_a_caret_below_the_column(project: Workshop) -> None:
    """The finding's own line is as ever; what follows begins with blanks, and --no-excerpt leaves it out."""
    project.essay("One.\n\nSee [here]() now.\n")
    done = project.run("links", "find")
    first, line, caret = done.out.splitlines()
    assert CONTRACT.match(first)
    assert (line, caret) == ("     9 | See [here]() now.", "       |     ^")
    assert project.run("links", "find", "--no-excerpt").out == f"{first}\n"
    (row,) = [json.loads(row) for row in project.run("links", "find", "--json").out.splitlines()]
    assert (row["line"], row["column"]) == (9, 5)


def test_the_same_said_of_many_places_is_said_once(project: Workshop) -> None:
    """With the lines of the others; --json and --sarif name every place."""
    project.essay("Words of the the sea.\n\n" * 30)
    assert len(project.run("lint", "-v", "--no-excerpt").out.splitlines()) == 30
    done = project.run("lint")
    assert [line for line in done.out.splitlines() if line[:1] != " "] == [done.line("repeated-word")]
    assert done.out.splitlines()[-1] == (
        f"    and 29 more places: lines {', '.join(str(n) for n in range(9, 49, 2))}, …"
    )
    assert len(project.run("lint", "--json").out.splitlines()) == 30
    assert len(json.loads(project.run("lint", "--sarif").out)["runs"][0]["results"]) == 30


@pytest.mark.parametrize(
    ("text", "column", "shown", "caret"),
    [
        ("short", 1, "     3 | short", "       | ^"),
        ("short", 6, "     3 | short", "       |      ^"),
        ("漢字 x", 4, "     3 | 漢字 x", "       |      ^"),
        ("e\u0301te", 3, "     3 | e\u0301te", "       |  ^"),
        ("\tx", 2, "     3 |  x", "       |  ^"),
        ("a\x1b[2Jb", 6, r"     3 | a\x1b[2Jb", "       |         ^"),
        ("x", 0, "     3 | x", None),
        ("x", 900, "     3 | x", "       |  ^"),
    ],
)
def test_the_caret_stands_below_its_character(text: str, column: int, shown: str, caret: str | None) -> None:
    assert excerpt(text, 3, column) == [shown, caret] if caret else [shown]


@pytest.mark.parametrize("column", [1, 40, 95, 400, 799, 800])
def test_of_a_long_line_the_part_about_the_column_is_shown(column: int) -> None:
    text = "".join(chr(0x4E00 + n % 5000) if n % 3 else "x" for n in range(800))
    line, caret = excerpt(text, 12, column, width=80)
    assert len(line) <= 80
    at = 0
    for char in line:  # the cell at which each character begins
        if at == len(caret) - 1:
            assert char == text[column - 1]
            break
        at += 1 if ord(char) < 0x3000 else 2
    else:
        pytest.fail("the caret is below no character")


@pytest.mark.parametrize("content", [b"\xff\xfe\xff", b"", b"one line"])
def test_a_line_that_is_not_there_is_not_shown(project: Workshop, content: bytes) -> None:
    from footlight.cli.excerpt import Excerpts  # noqa: PLC0415 - beside what it is about

    project.write("source/a.md", content)
    excerpts = Excerpts([project.root])
    assert excerpts.of("source/a.md", 7, 1) == []
    assert excerpts.of("source/none.md", 1, 1) == []
    assert excerpts.of("/etc/passwd", 1, 1) == []
    assert excerpts.of("source/\x00.md", 1, 1) == []


def test_strict_takes_warnings_for_errors_in_every_command_that_has_findings(project: Workshop) -> None:
    project.essay("The the sea, and [a dead end]().\n")
    for argv in (("links", "find"), ("lint",), ("build", "--edition", "epub")):
        assert "warning: " not in project.run(*argv, "--strict").out, argv
    assert project.run("lint").code == 0
    assert project.run("lint", "--strict").code == 1
    for name in ("import", "pictures", "shelf", "book", "links check", "links recover", "links verify", "links mend"):
        assert "--strict" in project.run(*name.split(), "--help").out, name


# footlight.toml in the wrong place


def test_a_configuration_in_the_wrong_place_is_named(project: Workshop) -> None:
    project.essay()
    project.write("footlight.toml", '[page]\nsize = "A4"\n')
    done = project.make("--edition", "reading")
    assert (done.code, done.codes) == (0, ["configuration-misplaced"])
    assert "Move it to source/footlight.toml." in done.out
    assert project.run("check", "--edition", "reading").codes[:1] == ["configuration-misplaced"]
    assert "footlight.toml is not read" in project.run().out
    project.write("source/footlight.toml", "")
    assert "source/footlight.toml is read" in project.make("--edition", "reading").out
    assert project.make("--edition", "reading", "--strict").code == 1


def test_without_a_project_it_is_named_too(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    workshop.write("footlight.toml", "")
    assert "move footlight.toml into it" in workshop.run("build").err


def test_an_error_in_the_configuration_shows_its_line(project: Workshop) -> None:
    project.essay()
    project.write("source/footlight.toml", '[page]\n  sise = "A5"\n')
    done = project.make()
    first, *excerpt_ = done.err.splitlines()
    assert first.startswith("footlight: source/footlight.toml:2:3: unknown key 'sise'; did you mean 'size'? Hint: ")
    assert excerpt_ == [
        '     2 |   sise = "A5"',
        "       |   ^",
    ]


# What comes next


def test_alone_it_says_what_comes_next(tmp_path: Path) -> None:
    """From an empty folder to an essay whose links wait for a decision; every command that is named is one."""
    workshop = Workshop(tmp_path)
    workshop.write("old blog.html", "<p>")
    done = workshop.run()
    assert (done.code, done.err) == (0, "")
    assert "footlight init" in done.out
    assert "footlight import 'old blog.html'" in done.out
    workshop.write("notes.md", "See [x]().\n")
    assert "footlight links find notes.md" in workshop.run().out
    (tmp_path / "source").mkdir()
    assert "footlight new TITLE" in workshop.run().out
    entry = '[[link]]\nid = "a"\nkind = "hollow"\nexact = "x"\nstatus = "unrecovered"\n'
    workshop.essay("See [x]().\n", name="my essay", ledger=entry)
    assert "1 essay never built" in workshop.run().out
    assert "footlight links review 'my essay'" in workshop.run("links").out
    assert workshop.make("--edition", "epub").code == 0
    assert "footlight check" in workshop.run().out
    for said in (workshop.run().out, workshop.run("links").out):
        for line in re.findall(r"^  footlight (\w+(?: \w+)?)", said, re.MULTILINE):
            words = line.split() if line.startswith("links") else line.split()[:1]
            assert workshop.run(*words, "--help").code == 0, line


def test_findings_without_a_place_stand_alone(project: Workshop) -> None:
    finding = Finding(code="no-essays", message="x", file="source")
    assert str(finding) == "source: x [no-essays]"
    assert project.run("build").out.count("\n") == 1
