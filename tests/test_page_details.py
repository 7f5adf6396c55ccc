"""Small things that a typographer sees on a page, held on real ones."""

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


def test_no_row_of_a_table_stands_alone(project: Workshop) -> None:
    """Whatever the number of rows: a page has none of it, or two."""
    for rows in (*range(18, 23), *range(40, 48)):
        table = "| Light | Lit |\n|:--|--:|\n" + "".join(f"| Lantern {n} | {1800 + n} |\n" for n in range(rows))
        counts = [text.count("Lantern") for text in page_texts(reading(project, table + "\nWords.\n"))]
        assert sum(counts) == rows
        assert 1 not in counts
