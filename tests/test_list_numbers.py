"""Numbered lists bear the numbers that their author gave them, on pages and in the EPUB."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from workshop import Workshop

LISTS = [
    ("3. three\n4. four\n", ["3.", "4."], '<ol start="3" type="1">'),
    ("1) one\n2) two\n", ["1)", "2)"], '<ol class="fl-one-bracket" type="1">'),
    ("(7) seven\n(8) eight\n", ["(7)", "(8)"], '<ol class="fl-two-brackets" start="7" type="1">'),
    ("a. alpha\nb. beta\n", ["a.", "b."], '<ol type="a">'),
    ("ii) second\niii) third\n", ["ii)", "iii)"], '<ol class="fl-one-bracket" start="2" type="i">'),
    ("(C) third\n(D) fourth\n", ["(C)", "(D)"], '<ol class="fl-two-brackets" start="3" type="A">'),
    ("1. one\n    1. within\n    2. within\n", ["1.", "1.", "2."], '<ol type="1">'),
    ('<ol start="5" type="I"><li>five</li></ol>\n', ["V."], '<ol start="5" type="I">'),
    ("<ol><li>one</li><li value=9>nine</li><li>ten</li></ol>\n", ["1.", "9.", "10."], '<ol start="9"'),
    ("<ol reversed><li>last</li><li>first</li></ol>\n", ["2.", "1."], '<ol start="2" type="1">'),
    ("Words[^n].\n\n[^n]: Note:\n\n    6. six\n    7. seven\n", ["6.", "7."], '<ol start="6" type="1">'),
]


@pytest.mark.parametrize(("text", "numbers", "tag"), LISTS, ids=[tag for _, _, tag in LISTS])
def test_numbers(project: Workshop, text: str, numbers: list[str], tag: str) -> None:
    """... and in their letters, figures and brackets; a list within a list, in a note and of HTML is no other."""
    project.essay(text)
    done = project.make("--edition", "reading", "--edition", "epub")
    assert (done.code, done.codes) == (0, [])
    with ZipFile(BytesIO(project.products()["essay.epub"])) as book:
        screen = book.read("EPUB/text.xhtml").decode()
    behind = project.pages()[0].rpartition("by Footlight.")[2].split()  # markers are drawn when all else is
    assert [word for word in behind if word in numbers] == numbers
    assert tag in re.sub(r' id="[^"]*"', "", screen)
