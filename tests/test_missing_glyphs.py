"""Characters that no face on the machine has: a finding a script, with the package that helps."""

import pytest
from workshop import Workshop

from footlight.workflows.build.layout_warnings import missing_glyphs


def said(characters: str) -> list[tuple[str, str]]:
    return [(finding.message, finding.hint) for finding in missing_glyphs(list(characters), "essay.md")]


def test_a_finding_for_each_script() -> None:
    """Each character is counted once; the first five are named."""
    japanese, hindi = said("港の灯台港守のनラジオ、न。")
    assert japanese[0] == (
        "no font on this machine has 10 Chinese, Japanese or Korean characters, “港” (U+6E2F), “の” (U+306E),"
        " “灯” (U+706F), “台” (U+53F0), “守” (U+5B88) and 5 more; empty boxes stand for them in the PDF"
    )
    assert "install -y --no-install-recommends fonts-noto-cjk`" in japanese[1]
    assert hindi[0] == (
        "no font on this machine has the Devanagari character “न” (U+0928); an empty box stands for it in the PDF"
    )
    assert "fonts-noto-core`" in hindi[1]


@pytest.mark.parametrize(
    ("character", "called", "package"),
    [
        ("한", "Chinese, Japanese or Korean", "fonts-noto-cjk"),
        ("！", "Chinese, Japanese or Korean", "fonts-noto-cjk"),
        ("ש", "Hebrew", "fonts-noto-core"),
        ("ᚠ", "Runic", "fonts-noto-core"),
        ("𐌀", "Old Italic", "fonts-noto-core"),
        ("ᐁ", "Canadian", "fonts-noto-core"),
        ("ि", "Devanagari", "fonts-noto-core"),
        ("⇶", "symbol", "fonts-noto-core"),
        ("🏮", "pictorial", "fonts-noto-color-emoji"),
        ("\ue000", "private", "No package"),
        ("\U000e0fff", "unassigned", "No package"),
    ],
)
def test_what_helps(character: str, called: str, package: str) -> None:
    """By the character's name in Unicode's list, and its category."""
    ((message, hint),) = said(character)
    assert f"the {called} character" in message
    assert package in hint


def test_nothing_is_missing() -> None:
    assert said("") == []


def test_an_essay_without_a_face(project: Workshop) -> None:
    """Forty characters that nobody's face has, said once."""
    project.essay("".join(f"{chr(0x50000 + n)} " for n in range(40)) + "\n")
    done = project.make("--edition", "reading")
    assert (done.code, done.codes.count("missing-glyph")) == (0, 1)
    assert "40 unassigned characters, " in done.line("missing-glyph")
    assert " and 35 more" in done.line("missing-glyph")


@pytest.mark.slow
def test_it_is_said_where_another_process_sets_the_pages(project: Workshop) -> None:
    """Only drawing shows it, and the layout is answered before the PDF of a book is written."""
    project.essay(f"Words {chr(0x50000)} here.\n")
    assert project.process("build", "--edition", "reading", "--jobs", "2").codes.count("missing-glyph") == 1
    project.write("source/whole.book.toml", 'title = "A Book"\n')
    assert project.process("book", "--edition", "reading", "--jobs", "2").codes.count("missing-glyph") == 1
