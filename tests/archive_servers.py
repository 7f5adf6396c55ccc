"""A server for each kind of archive on the network, over one WARC. A new kind of archive adds a row to `SERVERS`."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from common_crawl_server import CommonCrawlServer
from loopback import PYWB, replaying, serving
from wayback_server import WaybackServer


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveServer:
    """How the tests run an archive of a kind."""

    start: Callable[[Path, Path], AbstractContextManager[str]]
    """Runs it over a WARC, in a folder of its own; gives its specification, as `--archive` takes it."""
    has_index: bool = True
    """Whether it lists the captures of a site, with their statuses; else those of one address, without."""
    shows_captures: bool = True
    """Whether it has a page for each capture."""


@contextmanager
def _wayback(warc: Path, _: Path) -> Iterator[str]:
    with serving(WaybackServer(warc)) as address:
        yield f"wayback+{address}"


@contextmanager
def _pywb(warc: Path, folder: Path) -> Iterator[str]:
    with _replay(warc, folder) as root:
        yield f"pywb+{root}"


@contextmanager
def _memento(warc: Path, folder: Path) -> Iterator[str]:
    with _replay(warc, folder) as root:
        yield f"memento+{root}"


@contextmanager
def _common_crawl(warc: Path, _: Path) -> Iterator[str]:
    with serving(CommonCrawlServer(warc)) as address:
        yield f"commoncrawl+{address}"


@contextmanager
def _replay(warc: Path, folder: Path) -> Iterator[str]:
    if not (PYWB / "wayback").exists():
        pytest.skip("pywb is not installed in .venv-pywb; `make test` does that where it can")
    with replaying(folder / "pywb", [warc]) as address:
        yield f"{address}/web"


SERVERS = {
    "wayback": ArchiveServer(start=_wayback),
    "pywb": ArchiveServer(start=_pywb),
    "memento": ArchiveServer(start=_memento, has_index=False),
    "commoncrawl": ArchiveServer(start=_common_crawl, shows_captures=False),
}
