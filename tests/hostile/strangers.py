"""Hostile files of other people: archives, imports, questionnaires, and products that somebody put into build/."""

import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import Any

from hostile.attack import ESSAY, Attack, Content, Files, Link, Pipe

_HEAD = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://e.example/\r\n"
_LOST = "It silted up in a night (see\n\nAs I argued in , it did. See [the harbour report]().\n"


def record(
    body: bytes,
    *,
    http: bytes = b"Content-Type: text/html\r\n",
    date: str = "2010-01-01T00:00:00Z",
    uri: str = "http://e.example/a",
    length: int | str = -1,
) -> bytes:
    """A WARC record of a response."""
    block = b"HTTP/1.1 200 OK\r\n" + http + b"\r\n" + body
    size = len(block) if length == -1 else length
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {uri}\r\nWARC-Date: {date}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000000>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {size}\r\n\r\n"
    return head.encode() + block + b"\r\n\r\n"


def zipped(files: Mapping[str, str | bytes], *, stored: bool = False) -> bytes:
    """A zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def _bomb(mebibytes: int) -> bytes:
    return bytes(mebibytes * 2**20)


_ENTITIES = '<!DOCTYPE x [<!ENTITY a0 "aaaaaaaaaa">' + "".join(
    f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12)
) + "]>"  # fmt: skip
_FOREIGN = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "http://127.0.0.1:9/x">%p;]>'


def _archive(name: str, data: Callable[[], Content], says: str = ".", file: str = "a.warc", **more: Any) -> Attack:
    files = lambda: {"source/essay.md": ESSAY.replace("lang:", "url: http://e.example/a\nlang:") + _LOST, file: data()}  # noqa: E731
    argv = ("links", "recover", "--dry-run", "--archive", file)
    return Attack(name=f"archive-{name}", files=files, argv=argv, says=says, **{"code": (0, 1, 2, 3), **more})


def _import(name: str, file: str, data: Callable[[], Content], says: str = ".", *more_argv: str, **more: Any) -> Attack:
    files = lambda: {"source/README.txt": "x", file: data()}  # noqa: E731
    return Attack(name=f"import-{name}", files=files, argv=("import", *more_argv, file), says=says, **more)


def _page(inside: str, head: str = "<title>A Page</title>") -> Callable[[], str]:
    return lambda: (
        f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body><article>{inside}</article></body></html>"
    )


def _docx(document: str, **more: str | bytes) -> bytes:
    types = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    rels = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
    return zipped({"[Content_Types].xml": types, "_rels/.rels": rels, "word/document.xml": document, **more})


_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def epub(package: str, **more: str | bytes) -> bytes:
    """An EPUB with this package document."""
    container = '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="p.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    return zipped(
        {"mimetype": "application/epub+zip", "META-INF/container.xml": container, "p.opf": package, **more},
        stored=False,
    )


def _product(
    name: str,
    file: str,
    data: Callable[[], Content],
    says: str = ".",
    argv: tuple[str, ...] = ("check",),
    **more: Any,
) -> Attack:
    files = lambda: {"source/essay.md": ESSAY + "Words.\n", f"build/essay/{file}": data()}  # noqa: E731
    return Attack(name=f"product-{name}", files=files, argv=argv, says=says, **{"code": (0, 1, 2, 3), **more})


def _answers(name: str, data: Callable[[], Content], says: str = ".", **more: Any) -> Attack:
    files = lambda: {"source/essay.md": ESSAY + _LOST, "reply.txt": data()}  # noqa: E731
    return Attack(name=f"answers-{name}", files=files, argv=("links", "answer", "reply.txt"), says=says, **more)


def _overlapping() -> bytes:
    """A zip whose 2,000 members are one and the same."""
    one = zipped({"a.html": bytes(1_000_000)})
    local = one[: one.index(b"PK\x01\x02")]
    central = one[one.index(b"PK\x01\x02") : one.index(b"PK\x05\x06")]
    end = (
        b"PK\x05\x06\0\0\0\0"
        + (2_000).to_bytes(2, "little") * 2
        + (len(central) * 2_000).to_bytes(4, "little")
        + len(local).to_bytes(4, "little")
        + b"\0\0"
    )
    return local + central * 2_000 + end


def _pdf(objects: str, root: str = "1 0 R") -> bytes:
    return f"%PDF-1.7\n{objects}\ntrailer << /Root {root} /Size 99 >>\n%%EOF\n".encode()


ARCHIVES = (
    _archive("of-heads-only", lambda: _HEAD * 2_000),
    _archive("of-20000-heads", lambda: _HEAD * 20_000, seconds=20),
    _archive("date-of-year-one", lambda: record(b"<p>x", date="0001-01-01T00:00:00+14:00")),
    _archive("length-without-end", lambda: record(b"<p>x", length=10**19)),
    _archive("length-of-5000-digits", lambda: record(b"<p>x", length="9" * 5_000)),
    _archive("length-below-nought", lambda: record(b"<p>x", length=-5)),
    _archive("head-of-a-megabyte", lambda: b"WARC/1.0\r\n" + b"X: y\r\n" * 200_000 + b"\r\n"),
    _archive("line-of-ten-megabytes", lambda: b"WARC/1.0\r\nX: " + b"y" * 10_000_000),
    _archive("gzip-bomb", lambda: gzip.compress(record(_bomb(300)), 9), file="a.warc.gz", seconds=20),
    _archive("gzip-members-empty", lambda: gzip.compress(b"") * 50_000, file="a.warc.gz", seconds=20),
    _archive("gzip-cut", lambda: gzip.compress(record(b"<p>x" * 9_000))[:200], file="a.warc.gz"),
    _archive("body-a-gzip-bomb", lambda: record(gzip.compress(_bomb(300), 9), http=b"Content-Type: text/html\r\nContent-Encoding: gzip\r\n"), seconds=20),
    _archive("body-gzip-in-gzip", lambda: record(gzip.compress(gzip.compress(_bomb(100))), http=b"Content-Type: text/html\r\nContent-Encoding: gzip, gzip\r\n"), seconds=20),
    _archive("chunks-without-end", lambda: record(b"ffffffffffffffff\r\nx" * 5_000, http=b"Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n")),
    _archive("page-nested", lambda: record(b"<div><b>" * 100_000), seconds=30),
    _archive("page-of-links", lambda: record(b"<a href=/x>y</a>" * 200_000), seconds=40),
    _archive("page-of-attributes", lambda: record(b"<a " + b"x=y " * 400_000 + b">z</a>"), seconds=30),
    _archive("charset-unknown", lambda: record(b"<p>x", http=b"Content-Type: text/html; charset=no-such\x1b\r\n")),
    _archive("charset-utf-7", lambda: record(b"+ADw-script+AD4-", http=b"Content-Type: text/html; charset=utf-7\r\n")),
    _archive("status-huge", lambda: record(b"<p>x").replace(b"200 OK", b"9" * 5_000 + b" OK")),
    _archive("title-of-escapes", lambda: record(b"<title>a\x1b]0;owned\x07b\xe2\x80\xae</title><p>It silted up in a night (see <a href='http://e.example/\x1b[2Jx'>the report</a>", uri="http://e.example/a")),
    _archive("address-of-controls", lambda: record(b"<p>x", uri="http://e.example/\x1b[2J\u202e")),
    _archive("of-revisits-in-a-ring", lambda: b"".join(record(b"", uri=f"http://e.example/{a}").replace(b"WARC-Type: response", f"WARC-Type: revisit\r\nWARC-Refers-To-Target-URI: http://e.example/{b}\r\nWARC-Refers-To-Date: 2010-01-01T00:00:00Z".encode()) for a, b in ("ab", "ba"))),
    _archive("page-of-marks", lambda: record(b"<title>a" + "\u0301".encode() * 200_000 + b"</title><p>It silted up in a night (see <a href=/x>the report</a>"), seconds=30),
    _archive("page-of-one-word", lambda: record(b"<title>x</title><p>It silted up in a night (see " + b"x" * 3_000_000), seconds=30),
    _archive("page-of-json-nested", lambda: record(b"<script type=application/ld+json>" + b"[" * 200_000 + b"</script><p>x"), seconds=30),
    _archive("wacz-of-100000-resources", lambda: zipped({"datapackage.json": json.dumps({"resources": [{"path": f"archive/{i}.warc"} for i in range(100_000)]}), "archive/a.warc": record(b"<p>x")}), file="a.wacz", seconds=30),
    _archive("a-pipe", Pipe, "a.warc", code=(2, 3)),
    _archive("a-device", lambda: Link("/dev/zero"), "holds no web archive", code=(2, 3)),
    _archive("noise", lambda: bytes(range(256)) * 4_000, code=(0, 1, 2, 3)),
    _archive("empty", lambda: b"", code=(0, 1, 2, 3)),
    _archive("wacz-with-ways-out", lambda: zipped({"../../outside/x.warc": b"x", "datapackage.json": '{"resources":[{"path":"../../../etc/passwd"}]}', "archive/../../x.warc": record(b"<p>x")}), file="a.wacz", code=(0, 1, 2, 3)),
    _archive("wacz-bomb", lambda: zipped({"archive/a.warc": _bomb(600), "datapackage.json": "{}"}), file="a.wacz", seconds=20, code=(0, 1, 2, 3)),
    _archive("wacz-of-nested-json", lambda: zipped({"datapackage.json": "[" * 200_000, "archive/a.warc": record(b"<p>x")}), file="a.wacz", code=(0, 1, 2, 3)),
    _archive("wacz-with-an-index-of-lies", lambda: zipped({"datapackage.json": "{}", "indexes/index.cdx": "com,x)/ 2010 {\n" * 50_000 + "e.example)/a 99999999999999 " + "9" * 9_000 + "\n", "archive/a.warc": record(b"<p>x")}), file="a.wacz", code=(0, 1, 2, 3)),
    _archive("folder-of-links", lambda: Link("."), file="ring/ring", code=(0, 1, 2, 3)),
)  # fmt: skip

IMPORTS = (
    _import("page-nested", "p.html", _page("<div>" * 100_000 + "x"), seconds=30),
    _import("page-of-inline-nested", "p.html", _page("<p>" + "<b><i>" * 30_000 + "x"), seconds=30),
    _import("page-of-links", "p.html", _page("".join(f"<p>Words <a href='http://e.example/{i}'>w{i}</a> more words.</p>" for i in range(20_000))), seconds=90, mebibytes=1_500),
    _import("page-of-one-word", "p.html", _page("<p>" + "x" * 2_000_000 + "</p>"), seconds=40),
    _import("page-of-brackets", "p.html", _page("<p>" + "[" * 50_000 + "</p>"), seconds=30),
    _import("page-of-tables", "p.html", _page("<table><tr><td>" * 3_000 + "x"), seconds=30),
    _import("page-of-spans", "p.html", _page("<table><tr><td rowspan=100000000 colspan=100000000>x<td>y</table>")),
    _import("page-of-entities", "p.html", _page("<p>" + "&bogus;&#x110000;&#0;&#xD800;" * 20_000 + "</p>"), seconds=30),
    _import("page-of-base-and-frames", "p.html", _page("<img src='file:///etc/passwd'><img src='../outside/secret.png'><iframe src='http://127.0.0.1:9/'></iframe><p>Words here.</p>", head="<base href='file:///etc/'><title>A</title><meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'>"), "."),
    _import("page-whose-title-is-a-path", "p.html", _page("<p>Words here.</p>", head="<title>../../../outside/owned</title>")),
    _import("page-whose-title-is-long", "p.html", _page("<p>Words here.</p>", head="<title>" + "x" * 100_000 + "</title>")),
    _import("page-of-escapes", "p.html", _page("<h1>a\x1b]0;owned\x07</h1><p>Words \x9b2J here \u202e.</p>", head="<title>a\x1b]0;owned\x07b\u202e</title>")),
    _import("page-of-lookalikes", "p.html", _page("<p>Words <a href='https://ex\u0430mple.org/'>a</a> <a href='https://www.bank.example@evil.example/'>b</a>.</p>")),
    _import("page-of-bytes", "p.html", lambda: b"<html><title>x</title>" + bytes(range(128, 256)) * 500),
    _import("document-bomb", "d.docx", lambda: _docx("<x/>", **{"word/media/a.png": _bomb(600)}), seconds=20),
    _import("document-of-entities", "d.docx", lambda: _docx(_ENTITIES + f"<w:document {_WORD}><w:body><w:p><w:r><w:t>&a11;</w:t></w:r></w:p></w:body></w:document>"), seconds=20),
    _import("document-of-foreign-entities", "d.docx", lambda: _docx(_FOREIGN + f"<w:document {_WORD}><w:body><w:p><w:r><w:t>&f;</w:t></w:r></w:p></w:body></w:document>")),
    _import("document-nested", "d.docx", lambda: _docx(f"<w:document {_WORD}><w:body>" + "<w:tbl><w:tr><w:tc>" * 3_000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 3_000 + "</w:body></w:document>"), seconds=70, mebibytes=1_200),
    _import("document-cut", "d.docx", lambda: _docx("<x/>")[:-60]),
    _import("manuscript-of-entities", "d.odt", lambda: zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": _ENTITIES + "<x>&a11;</x>", "META-INF/manifest.xml": "<x/>"}), seconds=20),
    _import("zip-with-ways-out", "z.zip", lambda: zipped({"../../outside/owned.html": "<p>x", "/etc/owned.html": "<p>x", "a\\..\\..\\b.html": "<p>x", "C:\\x.html": "<p>y"})),
    _import("zip-bomb", "z.zip", lambda: zipped({f"{i}.html": _bomb(60) for i in range(5)}), seconds=20),
    _import("zip-in-zip", "z.zip", lambda: zipped({"a.zip": zipped({"b.zip": zipped({"c.zip": zipped({"d.html": _bomb(60)})})})}), seconds=20),
    _import("zip-of-overlapping-members", "z.zip", _overlapping, seconds=30),
    _import("zip-of-100000-names", "z.zip", lambda: zipped(dict.fromkeys(map(str, range(100_000)), b"")), seconds=30),
    _import("zip-of-controls", "z.zip", lambda: zipped({"a\x1b]0;owned\x07.html": "<html><title>x</title><p>Words here and there.</p>"})),
    _import("feed-of-entities", "f.xml", lambda: '<?xml version="1.0"?>' + _ENTITIES + "<rss version='2.0'><channel><title>&a11;</title><item><title>x</title><description>&a11;</description></item></channel></rss>", seconds=20),
    _import("feed-of-foreign-entities", "f.xml", lambda: '<?xml version="1.0"?>' + _FOREIGN + "<rss version='2.0'><channel><title>&f;</title><item><title>x</title><description>&f;</description></item></channel></rss>"),
    _import("feed-nested", "f.xml", lambda: "<rss version='2.0'><channel>" + "<item>" * 300, seconds=30),
    _import("feed-of-300-empty-items", "f.xml", lambda: "<rss version='2.0'><channel>" + "<item><title>x</title></item>" * 300 + "</channel></rss>", seconds=60),
    _import("feed-of-json-nested", "f.json", lambda: '{"version": "https://jsonfeed.org/version/1.1", "items": ' + "[" * 100_000),
    _import("feed-of-json-numbers", "f.json", lambda: '{"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": [{"id": ' + "9" * 5_000 + ', "content_html": "<p>x</p>"}]}'),
    _import("feed-of-json-wrong-kinds", "f.json", lambda: json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": [], "items": [{"id": {}, "content_html": 5, "url": [], "date_published": {}, "tags": 3, "authors": "x"}, 7, None, "x"]})),
    _import("wordpress-of-entities", "w.xml", lambda: '<?xml version="1.0"?>' + _ENTITIES + '<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel><wp:wxr_version>1.2</wp:wxr_version><item><title>&a11;</title></item></channel></rss>', seconds=20),
    _import("ghost-of-wrong-kinds", "g.json", lambda: json.dumps({"db": [{"meta": {"version": "5"}, "data": {"posts": [{"id": 1, "title": None, "lexical": "{" * 5_000, "html": 3, "slug": "../../x"}, 5], "users": 7, "tags": {}}}]})),
    _import("text-without-breaks", "t.txt", lambda: "x" * 5_000_000, seconds=30),
    _import("text-of-numbers", "t.txt", lambda: "".join(f"[{i}] " for i in range(50_000)) + "\n\nReferences\n\n" + "".join(f"{i}. http://e.example/{i}\n" for i in range(50_000)), seconds=60, mebibytes=1_500),
    _import("markdown-of-brackets", "m.md", lambda: "---\ntitle: x\n---\n\n" + "[" * 20_000, seconds=40),
    Attack(name="import-folder-with-ways-out", files=lambda: {"source/README.txt": "x", "site/a.html": "<html><title>A</title><p>Words here and there, and more of them.</p>", "site/b.html": Link("../../outside/secret.html"), "site/c.md": Link("/etc/passwd"), "site/d": Link("../../outside")}, argv=("import", "site"), says="."),
    _import("wordpress-of-shortcodes", "w.xml", lambda: '<?xml version="1.0"?><rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><wp:wxr_version>1.2</wp:wxr_version><item><title>x</title><wp:post_type>post</wp:post_type><wp:status>publish</wp:status><content:encoded><![CDATA[' + "[caption]" * 5_000 + "x" + "[gallery ids='1,2'" * 5_000 + "]]></content:encoded></item></channel></rss>", seconds=30),
    _import("document-with-references-out", "d.docx", lambda: _docx(f"<w:document {_WORD}><w:body><w:p><w:r><w:t>Words.</w:t></w:r></w:p></w:body></w:document>", **{"word/_rels/document.xml.rels": '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="file:///etc/passwd" TargetMode="External"/><Relationship Id="r3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="../../../../etc/passwd"/></Relationships>'}), seconds=20),
    _import("epub-with-ways-out", "e.epub", lambda: epub(_PACKAGE.replace("<manifest/><spine/>", '<manifest><item id="a" href="../../../etc/passwd" media-type="application/xhtml+xml"/><item id="b" href="b.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/><itemref idref="b"/><itemref idref="b"/></spine>'), **{"b.xhtml": "<html xmlns='http://www.w3.org/1999/xhtml'><body><p>Words.<img src='file:///etc/passwd'/></p></body></html>"}), seconds=20),
    _import("mail-nested", "p.mhtml", lambda: "MIME-Version: 1.0\n" + "".join(f'Content-Type: multipart/related; boundary="b{i}"\n\n--b{i}\n' for i in range(2_000)) + "Content-Type: text/html\n\n<p>x", seconds=30),
    _import("notebook-of-wrong-kinds", "n.ipynb", lambda: json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [7, None, {"cell_type": 3}, {"cell_type": "markdown", "source": {}}, {"cell_type": "markdown", "source": ["# x\n"], "attachments": {"a.png": {"image/png": "=="}}}]}), seconds=20),
    _import("rtf-nested", "r.rtf", lambda: "{\\rtf1 " + "{\\b " * 50_000, seconds=30),
    _import("tex-that-reads", "t.tex", lambda: "\\documentclass{article}\\begin{document}\\input{/etc/passwd}\\include{../outside/secret}" + "\\def\\a{\\a\\a}\\a" + "\\end{document}", seconds=30),
    _import("a-pipe", "p.html", Pipe, "p.html"),
    _import("a-device", "p.html", lambda: Link("/dev/zero"), "p.html", seconds=30),
    _import("noise", "p.bin", lambda: bytes(range(256)) * 500),
    _import("warc-bomb", "a.warc.gz", lambda: gzip.compress(record(_bomb(300)), 9), seconds=20),
    _import("page-that-begins-as-an-epub", "e.epub", lambda: epub(_ENTITIES + "<package>&a11;</package>"), seconds=20),
)  # fmt: skip

_PACKAGE = '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>a&#x1b;b</dc:title></metadata><manifest/><spine/></package>'
_EPUB = ("check", "--edition", "epub")
_READ = ("check", "--edition", "reading")

PRODUCTS = (
    _product("epub-of-entities", "essay.epub", lambda: epub(_ENTITIES + "<package>&a11;</package>"), argv=_EPUB),
    _product("epub-of-foreign-entities", "essay.epub", lambda: epub(_FOREIGN + "<package>&f;</package>"), argv=_EPUB),
    _product("epub-bomb", "essay.epub", lambda: epub(_PACKAGE, **{"x.xhtml": _bomb(600)}), argv=_EPUB, seconds=20),
    _product("epub-with-ways-out", "essay.epub", lambda: epub(_PACKAGE.replace("<manifest/>", '<manifest><item id="a" href="../../../etc/passwd" media-type="application/xhtml+xml"/><item id="b" href="file:///etc/passwd" media-type="image/png"/></manifest>'), **{"../../outside/owned": "x"}), argv=_EPUB),
    _product("epub-cut", "essay.epub", lambda: epub(_PACKAGE)[:-40], argv=_EPUB),
    _product("epub-nested", "essay.epub", lambda: epub("<a>" * 100_000), argv=_EPUB),
    _product("epub-of-noise", "essay.epub", lambda: bytes(range(256)) * 99, argv=_EPUB),
    _product("epub-a-pipe", "essay.epub", Pipe, argv=_EPUB),
    _product("epub-a-device", "essay.epub", lambda: Link("/dev/zero"), argv=_EPUB),
    _product("pdf-of-pages-in-a-ring", "essay.pdf", lambda: _pdf("1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n2 0 obj << /Type /Pages /Count 9999999 /Kids [2 0 R 2 0 R] >> endobj"), argv=_READ),
    _product("pdf-of-nested-arrays", "essay.pdf", lambda: _pdf("1 0 obj " + "[" * 100_000 + " endobj"), argv=_READ),
    _product("pdf-bomb", "essay.pdf", lambda: b"%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n2 0 obj << /Type /Pages /Count 1 /Kids [3 0 R] >> endobj\n3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 1e9 1e9] /Contents 4 0 R >> endobj\n4 0 obj << /Length 300000 /Filter /FlateDecode >> stream\n" + zlib.compress(_bomb(200), 9) + b"\nendstream endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n", argv=_READ, seconds=40, mebibytes=1_500),
    _product("pdf-of-noise", "essay.pdf", lambda: b"%PDF-" + bytes(range(256)) * 99, argv=_READ),
    _product("pdf-a-pipe", "essay.pdf", Pipe, argv=_READ),
    _product("shelf-of-entities", "essay.epub", lambda: epub(_ENTITIES + "<package>&a11;</package>"), argv=("shelf",)),
    _product("shelf-of-escapes", "essay.epub", lambda: epub(_PACKAGE), argv=("shelf",)),
    _product("shelf-of-a-pipe", "essay.epub", Pipe, argv=("shelf",)),
    _product("manifest-nested", "essay.links.json", lambda: "[" * 100_000, argv=("check",)),
)  # fmt: skip

ANSWERS = (
    _answers("without-a-place", lambda: "Answer: http://e.example/\n" * 10),
    _answers("of-places-nowhere", lambda: "".join(f"Place {i} of 9: x{i}\nAnswer: http://e.example/{i}\n" for i in range(20_000)), seconds=30),
    _answers("of-numbers", lambda: "Place 1 of " + "9" * 5_000 + ": x\nAnswer: " + "9" * 5_000 + "\n"),
    _answers("quoted-deeply", lambda: ("> " * 5_000 + "Answer: x\n") * 50, seconds=20),
    _answers("www-repeated", lambda: "Place 1 of 1: x\nAnswer: " + "www." * 200_000 + "\n", seconds=20),
    _answers("dots-repeated", lambda: "Place 1 of 1: x\nAnswer: " + "a." * 200_000 + "\n", seconds=20),
    _answers("of-escapes", lambda: "Place 1 of 1: \x1b]0;owned\x07\nAnswer: \x1b[2J\u202e\n"),
    _answers("of-bytes", lambda: bytes(range(256)) * 99),
    _answers("of-5-megabytes", lambda: "x" * 5_000_000),
    _answers("a-pipe", Pipe, "reply.txt", code=(2, 3)),
    _answers("a-device", lambda: Link("/dev/zero"), "reply.txt", code=(2, 3)),
    _answers("a-folder", lambda: "x", "reply.txt", code=(0, 1, 2, 3)),
)  # fmt: skip

KINDS: Mapping[str, tuple[Attack, ...]] = {
    "archives": ARCHIVES,
    "imports": IMPORTS,
    "products": PRODUCTS,
    "answers": ANSWERS,
}
_ = Files
