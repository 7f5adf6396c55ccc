"""Lines are as full as their words allow, also in front of links, emphasis and code."""

import random
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
import weasyprint
from weasyprint.text.line_break import Layout

from footlight.engines.weasyprint.patches import install

TEXT = (
    "The keeper of the light wrote of <b>oil</b> and of glass, but that still leaves the ropes, the lamps and the bells"
    " of the mole, of which <b>the book</b> says little, and <i>the drawings</i> of later keepers even less than that."
)


def lines(width: float) -> list[tuple[float, str]]:
    """The width and the words of each line of the text in a measure, in px."""
    page = f"@page {{ size: {width + 20}px 600px; margin: 10px }}"
    style = (
        f"<style>{page} p {{ margin: 0; font: 11px/15px serif }} b, i {{ font: inherit }} body {{ margin: 0 }}</style>"
    )
    document = weasyprint.HTML(string=f"{style}<body><p>{TEXT}</p>").render()

    def walk(box: Any) -> Iterator[Any]:  # noqa: ANN401 - WeasyPrint is untyped
        yield box
        for child in getattr(box, "children", ()):
            yield from walk(child)

    found = [box for box in walk(document.pages[0]._page_box) if type(box).__name__ == "LineBox"]  # noqa: SLF001 - as ours
    return [(box.width, "".join(one.text for one in walk(box) if hasattr(one, "text"))) for box in found]


def _text_of(document: Any) -> str:  # noqa: ANN401 - WeasyPrint is untyped
    def words(box: Any) -> Iterator[str]:  # noqa: ANN401 - as above
        if not (children := getattr(box, "children", ())):
            yield getattr(box, "text", "")
        for child in children:
            yield from words(child)

    return "".join(word for page in document.pages for word in words(page._page_box))  # noqa: SLF001 - as ours


@pytest.mark.slow
def test_no_line_is_broken_too_early() -> None:
    """At each of many widths, a line has no room for the first word of the line after it, by a wide margin."""
    install()
    for number in range(600):
        width = 200 + number / 3
        found = lines(width)
        for (used, _), (_, following) in pairwise(found):
            word = following.split()[0]
            assert used + 8 * len(word) + 4 > width, (width, found)  # 8 px: more than any letter of the face has


@pytest.mark.slow
def test_a_word_without_end_is_shaped_as_often_as_any(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice the letters, at most 2.2 times the work, counted in letters that are shaped; none is lost."""
    install()
    shaped = 0
    set_text = Layout.set_text

    def counted(layout: Layout, text: str, *how: bool) -> None:
        nonlocal shaped
        shaped += len(text)
        set_text(layout, text, *how)

    monkeypatch.setattr(Layout, "set_text", counted)
    work = []
    for letters in (8_000, 16_000):
        shaped = 0
        style = "<style>* { overflow-wrap: anywhere; hyphens: auto } @page { size: 148mm 210mm }</style>"
        words = "".join(random.Random(letters).choices("abcdefghij", k=letters))  # noqa: S311 - no secret
        document = weasyprint.HTML(string=f"{style}<body lang=en><p>{words}").render()
        work.append(shaped)
        assert _text_of(document).replace("\u2010", "") == words  # the last lines are divided as any
    assert work[1] <= 2.2 * work[0], work
