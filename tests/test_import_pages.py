"""`footlight import` of pages: what is kept of them, what goes, and that both are counted."""

import json

from workshop import Workshop

PAGE = """<!doctype html><html lang="en"><head><title>On Tides | The Shore</title>
<meta property="og:site_name" content="The Shore"><meta name="author" content="A. Writer"></head>
<body><nav><a href="/">Home</a> <a href="/about">About</a></nav>
<article><h1>On Tides</h1>
<p>The sea comes back twice a day, <a href="tables.html?utm_source=x">as the tables say</a>, and nobody asks it to. It
has done so, with few exceptions, since there were shores.<sup><a href="#fn1" id="r1">1</a></sup></p>
<p>I wrote of that <a>in an earlier essay</a>, and of the moon, which pulls, and of the mud, which stays, and of the
birds that wait between them for what is left behind by both.</p>
<ol class="footnotes"><li id="fn1">Except at Euripus. <a href="#r1">↩</a></li></ol></article>
<footer><a href="/imprint">Imprint</a></footer></body></html>"""


def test_a_saved_page_becomes_an_essay_whose_links_and_notes_are_counted(project: Workshop) -> None:
    """Furniture goes; a tracked link is absolute and clean, the note a footnote, the emptied link in the ledger."""
    (project.root / "tides.html").write_text(PAGE, encoding="utf-8")
    done = project.run("import", "tides.html", "--url", "https://shore.example/2009/03/tides.html", "--json")
    assert done.code == 0, done.err
    row = json.loads(done.out.splitlines()[0])
    assert row["file"] == "source/on-tides.md"
    assert row["links"]["page"] == 4
    assert row["links"]["fates"] == {"tracking cut": 1, "note": 2, "emptied": 1}
    text = (project.root / "source/on-tides.md").read_text(encoding="utf-8")
    assert "title: On Tides\n" in text
    assert "[as the tables say](https://shore.example/2009/03/tables.html)" in text
    assert "shores.[^1]" in text
    assert "[^1]: Except at Euripus.\n" in text
    assert "Imprint" not in text
    assert 'exact = "in an earlier essay"' in (project.root / "source/on-tides.links.toml").read_text(encoding="utf-8")
