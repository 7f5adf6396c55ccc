"""Hostile projects: configurations, templates, style sheets, words, ledgers, books and the names of files."""

from typing import Any

from hostile.attack import EPUB, ESSAY, READING, Attack, Content, Files, Link, Pipe, essay

_OPEN = '[[link]]\nid = "{id}"\nkind = "dangling"\nstatus = "unrecovered"\nexact = "{exact}"\n'


def _config(
    name: str, content: Content, says: str = "footlight.toml", argv: tuple[str, ...] = EPUB, **more: Any
) -> Attack:
    files = essay("Words.\n", source__footlight_toml=content)
    return Attack(name=f"configuration-{name}", files=files, argv=argv, says=says, **{"code": (2,), **more})


def _template(name: str, text: str, says: str = "templates/", **more: Any) -> Attack:
    files = essay("Words.[^a]\n\n[^a]: Note.\n", templates__note_html=text)
    return Attack(name=f"template-{name}", files=files, argv=EPUB, says=says, **{"code": (2,), **more})


def _style(name: str, css: str, says: str = ".", **more: Any) -> Attack:
    files = essay("Words.\n", templates__page_css=css)
    return Attack(name=f"style-{name}", files=files, argv=READING, says=says, **more)


def _ledger(name: str, content: Content, says: str = "ledger", body: str = "Words and a gap.\n", **more: Any) -> Attack:
    files = essay(body, source__essay_links_toml=content)
    return Attack(name=f"ledger-{name}", files=files, argv=EPUB, says=says, **more)


def _rows(number: int, *, exact: str = "a gap", same_id: bool = False) -> str:
    return "schema = 1\n" + "".join(_OPEN.format(id="x" if same_id else f"x{i}", exact=exact) for i in range(number))


def _named(name: str, path: str, says: str, argv: tuple[str, ...] = EPUB, **more: Any) -> Attack:
    files: Files = {"source/good.md": ESSAY + "Words.\n", path: ESSAY + "Words.\n"}
    return Attack(name=f"name-{name}", files=lambda: files, argv=argv, says=says, **more)


CONFIGURATIONS = (
    _config("nested", "a = " + "[" * 100_000),
    _config("tables-nested", "[" + "a." * 20_000 + "b]\nx = 1\n"),
    _config("number-of-5000-digits", "[page]\ntype = " + "9" * 5_000 + "\n"),
    _config("not-a-number", "[page]\ntype = nan\n"),
    _config("endless", "[page]\ntype = inf\ninner = -inf\n"),
    _config("tiny-type", "[page]\ntype = 0.0001\nleading = 0.0001\n"),
    _config("page-of-a-kilometre", "[page]\nsize = [1000000, 1000000]\n"),
    _config("a-pipe", Pipe()),
    _config("a-device", Link("/dev/zero")),
    _config("of-2-megabytes", "#" * 2_000_000),
    _config("keys-10000", "".join(f"k{i} = 1\n" for i in range(10_000))),
    _config("theme-outside", '[project]\ntheme = "../../outside"\n'),
    _config("static-outside", '[source]\nstatic = ["../../outside", "/etc"]\n', "."),
    _config("face-outside", '[face]\nregular = "../outside/secret.png"\n', "."),
    _config("face-of-the-system", '[face]\nregular = "/etc/passwd"\n', "."),
    _config("escapes", '[page]\nsize = "\\u001b]0;owned\\u0007"\n'),
    _config("of-bytes", bytes(range(256))),
    Attack(name="face-of-noise", files=essay("x\n", source__footlight_toml='[face]\nregular = "templates/f.ttf"\n', templates__f_ttf=b"\0\1\0\0" + bytes(range(256)) * 9), argv=READING, says="face|font"),
    Attack(name="face-a-pipe", files=essay("x\n", source__footlight_toml='[face]\nregular = "templates/f.ttf"\n', templates__f_ttf=Pipe()), argv=READING, says="face|font"),
    Attack(name="book-of-itself", files=essay("x\n", source__b_book_toml='essays = ["b", "*", "**/**/**/**", "' + "*a" * 200 + '"]\n'), argv=("book", "b"), says="."),
    Attack(name="book-outside", files=essay("x\n", source__b_book_toml='essays = ["../../outside/*", "/etc/*"]\n'), argv=("book", "b"), says="."),
    Attack(name="book-a-pipe", files=essay("x\n", source__b_book_toml=Pipe()), argv=("book",), says="b.book.toml"),
)  # fmt: skip

TEMPLATES = (
    _template("divides-by-nought", "{{ 1/0 }}"),
    _template("calls-itself", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"),
    _template("includes-itself", '{% include "note.html" %}'),
    _template("extends-itself", '{% extends "note.html" %}'),
    _template("loops", "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}"),
    _template("loops-in-recursion", "{% macro m(n) %}{% if n %}{{ m(n-1) }}{{ m(n-1) }}{% endif %}{% endmacro %}{{ m(60) }}"),
    _template("multiplies-text", "{{ 'a' * 9999999999 }}"),
    _template("doubles-text", "{% set ns = namespace(s='a') %}{% for i in range(60) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}"),
    _template("adds-text", "{% set ns = namespace(s='a') %}{% for i in range(60) %}{% set ns.s = ns.s + ns.s %}{% endfor %}"),
    _template("joins-text", "{% set ns = namespace(s='a') %}{% for i in range(60) %}{% set ns.s = [ns.s, ns.s]|join %}{% endfor %}"),
    _template("replaces-text", "{% set ns = namespace(s='aa') %}{% for i in range(60) %}{% set ns.s = ns.s.replace('a', 'aa') %}{% endfor %}"),
    _template("pads-text", "{{ 'a'|center(9999999999) }}"),
    _template("formats-text", "{{ '%09999999999d' % 1 }}{{ '{:>9999999999}'.format(1) }}"),
    _template("powers", "{{ 9**(9**(9**9)) }}"),
    _template("counts-up", "{{ range(10**12)|list|length }}"),
    _template("lists-of-lists", "{% set ns = namespace(s=[1]) %}{% for i in range(60) %}{% set ns.s = ns.s + ns.s %}{% endfor %}"),
    _template("reaches-for-python", "{{ ''.__class__.__mro__[1].__subclasses__() }}"),
    _template("reaches-by-filter", "{{ ''|attr('__class__') }}{{ self.__init__.__globals__ }}"),
    _template("reads-a-file", '{% include "../../../../etc/passwd" %}'),
    _template("reads-a-neighbour", '{% include "../outside/secret.html" %}'),
    _template("not-closed", "{% for i in"),
    _template("nested", "{% if 1 %}" * 3_000 + "{% endif %}" * 3_000),
    _template("of-brackets", "{{ " + "(" * 5_000 + "1" + ")" * 5_000 + " }}"),
    Attack(name="template-a-pipe", files=essay("x[^a]\n\n[^a]: y\n", templates__note_html=Pipe()), argv=EPUB, says="note.html is no ordinary file", code=(2,)),
    Attack(name="template-a-link-out", files=essay("x[^a]\n\n[^a]: y\n", templates__note_html=Link("../../outside/secret.html")), argv=EPUB, says="note.html", code=(2,)),
    Attack(name="words-with-unknown-field", files=essay("x\n", templates__words__en_toml='colophon-face = "{0} {typeface.__class__}"\n'), argv=READING, says="en.toml", code=(2,)),
    Attack(name="words-that-pad", files=essay("[x](http://e.org/)\n", templates__words__en_toml='pages = "{n:>9999999999}"\n'), argv=READING, says="en.toml", code=(2,)),
    Attack(name="words-a-pipe", files=essay("x\n", templates__words__en_toml=Pipe()), argv=READING, says="en.toml", code=(2,)),
)  # fmt: skip

STYLES = (
    _style("that-imports", '@import url("file:///etc/passwd"); @import url("http://127.0.0.1:9/x.css"); @import "../outside/secret.css";'),
    _style("with-pictures-out", "body { background: url(file:///etc/passwd) } p::before { content: url(../outside/secret.png) }"),
    _style("with-faces-out", '@font-face { font-family: x; src: url("file:///etc/passwd"), url("../outside/secret.png") } body { font-family: x }'),
    _style("of-brackets", "a{" * 50_000, seconds=20),
    _style("of-selectors", ",".join(f"a{i} > b:not(c) ~ d" for i in range(5_000)) + "{color:red}", seconds=30),
    _style("of-variables", ":root{" + "".join(f"--v{i}: var(--v{i + 1}) var(--v{i + 1});" for i in range(40)) + "--v40: x} p { font-family: var(--v0) }", seconds=30),
    _style("variable-of-itself", ":root{--a: var(--b); --b: var(--a)} p { color: var(--a) }"),
    _style("page-without-room", "@page { size: 1mm 1mm; margin: 10mm }", seconds=30),
    _style("sizes-huge", "p { font-size: 1e30pt; padding: 1e30mm; width: 1e300px }", seconds=30),
    _style("content-huge", 'p::before { content: "' + "x" * 500_000 + '" }', "a string of the style sheet"),
    _style("strings-huge", "p::before { content: '" + "\\a " * 20_000 + "' }", "a string of the style sheet"),
    _style("quotes-open", '"' * 200_000 + "'" * 200_000, "."),
    _style("counters-huge", "p::before { counter-increment: a 999999999; content: counter(a, lower-roman) counter(a, lower-alpha) }", "."),
    _style("data-of-a-drawing", "body { background: url('data:image/svg+xml,<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"file:///etc/passwd\"/></svg>') }", "."),
    _style("a-pipe", "", "page.css", code=(2,)),
)  # fmt: skip
STYLES = (
    *STYLES[:-1],
    Attack(
        name="style-a-pipe", files=essay("x\n", templates__page_css=Pipe()), argv=READING, says="page.css", code=(2, 3)
    ),
)

LEDGERS = (
    _ledger("of-100000-rows", _rows(100_000), "ledger-"),
    _ledger("of-60000-rows", _rows(60_000), "ledger-", seconds=90, mebibytes=1_500),
    _ledger("of-2000-rows-for-one-place", _rows(2_000), "ledger-crowded-place", seconds=40),
    _ledger("of-equal-ids", _rows(5_000, same_id=True), "ledger-duplicate-id|ledger-more", seconds=30),
    _ledger("of-one-letter", _rows(300, exact="a"), "ledger-ambiguous", body="a " * 50_000 + "\n", seconds=40),
    _ledger("nested", "schema = 1\nx = " + "[" * 50_000, "ledger-"),
    _ledger("keys-unknown", "schema = 1\n" + "".join(f"k{i} = 1\n" for i in range(20_000)), "ledger-"),
    _ledger("a-pipe", Pipe(), "ledger-unreadable"),
    _ledger("a-device", Link("/dev/zero"), "ledger-unreadable|ledger-too-large"),
    _ledger("not-utf-8", b"schema = 1\n\xff", "ledger-encoding"),
    _ledger("number-of-5000-digits", "schema = " + "9" * 5_000, "ledger-"),
    _ledger("score-not-a-number", _rows(1) + "score = nan\n", "ledger-bad-score"),
    _ledger("address-in-disguise", (_rows(1) + 'url = "https://www.bank.example@evil.example/"\n').replace("unrecovered", "accepted"), "address-lookalike"),
    _ledger("homograph", (_rows(1) + 'url = "https://ex\u0430mple.org/"\n').replace("unrecovered", "accepted"), "address-lookalike"),
    _ledger("invisible", (_rows(1) + 'url = "https://exam\u200bple.org/"\n').replace("unrecovered", "accepted"), "ledger-bad-url"),
    _ledger("controls", _rows(1).replace("dangling", "\\u001b]0;owned\\u0007\\u202e"), "."),
    _ledger("dates", _rows(1) + "issued = 9999-99-99\n", "ledger-"),
    _ledger("cut", _rows(3)[:-30], "ledger-"),
    Attack(name="pages-kept-of-noise", files=essay("x\n", **{"build__essay__.pages.json".replace(".", "_"): "[" * 100_000}), argv=EPUB, says="."),
    Attack(name="record-of-noise", files=lambda: {"source/essay.md": ESSAY + "x\n", "build/essay/.footlight.json": "[" * 100_000, "build/essay/.pages.json": "[" * 100_000}, argv=EPUB, says="."),
    Attack(name="record-a-pipe", files=lambda: {"source/essay.md": ESSAY + "x\n", "build/essay/.footlight.json": Pipe(), "build/essay/.pages.json": Pipe()}, argv=EPUB, says="."),
    Attack(name="evidence-a-pipe", files=essay("Words and a gap.\n", source__essay_links_toml=_rows(1), source__essay_links_warc_gz=Pipe()), argv=("links", "verify"), says="."),
    Attack(name="evidence-of-noise", files=essay("Words and a gap.\n", source__essay_links_toml=_rows(1), source__essay_links_warc_gz=bytes(range(256)) * 50), argv=("links", "verify"), says="."),
    Attack(name="picture-record-a-pipe", files=essay("![a](http://e.org/a.png)\n", source__essay_pictures_toml=Pipe()), argv=EPUB, says="."),
    Attack(name="metadata-a-pipe", files=essay("x\n", source__essay_meta=Pipe()), argv=EPUB, says="."),
    Attack(name="bibliography-a-pipe", files=essay("x [@a]\n", head=ESSAY.replace("lang:", "bibliography: b.bib\nlang:"), source__b_bib=Pipe()), argv=EPUB, says="."),
    Attack(name="bibliography-of-noise", files=essay("x [@a]\n", head=ESSAY.replace("lang:", "bibliography: b.bib\nlang:"), source__b_bib="@book{a, title={" * 3_000), argv=EPUB, says="."),
    Attack(name="bibliography-of-json-nested", files=essay("x [@a]\n", head=ESSAY.replace("lang:", "bibliography: b.json\nlang:"), source__b_json="[" * 100_000), argv=EPUB, says="."),
    Attack(name="bibliography-bomb", files=essay("x [@a]\n", head=ESSAY.replace("lang:", "bibliography: b.yaml\nlang:"), source__b_yaml="a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(f"a{i}: &a{i} [" + ",".join([f"*a{i - 1}"] * 9) + "]\n" for i in range(1, 12))), argv=EPUB, says=".", seconds=40),
    Attack(name="bibliography-by-link", files=essay("x [@a]\n", head=ESSAY.replace("lang:", "bibliography: b.bib\nlang:"), source__b_bib=Link("../../outside/secret.bib")), argv=EPUB, says="."),
    Attack(name="theme-by-link", files=essay("x\n", source__footlight_toml='[project]\ntheme = "evil"\n', templates__themes__evil=Link("../../../outside")), argv=EPUB, says="theme", code=(2,)),
    Attack(name="citation-style-bomb", files=essay("x\n", head=ESSAY.replace("lang:", "csl: s.csl\nlang:"), source__s_csl='<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY a{i} "{f"&a{i - 1 if i else chr(0)};" * 10}">'.replace("\0", "") for i in range(12)) + "]><style>&a11;</style>"), argv=EPUB, says="."),
)  # fmt: skip

NAMES = (
    _named("not-utf-8", "source/bad\udcff.md", "source-name"),
    _named("with-escapes", "source/a\x1b]0;owned\x07b.md", "source-name"),
    _named("with-a-line-end", "source/a\nsource/b.md:1:1: all is well [x].md", "source-name"),
    _named("with-directions", "source/a\u202egm.md", "."),
    _named("of-an-option", "source/--force.md", "."),
    _named("of-dots", "source/...md", "."),
    _named("of-240-letters", "source/" + "n" * 240 + ".md", "."),
    _named("of-device", "source/con.md", "."),
    _named("a-folder", "source/folder.md/x.txt", "."),
    _named("folder-not-utf-8", "source/\udcff\udcfe/deep.md", "source-name"),
    _named("folders-deep", "source/" + "d/" * 900 + "x.md", "."),
    Attack(name="name-a-pipe", files=lambda: {"source/good.md": ESSAY + "x\n", "source/pipe.md": Pipe()}, argv=EPUB, says="build/good"),
    Attack(name="name-a-device", files=lambda: {"source/good.md": ESSAY + "x\n", "source/zero.md": Link("/dev/zero")}, argv=EPUB, says="."),
    Attack(name="name-a-ring-of-links", files=lambda: {"source/good.md": ESSAY + "x\n", "source/a.md": Link("b.md"), "source/b.md": Link("a.md"), "source/ring": Link(".")}, argv=EPUB, says="."),
    Attack(name="asked-with-escapes", files=essay("x\n"), argv=("build", "x\x1b[2J"), says=r"x\\x1b\[2J", code=(2,)),
    Attack(name="asked-not-utf-8", files=essay("x\n"), argv=("build", "x\udcff"), says=r"x\\", code=(2,)),
    Attack(name="asked-with-directions", files=essay("x\n"), argv=("build", "x\u202ey\u200bz"), says=r"x\\u202ey\\u200bz", code=(2,)),
    Attack(name="asked-for-an-edition-with-escapes", files=essay("x\n"), argv=("build", "--edition", "y\x1b[2J"), says=r"y\\x1b\[2J", code=(2,)),
    Attack(name="asked-for-a-device", files=essay("x\n"), argv=("build", "/dev/zero"), says=".", code=(2,)),
    Attack(name="asked-for-a-pipe", files=lambda: {"source/essay.md": ESSAY, "p.md": Pipe()}, argv=("links", "find", "p.md"), says="p.md", code=(1, 2)),
    Attack(name="build-a-file", files=essay("x\n", build="not a folder"), argv=EPUB, says="build", code=(1, 2, 3)),
    Attack(name="build-a-link-out", files=essay("x\n", build=Link("../outside")), argv=EPUB, says="build", code=(1, 2, 3)),
    Attack(name="product-a-pipe", files=lambda: {"source/essay.md": ESSAY + "x\n", "build/essay/essay.epub": Pipe()}, argv=EPUB, says="."),
    Attack(name="modules-in-the-project", files=essay("x\n", argparse_py="open('RAN','w')", json_py="open('RAN','w')", source__yaml_py="open('RAN','w')"), argv=EPUB, says="build/essay"),
)  # fmt: skip

KINDS = {
    "configurations": CONFIGURATIONS,
    "templates": TEMPLATES,
    "styles": STYLES,
    "ledgers": LEDGERS,
    "names": NAMES,
}
