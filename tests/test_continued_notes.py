"""Notes that go on: a long note begins on the page of its call and continues at the foot of the next pages."""

import json
import re
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from listening import elements, tree
from pikepdf import Pdf, parse_content_stream
from workshop import REPOSITORY, Workshop

from footlight.checking.layout_gate import ExpectedNote, FinishedPdf, check_layout
from footlight.engines.pdfium import page_texts
from footlight.engines.weasyprint.typesetter import Typesetter
from footlight.essay.document import Note, NoteKind, Series
from footlight.essay.layout import Box, LaidPage, Layout, NotePlace

SENTENCE = "The keeper of the lamp wrote to the harbour about the storm of that year. "
PARAGRAPH = SENTENCE * 8 + "\n\n"
ADDRESS = "https://example.org/harbour/lamps/of/the/year/1871/kept-by-the-town"


def counted(word: str, count: int) -> str:
    """So many words that are told apart."""
    return " ".join(f"{word}{number}" for number in range(count))


LIST = "".join(f"    - {counted(f'item{number}x', 8)} {'unforeseeable circumstances ' * 5}\n" for number in range(3))
TABLE = "    | Year | Lamps |\n    |---|---|\n" + "".join(f"    | {1800 + row} | lamps{row} |\n" for row in range(12))
CODE = "    ```\n" + "".join(f"    line{number} = {number}\n" for number in range(8)) + "    ```\n"
LONG = (
    f"[^long]: {counted('a', 420)}\n\n{LIST}\n    {counted('b', 240)}\n\n{CODE}\n    {counted('c', 60)}"
    f"\n\n{TABLE}\n    {counted('d', 120)} [there]({ADDRESS}).\n"
)
NUMBERED = re.compile(r"\b(?:[abcd]|item\dx|lamps|line)\d+\b")


@pytest.fixture(scope="module")
def long_note(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """An essay whose second page calls a note of more than 900 words; nobody changes it."""
    project = Workshop(tmp_path_factory.mktemp("long"))
    body = PARAGRAPH * 3 + SENTENCE * 2 + "A call[^long] of it. " + SENTENCE * 4 + "\n\n" + PARAGRAPH * 12 + LONG
    project.essay(body)
    done = project.make("--edition", "reading", "--edition", "print", "--edition", "epub")
    assert (done.code, done.codes) == (0, [])
    return project


def places(project: Workshop) -> list[dict[str, Any]]:
    """The page and the box of each part of the first note, from the manifest."""
    listed = json.loads(project.products()["essay.links.json"])["links"][0]["pdf"]
    assert listed["call_page"] == listed["page"]
    return [{"page": listed["page"], "box": listed["box"]}, *listed.get("goes_on", [])]


def test_a_note_of_900_words_goes_on_over_three_pages(long_note: Workshop) -> None:
    """It begins on the page of its call, each part ends where the text block does, and text keeps a third of a page."""
    parts = places(long_note)
    assert [part["page"] for part in parts] == [2, 3, 4]
    feet = {round(part["box"][1] + part["box"][3]) for part in parts}
    assert len(feet) == 1
    block = 167 * 72 / 25.4  # A5 without the margins at head and foot
    assert all(20 < part["box"][3] < block * 2 / 3 for part in parts)


def test_its_words_are_whole_and_in_order(long_note: Workshop) -> None:
    """On the pages of the reading and of the print edition, in the EPUB too: each once."""
    for suffix in ("", "-print"):
        assert NUMBERED.findall(" ".join(long_note.pages(suffix=suffix))) == NUMBERED.findall(LONG)


def test_it_is_one_note_for_who_listens(long_note: Workshop) -> None:
    """With its number once, in front, behind its call; the head of its table is read once."""
    root = tree(long_note.products()["essay.pdf"])
    (note,) = [one for one in elements(root, "Note") if "a0" in one.text]
    assert [one.type for one in note.walk()].count("Lbl") == 1 + 3  # and the markers of its list
    text = " ".join(note.text.split())
    assert text.startswith("1 a0 a1")
    assert "a419" in text
    assert "d119" in text
    assert text.count("Year") == 1


def test_it_passes_every_check(long_note: Workshop) -> None:
    """PDF/A-2a and PDF/UA-1 are claimed, and `footlight check` has no word on its pages and tags."""
    pdf = long_note.products()["essay.pdf"]
    assert b"pdfaid:part" in pdf
    assert b"pdfuaid:part" in pdf
    done = long_note.run("check", "--edition", "reading", "--edition", "print")
    assert (done.code, set(done.codes) - {"rights-unrecorded", "reader-kobo-long"}) == (0, set())


def rule_length(project: Workshop, page: int) -> float:
    """The length of the rule above the notes of a page, which is the first path that is drawn there, pt."""
    with Pdf.open(BytesIO(project.products()["essay.pdf"])) as pdf:
        steps = parse_content_stream(pdf.pages[page - 1])
        path = [[float(str(x)) for x in step.operands] for step in steps if str(step.operator) in ("m", "l")]
    return 0.75 * abs(path[0][0] - path[1][0])


def test_the_rule_is_wide_where_a_note_goes_on(long_note: Workshop) -> None:
    """And short where notes begin, so that a reader sees to which page the first lines belong."""
    begins, *goes_on = (rule_length(long_note, page) for page in (2, 3, 4))
    measure = 111 * 72 / 25.4  # A5 without its margins
    assert begins == pytest.approx(0.3 * measure, abs=0.1)
    assert goes_on == [pytest.approx(measure, abs=0.1)] * 2


STYLE = """
@page { size: 200px 300px; margin: 20px; @footnote { border-top: 1px solid; padding-top: 4px; margin-top: 5px }
  @bottom-center { content: "Folio " counter(page) } }
@page :blank { @bottom-center { content: none } }
html { font-size: 10px; line-height: 12px; --note-rule: 40% } body { margin: 0 }
p { margin: 0; orphans: 2; widows: 2 }
.fl-note { float: footnote; footnote-display: block; footnote-policy: line; line-height: 10px; font-size: 8px }
.ref::after { content: target-counter(attr(href), page) }
.fl-note::footnote-call, .fl-note::footnote-marker { content: none }
"""


def laid(body: str) -> tuple[Layout, tuple[str, ...]]:
    """A document on small pages: its layout, and the text of each page."""
    html = f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title></head><body>{body}</body></html>'
    document = Typesetter([STYLE], REPOSITORY, [REPOSITORY]).lay_out(html)
    return document.layout(), page_texts(document.pdf())


def called(name: str, *paragraphs: str) -> str:
    """A note, behind its call in the text."""
    inner = "".join(f"<p>{text}</p>" for text in paragraphs)
    return f'<a id="call-{name}" href="#{name}">*</a><div class="fl-note" id="{name}">{inner}</div>'


def pages_of(layout: Layout, name: str) -> list[int]:
    return [place.page for place in layout.notes if place.note_id == name]


def whole(texts: tuple[str, ...], *words: str) -> None:
    """Each of the numbered words stands on a page, once and in order."""
    for word in words:
        found = [int(number) for number in re.findall(rf"\b{word}(\d+)", " ".join(texts))]
        assert found == list(range(len(found)))
        assert found


def test_a_note_that_is_called_on_the_last_page_has_pages_of_its_own() -> None:
    """They have the folio, which blank pages lack."""
    layout, texts = laid(f"<p>{SENTENCE}</p><p>Last.{called('n', counted('w', 700))}</p>")
    assert pages_of(layout, "n") == list(range(1, len(texts) + 1))
    assert len(texts) > 3
    assert all(f"Folio {number}" in text for number, text in enumerate(texts, 1))
    whole(texts, "w")


def test_long_notes_on_neighbouring_pages_follow_each_other() -> None:
    """What is left of the first stands in front of the second."""
    text = f"<p>{SENTENCE * 4}</p>"
    one, two = called("a", counted("a", 200)), called("b", counted("b", 200))
    layout, texts = laid(f"{text}<p>One.{one}</p>{text}<p>Two.{two}</p>{text * 9}")
    first, second = pages_of(layout, "a"), pages_of(layout, "b")
    assert first[-1] == second[0]
    assert len(first) > 1
    assert len(second) > 1
    last = next(place for place in layout.notes if place.page == second[0] and place.note_id == "a")
    next_one = next(place for place in layout.notes if place.page == second[0] and place.note_id == "b")
    assert last.box.y + last.box.height <= next_one.box.y + 0.1
    whole(texts, "a", "b")


def test_a_note_goes_on_beside_a_figure_that_leaves_no_room_for_text() -> None:
    """The figure went over to the page on which the note goes on; the text that goes on there is tried, and put off."""
    shared = 0
    for lines in range(4, 20):
        note, figure = called("n", counted("w", 160)), '<figure style="margin: 0; height: 190px"></figure>'
        text = f"<p>{'A line. ' * 4 * lines}</p><p>Here.{note}</p>{figure}<p>{SENTENCE * 9}</p><p>{SENTENCE * 3}</p>"
        layout, texts = laid(f"<main>{text}</main>")
        shared += len(pages_of(layout, "n")) > 1
        assert [int(number) for number in re.findall(r"\bw(\d+)", " ".join(texts))] == list(range(160)), lines
    assert shared > 4


def test_page_numbers_in_the_text_are_those_of_the_last_round() -> None:
    """WeasyPrint lays pages out anew where a reference says another page; what notes left over is not forgotten."""
    refer = "".join(f'<p>See page <a class="ref" href="#there{n}"></a>. {SENTENCE}</p>' for n in range(2))
    notes = [called(name, counted(name, 150)) for name in "ab"]
    apart = f"<p>{SENTENCE * 9}</p>" * 2
    body = (
        f'{refer}<p>One.{notes[0]}</p>{apart}<p id="there0">{SENTENCE * 9}</p>'
        f'<p>Two.{notes[1]}</p><p id="there1">End.</p>'
    )
    layout, texts = laid(body)
    whole(texts, "a", "b")
    pages = layout.pages_by_anchor()
    assert f"See page {pages['there0']}." in " ".join(texts[0].split())
    assert f"See page {pages['there1']}." in " ".join(texts[0].split())
    assert pages["there1"] > pages["there0"] > 1


@pytest.mark.slow
def test_two_lines_of_a_note_stand_on_each_side_of_a_page() -> None:
    """Wherever its call falls, and however many lines it has; a note of three lines is never divided."""
    divided = 0
    for lines in (3, 4, 5, 8):
        for above in range(19, 25):
            before = "<br/>".join(f"Line {number}" for number in range(above))
            note = "<br/>".join(f"note{number}" for number in range(lines))
            layout, texts = laid(f"<p>{before}{called('n', note)}</p>" + "<p>Another line.</p>" * 12)
            shares = [len(re.findall(r"\bnote\d", text)) for text in texts]
            assert sum(shares) == lines
            assert min(filter(None, shares)) >= 2
            divided += len(list(filter(None, shares))) > 1
            assert lines > 3 or len(pages_of(layout, "n")) == 1
    assert divided > 2


@pytest.mark.slow
def test_whatever_notes_there_are_pages_come_to_an_end() -> None:
    """Many long notes in one paragraph, in one line, in a heading and in a table: no word is lost, none said twice."""
    names = [f"n{number}x" for number in range(8)]
    notes = [called(name, counted(name, 90), counted(f"{name}y", 60)) for name in names]
    body = (
        f"<h2>Head{notes[0]}</h2><p>{SENTENCE}{notes[1]}{notes[2]} {SENTENCE * 3}</p>"
        f"<table><tr><td>Cell{notes[3]}</td><td>{SENTENCE * 2}</td></tr><tr><td>Cell{notes[4]}</td></tr></table>"
        f"<p>{SENTENCE}{notes[5]}{SENTENCE}{notes[6]}{SENTENCE}{notes[7]}</p>"
    )
    layout, texts = laid(body)
    whole(texts, *names, *(f"{name}y" for name in names))
    for name in names:
        pages = pages_of(layout, name)
        assert pages == list(range(pages[0], pages[-1] + 1))
    starts = [pages_of(layout, name)[0] for name in names]
    assert all(before <= after for before, after in pairwise(starts))
    assert not layout.overruns


@pytest.mark.parametrize(("height", "code"), [(120, ""), (166, "note-as-endnote")])
def test_a_note_with_a_large_picture(project: Workshop, height: int, code: str) -> None:
    """No page break divides it: it stands beside a few lines of text, or, if these have no room, at the end."""
    bar = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="800"><rect width="200" height="800"/></svg>'
    project.write("source/tall.svg", bar)
    project.write("templates/page.css", f".fl-note img {{ height: {height}mm; max-height: none }}")
    project.essay(PARAGRAPH * 2 + "A call.[^p]\n\n" + PARAGRAPH * 4 + "[^p]: ![A tall bar](tall.svg)\n")
    done = project.make("--edition", "reading")
    assert (done.code, done.codes) == (0, [code] if code else [])


def test_a_small_share_in_the_settings_makes_endnotes(project: Workshop) -> None:
    project.write("source/footlight.toml", "[notes]\ntallest = 0.1\n")
    project.essay(f"Long.[^l] Short.[^s]\n\n[^l]: {counted('l', 150)}\n\n[^s]: Short.\n")
    done = project.make("--edition", "reading")
    assert (done.code, done.codes) == (0, ["note-as-endnote"])
    assert "note 1" in done.line("note-as-endnote")


def test_the_gate_wants_a_note_on_pages_that_follow_each_other() -> None:
    """And its words there, whatever heads and folios stand between."""
    box = Box(x=0, y=0, width=9, height=9)
    note = Note(number=1, series=Series.AUTHOR, kind=NoteKind.TEXT, content=[], url="", see=0)
    expected = ExpectedNote(note=note, words=("a lamp that the town kept",), addresses=())

    def codes(pages: tuple[int, ...], *texts: str) -> list[str]:
        anchors = {pages[0]: (note.id, note.call_id)}
        layout = Layout(
            pages=tuple(
                LaidPage(number=number, width=9, height=9, block=box, anchors=anchors.get(number, ()))
                for number in range(1, len(texts) + 1)
            ),
            notes=tuple(NotePlace(note_id=note.id, page=page, box=box) for page in pages),
        )
        links = [(1, note.id), (1, note.call_id)]
        return [
            f.code for f in check_layout([expected], FinishedPdf(shown="a.md", layout=layout, texts=texts, links=links))
        ]

    assert codes((1, 2), "Head. A call. a lamp that Folio 1", "Head. the town kept Folio 2") == []
    assert codes((1, 2), "Head. A call. a lamp that Folio 1", "Head. town kept Folio 2") == ["note-incomplete"]
    assert codes((1, 3), "A call. a lamp that", "no note", "the town kept") == ["note-split"]
