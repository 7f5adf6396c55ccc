"""How sure an answer is, and why, where editors and readers read it: the colophon, links.json and the review."""

import json
from dataclasses import replace
from io import StringIO
from zipfile import ZipFile

import pytest
from workshop import Workshop

from footlight.cli.dispatch import run
from footlight.cli.world import World
from footlight.clock import Clock
from footlight.ledger.certainty import certainty
from footlight.ledger.entries import DESCRIBED, Candidate, Entry, Method, Reason, Searched, Status
from footlight.ledger.further_help import NO_LINK_THERE, NOT_THERE, OWN_PAGE, further_help
from footlight.project import house_templates
from footlight.settings.certainty_words import certainty_sentence
from footlight.settings.wording import load_wording
from footlight.textmatch.places import Quote

URL = "https://writer.example/bell"
ASKED = Searched(where="an archive")


def entry(status: Status, **more: object) -> Entry:
    """An entry of a place."""
    return Entry(id="bell", kind="dangling", quote=Quote(exact="(see"), status=status, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("known", "why", "right"),
    [
        (entry(Status.RECOVERED, url=URL, method=Method.OWN_CAPTURE, score=0.996), "sure-copy", 99),
        (entry(Status.RECOVERED, url=URL, method=Method.OWN_CAPTURE, score=1.0), "sure-copy", 99),
        (entry(Status.RECOVERED, url=URL, method=Method.SITE_INDEX, score=0.97), "sure-fits", 97),
        (entry(Status.CANDIDATE, url=URL, method=Method.SITE_INDEX, score=0.42), "unsure-candidate", 42),
        (entry(Status.UNRECOVERED, reason=Reason.NOTHING_FOUND), "unsure-nothing", None),
        (
            entry(Status.UNRECOVERED, reason=Reason.NOT_SEARCHED, searched=(Searched(where="x"),)),
            "unsure-unasked",
            None,
        ),
    ],
)
def test_each_answer_has_a_reason_and_a_figure_that_is_never_a_hundred(
    known: Entry, why: str, right: int | None
) -> None:
    """Where the figure is known it is rounded down; every language of editions has the sentence."""
    told = certainty(known)
    assert told is not None
    assert (told.why, told.right) == (why, right)
    for lang in ("en", "de", "ja", "ar"):
        sentence = certainty_sentence(known, load_wording(lang, [house_templates()]))
        assert (str(right) in sentence) == (right is not None)
        assert sentence[-1] in ".。"


def test_what_a_person_decided_and_what_was_never_asked_has_none() -> None:
    """A person's word has no figure, and a link that is there is not in doubt."""
    assert certainty(entry(Status.ACCEPTED, url=URL, score=0.9)) is None
    assert certainty(entry(Status.UNRECOVERED, reason=Reason.NOT_SEARCHED)) is None
    described = Entry(id="x", kind=DESCRIBED, quote=Quote(exact="x"), status=Status.RECOVERED, url=URL)
    assert certainty(described) is None


OWN = Searched(where=f"site.warc.gz: {OWN_PAGE} {URL}", result="2 captures")
OF_2004 = Candidate(url="https://writer.example/2004/bell", score=0.3)
OF_2007 = Candidate(url="https://writer.example/2007/bell", score=0.25)


@pytest.mark.parametrize(
    ("known", "help_"),
    [
        (entry(Status.RECOVERED, url=URL, score=0.99), ""),
        (entry(Status.ACCEPTED, url=URL), ""),
        (entry(Status.UNRECOVERED, reason=Reason.EXCLUDED, searched=(OWN,)), "another one"),
        (entry(Status.UNRECOVERED, reason=Reason.NOT_SEARCHED, searched=(OWN,)), "again"),
        (entry(Status.UNRECOVERED, reason=Reason.NOT_SEARCHED), "an archive that has the author's site"),
        (entry(Status.UNRECOVERED, reason=Reason.NOTHING_FOUND, searched=(ASKED,)), "`url`"),
        (
            entry(Status.UNRECOVERED, reason=Reason.NOTHING_FOUND, searched=(replace(OWN, result=NOT_THERE),)),
            "its author's export",
        ),
        (
            entry(Status.UNRECOVERED, reason=Reason.NOTHING_FOUND, searched=(OWN, replace(OWN, result=NO_LINK_THERE))),
            "perhaps none is missing",
        ),
        (
            entry(Status.UNRECOVERED, reason=Reason.NOTHING_FOUND, searched=(OWN,), candidates=(OF_2004, OF_2007)),
            "A year would decide it, for the pages that fit best are of 2004 to 2007",
        ),
        (entry(Status.CANDIDATE, url=URL, score=0.5, searched=(OWN,), candidates=(OF_2004,)), "writes a questionnaire"),
        (entry(Status.UNRECOVERED, reason=Reason.NOTHING_FOUND, searched=(OWN,)), "the author's other pages"),
    ],
)
def test_an_open_place_says_in_one_sentence_what_would_help(known: Entry, help_: str) -> None:
    sentence = further_help(known)
    assert help_ in sentence
    assert bool(sentence) == bool(help_)
    assert sentence.count(". ") == 0


LEDGER = f"""
[[link]]
id = "bell"
kind = "dangling"
exact = "(see"
prefix = "The sound came from a tower "
suffix = " It was heard at sea."
status = "candidate"
url = "{URL}"
title = "The Bell"
method = "site-index"
score = 0.42
"""


def test_it_is_said_in_the_colophon_in_links_json_and_in_the_review(project: Workshop) -> None:
    """In the same words."""
    project.essay("The sound came from a tower (see It was heard at sea.\n", ledger=LEDGER)
    sentence = "not well enough to be printed. 42 of 100 such answers are right."
    assert project.run("build", "--edition", "epub").code == 0
    with ZipFile(project.build / "essay" / "essay.epub") as book:
        colophon = next(book.read(name).decode() for name in book.namelist() if name.endswith("colophon.xhtml"))
    assert sentence in colophon
    manifest = json.loads((project.build / "essay" / "essay.links.json").read_text(encoding="utf-8"))
    assert [(link["score"], sentence in link["why"]) for link in manifest["links"]] == [(0.42, True)]
    assert "first published" in manifest["links"][0]["help"]
    out = StringIO()
    world = World(
        cwd=project.root,
        environ={},
        out=out,
        err=StringIO(),
        stdin=StringIO("q\n"),
        clock=Clock(now=lambda: 1_795_000_000.0),
    )
    assert run(["links", "review", "essay"], world) == 0
    shown = " ".join(out.getvalue().split())
    assert "42 of 100 such answers are right. Put the address at which the essay was first published" in shown
