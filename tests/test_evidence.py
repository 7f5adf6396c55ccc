"""The captures behind a ledger: kept beside it by `links recover`, called upon by `links verify`."""

import re
import shutil
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from recording import WRITER_LEAKS, warc
from sites import NAME, OWN, TURN, authors_site, page
from workshop import REPOSITORY, Workshop

from footlight.engines.warc.evidence_record import Damage, Member, evidence_members

pytestmark = [pytest.mark.filterwarnings(leak) for leak in WRITER_LEAKS]


@pytest.fixture(scope="module")
def recovered(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """The first essay, its link recovered from an archive of its author's site; nobody changes it."""
    root = tmp_path_factory.mktemp("recovered")
    (root / "source").mkdir()
    shutil.copy(REPOSITORY / "source" / f"{NAME}.md", root / "source")
    workshop = Workshop(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(root / "cache"))
        assert workshop.run("links", "recover", "--archive", str(authors_site(root / "site.warc.gz"))).code == 0
    return workshop


@pytest.fixture
def kept(recovered: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """A copy of that, to be spoilt."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return Workshop(shutil.copytree(recovered.root, tmp_path / "kept"))


def ledger(workshop: Workshop) -> Path:
    return workshop.source / f"{NAME}.links.toml"


def evidence(workshop: Workshop) -> Path:
    return workshop.source / f"{NAME}.links.warc.gz"


def members(path: Path) -> list[Member]:
    with path.open("rb") as stream:
        return [member for member in evidence_members(stream) if isinstance(member, Member)]


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_what_is_recovered_is_kept_and_proven(kept: Workshop) -> None:
    """The essay's own capture and that of the page that it led to, in the order of their addresses."""
    assert [member.artefact.target for member in members(evidence(kept))] == [TURN, OWN]
    named = [f'artefact = "{evidence(kept).name}#{member.artefact.record_id}"' for member in members(evidence(kept))]
    assert all(name in ledger(kept).read_text(encoding="utf-8") for name in named)
    done = kept.run("links", "verify")
    assert (done.code, done.out, done.err) == (0, "", "1 printed address: 1 proven from captures\n")


def test_a_record_is_the_archives_own_byte_for_byte(kept: Workshop) -> None:
    """HTTP headers, date and address as they were captured."""
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - a reader that is none of ours

    def read(path: Path) -> dict[str, tuple[str, list[tuple[str, str]], bytes]]:
        with path.open("rb") as stream:
            return {
                record.rec_headers.get_header("WARC-Target-URI"): (
                    record.rec_headers.get_header("WARC-Date"),
                    record.http_headers.headers,
                    record.content_stream().read(),
                )
                for record in ArchiveIterator(stream, check_digests="raise")
            }

    archive, own = read(kept.root / "site.warc.gz"), read(evidence(kept))
    assert own == {url: archive[url] for url in (TURN, OWN)}


def test_again_changes_nothing(kept: Workshop) -> None:
    """Neither the file nor its moment; and elsewhere the same archive gives the same bytes."""
    before = [(path.read_bytes(), path.stat().st_mtime_ns) for path in (ledger(kept), evidence(kept))]
    kept.run("links", "recover", "--archive", str(kept.root / "site.warc.gz"))
    assert [(path.read_bytes(), path.stat().st_mtime_ns) for path in (ledger(kept), evidence(kept))] == before
    ledger(kept).unlink()
    evidence(kept).unlink()
    kept.run("links", "recover", "--archive", str(kept.root / "site.warc.gz"))
    assert [path.read_bytes() for path in (ledger(kept), evidence(kept))] == [data for data, _ in before]


@pytest.mark.parametrize("part", ["record", "headers", "http", "body", "packing"])
def test_one_changed_bit_fails(kept: Workshop, part: str) -> None:
    """Of a kept record's headers, of its HTTP headers, of its body, of its packing, whatever else was made to fit."""
    import gzip  # noqa: PLC0415 - for this test's own tampering

    data = evidence(kept).read_bytes()
    if part == "packing":
        spots = [*range(10), *range(10, len(data), 97), len(data) - 9, len(data) - 1]
        spoilt = [data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :] for at in spots]
    else:
        text = gzip.decompress(data)
        ahead = text.index(b"\r\n\r\n") + 4
        behind = text.index(b"\r\n\r\n", ahead) + 4
        spots = {"record": [0], "headers": [20, 140], "http": [ahead + 12, behind - 8], "body": [behind + 40]}[part]
        spoilt = [gzip.compress(text[:at] + bytes([text[at] ^ 1]) + text[at + 1 :], mtime=0) for at in spots]
    for bad in spoilt:
        evidence(kept).write_bytes(bad)
        done = kept.run("links", "verify")
        assert done.code == 1, (part, done)
        assert "evidence-damaged" in done.codes
    evidence(kept).write_bytes(data)
    assert kept.run("links", "verify").code == 0


_TITLE = '"\ntitle = '
"""What follows the address of the entry, not that of its evidence."""
_SEEN = '"\nseen = 2011'


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("ca/2010/11/17/the-third-turn/" + _TITLE, "ca/2010/12/17/the-third-turn/" + _TITLE, "evidence-no-address"),
        (f"the-third-turn/{_TITLE}", f"the-third-tur{_TITLE}", "evidence-no-address"),
        (f"the-third-turn/{_TITLE}", f"the-third-turn{_TITLE}", "evidence-no-address"),
        (f"defence/{_SEEN}", f"defenc/{_SEEN}", "evidence-other"),
        ("seen = 2011-03-01T00:00:00Z", "seen = 2011-03-01T00:00:01Z", "evidence-other"),
        ("longer the democratic darling", "longer the democratic starling", "evidence-no-line"),
        (f'artefact = "{NAME}', 'artefact = "../../etc/passwd', "evidence-elsewhere"),
        (f'artefact = "{NAME}', 'artefact = "/etc/passwd', "evidence-elsewhere"),
        (f'artefact = "{NAME}', f'artefact = "x/../{NAME}', "evidence-elsewhere"),
    ],
)
def test_a_ledger_that_says_otherwise_fails(kept: Workshop, old: str, new: str, code: str) -> None:
    """Address, capture, moment, line; and a path that leads anywhere else is not followed."""
    change(ledger(kept), old, new)
    fails(kept, code)


@pytest.mark.parametrize(("before", "code"), [('sha256 = "', "evidence-changed"), ("#urn:uuid:", "evidence-missing")])
def test_one_other_digit_fails(kept: Workshop, before: str, code: str) -> None:
    """Of a hash, and of a record's name."""
    digit = ledger(kept).read_text(encoding="utf-8").partition(before)[2][0]
    change(ledger(kept), before + digit, before + ("8" if digit == "7" else "7"))
    fails(kept, code)


def fails(kept: Workshop, code: str) -> None:
    """The proof does, with this finding, at the ledger's entry."""
    done = kept.run("links", "verify")
    assert done.code == 1
    assert code in done.codes
    assert done.line(code).startswith(f"source/{NAME}.links.toml:4: ")
    assert kept.run("links", "verify", "--sarif").out.count(f'"ruleId": "{code}"') == done.codes.count(code)


_OPENED: list[str] = []
_LISTENING: list[bool] = []


def _hear(event: str, args: tuple[object, ...]) -> None:
    if _LISTENING and event == "open":
        _OPENED.append(str(args[0]))


@pytest.fixture
def opened() -> Iterator[list[str]]:
    """The paths of all files that this process opens from here on."""
    sys.addaudithook(_hear)
    _OPENED.clear()
    _LISTENING.append(True)
    yield _OPENED
    _LISTENING.clear()


def test_nothing_outside_the_project_is_read(kept: Workshop, opened: list[str]) -> None:
    """Neither through a path of the ledger's nor through a link in the folder."""
    secret = kept.root.parent / "secret.warc.gz"
    evidence(kept).replace(secret)
    evidence(kept).symlink_to(secret)
    change(ledger(kept), f'artefact = "{NAME}.links.warc.gz', 'artefact = "../../secret.warc.gz')
    assert kept.run("links", "verify").code == 1
    assert str(evidence(kept)) not in opened
    assert not [path for path in opened if "secret" in path]
    assert str(ledger(kept)) in opened


def test_captures_that_are_missing_or_no_captures_are_findings(kept: Workshop) -> None:
    """No file, an empty one, one cut off, one of zeros, a folder."""
    data = evidence(kept).read_bytes()
    for bad, code in ((b"", "evidence-missing"), (data[:900], "evidence-damaged"), (bytes(4000), "evidence-damaged")):
        evidence(kept).write_bytes(bad)
        done = kept.run("links", "verify")
        assert (done.code, code in done.codes) == (1, True), done
    evidence(kept).unlink()
    missing = ["evidence-missing"] * 2
    assert kept.run("links", "verify").codes == [*missing, "evidence-no-address", "evidence-no-file"]
    evidence(kept).mkdir()
    assert "evidence-no-file" in kept.run("links", "verify").codes


def test_damaged_captures_are_not_written_over(kept: Workshop) -> None:
    """`links recover` says so, and leaves ledger and captures as they are."""
    broken = evidence(kept).read_bytes()[:-3]
    evidence(kept).write_bytes(broken)
    score = re.search(r"score = [\d.]+", ledger(kept).read_text(encoding="utf-8"))
    assert score
    change(ledger(kept), score[0], "score = 0.5")
    before = ledger(kept).read_bytes()
    done = kept.run("links", "recover", "--archive", str(kept.root / "site.warc.gz"))
    assert (done.code, done.codes) == (1, ["evidence-damaged"])
    assert (ledger(kept).read_bytes(), evidence(kept).read_bytes()) == (before, broken)


def test_the_editors_word_is_information(seed: Workshop) -> None:
    """The first essay's own ledger: accepted by the editor, and no capture kept."""
    done = seed.run("links", "verify")
    assert (done.code, done.codes) == (0, ["evidence-word"])
    assert ":21: info: 'third-turn' rests on the word of the editor" in done.out


def test_a_recovered_address_without_a_capture_is_not_proven(kept: Workshop) -> None:
    """Nobody vouches for it."""
    text = ledger(kept).read_text(encoding="utf-8")
    ledger(kept).write_text("\n".join(line for line in text.splitlines() if "artefact" not in line), encoding="utf-8")
    done = kept.run("links", "verify")
    assert (done.code, done.codes) == (1, ["evidence-none"])


def test_what_a_person_accepted_keeps_its_captures(kept: Workshop, tmp_path: Path) -> None:
    """Whatever a later run finds elsewhere, or does not find."""
    change(ledger(kept), 'status = "recovered"', 'status = "accepted"\nby = "editor"')
    before = evidence(kept).read_bytes()
    other = warc(tmp_path / "other.warc.gz", {"https://example.org/": ("20100101000000", page("Else", "Else."))})
    assert kept.run("links", "recover", "--archive", str(other)).code == 0
    assert evidence(kept).read_bytes() == before
    assert kept.run("links", "verify").code == 0
    change(ledger(kept), 'status = "accepted"\nby = "editor"', 'status = "recovered"')
    assert kept.run("links", "recover", "--archive", str(other)).code == 0
    assert not evidence(kept).exists()  # what nobody decided follows the last run


def test_a_dry_run_keeps_nothing(kept: Workshop) -> None:
    evidence(kept).unlink()
    ledger(kept).unlink()
    kept.run("links", "recover", "--dry-run", "--archive", str(kept.root / "site.warc.gz"))
    assert [path.name for path in kept.source.iterdir()] == [f"{NAME}.md"]


def test_no_body_gets_into_a_product(kept: Workshop) -> None:
    """Products are the same whether the captures lie beside the ledger or not."""
    kept.make("--edition", "epub")
    before = kept.products(NAME)
    evidence(kept).unlink()
    kept.make("--edition", "epub", "--force")
    assert kept.products(NAME) == before


def test_a_capture_seen_in_a_file_dates_the_link_in_the_epub(kept: Workshop) -> None:
    """Robust Links: the address and the date; no address of a copy is made up."""
    assert kept.make("--edition", "epub").code == 0
    with zipfile.ZipFile(kept.build / NAME / f"{NAME}.epub") as book:
        notes = next(book.read(name).decode() for name in book.namelist() if name.endswith("text.xhtml"))
    assert f'data-originalurl="{TURN}" data-versiondate="2010-11-20"' in notes
    assert "data-versionurl" not in notes
    assert 'class="fl-archived"' not in notes


@pytest.mark.slow
def test_epubcheck_takes_such_a_link(kept: Workshop) -> None:
    assert kept.make("--edition", "epub").code == 0
    codes = [code for code in kept.run("check", "--edition", "epub").codes if code.startswith("epubcheck-")]
    assert codes in ([], ["epubcheck-not-run"])


def test_damage_ends_the_reading(tmp_path: Path) -> None:
    """A file of nothing but a gzip header is damage, not an endless wait."""
    path = tmp_path / "x"
    path.write_bytes(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff" + b"\x00" * 40)
    with path.open("rb") as stream:
        assert [type(member) for member in evidence_members(stream)] == [Damage]


def test_places_of_the_same_words_do_not_multiply(kept: Workshop) -> None:
    """Empty items of a list, which nothing but their order tells apart: a second run changes no byte."""
    items = "- \n- Abstraction without overhead:\n- \n- \n"
    body = f"We have seen much of memory safety without garbage collection:\n\n{items}"
    kept.essay(f"{body}\nAltogether, it is exciting, and there is more of it to come.\n")
    seen = []
    for _ in range(3):
        kept.run("links", "recover", "--archive", str(kept.root / "site.warc.gz"), "essay")
        seen.append((kept.source / "essay.links.toml").read_bytes())
    assert seen[0].count(b"[[link]]") >= 2
    assert seen[1:] == seen[:1] * 2
