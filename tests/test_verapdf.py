"""The reading edition before veraPDF: a second opinion on what page-validation says. Slow: it starts Java."""

import shutil
from io import BytesIO
from pathlib import Path

import pytest
from conftest import SEED
from pikepdf import Dictionary, Pdf
from verapdf import failed, missing
from workshop import Workshop

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(missing()), reason=f"not installed: {missing()}")]
RICH = Path(__file__).parent / "cases/print/rich"


@pytest.fixture(params=["", '[notes]\nreading-order = "paragraph"\n', '[notes]\nreading-order = "end"\n'])
def rich(project: Workshop, request: pytest.FixtureRequest) -> bytes:
    """An essay with one of everything, its notes read in each of the places."""
    shutil.copytree(RICH, project.source, dirs_exist_ok=True)
    project.write("source/footlight.toml", request.param)
    assert project.make("--edition", "reading").code == 0
    return project.products()["essay.pdf"]


@pytest.mark.parametrize("profile", ["2a", "ua1"])
def test_the_first_essay(seed: Workshop, profile: str) -> None:
    assert failed(seed.products(SEED)[f"{SEED}.pdf"], profile) == []


def test_a_rich_essay(rich: bytes) -> None:
    assert [failed(rich, profile) for profile in ("2a", "ua1")] == [[], []]


def test_with_attachments(project: Workshop) -> None:
    """A PDF/A-3a is one, and no PDF/A-2a."""
    project.write("source/footlight.toml", '[reading]\nstandard = "a-3a"\n')
    project.essay("Words with [a link](https://example.org/a).\n")
    assert project.make("--edition", "reading").code == 0
    data = project.products()["essay.pdf"]
    assert [failed(data, profile) for profile in ("3a", "ua1")] == [[], []]
    assert failed(data, "2a") != []


def test_it_finds_faults(seed: Workshop) -> None:
    """The control: a note's identifier and the language taken away."""
    out = BytesIO()
    with Pdf.open(BytesIO(seed.products(SEED)[f"{SEED}.pdf"])) as pdf:
        del pdf.Root.Lang
        for item in pdf.objects:
            if isinstance(item, Dictionary) and str(item.get("/S", "")) == "/Note":
                del item["/ID"]
        pdf.save(out, fix_metadata_version=False)
    assert {"7.9-1", "7.2-2"} & set(failed(out.getvalue(), "ua1"))


@pytest.mark.parametrize("theme", ["classic", "modern", "large-print"])
def test_the_specimen_in_every_theme(project: Workshop, theme: str) -> None:
    """Also with notes in the margin and calls in brackets that are drawn."""
    shutil.copytree(Path(__file__).parent / "specimen" / "source", project.source, dirs_exist_ok=True)
    project.write("source/footlight.toml", f'[project]\ntheme = "{theme}"\n')
    assert project.make("--edition", "reading").code == 0
    data = project.products("specimen")["specimen.pdf"]
    assert [failed(data, profile) for profile in ("2a", "ua1")] == [[], []]
