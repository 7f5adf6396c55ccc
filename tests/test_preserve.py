"""`links preserve`: what living links lead to, captured from a site on loopback, an archive asked to keep it."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from loopback import serving
from workshop import Workshop

from footlight.engines.warc import Record, records

LONG = (
    "<html><head><title>A Report</title></head><body><p>" + "Words of a report that lives. " * 40 + "</p></body></html>"
)
GONE = "<html><head><title>404 Not Found</title></head><body><p>Page not found.</p></body></html>"


@dataclass
class Site:
    """A site with pages good and bad, and beside them an archive that takes requests to save."""

    asked: list[str] = field(default_factory=list)

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        self.asked.append(path + ("?" + environ["QUERY_STRING"] if environ["QUERY_STRING"] else ""))
        html = [("Content-Type", "text/html; charset=utf-8"), ("Set-Cookie", "you=tracked")]
        if path.startswith("/save/"):
            start("302 Found", [("Location", "/web/20260101000000/" + path.removeprefix("/save/"))])
            return [b""]
        match path:
            case "/robots.txt":
                start("200 OK", [("Content-Type", "text/plain")])
                return [b"User-agent: *\nDisallow: /private\n"]
            case "/report" | "/private":
                start("200 OK", html)
                return [LONG.encode()]
            case "/old":
                start("301 Moved Permanently", [("Location", "/report")])
            case "/loop":
                start("302 Found", [("Location", f"/loop?{environ['QUERY_STRING']}x")])
            case "/soft":
                start("200 OK", html)
                return [GONE.encode()]
            case "/inward":
                start("302 Found", [("Location", "http://127.0.0.2:9/")])
            case _:
                start("404 Not Found", html)
        return [b""]


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    with serving(site) as address:
        yield address


@pytest.fixture
def alive(project: Workshop, address: str, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """An essay whose links lead to the site, which its configuration allows."""
    for variable in ("XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(project.root / variable))
    project.write("source/footlight.toml", f'[links]\nallowed = ["{address.removeprefix("http://")}"]\n')
    project.essay(
        f"See [the report]({address}/report), [an older one]({address}/old#part) and [a loss]({address}/gone).\n"
    )
    return project


def kept(workshop: Workshop) -> list[Record]:
    path: Path = workshop.source / "essay.links.warc.gz"
    if not path.exists():
        return []
    with path.open("rb") as stream:
        return list(records(stream))


def test_what_living_links_lead_to_is_kept(alive: Workshop, address: str) -> None:
    """Each page, and the redirect on the way to it; what is gone is not, and is said. No cookie comes along."""
    done = alive.run("links", "preserve")
    assert (done.code, done.codes) == (0, ["link-not-kept"])
    assert f"{address}/gone was not kept: it answers 404" in done.out
    assert done.err == "2 captured, 0 captured before, 1 not kept, 2 described in the ledger\n"
    assert [(record.target, record.status) for record in kept(alive)] == [
        (f"{address}/old", 301),
        (f"{address}/report", 200),
    ]
    assert kept(alive)[1].body == LONG.encode()
    assert not [name for record in kept(alive) for name, _ in record.headers if name == "set-cookie"]
    assert alive.run("links", "verify").code == 0
    described = (alive.source / "essay.links.toml").read_text(encoding="utf-8")
    assert described.count('kind = "described"') == 2
    assert f'url = "{address}/report"' in described


def test_nothing_is_asked_twice(alive: Workshop, site: Site) -> None:
    """A second run asks for nothing and changes no byte; without the file, kept answers give the same one again."""
    alive.run("links", "preserve")
    path = alive.source / "essay.links.warc.gz"
    before, asked = path.read_bytes(), list(site.asked)
    again = alive.run("links", "preserve")
    assert (again.err, path.read_bytes()) == ("0 captured, 2 captured before, 1 not kept\n", before)
    path.unlink()
    alive.run("links", "preserve")
    assert (path.read_bytes(), site.asked) == (before, asked)


def test_what_a_killed_run_captured_is_described_by_the_next(alive: Workshop) -> None:
    """A run that is killed between its captures and the ledger leaves pages that nobody has described yet."""
    alive.run("links", "preserve")
    ledger = alive.source / "essay.links.toml"
    described = ledger.read_bytes()
    ledger.unlink()
    again = alive.run("links", "preserve")
    assert again.err == "0 captured, 2 captured before, 1 not kept, 2 described in the ledger\n"
    assert ledger.read_bytes() == described


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/private", "robots.txt"),
        ("/soft", "the page says that it was not found"),
        ("/loop", "redirects"),
        ("/inward", "no address that may be asked"),
        ("/empty", "it answers 404"),
    ],
)
def test_what_is_no_page_is_not_kept(alive: Workshop, address: str, path: str, why: str) -> None:
    """Forbidden by the site, a soft 404, a loop, a way into this machine: a warning that says why."""
    alive.essay(f"See [this]({address}{path}).\n")
    done = alive.run("links", "preserve")
    assert (done.code, done.codes) == (0, ["link-not-kept"])
    assert why in done.out
    assert kept(alive) == []


def test_a_host_of_this_machine_is_asked_only_where_that_is_allowed(alive: Workshop, site: Site) -> None:
    alive.write("source/footlight.toml", "")
    done = alive.run("links", "preserve")
    assert done.codes == ["link-not-kept"] * 3
    assert site.asked == []


def test_an_archive_is_asked_where_one_is_named(alive: Workshop, address: str, site: Site) -> None:
    """Once for each page that lives, whatever how often the command runs; where its copy is, is said."""
    host = address.removeprefix("http://")
    alive.write("source/footlight.toml", f'[links]\nallowed = ["{host}"]\nsave = "{address}/save/"\n')
    assert alive.run("links", "preserve", "--no-save").code == 0
    assert not [path for path in site.asked if path.startswith("/save/")]
    rows = [json.loads(line) for line in alive.run("links", "preserve", "--json").out.splitlines()]
    copies = {row["url"]: row["copy"] for row in rows if "url" in row}
    assert copies[f"{address}/report"] == f"{address}/web/20260101000000/{address}/report"
    assert copies[f"{address}/gone"] is None
    asked = [path for path in site.asked if path.startswith("/save/")]
    assert len(asked) == 2
    alive.run("links", "preserve")
    assert [path for path in site.asked if path.startswith("/save/")] == asked


def test_damaged_captures_are_left_alone(alive: Workshop) -> None:
    path = alive.write("source/essay.links.warc.gz", b"\x1f\x8b nothing")
    done = alive.run("links", "preserve")
    assert (done.code, done.codes) == (1, ["evidence-damaged"])
    assert path.read_bytes() == b"\x1f\x8b nothing"


def test_an_address_to_save_at_is_an_address(alive: Workshop) -> None:
    alive.write("source/footlight.toml", '[links]\nsave = "wayback"\n')
    done = alive.run("links", "preserve")
    assert (done.code, "'save' takes an address" in done.err) == (2, True)


def test_addresses_end_where_links_check_ends_them(alive: Workshop, address: str, site: Site) -> None:
    """Parentheses of an address belong to it; the full stop, quotation marks and commas around it do not."""
    alive.essay(f'See {address}/Map_(x). Also {address}/a_b_c, and "{address}/q" end; not `{address}/code`.\n')
    alive.run("links", "preserve")
    preserved = sorted(path for path in site.asked if path != "/robots.txt")
    alive.run("links", "check", "--again")
    assert preserved == ["/Map_(x)", "/a_b_c", "/q"] == sorted({path for path in site.asked if path != "/robots.txt"})
