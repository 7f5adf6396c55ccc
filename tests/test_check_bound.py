"""`footlight check` of booklets and covers: those that were just built pass, and each planted fault has its code."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from planting import faults, odd, spoil
from workshop import ESSAY, Workshop

HEAD = ESSAY.replace("---\n\n", "rights: CC BY 4.0\ndescription: What it is about.\n---\n\n")


@pytest.fixture(scope="module")
def bound(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """An essay with a booklet and a cover; nobody changes it."""
    workshop = Workshop(tmp_path_factory.mktemp("bound"))
    workshop.write("source/footlight.toml", "[cover]\nspine = 9\n")
    workshop.essay(head=HEAD)
    assert workshop.make("--edition", "booklet", "--edition", "cover").code == 0
    return workshop


def test_what_was_just_built_passes(bound: Workshop) -> None:
    done = bound.run("check", "--edition", "booklet", "--edition", "cover")
    assert (done.code, done.out) == (0, "")
    assert "3 files checked" in done.err


def _without_a_font(pdf: Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, Dictionary) and item.get("/Type") == Name.FontDescriptor:
            for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                if key in item:
                    del item[key]


def _a_link(pdf: Pdf) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=Dictionary(S=Name.URI, URI="x:y"))
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])


def _an_outline(pdf: Pdf) -> None:
    pdf.Root.Outlines = Dictionary()


def _another_trim(pdf: Pdf) -> None:
    left, bottom, right, top = (float(value) for value in pdf.pages[0].trimbox)
    pdf.pages[0].trimbox = Array([left, bottom, right, top - 1])


def _a_second_page(pdf: Pdf) -> None:
    pdf.pages.append(pdf.pages[0])


def _a_soft_mask(pdf: Pdf) -> None:
    def image(**more: object) -> pikepdf.Stream:
        stream = pdf.make_stream(b"\0", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8)
        stream.ColorSpace = Name.DeviceGray
        for key, value in more.items():
            stream[f"/{key}"] = value
        return stream

    name = pdf.pages[0].add_resource(image(SMask=image()), Name.XObject)
    pdf.pages[0].contents_add(f"q {name} Do Q".encode())


@pytest.mark.parametrize(
    ("edition", "plant", "code"),
    [
        ("booklet", odd, "booklet-odd-sides"),
        ("booklet", _an_outline, "booklet-extras"),
        ("booklet", _a_link, "booklet-extras"),
        ("booklet", _without_a_font, "booklet-font"),
        ("cover", _another_trim, "cover-size"),
        ("cover", _a_second_page, "cover-size"),
        ("cover", _without_a_font, "cover-font"),
        ("cover", _a_soft_mask, "cover-transparency"),
    ],
)
def test_a_planted_fault_is_found(
    bound: Workshop, tmp_path: Path, edition: str, plant: Callable[[Pdf], None], code: str
) -> None:
    planted = Workshop(shutil.copytree(bound.root, tmp_path, dirs_exist_ok=True))
    spoil(planted.build / f"essay/essay-{edition}.pdf", plant)
    done = planted.run("check", "--edition", edition)
    assert (done.code, faults(done)) == (1, {code})


def test_no_pdf_at_all(bound: Workshop, tmp_path: Path) -> None:
    planted = Workshop(shutil.copytree(bound.root, tmp_path, dirs_exist_ok=True))
    (planted.build / "essay/essay-cover.pdf").write_bytes(b"%PDF-1.7\nnothing")
    assert faults(planted.run("check", "--edition", "cover")) == {"product-unreadable"}
