"""The first essay's edition, held against the text that reached us and against what is known of its links."""

import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pikepdf
import pypdfium2
import pytest
from conftest import SEED
from workshop import REPOSITORY, Workshop

from footlight.engines.page_validation import validate
from footlight.engines.pdfium import HYPHEN
from footlight.ledger.entries import Entry, Method, Reason, Status
from footlight.ledger.parser import read_ledger
from footlight.press.paper import PT_PER_MM, SIZES

TEXT = (REPOSITORY / "tests/cases/seed/essay.txt").read_text(encoding="utf-8")
_FIRST, _, BODY = TEXT.partition("\n")
TITLE = " ".join(_FIRST.split())  # a no-break space in it keeps a blog from breaking it
THIRD_TURN = "https://patrickarmstrong.ca/2010/11/17/the-third-turn/"
PAGE = SIZES["A5"]
XHTML = "{http://www.w3.org/1999/xhtml}"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"


@pytest.fixture(scope="module")
def links(seed: Workshop) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(seed.products(SEED)[f"{SEED}.links.json"])["links"]
    return found


@pytest.fixture(scope="module")
def pdf(seed: Workshop) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(seed.products(SEED)[f"{SEED}.pdf"])
    yield document
    document.close()


@pytest.fixture(scope="module")
def epub(seed: Workshop) -> Iterator[zipfile.ZipFile]:
    with zipfile.ZipFile(io.BytesIO(seed.products(SEED)[f"{SEED}.epub"])) as archive:
        yield archive


def within(document: pypdfium2.PdfDocument, number: int, top: float, bottom: float) -> str:
    """The text of a page between two heights, in pt from the top; hyphens at the ends of lines taken out."""
    page = document[number - 1]
    layer = page.get_textpage()
    height = page.get_height()
    text: str = layer.get_text_bounded(bottom=height - bottom, top=height - top)
    layer.close()
    page.close()
    return re.sub(r"\u2010\r?\n|[\u00ad\x02\ufffe](?:\r?\n)?", "", text)


def entries() -> dict[str, Entry]:
    ledger, findings = read_ledger(REPOSITORY / "source" / f"{SEED}.links.toml")
    assert not findings
    return {entry.id: entry for entry in ledger.entries}


def tree(epub: zipfile.ZipFile, name: str) -> ET.Element:
    """A document of the EPUB."""
    return ET.fromstring(epub.read(f"EPUB/{name}"))  # noqa: S314 - we made it


def without_ours(text: str) -> str:
    """The words without what the editor supplied and without the calls of notes."""
    return re.sub(r"(?:\s?\[[^\]]*\])?(?<=[.\]])[123](?=\s|\Z)|\s?\[[^\]]*\](?=[123](?:\s|\Z))", "", text)


def test_source_has_the_words_that_reached_us() -> None:
    """The essay in source/ holds the seed's words, all of them and in their order, and no others."""
    text = (REPOSITORY / "source" / f"{SEED}.md").read_text(encoding="utf-8")
    head, body = re.fullmatch(r"---\n(.*?)\n---\n(.*)", text, re.DOTALL).groups()  # type: ignore[union-attr]
    assert f"title: {TITLE}\n" in head
    assert (
        re.sub(r"^:::.*$|\[(Note February 2016\.)\]\{\.label\}", r"\1", body, flags=re.MULTILINE).split()
        == BODY.split()
    )


def test_ledger_says_what_is_known() -> None:
    """Three places: one identified by the editor, two not recovered; all looked for in stored public copies."""
    found = entries()
    assert {key: entry.status for key, entry in found.items()} == {
        "experts-panel": Status.UNRECOVERED,
        "third-turn": Status.ACCEPTED,
        "see": Status.UNRECOVERED,
    }
    for entry in found.values():
        assert {(s.where, s.when) for s in entry.searched} == {("stored public copies", date(2026, 11, 23))}
        assert (entry.archive_url, entry.archived, entry.score) == ("", None, None), "no archive was asked"
    turn = found["third-turn"]
    assert (turn.url, turn.title, turn.author) == (THIRD_TURN, "The Third Turn", "Patrick Armstrong")
    assert (turn.issued, turn.by, turn.method) == (date(2010, 11, 17), "editor", Method.AUTHOR_SITE)
    for lost in (found["experts-panel"], found["see"]):
        assert (lost.url, lost.title, lost.reason) == ("", "", Reason.NOTHING_FOUND)


def test_build_leaves_the_four_products(seed: Workshop) -> None:
    """build/NAME/ shows the four products and no other file."""
    visible = sorted(name for name in seed.products(SEED) if not name.startswith("."))
    assert visible == [f"{SEED}-print.pdf", f"{SEED}.epub", f"{SEED}.links.json", f"{SEED}.pdf"]
    assert [path.name for path in seed.build.iterdir()] == [SEED], "nothing stands beside the essay's folder"


def test_pdf_has_the_whole_essay(pdf: pypdfium2.PdfDocument, links: list[dict[str, Any]]) -> None:
    """The text blocks of the pages, above their notes, hold the title block, the essay word for word, the colophon."""
    pieces = []
    for number in range(1, len(pdf) + 1):
        tops = [link["pdf"]["box"][1] for link in links if link["pdf"]["page"] == number]
        bottom = min([*tops, (PAGE.height - PAGE.foot) * PT_PER_MM])
        pieces.append(within(pdf, number, PAGE.head * PT_PER_MM - 2, bottom - 1))
    opening, _, text = "\n".join(pieces).partition("Note February")
    assert opening.split() == [*TITLE.split(), "Patrick", "Armstrong", "patrickarmstrong.ca,", "25", "February", "2011"]
    text = f"Note February{text}".partition("\nColophon")[0]
    assert without_ours(text).split() == BODY.split()


def test_pdf_notes_fill_their_boxes(pdf: pypdfium2.PdfDocument, links: list[dict[str, Any]]) -> None:
    """Each note stands on the page of its call, inside the text block, and its box in the manifest holds its words."""
    said = ["A link stood here and is lost", "“The Third Turn”, 17 November 2010, ", "A link stood here and is lost"]
    block = (PAGE.head * PT_PER_MM, (PAGE.height - PAGE.foot) * PT_PER_MM)
    for link, words in zip(links, said, strict=True):
        place = link["pdf"]
        assert place["page"] == place["call_page"]
        left, top, width, height = place["box"]
        assert block[0] <= top < top + height <= block[1] + 0.5
        margins = (PAGE.inner, PAGE.outer) if place["page"] % 2 else (PAGE.outer, PAGE.inner)
        assert left == pytest.approx(margins[0] * PT_PER_MM, abs=0.5)
        assert left + width == pytest.approx((PAGE.width - margins[1]) * PT_PER_MM, abs=0.5)
        text = " ".join(within(pdf, place["page"], top, top + height).split())
        assert text.startswith(f"{link['note']} "), text
        assert text.endswith("[Ed.]"), text
        assert words in text
        assert link["id"] == "third-turn" or "last looked for on 23 November 2026 in stored public copies" in text


def test_recovered_address_is_whole_and_a_link(seed: Workshop, pdf: pypdfium2.PdfDocument) -> None:
    """The recovered address stands in the text layer without a character too many, and leads where it says."""
    text = within(pdf, 2, 0, PAGE.height * PT_PER_MM)
    assert THIRD_TURN.removeprefix("https://") in re.sub(r"\s", "", text)
    with pikepdf.open(io.BytesIO(seed.products(SEED)[f"{SEED}.pdf"])) as document:
        targets = [str(a.A.URI) for a in annotations(document.pages[1]) if "/A" in a and "/URI" in a.A]
    assert THIRD_TURN in targets


def annotations(page: Any) -> list[Any]:  # noqa: ANN401 - pikepdf's objects are what the file holds
    return list(page.obj.get("/Annots") or [])


def test_calls_and_notes_are_linked_both_ways(seed: Workshop, links: list[dict[str, Any]]) -> None:
    """In the PDF each call leads to its note and each note to its call."""
    with pikepdf.open(io.BytesIO(seed.products(SEED)[f"{SEED}.pdf"])) as document:
        dests = [str(a.Dest) for page in document.pages for a in annotations(page) if "/Dest" in a]
    for link in links:
        assert f"fl-note-{link['note']}" in dests
        assert f"fl-call-{link['note']}" in dests


@pytest.mark.parametrize("profile", ["2a", "ua1"])
def test_reading_pdf_passes_what_it_claims(seed: Workshop, profile: str) -> None:
    """The reading PDF calls itself PDF/A-2a and PDF/UA-1 and passes the checks for both."""
    data = seed.products(SEED)[f"{SEED}.pdf"]
    assert validate(data, profile) == ()
    with pikepdf.open(io.BytesIO(data)) as document, document.open_metadata() as meta:
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"]) == ("2", "A", "1")
        assert (meta["dc:title"], meta["dc:creator"]) == (TITLE, ["Patrick Armstrong"])


def test_print_pdf_is_what_a_print_shop_takes(seed: Workshop) -> None:
    """The print PDF is black only, of the trim size, with an even number of pages, and holds nothing but pages."""
    with pikepdf.open(io.BytesIO(seed.products(SEED)[f"{SEED}-print.pdf"])) as document:
        assert len(document.pages) == 4
        assert set(document.Root.keys()) == {"/Type", "/Pages"}
        for page in document.pages:
            for box in ("/MediaBox", "/TrimBox", "/BleedBox"):
                size = [float(value) for value in page.obj[box]]
                assert size == pytest.approx([0, 0, PAGE.width * PT_PER_MM, PAGE.height * PT_PER_MM], abs=0.01)
            assert not annotations(page)
            operators = {str(one.operator) for one in pikepdf.parse_content_stream(page)}
            assert not operators & {"rg", "RG", "k", "K", "cs", "CS", "sc", "SC", "scn", "SCN", "sh", "BDC", "BMC"}


def test_print_pages_are_the_reading_pages(seed: Workshop) -> None:
    """Both PDFs say the same on each page, the empty last one aside; the reading one tells a divided word from two, and
    capitals from letters that are drawn as the same small capitals.
    """
    printed, read = seed.pages(SEED, "-print")[:-1], seed.pages(SEED)
    assert [page.replace("\u2010\r\n", HYPHEN).lower() for page in printed] == [page.lower() for page in read]
    assert "with NATO has" in " ".join(read[0].split())
    assert seed.pages(SEED, "-print")[-1].strip() == ""


def test_epub_has_the_whole_essay(epub: zipfile.ZipFile) -> None:
    """The EPUB's text, without calls and what the editor supplied, is the essay word for word."""
    root = tree(epub, "text.xhtml")
    for parent in root.iter():
        for child in list(parent):
            if child.get("class") in ("fl-call", "fl-supplied", "fl-notes"):
                previous = list(parent).index(child) - 1
                tail = child.tail or ""
                if previous < 0:
                    parent.text = (parent.text or "") + tail
                else:
                    parent[previous].tail = (parent[previous].tail or "") + tail
                parent.remove(child)
    title = next(e for e in root.iter(f"{XHTML}h1"))
    paragraphs = ["".join(e.itertext()) for e in root.iter(f"{XHTML}p")]
    assert "".join(title.itertext()) == TITLE
    assert [text.split() for text in paragraphs] == [line.split() for line in BODY.splitlines() if line]


def test_epub_notes_and_calls_lead_to_each_other(epub: zipfile.ZipFile) -> None:
    """Each call is a noteref whose target is a footnote with a backlink to the call; the address is a link."""
    documents = {name: tree(epub, name) for name in ("text.xhtml",)}
    ids = {(name, e.get("id")): e for name, root in documents.items() for e in root.iter() if e.get("id")}
    calls = [e for e in documents["text.xhtml"].iter(f"{XHTML}a") if e.get(EPUB_TYPE) == "noteref"]
    assert [call.text for call in calls] == ["1", "2", "3"]
    for call in calls:
        note = ids["text.xhtml", call.attrib["href"].removeprefix("#")]
        assert note.get(EPUB_TYPE) == "footnote"
        back = next(a for a in note.iter(f"{XHTML}a") if a.get("role") == "doc-backlink")
        assert back.attrib["href"] == f"#{call.attrib['id']}"
    hrefs = [a.get("href") for a in ids["text.xhtml", "fl-note-2"].iter(f"{XHTML}a")]
    assert THIRD_TURN in hrefs


def test_manifest_says_where_each_link_went(links: list[dict[str, Any]]) -> None:
    """The manifest leads from each link to its note, its page and box, its place in the EPUB, and its status."""
    shown = [(link["note"], link["id"], link["status"], link["url"], link["archive_url"]) for link in links]
    assert shown == [
        (1, "experts-panel", "unrecovered", None, None),
        (2, "third-turn", "accepted", THIRD_TURN, None),
        (3, "see", "unrecovered", None, None),
    ]
    assert [link["pdf"]["page"] for link in links] == [1, 2, 2]
    assert [link["epub"] for link in links] == [f"text.xhtml#fl-note-{n}" for n in (1, 2, 3)]


def test_same_input_same_bytes(seed: Workshop, tmp_path: Path) -> None:
    """Another folder, time zone, locale, hash seed and number of processes give the same bytes."""
    root = tmp_path / "Ein anderer Ordner, mit Ümlaut"
    shutil.copytree(REPOSITORY / "source", root / "source")
    environ = {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8", "LC_ALL": "C", "HOME": "/"}
    other = Workshop(root)
    done = other.process("build", environ=environ)
    assert (done.code, done.out) == (0, "")
    ours, theirs = seed.products(SEED), other.products(SEED)
    assert theirs.keys() == ours.keys()
    assert [name for name in ours if ours[name] != theirs[name] and not name.startswith(".")] == []


def test_second_build_has_nothing_to_do(seed: Workshop) -> None:
    """A second build says so, touches nothing, and imports no engine, which is what makes it quick."""
    before = {p: p.stat().st_mtime_ns for p in seed.build.rglob("*")}
    done = seed.process("build")
    assert (done.code, done.out, done.err) == (0, "", "Nothing to do: 1 essay is up to date.\n")
    assert {p: p.stat().st_mtime_ns for p in seed.build.rglob("*")} == before

    def imported(*arguments: str) -> set[str]:
        told = subprocess.run(
            [sys.executable, "-X", "importtime", *arguments], cwd=seed.root, check=True, capture_output=True, text=True
        )
        _, *lines = (line for line in told.stderr.splitlines() if line.startswith("import time"))  # behind a head
        return {line.rpartition("|")[2].strip().split(".")[0] for line in lines}

    alone = imported("-c", "pass")  # a system's Python may import modules of its own
    outside = (
        imported("-m", "footlight", "build") - alone - set(sys.stdlib_module_names) - {"org"}
    )  # `pickle`, Jython's
    assert {name for name in outside if not name.startswith("_")} == {"footlight"}
