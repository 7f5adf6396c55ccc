"""What fuzzing found: each input is kept, and no longer raises."""

import sys
from pathlib import Path

import pytest

from footlight.engines.feeds import read_feed
from footlight.engines.html_pages import feed_items
from footlight.errors import UsageError
from footlight.input_record import read_file
from footlight.links.archives.link_format import parse_links
from footlight.links.archives.memento import _capture
from footlight.links.archives.playback import index_json
from footlight.links.gaps.rule_table import find
from footlight.project import find_project
from footlight.reading.front_matter import read_metadata


def test_an_element_of_a_repaired_feed_has_any_name() -> None:
    """lxml repairs `<updated-01T00:00:00Z>`, and then refuses the name that it gave."""
    (item,) = feed_items(b"<rss><item><title>x</title><updated-01T00:00:00Z>y</updated-01T00:00:00Z></item></rss>")
    assert item.title == "x"


@pytest.mark.parametrize(
    "name",
    [
        "links",
        "tags",
        "content",
        "authors",
        "author_detail",
        "title_detail",
        "summary_detail",
        "media_content",
        "entries",
    ],
)
def test_an_element_of_a_feed_is_called_as_a_list_of_its_reader(name: str) -> None:
    """feedparser keeps the element's words in the place of its own records."""
    feed = read_feed(f"<rss><channel><item><title>x</title><{name}>words</{name}></item></channel></rss>".encode())
    assert [entry.enclosures for entry in feed.entries] == [()]
    assert read_feed(f"<rss><channel><{name}>words</{name}></channel></rss>".encode()).entries == ()


def test_a_front_matter_without_any_key_is_a_finding() -> None:
    """In TOML, of which each line is tried by itself where the whole is none."""
    meta, _, findings = read_metadata("+++\n-03-02\n+++\n\nWords.\n", "essay.md")
    assert meta.title == ""
    assert "front-matter-syntax" in {finding.code for finding in findings}


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    """Whoever opened it would wait for ever."""
    import os  # noqa: PLC0415 - Windows has no pipes with a name

    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes with a name here")
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(OSError, match="no ordinary file"):
            read_file(path)


def test_build_is_no_way_out(tmp_path: Path) -> None:
    """A stranger's project may hold a link in the place of build/; nothing is written where it leads."""
    root, outside = tmp_path / "project", tmp_path / "outside"
    (root / "source").mkdir(parents=True)
    outside.mkdir()
    (root / "build").symlink_to(outside)
    with pytest.raises(UsageError, match="leads outside"):
        find_project(root)


@pytest.mark.parametrize("unit", ["www.", "http://a.", "a.b/", "[x](", "(see ", "“a "])
def test_search_for_missing_links_grows_as_the_text_does(unit: str) -> None:
    """Twice the text, at most 2.2 times the work, counted in lines of Python. (Patterns: tests/hostile.)"""
    work = [_steps("Words.\n\n" + unit * count + "\n") for count in (1_000, 2_000)]
    assert work[1] <= 2.2 * work[0]


def _steps(text: str) -> int:
    """Lines of Python that are run to find the places of a text."""
    counted = 0

    def count(*_: object) -> object:
        nonlocal counted
        counted += 1
        return count

    sys.settrace(count)  # type: ignore[arg-type]  # it returns itself, which has no name as a type
    try:
        find(text, lang="en")
    finally:
        sys.settrace(None)
    return counted


def test_half_a_character_in_an_index_is_no_answer() -> None:
    """JSON can name one, and the next request could not be written with it."""
    with pytest.raises(ValueError, match="surrogates"):
        index_json(rb'[["url"], [], ["\ud800"]]')
    assert index_json(rb'["\ud83d\ude00"]') == ["\N{GRINNING FACE}"]


@pytest.mark.parametrize("number", ["1e999", "-1e999", "NaN", "Infinity"])
def test_a_number_beyond_every_number_is_no_answer(number: str) -> None:
    """JSON can name one, and none can be made an integer of it: OverflowError."""
    with pytest.raises(ValueError, match="no number"):
        index_json(f'[{{"status": {number}}}]')
    assert index_json('[{"offset": 1.5e3}]') == [{"offset": 1500.0}]


def test_a_date_beyond_every_calendar_is_no_capture() -> None:
    """Python raises OverflowError for it, and ValueError for others."""
    links = parse_links('<http://a.example/m>; rel="memento"; datetime="Thu, 01 Jan 99999999999999999999 00:00:00 GMT"')
    assert _capture(links[0], "http://e.example/a") is None
