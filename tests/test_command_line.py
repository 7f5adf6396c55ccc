"""The command line itself: what it refuses, what it prints of strange names, and how it is started."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from workshop import REPOSITORY, Workshop

from footlight.cli import dispatch
from footlight.workflows.build import essay_builds
from footlight.workflows.build.annotated_essay import prepare

STRANGE = "x\x1b[2J\x07\x9b\u202ey"
"""Clears a terminal, rings its bell, and turns the direction of the text."""
SHOWN = r"x\x1b[2J\x07\x9b\u202ey"


@pytest.mark.parametrize(
    "argv",
    [
        ("build", STRANGE),
        ("build", "--edition", STRANGE),
        ("build", f"--{STRANGE}"),
        (STRANGE,),
        ("links", STRANGE),
        ("links", "find", f"{STRANGE}.md"),
        ("explain", STRANGE),
        ("new", "A Walk", "--lang", STRANGE),
        ("help", STRANGE),
    ],
)
def test_what_was_typed_is_shown_with_its_control_characters_escaped(project: Workshop, argv: tuple[str, ...]) -> None:
    project.essay()
    done = project.run(*argv)
    assert (done.code, done.out) == (2, "")
    assert SHOWN in done.err
    assert "\x1b" not in done.err


@pytest.mark.parametrize("form", ["--json", "--sarif"])
def test_json_controls_no_terminal(project: Workshop, form: str) -> None:
    """Nor do the control characters that JSON itself leaves as they are; read again, they are what they were."""
    project.essay("See [it](https://example.org/[\x9b31m\u2028).\n\n[Here](no\x9bfile.md).\n")
    done = project.run("build", "--edition", "epub", form)
    assert "\\u009b" in done.out
    assert not {"\x9b", "\u2028"} & set(done.out)
    said = json.loads(done.out if form == "--sarif" else f"[{','.join(done.out.splitlines())}]")
    assert "no\x9bfile.md" in str(said).replace("\\x9b", "\x9b")


NAMES = {
    "control characters": (b"a\x1b]0;owned\x07b", r"source/a\x1b]0;owned\x07b.md"),
    "a line's end": (b"a.md: fine\nb", r"source/a.md: fine\nb.md"),
    "no UTF-8": (b"bad\xff", r"source/bad\udcff.md"),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_file_whose_name_cannot_be_shown_is_a_finding_and_the_others_are_built(project: Workshop, name: str) -> None:
    """Whatever command it is; no line of the output is the name's."""
    written, shown = NAMES[name]
    good = project.essay()
    try:
        (project.source / os.fsdecode(written + b".md")).write_bytes(good.read_bytes())
    except OSError:
        pytest.skip("this file system takes no such name")
    done = project.make("--edition", "reading")
    assert (done.code, done.codes) == (1, ["source-name"])
    assert done.out.startswith(f"{shown}: ")
    assert "\x1b" not in done.out + done.err
    assert [path.name for path in project.build.iterdir()] == ["essay"]
    assert project.make("--edition", "reading").codes == ["source-name"]
    for argv in (
        ("check", "--edition", "reading"),
        ("links", "find"),
        ("links", "verify"),
        ("shelf",),
        ("build", "--json"),
    ):
        done = project.run(*argv)
        assert done.code in (0, 1), argv
        assert "\x1b" not in done.out + done.err, argv


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (("build", "--jobs", "0"), "argument --workers/--jobs: it takes a whole number from 1 to 1024, not '0'"),
        (("build", "--jobs", "many"), "argument --workers/--jobs: it takes a whole number from 1 to 1024, not 'many'"),
        (("serve", "--port", "65536"), "argument --port: it takes a whole number from 0 to 65535, not '65536'"),
        (("new", "A Walk", "--lang", "english"), "'english' is no language tag; did you mean 'en'?"),
        (("new", "A Walk", "--lang", "Français"), "'Français' is no language tag; did you mean 'fr'?"),
        (("new", "A Walk", "--lang", "englich"), "'englich' is no language tag; did you mean 'en'?"),
        (("new", "A Walk", "--lang", "frnch"), "'frnch' is no language tag; did you mean 'fr'?"),
        (("build", "--edtion", "epub"), "there is no option --edtion; did you mean '--edition'?"),
        (("lint", "--fixx"), "there is no option --fixx; did you mean '--fix'?"),
        (("links", "review"), "ESSAY is missing. Hint: `footlight links review --help`"),
        (("build", "--edition"), "--edition wants a value behind it"),
        (("doctor", "now"), "more than it takes: now"),
        (("links", "export", "--format", "xls"), "--format does not take 'xls'; it takes 'csv', "),
        (("build", "--json", "--sarif"), "--sarif and --json do not go together"),
        (("--verison",), "there is no option --verison; did you mean '--version'?"),
        (("-v", "build"), "there is no option -v. Hint: Options follow a command"),
        (("build", "source"), "source is a folder, and no essay. Hint: Name the essays in it"),
        (("build", "."), ". is a folder, and no essay"),
        (("new", "A Walk", "--lang", "klingon"), "'klingon' is no language tag; write one such as en-GB, fr or ru"),
        (("new", "A Walk", "--lang", "en\nrights: mine"), "is no language tag"),
        (("new", "…"), "'…' has no letter or digit to make a name of"),
    ],
)
def test_what_is_refused(project: Workshop, argv: tuple[str, ...], says: str) -> None:
    done = project.run(*argv)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("footlight: ")
    assert says in done.err
    assert done.err.count("\n") == 1
    assert list(project.source.iterdir()) == []


@pytest.mark.parametrize("lang", ["en", "pt-BR", "zh-Hans", "en_GB"])
def test_what_new_writes_is_built(project: Workshop, lang: str) -> None:
    assert project.run("new", "A Walk", "--author", "A. Writer", "--lang", lang).out == "source/a-walk.md\n"
    path = project.source / "a-walk.md"
    path.write_text(path.read_text(encoding="utf-8") + "Words.\n", encoding="utf-8")
    done = project.make("--edition", "epub")
    assert (done.code, "[front-matter" in done.out) == (0, False)


def python_m(project: Workshop, *argv: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "footlight", *argv],
        cwd=project.root,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_python_m_footlight_is_the_command(project: Workshop) -> None:
    assert python_m(project, "--version").stdout == project.run("--version").out


def test_python_m_footlight_runs_no_file_of_the_project(project: Workshop) -> None:
    """Python itself puts the working folder in front of its own modules."""
    for name in ("argparse", "tomllib", "json", "enum_of_mine"):
        project.write(f"{name}.py", f"open('RAN-{name}', 'w')\n")
    done = python_m(project, "explain", "no-title")
    assert (done.returncode, done.stderr) == (0, "")
    assert not list(project.root.glob("RAN*"))


FAILING = {
    "a name that is not there": ("{{ nothing }}", "templates/note.html:2: 'nothing' is undefined"),
    "arithmetic": ("{{ 1 / 0 }}", "templates/note.html:2: ZeroDivisionError: division by zero"),
    "a call": ("{{ note() }}", "templates/note.html:2: TypeError: "),
    "syntax": ("{{ note.id }", "templates/note.html:2: "),
    "a filter": ("{{ note.id | nothing }}", "templates/note.html:2: No filter named 'nothing'."),
    "a template that is not there": ('{% include "nothing.html" %}', "templates/note.html:2: nothing.html"),
    "a call of itself": ('{% include "note.html" %}', "templates/note.html:2: RecursionError: "),
    "what the sandbox refuses": ("{{ note.__class__.__mro__ }}", "templates/note.html:2: access to attribute"),
}


@pytest.mark.parametrize("name", FAILING)
def test_a_template_that_fails_is_named_with_its_line(project: Workshop, name: str) -> None:
    line, says = FAILING[name]
    project.essay("Words.[^1]\n\n[^1]: A note.\n")
    project.write("templates/note.html", f"<i></i>\n{line}\n")
    done = project.make("--edition", "reading")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"footlight: {says}")
    assert "docs/templates.md" in done.err


def test_the_hint_stands_behind_the_message(project: Workshop, tmp_path: Path) -> None:
    """On one line, as in findings."""
    done = project.run("build", cwd=tmp_path.parent)
    assert ". Hint: `footlight init` makes one here, with an example. Or put Markdown files into" in done.err


def test_a_fault_of_our_own_is_one_sentence_and_its_details_are_kept(
    project: Workshop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One essay's fault does not end the others; where the whole command fails, it ends with 3."""

    def failing(file: object, *rest: object) -> object:
        if "bad" in str(file):
            raise ZeroDivisionError("a\x1b[2J fault")
        return prepare(file, *rest)  # type: ignore[arg-type]

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(essay_builds, "prepare", failing)
    project.essay(name="bad")
    project.essay(name="good")
    done = project.run("build", "--edition", "epub", "--jobs", "1", "--json")
    (report,) = (tmp_path / "state" / "footlight" / "faults").iterdir()
    (finding,) = [json.loads(line) for line in done.out.splitlines() if "unforeseen" in line]
    assert (done.code, finding["file"]) == (1, "source/bad.md")
    assert "ZeroDivisionError" in finding["message"]
    assert str(report) in finding["hint"]
    assert "test_command_line.py" in report.read_text("utf-8")
    assert (project.build / "good" / "good.epub").exists()

    monkeypatch.setattr(dispatch, "_run", failing)
    done = project.run("build", "bad")
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith("footlight: it failed (ZeroDivisionError: a\\x1b[2J fault)")
    assert "\x1b" not in done.err


@pytest.mark.parametrize("name", ["old.html", "old.docx", "feed.xml", "blog.zip"])
@pytest.mark.parametrize("argv", [("build",), ("lint",), ("links", "find"), ("links", "check"), ("check",)])
def test_what_is_no_essay_yet_is_refused_with_the_command_that_makes_one_of_it(
    project: Workshop, tmp_path: Path, name: str, argv: tuple[str, ...]
) -> None:
    """In a project and outside of any."""
    project.essay()
    project.write(name, "<p>Words.</p>")
    done = project.run(*argv, name)
    assert (done.code, done.out) == (2, "")
    assert f"`footlight import {name}` makes essays of such sources." in done.err
    if argv in (("lint",), ("links", "find")):
        other = Workshop(tmp_path / "other")
        other.write(name, "<p>Words.</p>")
        assert f"`footlight import {name}`" in other.run(*argv, name).err


def test_help_waits_for_no_engine(project: Workshop) -> None:
    """Neither another package nor a stage is imported for it: it is there in the time that Python takes to start."""
    script = "import sys\nfrom footlight.cli.dispatch import run\nfrom footlight.cli.world import World\n"
    script += "run(sys.argv[1:], World.of_process())\nprint(*sys.modules)"
    command = [
        sys.executable,
        "-I",
        "-S",
        "-c",
        f"import sys; sys.path.append({str(REPOSITORY)!r})\n{script}",
        "--help",
    ]
    done = subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=True)
    loaded = {".".join(name.split(".")[:2]) for name in done.stdout.splitlines()[-1].split()}
    foreign = {name for name in loaded if name.split(".")[0] not in {*sys.stdlib_module_names, "footlight", "__main__"}}
    assert foreign == set()
    assert not {f"footlight.{stage}" for stage in ("engines", "settings", "reading", "workflows", "links")} & loaded
