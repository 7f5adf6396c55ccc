"""What every PDF is written with: streams whose last byte cannot be taken for the end of a line."""

import random
import zlib

import pikepdf
import pytest
from pikepdf import Name, Pdf

from footlight.engines.pdf.pdf_file import final_bytes, open_pdf

ENDS = [b"\n", b"\r"]


def ending_so(end: bytes) -> bytes:
    """Data whose compressed form ends with a byte: the last one of Adler-32's sum."""
    return next(data for n in range(256) if zlib.compress(data := b"glyf" + bytes([n]), 9).endswith(end))


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("kind", ["font", "program"])
def test_no_stream_ends_like_a_line(end: bytes, kind: str) -> None:
    """It is written with a byte more, of which a font's length knows."""
    data = ending_so(end)
    pdf = Pdf.new()
    pdf.add_blank_page()
    pdf.Root.Held = pikepdf.Stream(pdf, data)
    if kind == "font":
        pdf.Root.Held.Length1 = len(data)
    with open_pdf(final_bytes(pdf)) as again:
        held = again.Root.Held
        assert not held.read_raw_bytes().endswith((b"\n", b"\r"))
        assert held.get("/Filter") == Name.FlateDecode
        assert held.read_bytes()[:-1] == data
        assert kind == "program" or held.Length1 == len(data) + 1


@pytest.mark.parametrize("seed", range(4))
def test_no_object_stream_ends_like_a_line(seed: int) -> None:
    """Of forty of them every third file has one that does; its objects are shared out otherwise."""
    written = []
    for _ in range(2):
        pdf = Pdf.new()
        for _ in range(3):
            pdf.add_blank_page()
        numbers = random.Random(seed)  # noqa: S311 - nothing secret
        pdf.Root.StructTreeRoot = pikepdf.Array(
            [pdf.make_indirect(pikepdf.Array([numbers.random()])) for _ in range(4000)]
        )
        written.append(final_bytes(pdf))
    assert written[0] == written[1]
    assert b"\n\nendstream" not in written[0].replace(b"\r", b"\n")
    assert b"/ObjStm" in written[0]
    with open_pdf(written[0]) as again:
        assert [list(page.mediabox) for page in again.pages] == [[0, 0, 612, 792]] * 3
