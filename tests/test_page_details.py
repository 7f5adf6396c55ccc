"""Small things that a typographer sees on a page, held on real ones."""

import pytest
from workshop import Workshop

from footlight.engines.pdfium import page_texts, page_words

LIGHT = "The figure is that of the second book, which is not to be trusted before the year of the great storm. "


def reading(project: Workshop, body: str) -> bytes:
    project.essay(body)
    done = project.make("--edition", "reading")
    assert done.code == 0, done
    return project.products()["essay.pdf"]


def test_a_note_hangs_straight(project: Workshop) -> None:
    """Its first line begins where the others do, whatever its number's width."""
    (words, *_) = page_words(reading(project, "".join(f"Words.^[{LIGHT * 2}] " for _ in range(10))))
    starts = [box[0] for text, box in words if box[3] < 300 and box[3] - box[1] < 9 and len(text) > 9 and box[0] < 90]
    assert len(starts) > 20
    assert max(starts) - min(starts) < 0.5


@pytest.mark.slow
def test_a_number_of_three_digits_is_apart_from_its_note(project: Workshop) -> None:
    """In an edition with a hundred notes all of them hang further in, and straight."""
    numbers = 0
    for words in page_words(reading(project, "".join(f"Words.^[Lantern {n}.] " for n in range(1, 103)))):
        starts = [box[0] for text, box in words if text.startswith("Lantern")]
        named = [box[2] for text, box in words if text.strip() in ("100", "101", "102")]
        ends = [end for end in named if end < max(starts, default=0)]
        numbers += len(ends)
        assert max(starts, default=0) - min(starts, default=0) < 0.5
        assert not ends or max(ends) < min(starts) - 1
    assert numbers == 3


@pytest.mark.slow
def test_no_row_of_a_table_stands_alone(project: Workshop) -> None:
    """Whatever the number of rows: a page has none of it, or two."""
    for rows in (*range(18, 23), *range(40, 48)):
        table = "| Light | Lit |\n|:--|--:|\n" + "".join(f"| Lantern {n} | {1800 + n} |\n" for n in range(rows))
        counts = [text.count("Lantern") for text in page_texts(reading(project, table + "\nWords.\n"))]
        assert sum(counts) == rows
        assert 1 not in counts


@pytest.mark.slow
def test_no_row_of_a_table_is_divided(project: Workshop) -> None:
    """Cells of several lines and with notes stay together, and each page of the table repeats its head."""
    cells = (
        "| Berth {0} | A lamp of [the pier](https://example.org/{0}), long enough for three lines here | Keeper {0} |\n"
    )
    table = "| Where | Which | Who |\n|---|---|---|\n" + "".join(cells.format(n) for n in range(100, 140))
    pages = page_texts(reading(project, "Words.\n\n" + table + "\nMore words.\n"))
    counted = 0
    for page in pages:
        berths = {n for n in range(100, 140) if f"Berth {n}" in page}
        assert berths == {n for n in range(100, 140) if f"Keeper {n}" in page}
        assert berths == {n for n in range(100, 140) if f"example.org/{n}" in page}
        assert not berths or "Which" in page
        counted += len(berths)
    assert counted == 40
    assert len(pages) > 3


@pytest.mark.slow
def test_a_row_taller_than_a_page_is_divided(project: Workshop) -> None:
    """All of its words are on the pages, in their order."""
    words = " ".join(f"w{n}" for n in range(1200))
    pages = page_texts(reading(project, f"Words.\n\n| A | B |\n|---|---|\n| one | {words} |\n| two | three |\n"))
    text = " ".join(pages)
    assert all(f"w{n}" in text for n in range(1200))
    assert "three" in text


def test_no_last_line_is_a_part_of_a_word(project: Workshop) -> None:
    """Whatever the length of the paragraph: its last line is one whole word at least, and not a very short one."""
    words = ("the lamps of the harbour were lit by the keepers " * 3).split()
    body = "".join(" ".join(words[:n]) + " and their extraordinary talent.\n\n" for n in range(6, 22))
    body += "".join(" ".join(words[:n]) + " and never by it.\n\n" for n in range(6, 22))
    pages = "\n".join(page_texts(reading(project, body))).replace("\r", "")
    lasts = [line for line in pages.splitlines() if line.strip().endswith(("talent.", "by it."))]
    assert len(lasts) == 32
    assert all(len(line.strip()) >= 7 for line in lasts), lasts
    assert "-\n" not in pages.partition("Colophon")[0].replace("-\nary", "")


def test_a_title_from_the_right_stands_in_the_middle(project: Workshop) -> None:
    """One of several words too, which WeasyPrint would move off the page if it were given a width."""
    project.write("source/essay.md", "---\ntitle: عن الموانئ القديمة\nauthor: كاتب\nlang: ar\n---\n\nكلمة أخرى.\n")
    assert project.make("--edition", "reading").code == 0
    (words,) = page_words(project.products()["essay.pdf"])
    left, _, right, _ = next(box for word, box in words if "الموانئ" in word)
    width = 148 / 25.4 * 72
    assert 60 < left < right < width - 60
