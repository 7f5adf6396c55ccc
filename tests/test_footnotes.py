"""Notes at the foot: measured one by one while pages are filled, and together where a style sheet wants it so."""

import shutil
from pathlib import Path

import pytest
from workshop import REPOSITORY, Workshop, quick_rows

from footlight.engines.pdfium import page_words
from footlight.engines.weasyprint.typesetter import Typesetter

RICH = REPOSITORY / "tests/cases/print/rich"
SENTENCE = "It may well be that an argument that is set down can be read at leisure, and leisure is on its side."
NOTES = [f"Note {number}, {'which goes on for more than one line ' * (number % 4)}." for number in range(54)]
NOTED = "\n\n".join(" ".join(f"{SENTENCE}^[{note}]" for note in NOTES[at : at + 9]) for at in range(0, len(NOTES), 9))
MARGINS = {
    "none": "",
    "fall together": ".fl-note { margin: 6pt 0 9pt }",
    "of paragraphs": ".fl-note p, .fl-note i { display: block; margin: 5pt 0 }",
    "an area as high as it may be": "@page { @footnote { max-height: 40mm } }",
    "an area that is high at least": "@page { @footnote { min-height: 30mm } }",
}


@pytest.mark.parametrize("margins", quick_rows(MARGINS, "none"))
def test_notes_stand_below_the_text(project: Workshop, margins: str) -> None:
    """No line of the text reaches into the notes, and none of these leaves the page."""
    project.write("templates/page.css", MARGINS[margins])
    project.essay(NOTED)
    assert project.make("--edition", "reading").code == 0
    pages = 0
    for words in page_words(project.products()["essay.pdf"]):
        notes = [box for text, box in words if text.startswith("Note ") or "which goes on" in text]
        text = [box for said, box in words if any(part in said for part in ("argument that", "at leisure", "may well"))]
        if not (notes and text):
            continue
        pages += 1
        assert min(box[1] for box in text) > max(box[3] for box in notes)
        assert min(box[1] for box in notes) > 20
    assert pages > 2


@pytest.mark.parametrize("margins", quick_rows(MARGINS, "of paragraphs"))
def test_notes_measured_alone_make_the_same_pages(margins: str) -> None:
    """As notes measured together do, for which WeasyPrint lays all of them out whenever one comes or goes."""
    style = f"@page {{ size: A5 }} .fl-note {{ float: footnote; footnote-policy: line }} {MARGINS[margins]}"
    parts = [
        f'<p>{SENTENCE} {SENTENCE}<span class="fl-note"><p>{note}</p></span></p>'.replace("p>", "div>")
        for note in NOTES
    ]
    page = (
        f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title></head><body>{"".join(parts)}</body></html>'
    )
    setter = Typesetter([style], REPOSITORY, [REPOSITORY])
    alone, together = (setter.lay_out(page, exact=exact).layout() for exact in (False, True))
    assert len(alone.pages) > 5
    assert alone == together


@pytest.mark.slow
def test_pictures_have_the_same_names_wherever_they_lie(tmp_path: Path) -> None:
    """An essay with a picture gives the same bytes in another folder."""
    made = []
    for name in ("one", "another folder"):
        shutil.copytree(RICH, tmp_path / name / "source")
        workshop = Workshop(tmp_path / name)
        assert workshop.make("--edition", "reading").code == 0
        made.append(workshop.products()["essay.pdf"])
    assert b"/Image" in made[0]
    assert made[0] == made[1]
