"""Lines folded for a terminal: at blanks, commands whole, columns kept; and not folded for anything else."""

import io
import os
import re

import pytest
from workshop import Workshop

from footlight.cli.folding import fold, width_of

HINT = "a.md: the image is not there [image-missing] Hint: Run `footlight pictures my-essay --force` and look again."


def test_words_and_commands_stay_whole() -> None:
    lines = fold(HINT, 40).splitlines()
    assert " ".join(line.strip() for line in lines) == HINT
    assert any("`footlight pictures my-essay --force`" in line for line in lines)
    assert max(len(line) for line in lines) <= 43  # the command and its indent
    assert (fold(HINT, 0), fold("short", 40), fold("", 40)) == (HINT, "short", "")


@pytest.mark.parametrize("width", [1, 7, 40])
@pytest.mark.parametrize(
    "text", ["   ", "`", "a ` b ` c `", "x" * 90, "词" * 50, "  a  b", "  head     " + "word " * 30]
)
def test_nothing_is_lost_of_any_line(text: str, width: int) -> None:
    assert re.sub(r"\s", "", fold(text, width)) == re.sub(r"\s", "", text)


def test_the_second_column_stays_a_column() -> None:
    row = "  footlight check  what a print shop and an e-reader would say of what was built"
    first, *others = fold(row, 50).splitlines()
    assert first.startswith("  footlight check  what")
    assert {len(line) - len(line.lstrip()) for line in others} == {19}
    head, *below = fold(row, 30).splitlines()
    assert head == "  footlight check"
    assert {len(line) - len(line.lstrip()) for line in below} == {6}


def test_a_pipe_gets_whole_lines(project: Workshop) -> None:
    """Other programs read a finding as a line."""
    project.essay("![x](gone.png)\n")
    done = project.process("build", "--edition", "epub", environ={"COLUMNS": "40"})
    assert any("[image-missing] Hint: " in line for line in done.out.splitlines())
    assert width_of(io.StringIO()) == 0
    with os.fdopen(os.open(os.devnull, os.O_WRONLY), "w") as nothing:
        assert width_of(nothing) == 0
