"""What readers will do with a note: each rule with a book in which it speaks, and one in which it is silent."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from epubs import Change, changed, instead
from making import make, write

from footlight.checking.reading_systems import KOBO_LONGEST, RULES, check_readers
from footlight.engines.epub.publication_reader import open_publication
from footlight.findings.finding import Severity

TEXT = "---\ntitle: T\nauthor: A\n---\n\nOne.[^1] Two.[^2]\n\n[^1]: A note of some words.\n\n[^2]: {second}\n"
_DOCUMENT = r"text\.xhtml\Z"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return make(write(tmp_path_factory.mktemp("book"), TEXT.format(second="Another of some words."))).epub()


def _swapped(text: str) -> str:
    notes = re.search(r'<section class="fl-notes".*?</section>', text, re.DOTALL)
    assert notes
    return text.replace(notes[0], "").replace('<section class="fl-essay"', notes[0] + '<section class="fl-essay"')


PLANTED: list[tuple[str, Change]] = [
    ("reader-kobo-long", lambda text: text.replace("Another of", "Another of" + " more" * (KOBO_LONGEST // 5))),
    ("reader-kobo-short", lambda text: re.sub(r"Another of.*?</p>", "Ibid.</p>", text)),
    ("reader-kobo-before", _swapped),
    ("reader-kindle-one-way", lambda text: text.replace('href="#fl-call-2"', 'href="#fl-call-1"')),
    (
        "reader-kindle-number",
        lambda text: text.replace('<p><a class="fl-back" href="#fl-call-2"', '<p>See <a href="#fl-call-2"'),
    ),
    ("reader-kindle-call", lambda text: re.sub(r'<sup class="fl-call">(<a id="fl-call-2".*?</a>)</sup>', r"\1", text)),
    ("reader-apple-marks", lambda text: text.replace('href="#fl-note-2" epub:type="noteref"', 'href="#fl-note-2"')),
    ("reader-thorium-marks", lambda text: text.replace('epub:type="noteref" role="doc-noteref">2<', ">2<")),
    (
        "reader-koreader-marks",
        lambda text: text.replace('id="fl-note-2" epub:type="footnote" role="doc-footnote"', 'id="fl-note-2"'),
    ),
]


@pytest.mark.parametrize(("code", "change"), PLANTED)
def test_a_rule_speaks_of_the_note_that_it_is_about(book: bytes, code: str, change: Change) -> None:
    found = [
        finding
        for finding in check_readers(open_publication(changed(book, _DOCUMENT, change)), "essay.epub")
        if finding.code == code
    ]
    assert found
    assert "note 2 " in found[-1].message
    assert found[0].severity is not Severity.ERROR


def test_a_note_of_another_file(tmp_path: Path) -> None:
    """Thorium only follows its link."""
    book = make(write(tmp_path, TEXT.format(second="Another of some words."))).epub()
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        text = archive.read("EPUB/text.xhtml").decode()
    note = re.search(r'<div class="fl-note" id="fl-note-2".*?</div>', text, re.DOTALL)
    assert note
    moved = note[0].replace('href="#fl-call-2"', 'href="text.xhtml#fl-call-2"')
    book = changed(book, _DOCUMENT, instead(note[0], ""))
    book = changed(book, _DOCUMENT, instead('href="#fl-note-2"', 'href="colophon.xhtml#fl-note-2"'))
    book = changed(book, r"colophon\.xhtml\Z", instead("</body>", moved + "</body>"))
    codes = [finding.code for finding in check_readers(open_publication(book), "essay.epub")]
    assert codes == ["reader-thorium-file"]


def test_readers_are_content_with_what_the_house_makes(book: bytes) -> None:
    assert check_readers(open_publication(book), "essay.epub") == ()


def test_each_rule_has_a_case_a_source_and_a_day() -> None:
    assert {rule.code for rule in RULES} == {code for code, _ in PLANTED} | {"reader-thorium-file"}
    for rule in RULES:
        assert rule.source
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", rule.seen)
