"""A tree with its words gathered says the same, in fewer nodes; and bare addresses are links wherever they stand."""

from typing import Any

import longtexts
import pytest
from workshop import REPOSITORY

from footlight.engines.pandoc import API_VERSION, read_markdown, write_html
from footlight.essay.tree import Nodes, nodes, plain, words_apart
from footlight.reading.word_runs import gather

CASES = REPOSITORY / "tests" / "cases" / "epub"
TEXTS = {
    **{path.parent.name: path.read_text(encoding="utf-8") for path in sorted(CASES.glob("*/essay.md"))},
    "seed": (REPOSITORY / "source" / "russia-and-us-missile-defence.md").read_text(encoding="utf-8"),
    "long": longtexts.essay("en", 12, notes=8),
}


@pytest.mark.parametrize("name", TEXTS)
def test_pandoc_writes_the_same_of_it(name: str) -> None:
    blocks: Nodes = read_markdown(TEXTS[name])["blocks"]
    gathered: Nodes = gather(blocks)
    assert write_html(gathered, {}) == write_html(blocks, {})
    assert plain(gathered) == plain(blocks)
    assert gather(read_markdown(TEXTS[name], joined=True)["blocks"]) == gathered


def test_trees_are_written_in_the_version_that_pandoc_reads() -> None:
    """A tree of another version of pandoc-types may be refused, or read as something else."""
    assert read_markdown("Words.")["pandoc-api-version"] == API_VERSION


def test_words_are_joined_as_they_are_read() -> None:
    """A quarter of the tree is left to be parsed; nothing is joined but words that a blank parts."""
    tree = read_markdown('One "two", *three four*\nfive `"},{"t":"Space"},{"t":"Str","c":"` \\"six.\n', joined=True)
    found = list(nodes(tree["blocks"]))
    assert [node["c"] for node in found if node["t"] == "Str"] == ["One", "two", ",", "three four", "five", '"six.']
    assert [node["c"][1] for node in found if node["t"] == "Code"] == ['"},{"t":"Space"},{"t":"Str","c":"']


def test_a_long_text_has_a_tenth_of_the_nodes() -> None:
    blocks: Any = read_markdown(TEXTS["long"])["blocks"]
    assert 10 * sum(1 for _ in nodes(gather(blocks))) < sum(1 for _ in nodes(blocks))


def test_what_is_looked_at_by_itself_stays_a_node() -> None:
    """The word behind a note, a point that French sets apart, the mark of a place."""
    (block,) = gather(read_markdown("One two^[Note.], three four ! Five \U000f0000six seven eight.\n")["blocks"])
    words = [node.get("c", " ") for node in block["c"] if node["t"] in ("Str", "Space")]
    assert words == [
        "One",
        " ",
        "two",
        ",",
        " ",
        "three four",
        " ",
        "!",
        " ",
        "Five",
        " ",
        "\U000f0000six",
        " ",
        "seven eight.",
    ]


def test_the_last_words_come_apart_again() -> None:
    run: Nodes = [{"t": "Str", "c": "one two three four"}]
    assert words_apart(run, 6) == [
        {"t": "Str", "c": "one two"},
        {"t": "Space"},
        {"t": "Str", "c": "three"},
        {"t": "Space"},
        {"t": "Str", "c": "four"},
    ]
    assert plain(words_apart(run, 100)) == "one two three four"
    assert [node["t"] for node in words_apart(run, 100)] == ["Str", "Space"] * 3 + ["Str"]


@pytest.mark.parametrize(
    "bare", ["https://example.org/a", "ftp://example.org/a", "doi:10.1000/182", "a.writer@example.org"]
)
def test_a_bare_address_is_a_link(bare: str) -> None:
    tree = read_markdown(f"See {bare} there.\n")
    assert [node["t"] for node in nodes(tree["blocks"])].count("Link") == 1
