"""Square brackets that open nothing: pandoc alone would work on them for ever."""

from zipfile import ZipFile

import pytest
from workshop import Workshop

from footlight.reading.open_brackets import escape_open_brackets

MANY = {
    "open": "[" * 5000,
    "between words": "word [ and " * 40,
    "within each other": "[" * 200 + "a" + "]" * 200,
    "open notes": "^[" * 80,
    "open pictures": "![" * 80,
}


@pytest.mark.parametrize("name", MANY)
def test_many_brackets_are_printed_as_they_stand(project: Workshop, name: str) -> None:
    project.write("source/footlight.toml", '[source]\nmarkdown = "pandoc"\n')
    project.essay(f"First words.\n\n{MANY[name]}\n\nSee [it](https://example.org/), `[[[[[[[[[[`.\n")
    done = project.make("--edition", "epub")
    assert (done.code, "brackets-plain" in done.codes) == (0, True)
    written = project.source.joinpath("essay.md").read_text(encoding="utf-8")
    line = written[: written.index(MANY[name])].count("\n") + 1
    assert f"essay.md:{line}:" in done.line("brackets-plain")
    with ZipFile(project.build / "essay" / "essay.epub") as book:
        text = book.read("EPUB/text.xhtml").decode()
    assert text.count("[") == MANY[name].count("[") + 10
    assert "\\" not in text


@pytest.mark.parametrize(
    "text",
    [
        "a [ b a [ b [c](d) [e][f] [g]",
        "[![a](b.png)](c) and ^[a note with [a link](d) and [[brackets](e)]]",
        "    [[[[[[[[[[[[[[[[ code\n",
        "```\n[[[[[[[[[[[[[[[[\n```\n",
        "\\[\\[\\[\\[\\[\\[\\[\\[\\[\\[\\[\\[",
    ],
)
def test_links_notes_and_code_are_left_alone(text: str) -> None:
    assert escape_open_brackets(text) == (text, ())
