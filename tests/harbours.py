"""The web archive of the tutorial, docs/harbours.warc.gz: two captures of a page that lost a link between them, and the
page to which that link led. `python tests/harbours.py` writes it anew.
"""

from datetime import UTC, datetime
from pathlib import Path

from footlight.engines.warc.evidence_record import http_artefact, member_bytes

SITE = "https://example.org"
ESSAY = f"{SITE}/2009/04/on-harbours"
REPORT = f"{SITE}/2009/03/harbour-report"
COAST = f"{SITE}/coast"

_PAGE = """\
<!doctype html>
<html lang="en-GB">
<head><meta charset="utf-8"><title>{title} | Notes from the Shore</title>
<meta name="author" content="A. Writer">
<meta property="og:site_name" content="Notes from the Shore">
<meta property="article:published_time" content="{day}">
<link rel="license" href="https://creativecommons.org/licenses/by/4.0/"></head>
<body>
<nav><a href="/">Home</a> <a href="/archive">Archive</a></nav>
<article class="post"><h1>{title}</h1>
{text}
</article>
<footer><a href="/about">About</a></footer>
</body>
</html>
"""
_HARBOURS = """\
<p>A harbour is a promise that the land makes to the sea. Most are kept for a century or two, as I wrote in
{report}, and then silt up. The one at Dunwich went in a night (see </p>
<p>What is left of it is a name on the chart. The Admiralty still prints it; <a href="/coast?utm_source=feed">the
coastguard</a> has never heard of it.<sup><a href="#fn1" id="r1">1</a></sup></p>
<ol class="footnotes"><li id="fn1">I asked at the station in Felixstowe;
nobody there knew the word. <a href="#r1">↩</a></li></ol>"""
_REPORT = """\
<p>Of forty harbours on this coast that had a charter, eleven have water at low tide. The rest are fields, and one is a
car park. The sea did not leave them; the rivers brought what filled them, and nobody paid for the dredging.</p>
<p>The report that follows counts them, from the Wash to the Naze, as they were in the spring of the year.</p>"""


def page(title: str, day: str, text: str) -> bytes:
    """A page of the site."""
    return _PAGE.format(title=title, day=day, text=text).encode()


def archive() -> bytes:
    """The bytes of the archive."""
    linked = _HARBOURS.format(report=f'<a href="{REPORT}">the harbour report</a>')
    emptied = _HARBOURS.format(report="<a>the harbour report</a>")
    shots = (
        (ESSAY, datetime(2010, 5, 4, 3, 2, 1, tzinfo=UTC), page("On Harbours", "2009-04-01", linked)),
        (ESSAY, datetime(2019, 6, 5, 4, 3, 2, tzinfo=UTC), page("On Harbours", "2009-04-01", emptied)),
        (REPORT, datetime(2010, 5, 4, 3, 2, 9, tzinfo=UTC), page("The Harbour Report", "2009-03-02", _REPORT)),
    )
    head = (("content-type", "text/html; charset=utf-8"),)
    return b"".join(member_bytes(http_artefact(url, when, (200, head), body)) for url, when, body in shots)


if __name__ == "__main__":
    (Path(__file__).parent.parent / "docs" / "harbours.warc.gz").write_bytes(archive())
