"""What a build says that it made."""

import pytest
from workshop import Workshop

from footlight.cli.build_summary import build_summary
from footlight.workflows.build.essay_builds import Outcome


@pytest.mark.parametrize(
    ("counts", "says"),
    [
        ({"pages": 1}, "1 page"),
        ({"pages": 12, "printed_pages": 12, "notes": 1}, "12 pages, 1 note"),
        ({"pages": 11, "printed_pages": 12}, "11 pages to read, 12 in print"),
        ({"printed_pages": 12, "notes": 3, "lost": 2}, "12 pages, 3 notes, 2 of links that stay lost"),
        ({}, "made"),
    ],
)
def test_the_pages_of_each_edition_are_told_apart(counts: dict[str, int], says: str) -> None:
    assert build_summary(Outcome(name="x", findings=(), **counts)) == says  # type: ignore[arg-type]  # names of fields


def test_the_pages_that_are_said_are_those_of_the_files(project: Workshop) -> None:
    """A print edition has a blank page more where its number would be odd."""
    project.essay()
    done = project.make("--edition", "reading", "--edition", "print")
    assert done.err.strip().endswith("build/essay/: 1 page to read, 2 in print")
    assert (len(project.pages()), len(project.pages(suffix="-print"))) == (1, 2)
    assert project.make("--edition", "print", "--force").err.strip().endswith(": 2 pages")
