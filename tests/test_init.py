"""`footlight init`: a folder becomes a project that builds, and nothing in it is written over."""

import tomllib
from io import StringIO
from pathlib import Path

import pytest
from workshop import Run, Workshop

from footlight.cli.dispatch import run
from footlight.cli.world import World
from footlight.settings.parser import load_config


class Terminal(StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_new_project_builds_without_a_finding_but_for_the_link_that_it_misses(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    done = workshop.run("init")
    assert (done.code, done.out.splitlines()[:3]) == (0, ["source/footlight.toml", ".gitignore", "source/example.md"])
    assert "footlight build" in done.err
    made = workshop.make("--edition", "reading")
    assert (made.code, made.codes) == (0, ["links-missing"])
    assert workshop.run("links", "find").codes == ["link-hollow"]
    assert workshop.run("lint").out == ""
    assert "/build/" in (tmp_path / ".gitignore").read_text(encoding="utf-8")


def test_options_answer_the_questions(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    argv = ("--author", 'Ü. "Q" Writer', "--lang", "fr", "--url", "https://example.org/", "--print", "kdp")
    assert workshop.run("init", "mine", *argv).code == 0
    config = load_config(tmp_path / "mine/source/footlight.toml")
    assert (config.project.author, config.project.lang) == (('Ü. "Q" Writer',), "fr")
    assert config.project.url == "https://example.org/"
    assert config.ticket.preset.name == "kdp"
    assert 'author: "Ü. \\"Q\\" Writer"' in (tmp_path / "mine/source/example.md").read_text(encoding="utf-8")


def test_the_configuration_names_every_key_and_its_schema(tmp_path: Path) -> None:
    """By a path that leads to a file, which the front matter of a new essay and a new book name as well."""
    workshop = Workshop(tmp_path)
    workshop.run("init")
    text = (tmp_path / "source/footlight.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text) == {key: {} for key in tomllib.loads(text)}
    schema = text.splitlines()[0].removeprefix("#:schema ")
    assert (tmp_path / "source" / schema).is_file()
    workshop.run("new", "A Walk")
    head = (tmp_path / "source/a-walk.md").read_text(encoding="utf-8").splitlines()[1]
    assert (tmp_path / "source" / head.removeprefix("# yaml-language-server: $schema=")).is_file()
    workshop.run("book", "--new", "Walks", "--year", "1900")  # no essay is of that year, so that nothing is built
    head = (tmp_path / "source/walks.book.toml").read_text(encoding="utf-8").splitlines()[0]
    assert (tmp_path / "source" / head.removeprefix("#:schema ")).is_file()
    (tmp_path / "source/walks.book.toml").unlink()
    path = tmp_path / "source/a-walk.md"
    path.write_text(path.read_text(encoding="utf-8") + "Words.\n", encoding="utf-8")
    assert "[front-matter" not in workshop.make("a-walk", "--edition", "epub").out


def asked(root: Path, answers: str) -> Run:
    """`footlight init` at a terminal."""
    out, err = Terminal(), StringIO()
    code = run(("init",), World(out=out, err=err, environ={}, cwd=root, stdin=Terminal(answers)))
    return Run(code=code, out=out.getvalue(), err=err.getvalue())


def test_at_a_terminal_it_asks_and_a_wrong_answer_is_asked_again(tmp_path: Path) -> None:
    done = asked(tmp_path, "A. Writer\nenglish\nen-GB\n\nnobody\nA5\n")
    assert done.code == 0
    assert done.out.count("?") >= 5
    assert "'english' is no language tag; did you mean 'en'?" in done.out
    config = load_config(tmp_path / "source/footlight.toml")
    assert (config.project.author, config.project.lang, config.project.url) == (("A. Writer",), "en-GB", "")


def test_the_end_of_the_answers_is_no_fault(tmp_path: Path) -> None:
    assert asked(tmp_path, "A. Writer\nenglish").code == 0


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (("--lang", "klingon"), "--lang: 'klingon' is no language tag"),
        (("--print", "kdpp"), "--print: there is no preset 'kdpp'; did you mean 'kdp'?"),
        (("--url", "example.org"), "--url: 'url' takes an address"),
    ],
)
def test_what_is_refused_leaves_nothing_behind(tmp_path: Path, argv: tuple[str, ...], says: str) -> None:
    done = Workshop(tmp_path).run("init", *argv)
    assert (done.code, done.out) == (2, "")
    assert says in done.err
    assert list(tmp_path.iterdir()) == []


def test_a_project_has_a_place_of_its_own(project: Workshop) -> None:
    """A file is no folder, and a folder among essays would make its essays those of two projects."""
    project.essay()
    for folder, says in (
        ("source/essay.md", "source/essay.md is a file, and no folder. Hint: Name the folder"),
        ("source/essay.md/inner", "essay.md is a file, and no folder"),
        ("source/inner", "source/inner lies in "),
    ):
        done = project.run("init", folder)
        assert (done.code, done.out, says in done.err) == (2, "", True), done.err
    assert [path.name for path in project.source.iterdir()] == ["essay.md"]
    assert project.run("init", "beside").code == 0


def test_nothing_is_written_over(tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    workshop.write(".gitignore", "mine\n")
    workshop.essay("Words.\n")
    assert workshop.run("init").code == 0
    assert (tmp_path / ".gitignore").read_text(encoding="utf-8") == "mine\n"
    assert not (tmp_path / "source/example.md").exists()
    done = workshop.run("init")
    assert (done.code, done.out) == (2, "")
    assert "source/footlight.toml already exists" in done.err
