"""The comparison of products that an upgrade of an engine is judged by."""

import zipfile
from pathlib import Path

import pikepdf
from PIL import Image

from benchmarks.sample_products import DIFFERENT, differences


def product(root: Path, *boxes: str) -> None:
    """A PDF with a page for each program, and an EPUB with two files."""
    folder = root / "build/essay"
    folder.mkdir(parents=True)
    with pikepdf.Pdf.new() as pdf:
        for box in boxes:
            pdf.add_blank_page(page_size=(72, 72)).obj.Contents = pdf.make_stream(f"{box} re f".encode())
        pdf.save(folder / "essay.pdf", deterministic_id=True)
    with zipfile.ZipFile(folder / "essay.epub", "w") as book:
        book.writestr(zipfile.ZipInfo("one.xhtml"), "the same")
        book.writestr(zipfile.ZipInfo("two.xhtml"), boxes[-1])


def test_the_same_bytes_are_no_difference(tmp_path: Path) -> None:
    product(tmp_path / "before", "0 0 9 9", "9 9 9 9")
    product(tmp_path / "after", "0 0 9 9", "9 9 9 9")
    assert list(differences(tmp_path / "before", tmp_path / "after")) == []
    assert not (tmp_path / "after" / DIFFERENT).exists()


def test_pages_and_files_that_differ_are_named_and_pictured(tmp_path: Path) -> None:
    product(tmp_path / "before", "0 0 9 9", "9 9 9 9")
    product(tmp_path / "after", "0 0 9 9", "9 9 18 9")
    picture = tmp_path / "after" / DIFFERENT / "essay-2.png"
    assert list(differences(tmp_path / "before", tmp_path / "after")) == [
        "essay/essay.epub differs",
        "  two.xhtml differs",
        "essay/essay.pdf differs",
        f"  page 2 looks different: {picture}",
    ]
    with Image.open(picture) as sheet:
        assert sheet.size == (300, 100)
