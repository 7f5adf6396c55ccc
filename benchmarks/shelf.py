"""How long `footlight shelf` takes for a build folder of 5,000 editions, and how long for 500: a whole process each."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from footlight.editions.epub.container_writer import File as Member
from footlight.editions.epub.container_writer import pack

_PACKAGE = """<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id-1">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id-1">urn:uuid:00000000-0000-4000-8000-{number:012}</dc:identifier>
<dc:title id="title">Essay {number} of a Shelf</dc:title><dc:language>en</dc:language>
<meta property="dcterms:modified">2026-01-01T00:00:00Z</meta><dc:date>{year}-05-06</dc:date>
<dc:creator id="creator-1">Author {author}</dc:creator>
<meta refines="#creator-1" property="role" scheme="marc:relators">aut</meta>
<dc:description>What essay {number} is about, in a sentence or two, as a front matter has it.</dc:description>
</metadata>
<manifest><item id="cover" href="cover.jpg" media-type="image/jpeg" properties="cover-image"/></manifest>
<spine/></package>
"""
_COVER_BYTES = 40_000
"""Of each cover: what a picture of 600 by 850 pixels in a few tones comes to."""


def editions(build: Path, number: int) -> None:
    """A build folder of so many editions: EPUBs as far as a catalogue reads them, each with a cover, and PDFs."""
    cover = bytes(range(256)) * (_COVER_BYTES // 256)
    for n in range(number):
        package = _PACKAGE.format(number=n, year=1970 + n % 50, author=n % 900).encode()
        members = (
            Member(name="package.opf", data=package, media="application/oebps-package+xml", id="opf"),
            Member(name="cover.jpg", data=cover, media="image/jpeg", id="cover"),
        )
        folder = build / f"essay-{n}"
        folder.mkdir(parents=True)
        (folder / f"essay-{n}.epub").write_bytes(pack(members, "2026-01-01T00:00:00Z"))
        (folder / f"essay-{n}.pdf").write_bytes(b"%PDF-1.7\n")


def seconds(root: Path) -> float:
    """What the command takes in a project."""
    begun = time.perf_counter()
    command = [sys.executable, "-c", "from footlight.cli import main; main()", "shelf", "--quiet"]
    subprocess.run(command, cwd=root, check=True)
    return time.perf_counter() - begun


def main() -> None:
    """Prints the figures."""
    for number in (500, 5000):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            (root / "source").mkdir()
            editions(root / "build", number)
            first, again = seconds(root), seconds(root)
            print(f"catalogue of {number} editions: {first:.2f} s, over one that is there {again:.2f} s")


if __name__ == "__main__":
    main()
