"""`footlight check` on the PDFs: each fault found by its own code, and no other found."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pikepdf import Dictionary, Name, Pdf
from planting import faults, product, spoil
from workshop import Workshop

# The reading edition


def without_title(pdf: Pdf) -> None:
    del pdf.Root.ViewerPreferences


def without_language(pdf: Pdf) -> None:
    del pdf.Root.Lang


def without_words(pdf: Pdf) -> None:
    for annotation in pdf.pages[0].obj.Annots:
        del annotation["/Contents"]


def without_tags(pdf: Pdf) -> None:
    del pdf.Root.StructTreeRoot


@pytest.mark.parametrize(
    ("change", "rule", "code"),
    [
        (without_title, "PDFUA1-VIEWER-PREFERENCES", "pdf-title-hidden"),
        (without_language, "LANGUAGE", "pdf-language-missing"),
        (without_words, "PDFUA1-LINK-CONTENTS", "pdf-link-without-words"),
        (without_tags, "STRUCT", "pdf-untagged"),
    ],
)
def test_a_label_that_is_no_longer_true(planted: Workshop, change: Callable[[Pdf], None], rule: str, code: str) -> None:
    """Said as the label's fault, and as what it is for a reader."""
    spoil(product(planted, ".pdf"), change)
    done = planted.run("check", "--edition", "reading")
    assert (done.code, faults(done)) == (1, {"pdf-label-false", code})
    assert rule in done.out


def test_a_file_saved_again_is_still_what_it_says(planted: Workshop) -> None:
    """The control: what is found above is found because of the change, not of the saving."""
    spoil(product(planted, ".pdf"), lambda _: None)
    assert faults(planted.run("check", "--edition", "reading")) == set()


def test_a_picture_that_lost_its_words(project: Workshop) -> None:
    picture = Path(__file__).parent / "cases/epub/rich/lamp.png"
    project.write("source/lamp.png", picture.read_bytes())
    project.essay("Words.\n\n![A lamp.](lamp.png)\n")
    assert project.make("--edition", "reading").code == 0
    assert faults(project.run("check", "--edition", "reading")) == set()
    path = project.build / "essay/essay.pdf"

    def without_alt(pdf: Pdf) -> None:
        for item in pdf.objects:
            if isinstance(item, Dictionary) and "/Alt" in item:
                del item["/Alt"]

    spoil(path, without_alt)
    done = project.run("check", "--edition", "reading")
    assert (done.code, faults(done)) == (1, {"pdf-label-false", "pdf-picture-without-words"})
    assert "PDF/UA-1" in done.line("pdf-label-false")


def test_a_file_that_claims_nothing(planted: Workshop) -> None:
    def unlabelled(pdf: Pdf) -> None:
        packet = pdf.Root.Metadata.read_bytes()
        pdf.Root.Metadata.write(re.sub(rb"pdf(?:ua|a)id:", b"other:", packet))

    spoil(product(planted, ".pdf"), unlabelled)
    done = planted.run("check", "--edition", "reading")
    assert (done.code, faults(done)) == (0, {"pdf-claims-nothing"})


def test_what_is_not_claimed_is_no_error(planted: Workshop) -> None:
    """A PDF/A without a title in its window is a PDF/A, and only warned of."""

    def change(pdf: Pdf) -> None:
        without_title(pdf)
        packet = pdf.Root.Metadata.read_bytes()
        pdf.Root.Metadata.write(packet.replace(b'pdfuaid:part="1"', b""))

    spoil(product(planted, ".pdf"), change)
    done = planted.run("check", "--edition", "reading")
    assert (done.code, faults(done)) == (0, {"pdf-title-hidden"})


def renamed(pdf: Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, Dictionary) and "Italic" in str(item.get("/BaseFont", "")):
            item.BaseFont = Name("/ABCDEF+DejaVu-Sans")


@pytest.mark.parametrize(("ending", "edition"), [(".pdf", "reading"), ("-print.pdf", "print")])
def test_a_face_that_nobody_chose(planted: Workshop, ending: str, edition: str) -> None:
    spoil(product(planted, ending), renamed)
    done = planted.run("check", "--edition", edition)
    assert (done.code, faults(done)) == (0, {"fallback-face"})
    assert "page 1" in done.line("fallback-face")
    assert "DejaVu-Sans" in done.line("fallback-face")


def test_a_face_that_the_project_chose(planted: Workshop) -> None:
    spoil(product(planted, ".pdf"), renamed)
    planted.write("templates/page.css", ':root { --mono: "DejaVu Sans", monospace; }\n')
    assert faults(planted.run("check", "--edition", "reading")) == set()


@pytest.mark.parametrize("ending", [".pdf", "-print.pdf", ".epub"])
def test_half_a_file(planted: Workshop, ending: str) -> None:
    path = product(planted, ending)
    path.write_bytes(path.read_bytes()[:1000])
    edition = {".pdf": "reading", "-print.pdf": "print", ".epub": "epub"}[ending]
    done = planted.run("check", "--edition", edition)
    assert done.code == 1
    assert faults(done) & {"product-unreadable", "epub-broken"}
