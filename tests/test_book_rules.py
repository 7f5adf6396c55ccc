"""Rules for EPUBs beyond EPUBCheck's: the house's own books pass, and a planted fault of each kind is found."""

import re

import pytest
from epubs import Change, Epubs, changed

from footlight.checking.epub_preflight import check_opened
from footlight.checking.epub_rules import check_book
from footlight.engines.epub.publication_reader import open_publication


@pytest.fixture(scope="module")
def rich(epubs: Epubs) -> bytes:
    """The EPUB of the rich essay."""
    return epubs("rich").data


OF_THE_ESSAY = {"epub-alt-is-caption", "epub-picture-small"}
"""What is wrong with the rich essay itself: a caption without other words, a picture of 60 × 40 pixels."""


def codes(data: bytes) -> set[str]:
    return {finding.code for finding in check_book(open_publication(data), "essay.epub")} - OF_THE_ESSAY


@pytest.mark.parametrize("case", ["rich", "russian", "arabic", "japanese", "marks"])
def test_the_house_s_books_pass(case: str, epubs: Epubs) -> None:
    """Silence on books that were really made."""
    assert codes(epubs(case).data) == set()


def test_what_is_wrong_with_the_rich_essay(rich: bytes) -> None:
    """... is said with the file and its size."""
    found = {finding.code: finding.message for finding in check_book(open_publication(rich), "essay.epub")}
    assert set(found) == OF_THE_ESSAY
    assert "60 × 40" in found["epub-picture-small"]
    assert "Four lamps" in found["epub-alt-is-caption"]


def matching(old: str, new: str) -> Change:
    """Puts a text in the place of the first that matches."""
    return lambda text: re.sub(old, new, text, count=1, flags=re.DOTALL)


def behind(text: str) -> Change:
    return lambda before: before + text


def within_head(text: str) -> Change:
    return matching("</metadata>", f"{text}</metadata>")


_TEXT, _PACKAGE, _STYLES, _NAV = r"text\w*\.xhtml", r"package\.opf", r"\.css", r"nav\.xhtml"
PLANTED: list[tuple[str, str, Change]] = [
    ("epub-title-empty", _TEXT, matching("<title>.*?</title>", "<title> </title>")),
    ("epub-title-empty", _TEXT, matching("<title>.*?</title>", "<title>ch001.xhtml</title>")),
    ("epub-title-empty", r"colophon\.xhtml", matching("<title>.*?</title>", "<title>Untitled</title>")),
    ("epub-entry-empty", _NAV, matching(r'(<a href="colophon[^>]*>)[^<]*', r"\1")),
    ("epub-heading-skipped", _TEXT, matching("</section>", "<h6>Deep</h6></section>")),
    ("epub-heading-empty", _TEXT, matching("</section>", "<h2> </h2></section>")),
    ("epub-call-unresolved", _TEXT, matching(r'href="[^"#]*#fl-note-2"', 'href="colophon.xhtml"')),
    ("epub-call-unresolved", _TEXT, matching(r"#fl-note-2", "#nowhere")),
    (
        "epub-note-uncalled",
        _TEXT,
        matching("</section>", '<div role="doc-footnote" id="x"><p>Lost.</p></div></section>'),
    ),
    ("epub-alt-is-name", _TEXT, matching('alt="Four lamps"', 'alt="lamp.png"')),
    ("epub-alt-missing", _TEXT, matching(' alt="Four lamps"', "")),
    ("epub-soft-hyphen", _TEXT, matching("harbour", "har\u00adbour")),
    ("epub-claim-false", _PACKAGE, within_head('<meta property="schema:accessibilityFeature">alternativeText</meta>')),
    ("epub-claim-false", _PACKAGE, within_head('<meta property="dcterms:conformsTo">WCAG</meta>')),
    ("epub-claim-false", _PACKAGE, matching(r"<meta property=.schema:accessMode.>visual</meta>", "")),
    ("epub-claim-false", _NAV, matching(r'epub:type="toc"', 'epub:type="lot"')),
    ("epub-contrast", _STYLES, behind("p { color: #777; background-color: #999 }")),
    ("epub-contrast", _STYLES, behind("@media screen { em { color: rgb(250 250 0); background: white } }")),
    ("epub-dark-page", _STYLES, behind(".fl-byline { color: black }")),
    ("epub-dark-page", _STYLES, behind("body { background: #fff url(x.png) }")),
]


@pytest.mark.parametrize(("code", "pattern", "change"), PLANTED, ids=[f"{row[0]}-{n}" for n, row in enumerate(PLANTED)])
def test_a_planted_fault_is_found(rich: bytes, code: str, pattern: str, change: Change) -> None:
    """... by its own code."""
    assert code in codes(changed(rich, pattern, change))


@pytest.mark.parametrize(
    "rule",
    [
        "p { color: #000; background: #fff }",
        "p { color: inherit; background: none }",
        "p { color: currentColor }",
        "p { background: transparent }",
        "@media (prefers-color-scheme: dark) { a { color: lightblue } }",
        "p { color: nonsense; } }} @import 'x'; p {",
    ],
)
def test_colours_that_are_well(rich: bytes, rule: str) -> None:
    """Both set and far apart, or the reader's own, or meant for the dark."""
    assert codes(changed(rich, _STYLES, behind(rule))) == set()


def test_what_is_no_book_is_left_to_others() -> None:
    """`epub-broken` says it already."""
    assert [finding.code for finding in check_opened(b"no zip", (), "x.epub")] == ["epub-broken"]
