"""Bare addresses: pandoc looks for them where there may be one, and elsewhere its tree is the same without looking."""

import pytest
from workshop import REPOSITORY

from footlight.engines.bare_addresses import may_hold_bare_address
from footlight.engines.pandoc import BARE_ADDRESSES, READER, read_document

WRITTEN_OUT = """\
As [the report](https://example.org/a_(b?) said, and [*another* one](http://example.org/?a=b&c#d){.x}, see
<https://example.org/c>. A [link over two
lines](https://example.org/d) and ![a picture](https://example.org/e.png).

> In a quotation [words](https://example.org/f), "[quoted](https://example.org/g)", *[stressed](https://example.org/h)*.

- [an item](https://example.org/i)^[A note with [a link](https://example.org/j).]

[one]: https://example.org/k
[two]: <https://example.org/l> "A title"

A [link][one] and [two]. $[x](https://example.org/m)$ and `[code](https://example.org/n)`.

    [code](https://example.org/o)
"""
BARE = (
    "See https://example.org/a.",
    "Write to me@example.org.",
    "[words][one](https://example.org/a)\n\n[one]: b",
    "[words] [one](https://example.org/a)",
    "^[A note](https://example.org/a)",
    r"\[words](https://example.org/a)",
    "[outer [inner](a) words](https://example.org/a)",
    "[https://example.org/a](https://example.org/b)",
    "A paragraph\n[one]: https://example.org/a",
    "Text[^1].\n\n[^1]: https://example.org/a",
    "[a\n1. b](https://example.org/a)",
    "a         b\n------    ----\n[x](https://example.org/a)",
    "[blank](<https://example.org/a b>) https://example.org/c",
)


def with_and_without(text: str) -> tuple[object, object]:
    return read_document(text, READER), read_document(text, READER + BARE_ADDRESSES)


def test_links_that_are_written_out_need_no_look() -> None:
    text = WRITTEN_OUT.replace("a_(b?", "a")
    assert not may_hold_bare_address(text)
    without, looked = with_and_without(text)
    assert without == looked


def test_an_unsure_link_has_pandoc_look() -> None:
    assert may_hold_bare_address(WRITTEN_OUT)


@pytest.mark.parametrize("text", BARE)
def test_bare_addresses_are_looked_for(text: str) -> None:
    assert may_hold_bare_address(text)


def test_without_addresses_nothing_is_looked_for() -> None:
    assert not may_hold_bare_address("Words: a colon, 10:30, and [a link](other.md).")


def test_sources_give_the_same_tree() -> None:
    """Of all essays among the cases in which pandoc does not look, though there is an address."""
    tried = 0
    for path in sorted((REPOSITORY / "tests/cases").rglob("*.md")):
        text = path.read_text(encoding="utf-8", errors="replace")
        if "://" in text and not may_hold_bare_address(text):
            without, looked = with_and_without(text)
            assert without == looked, path
            tried += 1
    assert tried > 5
