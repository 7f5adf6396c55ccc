"""The pictures of docs/themes.md and docs/web.md: the specimen in every theme, on paper, in a browser's column and as a
web page.

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
from footlight.project import CLASSIC, Project

WIDTH = 1160
"""px of a whole picture."""
GAP = 14
COLUMNS = 3
"""Pages side by side."""
_BROWSER = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
    "--hide-scrollbars",
)
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
    subprocess.run([chromium, *_BROWSER, size, f"--screenshot={picture}", address], check=True, capture_output=True)
    return Image.open(picture).convert("L")


def web_page(page: Path, chromium: str, folder: Path) -> Image.Image:
    """The head of the web edition, in a wide window by day and in a narrow one by night."""
    pictures = []
    for width, night in ((1180, "1"), (500, "0")):
        picture = folder / f"web-{width}.png"
        options = [*_BROWSER, f"--window-size={width},760", f"--blink-settings=preferredColorScheme={night}"]
        subprocess.run([chromium, *options, f"--screenshot={picture}", page.as_uri()], check=True, capture_output=True)
        pictures.append(Image.open(picture).convert("L"))
    whole = beside(pictures)
    return whole.resize((WIDTH, whole.height * WIDTH // whole.width), Image.Resampling.LANCZOS)


def main(target: Path) -> None:
    """Make a picture of every theme."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome") or ""
    for theme in sorted(Project(root=Path("/nowhere")).theme_folders):
        with tempfile.TemporaryDirectory() as name:
            project = Workshop(Path(name))
            shutil.copytree(REPOSITORY / "tests" / "specimen" / "source", project.source)
            project.write("source/footlight.toml", f'[project]\ntheme = "{theme}"\n')
            done = project.process("build", "--edition", "reading", "--edition", "epub", "--edition", "web")
            if done.code:
                sys.exit(done.out + done.err)
            products = project.products("specimen")
            pages = page_pictures(products["specimen.pdf"], (WIDTH - GAP * (COLUMNS + 1)) // COLUMNS)
            save(beside(pages), target / f"theme-{theme}.png")
            if chromium:
                shown = screen(products["specimen.epub"], chromium, Path(name) / "book")
                save(beside([shown]), target / f"theme-{theme}-screen.png")
            if chromium and theme == CLASSIC:
                page = project.build / "specimen" / "specimen.html"
                save(web_page(page, chromium, Path(name)), target / "web.png")


def save(picture: Image.Image, path: Path) -> None:
    """Write a picture in few shades, so that it is small."""
    picture.quantize(16).save(path, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
