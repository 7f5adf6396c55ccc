"""Themes: a folder over the base, chosen by the project or by an essay, for paper and for screens."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from workshop import ESSAY, Workshop

from footlight.engines.pdfium import page_texts
from footlight.errors import UsageError
from footlight.project import Project, house_templates
from footlight.settings.parser import load_config
from footlight.settings.themes import load_theme
from footlight.settings.values import Config

PAPER = {
    "theme.toml": '[theme]\ntitle = "wide"\n[page]\nsize = "B5"\ninner = 40\ntype = 12\nleading = 17\n',
    "page.css": ".fl-byline { display: none }",
    "page.html": '{% extends "base/page.html" %}\n{% block text %}<p>From the theme.</p>{{ super() }}{% endblock %}',
    "epub.css": ".fl-byline { color: red }",
}


def with_theme(project: Workshop, name: str = "wide", files: dict[str, str] = PAPER) -> None:
    for file, content in files.items():
        project.write(f"templates/themes/{name}/{file}", content)


def made(project: Workshop, *editions: str) -> dict[str, bytes]:
    done = project.make(*(word for edition in editions for word in ("--edition", edition)))
    assert done.code == 0, done
    return project.products()


def test_a_theme_of_the_project_is_laid_over_the_base(project: Workshop) -> None:
    """Its page, its styles and its templates hold; what the settings say goes over its page, and the project's own
    templates over its templates.
    """
    with_theme(project)
    project.write("source/footlight.toml", '[project]\ntheme = "wide"\n[page]\nleading = 18\n')
    project.write(
        "templates/page.html",
        '{% extends "house/page.html" %}\n{% block text %}<p>From the project.</p>{{ super() }}{% endblock %}',
    )
    project.essay("Some words.\n")
    products = made(project, "reading", "epub")
    first, *_ = page_texts(products["essay.pdf"])
    assert first.index("From the project.") < first.index("From the theme.") < first.index("Some words.")
    assert "A. WRITER" not in first.upper().partition("SOME WORDS")[0]
    with zipfile.ZipFile(io.BytesIO(products["essay.epub"])) as book:
        assert ".fl-byline { color: red }" in book.read("EPUB/epub.css").decode()
    page = load_theme(Project(root=project.root, theme="wide")).applied(Config()).page
    assert (page.name, page.inner, page.type, page.leading) == ("B5", 40, 12, 17)


def test_an_essay_chooses_its_own_theme(project: Workshop) -> None:
    with_theme(project)
    project.write("source/essay.md", ESSAY.replace("title:", "theme: wide\ntitle:") + "Some words.\n")
    project.write("source/other.md", ESSAY + "Some words.\n")
    assert project.make("--edition", "reading").code == 0
    pages = {name: page_texts((project.build / name / f"{name}.pdf").read_bytes())[0] for name in ("essay", "other")}
    assert "From the theme." in pages["essay"]
    assert "From the theme." not in pages["other"]


def test_a_theme_that_nobody_has(project: Workshop) -> None:
    """Named by the project it is an error; an essay may have it from its website, and is set in the project's."""
    project.write("source/essay.md", ESSAY.replace("title:", "theme: clasic\ntitle:") + "Some words.\n")
    done = project.make("--edition", "reading")
    assert (done.code, done.codes) == (0, ["theme-unknown"])
    assert "did you mean 'classic'?" in done.line("theme-unknown")
    project.write("source/footlight.toml", '[project]\ntheme = "../classic"\n')
    assert project.make("--edition", "reading").code == 2
    project.write("source/footlight.toml", '[project]\ntheme = "clasic"\n')
    done = project.make("--edition", "reading")
    assert (done.code, done.out) == (2, "")
    assert "no theme 'clasic'; did you mean 'classic'?" in done.err
    assert "classic (a book)" in done.err


def test_a_faulty_theme_is_an_error_with_its_line(project: Workshop) -> None:
    faults = {
        "[theme]\nname = 'x'\n": "templates/themes/wide/theme.toml:2:1: unknown key 'name'",
        "[paper]\n": "templates/themes/wide/theme.toml:1:1: unknown table [paper]",
        "[page]\ntype = 'big'\n": "templates/themes/wide/theme.toml:2:8: 'type' takes",
    }
    for text, says in faults.items():
        with_theme(project, files={"theme.toml": text})
        with pytest.raises(UsageError, match=says.replace("[", r"\[")):
            load_theme(Project(root=project.root, theme="wide"))
    with_theme(project, files={"theme.toml": "[page]\ninner = 90\nouter = 90\n"})
    with pytest.raises(UsageError, match="the theme wide does not go with the settings"):
        load_theme(Project(root=project.root, theme="wide")).applied(Config())


def test_on_a_page_of_another_size_only_the_type_of_a_theme_holds(project: Workshop) -> None:
    with_theme(project)
    project.write("source/footlight.toml", '[page]\nsize = "A4"\n[print]\npreset = "lulu"\n')
    config = load_theme(Project(root=project.root, theme="wide")).applied(
        load_config(project.root / "source/footlight.toml")
    )
    assert (config.page.name, config.page.inner, config.page.type) == ("A4", 37, 12)
    assert (config.ticket.page.type, config.ticket.page.leading) == (12, 17)
    assert config.ticket.preset.name == "lulu"


def test_the_colophon_names_the_face_that_is_set(project: Workshop) -> None:
    project.essay("Some words.\n")
    assert "set in Literata" in page_texts(made(project, "reading")["essay.pdf"])[-1]
    project.write("templates/page.css", ':root { --face: "JetBrains Mono Footlight", "Literata Footlight"; }')
    pdf = made(project, "reading")["essay.pdf"]
    assert "set in JetBrains Mono" in page_texts(pdf)[-1]


def test_every_theme_says_what_it_is() -> None:
    themes = Project(root=Path("/nowhere")).theme_folders
    assert set(themes) == {path.name for path in (house_templates() / "themes").iterdir()}
    page = (Path(__file__).parent.parent / "docs/themes.md").read_text(encoding="utf-8")
    for name in themes:
        assert load_theme(Project(root=Path("/nowhere"), theme=name)).options.title
        assert f"| `{name}` |" in page


@pytest.mark.slow
def test_sections_of_a_report_are_numbered_through_all_documents_of_its_e_book(project: Workshop) -> None:
    """A long essay has a document for each chapter; one that says `.unnumbered` counts for none."""
    chapter = "## Chapter {0}{1}\n\n" + "Some words of this chapter. " * 1600 + "\n\n"
    marks = ("", " {.unnumbered}", "", "")
    project.write(
        "source/essay.md",
        ESSAY.replace("title:", "theme: modern\ntitle:")
        + "".join(chapter.format(n, m) for n, m in enumerate(marks, 1)),
    )
    products = made(project, "epub")
    with zipfile.ZipFile(io.BytesIO(products["essay.epub"])) as book:
        documents = [book.read(name).decode() for name in sorted(book.namelist()) if "/text" in name]
    heads = [
        re.search(r'class="fl-text fl-chapter"( style="counter-reset: fl-section (\d)")?', text) for text in documents
    ]
    assert [head and head[2] for head in heads][-4:] == [None, "1", "1", "2"]
    assert 'class="unnumbered"' in documents[-3]
