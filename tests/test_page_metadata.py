"""What a page says of itself where it states nothing to programs: its byline, and the day that it shows."""

import pytest

from footlight.intake.exports.days import day_in_words
from footlight.intake.page_metadata import PageFacts, read_facts
from footlight.intake.page_tree import read_page_tree


def facts(body: str, head: str = "", address: str = "https://shore.example/piers") -> PageFacts:
    """The facts of a page."""
    return read_facts(read_page_tree(f"<html><head><title>x</title>{head}</head><body>{body}</body></html>"), address)


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("<div class=Author-name><a href=/kate/>Kate Fazzini</a><span>Staff Writer</span></div>", ["Kate Fazzini"]),
        ("<p class=byline>By Stephen Writer, The Shore</p>", ["Stephen Writer"]),
        (
            "<p class=byline>By <a href=/a>Ann Writer</a> and <a href=/b>Bo Other</a> in Harwich</p>",
            ["Ann Writer", "Bo Other"],
        ),
        ("<p class=by-line>By Ann Writer, Bo Other</p>", ["Ann Writer", "Bo Other"]),
        ("<dl class='vcard author'><dt>shore (<a href=/users/shore>shore</a>) wrote,</dt></dl>", ["shore"]),
        ("<span itemprop=author><b itemprop=name>小暮ひさのり</b> 記者</span>", ["小暮ひさのり"]),
        ("<figure><p class=author>Getty Images</p></figure><p class=author>Ann Writer</p>", ["Ann Writer"]),
        ("<ol class=comments><li class=comment><a rel=author href=/r>A. Reader</a></li></ol>", []),
    ],
)
def test_who_wrote_it_by_the_byline(byline: str, names: list[str]) -> None:
    assert [one.value for one in facts(byline).authors] == names


def test_a_firm_that_no_reader_sees_gives_way_to_the_byline() -> None:
    firm = "<meta name=author content='Big Press'>"
    shown = facts("<p class=byline>By Ann Writer</p><footer>© Big Press</footer>", firm).authors
    assert [(one.value, one.doubt) for one in shown] == [("Ann Writer", "from the byline of the page")]
    assert [one.value for one in facts("<p>From Big Press.</p><p class=byline>By Ann Writer</p>", firm).authors] == [
        "Big Press"
    ]
    assert [one.value for one in facts("<p>Words.</p>", firm).authors] == ["Big Press"]


@pytest.mark.parametrize(
    ("title", "heading", "expected"),
    [
        ("Opinion | Of Piers and Moles", "Of Piers and Moles", "Of Piers and Moles"),
        ("Of Piers and Moles｜The Shore", "", "Of Piers and Moles"),
        ("港の時計は二度直された：海辺新聞", "港の時計は二度直された", "港の時計は二度直された"),
        ("The Shore", "Of Piers and Moles", "Of Piers and Moles"),
        ("Piers: A History of Piers", "A History of Piers in Harwich", "Piers: A History of Piers"),
    ],
)
def test_the_title_without_the_site_and_the_section(title: str, heading: str, expected: str) -> None:
    head = f"<meta property=og:title content='{title}'><meta property=og:site_name content='The Shore'>"
    assert facts(f"<h1>{heading}</h1>", head).title.value == expected


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Posted on Thursday, March 5th, 2009 and filed", "2009-03-05"),
        ("19.07.2022, 14 Uhr", "2022-07-19"),
        ("2019年3月4日 更", "2019-03-04"),
        ("2017-03-01 14:27:02", "2017-03-01"),
        ("le 1er août 2012", "2012-08-01"),
        ("5 de marzo de 2009", "2009-03-05"),
        ("9 ноября 2014", "2014-11-09"),
        ("03/04/2012", ""),
        ("31.02.2012", ""),
        ("1 banana 2012", ""),
        ("Chapter 5, 2012", ""),
    ],
)
def test_a_day_that_a_line_shows(words: str, day: str) -> None:
    assert day_in_words(words) == day


def test_the_day_that_a_page_shows() -> None:
    """The first in a place for days that is not the day of a change; of the month that the address says."""
    page = (
        "<p class=updated>Updated 6 May 2012</p><p class=post-date>5 May 2012</p><footer class=date>1 May 2026</footer>"
    )
    assert (facts(page).date.value, facts(page).date.doubt) == ("2012-05-05", "from the byline of the page")
    assert facts(page, address="https://shore.example/2012/05/piers").date.value == "2012-05-05"
    assert facts(page, address="https://shore.example/2011/05/piers").date.value == "2011-05"
    assert facts("<p>On 5 May 2012 it fell.</p>").date.value == ""
