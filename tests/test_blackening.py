"""Black as black only: every way in which a page comes to a colour is made gray, and looks as it did in gray."""

import io
from collections.abc import Callable

import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from footlight.engines.pdf.print_finish import finish_print
from footlight.engines.pdf.print_inspection import press_facts
from footlight.engines.pdfium import page_image
from footlight.press.job_ticket import Ticket
from footlight.press.paper import Page
from footlight.press.presets import preset_named

MM = 72 / 25.4
SIZE = 120
TICKET = Ticket(
    preset=preset_named("a5"),
    page=Page(name="test", width=SIZE / MM, height=SIZE / MM, inner=5, outer=5, head=5, foot=5, type=9, leading=12),
)
WHITE = "1 g 0 0 120 120 re f\n"


def made(program: str, furnish: Callable[[Pdf, Dictionary], None] | None = None) -> bytes:
    with Pdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(SIZE, SIZE)).obj
        page.Resources = Dictionary()
        if furnish:
            furnish(pdf, page.Resources)
        page.Contents = pdf.make_stream(program.encode())
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


def image(pdf: Pdf, mode: str, pixels: bytes, **more: object) -> Stream:
    return pdf.make_stream(
        pixels,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=2,
        Height=1,
        BitsPerComponent=8,
        ColorSpace=Name(mode),
        **more,
    )


def spaces(pdf: Pdf, resources: Dictionary) -> None:
    tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 1, 1], C1=[1, 0.5, 0], N=1)
    ink = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 1, 1], C1=[0, 0, 0], N=1)
    profile = pdf.make_stream(b"", N=3)
    resources.ColorSpace = Dictionary(
        Spot=Array([Name.Separation, Name.Orange, Name.DeviceRGB, tint]),
        Black=Array([Name.Separation, Name.Black, Name.DeviceRGB, ink]),
        Two=Array([Name.DeviceN, Array([Name.A]), Name.DeviceRGB, tint]),
        Icc=Array([Name.ICCBased, profile]),
        Lab=Array([Name.Lab, Dictionary(WhitePoint=[0.9642, 1, 0.8249], Range=[-125, 125, -125, 125])]),
        Index=Array([Name.Indexed, Name.DeviceRGB, 1, b"\xff\x00\x00\x00\x00\xff"]),
        Plain=Name.DeviceRGB,
        Ground=Array([Name.Pattern, Name.DeviceRGB]),
    )
    resources.ColorSpace.Icc[1].Alternate = Name.DeviceRGB


def drawings(pdf: Pdf, resources: Dictionary) -> None:
    spaces(pdf, resources)
    inner = pdf.make_stream(
        b"1 0 0 rg 0 0 50 50 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 60, 60], Resources=Dictionary()
    )
    group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
    outer = pdf.make_stream(
        b"q 1 0 0 1 10 10 cm /Inner Do Q 0 0 1 RG 4 w 5 5 60 60 re S",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=[0, 0, 80, 80],
        Group=group,
        Resources=Dictionary(XObject=Dictionary(Inner=inner)),
    )
    inherits = pdf.make_stream(b"10 10 80 80 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 100, 100])
    mask = pdf.make_stream(
        b"/DeviceGray cs 0.5 sc 0 0 120 60 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 120, 120],
        Group=Dictionary(S=Name.Transparency, CS=Name.DeviceGray),
    )  # fmt: skip
    soft = image(pdf, "/DeviceGray", b"\x80\x00")
    resources.XObject = Dictionary(
        Outer=outer,
        Inherits=inherits,
        Rgb=image(pdf, "/DeviceRGB", b"\xff\x00\x00\x00\x00\xff"),
        Cmyk=image(pdf, "/DeviceCMYK", b"\xff\x00\x00\x00\x00\xff\x00\x00"),
        Soft=image(pdf, "/DeviceRGB", b"\xff\x00\x00\x00\xff\x00", SMask=soft),
    )
    resources.ExtGState = Dictionary(
        Half=Dictionary(ca=0.5, CA=0.25),
        Whole=Dictionary(ca=1, CA=1),
        Mask=Dictionary(SMask=Dictionary(S=Name.Luminosity, G=mask)),
        Blend=Dictionary(BM=Name.Multiply),
        Line=Dictionary(LW=6, ca=0.5),
    )


def shades(pdf: Pdf, resources: Dictionary) -> None:
    drawings(pdf, resources)
    function = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 0, 0], C1=[0, 0, 1], N=1)
    axial = Dictionary(
        ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[10, 0, 110, 0], Function=function, Extend=[True, True]
    )
    radial = Dictionary(ShadingType=3, ColorSpace=Name.DeviceRGB, Coords=[60, 60, 0, 60, 60, 50], Function=function)
    mesh = Dictionary(ShadingType=1, ColorSpace=Name.DeviceRGB, Domain=[0, 1, 0, 1], Matrix=[120, 0, 0, 120, 0, 0])
    mesh.Function = pdf.make_stream(b"{ 0 }", FunctionType=4, Domain=[0, 1, 0, 1], Range=[0, 1, 0, 1, 0, 1])
    resources.Shading = Dictionary(Axial=axial, Radial=radial, Mesh=mesh)
    cell = {"Type": Name.Pattern, "PatternType": 1, "TilingType": 1, "BBox": [0, 0, 20, 20], "XStep": 20, "YStep": 20}
    resources.Pattern = Dictionary(
        Coloured=pdf.make_stream(b"1 0 0 rg 0 0 10 20 re f", PaintType=1, Resources=Dictionary(), **cell),
        Uncoloured=pdf.make_stream(b"0 0 10 20 re f", PaintType=2, Resources=Dictionary(), **cell),
        Shaded=Dictionary(PatternType=2, Shading=axial),
    )
    glyph = pdf.make_stream(b"1000 0 d0 1 0 0 rg 0 0 800 800 re f")
    resources.Font = Dictionary(
        T3=Dictionary(
            Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 1000, 1000], FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
            CharProcs=Dictionary(a=glyph), Encoding=Dictionary(Differences=[97, Name.a]), FirstChar=97, LastChar=97,
            Widths=[1000], Resources=Dictionary(),
        )
    )  # fmt: skip


PROGRAMS = {
    "rgb fill": "1 0 0 rg 10 10 50 50 re f",
    "rgb stroke": "0 0 1 RG 8 w 10 10 80 80 re S",
    "rgb black": "0 0 0 rg 10 10 50 50 re f",
    "cmyk": "0 1 1 0 k 10 10 50 50 re f 0.5 0.4 0.4 1 K 5 w 70 70 20 20 re S",
    "gray": "0.3 g 10 10 50 50 re f 0.6 G 9 w 70 70 30 30 re S",
    "device by name": "/DeviceRGB cs 0 1 0 sc 10 10 50 50 re f /DeviceCMYK CS 1 0 0 0 SC 6 w 70 70 30 30 re S",
    "by the resources' name": "/Plain cs 0 1 0 scn 10 10 50 50 re f",
    "a space alone": "/DeviceCMYK cs 10 10 50 50 re f",
    "separation": "/Spot cs 0.7 scn 10 10 50 50 re f /Black cs 0.6 scn 60 60 40 40 re f",
    "deviceN": "/Two cs 1 scn 10 10 50 50 re f",
    "icc": "/Icc cs 0 0.5 1 scn 10 10 50 50 re f",
    "lab": "/Lab cs 50 60 20 scn 10 10 50 50 re f",
    "indexed": "/Index cs 1 sc 10 10 50 50 re f",
    "drawing in a drawing": "/Outer Do",
    "an inherited colour": "1 0 0 rg /Inherits Do",
    "kept and restored": "q 1 0 0 rg Q 10 10 40 40 re f q 0 1 0 rg 60 60 40 40 re f Q",
    "picture": "q 100 0 0 100 10 10 cm /Rgb Do Q",
    "cmyk picture": "q 100 0 0 100 10 10 cm /Cmyk Do Q",
    "soft mask of a picture": "q 100 0 0 100 10 10 cm /Soft Do Q",
    "alpha": "/Half gs 1 0 0 rg 10 10 50 50 re f 0 0 1 RG 6 w 70 70 30 30 re S",
    "alpha after the colour": "1 0 0 rg q /Half gs 10 10 50 50 re f Q 70 70 30 30 re f",
    "alpha back": "0 g /Half gs 10 10 40 40 re f /Whole gs 60 60 40 40 re f",
    "alpha over a drawing": "/Half gs /Outer Do",
    "alpha over a picture": "/Half gs q 100 0 0 100 10 10 cm /Rgb Do Q",
    "a state with more": "/Line gs 0 1 0 RG 20 20 60 60 re S",
    "axial": "q 10 10 100 100 re W n /Axial sh Q",
    "radial": "/Radial sh",
    "a mesh": "q 10 10 100 100 re W n /Mesh sh Q",
    "coloured pattern": "/Pattern cs /Coloured scn 10 10 80 80 re f",
    "uncoloured pattern": "/Ground cs 0 0 1 /Uncoloured scn 10 10 80 80 re f",
    "shaded pattern": "/Pattern cs /Shaded scn 10 10 100 100 re f",
    "stroke of a pattern": "/Pattern CS /Coloured SCN 20 w 20 20 80 80 re S",
    "a mask": "q /Mask gs 1 0 0 rg 10 10 100 100 re f Q 0 g 0 0 5 5 re f",
    "blending": "0.5 g 0 0 60 60 re f q /Blend gs 1 0 0 rg 30 0 60 60 re f Q",
    "moved and masked": "q 0.5 0 0 0.5 30 30 cm q /Mask gs 0 0 1 rg 0 0 120 120 re f Q Q",
    "picture in the program": "q 100 0 0 100 10 10 cm BI /W 2 /H 1 /CS /RGB /BPC 8 /F /AHx ID ff00000000ff> EI Q",
    "a glyph that is a program": "BT /T3 60 Tf 20 20 Td (a) Tj ET",
    "marks of tags": "/P <</MCID 0>> BDC 1 0 0 rg 10 10 50 50 re f EMC /Artifact BMC 60 60 10 10 re f EMC",
}  # fmt: skip


BY_RULE = {"cmyk": 55, "device by name": 55, "cmyk picture": 55, "lab": 20}
"""Spaces whose gray is ISO 32000's or CIE's, where pdfium sees inks of its own."""


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_is_gray_and_looks_as_it_did(name: str) -> None:
    """No colour and no transparency is left, and no pixel is further from its gray than the eye sees."""
    data = made(PROGRAMS[name], shades)
    pressed = finish_print(data, TICKET)
    found = press_facts(pressed.data)
    assert (found.colours, found.transparent, found.extras) == ((), (), ())
    assert {p.space for p in found.pictures} <= {"/DeviceGray"}
    before, after = (looked(file) for file in (data, pressed.data))
    far = sorted(abs(a - b) for a, b in zip(before, after, strict=True))
    assert far[int(len(far) * 0.97)] <= BY_RULE.get(name, 6), far[-1]


def looked(data: bytes) -> bytes:
    """The first page on white, in the gray of ITU-R BT.601."""
    seen = page_image(data, 72)
    white = seen.copy()
    white.paste((255, 255, 255, 255), (0, 0, *seen.size))
    white.alpha_composite(seen)
    return bytes(white.convert("L").tobytes())


@pytest.mark.parametrize("name", PROGRAMS)
def test_what_a_program_shows_before_is_seen(name: str) -> None:
    """The control: the preflight finds the colour, or the transparency, in what was not yet put right."""
    found = press_facts(made(PROGRAMS[name], spaces if name == "gray" else shades))
    pictures = any(image.space != "/DeviceGray" for image in found.pictures)
    assert bool(found.colours or found.transparent or pictures) == (name != "gray")


def test_a_colour_edition_keeps_its_colours() -> None:
    ticket = Ticket(preset=TICKET.preset, page=TICKET.page, colour=True)
    for name in ("rgb fill", "cmyk", "separation", "picture", "axial", "coloured pattern"):
        data = made(PROGRAMS[name], shades)
        before, after = (
            page_image(file, 72).convert("RGB").tobytes() for file in (data, finish_print(data, ticket).data)
        )
        assert max(abs(a - b) for a, b in zip(before, after, strict=True)) <= 2, name


def test_a_colour_edition_has_no_transparency_either() -> None:
    ticket = Ticket(preset=TICKET.preset, page=TICKET.page, colour=True)
    for name in ("alpha", "soft mask of a picture", "a mask", "blending", "alpha over a drawing"):
        assert press_facts(finish_print(made(PROGRAMS[name], shades), ticket).data).transparent == (), name


def test_what_becomes_a_picture_is_announced() -> None:
    assert finish_print(made(PROGRAMS["a mask"], shades), TICKET).rasterized == (1,)
    assert finish_print(made(PROGRAMS["alpha"], shades), TICKET).rasterized == ()
