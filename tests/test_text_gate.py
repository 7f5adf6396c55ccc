"""The gate knows its own furniture, and looks at all text: nothing runs off its page, lies under notes or is hidden."""

import pytest
from workshop import Workshop

from footlight.checking.layout_gate import FinishedPdf, check_text
from footlight.essay.layout import Box, LaidPage, Layout, Overrun, PageStart

SENTENCE = "The keeper of the lamp wrote to the harbour about the storm of that year. "


def codes(project: Workshop, body: str, head: str = "") -> list[str]:
    project.essay(body, **({"head": head} if head else {}))
    done = project.run("build", "--edition", "reading", "--force")
    assert done.code == 0, done
    return done.codes


@pytest.mark.slow
def test_an_endnote_over_several_pages_is_whole(project: Workshop) -> None:
    """Folio and running head stand between its words; it is announced as an endnote, and `check` passes as well."""
    note = "".join(f"{number} {SENTENCE}" for number in range(200))
    assert codes(project, f"A word[^a] and more of them.\n\n[^a]: {note}\n") == ["note-as-endnote"]
    assert len(project.pages()) > 4
    assert project.run("check", "--edition", "reading").code == 0


@pytest.mark.parametrize(
    "note",
    [
        "arrows ↔ and → and ↩, hearts ❤ and ❤️, a text style ☎︎",
        "an address <https://example.org/🏛️-licence>",
        "words in 漢字 that no face here may have",
        "a family 👩‍👩‍👧",
    ],
)
def test_what_no_face_has_does_not_make_a_note_incomplete(project: Workshop, note: str) -> None:
    """A finding of its own speaks of it."""
    assert set(codes(project, f"A word[^a].\n\n[^a]: {note}\n")) <= {"missing-glyph", "pdf-claim"}


def test_an_address_in_a_book_from_right_to_left_keeps_its_hyphens(project: Workshop) -> None:
    head = "---\ntitle: كتاب\nauthor: كاتب\nlang: ar\n---\n\n"
    url = "https://example.org/article/2608897/harbour-notes/the-old-harbour-s-lamp-and-its-keepers-of-that-year"
    assert "note-incomplete" not in codes(project, f"كلمة [المرفأ القديم]({url}) وأخرى.\n", head)


def test_a_line_that_runs_off_the_page_is_named(project: Workshop) -> None:
    """In the reading edition too; a style sheet of the project's own forbids it to break."""
    project.write("templates/page.css", "p { overflow-wrap: normal; white-space: nowrap; }")
    found = codes(project, SENTENCE * 3 + "\n")
    assert "text-off-page" in found


def test_text_that_a_style_sheet_hides_is_named(project: Workshop) -> None:
    project.write("templates/page.css", ".gone { font-size: 0; }")
    assert "text-hidden" in codes(project, "Words that stay.\n\n::: gone\nWords that go, and more of them.\n:::\n")


def test_a_page_whose_notes_cover_text_is_named_once() -> None:
    """With the words that are covered first; and only five pages, however many there are."""
    block = Box(x=0, y=0, width=100, height=100)
    pages = tuple(
        LaidPage(number=n, width=100, height=100, block=block, anchors=(), start=PageStart(offset=0))
        for n in range(1, 9)
    )
    overruns = tuple(Overrun(page=n, words=f"words {n}", beyond=0.0) for n in range(1, 9) for _ in range(2))
    pdf = FinishedPdf(shown="a.md", layout=Layout(pages=pages, notes=(), overruns=overruns), texts=[""] * 8, links=())
    found = check_text(pdf)
    assert [finding.code for finding in found] == ["text-covered"] * 5
    assert "page 1: notes are drawn over “words 1”" in found[0].message
