"""Pictures: kinds are known by content, drawings are rebuilt, pixels are as many as print and screens show."""

import io
import unicodedata
from pathlib import Path
from zipfile import ZipFile

import pytest
from PIL import Image, ImageFile
from workshop import Workshop

from footlight.engines.pillow import (
    SCREEN_SIDE,
    DamagedPictureError,
    HugePictureError,
    UnusablePictureError,
    for_paper,
    for_screen,
    inspect_raster,
)
from footlight.engines.svg import UnusableSvgError, is_svg, rebuild_svg
from footlight.reading.pictures import BadImage, FoundImage, Shelves, find_image

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'


def drawn(body: str) -> str:
    return rebuild_svg((HEAD + body + "</svg>").encode()).data.decode()


def picture(kind: str, size: tuple[int, int] = (40, 30), mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 90).save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    "bad",
    [
        "<script>x()</script>",
        '<s:script xmlns:s="http://www.w3.org/2000/svg">x()</s:script>',
        '<rect onload="x()" width="1" height="1"/>',
        "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x()</p></foreignObject>",
        '<image xlink:href="http://example.org/x()"/>',
        '<image href="data:text/html,x()"/>',
        '<a xlink:href="javascript:x()"><rect width="1" height="1"/></a>',
        '<use xlink:href="other.svg#x()"/>',
        "<style>@import 'x()';</style>",
        '<rect style="fill:url(http://example.org/x())" width="1" height="1"/>',
        '<rect fill="url(x())" width="1" height="1"/>',
        '<animate attributeName="x" to="x()"/>',
        '<set attributeName="onclick" to="x()"/>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_nothing_that_acts_or_leads_out_of_a_drawing_stays(bad: str, encoding: str) -> None:
    """Whatever its prefix, and whatever the encoding of the file."""
    made = rebuild_svg((HEAD + bad + '<circle r="2"/></svg>').encode(encoding)).data
    assert b"x()" not in made
    assert b"<circle" in made


def test_what_a_drawing_draws_with_stays() -> None:
    kept = (
        '<defs><linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient></defs>'
        '<rect fill="url(#g)" x="1" width="50%" height="2.5mm" style="opacity:.5"/><use xlink:href="#g"/>'
        '<text>a<tspan dx="1">b</tspan>c</text><image xlink:href="data:image/png;base64,AAAA"/>'
    )
    assert drawn(kept).replace(" />", "/>").partition(">")[2] == kept + "</svg>"


@pytest.mark.parametrize("value", ["nan", "inf", "1e400", "-5", "1 2 nan"])
def test_a_length_that_is_none_is_left_out(value: str) -> None:
    assert "width" not in drawn(f'<rect width="{value}"/>').partition(">")[2]


def test_a_drawing_that_repeats_itself_without_end_is_refused() -> None:
    """Eight levels of ten, counted without drawing one; a circle of references is cut."""
    levels = "".join(f'<g id="a{n + 1}">{f"""<use href="#a{n}"/>""" * 10}</g>' for n in range(8))
    with pytest.raises(UnusableSvgError, match="shapes"):
        drawn(f'<path id="a0" d="M0 0h1"/>{levels}')
    assert drawn('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>')


@pytest.mark.parametrize(
    "data",
    [b"", b"<svg", b"<html><body/></html>", (HEAD + "<g>" * 900 + "</g>" * 900 + "</svg>").encode(),
     b'<!DOCTYPE svg [<!ENTITY a "&b;"><!ENTITY b "x">]>' + HEAD.encode() + b"&a;</svg>"],
)  # fmt: skip
def test_what_is_no_drawing_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(UnusableSvgError):
        rebuild_svg(data)


def test_the_entities_of_a_drawing_program_are_read() -> None:
    """Illustrator declares its namespaces so."""
    data = b'<!DOCTYPE svg [<!ENTITY ns "http://www.w3.org/2000/svg">]><svg xmlns="&ns;"><path d="M0 0"/></svg>'
    assert b"<path" in rebuild_svg(data).data


def test_a_drawing_is_known_by_its_content() -> None:
    assert is_svg(b"<?xml version='1.0'?>\n<!-- a -->\n<svg:svg xmlns:svg='x'/>")
    assert is_svg("<svg/>".encode("utf-16"))
    assert not is_svg(b"<html/>")
    assert not is_svg(picture("PNG"))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "AVIF", "BMP", "TIFF"])
def test_kinds_are_known_by_their_content(kind: str) -> None:
    found = inspect_raster(picture(kind))
    assert (found.format, found.width, found.height) == (kind, 40, 30)


def test_damage_and_size_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where another module of the process told Pillow to take damaged files, as WeasyPrint does."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    noise = Image.effect_noise((200, 200), 90)
    for kind in ("PNG", "JPEG"):
        out = io.BytesIO()
        noise.save(out, kind)
        with pytest.raises(DamagedPictureError):
            inspect_raster(out.getvalue()[: len(out.getvalue()) // 2])
    with pytest.raises(HugePictureError):
        inspect_raster(picture("PNG", (60_000, 3_000), "1"))
    with pytest.raises(UnusablePictureError, match="no picture"):
        inspect_raster(b"%PDF-1.7")


def test_a_screen_gets_what_it_can_show() -> None:
    """Large ones scaled, kinds that old readers lack converted, the first frame of those that move, all upright."""
    small = picture("PNG")
    assert for_screen(small) == (small, ".png")
    wide, suffix = for_screen(picture("JPEG", (3 * SCREEN_SIDE, 30)))
    assert (suffix, Image.open(io.BytesIO(wide)).size) == (".jpg", (SCREEN_SIDE, 10))
    assert for_screen(picture("WEBP"))[1] == ".jpg"
    assert for_screen(picture("AVIF"))[1] == ".jpg"
    frames = [Image.new("P", (9, 9), shade) for shade in range(3)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    still, suffix = for_screen(out.getvalue())
    assert (suffix, getattr(Image.open(io.BytesIO(still)), "n_frames", 1)) == (".png", 1)
    exif = Image.Exif()
    exif[0x0112] = 6
    turned, _ = for_screen(picture("JPEG", exif=exif))
    assert Image.open(io.BytesIO(turned)).size == (30, 40)


def test_paper_gets_no_more_pixels_than_a_press_shows() -> None:
    assert for_paper(picture("PNG"), (40, 30)) is None
    made = for_paper(picture("PNG", (400, 300)), (40, 40))
    assert made
    assert (made[1], Image.open(io.BytesIO(made[0])).size) == ("image/png", (40, 30))


def shelf(tmp_path: Path, *names: str) -> Shelves:
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(picture("PNG"))
    (tmp_path / "source").mkdir(parents=True, exist_ok=True)
    return Shelves(folder=tmp_path / "source", root=tmp_path)


@pytest.mark.parametrize(
    ("file", "target"),
    [
        ("source/a.png", "a.png"),
        ("source/a b.png", "a%20b.png"),
        ("source/a.png", "a.png?w=300"),
        ("source/a.png", "A.PNG"),
        (f"source/{unicodedata.normalize('NFD', 'café')}.png", "café.png"),
        ("source/café.png", unicodedata.normalize("NFD", "café") + ".png"),
        ("static/img/a.png", "/img/a.png"),
        ("public/a.png", "/a.png"),
        ("assets/a.png", "/assets/a.png"),
        ("source/static/a.png", "/a.png"),
        ("static/img/a.png", "img/a.png"),
        ("source/images/a.png", "{static}/images/a.png"),
        ("source/images/a.png", "|filename|images/a.png"),
    ],
)
def test_a_picture_is_found_where_its_site_would_find_it(tmp_path: Path, file: str, target: str) -> None:
    found = find_image(target, shelf(tmp_path, file))
    assert isinstance(found, FoundImage)
    assert found.path.name == Path(file).name


@pytest.mark.parametrize("target", ["../../a.png", "%2e%2e/%2e%2e/a.png", "link.png"])
def test_nothing_outside_the_project_is_opened(tmp_path: Path, target: str) -> None:
    inner = tmp_path / "project"
    shelves = shelf(inner)
    (tmp_path / "a.png").write_bytes(picture("PNG"))
    (inner / "source" / "link.png").symlink_to(tmp_path / "a.png")
    found = find_image(target, shelves)
    assert isinstance(found, BadImage)
    assert found.code == "image-outside"


def test_an_essay_without_its_pictures_is_made(project: Workshop) -> None:
    """Each is a framed line with its words, and, where one is known, its address as a note; and a warning."""
    project.essay("![The mill](https://example.org/mill.png)\n\nWords.\n\n![A quay](gone.png)\n")
    done = project.run("build", "--edition", "reading", "--edition", "epub")
    assert (done.code, sorted(done.codes)) == (0, ["image-missing", "image-remote"])
    assert "The mill" in project.pages()[0]
    assert "example.org/mill.png" in project.pages()[0]
    assert "A quay" in project.pages()[0]


def test_a_picture_alone_stands_within_the_text_block(project: Workshop) -> None:
    """Without words of its own it is a figure all the same, from margin to margin, and its attribute `alt` counts."""
    project.write("source/wide.png", picture("PNG", (3000, 1000)))
    project.essay('Words.\n\n![](wide.png){alt="A coast"}\n\nMore.\n')
    done = project.run("build", "--edition", "reading", "--edition", "epub")
    assert "image-no-alt" not in done.codes
    with ZipFile(io.BytesIO(project.products()["essay.epub"])) as book:
        text = book.read("EPUB/text.xhtml").decode()
        (name,) = [name for name in book.namelist() if "images/" in name]
        assert Image.open(io.BytesIO(book.read(name))).width == SCREEN_SIDE
    assert "<figure" in text
    assert 'alt="A coast"' in text


def test_a_project_names_the_folder_of_its_pictures(project: Workshop) -> None:
    project.write("site/files/img/a.png", picture("PNG"))
    project.write("source/footlight.toml", '[source]\nstatic = ["site/files"]\n')
    project.essay("![A mill](/img/a.png)\n")
    assert "image-missing" not in project.run("build", "--edition", "epub").codes
    project.write("source/footlight.toml", '[source]\nstatic = ["../elsewhere"]\n')
    assert project.run("build", "--edition", "epub").code == 2
