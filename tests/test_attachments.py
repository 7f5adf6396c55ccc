"""PDF/A-3: the essay as it was written, and what is known of its links, travel in the reading edition."""

from io import BytesIO

import pytest
from pikepdf import Name, Pdf
from workshop import Workshop

from footlight.engines.page_validation import validate

A3 = '[reading]\nstandard = "a-3a"\n'
BODY = "Words with [a link](https://example.org/a).\n"
LEDGER = (
    '[[link]]\nid = "a"\nkind = "sound"\nexact = "a link"\nstatus = "recovered"\n'
    'url = "https://example.org/a"\ntitle = "A Page"\n'
)


def attached(data: bytes) -> dict[str, tuple[str, bytes]]:
    """Each attachment's relationship and bytes, by its name."""
    with Pdf.open(BytesIO(data)) as pdf:
        found = {str(file.UF): (str(file.AFRelationship), file.EF.F.read_bytes()) for file in pdf.Root.get("/AF", [])}
        assert sorted(found) == sorted(pdf.attachments)
        return found


def test_source_and_ledger_travel(project: Workshop) -> None:
    """As they are, byte for byte; the file is a PDF/A-3a and a PDF/UA-1."""
    project.write("source/footlight.toml", A3)
    project.write("source/essay.links.warc.gz", b"other people's pages")
    project.essay(BODY, ledger=LEDGER)
    assert project.make("--edition", "reading").out == ""
    data = project.products()["essay.pdf"]
    assert attached(data) == {
        "essay.md": ("/Source", (project.source / "essay.md").read_bytes()),
        "essay.links.toml": ("/Data", (project.source / "essay.links.toml").read_bytes()),
    }
    assert [validate(data, profile) for profile in ("3a", "ua1")] == [(), ()]
    assert validate(data, "2a") != ()
    assert project.run("check", "--edition", "reading").code == 0


def test_captured_pages_travel_only_when_asked(project: Workshop) -> None:
    project.write("source/footlight.toml", f"{A3}captures = true\n")
    project.write("source/essay.links.warc.gz", b"other people's pages")
    project.essay(BODY, ledger=LEDGER)
    assert project.make("--edition", "reading").out == ""
    data = project.products()["essay.pdf"]
    assert attached(data)["essay.links.warc.gz"] == ("/Supplement", b"other people's pages")
    assert [validate(data, profile) for profile in ("3a", "ua1")] == [(), ()]


def test_nothing_travels_in_a_pdf_a_2(project: Workshop) -> None:
    """The control: A-2a is what is made without a word."""
    project.essay(BODY, ledger=LEDGER)
    assert project.make("--edition", "reading").out == ""
    data = project.products()["essay.pdf"]
    assert attached(data) == {}
    assert validate(data, "2a") == ()


def test_a_label_as_a_3a_is_checked(project: Workshop) -> None:
    """An attachment that does not say what it is to the document."""
    project.write("source/footlight.toml", A3)
    project.essay(BODY)
    assert project.make("--edition", "reading").out == ""
    path = project.build / "essay/essay.pdf"
    with Pdf.open(path, allow_overwriting_input=True) as pdf:
        for file in pdf.Root.AF:
            del file[Name.AFRelationship]
        pdf.save(path, fix_metadata_version=False)
    done = project.run("check", "--edition", "reading")
    assert done.code == 1
    assert "PDF/A-3a" in done.line("pdf-label-false")


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ('[reading]\nstandard = "a-3b"\n', "did you mean 'a-3a'"),
        ("[reading]\ncaptures = true\n", "travel only in a PDF/A-3"),
        ('[reading]\nstandard = "a-3a"\ncaptures = "yes"\n', "takes true or false"),
        ('[notes]\nreading-order = "pargraph"\n', "did you mean 'paragraph'"),
    ],
)
def test_a_wrong_setting_is_explained(project: Workshop, config: str, said: str) -> None:
    project.write("source/footlight.toml", config)
    project.essay(BODY)
    done = project.make("--edition", "reading")
    assert done.code == 2
    assert said in done.err
