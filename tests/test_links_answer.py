"""`links answer`: the author's word, through mail programs and back, exactly or not at all."""

import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from questionnaires import FOUND, LONG, answer, filled
from sites import NAME
from workshop import REPOSITORY, Workshop

from footlight.essay_files import lone_essay
from footlight.ledger.entries import Status
from footlight.settings.wording import load_wording
from footlight.workflows.links.open_places import open_questions
from footlight.workflows.links.returned_answers import ReturnedFile, TakenAnswers, take_answers


def test_answers_become_decisions(asked: Workshop) -> None:
    """With who, how and where it was said; comments of the file stay; a build prints the address."""
    code, codes, entries = answer(asked, filled(asked, third_turn="https://example.org/new", see="none"))
    assert (code, codes) == (0, [])
    turn = entries["third-turn"]
    assert (turn.status, turn.by, turn.method, turn.url) == (
        "accepted",
        "Patrick Armstrong",
        "editor",
        "https://example.org/new",
    )
    assert [row.what for row in turn.evidence] == ["editor"]
    assert re.fullmatch(r"reply\.txt:\d+: https://example\.org/new", turn.evidence[0].line)
    assert [other.url for other in turn.candidates] == [FOUND, "https://example.org/other"]
    assert entries["see"].status is Status.REJECTED
    assert "# What we know." in (asked.source / f"{NAME}.links.toml").read_text(encoding="utf-8")
    assert asked.make("--edition", "epub").code == 0
    with zipfile.ZipFile(asked.build / NAME / f"{NAME}.epub") as book:
        text = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml"))
    said = re.sub(r"<[^>]*>", "", text)
    assert "(identified by Patrick Armstrong)" in said
    assert "Identified by Patrick Armstrong: note" in said
    verified = asked.run("links", "verify")
    assert (verified.code, verified.codes) == (0, ["evidence-word"])
    assert "the word of Patrick Armstrong" in verified.out


@pytest.mark.parametrize(("said", "url"), [("1", FOUND), ("2.", "https://example.org/other"), (FOUND, FOUND)])
def test_what_was_found_may_be_named_by_its_number(asked: Workshop, said: str, url: str) -> None:
    _, codes, entries = answer(asked, filled(asked, third_turn=said))
    assert (codes, entries["third-turn"].url, entries["third-turn"].title != "") == ([], url, True)
    assert entries["see"].status is Status.UNRECOVERED


def quoted(text: str) -> str:
    return "On Monday the editor wrote:\n" + "".join(f"> {line}\n" for line in text.split("\n"))


def wrapped(text: str) -> str:
    """As a program wraps that breaks at spaces only."""
    lines = []
    for line in text.split("\n"):
        row = ""
        for word in line.split(" "):
            if row and len(row) + len(word) > 70:
                lines.append(row)
                row = word
            else:
                row = f"{row} {word}" if row else word
        lines.append(row)
    return "\n".join(lines)


@pytest.mark.parametrize(
    "mangled",
    [
        lambda text: text.replace("\n", "\r\n"),
        quoted,
        lambda text: quoted(quoted(text)),
        lambda text: "Dear editor,\n\nsee below.\n\n" + quoted(text).replace("\n", "\r\n") + "\n-- \nP. https://me.example/",
        lambda text: text.replace("## ", "").replace("# ", ""),
        lambda text: text.replace("## ", "**").replace("\n\n> ", "**\n\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace(f"Answer: {LONG}", f"Answer:\n{LONG}"),
        lambda text: text.replace(f"Answer: {LONG}", f"Answer:\n\n  “{LONG}”\n\nI think."),
        lambda text: text.replace(f"Answer: {LONG}", f"Answer: <{LONG[:60]}\n> {LONG[60:]}>"),
        lambda text: quoted(text).replace(f"> Answer: {LONG}", f"> Answer:\n\n{LONG}\n"),
        wrapped,
    ],
)  # fmt: skip
def test_mail_programs_do_not_change_an_answer(asked: Workshop, mangled: Callable[[str], str]) -> None:
    """Quoted once or twice, carriage returns, headings without their marks, a byte order mark, wrapped, in quotes."""
    code, codes, entries = answer(asked, mangled(filled(asked, third_turn=LONG, see="“None”.")))
    assert (code, codes) == (0, [])
    assert (entries["third-turn"].url, entries["see"].status) == (LONG, Status.REJECTED)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (f"{LONG[:70]}\n{LONG[70:]}", "answer-unclear"),
        ("<https://example.org/a", "answer-unclear"),
        ("https://example.org/a.", "answer-unclear"),
        ("(https://example.org/a).", None),
        ("https://example.org/a_(b)", None),
        ("https://example.org/ and https://example.com/", "answer-twice"),
        ("www.example.org/a", "answer-no-address"),
        ("ftp://example.org/a", "answer-no-address"),
        ("javascript:alert(1)", "answer-no-address"),
        ("http://", "answer-no-address"),
        ("https://exam\u202eple.org/", "answer-no-address"),
        ("7", "answer-no-address"),
        ("the Guardian had it", "answer-no-address"),
        ("?", None),
        ("-- ", None),
    ],
)
def test_an_address_is_taken_exactly_or_not_at_all(asked: Workshop, said: str, code: str | None) -> None:
    """What cannot be taken is a finding at its line, and the other answers are taken."""
    text = filled(asked, third_turn=said, see="https://example.org/see")
    status, codes, entries = answer(asked, text)
    assert entries["see"].url == "https://example.org/see"
    if code is None:
        assert (status, codes) == (0, [])
    else:
        assert (status, codes) == (1, [code])
        assert entries["third-turn"].status is Status.CANDIDATE
        line = text[: text.index("Answer: " + said.split("\n", maxsplit=1)[0])].count("\n") + 1
        assert f"reply.txt:{line}: " in asked.run("links", "answer", "reply.txt").out


def test_a_place_that_is_gone_is_a_finding(asked: Workshop) -> None:
    """Its sentence was struck out, or its entry; nothing else is touched."""
    text = filled(asked, third_turn="https://example.org/a", see="https://example.org/b").replace(": see\n", ": seen\n")
    essay = asked.source / f"{NAME}.md"
    whole = essay.read_text(encoding="utf-8")
    start = whole.index("(I have argued elsewhere")
    essay.write_text(whole[:start] + whole[whole.index("But Moscow is no longer") + 120 :], encoding="utf-8")
    code, codes, entries = answer(asked, text)
    assert code == 1
    assert codes.count("answer-no-place") == 2
    assert {entry.status for entry in entries.values()} == {Status.CANDIDATE, Status.UNRECOVERED}


def test_two_answers_to_one_place_are_none(asked: Workshop) -> None:
    """A mail that quotes an earlier one: the same twice is one answer, an empty one is none, another is a finding."""
    once = filled(asked, see="https://example.org/a")
    assert answer(asked, once + quoted(filled(asked)))[1] == []
    assert answer(asked, once + quoted(once))[1] == []
    code, codes, entries = answer(asked, filled(asked, third_turn="1") + quoted(filled(asked, third_turn="2")))
    assert (code, codes, entries["third-turn"].status) == (1, ["answer-twice"], Status.CANDIDATE)


def test_what_a_person_decided_only_that_person_changes(asked: Workshop) -> None:
    """And it is said; the same answer again changes no byte."""
    answer(asked, filled(asked, see="https://example.org/a"))
    before = (asked.source / f"{NAME}.links.toml").read_bytes()
    answer(asked, filled(asked, see="https://example.org/a"))
    assert (asked.source / f"{NAME}.links.toml").read_bytes() == before
    text = filled(asked, see="https://example.org/b")
    code, codes, entries = answer(asked, text.replace("by: Patrick Armstrong", "by: Somebody Else"))
    assert (code, codes, entries["see"].url) == (0, ["answer-decided"], "https://example.org/a")
    code, codes, entries = answer(asked, text)
    assert (code, codes, entries["see"].url) == (0, ["answer-anew"], "https://example.org/b")


@pytest.mark.parametrize("text", ["", "Dear all,\n", "Footlight questionnaire: ../../etc/passwd\n", "\x00" * 99])
def test_what_is_no_questionnaire_is_said_to_be_none(asked: Workshop, text: str) -> None:
    assert answer(asked, text)[:2] == (1, ["answer-unknown"])


def test_a_questionnaire_without_its_places_answers_nothing(asked: Workshop) -> None:
    """The author kept the first line and wrote a sentence below it: a finding, and the ledger stays as it was."""
    before = (asked.source / f"{NAME}.links.toml").read_bytes()
    first = filled(asked).split("\n", 1)[0]
    assert answer(asked, f"{first}\n\nSorry, I do not remember any of them.\n")[:2] == (0, ["answer-empty"])
    assert (asked.source / f"{NAME}.links.toml").read_bytes() == before


def test_a_dry_run_takes_nothing(asked: Workshop) -> None:
    asked.write("reply.txt", filled(asked, see="https://example.org/a"))
    before = (asked.source / f"{NAME}.links.toml").read_bytes()
    assert "1 answer of Patrick Armstrong would be taken" in asked.run("links", "answer", "--dry-run", "reply.txt").err
    assert (asked.source / f"{NAME}.links.toml").read_bytes() == before


_PIECES = st.sampled_from(
    ["https://example.org/a", "http://x.example/", FOUND, LONG, LONG[:70], ">", "> ", "<", "\n", "\r\n", " ", ".", "”",
     "1", "2.", "none", "Answer:", "## Place 1: see", "## Place 2: third-turn", "-- \n", "=", "\u202e", "www.a.org"]
)  # fmt: skip


@pytest.fixture
def taking(asked: Workshop) -> Callable[[str], TakenAnswers]:
    """What comes of a file's text."""
    about, _ = open_questions(lone_essay(asked.source / f"{NAME}.md", NAME))
    assert about is not None
    words, now = [load_wording("en", [REPOSITORY / "templates"])], datetime(2026, 1, 1, tzinfo=UTC)
    return lambda text: take_answers(ReturnedFile(text=text, shown="x", sha256=""), about, words, now)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_PIECES | st.text(max_size=12), max_size=30))
def test_no_address_is_taken_that_nobody_wrote(taking: Callable[[str], TakenAnswers], pieces: list[str]) -> None:
    """Whatever a file holds, nothing is raised, and an address that is taken stands in it or was found before."""
    text = "".join(["## Place 1: see\nAnswer: ", *pieces])
    bare = re.sub(r"[\s>|]", "", text)
    for entry in taking(text).decided:
        found = {FOUND, "https://example.org/other"}
        assert entry.status is Status.REJECTED or entry.url in found or entry.url in text or entry.url in bare
