"""The captures that are kept, replayed by a real web archive."""

from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from loopback import PYWB, replaying
from recording import WRITER_LEAKS
from sites import NAME, OWN, TURN, authors_site
from workshop import REPOSITORY, Workshop

pytestmark = [pytest.mark.filterwarnings(leak) for leak in WRITER_LEAKS]


@pytest.fixture
def project(project: Workshop, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """The first essay with its captures kept."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(project.root / "cache"))
    project.write(f"source/{NAME}.md", (REPOSITORY / "source" / f"{NAME}.md").read_bytes())
    assert project.run("links", "recover", "--archive", str(authors_site(project.root / "site.warc.gz"))).code == 0
    return project


@pytest.fixture
def replay(project: Workshop, tmp_path: Path) -> Iterator[str]:
    """Where pywb replays them."""
    if not (PYWB / "wayback").exists():
        pytest.skip("pywb is not installed in .venv-pywb; `make test` does that where it can")
    with replaying(tmp_path / "pywb", [project.source / f"{NAME}.links.warc.gz"]) as address:
        yield f"{address}/web"


def test_pywb_replays_what_was_kept(replay: str, project: Workshop) -> None:
    """Each capture raw under its own address and moment, and nothing else."""
    from footlight.engines.warc import records  # noqa: PLC0415 - the archive's own bytes, to compare with

    with (project.root / "site.warc.gz").open("rb") as stream:
        captured = {record.target: record for record in records(stream)}
    for url in (OWN, TURN):
        stamp = captured[url].when.strftime("%Y%m%d%H%M%S")
        with urlopen(f"{replay}/{stamp}id_/{url}", timeout=30) as answer:  # noqa: S310 - loopback
            assert answer.read() == captured[url].body
            assert answer.headers["Memento-Datetime"] == captured[url].when.strftime("%a, %d %b %Y %H:%M:%S GMT")
            assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    cdx = f"{replay}/cdx?url=patrickarmstrong.ca/*&output=json&allowFuzzy=false"
    with urlopen(cdx, timeout=30) as answer:  # noqa: S310 - as above
        assert len(answer.read().splitlines()) == 2
