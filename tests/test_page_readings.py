"""Pages that were read before: what is kept of them is taken for the same page only, and changes no byte."""

import io

import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from test_blackening import PROGRAMS, TICKET, made, shades

from footlight.engines import pdfium
from footlight.engines.page_readings import PageReadings, UsedReadings
from footlight.engines.pdf.page_digests import page_digests
from footlight.engines.pdf.print_finish import finish_print
from footlight.engines.pdf.print_inspection import press_facts
from footlight.engines.weasyprint.glyph_strings import shorten_strings
from footlight.errors import EnvironmentProblem
from footlight.workflows.processes.fork_beside import beside


def paged(*words: str, face: str = "/Helvetica", more: str = "") -> bytes:
    """A file with a page for each text; the face `B` is on no page but the last."""
    with Pdf.new() as pdf:
        fonts = [
            pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name(name)))
            for name in ("/Helvetica", face)
        ]
        for number, text in enumerate(words):
            page = pdf.add_blank_page(page_size=(200, 200)).obj
            page.Resources = Dictionary(Font=Dictionary(A=fonts[0], B=fonts[1]))
            name = "B" if number == len(words) - 1 else "A"
            page.Contents = pdf.make_stream(f"BT /{name} 20 Tf 20 20 Td ({text}) Tj ET {more}".encode())
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


def digests(data: bytes) -> tuple[str, ...]:
    """The digest of each page of a file."""
    with Pdf.open(io.BytesIO(data)) as pdf:
        return page_digests(pdf)


def test_a_page_is_known_by_all_that_it_draws_with() -> None:
    """Words, faces that it names and boxes count; where it stands in the file, and other pages' faces, do not."""
    one, two, three = digests(paged("One", "Two", "Three"))
    assert len({one, two, three}) == 3
    assert digests(paged("Two", "One", "Three")) == (two, one, three)
    assert digests(paged("One", "Two!", "Three"))[0::2] == (one, three)
    assert digests(paged("One", "Two", "Three", face="/Times-Roman"))[:2] == (one, two)
    assert digests(paged("One", "Two", "Three", face="/Times-Roman"))[2] != three
    with Pdf.open(io.BytesIO(paged("One", "Two"))) as pdf:
        before = page_digests(pdf)
        pdf.pages[0].obj.MediaBox[2] = 100
        pdf.pages[1].obj.Annots = pdf.make_indirect(Array())
        assert [a == b for a, b in zip(page_digests(pdf), before, strict=True)] == [False, True]
        pdf.pages[0].obj.Resources.Round = pdf.make_indirect(Dictionary())
        pdf.pages[0].obj.Resources.Round.Again = pdf.pages[0].obj.Resources.Round
        assert page_digests(pdf)[0] == "", "what goes round has no digest"


def test_only_pages_that_differ_are_read() -> None:
    """The texts and boxes are those of a reader that knows nothing; what no page has any more is not kept."""
    first, second = paged("One", "Two", "Three"), paged("One", "Other", "Three")
    readings = PageReadings()
    readings.texts(first)
    readings.boxes(first)
    again = PageReadings(*map(UsedReadings, readings.used()))
    assert again.boxes(second) == pdfium.page_boxes(second)
    assert len(again.used()[1].keys() - readings.used()[1].keys()) == 1
    assert [text.strip() for text in again.texts(second)] == ["One", "Other", "Three"]
    assert again.texts(second) == pdfium.page_texts(second)
    assert set(again.used()[0].values()) == set(pdfium.page_texts(second))


def test_a_page_that_was_converted_before_has_the_same_bytes() -> None:
    """In whichever way it comes to a colour, and whatever else of the file is converted with it."""
    for name, program in PROGRAMS.items():
        data = made(program, shades)
        known = PageReadings().plain
        first, again = (finish_print(data, TICKET, known=known) for _ in range(2))
        assert first == again == finish_print(data, TICKET), name
        readings = PageReadings()
        found = [press_facts(first.data, readings.press, readings.digests(first.data)) for _ in range(2)]
        assert found == [press_facts(first.data)] * 2, name
    plain = paged("One", "Two", "Three", more="1 0 0 rg 0 0 9 9 re f")
    known = PageReadings().plain
    assert finish_print(plain, TICKET, known=known) == finish_print(plain, TICKET)
    assert len(known) == 3
    assert finish_print(plain, TICKET, known=known) == finish_print(plain, TICKET)


def test_work_in_a_fork_comes_back_or_is_raised() -> None:
    """Its result, what it raises, and that it was killed."""

    def fails() -> None:
        raise ValueError("a reason")

    with beside(lambda: b"result" * 100_000) as pending:
        assert pending() == b"result" * 100_000
    with beside(fails) as failing, pytest.raises(ValueError, match="a reason"):
        failing()
    with beside(exit_at_once) as killed, pytest.raises(EnvironmentProblem, match="was killed"):
        killed()
    with beside(lambda: b"result" * 100_000):
        pass  # nobody wants it


def exit_at_once() -> None:
    """End the process as a kill does, without a word."""
    import os  # noqa: PLC0415 - for one line

    os._exit(9)


def test_adjustments_of_glyphs_are_written_short() -> None:
    """Strings without an adjustment between them are one, several adjustments are one, and fractions have an end."""

    class Stream:
        def __init__(self, *items: bytes) -> None:
            self.stream = list(items)

    long = b"[<001d>0<0122>0<>-14.375219348439765<0561>-13<0148>28<01b6>0] TJ"
    stream = Stream(b"<0561> Tj", long, b"[<> 5<0122>-0<0123>1e-05<22>] TJ")
    shorten_strings(stream, 1)
    assert stream.stream == [
        b"<0561> Tj",
        b"[<001d0122>-14.375<0561>-13<0148>28<01b6>] TJ",
        b"[5<0122012322>] TJ",
    ]
