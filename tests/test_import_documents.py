"""`footlight import` of manuscripts and plain text: what their writers meant, with notes, links and pictures."""

import json
import subprocess
import zipfile
from base64 import b64encode
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from workshop import Run, Workshop

from footlight.engines.pandoc import pandoc_path
from footlight.intake.item import Item
from footlight.intake.parcel import Parcel
from footlight.intake.reader_table import reader_for

MANUSCRIPT = """---
title: Of *Tides*
author: [Ann Writer, Bo Other]
date: 2011-02-03
lang: en-GB
---

# One

Text with a [link](https://example.org/a?b=1&c=2), *emphasis* and a note.[^1]

![A mill](mill.png)

| tide | height |
|------|--------|
| high | 3      |

> Quoted.

[^1]: A note with [another](https://example.org/n).

    Its second paragraph.
"""
ENDINGS = {"docx": "docx", "odt": "odt", "rtf": "rtf", "epub": "epub", "tex": "latex", "ipynb": "ipynb"}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workshop, dict[str, str], Run]:
    """A project into which one manuscript was imported in each format, as pandoc writes it."""
    shop = Workshop(tmp_path_factory.mktemp("manuscripts"))
    shop.source.mkdir()
    stream = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(stream, "PNG")
    shop.write("mill.png", stream.getvalue())
    shop.write("m.md", MANUSCRIPT)
    for ending, writer in ENDINGS.items():
        command = [pandoc_path(), "m.md", "--standalone", f"--to={writer}", f"--output=as-{ending}.{ending}"]
        subprocess.run(command, cwd=shop.root, check=True)
    done = shop.run("import", *(f"as-{ending}.{ending}" for ending in ENDINGS))
    texts = {ending: (shop.source / f"as-{ending}.md").read_text(encoding="utf-8") for ending in ENDINGS}
    return shop, texts, done


@pytest.mark.parametrize("ending", ["docx", "odt", "rtf", "epub", "tex"])
def test_a_manuscript_keeps_its_links_notes_and_pictures(
    written: tuple[Workshop, dict[str, str], Run], ending: str
) -> None:
    """The title is not said twice, the note is a footnote of two paragraphs, the picture lies beside the essay."""
    text = written[1][ending]
    assert "title: Of Tides\n" in text
    assert text.count("Of Tides") == 1
    assert "[link](https://example.org/a?b=1&c=2), *emphasis* and a note.[^1]" in " ".join(text.split())
    assert "[^1]: A note with [another](https://example.org/n).\n\n    Its second paragraph.\n" in text
    assert f"](as-{ending}.pictures/" in text
    assert ("> Quoted." in text) is (ending != "rtf")  # RTF has no quotations
    assert len(list((written[0].source / f"as-{ending}.pictures").iterdir())) == 1
    assert written[2].code == 0, written[2].out


def test_what_a_manuscript_says_of_itself(written: tuple[Workshop, dict[str, str], Run]) -> None:
    """Title, authors, date and language come from styles and properties."""
    head = written[1]["docx"].partition("\n---\n\n")[0]
    assert "author:\n  - Ann Writer\n  - Bo Other\ndate: 2011-02-03" in head
    assert head.endswith("lang: en-GB  # from the document's properties")
    assert "author:\n  - Ann Writer\n  - Bo Other\ndate: 2011-02-03\n" in written[1]["odt"]


def test_a_notebook(project: Workshop) -> None:
    """Cells become text and listings; HTML in a cell is read, a picture that is attached to one is taken."""
    stream = BytesIO()
    Image.new("RGB", (4, 3), "teal").save(stream, "PNG")
    data = b64encode(stream.getvalue()).decode()
    text = "# On Waves\n\n<p>A <a href='https://example.org/w'>wave</a>.</p>\n\n![A wave](attachment:wave.png)"
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": [text], "attachments": {"wave.png": {"image/png": data}}},
        {"cell_type": "code", "metadata": {}, "execution_count": 1, "source": ["x = 1"], "outputs": []},
    ]  # fmt: skip
    about = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    project.write("w.ipynb", json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": about, "cells": cells}))
    done = project.run("import", "w.ipynb")
    assert done.code == 0, done.out
    text = (project.source / "w.md").read_text(encoding="utf-8")
    assert "title: On Waves\n" in text
    assert "A [wave](https://example.org/w)." in text
    assert "](w.pictures/wave-" in text
    assert "```python\nx = 1\n```" in text


def test_a_manuscript_without_styles(project: Workshop) -> None:
    """Short lines that are bold are headings, the first the title; signs between two parts are a rule."""
    project.write(
        "plain.md",
        "**Of Weirs**\n\nIt began.\n\n**First things**\n\nOne.\n\n\\* \\* \\*\n\nTwo.\n\n**Last things**\n\nEnd.\n",
    )
    command = [pandoc_path(), "plain.md", "--output=plain.docx"]
    subprocess.run(command, cwd=project.root, check=True)
    done = project.run("import", "plain.docx")
    assert done.code == 0, done.out
    text = (project.source / "plain.md").read_text(encoding="utf-8")
    assert "title: Of Weirs\n" in text
    assert "It began.\n\n## First things\n\nOne.\n\n---" in text
    assert "2 short lines that are bold" in done.out


def test_a_manuscript_that_was_fetched_is_read_as_a_file_is(written: tuple[Workshop, dict[str, str], Run]) -> None:
    """A Word file and a zip from an address have no path."""
    data = (written[0].root / "as-docx.docx").read_bytes()
    parcel = Parcel(name="https://harbour.example/m", data=data, address="https://harbour.example/m")
    reader = reader_for(parcel)
    assert reader is not None
    [item] = reader.items(parcel)
    assert isinstance(item, Item)
    assert item.authors == ("Ann Writer", "Bo Other")
    assert [len(file.read() or b"") > 60 for file in item.files] == [True]


def test_a_broken_manuscript_is_a_finding(project: Workshop) -> None:
    """A file that is cut, one that is no document, one with entities: each is named, and nothing is written."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as pack:
        pack.writestr("word/document.xml", '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><w:document/>')
    whole = stream.getvalue()
    project.write("entities.docx", whole)
    project.write("cut.docx", whole[: len(whole) // 2])
    project.write("empty.odt", b"PK\x05\x06" + b"\0" * 18)
    project.write("wrong.rtf", "{\\rtf1 {{{")
    done = project.run("import", "entities.docx", "cut.docx", "empty.odt", "wrong.rtf")
    assert done.code == 1
    assert done.codes.count("import-entities") == 1
    assert "cut.docx" in done.line("import-document")
    assert not list(project.source.iterdir())


LYNX = """                                 On the Harbour

   By Ann Writer, 3 March 2009

   The report said that the wall [1]would not stand, as I wrote in [2]The
   Letters of the Port (see also [3]the harbour wall plan of 1901). A
   fairly long paragraph, wrapped by the browser.

What came next

   Nothing, says [4]Miller. "It is not so," and so on.
     * One [5]item
     * Two, which is long enough to be wrapped over the end of a line of
       text, if I am not mistaken

    1. first
    2. second

     Quoted words from somebody who spoke at length about the harbour and
     the wall and what it is to be a wall.

   High is the sea,
     low is the sun,
   Gone is the day.

  code = {1: 2}
     more(code)
     __________________________________________________________________

   See [1] for a bracket. The end.

References

   1. http://www.example.org/2009/report.html
   2. http://example.org/letters
   3. http://example.org/harbour-wall-plan
   4. file:///tmp/miller.html
   5. http://example.org/one
   6. http://example.org/menu
"""


def test_a_dump_of_lynx(project: Workshop) -> None:
    """The numbered references are the links; indents say what is a heading, a list, a quotation, verse, a listing."""
    project.write("harbour.txt", LYNX)
    done = project.run("import", "harbour.txt")
    assert done.code == 0, done.out
    text = (project.source / "harbour.md").read_text(encoding="utf-8")
    assert text.startswith("---\ntitle: On the Harbour\nauthor: Ann Writer\ndate: 2009-03-03\n---\n")
    assert "wall [would not stand](http://www.example.org/2009/report.html), as" in text
    assert "[The Letters of the Port](http://example.org/letters) (see" in text
    assert "[the harbour wall plan](http://example.org/harbour-wall-plan) of 1901" in text
    assert "## What came next\n" in text
    assert "- One [item](http://example.org/one)\n- Two, which" in text
    assert "1.  first\n2.  second\n" in text
    assert "> Quoted words from" in text
    assert "| High is the sea,\n|   low is the sun,\n| Gone is the day.\n" in text
    assert "```\ncode = {1: 2}\n   more(code)\n```" in text
    assert "See \\[1\\] for a bracket." in text
    assert "<http://example.org/menu>" in text
    assert 'exact = "Miller"' in (project.source / "harbour.links.toml").read_text(encoding="utf-8")
    assert "nothing in the text calls stand at its end: 6" in done.out


def test_text_that_was_copied(project: Workshop) -> None:
    """Numbers behind the words are notes, addresses in the text are links, marks of emphasis are emphasis."""
    project.write(
        "wall.txt",
        "The Wall\n\nThe report [1] is *wrong*, and http://example.org/x?a=1 says so -- see _there_ [2].\n\n"
        "Nobody read it [3], though\nit was long.\n\n"
        "[1] http://example.org/report\n[2] Miller, The Port, 1901, p. 3.\n[3]: http://example.org/long\n",
    )
    done = project.run("import", "wall.txt")
    assert done.code == 0, done.out
    text = (project.source / "wall.md").read_text(encoding="utf-8")
    assert "The report[^1] is **wrong**, and <http://example.org/x?a=1> says so — see *there*[^2]." in text
    assert "Nobody read it[^3], though it was long." in text
    assert "[^1]: <http://example.org/report>\n" in text
    assert "[^2]: Miller, The Port, 1901, p. 3.\n" in text


def test_text_with_lines_of_mail(project: Workshop) -> None:
    """Subject, sender and date at the head are front matter; short lines of a dump are lines of their own."""
    head = "From: Ann Writer <ann@harbour.example>\nSubject: On Sluices\nDate: Tue, 3 Mar 2009 23:10:00 +0100\n\n"
    body = "   They leak, as [1]the report of the committee said, and they have done so since the day on\n"
    rest = "   which they were built.\n   Yours\n\nReferences\n\n   1. http://harbour.example/x1\n"
    project.write("mail.txt", head + body + rest)
    done = project.run("import", "mail.txt")
    assert done.code == 0, done.out
    text = (project.source / "mail.md").read_text(encoding="utf-8")
    assert text.startswith("---\ntitle: On Sluices\nauthor: Ann Writer\ndate: 2009-03-03\n")
    assert "which they were built.\n\nYours\n" in text
    assert "[the](http://harbour.example/x1) report" in text


TYPED = """THE QUAY WALL

by Ann Writer
12 May 2004

    It was a wall, and a quay, and in the winter of that year the sea came over both of
them, as everybody had said that it would.
    Nobody was surprised. The committee, which had met on the Tuesday, met again on the
Wednesday, and wrote a letter.(1)

II

    The letter said nothing.

(1) See the archive, box 4.
"""


def test_a_text_that_was_typed(project: Workshop) -> None:
    """Paragraphs that begin with an indent, notes in round brackets, a byline and a day on two lines."""
    project.write("typed.txt", TYPED)
    done = project.run("import", "typed.txt")
    assert done.code == 0, done.out
    text = (project.source / "typed.md").read_text(encoding="utf-8")
    assert text.startswith("---\ntitle: THE QUAY WALL\nauthor: Ann Writer\ndate: 2004-05-12\n")
    assert "both of them, as everybody had said that it would.\n\nNobody was surprised." in text
    assert "wrote a letter.[^1]\n\n## II\n\nThe letter said nothing.\n" in text
    assert "[^1]: See the archive, box 4.\n" in text


def test_other_texts(project: Workshop) -> None:
    """Markdown in a .txt, words underlined by html2text, and another encoding than UTF-8."""
    project.write(
        "m.txt", "# On Marks\n\nA [mark](http://example.org/m) and [another][1].\n\n[1]: http://example.org/2\n"
    )
    project.write(
        "h.txt",
        "****** On Hulks ******\nThe old_hulk lay there for a hundred years and more, until the sea and the wind\n"
        "had enough.\n***** After *****\nIt was gone.\n",
    )
    project.write("latin.txt", "Caf\xe9\n\nThe caf\xe9 was “shut”.\n".encode("cp1252"))
    done = project.run("import", "m.txt", "h.txt", "latin.txt")
    assert done.code == 0, done.out
    marks = (project.source / "m.md").read_text(encoding="utf-8")
    assert "title: On Marks" in marks
    assert "A [mark](http://example.org/m) and [another](http://example.org/2)." in marks
    hulks = (project.source / "h.md").read_text(encoding="utf-8")
    assert "The old hulk lay" in hulks
    assert "## After\n\nIt was gone." in hulks
    assert 'exact = "old hulk"' in (project.source / "h.links.toml").read_text(encoding="utf-8")
    assert "The café was “shut”." in (project.source / "latin.md").read_text(encoding="utf-8")


def test_what_is_no_text_is_not_taken_for_one(project: Workshop, tmp_path: Path) -> None:
    """A program, a PDF, an old Word file and what is Markdown already: what to do is said of each."""
    (tmp_path / "a.bin").write_bytes(b"\x7fELF\0\0\1\2" * 100)
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n")
    (tmp_path / "a.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    (tmp_path / "a.md").write_text("---\ntitle: Here\n---\n\nWords.\n", encoding="utf-8")
    done = project.run("import", *(str(tmp_path / f"a.{ending}") for ending in ("bin", "pdf", "doc", "md")))
    assert done.code == 1
    assert done.codes == ["import-unknown-format"] * 4
    assert "Copy it into source/" in done.out
    assert "save it as .docx" in done.out
    assert "a PDF" in done.out
