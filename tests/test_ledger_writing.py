"""Writing the ledger keeps what a person put there: comments, order, unknown keys, decisions."""

import errno
import os
import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_ledger_file import LEDGERS

from footlight.errors import EnvironmentProblem
from footlight.ledger.entries import Candidate, Entry, Evidence, Reason, Searched, Status
from footlight.ledger.parser import entry_of, read_ledger
from footlight.ledger.writer import LedgerError, dumps, merge_entries, write_entries
from footlight.textmatch.places import Quote

BY_HAND = """\
# The links of an essay.
schema = 1
keeper = "N. N."          # ours to keep

# first
[[link]]
status = "unrecovered"    # looked twice
id = 'one'
kind = "hollow"
colour = "red"
exact = ""
reason = "nothing-found"  # in none of them

title = '''
[[link]]
'''                       # as it was

# where
[[link.searched]]
where = "wayback"         # by hand
when = 2020-01-01
[link.searched.more]
x = 1

# the next one is decided
[[link]]
id = "two"   # two
kind = "dangling"
exact = "see"
  status   =   "accepted"
url = "https://example.org/"
[[link.candidate]]
url = "https://example.org/other"  # no
# the end"""
ONE, TWO = tomllib.loads(BY_HAND)["link"]
NEW = Entry(id="new", kind="mentioned", quote=Quote(exact='a "new"\nplace'), status=Status.UNRECOVERED)


def standing(text: str, folder: Path) -> dict[str, Entry]:
    path = folder / "x.links.toml"
    path.write_text(text, encoding="utf-8")
    return {entry.id: entry for entry in read_ledger(path)[0].entries}


@pytest.fixture
def entries(tmp_path: Path) -> dict[str, Entry]:
    """The entries of BY_HAND without what is unknown in it, which makes findings but no difference here."""
    return standing(BY_HAND, tmp_path)


def test_writing_what_stands_changes_nothing(entries: dict[str, Entry]) -> None:
    """Entries without a change leave every byte, in whatever order they are given."""
    assert list(entries) == ["one", "two"]
    assert merge_entries(BY_HAND, list(entries.values()), "x") == BY_HAND
    assert merge_entries(BY_HAND, list(entries.values())[::-1], "x") == BY_HAND
    assert merge_entries(BY_HAND, [], "x") == BY_HAND


def test_only_the_lines_that_changed_are_changed(entries: dict[str, Entry]) -> None:
    """Comments stay, also those of removed keys; new keys come in their order; unknown keys stay."""
    found = replace(
        entries["one"],
        status=Status.RECOVERED,
        reason=None,
        url="https://example.org/1",
        score=0.5,
        evidence=(Evidence(what="capture", seen=datetime(2021, 2, 3, 4, 5, 6, tzinfo=UTC)),),
        searched=(replace(entries["one"].searched[0], when=date(2021, 2, 3)), Searched(where="memento")),
    )
    evidence = '[[link.evidence]]\nwhat = "capture"\nseen = 2021-02-03T04:05:06Z\n'
    expected = BY_HAND
    for old, new in [
        ('"unrecovered"    #', '"recovered"    #'),
        ('reason = "nothing-found"  # in', "# in"),
        ("of them\n", 'of them\nurl = "https://example.org/1"\n'),
        ("# as it was\n", f"# as it was\nscore = 0.5\n\n{evidence}"),
        ("when = 2020-01-01", "when = 2021-02-03"),
        ("x = 1\n", 'x = 1\n\n[[link.searched]]\nwhere = "memento"\n'),
    ]:
        assert old in expected
        expected = expected.replace(old, new, 1)
    assert merge_entries(BY_HAND, [found], "x") == expected


def test_sub_tables_that_go_leave_their_comments() -> None:
    """The comments of a removed sub-table stay."""
    text = HAND_CANDIDATES
    entry = Entry(
        id="one",
        kind="x",
        quote=Quote(),
        status=Status.CANDIDATE,
        candidates=(Candidate(url="https://c.org/"), Candidate(url="https://b.org/", score=0.25)),
    )
    assert merge_entries(text, [entry], "x") == (
        'schema = 1\n[[link]]\nid = "one"\nkind = "x"\nstatus = "candidate"\n\n'
        '[[link.candidate]]\nurl = "https://c.org/"\n\n'
        '[[link.candidate]]\nurl = "https://b.org/"  # b\nscore = 0.25\n\n'
        "# above a\n# a\n"
    )


HAND_CANDIDATES = (
    'schema = 1\n[[link]]\nid = "one"\nkind = "x"\nstatus = "candidate"\n'
    '# above a\n[[link.candidate]]\nurl = "https://a.org/"  # a\n'
    '[[link.candidate]]\nurl = "https://b.org/"  # b\n'
)


def test_new_entries_come_in_the_order_of_the_text(entries: dict[str, Entry]) -> None:
    """A new entry comes after the previous one of the text, or before the next one, between blank lines."""
    given = [replace(NEW, id="a"), entries["one"], replace(NEW, id="b"), replace(NEW, id="c"), entries["two"]]
    text = merge_entries(BY_HAND, [*given, replace(NEW, id="d")], "x")
    assert [link["id"] for link in tomllib.loads(text)["link"]] == ["a", "one", "b", "c", "two", "d"]
    assert "\n\n\n" not in text
    assert '# the end\n\n[[link]]\nid = "d"\n' in text
    assert 'place"\nstatus = "unrecovered"\n\n# first\n[[link]]' in text
    only_before = merge_entries(BY_HAND, [NEW, entries["two"]], "x")
    assert [link["id"] for link in tomllib.loads(only_before)["link"]] == ["one", "new", "two"]


@pytest.mark.parametrize("status", ["accepted", "rejected", "acepted", ""])
@pytest.mark.parametrize("wanted", list(Status))
def test_what_a_person_decided_stays_byte_for_byte(status: str, wanted: Status) -> None:
    """Only another decision changes a decision; an unknown status counts as one."""
    text = BY_HAND.replace('"accepted"', f'"{status}"')
    entry = replace(NEW, id="two", status=wanted, url="https://example.org/wrong")
    assert (merge_entries(text, [entry], "x") == text) is not wanted.decided


def test_the_second_of_two_entries_with_one_id_stays() -> None:
    """Of two entries with the same id only the first is changed."""
    text = BY_HAND.replace('"two"', '"one"')
    result = merge_entries(text, [replace(NEW, id="one")], "x")
    assert result.endswith(text[text.index("# the next") :])


def test_a_new_ledger_is_in_the_order_of_the_design() -> None:
    """`schema`, then each entry with its keys in order and what is not known left out."""
    entry = replace(NEW, reason=Reason.NOT_SEARCHED, searched=(Searched(where="w", when=date(2020, 1, 2)),))
    assert dumps([entry]) == (
        'schema = 1\n\n[[link]]\nid = "new"\nkind = "mentioned"\nexact = "a \\"new\\"\\nplace"\n'
        'status = "unrecovered"\nreason = "not-searched"\n\n[[link.searched]]\nwhere = "w"\nwhen = 2020-01-02\n'
    )
    assert dumps([]) == "schema = 1\n"


def test_lines_end_as_they_did(entries: dict[str, Entry]) -> None:
    """Line ends of Windows are kept."""
    text = BY_HAND.replace("\n", "\r\n")
    changed = replace(entries["one"], by="me", searched=(*entries["one"].searched, Searched(where="w")))
    result = merge_entries(text, [changed, NEW], "x")
    assert result.count("\n") == result.count("\r\n") > text.count("\n")
    assert result.replace("\r\n", "\n") == merge_entries(BY_HAND, [changed, NEW], "x")


def test_times_are_written_in_utc_and_half_characters_replaced() -> None:
    """Values that TOML cannot hold are converted."""
    east = timezone(timedelta(hours=2, seconds=1))
    entry = replace(NEW, title="a\ud800b", archived=datetime(2020, 1, 1, 12, tzinfo=east))
    assert 'title = "a?b"\narchived = 2020-01-01T09:59:59Z' in dumps([entry])
    naive = replace(NEW, archived=datetime(2020, 1, 1, 12))  # noqa: DTZ001
    assert "archived = 2020-01-01T12:00:00Z" in dumps([naive])


@pytest.mark.parametrize(
    "entry",
    [
        replace(NEW, id="a b"),
        replace(NEW, url="javascript:alert(1)"),
        replace(NEW, score=float("nan")),
        replace(NEW, status=Status.RECOVERED),
    ],
)
def test_an_entry_that_could_not_be_read_is_not_written(entry: Entry) -> None:
    """An entry that could not be read back is refused."""
    with pytest.raises(LedgerError):
        dumps([entry])
    with pytest.raises(LedgerError):
        dumps([NEW, NEW])


@pytest.mark.parametrize(
    "text",
    [
        'link = [{id = "one", kind = "x", status = "unrecovered"}]',
        '[link]\nid = "one"',
        BY_HAND + "\nurl = 3",
        '[[link]]\nid = "one"\nkind = "x"\nstatus = "unrecovered"\nsearched = [{where = "x"}]\n',
        '[[link]]\nid = "one"\nstatus = "unrecovered"\nsearched = 1\n',
        "link = 1",
    ],
)
def test_a_form_that_cannot_be_edited_is_left_alone(text: str) -> None:
    """Valid TOML that cannot be edited line by line is not touched, and an error says so."""
    with pytest.raises(LedgerError, match=r"^x\.toml") as caught:
        merge_entries(text, [replace(NEW, id="one")], "x.toml")
    assert caught.value.hint


@pytest.mark.parametrize("header", ["[[ link ]]", '[["link"]]  # one', "\t[['link']]", '[["l\\u0069nk"]]'])
def test_a_header_may_be_written_in_other_ways(header: str) -> None:
    """A header counts by its meaning, however it is written."""
    text = merge_entries(BY_HAND.replace("[[link]]", header, 2), [replace(NEW, id="one", by="me")], "x")
    assert [(link["id"], link.get("by")) for link in tomllib.loads(text)["link"]] == [("one", "me"), ("two", None)]


def test_a_file_is_replaced_whole_keeps_its_mode_and_is_not_touched_in_vain(tmp_path: Path) -> None:
    """The file is replaced in one step, keeps its mode and its symbolic link, and is not touched without a change."""
    real, path = tmp_path / "real.toml", tmp_path / "essay.links.toml"
    write_entries(real, [])
    assert not real.exists()
    real.write_text(BY_HAND, encoding="utf-8")
    real.chmod(0o640)
    path.symlink_to(real)
    os.utime(real, (1, 1))
    write_entries(path, read_ledger(path)[0].entries)
    assert real.stat().st_mtime == 1
    write_entries(path, [NEW])
    assert (real.stat().st_mode & 0o777, path.is_symlink()) == (0o640, True)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["essay.links.toml", "real.toml"]
    assert [entry.id for entry in read_ledger(path)[0].entries] == ["one", "two", "new"]


def test_a_folder_that_is_not_there_is_the_machines_trouble(tmp_path: Path) -> None:
    """A missing folder is an EnvironmentProblem with a message."""
    with pytest.raises(EnvironmentProblem, match=os.strerror(errno.ENOENT)):
        write_entries(tmp_path / "none" / "x.links.toml", [NEW])


@given(before=LEDGERS, after=LEDGERS, remarks=st.lists(st.sampled_from(["", " # {}.", "\n# {}."]), min_size=1))
def test_a_rewrite_says_what_was_asked_and_keeps_the_rest(
    before: list[Entry], after: list[Entry], remarks: list[str]
) -> None:
    """Every comment, decision and other entry survives; the given entries have their new values."""
    lines = dumps(before).split("\n")
    marks = [remarks[number % len(remarks)].format(f"remark {number}") for number in range(len(lines))]
    remarked = "\n".join(line + mark for line, mark in zip(lines, marks, strict=True))
    text = merge_entries(remarked, after, "x")
    wanted = {entry.id: entry for entry in before}
    for entry in after:
        if entry.id not in wanted or entry.status.decided or not wanted[entry.id].status.decided:
            wanted[entry.id] = entry
    assert merge_entries(text, after, "x") == text
    links = tomllib.loads(text).get("link", [])
    assert {link["id"]: entry_of(link) for link in links} == wanted
    assert all(mark.strip() in text for mark in marks)
