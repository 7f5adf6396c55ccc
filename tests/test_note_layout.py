"""Notes and calls on the page and in the EPUB: what stands beside what, and how close."""

import re
import zipfile
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from epubs import OPS, XHTML
from workshop import Workshop

from footlight.engines.pdf.structure_tree import TaggedElement, read_tags
from footlight.engines.pdfium import page_words

LINK = "[a lamp](https://example.org/{})"


def built(project: Workshop, body: str) -> None:
    project.essay(body)
    done = project.make("--edition", "reading", "--edition", "epub")
    assert (done.code, done.out) == (0, ""), done


def text_document(project: Workshop) -> ET.Element:
    with zipfile.ZipFile(project.build / "essay" / "essay.epub") as book:
        return ET.fromstring(book.read("EPUB/text.xhtml"))  # noqa: S314 - our own book


def references(element: TaggedElement) -> list[str]:
    return [one.text.strip() for one in element.walk() if one.type == "Reference"]


@pytest.mark.parametrize(
    ("body", "shown", "notes"),
    [
        (f"See {LINK.format('a')}[^1] of 1914.\n\n[^1]: Mine.\n", "lamp1,2 of 1914", 2),
        (f"See *{LINK.format('a')}*[^1]^[Yes.] of 1914.\n\n[^1]: Mine.\n", "lamp1,2,3 of 1914", 3),
        (f"See {LINK.format('a')} ^[Mine.] of 1914.\n", "lamp1 2 of 1914", 2),
        (f"See {LINK.format('a')}^[Mine.], then {LINK.format('b')}.\n", "lamp1,2, then a lamp.3", 3),
    ],
)
def test_calls_side_by_side_are_separated(project: Workshop, body: str, shown: str, notes: int) -> None:
    """By a comma, on the page and in the EPUB; what is read aloud, and each call, is the number alone."""
    built(project, body)
    assert shown.replace(" ", "") in "".join(project.pages()[0].split())
    document = text_document(project)
    paragraph = next(p for p in document.iter(f"{XHTML}p") if "See" in "".join(p.itertext()))
    assert shown in " ".join("".join(paragraph.itertext()).split())
    calls = [a for a in document.iter(f"{XHTML}a") if a.get(f"{OPS}type") == "noteref"]
    assert ["".join(call.itertext()) for call in calls] == [str(number + 1) for number in range(notes)]
    tags = read_tags(project.products()["essay.pdf"])
    assert tags.root is not None
    assert references(tags.root) == [str(number + 1) for number in range(notes)]
    assert not any(text.text.strip() for text in tags.untagged)


def test_a_separator_moves_no_page_of_the_page_list(project: Workshop) -> None:
    """Each page of the EPUB begins with the word with which it begins on paper."""
    words = "The keeper of the old light wrote of oil and of glass. "
    body = "".join(f"Part {n}. {words * 6}{LINK.format(n)}^[Own {n}.] and more. {words * 4}\n\n" for n in range(1, 12))
    project.essay(body)
    assert project.make("--edition", "reading", "--edition", "epub").code == 0
    pages = [" ".join(page.split()) for page in project.pages()]
    with zipfile.ZipFile(project.build / "essay" / "essay.epub") as book:
        text = book.read("EPUB/text.xhtml").decode()
    starts = re.split(r'<span epub:type="pagebreak"[^>]*aria-label="(\d+)"></span>', text)[1:]
    assert len(pages) > 3
    assert starts[::2] == [str(number) for number in range(2, len(pages) + 1)]  # page 1 begins on the title page
    for number, after in zip(starts[::2], starts[1::2], strict=True):
        first = re.sub(r"<[^>]*>", "", after[:400]).split()[:3]
        assert " ".join(first) in pages[int(number) - 1][:120], number


def test_a_note_called_three_times_is_printed_once(project: Workshop) -> None:
    """Then the notes refer back to it, as for a repeated link; notes that only look alike stay."""
    once = "A long remark of the writer's on lamps."
    notes = f"[^lamp]: {once}\n\n[^oil]: Of oil.\n"
    built(project, f"One.[^lamp] Two.[^lamp] Three.^[Ibid.] Four.^[Ibid.] Five.[^lamp] Six.[^oil]\n\n{notes}")
    page = " ".join(project.pages()[0].split())
    assert page.count(once.replace("'", "’")) == 1
    assert page.count("Ibid.") == 2
    assert re.search(r"2 See note 1\. 3 Ibid\. 4 Ibid\. 5 See note 1\. 6 Of oil\.", page)
    document = text_document(project)
    note = next(e for e in document.iter() if e.get("id") == "fl-note-5")
    assert [a.get("href") for a in note.iter(f"{XHTML}a")] == ["#fl-call-5", "#fl-note-1"]


LINES = {
    "list": ("1. one\n    2. two\n        - deeper\n", ["one", "two", "deeper"]),
    "code": ("```\n    ls -l\n    cd /tmp\n    ```\n", ["ls -l", "cd /tmp"]),
    "table": ("| Aa | Bb |\n    |---|---|\n    | Cc | Dd |\n", ["Aa", "Cc"]),
    "verse": ("| A line\n    |   indented\n", ["A line", "indented"]),
    "quotation": ("> Quoted.\n\n    Then more.\n", ["Quoted.", "Then more."]),
    "definition": ("Lamp\n    :   A light.\n", ["amp", "A light."]),
    "paragraphs": ("First.\n\n    Second.\n\n    - third\n", ["First.", "Second.", "third"]),
}


@pytest.mark.parametrize("name", LINES)
def test_blocks_in_a_note_are_tight(project: Workshop, name: str) -> None:
    """Its lines stand one leading apart, and its number on the first of them."""
    source, lines = LINES[name]
    built(project, f"Words.[^1]\n\n[^1]:\n    {source}\nMore words.\n")
    words = [(text, box) for text, box in next(iter(page_words(project.products()["essay.pdf"]))) if text.strip()]
    foot = [(text, box) for text, box in words if box[3] - box[1] < 9.5 and box[1] < 200]
    baselines = [next(box[1] for text, box in foot if line in text or text.strip() in line) for line in lines]
    gaps = [above - below for above, below in pairwise(baselines)]
    assert all(7 < gap < 14 for gap in gaps), (gaps, foot)  # a leading of 10 pt; boxes are of ink
    number = next(box for text, box in foot if text.strip().startswith("1"))
    first = next(box for text, box in foot if lines[0] in text or text.strip() in lines[0])
    assert abs(number[1] - first[1]) < 3
