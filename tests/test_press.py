"""Preflight of the print edition: each fault is found by its own code, with its page and place, and no other is."""

from collections.abc import Callable

import pytest
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, Stream
from planting import faults, odd, product, spoil
from workshop import Workshop


def drawn(pdf: Pdf, page: int, program: bytes) -> None:
    pdf.pages[page].contents_add(b"q " + program + b" Q")


def rgb_text(pdf: Pdf) -> None:
    """The first text of the first page in the black of a screen."""
    page = pdf.pages[0]
    program = page.Contents.read_bytes()
    page.Contents.write(program.replace(b"BT", b"0 0 0 rg BT", 1))


def cmyk_line(pdf: Pdf) -> None:
    drawn(pdf, 1, b"0 0 0 1 K 50 50 m 90 90 l S")


def spot_colour(pdf: Pdf) -> None:
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0], C1=[1], N=1)
    pdf.pages[1].Resources.ColorSpace = Dictionary(Spot=Array([Name.Separation, Name.Red, Name.DeviceGray, tint]))
    drawn(pdf, 1, b"/Spot cs 1 scn 60 60 20 20 re f")


def placed(pdf: Pdf, image: Stream, side: int = 48) -> None:
    pdf.pages[0].Resources.XObject = Dictionary(Planted=image)
    drawn(pdf, 0, b"%d 0 0 %d 100 300 cm /Planted Do" % (side, side))


def picture(pdf: Pdf, space: str, pixels: int = 400, **more: object) -> Stream:
    count = {"/DeviceGray": 1, "/DeviceRGB": 3}[space]
    return pdf.make_stream(
        bytes(count * pixels * pixels), Type=Name.XObject, Subtype=Name.Image, Width=pixels, Height=pixels,
        BitsPerComponent=8, ColorSpace=Name(space), **more,
    )  # fmt: skip


def rgb_picture(pdf: Pdf) -> None:
    placed(pdf, picture(pdf, "/DeviceRGB"))


def fine_picture(pdf: Pdf) -> None:
    placed(pdf, picture(pdf, "/DeviceGray"))


def thin_picture(pdf: Pdf) -> None:
    placed(pdf, picture(pdf, "/DeviceGray", 60), 72)


def soft_mask(pdf: Pdf) -> None:
    placed(pdf, picture(pdf, "/DeviceGray", SMask=picture(pdf, "/DeviceGray", 2)))


def alpha(pdf: Pdf) -> None:
    pdf.pages[1].Resources.ExtGState = Dictionary(Half=Dictionary(ca=0.5))
    drawn(pdf, 1, b"/Half gs 0 g 50 50 20 20 re f")


def group(pdf: Pdf) -> None:
    pdf.pages[0].obj.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)


def cut(pdf: Pdf) -> None:
    pdf.pages[0].obj.TrimBox = Array([0, 0, 419.5, 595.275591])


def bled(pdf: Pdf) -> None:
    pdf.pages[1].obj.MediaBox = Array([-9, -9, 428.5, 604.275591])
    pdf.pages[1].obj.BleedBox = Array([-9, -9, 428.5, 604.275591])


def with_links(pdf: Pdf) -> None:
    link = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 10, 10], A=Dictionary(S=Name.URI, URI="https://x.test/")
    )
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])


def with_bookmarks(pdf: Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(OutlineItem("One", 0))


def with_a_script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def with_metadata(pdf: Pdf) -> None:
    pdf.docinfo["/Author"] = "A. Writer"


def unembedded(pdf: Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, Dictionary) and item.get("/Type") == Name.FontDescriptor:
            for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                if key in item:
                    del item[key]


def at_the_edge(pdf: Pdf) -> None:
    """All of the second page moved, so that its lines begin at the edge."""
    page = pdf.pages[1]
    page.Contents.write(b"1 0 0 1 -40 0 cm\n" + page.Contents.read_bytes())


FAULTS = [
    (rgb_text, "print-colour", "page 1, "),
    (cmyk_line, "print-colour", "page 2, 18 mm from the left and 18 mm from the top: DeviceCMYK (operator K)"),
    (spot_colour, "print-colour", "page 2, 21 mm from the left"),
    (rgb_picture, "print-colour-image", "page 1, 35 mm from the left and 106 mm from the top: a picture in DeviceRGB"),
    (soft_mask, "print-transparency", "page 1, 35 mm from the left"),
    (alpha, "print-transparency", "page 2: an alpha of 0.5"),
    (group, "print-transparency", "page 1: a transparency group"),
    (cut, "print-trim", "page 1: its trim is 147.99 × 210.00 mm at 0.00, 0.00, not 148.00 × 210.00 mm"),
    (bled, "print-bleed", "page 2: its bleed"),
    (odd, "print-odd-pages", "3 pages"),
    (with_links, "print-extras", "page 1: /Annots"),
    (with_bookmarks, "print-extras", "the file: /Outlines"),
    (with_a_script, "print-extras", "/OpenAction"),
    (with_metadata, "print-extras", "/Author"),
    (unembedded, "print-font", "page 1: the font"),
    (at_the_edge, "print-unsafe-text", "page 2, "),
]


@pytest.mark.parametrize(("change", "code", "words"), FAULTS, ids=[change.__name__ for change, _, _ in FAULTS])
def test_what_a_print_shop_refuses(planted: Workshop, change: Callable[[Pdf], None], code: str, words: str) -> None:
    spoil(product(planted, "-print.pdf"), change)
    done = planted.run("check", "--edition", "print")
    assert (done.code, faults(done)) == (1, {code})
    assert words in done.line(code)
    assert " Hint: " in done.line(code)


def test_a_thin_picture(planted: Workshop) -> None:
    """A warning: whoever has no better picture may still print it."""
    spoil(product(planted, "-print.pdf"), thin_picture)
    done = planted.run("check", "--edition", "print")
    assert (done.code, faults(done)) == (0, {"print-thin-image"})
    assert (
        "page 1, 35 mm from the left and 106 mm from the top: a picture of 60 × 60 pixels is printed at 60 dpi"
        in done.out
    )
    assert "It needs" in done.line("print-thin-image")


@pytest.mark.parametrize("change", [fine_picture, lambda _: None], ids=["a fine picture in gray", "saved again"])
def test_what_a_print_shop_takes(planted: Workshop, change: Callable[[Pdf], None]) -> None:
    """The control: what is found above is found because of the change."""
    spoil(product(planted, "-print.pdf"), change)
    assert faults(planted.run("check", "--edition", "print")) == set()


def test_the_print_edition_has_the_trim_that_is_configured(planted: Workshop) -> None:
    planted.write("source/footlight.toml", '[print]\nsize = "6x9"\n')
    done = planted.run("check", "--edition", "print")
    assert faults(done) == {"print-trim"}
