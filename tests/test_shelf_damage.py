"""What stands in build/ and is no book, or a hostile one, costs the others nothing."""

from pathlib import Path
from typing import Any

import pytest
from shelving import PNG, edition, editions, package, valid_json
from workshop import Workshop


def listed(project: Workshop) -> list[dict[str, Any]]:
    """The books of the catalogue's first page."""
    books: list[dict[str, Any]] = valid_json((project.build / "shelf/titles/1.json").read_bytes())["publications"]
    return books


def test_a_book_without_an_epub_is_left_out_and_said(project: Workshop) -> None:
    """A PDF alone does not say what it is."""
    project.write("build/alone/alone.pdf", b"%PDF-1.7\n")
    done = project.run("shelf")
    assert done.codes == ["shelf-no-epub"]
    assert done.code == 0


_BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><package>&b;</package>'


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (b"<package", "unclosed token"),
        (_BOMB, "document type"),
        (b"<p>" + b" " * (4 * 2**20) + b"</p>", "larger than"),
        (b'<?xml version="1.0" encoding="klingon"?><package/>', "unknown encoding"),
    ],
    ids=["broken", "entities", "huge", "encoding"],
)
def test_a_hostile_epub_is_left_out_and_said(project: Workshop, document: bytes, words: str) -> None:
    """It costs the others nothing."""
    editions(project.build, 2)
    edition(project.build, "zz", document)
    done = project.run("shelf")
    assert done.codes == ["shelf-epub-broken"]
    assert words in done.line("shelf-epub-broken")
    assert len(listed(project)) == 2


def test_a_file_that_is_no_zip(project: Workshop) -> None:
    """... is said to be none."""
    project.write("build/odd/odd.epub", b"not a zip")
    assert project.run("shelf").codes == ["shelf-epub-broken"]


def test_an_identifier_that_is_no_address(project: Workshop) -> None:
    """The book is on the shelf under one that is made of it."""
    edition(project.build, "odd", package("odd", "Odd").replace(b"urn:example:odd", b"http://["))
    assert project.run("shelf").codes == []
    (book,) = listed(project)
    assert book["metadata"]["identifier"].startswith("urn:uuid:")


def test_a_link_out_of_the_folder_is_not_followed(project: Workshop, tmp_path: Path) -> None:
    """A symbolic link in build/ could lead anywhere."""
    secret = tmp_path / "secret.pdf"
    secret.write_bytes(b"%PDF secret")
    edition(project.build, "one", package("one", "One"), pdf=False)
    (project.build / "one/one.pdf").symlink_to(secret)
    project.run("shelf")
    (book,) = listed(project)
    assert [link["type"] for link in book["links"][1:]] == ["application/epub+zip"]


def test_a_damaged_cover_is_said(project: Workshop) -> None:
    """The book stays on the shelf."""
    epub = edition(project.build, "one", package("one", "One"))
    data = bytearray(epub.read_bytes())
    at = data.index(PNG)
    data[at + 10] ^= 0xFF
    epub.write_bytes(data)
    done = project.run("shelf")
    assert done.codes == ["shelf-cover-broken"]
