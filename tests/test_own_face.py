"""A face of the project's own: in every edition, in part, by its maker's leave, and named in the colophon."""

import io
import zipfile
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from workshop import Workshop

from footlight.engines.fonts.font_facts import Embedding, font_facts
from footlight.engines.pdf.document_facts import pdf_facts
from footlight.engines.pdfium import page_texts
from footlight.errors import EngineError
from footlight.project import house_templates

SANS = house_templates() / "fonts" / "FiraSans_400Regular.ttf"


def font(name: str = "Harbour", *, fs_type: int = 0, without: str = "") -> bytes:
    """A font of another name, permission, and without a table."""
    made = TTFont(SANS, recalcTimestamp=False)
    made["OS/2"].fsType = fs_type
    for record in made["name"].names:
        if record.nameID in (1, 16):
            record.string = name
    if without:
        del made[without]
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def faces(pdf: bytes) -> set[str]:
    return {name.partition("+")[2] for _, name in pdf_facts(pdf).fonts}


def with_face(project: Workshop, data: bytes, settings: str = 'regular = "fonts/face.ttf"\n') -> None:
    project.write("fonts/face.ttf", data)
    project.write("fonts/OFL.txt", "A licence.\n")
    project.write("source/footlight.toml", f"[face]\n{settings}")
    project.essay("Words, *slanted* and **bold**, and a note.[^1]\n\n[^1]: Its words.\n")


@pytest.mark.slow
def test_a_face_reaches_every_edition(project: Workshop) -> None:
    """PDFs, cover, EPUB and colophon; what it has no font for is Literata, and none of it is made up."""
    with_face(project, font(), 'regular = "fonts/face.ttf"\nbold = "fonts/bold.ttf"\n')
    project.write("fonts/bold.ttf", (house_templates() / "fonts" / "FiraSans_600SemiBold.ttf").read_bytes())
    done = project.make(*(word for name in ("reading", "print", "cover", "epub") for word in ("--edition", name)))
    assert (done.code, done.codes) == (0, ["cover-spine-thin", "face-lacks"])
    assert "Harbour has no italic: such words are set in Literata" in done.line("face-lacks")
    products = project.products()
    reading = products["essay.pdf"]
    assert faces(reading) == {"Harbour-Footlight", "Harbour-Footlight-Bold", "Harbour-Footlight-Italic"}
    assert faces(products["essay-print.pdf"]) >= {"Harbour-Footlight"}
    assert faces(products["essay-cover.pdf"]) == {"Harbour-Footlight"}
    assert "set in Harbour" in page_texts(reading)[-1]
    assert len(reading) < len(font()) / 2  # in part
    with zipfile.ZipFile(io.BytesIO(products["essay.epub"])) as book:
        names = {name for name in book.namelist() if "/fonts/" in name}
        assert names == {
            f"EPUB/fonts/{name}"
            for name in ("face-regular.ttf", "face-bold.ttf", "Literata_400Regular_Italic.ttf", "OFL.txt", "OFL-2.txt")
        }
        assert 'body { font-family: "Harbour", serif; }' in book.read("EPUB/epub.css").decode()
        assert len(book.read("EPUB/fonts/face-regular.ttf")) < 60_000
    done = project.run("check", "--edition", "reading", "--edition", "epub")
    assert done.codes in ([], ["rights-unrecorded"]), done
    assert project.make("--edition", "reading").code == 0
    assert project.make("--edition", "reading").err.startswith("Nothing to do")
    project.write("fonts/face.ttf", font("Headland"))
    assert project.make("--edition", "reading").code == 0
    assert "set in Headland" in project.pages()[-1]


@pytest.mark.parametrize(("fs_type", "says"), [(2, "restricted"), (0x104, "no subsetting"), (0x200, "bitmaps only")])
def test_a_face_that_may_not_be_embedded_is_not(project: Workshop, fs_type: int, says: str) -> None:
    with_face(project, font(fs_type=fs_type))
    done = project.make("--edition", "reading", "--edition", "epub")
    assert (done.code, done.codes) == (0, ["face-not-embeddable"])
    assert f"({says})" in done.line("face-not-embeddable")
    products = project.products()
    assert "Literata-Footlight" in faces(products["essay.pdf"])
    assert not any("Harbour" in name for name in faces(products["essay.pdf"]))
    assert b"face-regular" not in products["essay.epub"]


def test_a_face_for_reading_and_printing_is_in_the_pdf_alone(project: Workshop) -> None:
    with_face(project, font(fs_type=4))
    done = project.make("--edition", "reading", "--edition", "epub")
    assert (done.code, sorted(done.codes)) == (0, ["face-lacks", "face-not-in-epub"])
    products = project.products()
    assert "Harbour-Footlight" in faces(products["essay.pdf"])
    assert b"face-regular" not in products["essay.epub"]


def test_a_face_without_small_capitals_and_raised_figures(project: Workshop) -> None:
    """Its calls are its own figures, raised and smaller; the build says so, and the lines keep their distance."""
    with_face(project, font(without="GSUB"))
    done = project.make("--edition", "reading")
    assert "no small capitals" in done.line("face-lacks")
    assert "no raised figures" in done.line("face-lacks")
    assert project.run("check", "--edition", "reading").codes in ([], ["rights-unrecorded"])


FAULTS = {
    'italic = "fonts/face.ttf"\n': "source/footlight.toml:2:10: 'regular' has to name the font",
    'regular = "../face.ttf"\n': "source/footlight.toml:2:11: 'regular' takes a .ttf or .otf file of the project",
    'regular = "/etc/face.ttf"\n': "source/footlight.toml:2:11: 'regular' takes a .ttf or .otf file of the project",
    'regular = "fonts/face.woff2"\n': "source/footlight.toml:2:11: 'regular' takes a .ttf or .otf file of the project",
    'regular = "fonts/none.ttf"\n': "[face] names fonts/none.ttf, which is no file of the project",
    'regular = "fonts/broken.ttf"\n': "[face] regular: fonts/broken.ttf: this is no font",
    'regular = "fonts/link.ttf"\n': "[face] names fonts/link.ttf, which is no file of the project",
}


@pytest.mark.parametrize("settings", FAULTS)
def test_a_faulty_face_is_an_error(project: Workshop, settings: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    with_face(project, b"", settings)
    project.write("fonts/broken.ttf", SANS.read_bytes()[:900])
    outside = tmp_path_factory.mktemp("outside") / "face.ttf"
    outside.write_bytes(SANS.read_bytes())
    (project.root / "fonts/link.ttf").symlink_to(outside)
    done = project.make("--edition", "epub")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"footlight: {FAULTS[settings]}")


def test_permissions_of_fonts() -> None:
    """By fsType of the OS/2 table; of several permissions in old fonts the one that allows most."""
    expected = {0: "FREE", 8: "FREE", 4: "READ_ONLY", 2: "FORBIDDEN", 6: "READ_ONLY", 0xE: "FREE", 0x108: "WHOLE"}
    assert {bits: font_facts(font(fs_type=bits)).embedding for bits in expected} == {
        bits: Embedding[name] for bits, name in expected.items()
    }
    for damaged in (b"", b"OTTO", SANS.read_bytes()[:5000], Path(__file__).read_bytes()):
        with pytest.raises(EngineError):
            font_facts(damaged)
