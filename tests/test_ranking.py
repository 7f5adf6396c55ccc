"""Recovery without a capture of the essay that still has its links: the pages of the site, ranked."""

import json
from datetime import date
from pathlib import Path

import pytest
from recording import WRITER_LEAKS, warc
from sites import NAME, SITE, TURN, authors_site, page
from workshop import REPOSITORY, Workshop

from footlight.links.archives.local_archive import LocalArchive
from footlight.links.gaps import find
from footlight.links.recovery import EssayFacts, recover
from footlight.links.recovery.choice_model import group_of, load_model

pytestmark = [pytest.mark.filterwarnings(leak) for leak in WRITER_LEAKS]


@pytest.fixture(autouse=True)
def own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Indexes of archives are kept beside the test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_the_authors_site_gives_back_the_third_turn_and_nothing_else(project: Workshop, tmp_path: Path) -> None:
    """The essay's page was captured without its links; of its three places the one that names what it points to is
    recovered, and no source is invented for the other two.
    """
    text = (REPOSITORY / "source" / f"{NAME}.md").read_text(encoding="utf-8")
    project.source.joinpath(f"{NAME}.md").write_text(text, encoding="utf-8")
    archive = authors_site(tmp_path / "site.warc.gz", linked=False)
    done = project.run("links", "recover", "--json", "--mentioned", "--archive", str(archive))
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert [(row["kind"], row["status"]) for row in rows] == [
        ("mentioned", "unrecovered"),
        ("dangling", "recovered"),
        ("dangling", "unrecovered"),
    ]
    assert (rows[1]["url"], rows[1]["title"], rows[1]["method"]) == (TURN, "The Third Turn", "site-index")
    assert not any(row.get("url") for row in (rows[0], rows[2]))
    ledger = (project.source / f"{NAME}.links.toml").read_text(encoding="utf-8")
    assert ledger.count('status = "recovered"') == 1


def test_every_weight_has_a_reason_that_a_person_reads() -> None:
    """Every weighted feature that can differ between pages belongs to a group with a phrase."""
    assert {name for name in load_model().weights if not group_of(name)} <= {"weak_words"}


def test_of_a_series_the_one_that_the_sentence_dates_is_meant(tmp_path: Path) -> None:
    """“Last year's results” leads to the results of last year, although every year has some."""
    fill = "We asked everybody in the valley what they had grown, and they told us at length."
    pages = {
        f"{SITE}/{year}/03/0{day}/harvest-survey-{year}-results/": page(f"Harvest SearchReport {year} Results", fill)
        for day, year in enumerate(range(2003, 2009), start=1)
    } | {f"{SITE}/2004/0{month}/02/p{month}/": page(f"Notes {month}", "The weather was fair.") for month in range(1, 8)}
    archive = warc(tmp_path / "a.warc.gz", {url: ("20100101000000", html) for url, html in pages.items()})
    source = "This is our harvest survey. Do look at [last year's results]() before you answer.\n"
    facts = EssayFacts(title="Launching the Harvest SearchReport", date=date(2008, 1, 20))
    [found] = recover(source, facts, find(source, lang="en"), [LocalArchive(archive)])
    assert (found.url or found.candidates[0].url).endswith("harvest-survey-2007-results/")


@pytest.mark.parametrize(("words", "found"), [("part 4", ""), ("part 3", "part-3")])
def test_another_part_of_a_series_is_never_given_for_the_one_that_is_named(
    tmp_path: Path, words: str, found: str
) -> None:
    """All else agrees but the number: the part that is meant is in no archive."""
    url = f"{SITE}/2004/coast/part-3"
    text = "Lamps and bells changed the nights of the coast in that century, as every keeper said."
    html = {url: page("The coast in the century, part 3", text)} | {
        f"{SITE}/2004/0{month}/p{month}/": page(f"Notes of {month}", "The weather was fair.") for month in range(1, 8)
    }
    archive = warc(tmp_path / "a.warc.gz", {url: ("20050101000000", html) for url, html in html.items()})
    source = f"As [the coast in the century, {words}]() said, lamps and bells changed the nights.\n"
    facts = EssayFacts(title="Of lamps", date=date(2006, 1, 20))
    (place,) = recover(source, facts, find(source, lang="en"), [LocalArchive(archive)])
    assert place.url == (url if found else "")
    assert found or "another number" in place.candidates[0].why


def test_a_title_in_quotation_marks_is_known_again(tmp_path: Path) -> None:
    """A title in quotation marks names the page, wherever the gap is in the sentence."""
    pages = {
        f"{SITE}/a/{n}/": page(title, "Of rivers and of bridges, and of those who cross them.")
        for n, title in enumerate(("Bridges of the North", "The Quiet Ferry", "A River", "Crossing", "Toll", "Piers"))
    }
    archive = warc(tmp_path / "a.warc.gz", {url: ("20100101000000", html) for url, html in pages.items()})
    source = "I wrote of this at length in “The Quiet Ferry” when the bridge was closed (see\n"
    facts = EssayFacts(title="Closed", date=date(2011, 1, 20))
    [found] = recover(source, facts, find(source, lang="en"), [LocalArchive(archive)])
    assert found.url == f"{SITE}/a/1/"
    assert found.candidates[0].why


def test_a_site_that_never_wrote_of_it_gives_no_source(tmp_path: Path) -> None:
    """Pages about something else are not called the source."""
    pages = {
        f"{SITE}/2009/0{n}/01/{n}/": page(f"Recipe {n}", "Flour, butter, an egg and some patience.")
        for n in range(1, 9)
    }
    archive = warc(tmp_path / "a.warc.gz", {url: ("20100101000000", html) for url, html in pages.items()})
    source = "The treaty, as I have shown [elsewhere](), was dead on the day on which it was signed.\n"
    facts = EssayFacts(title="On the Treaty", date=date(2011, 1, 20))
    [found] = recover(source, facts, find(source, lang="en"), [LocalArchive(archive)])
    assert str(found.status) != "recovered"
