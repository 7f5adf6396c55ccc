"""An entry finds its place in the edited source, or is reported; it is never attached to a wrong place."""

import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from footlight.findings.finding import Severity
from footlight.ledger.anchoring import Ambiguous, Anchored, Missing, anchor, anchor_all
from footlight.ledger.entries import Entry, Status
from footlight.ledger.parser import read_ledger
from footlight.textmatch.places import Quote, quote_at

FIRST = (
    "Missile defence is prudent: while there may be no realised threats at present, there may well be in a decade. "
    "NATO expansion appears to be over, as I wrote in the harbour report (see below) and elsewhere; But Moscow is no "
    "longer prepared to take NATO at its “word”."
)
SECOND = (
    "Moscow is also aware that for a significant sector of Western opinion – shrinking I believe – Russia is the "
    "eternal enemy, and that the deployments had nothing to do with it. (See"
)
THIRD = "For these reasons Moscow is cautious and sceptical: assurances cannot be taken at face value by anyone there."
BODY = f"{FIRST}\n\n{SECOND}\n\n{THIRD}\n"
ESSAY = f"---\ntitle: An Essay\nauthor: A. Writer\n---\n\n{BODY}"


def place_of(words: str, source: str = ESSAY) -> tuple[int, int]:
    at = source.index(words)
    return at, at + len(words)


def words_at(source: str, quote: Quote) -> str:
    found = anchor(source, quote)
    assert isinstance(found, Anchored), found
    return source[found.start : found.end]


HARBOUR = quote_at(ESSAY, *place_of("the harbour report"))
SEE = quote_at(ESSAY, *place_of("(See"))
AFTER_ELSEWHERE = ESSAY.index(" But Moscow")
POINT = quote_at(ESSAY, AFTER_ELSEWHERE, AFTER_ELSEWHERE)


def entry(name: str, quote: Quote, status: Status = Status.ACCEPTED) -> Entry:
    return Entry(id=name, kind="dangling", quote=quote, status=status, url="https://example.org/")


@pytest.mark.parametrize("offset", [*range(48, len(ESSAY) - 10, 7)])
@pytest.mark.parametrize("length", [0, 4, 20])
def test_a_place_is_found_in_the_text_that_it_was_taken_from(offset: int, length: int) -> None:
    """The quote of a place leads back to it, exactly and with full score."""
    end = min(len(ESSAY), offset + length)
    found = anchor(ESSAY, quote_at(ESSAY, offset, end))
    assert found in [Anchored(start=s, end=e) for s in (offset, offset + 1) for e in (end, end + 1, end - 1)]


@pytest.mark.parametrize(
    "edited",
    [
        ESSAY.replace("Missile defence is prudent", "It is prudent, I said and say again, to defend"),
        ESSAY.replace("as I wrote in", "as I have said in"),
        ESSAY.replace("expansion appears to be over, as I wrote in ", ""),
        ESSAY.replace(" and elsewhere; But", " and at other places, But"),
        ESSAY.replace("“word”", '"word"').replace(" – ", " -- "),
        "\n".join(textwrap.wrap(BODY.replace("\n\n", "\x00"), 30)).replace("\x00", "\n\n"),
        ESSAY.replace(FIRST, "\n".join(f"> {line}" for line in textwrap.wrap(FIRST, 40))),
        ESSAY.replace("\n", "\r\n"),
        f"{SECOND}\n\n{THIRD}\n\n{FIRST}\n",
        ESSAY.replace("decade.", "decade. Others cite a harbour report, or the harbour report of another year."),
    ],
    ids=["before", "prefix", "prefix-gone", "suffix", "quotes", "wrapped", "quoted", "crlf", "moved", "again"],
)
def test_a_place_survives_edits_round_it(edited: str) -> None:
    """Words changed around it, a re-wrap, other quotation marks, a move: the words are found where they now stand."""
    assert edited != ESSAY
    assert " ".join(words_at(edited, HARBOUR).replace("> ", "").split()) == "the harbour report"


@pytest.mark.parametrize(
    "edited",
    [
        ESSAY.replace("elsewhere; But", "elsewhere, But"),
        ESSAY.replace("But Moscow is no longer", "Yet nobody there is"),
        ESSAY.replace("But Moscow", "as was said before. But Moscow"),
        f"{THIRD}\n\n{FIRST}\n\n{SECOND}\n",
        ESSAY.replace("(see below) and elsewhere", "(see above) and elsewhere"),
    ],
    ids=["prefix", "suffix", "between", "moved", "further"],
)
def test_a_point_without_words_follows_its_prefix(edited: str) -> None:
    """A place that left no words is found by what stands before and after it."""
    found = anchor(edited, POINT)
    assert isinstance(found, Anchored)
    assert found.start == found.end
    assert edited[: found.start].endswith(("elsewhere;", "elsewhere,"))


def test_a_point_at_the_start_of_a_paragraph_moves_with_it() -> None:
    """The lost prefix belonged to another paragraph, so the words after the point are enough."""
    at = ESSAY.index("For these")
    found = anchor(f"{THIRD}\n\n{FIRST}\n", quote_at(ESSAY, at, at))
    assert isinstance(found, Anchored)
    assert found.start == 0


def test_a_point_whose_sentence_is_gone_is_missing() -> None:
    """The words after a point are not enough where other words now stand before it in the same paragraph."""
    edited = ESSAY.replace(FIRST[: FIRST.index(" But")], "Nothing of the former text is left standing here.")
    assert anchor(edited, POINT) == Missing()


@pytest.mark.parametrize(
    ("old", "new"),
    [("the harbour report", "the harbor report"), ("the harbour report", "*the harbour report*"), ("(See", "(see:")],
)
def test_words_edited_slightly_are_known_by_an_unchanged_context(old: str, new: str) -> None:
    """Where prefix and suffix stand as they were, the words between them may have changed a little."""
    quote = HARBOUR if "harbour" in old else SEE
    assert words_at(ESSAY.replace(old, new), quote).strip("*") in (new.strip("*"), new)


@pytest.mark.parametrize(
    "new", ["", "a thing of quite another name", "the harbour report’s many long and fine sequels"]
)
def test_words_replaced_are_not_the_words(new: str) -> None:
    """Words deleted or replaced by others are missing, whatever the context; those that grew keep their place."""
    found = anchor(ESSAY.replace("the harbour report", new), HARBOUR)
    assert isinstance(found, Anchored if "harbour" in new else Missing)


def test_words_edited_in_an_edited_context_are_missing() -> None:
    """Words and context cannot both be edited."""
    edited = ESSAY.replace("as I wrote in the harbour report (see below)", "as I put it in a harbour piece (q. v.)")
    assert anchor(edited, HARBOUR) == Missing()


def test_a_long_text_known_elsewhere_does_not_draw_an_edited_place_to_it() -> None:
    """The same words elsewhere in the text lose to the edited words in the unchanged context."""
    edited = ESSAY.replace("the harbour report", "the harbor report") + "\nQuite apart from that, the harbour report.\n"
    assert words_at(edited, HARBOUR) == "the harbor report"


def test_short_words_in_a_strange_context_are_missing() -> None:
    """A short text that occurs once, with nothing of its context, is another text."""
    quote = Quote(exact="(see", prefix="the last of all the questions ", suffix=" the annex on page four)")
    assert anchor(ESSAY, quote) == Missing()


def test_long_words_are_known_without_their_context() -> None:
    """Fifteen characters that occur once are the words, with a score that says how little stands round them."""
    found = anchor(ESSAY, Quote(exact="the harbour report", prefix="cows jump over ", suffix=" in a clear night"))
    assert isinstance(found, Anchored)
    assert found.score < 0.5


@pytest.mark.parametrize(
    "quote",
    [
        Quote(exact="the harbour report"),
        Quote(exact="harbour", prefix="the ", suffix=" "),
        Quote(exact="report", prefix="as I wrote in the harbour", suffix="(see below) and"),
        Quote(exact="harbour", suffix=f" report{ESSAY.split('harbour report')[1][:150]}"),
        Quote(
            exact="the  harbour\nreport",
            prefix=" ".join(FIRST.split("the harbour", maxsplit=1)[0].split())[-100:] + " ",
        ),
    ],
)
def test_a_quote_written_by_hand_may_be_short_long_or_loose(quote: Quote) -> None:
    """Context may be missing, longer than 40 characters, or without its spaces."""
    assert words_at(ESSAY, quote).split()[-1] in ("report", "harbour")


def test_a_short_quote_is_not_found_within_a_word() -> None:
    """`see` is not `overseer`."""
    assert anchor("The overseer came.", Quote(exact="see")) == Missing()
    assert words_at("The overseer came to see.", Quote(exact="see")) == "see"


@pytest.mark.parametrize("quote", [Quote(), Quote(prefix=" ", suffix=" "), Quote(exact=" "), Quote(exact="no such")])
def test_a_quote_that_says_nothing_is_missing(quote: Quote) -> None:
    """A quote without words and context has no place."""
    assert anchor(ESSAY, quote) == Missing()
    assert anchor("", quote) == Missing()


def test_front_matter_is_no_place() -> None:
    """Words of the front matter are not the text's, though its end may be the context of the text's first words."""
    source = "---\ntitle: The harbour report\nabstract: the harbour\n...\n\nThe harbour report is long.\n"
    assert anchor("---\ntitle: The harbour report\n---\n\nText.\n", Quote(exact="The harbour report")) == Missing()
    assert anchor(source, Quote(exact="The harbour report")) == Anchored(start=57, end=75)
    assert anchor(source, quote_at(source, 57, 60)) == Anchored(start=57, end=60)
    assert isinstance(anchor("---\n\nNo front matter\n\n---\n", Quote(exact="front matter")), Anchored)


def test_a_text_that_now_stands_twice_is_ambiguous_and_says_where() -> None:
    """Both places are named, and neither gets the note."""
    source = f"{ESSAY}\n{FIRST}\n"
    here, there = source.index("the harbour"), source.rindex("the harbour")
    assert anchor(source, HARBOUR) == Ambiguous(offsets=(here, there))
    places, (finding,) = anchor_all(source, [entry("harbour", HARBOUR)], "essay.md")
    assert places == {}
    assert (finding.code, finding.severity, finding.line) == ("ledger-ambiguous", Severity.ERROR, 6)
    assert source.splitlines()[5][finding.column - 1 :].startswith("the harbour report")
    assert "lines 12" in finding.message


def test_a_lost_place_is_a_finding_unless_it_was_rejected() -> None:
    """An error where a person decided, a warning where Footlight can look again, nothing for what is no link."""
    lost = Quote(exact="words that are gone")
    entries = [entry(status, lost, status) for status in Status]
    places, findings = anchor_all(ESSAY, [*entries, entry("see", SEE, Status.REJECTED)], "essay.md")
    assert set(places) == {"see"}
    assert {f.code for f in findings} == {"ledger-lost-place"}
    assert [f.severity for f in findings] == [Severity.ERROR, Severity.WARNING, Severity.WARNING, Severity.ERROR]
    assert all(f.hint and f.file == "essay.md" for f in findings)


def test_two_quotes_do_not_share_a_place_unless_they_are_the_same() -> None:
    """The quote that fits best keeps the place; the other entry gets a finding."""
    loose = Quote(exact="the harbour report", prefix="cows jump over ", suffix=" in a clear night")
    entries = [entry("loose", loose), entry("one", HARBOUR), entry("two", HARBOUR), entry("no", loose, Status.REJECTED)]
    places, (finding,) = anchor_all(ESSAY, entries, "essay.md")
    assert list(places) == ["one", "two", "no"]
    assert (finding.code, finding.line) == ("ledger-same-place", 6)
    assert "'loose'" in finding.message
    assert "'one'" in finding.message


def test_the_ledger_of_the_first_essay_finds_all_its_places() -> None:
    """What a person wrote by hand, with more or fewer characters than we take, is found."""
    folder = Path(__file__).parent.parent / "source"
    ledger, findings = read_ledger(folder / "russia-and-us-missile-defence.links.toml")
    source = (folder / "russia-and-us-missile-defence.md").read_text(encoding="utf-8")
    places, lost = anchor_all(source, ledger.entries, "essay.md")
    assert (findings, lost) == ((), ())
    assert all(place.score == 1.0 for place in places.values())
    assert source[: places["third-turn"].start].endswith("view of Russia;")


WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=7), min_size=1, max_size=12).map(" ".join)


@settings(deadline=None)
@given(before=WORDS, after=WORDS, at=st.integers(50, len(BODY) - 90), length=st.integers(0, 30))
def test_edits_away_from_a_place_leave_it_where_it_is(before: str, after: str, at: int, length: int) -> None:
    """Whatever is written before and after, the same words are the place."""
    end = at + length
    assume(not BODY[at - 1 : at + 1].isspace() and not BODY[end - 1 : end + 1].isspace())
    edited = f"---\ntitle: {after}\n---\n{before}\n\n{BODY}\n{after}\n"
    shift = edited.index(BODY)
    assert anchor(edited, quote_at(BODY, at, end)) == Anchored(start=at + shift, end=end + shift)


@settings(deadline=None)
@given(at=st.integers(0, len(FIRST) - 90), length=st.integers(0, 10), between=WORDS)
def test_a_paragraph_that_stands_twice_is_ambiguous(at: int, length: int, between: str) -> None:
    """Where the whole context was copied as well, nothing tells the two apart."""
    start = at + 40
    quote = quote_at(FIRST, start, start + length)
    assert isinstance(anchor(f"{FIRST}\n\n{between}\n\n{FIRST}", quote), Ambiguous)


@settings(deadline=None)
@given(st.text(), st.text(max_size=20), st.text(max_size=60), st.text(max_size=60))
def test_no_text_and_no_quote_is_too_strange(source: str, exact: str, prefix: str, suffix: str) -> None:
    """Places lie within the source, whatever it holds."""
    found = anchor(source, Quote(exact=exact, prefix=prefix, suffix=suffix))
    if isinstance(found, Anchored):
        assert 0 <= found.start <= found.end <= len(source)


def test_a_large_source_takes_less_than_two_seconds() -> None:
    """Five million characters and 300 entries, a third of them edited round their places."""
    source = "\n\n".join(f"{number} {FIRST.replace('harbour', f'harbour{number}')}" for number in range(15_000))
    starts = [source.index(f"the harbour{number} ") for number in range(0, 15_000, 50)]
    entries = [entry(str(at), quote_at(source, at, at + 11)) for at in starts]
    for at in reversed(starts[::3]):
        source = f"{source[: at - 11]} have said it{source[at - 11 :]}"
    began = time.process_time()  # of this process, however busy the machine is
    places, _ = anchor_all(source, entries, "essay.md")
    assert time.process_time() - began < 2
    assert len(places) > 190


def test_reading_and_anchoring_import_neither_tomlkit_nor_rapidfuzz() -> None:
    """A build does not import what only writing and comparing need."""
    program = (
        "import sys; from footlight.ledger.anchoring import anchor\n"
        "import footlight.ledger.parser, footlight.ledger.writer\n"
        "from footlight.textmatch.places import Quote; anchor('one two three', Quote(exact='two'))\n"
        "print([name for name in ('tomlkit', 'rapidfuzz', 'difflib') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
