"""Recovery from a capture of the essay's own page: places and anchors belong to each other one to one."""

import gzip
from datetime import date
from pathlib import Path

import pytest
from recording import WRITER_LEAKS, warc
from workshop import Workshop

from footlight.ledger.entries import Reason, Status
from footlight.links.archives.local_archive import LocalArchive
from footlight.links.gaps import find
from footlight.links.recovery import EssayFacts, Recovery, recover

pytestmark = [pytest.mark.filterwarnings(leak) for leak in WRITER_LEAKS]
OWN = "https://piers.example/2012/on-piers/"


@pytest.fixture(autouse=True)
def own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Indexes of archives are kept beside the test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def recovered(tmp_path: Path, article: str, source: str) -> tuple[Recovery, ...]:
    """What the essay's page, captured with its links, gives back."""
    page = f"<title>On Piers</title><body><article><h1>On Piers</h1>{article}</article><footer>Piers</footer>"
    archive = LocalArchive(warc(tmp_path / "own.warc.gz", {OWN: ("20120401000000", page)}))
    facts = EssayFacts(title="On Piers", date=date(2012, 3, 4), url=OWN)
    return recover(source, facts, find(source, lang="en"), [archive])


def link(name: str) -> str:
    """A link to another essay of the site."""
    return f'<a href="https://piers.example/{name}">{name}</a>'


def leads(rows: tuple[Recovery, ...]) -> list[str]:
    """The last part of each address, in the order of the text."""
    return [row.url.rpartition("/")[2] for row in rows]


def test_neighbours_keep_their_own_addresses(tmp_path: Path) -> None:
    """Of four links side by side, two without words and two with, each gets its own address."""
    first, last = f"{link('brighton')}, {link('cromer')}", f"{link('deal')}, and {link('southend')}"
    article = f"<p>Four older piers belong to this one: {first}, {last}.</p>"
    rows = recovered(tmp_path, article, "Four older piers belong to this one: , [cromer](), , and [southend]().\n")
    assert leads(rows) == ["brighton", "cromer", "deal", "southend"]
    assert {row.status for row in rows} == {Status.RECOVERED}


def test_a_lost_link_is_one_place(tmp_path: Path) -> None:
    """Where a mark stands between the words of a link and the place of its address, they are not two places."""
    article = (
        f"<p>We walked along the pier, and read of {link('lamps')} ! It was late.</p><p>The sea was grey then.</p>"
    )
    source = "We walked along the pier, and read of lamps, available at ! It was late.\n\nThe sea was grey then.\n"
    assert leads(recovered(tmp_path, article, source)) == ["lamps"]


def test_notes_are_compared_with_those_at_the_end_of_the_page(tmp_path: Path) -> None:
    """A note that the essay has in its middle, and the page at its end, gives its link back."""
    article = (
        "<p>The first pier was built of oak<sup>1</sup> and stood for a hundred years in the surf.</p>"
        "<p>The second was of iron, and rusted within twenty.</p>"
        f"<section class=footnotes><ol><li>It was felled in {link('ashdown')} and floated down.</li></ol></section>"
    )
    source = (
        "The first pier was built of oak[^1] and stood for a hundred years in the surf.\n\n"
        "[^1]: It was felled in and floated down.\n\nThe second was of iron, and rusted within twenty.\n"
    )
    assert leads(recovered(tmp_path, article, source)) == ["ashdown"]


def test_a_picture_is_no_link(tmp_path: Path) -> None:
    """A link that was lost before a picture is found, although the picture has an address."""
    article = (
        f"<p>This year we leave the old pier and go to {link('cromer')}…</p><p><img src=/pier.png></p><p>It is far.</p>"
    )
    source = "This year we leave the old pier and go to …\n\n![](https://piers.example/pier.png)\n\nIt is far.\n"
    assert leads(recovered(tmp_path, article, source)) == ["cromer"]


def arc(path: Path, pages: dict[str, bytes]) -> Path:
    """An ARC file, a gzip member a record, as crawls wrote them."""
    body = b"1 0 Crawl\nURL IP-address Archive-date Content-type Archive-length\n"
    members = [b"filedesc://a.arc 127.0.0.1 20090402000000 text/plain %d\n%s\n" % (len(body), body)]
    for url, html in pages.items():
        block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + html
        members.append(b"%s 192.0.2.1 20090402000000 text/html %d\n%s\n" % (url.encode(), len(block), block))
    path.write_bytes(b"".join(gzip.compress(member) for member in members))
    return path


def test_an_arc_file_is_an_archive(tmp_path: Path) -> None:
    """The crawls' format until about 2009 is read as WARC is."""
    html = (
        b"<title>On Piers</title><p>A pier is a long word, as I wrote in <a href=/lamps>the report</a>, and kept.</p>"
    )
    archive = LocalArchive(
        arc(tmp_path / "crawl.arc.gz", {OWN: html, "https://piers.example/lamps": b"<title>Lamps</title>"})
    )
    source = "A pier is a long word, as I wrote in [the report](), and kept.\n"
    [row] = recover(source, EssayFacts(title="On Piers", url=OWN), find(source), [archive])
    assert (row.status, row.url) == (Status.RECOVERED, "https://piers.example/lamps")
    assert archive.unread == ()


def test_a_file_that_cannot_be_read_was_not_searched(project: Workshop, tmp_path: Path) -> None:
    """“Nothing found” is never said of it: it is named, and the command ends as when an archive does not answer."""
    broken = tmp_path / "broken.warc.gz"
    broken.write_bytes(b"\x1f\x8b\x08nothing of the kind")
    project.source.joinpath("piers.md").write_text("---\ntitle: Piers\n---\n\nSee [the report]().\n", encoding="utf-8")
    done = project.run("links", "recover", "--archive", str(broken))
    assert done.code == 3
    assert "no capture in broken.warc.gz can be read" in done.err
    ledger = (project.source / "piers.links.toml").read_text(encoding="utf-8")
    assert f'reason = "{Reason.NOT_SEARCHED}"' in ledger


def test_a_dump_gives_back_what_it_lists(project: Workshop, tmp_path: Path) -> None:
    """The numbers in a dump's text are recovered from the references at its end, and `verify` accepts the list."""
    text = "See [1]the pier and [2]the lamp, and [3]more.\n\nReferences\n\n"
    text += "".join(f"   {n}. https://piers.example/{n}\n" for n in (1, 2, 3))
    project.source.joinpath("dump.md").write_text(f"---\ntitle: Piers\n---\n\n{text}", encoding="utf-8")
    archive = warc(tmp_path / "a.warc.gz", {OWN: ("20120401000000", "<title>On Piers</title><p>Nothing of this.</p>")})
    done = project.run("links", "recover", "--archive", str(archive))
    assert [line.split(" → ")[1] for line in done.out.splitlines()] == [
        f"https://piers.example/{n} [unlinked]" for n in (1, 2, 3)
    ]
    assert project.run("links", "verify").code == 0
    assert project.run("links", "find").out == ""


def test_a_note_that_the_page_shows_elsewhere_is_one_place(tmp_path: Path) -> None:
    """In the source it stands before a link that the page shows before it; each gets its own place."""
    first = "The pier of the old town burnt down in a single night, and nobody knows to this day why it did"
    note = "Whoever wants to read about the great fires of the coast finds them in the"
    last = "The harbour behind it silted up in the years that followed, as the charts of those days show (see"
    article = f"<p>{first}.</p><p>{last} {link('charts')}).</p><p>{note} {link('fires')}: can be lent for a week.</p>"
    source = f"{first}.[^1]\n\n[^1]: {note} fires: can be lent for a week.\n\n{last}\n"
    rows = recovered(tmp_path, article, source)
    assert leads(rows) == ["fires", "charts"]
    assert "unlinked" not in [row.place.code for row in rows]
