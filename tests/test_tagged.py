"""The reading edition by ear: what its tags say, in which order, word for word."""

import re
import shutil
from io import BytesIO
from pathlib import Path

import pytest
from conftest import SEED
from listening import elements, expected, heard, main_text, tree
from pikepdf import Pdf, parse_content_stream
from workshop import Workshop

from footlight.engines.page_validation import validate
from footlight.engines.pdf.content_stream import content_of, plain_instructions
from footlight.engines.pdf.structure_tree import TaggedElement, TaggedLink, TaggedText, read_tags

RICH = Path(__file__).parent / "cases/print/rich"


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """An essay with one of everything and sixty notes and more, its reading edition built; nobody changes it."""
    root = tmp_path_factory.mktemp("rich")
    shutil.copytree(RICH, root / "source")
    workshop = Workshop(root)
    done = workshop.make("--edition", "reading")
    assert (done.code, done.out) == (0, "")
    return workshop


@pytest.fixture(scope="module")
def root(rich: Workshop) -> TaggedElement:
    """Its tags."""
    return tree(rich.products()["essay.pdf"])


def test_the_first_essay_is_heard_word_for_word(seed: Workshop) -> None:
    """Without what the editor put in, it is the author's text in its order; each note stands behind its call."""
    part = main_text(tree(seed.products(SEED)[f"{SEED}.pdf"]))
    notes = [" ".join(heard(note)) for note in elements(part, "Note")]
    text = " ".join(heard(part))
    for note in notes:
        assert text.count(note) >= 1
        text = text.replace(note, "", 1)
    words = re.sub(r"\[[^\]]*\]", " ", text).split()
    source = expected(seed.source / f"{SEED}.md")
    assert words == source[-len(words) :]
    assert len(source) - len(words) < 60  # the headnote, which stands before the text


def test_a_rich_essay_is_heard_word_for_word(rich: Workshop, root: TaggedElement) -> None:
    """Lists, tables, a picture's caption, quotations, verse, and each note behind its call."""
    assert heard(main_text(root)) == expected(rich.source / "essay.md")
    assert len(elements(root, "Note")) >= 60


def test_every_page_is_plain(rich: Workshop) -> None:
    """WeasyPrint's programs, with all that tags and drawn spaces put into them, are cut apart as bytes.

    A page that is left to qpdf takes four times as long, and says the same.
    """
    with Pdf.open(BytesIO(rich.products()["essay.pdf"])) as pdf:
        for page in pdf.pages:
            plain = plain_instructions(content_of(page.obj))
            assert plain is not None
            assert [one.operator.decode() for one in plain] == [str(one.operator) for one in parse_content_stream(page)]


def test_its_labels_hold(rich: Workshop) -> None:
    data = rich.products()["essay.pdf"]
    assert [validate(data, profile) for profile in ("2a", "ua1")] == [(), ()]
    assert rich.run("check", "--edition", "reading").code == 0


def test_calls_and_notes_lead_to_each_other_in_words(root: TaggedElement) -> None:
    """The call in a Reference, the note's number in a Lbl, each a Link that says where it leads."""
    calls, notes = elements(root, "Reference"), elements(root, "Note")
    assert len(calls) == len(notes) == len({note.id for note in notes})
    for number, (call, note) in enumerate(zip(calls, notes, strict=True), 1):
        label = note.kids[0]
        assert isinstance(label, TaggedElement)
        assert (label.type, label.text.strip(), call.text.strip("\u2060")) == ("Lbl", str(number), str(number))
        assert note.id == f"fl-note-{number}"
        assert [link.words for link in _links(call)] == [f"Note {number}"]
        assert [link.words for link in _links(label)] == [f"Back to the text, note {number}"]


def _links(element: TaggedElement) -> list[TaggedLink]:
    return [kid for inner in element.walk() for kid in inner.kids if isinstance(kid, TaggedLink)]


def test_a_link_says_what_and_where(root: TaggedElement) -> None:
    """The words that are the link and the site; an address says itself where it leads."""
    said = {(link.target.removeprefix("https://"), link.words) for link in _links(root)}
    listed = "example.org/lights/list-of-lights"
    address = "example.org/lights/a-long-page-about-lamps-and-the-people-who-light-them/index"
    assert {(listed, "the list, on example.org"), (listed, listed), (address, address)} <= said


def test_a_paragraph_across_pages_is_one(root: TaggedElement) -> None:
    """Paragraphs, a list's item and a table's body go on where their page ends."""
    across = {
        element.type
        for element in root.walk()
        if len({text.page for text in _own(element)}) > 1
    }  # fmt: skip
    assert "P" in across
    assert len(elements(root, "Table")) == 1
    (table,) = elements(root, "Table")
    assert len({text.page for text in table.texts()}) > 1
    assert [head.text for head in elements(table, "TH")] == ["Light", "Height", "Lit"]  # once, on whatever pages
    assert [head.scope for head in elements(table, "TH")] == ["Column"] * 3


def _own(element: TaggedElement) -> list[TaggedText]:
    return [kid for kid in element.kids if isinstance(kid, TaggedText)]


def test_structure_is_what_the_source_has(root: TaggedElement) -> None:
    part = main_text(root)
    kinds = {element.type for element in part.walk()}
    assert {"BlockQuote", "L", "LI", "Lbl", "LBody", "Table", "Caption", "Figure", "Code", "Note"} <= kinds
    levels = [element.type for element in root.walk() if re.fullmatch("H[1-6]", element.type)]
    assert levels == ["H1", "H2", "H3", "H2", "H2", "H3", "H2"]
    assert [element.alt for element in elements(root, "Figure")] == ["A lamp, drawn by the second keeper"]
    assert [element.lang for element in part.walk() if element.lang] == ["fr"]
    assert all(element.kids for element in root.walk())


def test_lines_end_in_a_space_or_a_soft_hyphen(rich: Workshop, root: TaggedElement) -> None:
    """No word runs into the next where a line ends, and a divided one is not hyphenated in the text."""
    text = main_text(root).text
    assert "\u00ad" in text
    assert "\u2010" not in text
    assert read_tags(rich.products()["essay.pdf"]).untagged == ()


@pytest.mark.parametrize("order", ["call", "paragraph", "end"])
def test_where_notes_are_read_is_a_setting(project: Workshop, order: str) -> None:
    """Behind the call, behind its paragraph, or at the end; the page is the same."""
    project.write("source/footlight.toml", f'[notes]\nreading-order = "{order}"\n')
    project.essay("One.^[First note.] Two.^[Second note.]\n\nThree.\n\n- Item.^[Third note.] More.\n")
    assert project.make("--edition", "reading").out == ""
    assert project.run("check", "--edition", "reading").code == 0
    text = " ".join(heard(tree(project.products()["essay.pdf"])))
    before_colophon = {
        "call": "One. First note. Two. Second note. Three. Item. Third note. More.",
        "paragraph": "One. Two. First note. Second note. Three. Item. More. Third note.",
        "end": "One. Two. Three. Item. More.",
    }
    assert before_colophon[order] in text
    if order == "end":
        assert text.endswith("First note. Second note. Third note.")


def test_a_note_of_a_heading_is_read_behind_it(project: Workshop) -> None:
    """Programmes list headings by their text; a note's is none of it."""
    project.essay("Words.\n\n# A heading^[Its note.]\n\nMore words.\n")
    assert project.make("--edition", "reading").out == ""
    heading = elements(tree(project.products()["essay.pdf"]), "H2")[0]
    assert heading.text.strip("1\u2060") == "A heading"
    with Pdf.open(BytesIO(project.products()["essay.pdf"])) as pdf, pdf.open_outline() as outline:
        assert outline.root[0].children[0].title == "A heading"  # nor of the outline


def test_a_picture_without_words_is_announced(project: Workshop) -> None:
    """It costs the edition its label, not its existence."""
    project.write("source/lamp.png", (RICH / "lamp.png").read_bytes())
    project.essay("Words ![](lamp.png) and more.\n")
    done = project.make("--edition", "reading")
    assert (done.code, set(done.codes)) == (0, {"image-no-alt", "pdf-claim"})
    done = project.run("check", "--edition", "reading")
    assert "pdf-picture-without-words" in done.codes
    assert "page 1" in done.line("pdf-picture-without-words")


def test_the_shortest_essay_keeps_its_labels(project: Workshop) -> None:
    """A space drawn in a face that was met in another size has that face's width, not the size's."""
    project.write("source/one.md", "---\ntitle: One\n---\n\nA [link](https://example.org/a).\n")
    done = project.make("--edition", "reading")
    assert (done.code, done.out) == (0, "")
