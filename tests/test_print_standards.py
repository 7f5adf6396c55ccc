"""PDF/X-1a and PDF/X-4: called so only where the checks pass, and each rule finds a file that breaks it."""

from collections.abc import Callable

import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from planting import faults, spoil
from workshop import Workshop

from footlight.checking.pdfx_rules import faults as standard_faults
from footlight.checking.print_proof import proof_of
from footlight.engines.pdf.gray_profile import gray_profile
from footlight.engines.pdf.print_inspection import press_facts
from footlight.press.job_ticket import PressStandard
from footlight.settings.parser import load_config

HEAD = "---\ntitle: A Test\nauthor: A. Writer\ndate: 2011-02-25\nlang: en-GB\n---\n\n"
STANDARDS = ("x-1a", "x-4")
CLAIM = {"x-1a": "PDF/X-1a:2001", "x-4": "PDF/X-4"}


@pytest.fixture(params=STANDARDS)
def ordered(project: Workshop, request: pytest.FixtureRequest) -> tuple[Workshop, str]:
    """An essay printed by a standard."""
    project.write("source/footlight.toml", f'[print]\nstandard = "{request.param}"\nbleed = true\n')
    project.essay("Words.\n", head=HEAD)
    done = project.make("--edition", "print")
    assert (done.code, done.out) == (0, "")
    return project, request.param


def test_it_calls_itself_so(ordered: tuple[Workshop, str]) -> None:
    """The version, the condition, the identifiers: as the standards write them."""
    project, standard = ordered
    found = press_facts(project.products()["essay-print.pdf"])
    (intent,) = found.intents
    assert (intent.kind, found.identified, found.info["/Trapped"]) == ("/GTS_PDFX", True, "/False")
    if standard == "x-1a":
        assert (found.version, found.metadata) == ("1.3", "")
        assert (intent.condition, intent.registry, intent.profile) == ("FOGRA47", "http://www.color.org", "")
        assert found.info["/GTS_PDFXVersion"] == "PDF/X-1:2001"
        assert found.info["/GTS_PDFXConformance"] == "PDF/X-1a:2001"
    else:
        assert (found.version, intent.condition, intent.profile) == ("1.6", "Custom", "prtrGRAY")
        assert "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>" in found.metadata
    done = project.run("check", "--edition", "print")
    assert (done.code, faults(done)) == (0, set())


def test_the_same_bytes_each_time(ordered: tuple[Workshop, str]) -> None:
    project, _ = ordered
    before = project.products()["essay-print.pdf"]
    assert project.make("--edition", "print", "--force").code == 0
    assert project.products()["essay-print.pdf"] == before


def newer(pdf: Pdf) -> None:
    pdf.Root.Version = Name("/1.7")


def without_title(pdf: Pdf) -> None:
    del pdf.docinfo["/Title"]


def without_dates(pdf: Pdf) -> None:
    del pdf.docinfo["/ModDate"]


def without_trapping(pdf: Pdf) -> None:
    del pdf.docinfo["/Trapped"]


def without_condition(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents


def two_conditions(pdf: Pdf) -> None:
    pdf.Root.OutputIntents = Array([*pdf.Root.OutputIntents, pdf.Root.OutputIntents[0]])


def of_a_screen(pdf: Pdf) -> None:
    profile = pdf.make_stream(gray_profile().replace(b"prtr", b"mntr"), N=1)
    pdf.Root.OutputIntents[0].DestOutputProfile = profile


def unknown_condition(pdf: Pdf) -> None:
    for key in ("/RegistryName", "/DestOutputProfile", "/Info"):
        if key in pdf.Root.OutputIntents[0]:
            del pdf.Root.OutputIntents[0][key]


def trim_outside(pdf: Pdf) -> None:
    pdf.pages[0].obj.TrimBox = Array([-20, 0, 100, 100])


def without_trim(pdf: Pdf) -> None:
    del pdf.pages[0].obj["/TrimBox"]


def coloured(pdf: Pdf) -> None:
    pdf.pages[0].contents_add(b"q 1 0 0 rg 50 50 9 9 re f Q")


def transparent(pdf: Pdf) -> None:
    pdf.pages[0].Resources.ExtGState = Dictionary(Half=Dictionary(ca=0.5))
    pdf.pages[0].contents_add(b"q /Half gs 50 50 9 9 re f Q")


def annotated(pdf: Pdf) -> None:
    pdf.pages[0].obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9])])


def transferred(pdf: Pdf) -> None:
    pdf.pages[0].Resources.ExtGState = Dictionary(Odd=Dictionary(TR=Name.Identity))
    pdf.pages[0].contents_add(b"q /Odd gs Q")


def unembedded(pdf: Pdf) -> None:
    for item in pdf.objects:
        if isinstance(item, Dictionary) and "/FontFile2" in item:
            del item["/FontFile2"]


BROKEN = [
    (newer, "it is PDF 1.7"),
    (without_title, "it has no title"),
    (without_dates, "when it was made"),
    (without_trapping, "trapped"),
    (without_condition, "0 printing conditions"),
    (two_conditions, "2 printing conditions"),
    (of_a_screen, "not for a printing press"),
    (unknown_condition, "its printing condition "),
    (trim_outside, "page 1: trim, bleed and media box"),
    (without_trim, "page 1 has no trim"),
    (coloured, "DeviceRGB"),
    (transparent, "an alpha of 0.5"),
    (annotated, "/Annots"),
    (transferred, "/TR"),
    (unembedded, "is not embedded"),
]


@pytest.mark.parametrize(("change", "words"), BROKEN, ids=[change.__name__ for change, _ in BROKEN])
def test_a_label_that_is_no_longer_true(
    ordered: tuple[Workshop, str], change: Callable[[Pdf], None], words: str
) -> None:
    project, standard = ordered
    spoil(project.build / "essay/essay-print.pdf", change)
    done = project.run("check", "--edition", "print")
    assert done.code == 1
    assert f"claims to be {CLAIM[standard]} and is not" in done.line("print-label-false")
    assert any(words in line for line in done.out.splitlines() if "[print-label-false]" in line)


def test_a_file_that_lost_its_label(ordered: tuple[Workshop, str]) -> None:
    project, _ = ordered

    def unlabelled(pdf: Pdf) -> None:
        if "/GTS_PDFXConformance" in pdf.docinfo:
            del pdf.docinfo["/GTS_PDFXConformance"]
        if "/Metadata" in pdf.Root:
            pdf.Root.Metadata.write(pdf.Root.Metadata.read_bytes().replace(b"GTS_PDFXVersion", b"Other"))

    spoil(project.build / "essay/essay-print.pdf", unlabelled)
    assert faults(project.run("check", "--edition", "print")) == {"print-claims-nothing"}


@pytest.mark.parametrize("standard", STANDARDS)
def test_what_cannot_be_claimed_is_not(project: Workshop, standard: str) -> None:
    """An essay without a date has no moment of its making: the file is made, without the label, and it is said why."""
    project.write("source/footlight.toml", f'[print]\nstandard = "{standard}"\n')
    project.essay()
    done = project.make("--edition", "print")
    assert (done.code, faults(done)) == (0, {"print-claim"})
    assert f"does not call itself {CLAIM[standard]}: it does not say when" in done.line("print-claim")
    found = press_facts(project.products()["essay-print.pdf"])
    assert (found.info, found.metadata, found.intents) == ({}, "", ())


@pytest.mark.parametrize("standard", PressStandard)
def test_no_other_print_edition_passes(project: Workshop, standard: PressStandard) -> None:
    """The control: without being asked for, nothing conforms by accident."""
    project.essay("Words.\n", head=HEAD)
    assert project.make("--edition", "print").code == 0
    ticket = load_config(project.source / "footlight.toml").ticket
    assert standard_faults(proof_of(project.products()["essay-print.pdf"], ticket, "x"), standard)
