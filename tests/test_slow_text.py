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
