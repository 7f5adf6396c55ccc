"""Reading the ledger: valid entries, faults at their lines, hostile files."""

import tomllib
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footlight.findings.finding import Severity
from footlight.ledger.entries import Candidate, Entry, Evidence, Ledger, Method, Reason, Searched, Status
from footlight.ledger.keys import CANDIDATE, EVIDENCE, LINK, QUOTE, SEARCHED, SUB_TABLES
from footlight.ledger.parser import LARGEST, read_ledger
from footlight.ledger.toml_lines import logical_lines
from footlight.ledger.writer import LedgerError, merge_entries, write_entries
from footlight.textmatch.places import Quote

FIRST_ESSAY = Path(__file__).parent.parent / "source" / "russia-and-us-missile-defence.links.toml"
HEAD = 'schema = 1\n\n[[link]]\nid = "one"\nkind = "hollow"\nstatus = "unrecovered"\n'

TEXT = st.text(st.characters(codec="utf-8"), max_size=20) | st.sampled_from(
    ['"""', "'''", "a\nb", "\r\n", "\x00\x7f", "😀"]
)
URL = st.text("abc/?#=%é\"'\\[]", max_size=10).map("https://example.org/{}".format)
SCORE = st.none() | st.floats(0, 1)
DAY = st.none() | st.dates()
MOMENT = st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
WORD = TEXT.filter(str.strip)
EVIDENCES = st.builds(
    Evidence,
    what=WORD,
    url=st.just("") | URL,
    seen=DAY | MOMENT,
    sha256=st.just("") | st.text("0123456789abcdef", min_size=64, max_size=64),
    line=TEXT,
    artefact=TEXT,
)
CANDIDATES = st.builds(Candidate, url=URL, title=TEXT, score=SCORE, archive_url=st.just("") | URL, why=TEXT)
SEARCHES = st.builds(Searched, where=WORD, when=DAY | MOMENT, result=TEXT)


def entries_with(ids: st.SearchStrategy[str]) -> st.SearchStrategy[Entry]:
    return st.builds(
        Entry,
        id=ids,
        kind=WORD,
        quote=st.builds(Quote, exact=TEXT, prefix=TEXT, suffix=TEXT),
        status=st.sampled_from(Status),
        supplied=TEXT,
        by=TEXT,
        reason=st.none() | st.sampled_from(Reason),
        url=URL,
        title=TEXT,
        author=TEXT,
        site=TEXT,
        issued=DAY,
        archive_url=st.just("") | URL,
        archived=st.none() | MOMENT,
        method=st.none() | st.sampled_from(Method),
        score=SCORE,
        note=TEXT,
        evidence=st.lists(EVIDENCES, max_size=3).map(tuple),
        candidates=st.lists(CANDIDATES, max_size=3).map(tuple),
        searched=st.lists(SEARCHES, max_size=3).map(tuple),
    )


LEDGERS = st.lists(entries_with(st.sampled_from("abcdef")), max_size=4, unique_by=lambda entry: entry.id)


def read(folder: Path, text: str | bytes) -> tuple[Ledger, list[tuple[str, int, int]]]:
    path = folder / "essay.links.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    ledger, findings = read_ledger(path, file="essay.links.toml")
    assert all(f.severity is Severity.ERROR and f.message and f.file == "essay.links.toml" for f in findings)
    return ledger, [(f.code, f.line, f.column) for f in findings]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shelf")


def test_every_field_has_its_row() -> None:
    """A field added to the ledger's values is read and written."""
    assert {f.name for f in fields(Evidence)} == set(EVIDENCE)
    assert {f.name for f in fields(Candidate)} == set(CANDIDATE)
    assert {f.name for f in fields(Searched)} == set(SEARCHED)
    assert {f.name for f in fields(Entry)} - {"quote", "candidates"} | {"candidate", *QUOTE} == {*LINK, *SUB_TABLES}


def test_a_missing_ledger_is_empty(tmp_path: Path) -> None:
    """A missing ledger is an empty one."""
    assert read_ledger(tmp_path / "none.links.toml") == (Ledger(), ())
    assert read(tmp_path, "") == (Ledger(), [])


def test_the_first_essays_ledger_is_read_without_a_finding() -> None:
    """The ledger of the first essay is valid, and writing what was read changes no byte of it."""
    ledger, findings = read_ledger(FIRST_ESSAY)
    assert findings == ()
    assert [(e.id, e.status, e.method) for e in ledger.entries][1] == ("third-turn", "accepted", "author-site")
    text = FIRST_ESSAY.read_text(encoding="utf-8")
    assert merge_entries(text, ledger.entries, "x") == text


@pytest.mark.parametrize(
    ("more", "finding"),
    [
        ("titel = 'x'\n", ("ledger-unknown-key", 7, 1)),
        ("  url = 'ftp://x.org'\n", ("ledger-bad-url", 7, 3)),
        ("url = 'https://x.org/a b'\n", ("ledger-bad-url", 7, 1)),
        ('url = "https://x.org/\\u202e"\n', ("ledger-bad-url", 7, 1)),
        ("archive_url = 'https://'\n", ("ledger-bad-url", 7, 1)),
        ("title = 3\n", ("ledger-wrong-type", 7, 1)),
        ("title = '''\n[[link]]\n'''\nscore = nan\n", ("ledger-bad-score", 10, 1)),
        ("score = 1.5\n", ("ledger-bad-score", 7, 1)),
        ("score = true\n", ("ledger-wrong-type", 7, 1)),
        (f"score = 0x{'f' * 9000}\n", ("ledger-bad-score", 7, 1)),
        ("method = 'guess'\n", ("ledger-unknown-value", 7, 1)),
        ("reason = 'nothing'\n", ("ledger-unknown-value", 7, 1)),
        ("issued = '2009'\n", ("ledger-wrong-type", 7, 1)),
        ("archived = 10:11:12\n", ("ledger-wrong-type", 7, 1)),
        ("archived = 0001-01-01T00:00:00+14:00\n", ("ledger-wrong-type", 7, 1)),
        ("evidence = 'x'\n", ("ledger-wrong-type", 7, 1)),
        ("searched = [1]\n", ("ledger-wrong-type", 7, 1)),
        ("[[link.evidence]]\n\nurl = 'https://x.org'\n", ("ledger-missing-key", 7, 1)),
        ("[[link.evidence]]\nwhat = 'editor'\nsha256 = 'abc'\n", ("ledger-bad-sha256", 9, 1)),
        ("[[link.candidate]]\nurl = ''\n", ("ledger-missing-key", 8, 1)),
        ("[[link.searched]]\nwhere='a'\n[[link.searched]]\nwhere='b'\nwen=1\n", ("ledger-unknown-key", 11, 1)),
        ("[[link.serched]]\nwhere = 'x'\n", ("ledger-unknown-key", 7, 1)),
        ("[[link]]\nid = 'one'\nkind = 'hollow'\nstatus = 'rejected'\n", ("ledger-duplicate-id", 8, 1)),
        ("[[link]]\nid = 'a b'\nkind = 'hollow'\nstatus = 'rejected'\n", ("ledger-bad-id", 8, 1)),
        ("[[link]]\nkind = 'hollow'\nstatus = 'rejected'\n", ("ledger-missing-key", 7, 1)),
        ("[[link]]\nid = 'two'\nstatus = 'rejected'\n", ("ledger-missing-key", 7, 1)),
        ("[[link]]\nid = 'two'\nkind = 'hollow'\n", ("ledger-missing-key", 7, 1)),
        ("[[link]]\nid = 'two'\nkind = 'x'\nstatus = 'acepted'\n", ("ledger-unknown-value", 10, 1)),
        ("[[link]]\nid = 'two'\nkind = 'x'\nstatus = 'accepted'\n", ("ledger-no-url", 10, 1)),
        ("[[link]]\nid = 'two'\nkind = 'x'\nstatus = 'recovered'\n", ("ledger-no-url", 10, 1)),
        ("[other]\nx = 1\n", ("ledger-unknown-key", 7, 1)),
    ],
)
def test_what_is_wrong_is_a_finding_at_its_line(tmp_path: Path, more: str, finding: tuple[str, int, int]) -> None:
    """The entry with the error is left out; the others, and those with a key that is only unknown, stay."""
    ledger, found = read(tmp_path, HEAD + more)
    assert found == [finding]
    spoilt = finding[0] != "ledger-unknown-key" and "[[link]]\nid" not in more and "[[link]]\nkind" not in more
    assert [entry.id for entry in ledger.entries] == ([] if spoilt else ["one"])


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        (HEAD + 'title = "x\nby = ""\n', ("ledger-syntax", 7, 11)),
        (HEAD + "issued = 2009-02-30\n", ("ledger-syntax", 7, 10)),
        (HEAD + "title = '''x", ("ledger-syntax", 7, 1)),
        (b"schema = 1\n# caf\xe9\n", ("ledger-encoding", 2, 6)),
        ("schema = 1\n".encode("utf-16"), ("ledger-encoding", 1, 1)),
        ("schema = 2\n", ("ledger-schema", 0, 0)),
        ("schema = true\n", ("ledger-schema", 0, 0)),
        ("link = 3\n", ("ledger-wrong-type", 0, 0)),
        (f"x = {'[' * 100_000}", ("ledger-syntax", 0, 0)),
        (f"x = 1\n{'a.' * 100_000}a = 1", ("ledger-syntax", 2, 1)),
        (f"x = {'9' * 9000}", ("ledger-syntax", 1, 1)),
        ("#" * (LARGEST + 1), ("ledger-too-large", 0, 0)),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_file_that_is_no_ledger_is_one_finding(
    tmp_path: Path, text: str | bytes, finding: tuple[str, int, int]
) -> None:
    """Broken, of another encoding, deep, huge or of the future: a finding, an empty ledger, and no write into it."""
    assert read(tmp_path, text) == (Ledger(), [finding])
    path = tmp_path / "essay.links.toml"
    before = path.read_bytes()
    with pytest.raises(LedgerError):
        write_entries(path, [Entry(id="x", kind="hollow", quote=Quote(exact="x"), status=Status.UNRECOVERED)])
    assert path.read_bytes() == before


def test_a_folder_or_a_file_without_rights_is_a_finding(tmp_path: Path) -> None:
    """A file that cannot be read is a finding."""
    (finding,) = read_ledger(tmp_path)[1]
    assert finding.code == "ledger-unreadable"
    with pytest.raises(LedgerError):
        write_entries(tmp_path, [])


def test_a_flood_of_errors_is_cut_short(tmp_path: Path) -> None:
    """A file with thousands of faults gives a hundred findings, in little time."""
    keys = "".join(f"k{number} = 1\n" for number in range(100_000))
    ledger, found = read(tmp_path, HEAD + keys + "[[link.searched]]\nwhere = 'x'\n")
    assert (len(found), found[-1][0], ledger.entries) == (101, "ledger-more", ())


def test_a_byte_order_mark_is_no_matter(tmp_path: Path) -> None:
    """Editors on Windows write one; it is kept."""
    ledger, found = read(tmp_path, "\ufeff" + HEAD + "titel = 1\n")
    assert (len(ledger.entries), found) == (1, [("ledger-unknown-key", 7, 1)])
    assert merge_entries("\ufeff" + HEAD, ledger.entries, "x") == "\ufeff" + HEAD


def test_an_unknown_word_is_answered_with_the_nearest_known_one(tmp_path: Path) -> None:
    """The hint asks "did you mean …?" """
    path = tmp_path / "essay.links.toml"
    path.write_text(HEAD.replace("unrecovered", "unrecoverd") + "titel = ''\nmethod = 'x'\n")
    hints = [finding.hint for finding in read_ledger(path)[1]]
    assert hints[0] == "Did you mean 'title'?"
    assert hints[1] == "Did you mean 'unrecovered'?"
    assert hints[2].startswith("Known are: own-capture, ")


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("2009-03-05T10:11:12Z", datetime(2009, 3, 5, 10, 11, 12, tzinfo=UTC)),
        ("2009-03-05 12:11:12+02:00", datetime(2009, 3, 5, 10, 11, 12, tzinfo=UTC)),
        ("2009-03-05T10:11:12", datetime(2009, 3, 5, 10, 11, 12, tzinfo=UTC)),
        ("2009-03-05", datetime(2009, 3, 5, tzinfo=UTC)),
        ("'2009-03-05T10:11:12'", datetime(2009, 3, 5, 10, 11, 12, tzinfo=UTC)),
        ("'2009-03-05'", datetime(2009, 3, 5, tzinfo=UTC)),
    ],
)
def test_times_may_be_written_in_several_ways(tmp_path: Path, written: str, read_as: datetime) -> None:
    """A moment without a zone is in UTC; a day is a day; `issued` is the day that was written."""
    more = f"archived = {written}\nissued = {written}\n[[link.searched]]\nwhere = 'x'\nwhen = {written}\n"
    ledger, found = read(tmp_path, HEAD + more)
    (entry,) = ledger.entries
    assert (found, entry.archived, entry.issued) == ([], read_as, date(2009, 3, 5))
    assert entry.searched[0].when == (read_as if ":" in written else date(2009, 3, 5))


@settings(deadline=None)
@given(entries=LEDGERS)
def test_what_is_written_is_read_again(shelf: Path, entries: list[Entry]) -> None:
    """Titles with quotes, newlines, emoji and control characters are read back the same, and inject nothing."""
    path = shelf / "round.links.toml"
    path.unlink(missing_ok=True)
    write_entries(path, entries)
    assert read_ledger(path) == (Ledger(entries=tuple(entries)), ())


@settings(deadline=None)
@given(st.text() | st.text("[]\"'=#.\n\\ aé{}", max_size=60))
def test_no_text_is_too_strange_to_read(shelf: Path, text: str) -> None:
    """Any text gives findings and no exception; the logical lines of valid TOML are its whole text."""
    path = shelf / "strange.links.toml"
    path.write_text(text, encoding="utf-8", errors="replace", newline="")
    read_ledger(path)
    try:
        tomllib.loads(text)
    except ValueError:
        return
    assert "".join(line.text for line in logical_lines(text)) == text
