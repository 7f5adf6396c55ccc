"""The products of sample essays before and after a change that may alter them, such as a new release of an engine.

    python -m benchmarks.sample_products build FOLDER          build all editions of the samples in FOLDER
    python -m benchmarks.sample_products compare BEFORE AFTER  say which products differ, and picture pages that do

The samples are those of tests/cases: notes of every kind, pictures, tables, code, mathematics, Arabic, Japanese and
Russian; with them the first essay, and two long texts. docs/upgrading-engines.md says when to use it.
"""

import os
import shutil
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops

from footlight.cli import main as footlight

REPOSITORY = Path(__file__).parents[1]
CASES = REPOSITORY / "tests/cases"
SAMPLES = {
    "rich-print": CASES / "print/rich",
    **{name: CASES / "epub" / name for name in ("rich", "arabic", "japanese", "marks", "russian")},
}
EDITIONS = ("reading", "print", "booklet", "cover", "epub")
DPI = 100
DIFFERENT = "different"
"""The folder in AFTER that gets the pictures."""


def write_samples(root: Path) -> None:
    """Make a project of all samples."""
    sys.path.insert(0, str(REPOSITORY / "tests"))
    import longtexts  # noqa: PLC0415 - it belongs to the tests

    source = root / "source"
    source.mkdir(parents=True)
    for file in sorted((REPOSITORY / "source").glob("*.*")):
        shutil.copy(file, source)
    for name, folder in SAMPLES.items():
        for file in sorted(folder.iterdir()):
            target = file.name.replace("essay", name, 1) if file.name.startswith("essay.") else file.name
            if file.is_file():
                shutil.copy(file, source / target)
    (source / "long.md").write_text(longtexts.essay("en", 800, notes=400), encoding="utf-8")
    (source / "long-rich.md").write_text(longtexts.rich(), encoding="utf-8")


def build(root: Path) -> None:
    """Build all editions of all samples. Findings are printed; the exit code is that of `footlight build`."""
    write_samples(root)
    editions = [part for edition in EDITIONS for part in ("--edition", edition)]
    os.chdir(root)
    sys.argv[1:] = ["build", *editions]
    footlight()


def products(root: Path) -> dict[str, bytes]:
    """The products in a project's build/, by path."""
    paths = (path for path in sorted((root / "build").rglob("*")) if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(root / "build").as_posix(): path.read_bytes() for path in paths}


def differences(before: Path, after: Path) -> Iterator[str]:
    """Describe each product that differs; pages that look different are saved as pictures in `after`."""
    old, new = products(before), products(after)
    for name in sorted(old.keys() | new.keys()):
        if name not in new or name not in old:
            yield f"{name}: only {'before' if name in old else 'after'}"
        elif old[name] != new[name]:
            yield f"{name} differs"
            if name.endswith(".pdf"):
                yield from _pages(old[name], new[name], after / DIFFERENT, Path(name).stem)
            elif name.endswith(".epub"):
                yield from _members(old[name], new[name])


def _pages(old: bytes, new: bytes, folder: Path, stem: str) -> Iterator[str]:
    """Compare two PDFs page by page; a picture shows before, after, and where they differ."""
    with pypdfium2.PdfDocument(old) as one, pypdfium2.PdfDocument(new) as other:
        if len(one) != len(other):
            yield f"  {len(one)} pages are {len(other)}"
        for number in range(min(len(one), len(other))):
            pictures = [pdf[number].render(scale=DPI / 72).to_pil().convert("RGB") for pdf in (one, other)]
            if pictures[0].size != pictures[1].size or ImageChops.difference(*pictures).getbbox():
                folder.mkdir(parents=True, exist_ok=True)
                path = folder / f"{stem}-{number + 1}.png"
                _side_by_side(*pictures).save(path)
                yield f"  page {number + 1} looks different: {path}"


def _side_by_side(before: Image.Image, after: Image.Image) -> Image.Image:
    """Two pages, and between them what differs in black on white."""
    size = (max(before.width, after.width), max(before.height, after.height))
    pages = [Image.new("RGB", size, "white") for _ in range(2)]
    for page, picture in zip(pages, (before, after), strict=True):
        page.paste(picture, (0, 0))
    between = ImageChops.invert(ImageChops.difference(*pages))
    sheet = Image.new("RGB", (3 * size[0], size[1]))
    for place, picture in enumerate((pages[0], between, pages[1])):
        sheet.paste(picture, (place * size[0], 0))
    return sheet


def _members(old: bytes, new: bytes) -> Iterator[str]:
    """Name the files of two EPUBs that differ."""
    with zipfile.ZipFile(BytesIO(old)) as one, zipfile.ZipFile(BytesIO(new)) as other:
        names = (set(one.namelist()), set(other.namelist()))
        for name in sorted(names[0] ^ names[1]):
            yield f"  {name}: only {'before' if name in names[0] else 'after'}"
        for name in sorted(names[0] & names[1]):
            if one.read(name) != other.read(name):
                yield f"  {name} differs"


def main() -> None:
    """Run the command of the module's docstring."""
    match sys.argv[1:]:
        case ["build", folder]:
            build(Path(folder))
        case ["compare", before, after]:
            found = list(differences(Path(before), Path(after)))
            print("\n".join(found) or "All products have the same bytes.")
            sys.exit(bool(found))
        case _:
            print(__doc__)
            sys.exit(2)


if __name__ == "__main__":
    main()
