"""A blog's own export or folder as an archive: `links recover` reads the lost links off the author's own posts."""

import json
import tomllib
from pathlib import Path

import pytest
from export_files import wxr, wxr_item
from recording import WRITER_LEAKS
from site_of_archives import site
from workshop import Run, Workshop

from footlight.errors import EnvironmentProblem
from footlight.links.archives.archive import Found, Query
from footlight.workflows.links.export_archives import local_archive

pytestmark = [pytest.mark.filterwarnings(leak) for leak in WRITER_LEAKS]

BLOG = "https://moorings.example"
CRANES = (
    "The cranes on the quay were bought by the town, and nobody remembers any more who asked for them first.",
    (
        "What they cost is written down in <a href='/2011/02/the-harbour-report/'>the harbour report</a>, which the "
        "council did not want to be read by anyone, and <a href='https://law.example/act'>an act of law</a> had to be "
        "made for it."
    ),
)
ESSAY = f"""---
title: On cranes
author: Ann Writer
date: 2011-02-25
lang: en
url: {BLOG}/2011/02/on-cranes/
---

{CRANES[0]}

What they cost is written down in [the harbour report](), which the council did not want to be read by anyone, and had
to be made for it.
"""


def export(path: Path) -> Path:
    """A blog of three posts, of which one is a draft."""
    text = wxr(
        wxr_item(1, "On cranes", "\n\n".join(CRANES)),
        wxr_item(2, "The harbour report", "What the harbour of the town cost, and who paid for the cranes in the end."),
        wxr_item(3, "Not yet", "Nobody may read this.", status="draft"),
    )
    path.write_text(text, encoding="utf-8")
    return path


def recovered(project: Workshop, archive: Path) -> list[dict[str, object]]:
    """What `links recover` says of the essay."""
    done: Run = project.run("links", "recover", "essay", "--archive", str(archive), "--json", "--dry-run")
    assert done.code in (0, 1), done.err
    rows = [json.loads(line) for line in done.out.splitlines()]
    return [row for row in rows if "kind" in row]


def test_lost_links_are_read_off_an_export(project: Workshop, tmp_path: Path) -> None:
    """The export holds the essay's own page with its links: words and address of each come back."""
    project.source.joinpath("essay.md").write_text(ESSAY, encoding="utf-8")
    rows = recovered(project, export(tmp_path / "blog.xml"))
    assert [(row["status"], row["url"]) for row in rows] == [
        ("recovered", f"{BLOG}/2011/02/the-harbour-report/"),
        ("recovered", "https://law.example/act"),
    ]


def test_what_is_kept_of_an_export_names_it(project: Workshop, tmp_path: Path) -> None:
    """The ledger names the export as what was searched, and its record is kept beside the essay and can be verified."""
    project.source.joinpath("essay.md").write_text(ESSAY, encoding="utf-8")
    blog = export(tmp_path / "blog.xml")
    assert project.run("links", "recover", "essay", "--archive", str(blog)).code == 0
    ledger = tomllib.loads(project.source.joinpath("essay.links.toml").read_text(encoding="utf-8"))
    assert {row["where"].partition(":")[0] for entry in ledger["link"] for row in entry["searched"]} == {"blog.xml"}
    assert project.run("links", "verify", "essay").code == 0


def test_a_folder_of_posts_is_an_archive(project: Workshop, tmp_path: Path) -> None:
    """A generator's folder: its settings name the site, permalinks the pages; drafts and themes are none of them."""
    posts = tmp_path / "blog" / "_posts"
    posts.mkdir(parents=True)
    tmp_path.joinpath("blog", "_config.yml").write_text(f'title: Moorings\nurl: "{BLOG}"\n', encoding="utf-8")
    report = "[the harbour report](/2011/02/the-harbour-report/)"
    body = ESSAY.partition("\n---\n\n")[2].replace("[the harbour report]()", report)
    body = body.replace("anyone, and had", "anyone, and [an act of law](https://law.example/act) had")
    for name, address, text in (
        ("2011-02-25-on-cranes.md", "/2011/02/on-cranes/", body),
        ("2011-02-20-report.md", "/2011/02/the-harbour-report/", "What the harbour cost."),
    ):
        posts.joinpath(name).write_text(f"---\ntitle: Harbour\npermalink: {address}\n---\n\n{text}\n", encoding="utf-8")
    posts.joinpath("2011-02-26-nowhere.md").write_text("---\ntitle: Nowhere\n---\n\nA post.\n", encoding="utf-8")
    project.source.joinpath("essay.md").write_text(ESSAY, encoding="utf-8")
    rows = recovered(project, tmp_path / "blog")
    assert [row["url"] for row in rows] == [f"{BLOG}/2011/02/the-harbour-report/", "https://law.example/act"]
    report_of = local_archive(tmp_path / "blog").search_report()
    assert [row.result for row in report_of.searched] == [
        "ranked",
        "not searched: posts that do not say where they were published: 1",
    ]


def test_saved_pages_say_where_they_were(tmp_path: Path) -> None:
    """Of a copied site those pages are captures that name their own address."""
    folder = tmp_path / "copied"
    folder.mkdir()
    page = "<!doctype html><html><head><title>Tides</title>{}</head><body><p>A table of tides.</p></body></html>"
    named = page.format(f"<link rel=canonical href='{BLOG}/tides/'>")
    folder.joinpath("tides.html").write_text(named, encoding="utf-8")
    folder.joinpath("other.html").write_text(page.format(""), encoding="utf-8")
    archive = local_archive(folder)
    found = archive.captures(Query(url=f"{BLOG}/tides/"))
    assert isinstance(found, Found)
    read = archive.read(found.value[0])
    assert isinstance(read, Found)
    assert read.value.data.decode() == named


def test_an_export_is_made_once_and_the_same(tmp_path: Path) -> None:
    """What is kept of an export is kept until it changes, and is the same wherever it is made anew."""
    blog = export(tmp_path / "blog.xml")
    first = local_archive(blog)
    place = Path(first.pages()[0].locator.rsplit(":", 2)[0])
    made = place.read_bytes()
    again = local_archive(blog)
    assert Path(again.pages()[0].locator.rsplit(":", 2)[0]) == place
    place.unlink()
    assert Path(local_archive(blog).pages()[0].locator.rsplit(":", 2)[0]).read_bytes() == made
    assert {capture.timestamp[:8] for capture in first.pages()} == {"20110225"}


def test_what_is_no_archive_is_said(tmp_path: Path) -> None:
    """A folder in which no post says where it was published is none; web archives are opened as they are."""
    tmp_path.joinpath("a.md").write_text("# A post\n\nWithout an address.\n", encoding="utf-8")
    with pytest.raises(EnvironmentProblem, match="no post that says where it was published"):
        local_archive(tmp_path)
    warc = site(tmp_path / "site.warc.gz")
    assert local_archive(warc).name == "site.warc.gz"
    assert len(local_archive(tmp_path).pages()) == len(local_archive(warc).pages()) > 3
