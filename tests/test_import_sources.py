"""`footlight import`, by where a page comes from and what is wrong with it; and what importing it again does."""

import base64
import io
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from loopback import serving
from PIL import Image
from recording import WRITER_LEAKS, Shot, record
from workshop import Run, Workshop

pytestmark = [pytest.mark.filterwarnings(leak) for leak in WRITER_LEAKS]

LONG = (
    "The harbour was built twice, says the report, and paid for once; what is left of the first lies under the second, "
    "as a word lies under its correction, and can be read at low water by whoever brings boots."
)
HEAD = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>On Piers</title></head>'


def picture(shade: int = 90) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), (shade, 90, 60)).save(out, "PNG")
    return out.getvalue()


def page(*paragraphs: str, head: str = HEAD, more: str = "") -> str:
    """A page of a few paragraphs."""
    text = "".join(f"<p>{one}</p>" for one in paragraphs)
    return f"{head}<body><nav><a href='/'>Home</a></nav><article><h1>On Piers</h1>{text}{more}</article></body></html>"


# Where a page comes from


FEED = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Shore</title><link>{site}/</link><item><title>On Feeds</title><link>{site}/feeds</link><guid>1</guid>
<content:encoded><![CDATA[<p>See <a href="/moles">moles</a>.</p><p><img src="/pier.png" alt="A pier"></p>]]>
</content:encoded></item><item><title>On Tails</title><link>{site}/tails</link><guid>2</guid>
<description>It began as it always does [&amp;hellip;]</description></item></channel></rss>"""


class Site:
    """A site with a page and its picture, one behind a login, one behind a redirect, and one that is gone."""

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        html = [("Content-Type", "text/html; charset=utf-8")]
        match environ["PATH_INFO"]:
            case "/piers":
                start("200 OK", html)
                return [
                    page(LONG, f'See <a href="/moles">moles</a>. {LONG}', '<img src="pier.png" alt="A pier">').encode()
                ]
            case "/feed":  # served as many servers do, under a type that says nothing
                start("200 OK", [("Content-Type", "text/plain")])
                return [FEED.format(site=f"http://{environ['HTTP_HOST']}").encode()]
            case "/pier.png":
                start("200 OK", [("Content-Type", "image/png")])
                return [picture()]
            case "/old":
                start("301 Moved Permanently", [("Location", "/piers")])
            case "/members":
                start("302 Found", [("Location", "/login?next=/members")])
            case "/login":
                start("200 OK", html)
                return [page("Name, and password, please, to read what we have written here.").encode()]
            case _:
                start("404 Not Found", html)
        return [b""]


@pytest.fixture
def address(project: Workshop, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for variable in ("XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(project.root / variable))
    with serving(Site()) as root:
        project.write("source/footlight.toml", f'[links]\nallowed = ["{root.removeprefix("http://")}"]\n')
        yield root


def test_a_page_by_its_address_with_its_picture_and_its_capture(project: Workshop, address: str) -> None:
    """A redirect is followed, the picture fetched, the page kept as it came; a relative link is absolute."""
    done = project.run("import", f"{address}/old")
    assert (done.code, done.codes) == (0, []), (done.out, done.err)
    text = (project.source / "on-piers.md").read_text(encoding="utf-8")
    assert f"url: {address}/piers\n" in text
    assert f"[moles]({address}/moles)" in text
    assert len(list((project.source / "on-piers.pictures").iterdir())) == 1
    assert (project.source / "on-piers.original.warc.gz").stat().st_size > 300


def test_a_feed_by_its_address(project: Workshop, address: str) -> None:
    """Every entry with its picture; of the one that is cut off it is said. The same feed again changes nothing."""
    done = project.run("import", f"{address}/feed")
    assert (done.code, sorted(done.codes)) == (0, ["import-remark", "import-summary"]), (done.out, done.err)
    text = (project.source / "on-feeds.md").read_text(encoding="utf-8")
    assert f"url: {address}/feeds\n" in text
    assert f"[moles]({address}/moles)" in text
    assert len(list((project.source / "on-feeds.pictures").iterdir())) == 1
    assert "always does" in (project.source / "on-tails.md").read_text(encoding="utf-8")
    assert "2 unchanged" in project.run("import", f"{address}/feed").err


def test_a_login_is_no_page_and_a_lost_page_comes_from_an_archive(
    project: Workshop, address: str, tmp_path: Path
) -> None:
    assert project.run("import", f"{address}/members").codes == ["import-login"]
    lost = project.run("import", f"{address}/lost")
    assert (lost.codes, "the site answers 404" in lost.out) == (["import-not-fetched"], True)
    shots = [Shot(url=f"{address}/lost", when="20110102030405", body=page(LONG, LONG).encode())]
    shots.append(Shot(url=f"{address}/lost", when="20180102030405", body=page(LONG, "Later words. " + LONG).encode()))
    archive = record(tmp_path / "lost.warc.gz", shots)
    assert project.run("import", f"{address}/lost", "--archive", str(archive), "--at", "2012").code == 0
    assert "Later words" not in (project.source / "on-piers.md").read_text(encoding="utf-8")


def test_pages_that_browsers_saved_bring_their_pictures(project: Workshop) -> None:
    """The folder beside a page, pictures within it (SingleFile), and MHTML."""
    inside = base64.b64encode(picture(30)).decode()
    saved = "<!-- saved from url=(0030)https://shore.example/2001/piers -->"
    project.write(
        "a/piers.html", f"<!doctype html>{saved}" + page(LONG, LONG, '<img src="piers_files/pier.png" alt="A">')
    )
    project.write("a/piers_files/pier.png", picture())
    project.write(
        "b.html",
        "<!-- Page saved with SingleFile url: https://shore.example/2002/moles -->"
        + page(LONG, LONG, f'<img alt="B" src="data:image/png;base64,{inside}">'),
    )
    mime = (
        "From: <Saved by a browser>\r\nSnapshot-Content-Location: https://shore.example/2003/groynes\r\nSubject: x\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="--x"\r\n\r\n'
        "----x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + page(LONG, LONG, '<img alt="C" src="https://shore.example/2003/pier.png">')
        + "\r\n----x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Location: https://shore.example/2003/pier.png\r\n\r\n{inside}\r\n----x--\r\n"
    )
    project.write("c.mhtml", mime)
    done = project.run("import", "a/piers.html", "b.html", "c.mhtml", "--json")
    assert done.code == 0, done.out
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert [row["pictures"] for row in rows] == [1, 1, 1]
    for row, year in zip(rows, ("2001/piers", "2002/moles", "2003/groynes"), strict=True):
        text = (project.root / row["file"]).read_text(encoding="utf-8")
        assert f"url: https://shore.example/{year}\n" in text
        assert len(list((project.root / row["file"].replace(".md", ".pictures")).iterdir())) == 1


def test_a_shortened_address_leads_where_an_archive_saw_it_lead(project: Workshop) -> None:
    shots = [
        Shot(
            url="https://shore.example/piers",
            when="20140102030405",
            body=page(
                LONG, f'See <a href="https://t.co/AbC1">this</a> and <a href="https://t.co/XyZ9">that</a>. {LONG}'
            ).encode(),
        ),
        Shot(
            url="https://t.co/AbC1",
            when="20140203040506",
            status="301 Moved Permanently",
            headers=(("Location", "https://moles.example/1911"),),
        ),
    ]
    record(project.root / "shore.warc.gz", shots)
    done = project.run("import", "shore.warc.gz", "--url", "https://shore.example/piers")
    assert "redirector unwrapped: https://t.co/AbC1 → https://moles.example/1911" in done.out
    text = (project.source / "on-piers.md").read_text(encoding="utf-8")
    assert "[this](https://moles.example/1911)" in text
    assert "[that](https://t.co/XyZ9)" in text


# What is wrong with it

SCRIPTED = (
    f"{HEAD}<body><div id=root></div><noscript>You need to enable JavaScript to run this app.</noscript>"
    "<script>load()</script></body></html>"
)
BAD: dict[str, tuple[str | bytes, str]] = {
    "not a page": (bytes(range(1, 256)) * 40, "import-unknown-format"),
    "a page that is only script": (SCRIPTED, "import-script-only"),
    "a page without text": (f"{HEAD}<body><img src=http://x.example/x.png></body></html>", "import-empty"),
    "nothing": ("", "import-unknown-format"),
    "a saved page without its page": (
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/css\n\n*{}\n--x--",
        "import-document",
    ),
}


def outcome(project: Workshop, content: str | bytes, name: str = "x.html") -> Run:
    project.write(name, content)
    return project.run("import", name, "--no-pictures")


@pytest.mark.parametrize("case", sorted(BAD))
def test_bad_input_is_named_and_nothing_is_written(project: Workshop, case: str) -> None:
    content, code = BAD[case]
    done = outcome(project, content)
    assert (done.code, done.codes) == (1, [code]), done.out
    assert list(project.source.rglob("*")) == []
    assert "Hint:" in done.out


def test_what_is_doubtful_is_imported_and_said(project: Workshop) -> None:
    """A paywall, a wrong label of the encoding, a note that the page does not have."""
    paid = HEAD.replace("</head>", '<script type="application/ld+json">{"@type":"NewsArticle","headline":"On Piers",'
                        '"isAccessibleForFree":"False"}</script></head>')  # fmt: skip
    assert outcome(project, page(LONG, LONG, head=paid), "a.html").codes == ["import-paywall"]
    wrong = page(f"Das Café schließt. {LONG}", LONG, head=HEAD.replace("utf-8", "iso-8859-1"))
    assert outcome(project, wrong, "b.html").codes == ["import-charset"]
    assert "Das Café schließt" in (project.source / "on-piers-2.md").read_text(encoding="utf-8")
    called = page(f'{LONG}<sup><a href="#fn9" class="footnote-ref">9</a></sup>', LONG)
    assert outcome(project, called, "c.html").codes == ["import-note-missing"]


def test_a_page_nested_a_thousand_deep_is_read_to_its_end(project: Workshop) -> None:
    """`<font>` opened and never closed, and a table in a table in a table: no paragraph or link is lost."""
    inside = f"<p>{LONG}</p><p>{LONG} <a href='http://x.example/'>The <b>end</b></a>.</p>"
    deep = "<font size=2>" * 2000 + "<table><tr><td>" * 300 + inside
    done = outcome(project, f"{HEAD}<body>{deep}</body></html>")
    assert (done.code, done.codes) == (0, []), done.out
    text = (project.source / "on-piers.md").read_text(encoding="utf-8")
    assert "[The **end**](http://x.example/)" in text
    assert text.count("The harbour was built twice") == 2


@pytest.mark.slow
def test_megabytes_of_page_are_read(project: Workshop) -> None:
    """Ten megabytes, a link in each paragraph: none is lost."""
    paragraphs = [f'{LONG} <a href="http://x.example/{number}">{number}</a>. {LONG * 12}' for number in range(4_000)]
    done = outcome(project, page(*paragraphs))
    assert done.code == 0, done.out[:1000]
    assert "(4000 links of the page, 4000 in the text)" in done.out


# Again

THREE = (
    "The first paragraph says what piers are for, and for whom, and who pays.",
    "The second says what became of them when the railway came, which was much.",
    "The third is short, and has the joke about the bishop and the bathing machine.",
)


def again(project: Workshop, *paragraphs: str, more: tuple[str, ...] = ()) -> Run:
    project.write("piers.html", page(*paragraphs))
    return project.run("import", "piers.html", "--url", "https://shore.example/piers", *more)


def test_a_source_that_is_imported_again_changes_no_edit(project: Workshop) -> None:
    essay = project.source / "on-piers.md"
    assert ": new" in again(project, *THREE).out
    first = essay.read_bytes()
    assert ": unchanged" in again(project, *THREE).out
    # Nobody edited it: it follows its source. A dry run shows that and does nothing.
    changed = (THREE[0], THREE[1].replace("much", "a great deal"), THREE[2])
    shown = again(project, *changed, more=("--dry-run",))
    assert "updated" in shown.out
    assert "+The second says what became of them when the railway came, which was a great deal." in shown.out
    assert essay.read_bytes() == first
    assert "updated" in again(project, *changed).out
    assert b"a great deal" in essay.read_bytes()
    # The source and somebody changed different paragraphs: both stand.
    essay.write_text(essay.read_text(encoding="utf-8").replace("bishop", "dean"), encoding="utf-8")
    assert "merged" in again(project, THREE[0] + " And when.", *changed[1:]).out
    text = essay.read_text(encoding="utf-8")
    assert ("And when." in text, "dean" in text, "a great deal" in text) == (True, True, True)
    assert not list(project.source.glob("*.new.md"))


def test_where_both_changed_the_same_words_the_new_text_stands_beside(project: Workshop) -> None:
    """NAME.new.md is no essay: nothing builds it."""
    again(project, *THREE)
    essay = project.source / "on-piers.md"
    edited = essay.read_text(encoding="utf-8").replace("the bishop", "the dean").encode()
    essay.write_bytes(edited)
    done = again(project, *THREE[:2], THREE[2].replace("the bishop", "the canon"))
    assert (done.code, done.codes) == (0, ["import-conflict"])
    assert essay.read_bytes() == edited
    assert "the canon" in (project.source / "on-piers.new.md").read_text(encoding="utf-8")
    assert project.make("--edition", "epub").code == 0
    assert [path.name for path in project.build.iterdir()] == ["on-piers"]


def test_an_essay_that_was_deleted_stays_away(project: Workshop) -> None:
    again(project, *THREE)
    (project.source / "on-piers.md").unlink()
    assert "left out" in again(project, *THREE).out
    assert not (project.source / "on-piers.md").exists()


def test_a_file_of_the_users_own_is_never_written_over(project: Workshop) -> None:
    project.write("source/on-piers.md", "My own words.\n")
    done = again(project, *THREE)
    assert "source/on-piers-2.md: new" in done.out
    assert (project.source / "on-piers.md").read_text(encoding="utf-8") == "My own words.\n"


@pytest.mark.parametrize("source", ["https://", "ftp://example.org/a"])
def test_what_is_no_address_of_a_page_is_named_so(project: Workshop, source: str) -> None:
    """And not as a file that is missing, which nobody meant."""
    done = project.run("import", source)
    assert (done.code, f"{source} is no address of a page" in done.out) == (1, True)
