"""The cover of an EPUB: the source's own picture, or a page that is drawn as a JPEG or as an SVG."""

import io
import shutil
import zipfile
from base64 import b64encode
from xml.etree import ElementTree as ET

import pytest
from PIL import Image, ImageChops, ImageStat
from weasyprint import HTML
from workshop import REPOSITORY, Workshop, quick_rows

from footlight.engines import epubcheck
from footlight.engines.pdfium import page_pixels
from footlight.errors import EnvironmentProblem

CASES = REPOSITORY / "tests" / "cases" / "epub"
LAMP = CASES / "rich" / "lamp.png"
WIDTH = 400
_PAGE = "<style>@page { size: 100mm 150mm; margin: 0 } body { margin: 0 } img { width: 100mm; display: block }</style>"
PICTURED = '{% extends "house/epub/cover.html" %}{% block cover %}<img src="lamp.png" alt=""/>{% endblock %}'
SVG = "{http://www.w3.org/2000/svg}"


def covers(project: Workshop, config: str, head: str) -> dict[str, bytes]:
    """The covers in the EPUBs that are built, by the ends of their names."""
    project.write("source/footlight.toml", config)
    project.essay(head=head)
    assert project.make("--edition", "epub").code == 0
    found = {}
    for name, data in project.products().items():
        if name.endswith(".epub"):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                (cover,) = (member for member in archive.namelist() if member.startswith("EPUB/cover."))
                found[name.removeprefix("essay") + cover.removeprefix("EPUB/cover")] = archive.read(cover)
    return found


def seen(svg: bytes) -> Image.Image:
    """An SVG as WeasyPrint draws it."""
    page = f'{_PAGE}<img src="data:image/svg+xml;base64,{b64encode(svg).decode()}">'
    return Image.frombytes("RGB", *page_pixels(HTML(string=page).write_pdf(), WIDTH))


def test_the_cover_is_drawn_unless_there_is_one(project: Workshop) -> None:
    (drawn,) = covers(project, "", "---\ntitle: T\nauthor: A\n---\n\n").values()
    with Image.open(io.BytesIO(drawn)) as picture:
        assert (picture.size, picture.format) == ((1600, 2400), "JPEG")
    shutil.copy(LAMP, project.source / "lamp.png")
    assert covers(project, "", "---\ntitle: T\nauthor: A\ncover-image: lamp.png\n---\n\n") == {
        ".epub.png": LAMP.read_bytes()
    }
    with zipfile.ZipFile(io.BytesIO(project.products()["essay.epub"])) as archive:
        package = archive.read("EPUB/package.opf").decode()
    assert '<item id="cover" href="cover.png" media-type="image/png" properties="cover-image"/>' in package
    assert '<itemref idref="cover"' not in package


def test_the_house_draws_the_cover_where_the_named_one_is_not_there(project: Workshop) -> None:
    project.essay(head="---\ntitle: T\nauthor: A\ncover-image: none.png\n---\n\n")
    done = project.make()
    assert (done.code, done.codes) == (0, ["image-missing"])
    assert "the house draws the cover" in done.out


@pytest.mark.parametrize("case", quick_rows(["rich", "arabic", "russian"], "russian"))
def test_an_svg_looks_like_the_jpeg(project: Workshop, case: str) -> None:
    """Small capitals, a subtitle, letters that join, letters from right to left; and no face is needed for it."""
    head = (CASES / case / "essay.md").read_text(encoding="utf-8").split("\n---\n")[0] + "\n---\n\n"
    head = "\n".join(line for line in head.split("\n") if "cover-image" not in line)
    both = covers(project, '[epub]\ncover = "svg"\nvariants = ["kindle"]\n', head)
    assert sorted(both) == ["-kindle.epub.jpg", ".epub.svg"]
    root = ET.fromstring(both[".epub.svg"])  # noqa: S314 - our own
    assert {element.tag for element in root.iter()} <= {f"{SVG}{name}" for name in ("svg", "title", "path", "clipPath")}
    assert root.get("aria-label") == root.findtext(f"{SVG}title")
    with Image.open(io.BytesIO(both["-kindle.epub.jpg"])) as jpeg:
        picture = jpeg.convert("RGB").resize((WIDTH, 600), Image.Resampling.BOX)
    drawn = seen(both[".epub.svg"])
    assert max(ImageStat.Stat(ImageChops.difference(drawn, picture)).mean) < 1
    blank = Image.new("RGB", picture.size, picture.getpixel((0, 0)))
    assert max(ImageStat.Stat(ImageChops.difference(blank, picture)).mean) > 2  # so that the letters weigh something


@pytest.mark.slow
def test_epubcheck_says_nothing_of_an_svg(project: Workshop) -> None:
    try:
        epubcheck.find_java()
    except EnvironmentProblem as problem:
        pytest.skip(str(problem))
    covers(project, '[epub]\ncover = "svg"\n', "---\ntitle: A & B <c>\nauthor: A\nlang: en\nrights: CC0\n---\n\n")
    assert project.run("check", "--edition", "epub").codes == []


@pytest.mark.parametrize(
    ("file", "content", "says"),
    [
        ("epub/cover.html", PICTURED, "`Do`"),
        ("cover-image.css", ".fl-title { opacity: .5 }", "transparent"),
        ("cover-image.css", "@page { background: linear-gradient(red, blue) }", "`cs`"),
    ],
)
def test_what_has_no_form_in_an_svg_stays_a_jpeg(project: Workshop, file: str, content: str, says: str) -> None:
    """And that is said."""
    project.write(f"templates/{file}", content)
    shutil.copy(LAMP, project.root / "templates" / "lamp.png")
    project.write("source/footlight.toml", '[epub]\ncover = "svg"\n')
    project.essay(head="---\ntitle: T\nauthor: A\n---\n\n")
    done = project.make("--edition", "epub")
    assert (done.code, done.codes) == (0, ["cover-not-svg"])
    assert says in done.line("cover-not-svg")
    with zipfile.ZipFile(io.BytesIO(project.products()["essay.epub"])) as archive:
        assert "EPUB/cover.jpg" in archive.namelist()
