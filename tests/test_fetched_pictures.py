"""`footlight pictures`: pictures of the web, fetched once, from the site or from captures; a build finds them there."""

import io
import json
import tomllib
import zipfile
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from loopback import serving
from PIL import Image
from recording import WRITER_LEAKS, Shot, record
from workshop import Workshop

pytestmark = [pytest.mark.filterwarnings(leak) for leak in WRITER_LEAKS]


def png(shade: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (30, 20), (shade, shade, shade)).save(out, "PNG")
    return out.getvalue()


@dataclass
class Site:
    """A site with a picture, one behind a redirect, a page in a picture's place, and one that is gone."""

    asked: list[str] = field(default_factory=list)

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        self.asked.append(path)
        match path:
            case "/mill.jpg":  # a PNG all the same
                start("200 OK", [("Content-Type", "image/jpeg")])
                return [png(10)]
            case "/moved.png":
                start("302 Found", [("Location", "/mill.jpg")])
            case "/page.png":
                start("200 OK", [("Content-Type", "image/png")])
                return [b"<html><body>Sign in</body></html>"]
            case _:
                start("404 Not Found", [("Content-Type", "text/html")])
        return [b""]


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    with serving(site) as address:
        yield address


@pytest.fixture
def essay(project: Workshop, address: str, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    for variable in ("XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(project.root / variable))
    project.write("source/footlight.toml", f'[links]\nallowed = ["{address.removeprefix("http://")}"]\n')
    project.essay(
        f"![A mill]({address}/mill.jpg)\n\n![Moved]({address}/moved.png) in a line.\n\n"
        f"![No picture]({address}/page.png)\n\n![Gone]({address}/gone.png)\n\n![Once more]({address}/mill.jpg)\n"
    )
    return project


def rows(workshop: Workshop) -> list[dict[str, Any]]:
    text = (workshop.source / "essay.pictures.toml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["picture"]
    return found


def test_pictures_are_fetched_once_and_built_from_then_on(essay: Workshop, site: Site, address: str) -> None:
    """Each under a name of its own kind; what is no picture, and what is not there, is said with its line."""
    done = essay.run("pictures")
    assert (done.code, done.codes) == (0, ["picture-not-fetched", "picture-not-fetched"])
    assert "source/essay.md:11: warning: the picture" in done.out
    assert "2 fetched, 0 fetched before, 2 not fetched" in done.err
    found = rows(essay)
    assert [row["url"] for row in found] == [f"{address}/mill.jpg", f"{address}/moved.png"]
    assert all(row["file"].endswith(".png") for row in found)
    assert found[1]["from"] == f"{address}/mill.jpg"
    asked = len(site.asked)
    built = essay.run("build", "--edition", "epub")
    assert (built.code, built.codes.count("image-remote")) == (0, 2)
    assert len(site.asked) == asked
    again = essay.run("pictures")
    assert "0 fetched, 2 fetched before" in again.err
    assert site.asked.count("/mill.jpg") == 1


def test_what_a_site_lost_comes_from_its_capture(essay: Workshop, address: str, tmp_path: Path) -> None:
    shot = Shot(url=f"{address}/gone.png", when="20110301000000", body=png(200), mime="image/png")
    captures = record(tmp_path / "site.warc.gz", [shot])
    done = essay.run("pictures", "--archive", str(captures), "--json")
    kept = [json.loads(line) for line in done.out.splitlines() if '"picture"' in line]
    (gone,) = [row for row in kept if row["url"].endswith("/gone.png")]
    assert (essay.source / gone["picture"]).read_bytes() == png(200)


def test_pictures_that_are_written_into_the_text_are_made_files(project: Workshop) -> None:
    """As a Google Doc's export and others write them: in a definition, in an image, in a tag. No site is asked."""
    defined, inline, tag = (f"data:image/png;base64,{b64encode(png(shade)).decode()}" for shade in (1, 2, 3))
    drawn = "data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%20width='9'%20height='9'/%3E"
    project.essay(
        f'Words ![one][image1] and ![two]({inline}).\n\n<img src="{tag}" alt="three">\n\n![four]({drawn})\n\n'
        f"![no picture](data:image/png;base64,AAAA) ![no data](data:image/png;base64,A)\n\n[image1]: <{defined}>\n"
    )
    before = project.run("build", "--edition", "epub")
    assert "`footlight pictures` makes it a file" in before.out
    done = project.run("pictures")
    assert (done.code, done.codes) == (0, ["picture-not-fetched"] * 2)
    assert "its data is not base64" in done.out
    assert "Save it anew from its original" in done.out
    kept = [(project.source / row["file"]).read_bytes() for row in rows(project)]
    assert sorted(kept) == sorted([png(1), png(2), png(3), kept[-1]])
    assert len(kept) == 4
    assert project.run("build", "--edition", "epub").codes.count("image-outside") == 2
    with zipfile.ZipFile(project.build / "essay" / "essay.epub") as book:
        pictures = [name for name in book.namelist() if name.endswith((".png", ".svg"))]
    assert len(pictures) == len(kept), pictures
    assert "0 fetched, 4 fetched before" in project.run("pictures").err


def test_a_record_that_leads_out_of_the_folder_counts_for_nothing(essay: Workshop, address: str) -> None:
    essay.write("secret.png", png(1))
    essay.write("source/essay.pictures.toml", f'[[picture]]\nurl = "{address}/mill.jpg"\nfile = "../secret.png"\n')
    assert "image-remote" in essay.run("build", "--edition", "epub").codes
