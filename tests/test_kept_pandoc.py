"""What is read in part is what the whole gives, or that is found out; what is written in blocks is the same HTML."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workshop import REPOSITORY

from footlight.engines.kept_pandoc import KeptPandoc
from footlight.engines.pandoc import ReaderOptions, read_markdown, write_html

OPTIONS = ReaderOptions()
TEXTS = sorted((REPOSITORY / "tests" / "cases" / "reading").rglob("in.md"))
LONG = """\
# A heading

The first paragraph calls a note[^one] and names a [reference] that stands below.

A second one, with *emphasis*, `code`, a [link](https://example.org/a) and an address: https://example.org/b.

A second one, with *emphasis*, `code`, a [link](https://example.org/a) and an address: https://example.org/b.

- an item
- another

    with a paragraph

> A quotation
> of two lines.

[^one]: The note's own words.

    And its second paragraph.

[reference]: https://example.org/c "Its title"

The end.
"""


def changed(text: str, number: int, words: str) -> str:
    """A text with one of its paragraphs changed."""
    pieces = re.split(r"(\n\n+)", text)
    at = (number * 2) % (len(pieces) + 1)
    pieces[at : at + 1] = [words if number % 3 == 0 else f"{pieces[at] if at < len(pieces) else ''} {words}"]
    return "".join(pieces)


def follow(texts: list[str]) -> list[bool]:
    """Read the versions of a text one after the other; whether each was read in part."""
    kept, guessed = KeptPandoc(), []
    for text in texts:
        tree = kept.read_markdown(text, options=OPTIONS, joined=True)
        right = tree == read_markdown(text, options=OPTIONS, joined=True)
        guessed.append(kept.guessed)
        assert kept.confirm() == right
        assert kept.read_markdown(text, options=OPTIONS, joined=True) == read_markdown(
            text, options=OPTIONS, joined=True
        )
    return guessed


def test_a_paragraph_that_changes() -> None:
    """Only it is read, also where it calls a note, names a reference, or stands there twice; and rightly."""
    edits = [LONG]
    for old, new in (
        ("The first paragraph", "This first paragraph"),
        ("This first paragraph", "This first, changed paragraph"),
        ("address: https://example.org/b.\n\n-", "address.\n\n-"),
        ("The end.", "The end of it."),
        ("The end of it.", "The end of it.\n\nAnd one more."),
    ):
        edits.append(edits[-1].replace(old, new))
    kept = KeptPandoc()
    for number, text in enumerate(edits):
        assert kept.read_markdown(text, options=OPTIONS) == read_markdown(text, options=OPTIONS)
        assert kept.guessed == (number > 0)
        assert kept.confirm()


@pytest.mark.parametrize(
    "text",
    [
        LONG.replace("- another", "- another one"),
        LONG.replace("The note's own words", "The note's other words"),
        LONG.replace("# A heading", "# Another heading"),
        LONG.replace("> of two lines", "> of two long lines"),
        LONG.replace("a [reference] that", "another [reference] that").replace("The end.", "The very end."),
        "",
    ],
)
def test_what_is_no_paragraph(text: str) -> None:
    """... is read as a whole, or rightly."""
    follow([LONG, text])


def test_a_guess_that_is_wrong() -> None:
    """A definition that comes with a paragraph changes another one; that is found out, and the whole is right."""
    before = "See [the place] for it.\n\nSome words.\n"
    after = "See [the place] for it.\n\nSome words.\n[the place]: https://example.org/\n"
    follow([before, after, before])


_PIECES = (
    "new words",
    "[^one]",
    "[reference]",
    "*",
    "`",
    "[",
    "# x",
    "- x",
    "\n\nmore",
    "$x$",
    "<b>x</b>",
    "(@)",
    "| a |",
)


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 30), st.sampled_from(_PIECES)), max_size=3))
def test_any_edits(edits: list[tuple[int, str]]) -> None:
    """Whatever is edited: a guess that is wrong is found out, and the text that is read next is right."""
    texts = [LONG]
    for number, words in edits:
        texts.append(changed(texts[-1], number, words))
    follow(texts)


@pytest.mark.parametrize("file", TEXTS[:: max(1, len(TEXTS) // 4)], ids=lambda file: file.parent.name)
def test_blocks_as_html(file: Path) -> None:
    """Blocks that are written apart, or kept, are the HTML that all of them give together."""
    blocks = read_markdown(file.read_text(encoding="utf-8"), options=OPTIONS)["blocks"]
    kept = KeptPandoc()
    whole = write_html(blocks, {}).strip("\n")
    assert kept.write_html(blocks, {}).strip("\n") == whole
    assert kept.write_html(blocks, {}).strip("\n") == whole


def test_pandocs_that_wait() -> None:
    """What waits for a change reads and writes it as a new one would; one that has ended meanwhile is replaced."""
    kept, text = KeptPandoc(), LONG.replace("[^one]", "")
    for words in ("This first", "The very first", "That first"):
        kept.write_html(kept.read_markdown(text, options=OPTIONS)["blocks"], {})
        assert kept.confirm()
        kept.prepare()
        waiting = kept.waiting
        assert [pandoc.waits for pandoc in waiting] == [True, True]
        if words == "That first":
            waiting[0].end()
        text = LONG.replace("[^one]", "").replace("The first", words)
        blocks = kept.read_markdown(text, options=OPTIONS)["blocks"]
        assert kept.guessed
        assert blocks == read_markdown(text, options=OPTIONS)["blocks"]
        assert kept.write_html(blocks, {}) == KeptPandoc().write_html(blocks, {})
        assert [pandoc.waits for pandoc in waiting] == [False, False]
    kept.prepare()
    kept.end()
    assert kept.waiting == ()
