"""EPUBs that were really made: the cases of tests/cases/epub and the first essay; and how they are spoilt."""

import io
import re
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from making import REPOSITORY, Made, make, write

from footlight.editions.epub.chapters import LONG

CASES = REPOSITORY / "tests" / "cases" / "epub"
SEED = REPOSITORY / "source" / "russia-and-us-missile-defence.md"
DC = "{http://purl.org/dc/elements/1.1/}"
OPF = "{http://www.idpf.org/2007/opf}"
XHTML = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"


def _long(chapters: int = 3) -> str:
    """A text just long enough to be parted, each chapter with a note and a link to the next."""
    words = "The quick brown fox jumps over the lazy dog. " * 30
    count = LONG // chapters // len(words) + 1
    text = "---\ntitle: A long book\nauthor: A. Writer\nlang: en\ndate: 2001\n---\n\n"
    for n in range(1, chapters + 1):
        text += f"# Chapter {n} {{#chapter-{n}}}\n\nA note.[^{n}] [Onward](#chapter-{n % chapters + 1}).\n\n"
        text += f"[^{n}]: Of [chapter {n}](#chapter-{n}).\n\n## A section\n\n" + f"{words}\n\n" * count
    return text


@dataclass(frozen=True, slots=True)
class Book:
    """An EPUB that was made, opened."""

    made: Made
    data: bytes

    @property
    def zip(self) -> zipfile.ZipFile:
        """Its container."""
        return zipfile.ZipFile(io.BytesIO(self.data))

    def text(self, name: str) -> str:
        """A file of the book."""
        return self.zip.read(f"EPUB/{name}").decode()

    def tree(self, name: str) -> ET.Element:
        """One of XML."""
        return ET.fromstring(self.text(name))  # noqa: S314 - our own book

    def values(self, tag: str) -> list[str]:
        """The texts of a Dublin Core element, or of the `meta` with a property."""
        package = self.tree("package.opf")
        metas = [m.text or "" for m in package.iter(f"{OPF}meta") if m.get("property") == tag]
        return [e.text or "" for e in package.iter(f"{DC}{tag}")] + metas


def home(book: Book, identifier: str) -> str:
    """The document that has an identifier."""
    names = (name.removeprefix("EPUB/") for name in book.zip.namelist() if name.endswith(".xhtml"))
    return next(name for name in names if f'id="{identifier}"' in book.text(name))


Epubs = Callable[[str], Book]


def making_in(folder_for: Callable[[str], Path]) -> Epubs:
    """Any case of tests/cases/epub, and the essays that are made here, by name; each made once, in its own folder."""
    books: dict[str, Book] = {}

    def of(name: str) -> Book:
        if name not in books:
            root = folder_for(name)
            match name:
                case "seed":
                    essay = SEED
                case "long":
                    essay = write(root, _long())
                case _:
                    shutil.copytree(CASES / name, root / "source")
                    essay = root / "source" / "essay.md"
            made = make(essay)
            books[name] = Book(made=made, data=made.epub())
        return books[name]

    return of


Change = Callable[[str], str]


def changed(data: bytes, pattern: str, change: Change) -> bytes:
    """The EPUB with the files changed whose names match; the change has to change one of them."""
    return rewritten(data, pattern, lambda content: change(content.decode()).encode())


def rewritten(data: bytes, pattern: str, change: Callable[[bytes], bytes], method: int | None = None) -> bytes:
    """The same of bytes; all packed by another method of zip, where one is given."""
    out, planted = io.BytesIO(), False
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if re.search(pattern, info.filename):
                before, content = content, change(content)
                planted |= content != before
            new.writestr(info, content, info.compress_type if method is None else method)
    assert planted, "nothing was planted"
    return out.getvalue()


def without(pattern: str) -> Change:
    """Takes out the first that matches."""
    return lambda text: re.sub(pattern, "", text, count=1, flags=re.DOTALL)


def instead(old: str, new: str) -> Change:
    """Puts one text in the place of the first of another."""
    return lambda text: text.replace(old, new, 1)
