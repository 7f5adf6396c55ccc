"""Files as they lie: which are essays, what each is called, what its name says, and how the command line finds it."""

import os
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile

import pytest
from workshop import ESSAY, Workshop

from footlight.essay_files import ENDINGS, EssayFile, essays_named, find_essays
from footlight.project import evidence_path, ledger_path


def lying(root: Path, *paths: str) -> tuple[EssayFile, ...]:
    """The essays of a source/ that holds these files."""
    source = root / "source"
    source.mkdir(exist_ok=True)
    for path in paths:
        file = source / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("Words.\n", encoding="utf-8")
    return find_essays(source)


def names(root: Path, *paths: str) -> dict[str, str]:
    return {essay.shown.removeprefix("source/"): essay.name for essay in lying(root, *paths)}


def inside(project: Workshop, name: str, member: str) -> str:
    """A file of an essay's EPUB, as text."""
    with ZipFile(project.build / name / f"{name}.epub") as book:
        return book.read(member).decode()


CALLED: Sequence[tuple[str, str, str, str, str]] = (
    # path, name, language, day, words for a title
    ("kettle.md", "kettle", "", "", "Kettle"),
    ("kettle.markdown", "kettle", "", "", "Kettle"),
    ("KETTLE.MD", "KETTLE", "", "", "KETTLE"),
    ("old_kettle.mkd", "old_kettle", "", "", "Old kettle"),
    ("posts/2012/kettle.md", "kettle", "", "", "Kettle"),
    ("posts/my-kettle/index.md", "my-kettle", "", "", "My kettle"),
    ("posts/my-kettle/index.de.md", "my-kettle.de", "de", "", "My kettle"),
    ("posts/my-kettle/_index.md", "my-kettle", "", "", "My kettle"),
    ("index.md", "index", "", "", "Index"),
    ("2015-11-17-my-kettle.md", "my-kettle", "", "2015-11-17", "My kettle"),
    ("2015-11-17_my_kettle.md", "my_kettle", "", "2015-11-17", "My kettle"),
    ("2015-11-17 My kettle.md", "My kettle", "", "2015-11-17", "My kettle"),
    ("2015-11-17T10:20:30Z-my-kettle.md", "my-kettle", "", "2015-11-17", "My kettle"),
    ("2015-11-17-my-kettle/index.md", "my-kettle", "", "2015-11-17", "My kettle"),
    ("2015-11-17.md", "2015-11-17", "", "2015-11-17", "2015 11 17"),
    ("2015-13-17-my-kettle.md", "2015-13-17-my-kettle", "", "", "2015 13 17 my kettle"),
    ("kettle.de.md", "kettle.de", "de", "", "Kettle"),
    ("kettle.pt-br.md", "kettle.pt-br", "pt-BR", "", "Kettle"),
    ("de/kettle.md", "kettle.de", "de", "", "Kettle"),
    ("de/posts/kettle/index.md", "kettle.de", "de", "", "Kettle"),
    ("zh-hans/kettle.md", "kettle.zh-hans", "zh-Hans", "", "Kettle"),
    ("en_US/kettle.md", "kettle.en_US", "en-US", "", "Kettle"),
    ("fr/kettle.de.md", "kettle.de", "de", "", "Kettle"),
    ("de/index.md", "index.de", "de", "", "Index"),
    ("version-1.2.md", "version-1.2", "", "", "Version 1.2"),
    ("kettle.qq.md", "kettle.qq", "", "", "Kettle.qq"),
    ("Чайник.ru.md", "Чайник.ru", "ru", "", "Чайник"),
)


@pytest.mark.parametrize("row", CALLED, ids=[row[0] for row in CALLED])
def test_what_a_name_says(tmp_path: Path, row: tuple[str, ...]) -> None:
    path, *said = row
    (essay,) = lying(tmp_path, path)
    assert [essay.name, essay.given.lang, essay.given.date, essay.given.words] == said
    assert essay.shown == f"source/{path}"


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_ending_in_small_and_capital_letters(tmp_path: Path, ending: str) -> None:
    assert len(lying(tmp_path, f"a{ending}", f"b{ending.upper()}")) == 2


def test_what_is_no_essay(tmp_path: Path) -> None:
    """Readmes, files about a repository, those that generators do not publish, hidden ones; a post may be called so."""
    none = ["README.md", "sub/readme.md", "CONTRIBUTING.md", "sub/CHANGELOG.md", ".hidden.md", ".obsidian/a.md",
            "a.txt", "themes/x/post.md", "archetypes/default.md", "_includes/x.md", "node_modules/x/y.md",
            "a.questions.txt", "sketch.excalidraw.md", "a.html"]  # fmt: skip
    assert names(tmp_path, *none, "code-of-conduct.md") == {"code-of-conduct.md": "code-of-conduct"}


def test_names_are_kept_apart(tmp_path: Path) -> None:
    """By language, else by day, else folder by folder, else by a number; whoever needs nothing more keeps its name."""
    assert names(
        tmp_path,
        "kettle.md", "de/kettle.md", "kettle.fr.md",
        "2015-11-17-tea.md", "2016-11-17-tea.md", "tea.md",
        "a/cup.md", "b/cup.md", "c/a/cup.md",
        "pot.md", "pot.markdown", "x/pot.md",
        "LID.md", "lid.md",
        "a-spoon.md", "a/spoon.md", "b/spoon.md",
    ) == {
        "kettle.md": "kettle", "de/kettle.md": "kettle.de", "kettle.fr.md": "kettle.fr",
        "2015-11-17-tea.md": "2015-11-17-tea", "2016-11-17-tea.md": "2016-11-17-tea", "tea.md": "tea",
        "a/cup.md": "a-cup", "b/cup.md": "b-cup", "c/a/cup.md": "c-a-cup",
        "pot.md": "pot", "pot.markdown": "pot-2", "x/pot.md": "x-pot",
        "LID.md": "LID", "lid.md": "lid-2",
        "a-spoon.md": "a-spoon", "a/spoon.md": "a-spoon-2", "b/spoon.md": "b-spoon",
    }  # fmt: skip


def test_no_two_names_differ_in_capitals_or_in_the_form_of_accents_alone(tmp_path: Path) -> None:
    found = lying(tmp_path, "caf\u00e9.md", "a/cafe\u0301.md", "Tea.md", "tea/index.md", "tea/Tea.md")
    assert len({name.name.casefold().replace("e\u0301", "\u00e9") for name in found}) == 5


def test_ledgers_are_kept_apart(tmp_path: Path) -> None:
    """An essay's ledger lies beside it under its name; of two that differ in their ending one has it whole."""
    lying(tmp_path, "pot.md", "pot.markdown", "cup.mkd")
    source = tmp_path / "source"
    files = [ledger_path(source / name).name for name in ("pot.md", "pot.markdown", "cup.mkd")]
    assert files == ["pot.links.toml", "pot.markdown.links.toml", "cup.links.toml"]
    assert evidence_path(source / "pot.markdown").name == "pot.markdown.links.warc.gz"


NAMED = {
    "kettle": ["kettle"],
    "KETTLE": ["kettle"],
    "kettle.md": ["kettle"],
    "kettle.de": ["kettle.de"],
    "de/kettle": ["kettle.de"],
    "de/kettle.md": ["kettle.de"],
    "2015-11-17-tea": ["tea"],
    "2015-11-17-tea.md": ["tea"],
    "tea": ["tea"],
    "a-cup": ["a-cup"],
    "a/cup": ["a-cup"],
    "cup": ["a-cup", "b-cup"],
    "my-pot": ["my-pot"],
    "posts/my-pot": ["my-pot"],
    "my-pot/index": ["my-pot"],
    "my-pot/index.md": ["my-pot"],
    "ttle": [],
    "posts": [],
    "": [],
}


@pytest.mark.parametrize("name", NAMED)
def test_names_and_ends_of_paths(tmp_path: Path, name: str) -> None:
    paths = "kettle.md", "de/kettle.md", "2015-11-17-tea.md", "a/cup.md", "b/cup.md", "posts/my-pot/index.md"
    essays = lying(tmp_path, *paths)
    assert [essay.name for essay in essays_named(name, essays, tmp_path / "source")] == NAMED[name]


@pytest.mark.slow
def test_files_are_built_as_they_lie(project: Workshop) -> None:
    """Sub-folders, bundles with a picture beside the text, languages, endings; each in a folder of its own."""
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    project.write("source/posts/2015-11-17-pot/index.markdown", "# The Pot\n\n![A pot](pot.svg)\n")
    project.write("source/posts/2015-11-17-pot/pot.svg", picture)
    project.write("source/de/kettle.md", "---\ntitle: Kessel\n---\n\nWorte.\n")
    project.write("source/kettle.MD", f"{ESSAY}Words.\n")
    done = project.make("--edition", "epub")
    assert (done.code, done.out) == (0, "")
    assert sorted(path.name for path in project.build.iterdir() if path.is_dir()) == ["kettle", "kettle.de", "pot"]
    package = inside(project, "kettle.de", "EPUB/package.opf")
    assert "<dc:language>de</dc:language>" in package
    package = inside(project, "pot", "EPUB/package.opf")
    assert "<dc:title" in package
    assert ">The Pot</dc:title>" in package
    assert "<dc:date>2015-11-17</dc:date>" in package
    assert project.make("--edition", "epub").err == "Nothing to do: 3 essays are up to date.\n"
    assert project.run("build", "de/kettle", "--edition", "epub").err == "Nothing to do: 1 essay is up to date.\n"


@pytest.mark.slow
def test_the_project_speaks_for_all_its_essays(project: Workshop) -> None:
    project.write(
        "source/footlight.toml",
        '[project]\nauthor = ["A. Brewer", "B. Steam"]\nurl = "https://kettles.example/"\nlang = "fr"\n',
    )
    project.write("source/kettle.md", "---\ntitle: Kettles\npermalink: /2012/kettles/\n---\n\nWords.\n")
    project.write("source/de/pot.md", "---\ntitle: Topf\nauthor: C. Lid\n---\n\nWorte.\n")
    assert project.make("--edition", "epub").code == 0
    kettle = inside(project, "kettle", "EPUB/package.opf")
    assert "<dc:language>fr</dc:language>" in kettle
    assert ">A. Brewer</dc:creator>" in kettle
    assert ">B. Steam</dc:creator>" in kettle
    assert "kettles.example/2012/kettles/" in inside(project, "kettle", "EPUB/colophon.xhtml").replace("<wbr/>", "")
    pot = inside(project, "pot.de", "EPUB/package.opf")
    assert "<dc:language>de</dc:language>" in pot
    assert ">C. Lid</dc:creator>" in pot


def test_drafts_and_empty_sections_are_passed_over(project: Workshop) -> None:
    project.write("source/_drafts/kettle.md", f"{ESSAY}Words.\n")
    project.write("source/posts/_index.md", "+++\ntitle = 'Posts'\n+++\n\n")
    done = project.make("--edition", "epub")
    assert (done.code, sorted(done.codes)) == (0, ["draft", "section-page"])
    done = project.run("check", "--edition", "epub")
    assert (done.code, sorted(done.codes)) == (0, ["draft", "section-page"])
    project.write("source/posts/_index.md", "+++\ntitle = 'Posts'\n+++\n\nAll that I wrote.\n")
    assert project.make("--edition", "epub").code == 0
    assert (project.build / "posts/posts.epub").is_file()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_utf_16_is_read(project: Workshop, encoding: str) -> None:
    """With a byte-order mark or without one."""
    project.write(
        "source/essay.md",
        "---\ntitle: Über Kessel\nlang: de\n---\n\nDie Worte: чай, 茶.\n\nDie Wörter: чай, 茶.\n".encode(encoding),
    )
    done = project.make("--edition", "epub")
    assert done.code == 0
    assert "Wörter: чай, 茶." in inside(project, "essay", "EPUB/text.xhtml")


def test_what_is_no_utf_16_though_it_begins_so(project: Workshop) -> None:
    project.write("source/essay.md", b"\xff\xfea")
    done = project.make("--edition", "epub")
    assert (done.code, done.codes) == (1, ["source-not-utf8"])
    assert "UTF-16-LE" in done.out


def test_an_essay_is_named_by_a_path_or_by_what_only_one_has(project: Workshop) -> None:
    project.write("source/a/cup.md", f"{ESSAY}Words.\n")
    project.write("source/b/cup.md", f"{ESSAY}Words.\n")
    project.write("source/old.html", "<p>Old words.</p>")
    assert project.make("a/cup", "--edition", "epub").code == 0
    assert [path.name for path in project.build.iterdir()] == ["a-cup"]
    done = project.make("cup")
    assert (done.code, done.err) == (
        2,
        "footlight: 'cup' may be any of a-cup, b-cup. Hint: Give one of these names, or a path.\n",
    )
    assert project.make("source/b/cup.md", "--edition", "epub").code == 0
    done = project.make("source/old.html")
    assert done.code == 2
    assert "source/old.html is a web page and no essay yet" in done.err
    assert "`footlight import source/old.html`" in done.err
    assert "did you mean 'a-cup'?" in project.make("a-cip").err


def test_of_two_files_with_one_name_the_first_is_built(project: Workshop) -> None:
    """The essays of source/ have a name each; a file from elsewhere may have one of theirs."""
    project.write("source/cup.md", f"{ESSAY}Words.\n")
    project.write("elsewhere/cup.md", f"{ESSAY}Other words.\n")
    done = project.make("cup", "elsewhere/cup.md", "--edition", "epub")
    assert (done.code, done.codes) == (1, ["same-name"])
    assert "elsewhere/cup.md and source/cup.md would both be build/cup/" in done.out


def test_a_new_essay_is_in_the_language_of_the_project(project: Workshop) -> None:
    project.write("source/footlight.toml", '[project]\nlang = "fr"\n')
    project.run("new", "La bouilloire")
    project.run("new", "Kettle", "--lang", "en-GB")
    assert "\nlang: fr\n" in (project.source / "la-bouilloire.md").read_text(encoding="utf-8")
    assert "\nlang: en-GB\n" in (project.source / "kettle.md").read_text(encoding="utf-8")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_what_is_named_like_an_essay_and_no_file_is_named(project: Workshop) -> None:
    """A pipe, links that lead nowhere or to themselves; a folder of such a name may hold essays."""
    project.essay()
    os.mkfifo(project.source / "pipe.md")
    (project.source / "gone.md").symlink_to("nowhere.md")
    (project.source / "loop.md").symlink_to("loop.md")
    project.write("source/folder.md/inner.md", ESSAY + "Words.\n")
    done = project.make("--edition", "epub")
    assert (done.code, done.codes) == (0, ["source-no-file"] * 3)
    for name, what in (("pipe.md", "a named pipe"), ("loop.md", "a link that leads to itself")):
        refused = project.run("build", f"source/{name}")
        assert (refused.code, f"source/{name} is {what}, and no file" in refused.err) == (2, True)
    said = (
        "gone.md: warning: this is a link that leads nowhere, ",
        "loop.md: warning: this is a link that leads to itself",
    )
    assert all(
        f"source/{words}" in done.out for words in (*said, "pipe.md: warning: this is a named pipe, and no file")
    )
    assert (project.build / "inner/inner.epub").is_file()


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_a_link_that_leads_to_itself_is_no_file_wherever_one_is_named(project: Workshop) -> None:
    """In the front matter, as a picture, as the ledger and as the configuration."""
    for name in ("loop.bib", "loop.png", "essay.links.toml"):
        (project.source / name).symlink_to(name)
    head = "---\ntitle: T\nauthor: A\nlang: en\nbibliography: loop.bib\ncsl: loop.bib\n---\n\n"
    project.essay("Words. ![a](loop.png)\n", head=head)
    done = project.make("--edition", "epub")
    assert done.code == 1
    assert "unforeseen" not in done.codes
    (project.source / "footlight.toml").symlink_to("footlight.toml")
    refused = project.run("build")
    assert (refused.code, "source/footlight.toml " in refused.err) == (2, True)


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() == 0, reason="root may read every folder")
def test_a_folder_that_cannot_be_read_is_named(project: Workshop) -> None:
    """The essays elsewhere are built."""
    project.essay()
    locked = project.source / "locked"
    locked.mkdir(mode=0)
    try:
        done = project.make("--edition", "epub")
    finally:
        locked.chmod(0o700)
    assert (done.code, done.codes) == (0, ["source-folder-unreadable"])
    assert done.out.startswith("source/locked: ")
