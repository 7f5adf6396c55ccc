"""Text on which pandoc comes to no end is given up in seconds, and the place is said."""

import pytest
from workshop import Workshop


@pytest.mark.slow
def test_the_paragraph_is_named(project: Workshop) -> None:
    """By its line and by the mark that stands in it most; what is sound stands before it and behind it."""
    project.essay("Sound words, “quoted”.\n\nAnd *more* of them.\n\n" + "\"a 'b " * 400 + "\n\nThe *end*.\n")
    done = project.make("--edition", "epub")
    assert (done.code, done.codes) == (1, ["markdown"])
    assert 'source/essay.md:11: pandoc comes to no end with this paragraph, in which “"” stands 400 times' in done.out


@pytest.mark.parametrize(("levels", "code"), [pytest.param(40, 0, marks=pytest.mark.slow), (1_000, 1)])
def test_lists_in_lists(project: Workshop, levels: int, code: int) -> None:
    """What is nested deeper than anything can be set is named by its line, before pandoc spends its time on it."""
    project.essay("Words.\n\n" + "".join("  " * level + "- x\n" for level in range(levels)))
    done = project.make("--edition", "epub")
    assert (done.code, done.codes) == (code, ["markdown"] * code)
    assert ("source/essay.md:209: the text is nested too deeply" in done.out) is bool(code)
