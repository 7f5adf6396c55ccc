"""Other people's programs on every PDF that is built: Ghostscript and qpdf read it without a warning, MuPDF and Poppler
draw it alike, and the print edition looks like the reading one.
"""

import re
import shutil
import struct
import subprocess
from pathlib import Path

import pytest
from conftest import SEED
from PIL import Image
from test_whole import text
from workshop import REPOSITORY, Workshop

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not all(shutil.which(tool) for tool in ("gs", "qpdf", "mutool", "pdftoppm")),
        reason="Ghostscript, qpdf, MuPDF's tools or Poppler's are missing; `make test-all` installs them",
    ),
]
DPI = 60
PROGRAMS = ("mutool", "pdftoppm")
RICH = REPOSITORY / "tests/cases/print/rich"
CONFIGS = {
    "plain": "",
    "kdp": '[print]\npreset = "kdp"\n',
    "lulu with bleed": '[print]\npreset = "lulu"\nbleed = true\n',
    "marks": "[print]\nbleed = true\nmarks = true\n",
    "x-1a": '[print]\nstandard = "x-1a"\n',
    "x-4": '[print]\nstandard = "x-4"\n',
    "colour": "[print]\ncolour = true\n",
}


EDITIONS = {"reading": "", "print": "-print", "booklet": "-booklet", "cover": "-cover"}
"""Every edition that is a PDF, and how its file's name ends."""


def built(root: Path, name: str, config: str) -> list[Path]:
    """The PDFs of one of the three essays, in the order of `EDITIONS`."""
    workshop = Workshop(root)
    if name == "book":
        workshop.write("source/book.md", text(60, 20))
    else:
        folder, stem = (RICH, "essay") if name == "rich" else (REPOSITORY / "source", SEED)
        shutil.copytree(folder, root / "source")
        for path in (root / "source").glob(f"{stem}.*"):
            path.rename(path.with_name(path.name.replace(stem, name, 1)))
    workshop.write("source/footlight.toml", config)
    done = workshop.make(*(word for edition in EDITIONS for word in ("--edition", edition)))
    assert done.code == 0, done
    checked = workshop.run("check", "--edition", "print")
    assert checked.code == (config == CONFIGS["kdp"] or config == CONFIGS["lulu with bleed"]), checked
    return [workshop.build / name / f"{name}{ending}.pdf" for ending in EDITIONS.values()]


_OF_DEBIAN = "warning: ICC support is not available\n"
"""What Debian's MuPDF says of itself, whatever the file."""


def said(*command: object) -> str:
    done = subprocess.run(list(map(str, command)), capture_output=True, check=False, text=True)
    return f"{done.returncode}: {done.stdout}{done.stderr.replace(_OF_DEBIAN, '')}"


def read_without_a_warning(pdf: Path) -> None:
    """Ghostscript says nothing; qpdf finds nothing."""
    assert said("gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=nullpage", "-dPDFSTOPONWARNING", pdf) == "0: "
    checked = said("qpdf", "--check", pdf)
    assert checked.startswith("0: ")
    assert "WARNING" not in checked


Drawn = tuple[int, int, bytes]
"""Width, height, and a byte of gray for each pixel."""


def drawn(pdf: Path, program: str) -> list[Drawn]:
    """Each page in gray, without smoothing's colours."""
    folder = pdf.parent / f"{pdf.stem}-{program}"
    folder.mkdir(exist_ok=True)
    if program == "mutool":
        command = ["mutool", "draw", "-q", "-r", DPI, "-c", "gray", "-F", "pgm", "-o", folder / "%04d.pgm", pdf]
    else:
        command = ["pdftoppm", "-q", "-r", DPI, "-gray", pdf, folder / "page"]
    assert said(*command) == "0: "
    return [pgm(path) for path in sorted(folder.glob("*.pgm"))]


def pgm(path: Path) -> Drawn:
    """A picture in Netpbm's PGM, whose head may hold comments."""
    data = path.read_bytes()
    head = re.match(rb"P5\s(?:#[^\n]*\n)*(\d+)\s(\d+)\s255\s", data)
    assert head
    return int(head[1]), int(head[2]), data[head.end() :]


def ink_apart(one: Drawn, other: Drawn) -> float:
    """How far two pictures are apart: the mean difference of squares of 5 × 5 pixels, in steps of gray of 256."""
    size = min(one[0], other[0]) // 5, min(one[1], other[1]) // 5
    some, others = (_squares(page, size) for page in (one, other))
    return sum(abs(a - b) for a, b in zip(some, others, strict=True)) / len(some)


def _squares(page: Drawn, size: tuple[int, int]) -> list[float]:
    """The mean of each square, by rows; `size` is in squares."""
    gray = Image.frombytes("L", page[:2], page[2]).crop((0, 0, 5 * size[0], 5 * size[1]))
    means = gray.convert("F").reduce(5).tobytes()
    return list(struct.unpack(f"={size[0] * size[1]}f", means))


def alike(some: list[Drawn], others: list[Drawn], least: float) -> None:
    for number, (one, other) in enumerate(zip(some, others, strict=False), 1):
        assert abs(one[0] - other[0]) <= 1, number
        assert ink_apart(one, other) < least, number


@pytest.mark.parametrize("name", ["seed", "rich", "book"])
def test_three_essays_in_other_programs(tmp_path: Path, name: str) -> None:
    """The first essay, one with everything in it, a book of 300 pages: every PDF is read without a warning, and drawn
    alike, page by page; the print edition looks as the reading one does.
    """
    pdfs = built(tmp_path, name, CONFIGS["plain"])
    drawings = {program: [drawn(pdf, program) for pdf in pdfs] for program in PROGRAMS}
    for pdf, some, others in zip(pdfs, *drawings.values(), strict=True):
        read_without_a_warning(pdf)
        assert len(some) == len(others)
        alike(some, others, 4)
    for reading, press, booklet, cover in drawings.values():
        assert len(press) == len(reading) + len(reading) % 2 >= 4
        assert (len(booklet) % 2, len(booklet) >= len(press) // 2, len(cover)) == (0, True, 1)
        alike(reading, press, 0.7)


@pytest.mark.parametrize("config", [name for name in CONFIGS if name != "plain"])
def test_every_kind_of_print_in_other_programs(tmp_path: Path, config: str) -> None:
    """Whatever is asked for, of a shop or a standard: the pages, the booklet made of them, and the cover round them."""
    for pdf in built(tmp_path, "rich", CONFIGS[config])[1:]:
        read_without_a_warning(pdf)
        alike(drawn(pdf, "mutool"), drawn(pdf, "pdftoppm"), 4)


def test_what_is_not_alike_is_seen(tmp_path: Path) -> None:
    """The control: another page is further off than any two programs are."""
    reading, *_ = built(tmp_path, "seed", CONFIGS["plain"])
    pages = drawn(reading, "mutool")
    assert ink_apart(pages[0], pages[1]) > 8
