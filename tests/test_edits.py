"""Pages after an edit: those that are kept and those that are made again are the pages of a layout as a whole."""

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from workshop import ESSAY, REPOSITORY, Workshop

from footlight.engines.weasyprint.edits.editable_layout import EditableLayout
from footlight.engines.weasyprint.preview_pages import PreviewPage
from footlight.essay_files import find_essays
from footlight.project import find_project
from footlight.workflows.serve.preview.essay_preview import EssayPreview
from footlight.workflows.serve.preview.messages import Asked, TextReady
from footlight.workflows.serve.preview.preview_setter import KeptLayout, PreviewSetter

SPECIMEN = REPOSITORY / "tests" / "specimen" / "source"
WORDS = (
    "The lamp was lit at dusk, and burned until the keeper put it out; nobody had asked him to, and he was not paid. "
)


def body() -> list[str]:
    """Paragraphs of some pages, with notes, headings and a list."""
    found = []
    for number in range(1, 19):
        if number % 6 == 0:
            found.append(f"## Part {number // 6}")
        link = f" See [a book](https://example.org/lamps/{number})." if number % 4 == 0 else ""
        found.append(f"Paragraph {number}. {WORDS * (2 + number % 3)}{link}")
    found.insert(9, "- one of a list\n- another, and a long one: " + WORDS + "\n- the last")
    return found


class Whole(PreviewSetter):
    """Lays each text out as a whole, as a build does."""

    def follow(self, layouts: list[KeptLayout]) -> None:
        """Keep nothing."""


class Desk:
    """An essay that is saved again and again, and previewed each time, from the time before and as a whole."""

    def __init__(self, project: Workshop, head: str, paragraphs: Sequence[str]) -> None:
        self.project, self.head = project, head
        self.setter, self.whole = PreviewSetter(), Whole()
        self.project.write("source/essay.md", self.head)
        self.preview = EssayPreview(find_project(project.root), self.setter)
        self.save(paragraphs)

    def save(self, paragraphs: Sequence[str]) -> tuple[PreviewPage, ...]:
        """Save and preview; the pages are those that a new preview has."""
        self.project.write("source/essay.md", self.head + "\n\n".join(paragraphs) + "\n")
        pages = self._pages(self.preview)
        assert pages == self._pages(EssayPreview(find_project(self.project.root), self.whole))
        return pages

    def _pages(self, preview: EssayPreview) -> tuple[PreviewPage, ...]:
        (file,) = find_essays(self.project.source)
        assert isinstance(preview.text(Asked(name=file.name, essay=file, revision=1)), TextReady)
        return list(preview.pages(0))[-1].pages


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many pages each layout took from the one before, as they are laid out."""
    found: list[int] = []
    lay_out = EditableLayout.lay_out

    def told(layout: EditableLayout, *args: object) -> object:
        laid = lay_out(layout, *args)  # type: ignore[arg-type]  # passed on
        found.append(laid.kept if laid else 0)
        return laid

    monkeypatch.setattr(EditableLayout, "lay_out", told)
    return found


def test_one_paragraph(project: Workshop, kept: list[int]) -> None:
    """Of an essay in which a word changes, the pages before it and behind it are kept."""
    paragraphs = body()
    desk = Desk(project, ESSAY, paragraphs)
    paragraphs[10] = paragraphs[10].replace("dusk", "dark", 1)
    pages = desk.save(paragraphs)
    assert kept[-1] >= len(pages) - 2 > 0


EDITS: dict[str, Callable[[list[str]], list[str]]] = {
    "a longer paragraph": lambda rows: [*rows[:5], rows[5] + WORDS * 2, *rows[6:]],
    "a paragraph more": lambda rows: [*rows[:7], WORDS * 3, *rows[7:]],
    "a paragraph less": lambda rows: [*rows[:5], *rows[6:]],
    "a divided paragraph": lambda rows: [*rows[:4], rows[4][:150], rows[4][150:], *rows[5:]],
    "a heading": lambda rows: [*rows[:12], "## Another part", *rows[12:]],
    "a note": lambda rows: [*rows[:3], rows[3] + f"[^1]\n\n[^1]: {WORDS * 4}", *rows[4:]],
    "a link less": lambda rows: [row.replace("](https://example.org/lamps/8)", "]") for row in rows],
    "the list at the end": lambda rows: sorted(rows, key=lambda row: row[:1] == "-"),
    "the first words": lambda rows: ["Words. " + rows[0], *rows[1:]],
    "the last words": lambda rows: [*rows[:-1], rows[-1] + " The end."],
    "nothing": lambda rows: rows,
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("edit", EDITS)
def test_edits(project: Workshop, edit: str) -> None:
    """After each edit, and when it is taken back, the pages are those of a layout as a whole."""
    desk = Desk(project, ESSAY, body())
    desk.save(EDITS[edit](body()))
    desk.save(body())


@pytest.mark.slow
@pytest.mark.parametrize("path", [SPECIMEN / "specimen.md", *sorted((REPOSITORY / "source").glob("*.md"))])
@pytest.mark.parametrize("seed", range(4))
def test_many_edits(project: Workshop, path: Path, seed: int) -> None:
    """Words, paragraphs, headings and notes come, go and move, in texts with pictures, tables, verse and formulas."""
    (project.source / "lamp.svg").write_bytes((SPECIMEN / "lamp.svg").read_bytes())
    head, *paragraphs = path.read_text(encoding="utf-8").split("\n\n")
    while "\n---" not in head:
        head = f"{head}\n\n{paragraphs.pop(0)}"
    desk, chance = Desk(project, f"{head}\n\n", paragraphs), random.Random(seed)  # noqa: S311 - no secret
    before = paragraphs
    for number in range(12):
        rows = list(paragraphs)
        at = chance.randrange(1, len(rows))
        match chance.randrange(7):
            case 0:
                rows[at] += f" A sentence more, the {number}th."
            case 1:
                rows.insert(at, WORDS * chance.randrange(1, 5))
            case 2 if "[^" not in rows[at]:
                del rows[at]
            case 3:
                rows.insert(at, f"## Heading {number}")
            case 4:
                rows.insert(chance.randrange(1, len(rows)), rows.pop(at))
            case 5:
                rows[at] += f" Called.[^n{number}]"
                rows.append(f"[^n{number}]: {WORDS * chance.randrange(1, 6)}")
            case _:
                rows = before
        before, paragraphs = paragraphs, rows
        desk.save(rows)
