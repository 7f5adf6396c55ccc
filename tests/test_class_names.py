"""Our class names have a prefix, so an author's classes never get our styles, and every class of ours has a style."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from epubs import Epubs
from making import REPOSITORY
from workshop import Workshop

from footlight.engines.css import rules

TEMPLATES = REPOSITORY / "templates"
SHARED = {
    "smallcaps", "label", "line-block", "task-list", "csl-entry",
    "epigraph", "letter", "dialogue", "fraction",
}  # fmt: skip
"""Classes that pandoc or an author sets and that we style: docs/templates.md lists them."""
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")


def ours() -> list[str]:
    """Our class names without their prefix."""
    styles = "".join(path.read_text() for path in TEMPLATES.glob("*.css"))
    return sorted({name.removeprefix("fl-") for name in _CLASS.findall(styles) if name.startswith("fl-")})


@pytest.mark.parametrize("name", sorted(path.name for path in TEMPLATES.glob("*.css")))
def test_a_style_sheet_names_our_classes_and_the_shared_ones_only(name: str) -> None:
    selectors = [rule.selector for rule in rules((TEMPLATES / name).read_text())]
    found = {word for selector in selectors for word in _CLASS.findall(selector)}
    assert {word for word in found if not word.startswith("fl-")} <= SHARED


def test_the_page_names_the_shared_classes() -> None:
    page = (REPOSITORY / "docs" / "templates.md").read_text()
    assert all(f"`.{name}`" in page for name in SHARED)


@pytest.mark.slow
def test_an_authors_box_stays_in_its_place(project: Workshop) -> None:
    """A div or a span with any of our names as its class is set as one without a class, from any dialect."""

    def essay(classes: list[str]) -> str:
        boxes = (
            f"Before the box.\n\n::: {name or '{.none}'}\nKeep the lid on, [always]{{.{name or 'none'}}}.\n:::\n\n"
            f'<div class="{name or "none"}">Under a lid.</div>\n\n'
            for name in classes
        )
        return "".join(boxes) + "The end.\n"

    # Words for sources: a headnote, a label, the box of a remark, a term of the index.
    meant = {"headnote", "label", "note", "index"}
    names = [name for name in ours() if name not in meant]
    assert {"call", "text", "title", "back"} <= set(names)
    project.essay(essay(names))
    assert project.make("--edition", "reading").code == 0
    own = project.pages()
    project.essay(essay(["" for _ in names]))
    assert project.make("--edition", "reading").code == 0
    assert _text_of(own) == _text_of(project.pages())


def test_a_remark_stays_in_its_place(project: Workshop) -> None:
    """A box of class `note`, in Markdown or HTML, stands between the paragraphs around it, not at the foot."""
    for box in ("::: note\nKeep the lid on.\n:::", '<div class="note">Keep the lid on.</div>'):
        project.essay(f"Before the box.\n\n{box}\n\nBehind the box.\n")
        assert project.make("--edition", "reading").code == 0
        words = " ".join(project.pages()[0].split())
        assert words.index("Before") < words.index("Keep the lid") < words.index("Behind")


def _text_of(pages: tuple[str, ...]) -> str:
    return "\n".join(pages).partition("Colophon")[0]


def test_a_class_with_our_prefix_is_renamed(project: Workshop) -> None:
    """What a source calls `fl-note` is no note."""
    project.essay("Before.\n\n::: fl-note\nIn a box.\n:::\n\nAfter.\n")
    assert project.make("--edition", "epub").code == 0
    assert project.make("--edition", "reading").code == 0
    page = " ".join(project.pages()[0].split())
    assert "Before. In a box. After." in page


@pytest.mark.parametrize("name", ["rich", "arabic", "seed", "long"])
def test_every_class_of_ours_has_a_rule_in_the_epub(epubs: Epubs, name: str) -> None:
    book = epubs(name)
    styled = set(_CLASS.findall(book.text("epub.css")))
    files = [file.removeprefix("EPUB/") for file in book.zip.namelist() if file.endswith(".xhtml")]
    used = {word for file in files for word in _classes(book.tree(file)) if word.startswith("fl-")}
    assert used
    assert used <= styled


def _classes(root: ET.Element) -> Iterator[str]:
    for element in root.iter():
        yield from element.get("class", "").split()
