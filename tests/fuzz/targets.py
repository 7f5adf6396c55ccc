"""The readers that are fuzzed: a function a target, which takes bytes and raises nothing but what it names.

To add a target, add a function and a row to `TARGETS`, with inputs to begin with and words that the format is made of.
"""

import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from footlight.engines.epub.container_reader import DamagedEpubError
from footlight.engines.epub.publication_reader import open_publication
from footlight.engines.feeds import read_feed
from footlight.engines.html_pages import feed_items, flatten
from footlight.engines.svg import UnusableSvgError, rebuild_svg
from footlight.engines.warc.evidence_record import evidence_members
from footlight.engines.warc.record_reader import records
from footlight.engines.web.lookalikes import disguise_of
from footlight.engines.web.messages import Outcome, Request, Response
from footlight.engines.web.robots import allows
from footlight.engines.web.url import ascii_host, followable, host_and_port, in_ascii, site_of, spelt
from footlight.engines.web_server.exchange import PageRequest
from footlight.errors import FootlightError
from footlight.essay_files import EssayFile, find_essays
from footlight.intake import conversion
from footlight.intake.item import Item, ItemKind
from footlight.intake.parcel import Parcel
from footlight.intake.readers import feed, json_feed
from footlight.ledger.anchoring import anchor_all
from footlight.ledger.parser import read_ledger
from footlight.ledger.writer import dumps
from footlight.links.archives.archive import Match, Query
from footlight.links.archives.link_format import parse_links
from footlight.links.archives.memento import Memento
from footlight.links.archives.pywb import Pywb
from footlight.links.archives.url_key import urlkey
from footlight.links.archives.wayback import Wayback
from footlight.links.citations.page_description import describe_page
from footlight.links.decisions.answer_parser import parse_answer
from footlight.links.decisions.returned_questionnaire import Labels, named_essay, parse_returned
from footlight.links.gaps.rule_table import find
from footlight.project import Project
from footlight.reading.dialects.dialect import DIALECTS
from footlight.reading.dialects.dialect_reader import read_dialect
from footlight.reading.open_brackets import escape_open_brackets
from footlight.reading.references import settle
from footlight.reading.source_file import read_source
from footlight.settings.parser import load_book, load_config
from footlight.shelf import opds1, opds2
from footlight.shelf.epub_description import describe
from footlight.workflows.serve.site import Site

_FOLDER = Path(tempfile.mkdtemp(prefix="fuzz-"))
(_FOLDER / "source").mkdir()
_NOW = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A reader, and what its inputs are made of."""

    read: Callable[[bytes], object]
    seeds: tuple[bytes, ...]
    words: tuple[bytes, ...] = ()
    """Words of the format, which the fuzzer puts in."""


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _essay(data: bytes) -> EssayFile:
    path = _FOLDER / "source" / "essay.md"
    path.write_bytes(data)
    return find_essays(_FOLDER / "source")[0]


def front_matter(data: bytes) -> None:
    """The head of an essay, in all its forms."""
    read_source(_essay(data))


def ledger(data: bytes) -> None:
    """A ledger: read, its places found, and written again."""
    path = _FOLDER / "essay.links.toml"
    path.write_bytes(data)
    read, findings = read_ledger(path)
    if not findings:
        anchor_all("See the harbour report, and (see the other.\n" * 3, read.entries, "essay.md")
        dumps(read.entries)


def toml(data: bytes) -> None:
    """footlight.toml and a book's file."""
    path = _FOLDER / "footlight.toml"
    path.write_bytes(data)
    with suppress(FootlightError):
        load_config(path)
    with suppress(FootlightError):
        load_book(path, "b.book.toml")


def marks(data: bytes) -> None:
    """Markdown: gaps, references, brackets, and the passes of every dialect."""
    source, _ = read_source(_essay(data[1:]))
    if source is None or not data:
        return
    find(source.text, lang="en", mentioned=True)
    settled, _ = settle(source.text, source.body_start, source.shown)
    dialect = DIALECTS[data[0] % len(DIALECTS)]
    draft, _, _ = read_dialect(source, settled, _FOLDER, dialect)
    escape_open_brackets(draft.text)


def addresses(data: bytes) -> None:
    """Addresses: as they are judged, keyed, spelt and shown."""
    url = data.decode("utf-8", "surrogateescape")
    for one in (url, f"http://{url}", f"https://example.org/{url}"):
        followable(one)
        site_of(one)
        host_and_port(one)
        spelt(one.encode("utf-8", "replace").decode())
        disguise_of(one)
        urlkey(one)
        with suppress(ValueError):
            ascii_host(one)
        in_ascii(one.encode("utf-8", "replace").decode())
        allows(data, one, "footlight")


def warc(data: bytes) -> None:
    """Records of a WARC or an ARC, and those of kept captures."""
    for record in records(io.BytesIO(data)):
        record.header("content-type")
    list(evidence_members(io.BytesIO(data)))


_CONTAINER = b"""<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="p.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""


def epub(data: bytes) -> None:
    """A finished EPUB: the package of a sound one, or all its bytes."""
    if data[:2] != b"PK":
        out = io.BytesIO()
        package, _, text = data.partition(b"\0")
        with zipfile.ZipFile(out, "w") as book:
            book.writestr("mimetype", b"application/epub+zip")
            book.writestr("META-INF/container.xml", _CONTAINER)
            book.writestr("p.opf", package)
            book.writestr("a.xhtml", text)
        data = out.getvalue()
    with suppress(DamagedEpubError):
        open_publication(data)
    path = _FOLDER / "book.epub"
    path.write_bytes(data)
    with suppress(DamagedEpubError):
        described = describe("book", path, ())
        opds1.book_entry(described, 1)
        opds2.publication_document(described)


def svg(data: bytes) -> None:
    """A drawing."""
    with suppress(UnusableSvgError):
        rebuild_svg(data)


_SITE: list[Site] = []


def opds(data: bytes) -> None:
    """Requests to the shelf: a path and its query."""
    if not _SITE:
        _SITE.append(Site(Project(root=_FOLDER), title="Shelf"))
    path, _, query = data.decode("utf-8", "surrogateescape").partition("?")
    pairs = dict(part.partition("=")[::2] for part in query.split("&"))
    _SITE[0].respond(PageRequest(path=f"/{path}", query=pairs))


_LABELS = Labels(place=("Place",), answer=("Answer",), by=("By",))


def questionnaire(data: bytes) -> None:
    """A questionnaire that came back, and each of its answers."""
    text = _text(data)
    named_essay(text)
    for place in parse_returned(text, _LABELS).places:
        parse_answer(place, {"http://e.example/a"}, {"none", "no link"})


class _Answering:
    """A transport that answers everything with the same bytes, as an archive might."""

    def __init__(self, body: bytes, head: bytes) -> None:
        self._body, self._head = body, head

    def send(self, request: Request) -> Outcome:
        headers = (("link", self._head.decode("latin-1")), ("memento-datetime", "Thu, 01 Jan 2009 00:00:00 GMT"))
        return Response(url=request.url, status=200, headers=headers, body=self._body, truncated=False, received=_NOW)

    def close(self) -> None:
        """Nothing."""


def cdx(data: bytes) -> None:
    """Rows of a CDX server: pywb's and the Wayback Machine's."""
    transport = _Answering(data, b"")
    for match in (Match.EXACT, Match.DOMAIN):
        query = Query(url="http://e.example/a", match=match, limit=50)
        with suppress(FootlightError):
            Pywb(transport, "x", "http://a.example/c").captures(query)
        with suppress(FootlightError):
            Wayback(transport, "x", "http://a.example").captures(query)


def memento(data: bytes) -> None:
    """Link headers and TimeMaps."""
    head, _, body = data.partition(b"\0")
    parse_links(_text(data))
    Memento(_Answering(body, head), "x", "http://a.example").captures(Query(url="http://e.example/a"))


def page(data: bytes) -> None:
    """A page that is imported, described, or searched for links; up to the tree that pandoc would write."""
    item = Item(kind=ItemKind.PAGE, content=_text(data), origin="p.html", address="http://e.example/a")
    conversion._read_html(item)  # noqa: SLF001 - without pandoc, which takes a hundred times as long
    flatten(data, base="http://e.example/a")
    describe_page(data, url="http://e.example/a")


def feeds(data: bytes) -> None:
    """Feeds: RSS, Atom and JSON Feed."""
    parcel = Parcel(name="f.xml", data=data)
    for reader in (feed, json_feed):
        reader.likeness(parcel)
        list(reader.items(parcel))
    read_feed(data)
    feed_items(data)


_WARC = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://e.example/a\r\nWARC-Date: 2010-01-01T00:00:00Z\r\n"
    b"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000000>\r\nContent-Type: application/http;"
    b" msgtype=response\r\nContent-Length: 62\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html; charset=x\r\n\r\n"
    b"<p>x</p>\r\n\r\n\r\n"
)
_ARC = b"filedesc://x.arc 0.0.0.0 20100101000000 text/plain 9\n1 0 x\nURL\n\nhttp://e.example/ 1.1.1.1 20100101000000 text/html 5\nHTTP/"
_LEDGER = b"""schema = 1

[[link]]
id = "a"
kind = "dangling"
exact = "(see"
prefix = "and "
status = "recovered"
url = "http://e.example/a"
issued = 2009-03-02
archived = 2009-03-05T10:11:12Z
score = 0.9
[[link.evidence]]
what = "seen"
sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
"""
_PACKAGE = b"""<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">urn:x</dc:identifier><dc:title>T</dc:title>
<dc:creator id="c">A</dc:creator><meta refines="#c" property="file-as">A</meta>
<meta property="dcterms:modified">2010-01-01T00:00:00Z</meta><dc:date>2010</dc:date></metadata>
<manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml" properties="nav"/></manifest>
<spine><itemref idref="a"/></spine></package>\0<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>
<body><p id="p"><a href="#p">x</a></p></body></html>"""
_SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">
<defs><g id="a"><path d="M0 0L1 1"/></g></defs><use xlink:href="#a"/><style>a{b:url(#c)}</style></svg>"""
_PAGE = b"""<!doctype html><html lang=en><head><title>A | Site</title><meta name=author content=B>
<meta property=article:published_time content=2010-01-01>
<script type=application/ld+json>{"@type": "Article", "author": {"name": "B"}}</script></head>
<body><nav>x</nav><article><h1>A</h1><p>By B</p>
<p>Words <a href=/x>y</a><sup><a href=#n1 id=r1>1</a></sup> and more of them, with commas.</p>
<table><tr><td>a<td>b</table><ol><li id=n1>Note <a href=#r1>b</a></ol><img src=a.png srcset='b.png 2x'></article></html>"""
_CDX = json.dumps(
    [
        ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest"],
        ["example,e)/a", "20100101000000", "http://e.example/a", "text/html", "200", "X"],
        [],
        ["key"],
    ]
).encode()

TARGETS: dict[str, Target] = {
    "front-matter": Target(
        read=front_matter,
        seeds=(
            b"---\ntitle: T\nauthor: [A, {name: B}]\ndate: 3 March 2009\nlang: en\nkeywords: a, b\n---\n\nx\n",
            b"+++\ntitle = 'T'\ndate = 2009-03-02\n+++\n\nx\n", b'{"title": "T"}\n\nx\n',
            b"% T\n% A; B\n% 2009\n\nx\n", b".. title: T\n.. date: 2009-01-01\n\nx\n", b"Title: T\nDate: 2009\n\nx\n",
        ),
        words=(
            b"isbn: ", b"identifier:\n- scheme: DOI\n  text: ", b"references:\n- id: a\n", b"date: ", b"&a ", b"*a",
            b"<<: ", b"!!python/", b"|\n  ", b"lang: ", b"0001-01-01", b"\n---\n", b"\xef\xbb\xbf", b"\\u202e",
        ),
    ),
    "ledger": Target(
        read=ledger, seeds=(_LEDGER,),
        words=(b"[[link.candidate]]\n", b"[[link.searched]]\n", b"status = ", b"nan", b"inf", b"9999-12-31", b'"""',
               b"\\u0000", b"\r\n"),
    ),
    "toml": Target(
        read=toml,
        seeds=(
            b'[project]\nauthor = ["A"]\n[page]\nsize = "A5"\ntype = 9.6\n[print]\npreset = "kdp"\n',
            b'title = "B"\nessays = ["a*"]\nyear = "2009-2012"\n[[part]]\ntitle = "P"\n',
        ),
        words=(b"[links]\n", b"[notes]\n", b"[epub]\n", b"[check]\n", b"nan", b"inf", b"[[book.part]]\n", b"year = [",
               b"exclude = ", b"0x", b"1e999"),
    ),
    "marks": Target(
        read=marks,
        seeds=(
            b"\0See [the report](http://e.example/) and (see\n\nAs I wrote in , it did.[^a]\n\n[^a]: Note [x][y].\n\n"
            b"[y]: http://e.example/y 'T'\n",
            b"\5{% highlight x %}\na\n{% endhighlight %}\n\n{{ a }} <div markdown=1>b</div>\n",
            b"\7![[a.png]] [[b|c]] ==d== %%e%%\n\n> [!note] f\n> g\n",
            b"\3```{r, a=1}\nx\n```\n\n::: {.a}\nb\n:::\n\n| a | b |\n|---|---|\n| c | d |\n",
        ),
        words=(
            b"[^", b"]: ", b"](", b"![", b"```", b"~~~", b"<!--", b"-->", b"{{<", b"{{%", b"{%", b"$$", b":::",
            b"\n\n    ", b"\n> ", b"\n- ", b"<div ", b"</div>", b"\xe2\x80\x9c", b"www.", b"http://",
        ),
    ),
    "addresses": Target(
        read=addresses,
        seeds=("https://user@exаmple.org:80/a%20b?c=d#e".encode(), b"http://[::1]:8080/", b"xn--80ak6aa92e.com/",
               "münchen.de/ä".encode()),
        words=(b"xn--", b"@", b"\\", b"%", b"[", b"]", b"..", b"\xe2\x80\x8b", b"\xe2\x80\xae",
               b"User-agent: *\nDisallow: ", b":99999"),
    ),
    "warc": Target(
        read=warc, seeds=(_WARC, _WARC.replace(b"1.0", b"1.1", 1), _ARC),
        words=(
            b"WARC/1.0\r\n", b"Content-Length: ", b"Transfer-Encoding: chunked\r\n", b"Content-Encoding: gzip\r\n",
            b"Content-Encoding: br\r\n", b"WARC-Date: ", b"WARC-Type: revisit\r\n", b"\x1f\x8b\x08", b"\r\n\r\n",
            b"HTTP/1.1 200 OK\r\n",
        ),
    ),
    "epub": Target(
        read=epub, seeds=(_PACKAGE,),
        words=(b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"href=", b"idref=", b"refines=", b"../", b"%2e",
               b"property=", b"<spine>", b"xml:lang=", b"page-progression-direction=", b"&#x1b;"),
    ),
    "svg": Target(
        read=svg, seeds=(_SVG,),
        words=(b"<use ", b"xlink:href=", b"url(#", b"<pattern ", b"marker-mid=", b"<text>", b"<switch>", b"nan",
               b"<foreignObject>", b"1e999", b"<!ENTITY ", b"<![CDATA[", b"transform=", b"style="),
    ),
    "opds": Target(
        read=opds,
        seeds=(b"opds/all.xml?page=2", b"search.xml?query=a b", b"?query=x&page=9", b"covers/x.jpg", b"book/x.json",
               b"preview/essay/state"),
        words=(b"../", b"%00", b"\0", b"opds/", b"by-author/", b".json", b".xml", b"page=", b"query=", b"//"),
    ),
    "questionnaire": Target(
        read=questionnaire,
        seeds=(
            b"footlight essay\n\nPlace 1 of 2: a\n\n1. http://e.example/a\n\nAnswer: http://e.example/b\n\nBy: C\n",
            b"> > Place 1 of 1: a\n> Answer: <http://e.ex\n> ample/>\n",
        ),
        words=(b"Answer: ", b"Place ", b"1. ", b"http://", b"www.", b"> ", b"-- \n", b"<", b"\xe2\x80\x9d", b"none"),
    ),
    "cdx": Target(
        read=cdx,
        seeds=(
            _CDX,
            b'{"urlkey": "example,e)/a", "timestamp": "20100101000000", "url": "http://e.example/a", "status": "200"}\n',
            b'{"archived_snapshots": {"closest": {"url": "http://a/web/20100101000000/http://e.example/a", "status":'
            b' "200"}}}',
        ),
        words=(b"timestamp", b"original", b"statuscode", b"null", b"[]", b"{}", b"1e999", "²".encode(), b"\\ud800",
               b"http://["),
    ),
    "memento": Target(
        read=memento,
        seeds=(
            b'<http://e.example/a>; rel="original", <http://a.example/m>; rel="timemap",'
            b' <http://a.example/20100101000000/http://e.example/a>; rel="memento"; datetime="Fri, 01 Jan 2010 00:00:00'
            b' GMT"\0<http://a.example/20100101000000/http://e.example/a>; rel="first memento";'
            b' datetime="Fri, 01 Jan 2010 00:00:00 GMT"',
        ),
        words=(b"rel=", b"datetime=", b'"', b"<", b">", b";", b",", b"timemap", b"self", b"http://[", b"99 Xxx 9999"),
    ),
    "page": Target(
        read=page, seeds=(_PAGE,),
        words=(
            b"<base href=", b"rowspan=", b"colspan=", b"<sup>", b"<a name=", b"<math>", b"<iframe src=", b"<noscript>",
            b"<template>", b"data-src=", b"<![CDATA[", b"&#xD800;", b"href='http://['", b'{"@graph": [',
            b"\xef\xbb\xbf", b"<meta charset=utf-7>", b"<frameset>", b"<li value=",
        ),
    ),
    "feeds": Target(
        read=feeds,
        seeds=(
            b"<rss version='2.0'><channel><title>x</title><item><title>y</title><link>http://e.example/y</link>"
            b"<pubDate>Fri, 01 Jan 2010 00:00:00 GMT</pubDate><description>&lt;p&gt;z</description></item></channel></rss>",
            b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title type='html'>x</title><link href='/y'/>"
            b"<updated>2010-01-01T00:00:00Z</updated><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>z"
            b"</div></content></entry></feed>",
            b'{"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": [{"id": "1", "content_html": "<p>y",'
            b' "date_published": "2010-01-01", "tags": ["a"], "authors": [{"name": "B"}], "attachments": [{"url": "z"}]}]}',
        ),
        words=(b"<!ENTITY ", b"<![CDATA[", b"xml:base=", b"http://[", b"null", b"enclosure", b"9999", b"&#0;"),
    ),
}  # fmt: skip
