"""`links describe`: what links lead to, read from pages, kept with its evidence, and cited in the notes."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from citation_pages import MAKES, known_pages
from livesite import Answer, Host, Web, at, serving
from recording import WRITER_LEAKS, Shot, record
from workshop import Run, Workshop

from footlight.links.citations.page_description import describe_page
from footlight.links.citations.source_description import CSL_JSON, Document, describe_source, wanted_form
from footlight.links.citations.written_date import written_date

pytestmark = [pytest.mark.filterwarnings(leak) for leak in WRITER_LEAKS]


def test_pages_of_many_makes_are_described_as_they_describe_themselves() -> None:
    """Title, authors and day of four pages of each make; what a page does not say stays empty."""
    wrong: Counter[tuple[str, str]] = Counter()
    for page in known_pages(4):
        told = describe_page(page.html.encode(), url=page.url)
        wrong[page.make, "title"] += told.title.value != page.title
        wrong[page.make, "authors"] += told.authors != page.authors
        wrong[page.make, "issued"] += told.issued != page.issued
    assert +wrong == Counter()
    assert len(MAKES) == 13


_HEAD = '<meta property="article:published_time" content="2011-03-09T23:10:00Z">'


@pytest.mark.parametrize(
    ("head", "shown", "day"),
    [
        (_HEAD, "", date(2011, 3, 9)),
        (_HEAD, "Posted on 9 March 2011", date(2011, 3, 9)),
        (_HEAD, "Posted on 10 March 2011", date(2011, 3, 10)),  # the same night, by the clock of its readers
        (_HEAD, "Posted on 2 February 2014", None),
        ("", "Posted on 2 February 2014", date(2014, 2, 2)),
        # several days are of other texts
        (_HEAD, "2 May 2014</p><p class=post-date>3 May 2014</p><p class=post-date>4 June 2014", date(2011, 3, 9)),
        # `date` may be the day of a change: one that readers see and that is earlier is that of publication
        ("<meta name=date content=2011-03-09>", "Posted on 2 March 2011", date(2011, 3, 2)),
        ("<meta name=date content=2011-03-09>", "Posted on 2 April 2011", None),
    ],
)
def test_a_day_that_readers_see_otherwise_is_no_day(head: str, shown: str, day: date | None) -> None:
    """Where the head states one day and the page shows another, nothing is said."""
    html = (
        f"<html lang=en><head><title>The pier</title>{head}</head><body><h1>The pier</h1>"
        f"<p class=post-date>{shown}</p><p>It burnt down.</p></body></html>"
    )
    assert describe_page(html.encode(), url="http://harbour.example/pier").issued == day


@pytest.mark.parametrize(
    ("byline", "authors"),
    [("By Ada Byron, MA", ("Ada Byron",)), ("By Byron, Ada", ("Ada Byron",)), ("By Ada Byron, Ph.D.", ("Ada Byron",))],
)
def test_a_degree_is_no_given_name(byline: str, authors: tuple[str, ...]) -> None:
    """What stands behind a name and a comma may be its degree."""
    html = f"<html><head><title>The pier</title></head><body><h1>The pier</h1><p class=byline>{byline}</p></body>"
    assert describe_page(html.encode(), url="http://harbour.example/pier").authors == authors


@pytest.mark.parametrize(
    ("stated", "shown", "title"),
    [
        ("The pier burns: what we know", "Fire on the pier: what burns, and what it costs the harbour", 1),
        ("The pier burns: what we know", "Features", 0),
        ("The pier burns: what we know", "Ten lamps for the coast of tomorrow", 0),
        ("The pier burns: what we know", "Harbour The pier burns: what we know", 0),
        ("The pier burns: what we know", "The Pier and Harbour Post", 0),
    ],
)
def test_the_headline_that_readers_see_is_the_title(stated: str, shown: str, title: int) -> None:
    """Not the one made for sharing; a label, another subject, a label in front and the site's name are no headline."""
    html = (
        f"<html><head><title>{stated}</title><meta property='og:title' content='{stated}'>"
        "<meta property='og:site_name' content='The Pier and Harbour Post'></head>"
        f"<body><h1>{shown}</h1><p>It burnt down.</p></body></html>"
    )
    assert describe_page(html.encode(), url="http://post.example/pier").title.value == (stated, shown)[title]


_IN_TWO = """<script type="application/ld+json">
{"@type": "Article", "author": [{"@type": "Person", "givenName": "Ada", "familyName": "Byron"}]}</script>"""


@pytest.mark.parametrize(
    ("head", "body", "authors"),
    [
        ("", "<div><span>By </span><a href=/x>Ada Byron</a></div>", ("Ada Byron",)),
        ("", "<div>Von <b>Ada Byron</b></div>", ("Ada Byron",)),
        ("", "<div><a href=/authors/ada>Ada Byron</a></div>", ("Ada Byron",)),
        ("", "<span class=story__meta__author>Ada Byron</span>", ("Ada Byron",)),
        (
            "<meta name=twitter:label1 content='Written by'><meta name=twitter:data1 content='Ada Byron'>",
            "",
            ("Ada Byron",),
        ),
        ("<meta name=twitter:label1 content='Reading time'><meta name=twitter:data1 content='Ten Long'>", "", ()),
        ("<meta name=author content='The Post (www.post.example)'>", "", ()),
        ("<meta name=author content='post.example'>", "<p class=author>von Ada Byron, Lisbon</p>", ("Ada Byron",)),
        ("<meta name=author content='Post Ada Byron'>", "", ("Ada Byron",)),
        ("", "<div>By Ada Byron</div><div>By John O’Neill</div>", ()),  # of two texts, perhaps, and no one's
        ("", "<div id=comments><a rel=author class=author href=/authors/bob>Bob Reader</a></div>", ()),
        (_IN_TWO, "", ("Ada Byron",)),
    ],
)
def test_bylines_that_nothing_marks(head: str, body: str, authors: tuple[str, ...]) -> None:
    """A line that says by whom, a link to the author's page, a card's label; the site's name is nobody's."""
    html = (
        f"<html><head><title>The pier</title>{head}</head><body><h1>The pier</h1>{body}<p>It burnt.</p></body></html>"
    )
    assert describe_page(html.encode(), url="http://post.example/pier").authors == authors


_OF_GRAPH = """<script type="application/ld+json">{"@graph": [
{"@type": "Article", "headline": "The pier", "author": {"@id": "#ada"}},
{"@type": ["Person"], "@id": "#ada", "name": "Ada Byron"}]}</script>"""
_LONG = "It burnt, and " + "the sea put it out; " * 12


@pytest.mark.parametrize(
    ("head", "body", "authors"),
    [
        ("", "<div><strong>von</strong> <span>Ada Byron</span></div>", "Ada Byron"),
        ("", "<h4>Autor</h4><p>Ada Byron</p>", "Ada Byron"),
        ("", "<ul><li><strong>Autorin/Autor</strong> Ada Byron</li></ul>", "Ada Byron"),
        ("", "<div><span>Auteur :</span> Ada Byron<br>Edition : B. Barker</div>", "Ada Byron"),
        ("", "<p>Blog Beitrag von Ada Byron</p>", "Ada Byron"),
        ("", "<p><em>Text von Ada Byron &nbsp; Illustration von Tom Painter</em></p>", "Ada Byron"),
        ("", "<p>yas! | <span>By </span><span>Ada Byron</span> | April 13, 2020</p>", "Ada Byron"),
        ("", "<p>Posted on March 3, 2004 by Ada Byron</p>", "Ada Byron"),
        ("", "<div><span>By</span><span>by ADA BYRON and TOM PAINTER</span></div>", "ADA BYRON, TOM PAINTER"),
        ("", "<p>Von <a href=/a>Ada Byron</a> und <a href=/b>John Smith</a></p>", "Ada Byron, John Smith"),
        ("", "<p class=line>Von Ada Byron, John Smith und Tom Fox, XYZ</p>", "Ada Byron, John Smith, Tom Fox"),
        ("", "<p>Ada Byron</p>", "Ada Byron"),
        ("", "<p>04.02.2022 | 13:10 Uhr | Ada Byron</p>", "Ada Byron"),
        ("", "<p>Harbour Life</p>", ""),
        ("", "<p>Von Montag bis Freitag</p>", ""),
        ("", "<p>By Lisbon Harbour Council</p>", ""),
        ("", f"<p>{_LONG}</p><p><b><i>Ada Byron</i></b></p><p>Print</p><p>Share</p>", "Ada Byron"),
        ("", f"<p>{_LONG}</p><p><b>Ada Byron</b></p><p>{_LONG}</p>", ""),  # a heading within the text
        ("<meta name=author content='Der Post'>", "<p>Von Ada Byron</p>", "Ada Byron"),
        ("<meta name=author content='Verein der Hafenfreunde e.V.'>", "", ""),
        ("<meta name=author content='Amt für Wald und Forstwirtschaft'>", "", ""),
        ("<meta name=author content='wordpressadmin'>", "", ""),
        ("<meta name=author content='ada.byron'>", "", ""),
        ("<meta name=author content='Super User'>", "", ""),
        ("<meta name=author content='Ada'>", "<p>Eine Kolumne von Ada Byron</p>", "Ada Byron"),
        ("<meta name=citation_authors content='Byron, Ada; Smith, John'>", "", "Ada Byron, John Smith"),
        ("<meta name=DC.Creator.PersonalName content='Byron, Ada'>", "", "Ada Byron"),
        (_OF_GRAPH, "", "Ada Byron"),
        ("<script>dataLayer = [{'category': 'Piers', 'author': 'Ada Byron'}];</script>", "", "Ada Byron"),
        ("", "<a class=author rel=author href=/author/ada>Zeige alle Beiträge von Ada Byron</a>", "Ada Byron"),
        ("", "<aside class=meta><p class=authors>Von:<br><i><a href=/a>Ada Byron</a></i></p></aside>", "Ada Byron"),
        ("", "<a href=/about/newsteam/ada-byron>Ada Byron</a>", "Ada Byron"),
        ("", "<small class=author>Erstellt von Ada Byron</small>", "Ada Byron"),
        ("", "<span class=author>Rechtsanwältin Ada Byron</span>", "Ada Byron"),
    ],
)  # fmt: skip
def test_who_wrote_is_read_where_pages_say_it(head: str, body: str, authors: str) -> None:
    """Labels and names in two elements or lines, a name alone at the heading or below the text, data of scripts.

    Offices, accounts and other words are no names.
    """
    html = f"<html><head><title>The pier</title>{head}</head><body><h1>The pier</h1>{body}<p>{_LONG}</p></body></html>"
    told = describe_page(html.encode(), url="http://www.post.example/pier")
    assert told.authors == tuple(filter(None, authors.split(", ")))


@pytest.mark.parametrize(
    ("url", "site", "author", "told"),
    [
        ("http://ada-byron.example/x", "Ada Byron", "Ada Byron", "Ada Byron"),  # the site is called as its author
        ("http://ada-byron.example/x", "Ada Byron", "", "Ada Byron"),
        ("http://harbourpost.example/x", "Harbour Post", "Harbour Post", ""),
        ("http://harbourpost.example/x", "Harbour Post", "", ""),
        ("http://elpuerto.example/x", "", "El Puerto", ""),
        ("http://volkspost.example/x", "", "HH Volkspost", ""),
    ],
)
def test_a_site_that_is_called_as_a_person(url: str, site: str, author: str, told: str) -> None:
    """On a person's own site that person is the author; a paper is nobody."""
    html = (
        f"<html><head><title>The pier – {site}</title><meta property=og:site_name content='{site}'>"
        f"<meta property=og:type content=article><meta name=author content='{author}'></head>"
        "<body><h1>The pier</h1><p>It burnt.</p></body></html>"
    )
    assert describe_page(html.encode(), url=url).authors == ((told,) if told else ())


_SHARED = """<meta name=dc.title content='Pier burns fire flames sea | NEWS'>
<meta property=og:title content='Pier burns'>
<title>Pier burns fire flames sea | NEWS</title>"""


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Salt Log » Blog Archive » The pier burns</title>",
         "<h1><a href=/>Salt Log</a></h1><h2><a href=/2009/pier>The pier burns</a></h2>", "The pier burns"),
        ("<title>The pier burns | Parco Nazionale del Porto, Nord e Sud</title>", "", "The pier burns"),
        ("<title>The pier burns - Deutscher Schwimm-Bund</title>", "", "The pier burns - Deutscher Schwimm-Bund"),
        ("<title>码头着火了，海水把它扑灭！-海港网</title>", "", "码头着火了，海水把它扑灭！"),
        ("<title>The wooden pier burns until Sunday night</title><meta property=og:title content='News of the coast'>",
         "<h1>Office: The wooden pier burns until Sunday night</h1>", "The wooden pier burns until Sunday night"),
        ("<title>Pier: what to do in a fire</title><meta property=og:title content='Fire at sea? What writers do now'>",
         "<div class=sidebar-left><article><h1 class=entry-title>Pier in flames: what writers do</h1></article></div>",
         "Pier in flames: what writers do"),
        ("<title>The Coast and Sea</title>", "<h1 class=site-title>The Coast and Sea</h1><h1>The pier burns</h1>",
         "The pier burns"),
        (_SHARED, "<h1>Pier burns</h1>", "Pier burns"),
    ],
)  # fmt: skip
def test_the_title_is_not_the_sites_name(head: str, body: str, title: str) -> None:
    """Old blogs have their own name as the first heading; a host is made of its site's name."""
    html = f"<html><head>{head}</head><body>{body}<p>It burnt.</p></body></html>"
    assert describe_page(html.encode(), url="http://parcoporto.example/2009/pier").title.value == title


@pytest.mark.parametrize(
    ("text", "lang", "day"),
    [
        ("2011-02-25T23:30:00-05:00", "", date(2011, 2, 25)),
        ("Feb 25, 2011 at 10:14 am", "en", date(2011, 2, 25)),
        ("Am 25. Feb. 2011 um 9 Uhr", "de", date(2011, 2, 25)),
        ("le 1er août 2012", "fr", date(2012, 8, 1)),
        ("3 de marzo de 2014", "es", date(2014, 3, 3)),
        ("2020年3月5日", "ja", date(2020, 3, 5)),
        ("5 марта 2020 г.", "ru", date(2020, 3, 5)),
        ("04/25/2011", "", date(2011, 4, 25)),
        ("03/04/2011", "en-US", date(2011, 3, 4)),
        ("03/04/2011", "fr", date(2011, 4, 3)),
        ("03/04/2011", "", None),
        ("1 March 2011, changed 5 May 2012", "en", None),
        ("31 February 2011", "en", None),
        ("4 July 1776", "en", None),
    ],
)
def test_days_as_they_are_written(text: str, lang: str, day: date | None) -> None:
    """What can mean two days, or none, is no day."""
    assert written_date(text, lang) == day


def pdf(title: str, author: str) -> bytes:
    """A PDF with an information dictionary."""
    out = BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.docinfo["/Title"], made.docinfo["/Author"] = title, author
        made.save(out)
    return out.getvalue()


def test_sources_that_are_no_pages() -> None:
    """A PDF, a repository, a video, the record of a DOI: each by what it says of itself."""

    def told(url: str, kind: str, body: bytes) -> tuple[str, tuple[str, ...], date | None]:
        found = describe_source(Document(url=url, content_type=kind, body=body))
        return found.title.value, found.authors, found.issued

    assert told("https://a.example/x.pdf", "application/pdf", pdf("On Tides", "Ada Byron")) == (
        "On Tides",
        ("Ada Byron",),
        None,
    )
    assert told("https://a.example/x.pdf", "application/pdf", pdf("Microsoft Word - x.doc", "admin")) == ("", (), None)
    assert told("https://a.example/x.pdf", "application/pdf", b"%PDF-1.4 broken") == ("", (), None)
    page = b"<title>GitHub - tides/tables: Tables of tides</title><meta property='og:site_name' content='GitHub'>"
    assert told("https://github.com/tides/tables", "text/html", page) == ("tables", ("tides",), None)
    video = (
        b"<title>Ebb - YouTube</title><meta property='og:title' content='Ebb'><span itemprop=author>"
        b"<link itemprop=name content='Tide Films'></span>"
        b"<meta itemprop=datePublished content='2019-05-06T01:00:00-07:00'>"
    )
    assert told("https://www.youtube.com/watch?v=x", "text/html", video) == ("Ebb", ("Tide Films",), date(2019, 5, 6))
    work = {
        "title": "Tides",
        "author": [{"given": "Ada", "family": "Byron"}],
        "container-title": "Sea",
        "issued": {"date-parts": [[2011, 2, 25]]},
    }
    assert told("https://doi.org/10.1/x", CSL_JSON, json.dumps(work).encode()) == (
        "Tides",
        ("Ada Byron",),
        date(2011, 2, 25),
    )
    assert told("https://doi.org/10.1/x", CSL_JSON, b"[not json") == ("", (), None)
    assert told("https://a.example/p.png", "image/png", b"\x89PNG") == ("", (), None)
    assert [
        wanted_form(url)
        for url in ("https://doi.org/10.1234/x.y", "https://doi.org/about", "https://a.example/10.1234/x")
    ] == [CSL_JSON, "", ""]


BOOK = """<html lang=en><title>Tides by Ada Byron | Shop</title><meta property="og:site_name" content="Shop">
<meta name=author content="Shop Staff Writer"><meta property="book:isbn" content="{isbn}">
<script type="application/ld+json">{{"@type": "Book", "name": "Tides", "isbn": "{isbn}", "datePublished": "2011-02-25",
"author": {{"@type": "Person", "name": "Ada Byron"}},
"publisher": {{"@type": "Organization", "name": "Harbour Press"}}}}
</script><h1>Tides</h1>"""


@pytest.mark.parametrize(
    ("url", "isbn", "book"),
    [
        ("https://shop.example/tides", "978-3-16-148410-0", True),
        ("https://shop.example/isbn/9783161484100", "978-3-16-148410-0", True),
        ("https://shop.example/dp/316148410X", "9783161484100", True),
        ("https://shop.example/isbn/9780306406157", "978-3-16-148410-0", False),
        ("https://shop.example/tides", "978-3-16-148410-1", False),
    ],
    ids=["stated", "in the address too", "as ten digits", "another in the address", "wrong check digit"],
)
def test_a_page_with_an_isbn_is_described_as_its_book(url: str, isbn: str, *, book: bool) -> None:
    """Its publisher is the site of the note; where the ISBN does not hold, the page is one as any other."""
    told = describe_page(BOOK.format(isbn=isbn).encode(), url=url)
    assert (told.authors_from == "the book of its ISBN") is book
    if book:
        said = told.title.value, told.authors, told.site.value, told.issued
        assert said == ("Tides", ("Ada Byron",), "Harbour Press", date(2011, 2, 25))


def test_a_review_that_states_the_isbn_of_a_book_is_not_that_book() -> None:
    """Its own author is cited."""
    linked = (
        '{"@type": "Review", "author": {"@type": "Person", "name": "Rosa Klein"}, "headline": "On Tides",'
        '"itemReviewed": {"@type": "Book", "name": "Tides", "isbn": "9783161484100", "author": "Ada Byron"}}'
    )
    html = f'<title>On Tides</title><script type="application/ld+json">{linked}</script><h1>On Tides</h1>'
    told = describe_page(html.encode(), url="https://paper.example/on-tides")
    assert (told.title.value, told.authors) == ("On Tides", ("Rosa Klein",))


STORY = next(page for page in known_pages(1) if page.make == "newspaper")


@pytest.fixture
def desk(project: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Workshop, Web]]:
    """An essay with links to a site on loopback."""
    for variable in ("XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(project.root / variable))
    pages = {"/story": Answer(body=STORY.html), "/bare": Answer(body="<p>Nothing is said here.")}
    with serving(Web(hosts={"127.0.0.1": Host(pages=pages)}), tmp_path) as web:
        project.write("source/footlight.toml", f'[links]\nallowed = ["127.0.0.1:{web.port}"]\n')
        yield project, web


def rows(done: Run) -> list[dict[str, object]]:
    """What --json printed, without findings."""
    return [row for line in done.out.splitlines() if "outcome" in (row := json.loads(line))]


def test_a_description_is_kept_with_its_evidence_and_cited(desk: tuple[Workshop, Web]) -> None:
    """They stand in the ledger and in the note; the capture proves them; nobody is asked twice."""
    project, web = desk
    project.essay(
        f"See [the story]({at(web, '/story#part')}), [nothing]({at(web, '/bare')}) and [a loss]({at(web, '/gone')}).\n"
    )
    shown = rows(project.run("links", "describe", "--dry-run", "--json"))
    assert [row["outcome"] for row in shown] == ["described", "silent", "not-read"]
    assert not (project.source / "essay.links.toml").exists()
    done = project.run("links", "describe", "--json")
    (told, *_) = rows(done)
    assert (told["title"], told["authors"], told["issued"]) == (STORY.title, list(STORY.authors), str(STORY.issued))
    assert told["sources"] == {
        "title": "JSON-LD headline, and its heading", "author": "JSON-LD author", "site": "JSON-LD publisher",
        "issued": "JSON-LD datePublished",
    }  # fmt: skip
    asked = len(web.log)
    assert next(row["outcome"] for row in rows(project.run("links", "describe", "--offline", "--json"))) == "before"
    assert len(web.log) == asked
    assert project.run("links", "verify").err == "1 printed address: 1 proven from captures\n"
    assert project.run("links", "find").err == "0 places in 1 essay\n"
    assert project.run("build", "--edition", "epub").code == 0
    with ZipFile(project.build / "essay" / "essay.epub") as book:
        text = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml"))
    assert all(words in text for words in (STORY.title, STORY.authors[0], "#part"))
    manifest = json.loads((project.build / "essay" / "essay.links.json").read_text(encoding="utf-8"))
    assert manifest["links"][0]["status"] == "present"


def test_what_a_person_decided_stays(desk: tuple[Workshop, Web]) -> None:
    """Not even --again writes over it."""
    project, web = desk
    ledger = (
        f'[[link]]\nid = "mine"\nkind = "described"\nexact = "[the story]({at(web, "/story")})"\nprefix = "See "\n'
        f'suffix = "."\nstatus = "accepted"\nby = "editor"\nurl = "{at(web, "/story")}"\ntitle = "My own words"\n'
    )
    project.essay(f"See [the story]({at(web, '/story')}).\n", ledger=ledger)
    before = (project.source / "essay.links.toml").read_bytes()
    assert [row["outcome"] for row in rows(project.run("links", "describe", "--again", "--json"))] == ["decided"]
    assert (project.source / "essay.links.toml").read_bytes() == before


def test_a_description_does_not_account_for_a_link_that_fails(desk: tuple[Workshop, Web]) -> None:
    """`links check` says of it what it says of any other."""
    project, web = desk
    project.essay(f"See [the story]({at(web, '/story')}).\n")
    project.run("links", "describe")
    del web.hosts["127.0.0.1"].pages["/story"]
    assert "info: " not in project.run("links", "check", "--again").line("target-gone")


def test_the_capture_of_the_essays_time_comes_first(desk: tuple[Workshop, Web]) -> None:
    """With an archive that has the page as it was then, that is what is cited, and no site is asked."""
    project, web = desk
    url = "http://old.example/story"
    bodies = [b"<title>%s</title><h1>%s</h1><p>Words." % (words, words) for words in (b"As it was", b"As it became")]
    shots = [
        Shot(url=url, when=when, body=body)
        for when, body in zip(("20110301000000", "20200301000000"), bodies, strict=True)
    ]
    record(project.root / "site.warc.gz", shots)
    project.write("source/essay.md", f"---\ntitle: T\nauthor: A\ndate: 2011-03-05\nlang: en\n---\n\nSee [it]({url}).\n")
    done = project.run("links", "describe", "--archive", "site.warc.gz", "--json")
    assert [row["title"] for row in rows(done)] == ["As it was"]
    assert web.log == []
    assert project.run("links", "verify").err == "1 printed address: 1 proven from captures\n"


@pytest.mark.parametrize(
    "body",
    [
        "<title>Just a moment...</title><p>Checking your browser before accessing it.<script>_cf_chl_opt=0</script>",
        "<title>Harbour</title><h1>harbour.example is for sale</h1><p>Buy this domain. The domain is for sale.",
        "<title>Error</title><h1>Error establishing a database connection</h1>",
    ],
)
def test_what_stands_in_for_a_page_describes_nothing(desk: tuple[Workshop, Web], body: str) -> None:
    """Its title is not that of the source."""
    project, web = desk
    web.hosts["127.0.0.1"].pages["/story"] = Answer(body=body)
    project.essay(f"See [the story]({at(web, '/story')}).\n")
    assert [row["outcome"] for row in rows(project.run("links", "describe", "--json"))] == ["silent"]


def test_wrong_usage(project: Workshop) -> None:
    """Each says what to do."""
    project.essay("Words.\n")
    assert project.run("links", "describe", "esay").code == 2
    assert project.run("links", "describe", "--archive", "no.warc.gz").code == 2
    assert project.run("links", "describe").err == (
        "0 described, 0 described before, 0 decided by a person, 0 without a description\n"
    )
    project.write("source/essay.links.toml", "[[link]\n")
    assert project.run("links", "describe").codes == ["ledger-syntax"]
