"""Notes beside the text: level with their calls, in the outer margin, whole; at the foot where they have no room."""

import json
from itertools import pairwise
from typing import Any

import pytest
from workshop import Workshop

from footlight.engines.pdfium import glyph_pages, page_texts, page_words

LINE = "The keeper noted the wind, the oil and the ships, and went up again before the bell was rung for the morning. "


def margins(project: Workshop, body: str, settings: str = "") -> tuple[list[dict[str, Any]], bytes]:
    """Where the notes are by the manifest, and the reading PDF, of an essay in the modern theme."""
    project.write("source/footlight.toml", f'[project]\ntheme = "modern"\n{settings}')
    project.essay(body)
    done = project.make("--edition", "reading")
    assert (done.code, done.codes) == (0, []), done
    products = project.products()
    links = json.loads(products["essay.links.json"])["links"]
    return [link["pdf"] for link in links if link["note"]], products["essay.pdf"]


def test_a_note_stands_level_with_its_call(project: Workshop) -> None:
    """Beside the block, on the outer side: at the right of a recto, at the left of a verso."""
    paragraph = LINE * 9 + "A call.^[A note beside it.] " + LINE * 3 + "\n\n"
    notes, pdf = margins(project, paragraph * 8)
    assert all(note["page"] == note["call_page"] for note in notes)
    sides = set()
    for number, page in enumerate(page_words(pdf), 1):
        calls = [box for text, box in page if "A call." in text]
        beside = [box for text, box in page if "beside it." in text]
        assert len(calls) == len(beside)
        for call, note in zip(calls, beside, strict=True):
            assert abs(call[1] - note[1]) < 3  # the lower edges of the words, in pt
            assert note[0] > call[2] if number % 2 else note[2] < call[0]
            sides.add(number % 2)
    assert sides == {0, 1}


def test_notes_of_one_line_stand_below_each_other(project: Workshop) -> None:
    """They cover neither each other nor the text, and do not leave the block; a list in one keeps its markers."""
    last = "Last.[^a]^[Two.]^[Three.]^[Four.]\n\n[^a]: One, with a list:\n\n    - of this\n    - and that\n"
    notes, pdf = margins(project, LINE * 24 + last)
    boxes = [note["box"] for note in notes]
    assert len(boxes) == 4
    assert all(one[1] + one[3] <= following[1] + 0.01 for one, following in pairwise(boxes))
    text = " ".join(page_texts(pdf))
    assert "One, with a list:" in text
    assert text.count("–") == 2


@pytest.mark.slow
def test_notes_without_room_in_the_margin_go_to_the_foot(project: Workshop) -> None:
    """The tallest do; all stand whole on the page of their call, and are tagged as any note is."""
    notes, _ = margins(project, "".join(f"{LINE * 2}^[{LINE if n % 7 else LINE * 9}] " for n in range(28)))
    at_foot = [note["box"][2] > 200 for note in notes]
    assert 0 < sum(at_foot) < len(notes) / 2
    assert all(note["page"] == note["call_page"] for note in notes)
    done = project.run("check", "--edition", "reading")
    assert done.codes in ([], ["rights-unrecorded"]), done


def test_what_is_too_wide_for_a_margin_stands_at_the_foot(project: Workshop) -> None:
    """Tables and listings; long words and addresses break in the margin, and stay in it."""
    address = "https://example.org/2009/03/a-part-of-an-address-that-is-long/another-part-of-an-address-that-is/report"
    body = f"One.^[<{address}>] Two.^[{'Donaudampfschifffahrt' * 5}] Three.[^t] Four.[^p]\n\n"
    notes, pdf = margins(
        project,
        body + "[^t]: A table:\n\n    | A | B |\n    |---|---|\n    | c | 1,234,567 |\n\n"
        f"[^p]: A listing:\n\n    ```\n    a line that is longer {'than any measure ' * 5}\n    ```\n",
    )
    assert [note["box"][2] > 200 for note in notes] == [False, False, True, True]
    right = notes[0]["box"][0] + notes[0]["box"][2]
    (page,) = glyph_pages(pdf)
    assert max(glyph.x1 for glyph in page.glyphs) < right + 1


def test_notes_beside_text_from_the_right(project: Workshop) -> None:
    """A book that opens from the right has its outer margin at the left of its first page."""
    project.write("source/footlight.toml", '[project]\ntheme = "modern"\n')
    body = "---\ntitle: מגדלור\nlang: he\n---\n\n" + "האור נדלק בכל ערב. " * 40 + "סוף.^[הערה אחת.]\n"
    project.write("source/essay.md", body)
    done = project.make("--edition", "reading")
    assert done.code == 0, done
    ((x, _, width, _),) = (link["pdf"]["box"] for link in json.loads(project.products()["essay.links.json"])["links"])
    assert x > 20
    assert x + width < 66 / 25.4 * 72


def test_a_narrow_margin_leaves_notes_at_the_foot(project: Workshop) -> None:
    notes, _ = margins(project, "Words.^[A note.]\n", '[page]\nsize = "A5"\n')
    ((_, y, width, _),) = (note["box"] for note in notes)
    assert y > 400
    assert width > 250
