"""The pictures of docs/themes.md: the specimen in every theme, on paper and in a browser's column.

    python tests/gallery.py docs

Each picture is gray, of 16 shades and some 50 kB. The e-book is set by headless Chromium where that is installed;
without it only the pages on paper are made anew.
"""

import io
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from PIL import Image
from pypdfium2 import PdfDocument
from workshop import REPOSITORY, Workshop

from footlight.engines.pdfium import page_pixels
from footlight.project import Project

WIDTH = 1160
"""px of a whole picture."""
GAP = 14
COLUMNS = 3
"""Pages side by side."""
_SCREEN = (420, 640)
"""px of the e-book's page, as a small reader has it."""


def page_pictures(pdf: bytes, width: int) -> list[Image.Image]:
    """The first pages of a PDF."""
    document = PdfDocument(pdf)
    count = min(len(document), COLUMNS)
    pictures = []
    for number in range(count):
        single = PdfDocument.new()
        single.import_pages(document, [number])
        out = io.BytesIO()
        single.save(out)
        size, pixels = page_pixels(out.getvalue(), width)
        pictures.append(Image.frombytes("RGB", size, pixels).convert("L"))
    return pictures


def beside(pictures: list[Image.Image]) -> Image.Image:
    """Pictures side by side on gray."""
    height = max(picture.height for picture in pictures)
    width = sum(picture.width for picture in pictures) + GAP * (len(pictures) + 1)
    whole = Image.new("L", (width, height + 2 * GAP), 200)
    x = GAP
    for picture in pictures:
        whole.paste(picture, (x, GAP))
        x += picture.width + GAP
    return whole


def screen(epub: bytes, chromium: str, folder: Path) -> Image.Image:
    """The head of the e-book's text, in a narrow window."""
    with zipfile.ZipFile(io.BytesIO(epub)) as book:
        book.extractall(folder)
    picture = folder / "screen.png"
    address = (folder / "EPUB" / "text.xhtml").as_uri()
    size = f"--window-size={_SCREEN[0]},{_SCREEN[1]}"
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    subprocess.run([chromium, *options, size, f"--screenshot={picture}", address], check=True, capture_output=True)
    return Image.open(picture).convert("L")


def main(target: Path) -> None:
    """Make a picture of every theme."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome") or ""
    for theme in sorted(Project(root=Path("/nowhere")).theme_folders):
        with tempfile.TemporaryDirectory() as name:
            project = Workshop(Path(name))
            shutil.copytree(REPOSITORY / "tests" / "specimen" / "source", project.source)
            project.write("source/footlight.toml", f'[project]\ntheme = "{theme}"\n')
            done = project.process("build", "--edition", "reading", "--edition", "epub")
            if done.code:
                sys.exit(done.out + done.err)
            products = project.products("specimen")
            pages = page_pictures(products["specimen.pdf"], (WIDTH - GAP * (COLUMNS + 1)) // COLUMNS)
            save(beside(pages), target / f"theme-{theme}.png")
            if chromium:
                shown = screen(products["specimen.epub"], chromium, Path(name) / "book")
                save(beside([shown]), target / f"theme-{theme}-screen.png")


def save(picture: Image.Image, path: Path) -> None:
    """Write a picture in few shades, so that it is small."""
    picture.quantize(16).save(path, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
