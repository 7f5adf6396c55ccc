"""What goes with an EPUB: pages, cover, series, claims, the files for one reader, the record for the trade."""

import io
import json
import re
import shutil
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from workshop import Workshop

from footlight.engines import epubcheck
from footlight.errors import EnvironmentProblem

HEAD = """---
title: A Test
author: A. Writer
lang: en-GB
date: 2011-02-25
isbn: 978-3-16-148410-0
belongs-to-collection: Harbours
group-position: 2
keywords: [lamps]
---

"""
BODY = """Soft\u00adly spoken. “Really?” she said.[^1] [mot à mot]{lang=fr}

# Page 1

More.

[^1]: A note of some words.
"""
ALL = '[epub]\nvariants = ["kobo", "kindle"]\nonix = true\ncertified-by = "An Evaluator"\n'
ONIX = "{http://ns.editeur.org/onix/3.0/reference}"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """An essay with all that goes with an EPUB."""
    workshop = Workshop(tmp_path_factory.mktemp("made"))
    workshop.write("source/footlight.toml", ALL)
    workshop.essay(BODY, head=HEAD)
    done = workshop.make()
    assert (done.code, done.out) == (0, "")
    return workshop


def text(book: bytes, name: str = "text.xhtml") -> str:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return archive.read(f"EPUB/{name}").decode()


@pytest.mark.slow
def test_epubcheck_says_nothing_of_any_of_them(made: Workshop) -> None:
    try:
        epubcheck.find_java()
    except EnvironmentProblem:
        pytest.skip("there is no Java at all")
    folder = made.build / "essay"
    names = ("essay.epub", "essay.kepub.epub", "essay-kindle.epub")
    assert epubcheck.check_books([folder / name for name in names]) == ((), (), ())


@pytest.mark.slow
def test_check_looks_at_all_of_them(made: Workshop, tmp_path: Path) -> None:
    """And at the finished files, so that one that was spoilt is named."""
    workshop = Workshop(shutil.copytree(made.root, tmp_path / "made"))
    spoilt = workshop.build / "essay" / "essay-kindle.epub"
    spoilt.write_bytes(b"no zip")
    done = workshop.run("check", "--edition", "epub")
    assert "build/essay/essay-kindle.epub: the EPUB cannot be read" in done.out.replace(":1:", ":")
    assert "reader-kobo" not in done.out


def test_metadata_of_pages_series_and_claim(made: Workshop) -> None:
    package = text(made.products()["essay.epub"], "package.opf")
    assert '<meta property="pageBreakSource">urn:isbn:9783161484100</meta>' in package
    assert '<meta refines="#pages" property="source-of">pagination</meta>' in package
    assert {"pageBreakMarkers", "pageNavigation"} <= set(re.findall(r'accessibilityFeature">(\w+)<', package))
    assert '<meta property="belongs-to-collection" id="collection">Harbours</meta>' in package
    assert '<meta refines="#collection" property="group-position">2</meta>' in package
    assert "EPUB Accessibility 1.1 - WCAG 2.1 Level AA" in package
    assert '<meta refines="#conformance" property="a11y:certifiedBy" id="certifier">An Evaluator</meta>' in package


def test_pages_are_named_apart_from_the_headings_of_the_essay(made: Workshop) -> None:
    """A heading “Page 1” has the identifier that a mark would have."""
    book = made.products()["essay.epub"]
    assert 'id="page-1"' in text(book)
    assert 'id="fl-page-1"' in text(book, "titlepage.xhtml")
    assert '<li><a href="titlepage.xhtml#fl-page-1">1</a></li>' in text(book, "nav.xhtml")
    assert '<pageTarget id="target-1" type="normal" value="1">' in text(book, "toc.ncx")


def test_a_passage_in_another_language_says_so_for_every_reader(made: Workshop) -> None:
    assert '<span lang="fr" xml:lang="fr">mot à mot</span>' in text(made.products()["essay.epub"])


def test_kobo_has_a_span_round_each_sentence(made: Workshop) -> None:
    kobo = text(made.products()["essay.kepub.epub"])
    spans = re.findall(r'<span class="koboSpan" id="(kobo\.\d+\.\d+)">([^<]*)</span>', kobo)
    assert len({name for name, _ in spans}) == len(spans)
    assert ("kobo.2.2", "“Really?”") in [(name, words.strip()) for name, words in spans]
    assert kobo.count('<div id="book-columns"><div id="book-inner">') == 1


def test_kindle_has_no_soft_hyphens(made: Workshop) -> None:
    products = made.products()
    assert "Soft\u00adly" in text(products["essay.epub"])
    assert "Softly" in text(products["essay-kindle.epub"])


def test_the_record_has_its_composites_in_their_order(made: Workshop) -> None:
    """Those that ONIX 3.0 makes compulsory, and what the essay says."""
    root = ET.fromstring(made.products()["essay.onix.xml"])  # noqa: S314 - our own
    assert (root.tag, root.get("release")) == (f"{ONIX}ONIXMessage", "3.0")
    product = root[1]
    assert [part.tag.removeprefix(ONIX) for part in product] == [
        *("RecordReference", "NotificationType", "ProductIdentifier", "DescriptiveDetail", "PublishingDetail"),
        "RelatedMaterial",
    ]
    said = {part.tag.removeprefix(ONIX): part.text for part in product.iter()}
    assert (said["PersonName"], said["ContributorRole"], said["LanguageCode"]) == ("A. Writer", "A01", "eng")
    assert (said["Date"], said["SubjectHeadingText"], said["PartNumber"]) == ("20110225", "lamps", "2")
    features = [value.text for value in product.iter(f"{ONIX}ProductFormFeatureValue")]
    assert features == ["04", "11", "13", "19", "29", "36", "52", "81", "85", "90"]


def test_words_that_the_house_lacks_are_english(project: Workshop) -> None:
    """And say so, with their direction, in an essay from the right."""
    project.essay("سلام.\n", head="---\ntitle: بندر\nauthor: ن\nlang: fa\n---\n\n")
    assert project.make("--edition", "epub").code == 0
    book = project.products()["essay.epub"]
    assert 'lang="fa" xml:lang="fa" dir="rtl"' in text(book)
    assert 'aria-labelledby="fl-colophon" lang="en" xml:lang="en" dir="ltr"' in text(book, "colophon.xhtml")


@pytest.mark.slow
def test_an_epub_alone_names_the_pages_of_the_last_build(project: Workshop) -> None:
    """And is the same file; where the text has changed, pages are set anew if it is short or the settings say so."""
    project.essay("Words.\n\n" * 120)
    assert project.make().code == 0
    whole = project.products()
    assert project.make("--edition", "epub").code == 0
    alone = project.products()
    assert alone["essay.epub"] == whole["essay.epub"]
    assert len(json.loads(alone[".pages.json"])["starts"]) > 1
    project.essay("Words.\n\n" * 400)
    assert project.make("--edition", "epub").codes == []
    assert len(json.loads(project.products()[".pages.json"])["starts"]) > len(
        json.loads(alone[".pages.json"])["starts"]
    )
    project.essay("Words of a long text. " * 8000)
    assert project.make("--edition", "epub").codes == ["epub-no-pages"]
    assert b"page-list" not in zipfile.ZipFile(io.BytesIO(project.products()["essay.epub"])).read("EPUB/nav.xhtml")


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ('pages = "cover"', "'pages' takes auto, print, reading, none, not 'cover'"),
        ('cover = "png"', "'cover' takes jpeg, svg, not 'png'"),
        ('variants = ["nook"]', "'variants' takes kobo, kindle, not 'nook'"),
        ('conforms-to = "WCAG"', "'conforms-to' takes a text such as"),
        ('certifier-report = "https://example.org"', "'certified-by' has to name"),
        ('onix = "yes"', "'onix' takes true or false"),
    ],
)
def test_what_the_table_cannot_take(project: Workshop, table: str, says: str) -> None:
    project.essay()
    project.write("source/footlight.toml", f"[epub]\n{table}\n")
    done = project.make()
    assert done.code == 2
    assert says in done.err


@pytest.mark.parametrize("line", ["isbn: 978-3-16-148410-1", "group-position: two"])
def test_what_the_front_matter_cannot_take(project: Workshop, line: str) -> None:
    project.essay(head=f"---\ntitle: T\nauthor: A\n{line}\n---\n\n")
    assert project.make().codes == ["front-matter-value"]
