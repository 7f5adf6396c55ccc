"""`footlight check` on the tags of a reading edition: each fault found by its own code, and no other of these found."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pikepdf import Array, Dictionary, Name, Operator, Pdf, parse_content_stream, unparse_content_stream
from planting import spoil
from workshop import REPOSITORY, Workshop

ESSAY = """Words.^[A first note.] More words, and [a link](https://example.org/a).

# A heading

Other words.^[A second note.]

## A lower one

![A lamp.](lamp.png)

| Lamp  | Lit  |
|:------|-----:|
| North | 1871 |

The last paragraph, with a [*mot juste*]{lang=fr} in it.
"""
_LABELS = {"pdf-label-false", "stale", "rights-unrecorded"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """An essay with one of each thing that has a rule, built."""
    workshop = Workshop(tmp_path_factory.mktemp("tagged"))
    workshop.write("source/lamp.png", (Path(__file__).parent / "cases/print/rich/lamp.png").read_bytes())
    workshop.essay(ESSAY)
    assert workshop.make("--edition", "reading").code == 0
    return workshop


def elements(pdf: Pdf, type_: str) -> Iterator[Any]:
    """The structure elements of a type, as they stand in the file."""
    for item in pdf.objects:
        if isinstance(item, Dictionary) and item.get("/Type") == Name.StructElem and item.get("/S") == Name(type_):
            yield item


def first(pdf: Pdf, type_: str) -> Any:  # noqa: ANN401 - pikepdf's objects
    return next(elements(pdf, type_))


def nothing(_: Pdf) -> None:
    """The control."""


def no_title(pdf: Pdf) -> None:
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


def no_language(pdf: Pdf) -> None:
    del pdf.Root.Lang


def no_tags(pdf: Pdf) -> None:
    del pdf.Root.StructTreeRoot


def no_words_for_a_picture(pdf: Pdf) -> None:
    del first(pdf, "/Figure")["/Alt"]


def a_skipped_heading(pdf: Pdf) -> None:
    first(pdf, "/H2").S = Name.H4


def a_note_without_id(pdf: Pdf) -> None:
    del first(pdf, "/Note")["/ID"]


def two_notes_of_one_id(pdf: Pdf) -> None:
    one, other, *_ = elements(pdf, "/Note")
    other.ID = one.ID


def a_link_without_words(pdf: Pdf) -> None:
    del pdf.pages[0].obj.Annots[0]["/Contents"]


def a_link_with_a_bare_name(pdf: Pdf) -> None:
    annotation = next(a for a in pdf.pages[0].obj.Annots if "/Dest" in a)
    annotation.Contents = annotation.Dest


def a_link_outside_the_text(pdf: Pdf) -> None:
    for link in elements(pdf, "/Link"):
        link.K = Array([kid for kid in link.K if isinstance(kid, int)])


def text_in_no_tag(pdf: Pdf) -> None:
    """The first piece of text loses its mark."""
    page = pdf.pages[0]
    instructions = list(parse_content_stream(page))
    at = next(n for n, one in enumerate(instructions) if str(one.operator) == "BDC")
    end = next(n for n, one in enumerate(instructions[at:], at) if str(one.operator) == "EMC")
    kept: list[Any] = [one for n, one in enumerate(instructions) if n not in (at, end)]
    page.obj.Contents = pdf.make_stream(unparse_content_stream(kept))


def a_drawing_in_no_tag(pdf: Pdf) -> None:
    page = pdf.pages[0]
    drawn: list[Any] = [*parse_content_stream(page), ([10, 10, 20, 20], Operator("re")), ([], Operator("f"))]
    page.obj.Contents = pdf.make_stream(unparse_content_stream(drawn))


def a_header_without_scope(pdf: Pdf) -> None:
    del first(pdf, "/TH")["/A"]


def paragraphs_the_other_way_round(pdf: Pdf) -> None:
    part = first(pdf, "/Part")
    part.K = Array([*reversed(list(part.K))])


def a_note_far_from_its_call(pdf: Pdf) -> None:
    note = first(pdf, "/Note")
    note.P.K = Array([kid for kid in note.P.K if isinstance(kid, int) or kid.objgen != note.objgen])
    document = first(pdf, "/Document")
    document.K.append(note)
    note.P = document


def test_a_note_that_is_tagged_as_none(project: Workshop) -> None:
    """A template of the project's own that leaves the roles out."""
    house = (REPOSITORY / "templates/note.html").read_text(encoding="utf-8")
    project.write("templates/note.html", re.sub(r' role="[a-z-]+"', "", house))
    project.essay("Words.^[A note.]\n")
    assert project.make("--edition", "reading").code == 0
    done = project.run("check", "--edition", "reading")
    assert set(done.codes) - _LABELS == {"pdf-note-without-id"}


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (nothing, set()),
        (no_title, {"pdf-title-hidden"}),
        (no_language, {"pdf-language-missing"}),
        (no_tags, {"pdf-untagged"}),
        (no_words_for_a_picture, {"pdf-picture-without-words"}),
        (a_skipped_heading, {"pdf-heading-skipped"}),
        (a_note_without_id, {"pdf-note-without-id"}),
        (two_notes_of_one_id, {"pdf-note-without-id"}),
        (a_link_without_words, {"pdf-link-without-words"}),
        (a_link_with_a_bare_name, {"pdf-link-without-words"}),
        (a_link_outside_the_text, {"pdf-link-untagged"}),
        (text_in_no_tag, {"pdf-content-untagged"}),
        (a_drawing_in_no_tag, {"pdf-content-untagged"}),
        (a_header_without_scope, {"pdf-header-without-scope"}),
        (paragraphs_the_other_way_round, {"pdf-reading-order", "pdf-heading-skipped"}),
        (a_note_far_from_its_call, {"pdf-note-astray"}),
    ],
)
def test_a_fault_is_found(built: Workshop, tmp_path: Path, change: Callable[[Pdf], None], codes: set[str]) -> None:
    """By its own rule, whether or not the checks of the label see it; the file as it was built has none."""
    workshop = Workshop(tmp_path)
    for path in (p for p in built.root.rglob("*") if p.is_file()):
        workshop.write(str(path.relative_to(built.root)), path.read_bytes())
    spoil(workshop.build / "essay/essay.pdf", change)
    done = workshop.run("check", "--edition", "reading")
    assert set(done.codes) - _LABELS == codes
    assert done.code == (1 if codes else 0)


def test_a_finding_says_page_place_and_what_to_do(built: Workshop, tmp_path: Path) -> None:
    workshop = Workshop(tmp_path)
    for path in (p for p in built.root.rglob("*") if p.is_file()):
        workshop.write(str(path.relative_to(built.root)), path.read_bytes())
    spoil(workshop.build / "essay/essay.pdf", a_skipped_heading)
    line = workshop.run("check", "--edition", "reading").line("pdf-heading-skipped")
    assert line.startswith("build/essay/essay.pdf: page 1: the heading “A heading” is H4 after H1")
    assert "Hint: " in line
