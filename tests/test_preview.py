"""The preview of the desk: pages that look the same have the same key, and no others; what changed is drawn."""

from collections.abc import Sequence

import pytest
from workshop import ESSAY, Workshop

from footlight.engines.pdfium import page_pixels
from footlight.engines.weasyprint.preview_pages import PreviewPage
from footlight.essay_files import find_essays
from footlight.project import find_project
from footlight.workflows.serve.preview.book_preview import BookPreview
from footlight.workflows.serve.preview.essay_preview import EssayPreview
from footlight.workflows.serve.preview.messages import Asked, NothingMade, PagesReady, TextReady
from footlight.workflows.serve.preview.preview_setter import PreviewSetter
from footlight.workflows.serve.preview.source_words import words_of_lines

PARAGRAPH = "The lamp was lit at dusk, and burned until the keeper put it out; nobody had asked him to. " * 4
LINK = "See [the book of lamps](https://example.org/lamps/{}), and then go on. "


def body(*, changed: str = "", link: int = 1) -> str:
    """Some pages of text with notes."""
    return "\n\n".join(
        f"{LINK.format(number if number != 5 else link) if number % 5 == 0 else ''}Paragraph {number}. "
        f"{changed if number == 12 else ''}{PARAGRAPH}"
        for number in range(1, 25)
    )


class Versions:
    """The versions of an essay, previewed one after the other."""

    def __init__(self, project: Workshop) -> None:
        self.project = project
        project.essay()
        self.preview = EssayPreview(find_project(project.root), PreviewSetter())
        self.pictures: dict[str, bytes] = {}

    def save(self, text: str) -> tuple[TextReady, list[PagesReady]]:
        """Save a version; its text and its pages."""
        self.project.write("source/essay.md", ESSAY + text)
        (file,) = find_essays(self.project.source)
        answer = self.preview.text(Asked(name=file.name, essay=file, revision=1))
        assert isinstance(answer, TextReady)
        pages = list(self.preview.pages(0))
        for part in pages:
            for number, key in enumerate(part.drawn):
                picture = page_pixels(part.pdf, 300, number)[1]
                assert self.pictures.setdefault(key, picture) == picture
        return answer, pages


@pytest.mark.slow
def test_pages_by_their_looks(project: Workshop) -> None:
    """A page that changed is drawn, with a new key; others are not drawn again; a change that is undone is known."""
    versions = Versions(project)
    _, first = versions.save(body())
    keys = [page.key for page in first[-1].pages]
    assert sorted(key for part in first for key in part.drawn) == sorted(keys)
    assert first[-1].sure
    _, second = versions.save(body(changed="Here. "))
    changed = [page.key for page in second[-1].pages]
    drawn = {key for part in second for key in part.drawn}
    assert drawn == set(changed) - set(keys)
    assert 0 < len(drawn) < len(keys)
    versions.preview.forget()
    _, again = versions.save(body(changed="Here. "))
    assert {key for part in again for key in part.drawn} == set(changed)  # and each looks as it did (`save`)
    _, back = versions.save(body())
    assert [page.key for page in back[-1].pages] == keys
    _, linked = versions.save(body(link=99))
    assert [page.key for page in linked[-1].pages] != keys  # it looks the same but for its note, and leads elsewhere


def test_what_stands_on_a_page(project: Workshop) -> None:
    """Lines have their words and places, links their targets; calls lead to notes, and notes back."""
    _, made = Versions(project).save(body())
    pages = made[-1].pages
    words = " ".join(line.words for page in pages for line in page.lines)
    assert all(f"Paragraph {number}." in words for number in range(1, 25))
    for page in pages:
        for line in page.lines:
            left, top, width, height = line.place
            assert 0 <= left < left + width <= page.width
            assert 0 <= top < top + height <= page.height
    targets = {link.target for page in pages for link in page.links}
    anchors = {name for page in pages for name in page.anchors}
    assert "https://example.org/lamps/10" in targets
    assert {"#fl-note-1", "#fl-call-1"} <= targets
    assert {target[1:] for target in targets if target.startswith("#")} <= anchors


def test_what_cannot_be_set(project: Workshop) -> None:
    """An essay without text is told with its finding, and the next version is set again."""
    versions = Versions(project)
    project.write("source/essay.md", ESSAY)
    (file,) = find_essays(project.source)
    answer = versions.preview.text(Asked(name=file.name, essay=file, revision=1))
    assert isinstance(answer, NothingMade)
    assert [shown.finding["code"] for shown in answer.findings] == ["no-text"]
    assert list(versions.preview.pages(0)) == []
    assert versions.save("Words.\n")[1]


class Books:
    """Three essays and a book of them, previewed after each save."""

    def __init__(self, project: Workshop) -> None:
        self.project = project
        for name in ("first", "second", "third"):
            self.write(name, body())
        project.write("source/lamps.book.toml", 'title = "Lamps"\nessays = ["first", "second", "third"]\n')
        self.preview = BookPreview(find_project(project.root), PreviewSetter(), "lamps")
        self.sent: set[str] = set()

    def write(self, name: str, text: str) -> None:
        """Save an essay."""
        self.project.write(f"source/{name}.md", ESSAY.replace("A Test", name.title()) + text)

    def shown(self, looked_at: int = 0, *, interrupted: bool = False) -> tuple[TextReady, list[PagesReady], set[str]]:
        """The text, each state of the pages, and the keys of all that were drawn, each before it was shown."""
        text = self.preview.text(Asked(name="book/lamps", essay=None, revision=1))
        assert isinstance(text, TextReady)
        states, drawn = [], set()
        for said in self.preview.pages(looked_at, lambda: interrupted):
            drawn |= set(said.drawn)
            self.sent |= set(said.drawn)
            if isinstance(said, PagesReady):
                assert {page.key for page in said.pages} <= self.sent
                states.append(said)
        return text, states, drawn


def words_on(pages: Sequence[PreviewPage]) -> str:
    return " ".join(line.words for page in pages for line in page.lines)


@pytest.mark.slow
def test_a_book_is_set_again_where_it_changed(project: Workshop) -> None:
    """What did not change is not set again; what moved has its old pages until it is; a longer book is counted anew."""
    books = Books(project)
    text, first, _ = books.shown()
    assert (first[-1].sure, first[-1].old) == (True, 0)
    assert all(name in text.html for name in ("First", "Second", "Third"))
    keys = [page.key for page in first[-1].pages]
    books.write("second", body(changed="Here it is. "))
    text, states, drawn = books.shown(5)
    assert "Here it is." in text.html
    assert "Here it is." in words_on(states[0].pages)
    assert (states[-1].sure, len(states[-1].pages)) == (True, len(keys))
    changed = {page.key for page in states[-1].pages} - set(keys)
    assert 0 < len(changed) < len(keys) / 2
    assert changed <= drawn
    books.write("first", body() + "\n\n" + PARAGRAPH * 20)
    _, states, _ = books.shown(5)
    assert states[0].old > 0
    assert (states[-1].sure, states[-1].old) == (True, 0)
    assert len(states[-1].pages) > len(keys)


def test_a_book_gives_way_to_what_was_saved_meanwhile(project: Workshop) -> None:
    """It stops between two sections, and goes on from there; a broken essay is named, and the book stands as it was."""
    books = Books(project)
    _, none, _ = books.shown(interrupted=True)
    assert none == []
    _, states, _ = books.shown()
    assert states[-1].sure
    made = books.preview.ebook()
    assert made is not None
    assert [row.title for row in made.documents][:1] == ["Title page"]
    assert {"First", "Second", "Third"} <= {row.title for row in made.documents}
    project.write("source/second.links.toml", "x = ")
    answer = books.preview.text(Asked(name="book/lamps", essay=None, revision=2))
    assert isinstance(answer, NothingMade)
    assert [shown.finding["file"] for shown in answer.findings if shown.finding["severity"] == "error"]


def test_the_words_of_a_line() -> None:
    """A place on a page is sought by words, without what stands in the source alone."""
    find = words_of_lines("# A title\nSee [the *book*](https://example.org/x){.y} and <https://example.org/z>.\n")
    assert find(2, 0).split() == ["See", "[the", "*book*", "and", "."]
    assert (find(0, 0), find(3, 1), find(-1, 0)) == ("", "", "")
