"""Hostile essays: marks without end, nesting, floods, words and characters that no essay has."""

from typing import Any

from footlight.engines.pandoc import SECONDS
from hostile.attack import EPUB, ESSAY, READING, Attack, Link, essay

_FIND = ("links", "find")
PANDOC = SECONDS + 20.0
"""Bound of processor time where pandoc comes to no end: its own, the search for the paragraph, and the rest."""
_HEAD = "---\ntitle: A Test\nauthor: A. Writer\nlang: en-GB\n"


def _head(lines: str) -> str:
    return f"{_HEAD}{lines}\n---\n\n"


def _keyed(name: str, lines: str, says: str = "front-matter", **more: Any) -> Attack:
    """A front matter with further lines."""
    return Attack(name=f"front-matter-{name}", files=essay("Words.\n", head=_head(lines)), argv=EPUB, says=says, **more)


MARKS = (
    Attack(name="brackets-open", files=essay("[" * 20_000 + "\n"), argv=EPUB, says="brackets-plain"),
    Attack(name="brackets-nested", files=essay("[" * 5_000 + "x" + "]" * 5_000 + "\n"), argv=EPUB, says="brackets-plain|wikilink"),
    Attack(name="links-nested", files=essay("[" * 3_000 + "x" + "](http://e.org/)" * 3_000 + "\n"), argv=EPUB, says="brackets-plain"),
    Attack(name="images-nested", files=essay("![" * 3_000 + "x" + "](m.png)" * 3_000 + "\n"), argv=EPUB, says="brackets-plain"),
    Attack(name="quotes-nested", files=essay(">" * 5_000 + " x\n"), argv=EPUB, says="markdown"),
    Attack(name="lists-nested", files=essay("".join("  " * i + "- x\n" for i in range(1_000))), argv=EPUB, says="essay.md:207: the text is nested too deeply"),
    Attack(name="list-marks-in-a-line", files=essay("- " * 5_000 + "x\n"), argv=EPUB, says="markdown"),
    Attack(name="quotes-and-lists", files=essay("> - " * 2_000 + "x\n"), argv=EPUB, says="markdown"),
    Attack(name="emphasis-open", files=essay("*a **b _c __d " * 5_000 + "\n"), argv=EPUB, says="."),
    Attack(name="emphasis-nested", files=essay("*a **b " * 2_000 + "x" + "** b* " * 2_000 + "\n"), argv=EPUB, says="."),
    Attack(name="strikeout-open", files=essay("~~a ~b ^c " * 5_000 + "\n"), argv=EPUB, says="."),
    Attack(name="backticks-growing", files=essay(" ".join("`" * i for i in range(1, 600)) + "\n"), argv=EPUB, says=".", seconds=PANDOC),
    Attack(name="dollars", files=essay("$a$b " * 20_000 + "\n"), argv=EPUB, says="."),
    Attack(name="quotation-marks", files=essay("\"a 'b " * 20_000 + "\n"), argv=EPUB, says=".", seconds=PANDOC),
    Attack(name="angle-brackets", files=essay("<" * 50_000 + "\n"), argv=EPUB, says=".", seconds=PANDOC),
    Attack(name="autolinks-open", files=essay("<http://e.org/" * 5_000 + "\n"), argv=EPUB, says=".", seconds=PANDOC),
    Attack(name="tags-open", files=essay("<b>" * 10_000 + "x\n"), argv=EPUB, says="."),
    Attack(name="divs-open", files=essay("<div>\n" * 3_000 + "x\n"), argv=EPUB, says="box-not-closed|markdown"),
    Attack(name="tag-of-attributes", files=essay("<div " + "a=b " * 50_000 + ">x</div>\n"), argv=EPUB, says="."),
    Attack(name="fenced-boxes-open", files=essay("::: a\n\n" * 3_000 + "x\n"), argv=EPUB, says="box-not-closed|markdown"),
    Attack(name="comments-open", files=essay("<!-- x\n" * 20_000), argv=EPUB, says=".", seconds=PANDOC),
    Attack(name="attributes-open", files=essay("# x {" * 5_000 + "\n"), argv=EPUB, says="."),
    Attack(name="entities", files=essay("&#x41;&amp;&nbsp;&bogus; " * 20_000 + "\n"), argv=EPUB, says="."),
    Attack(name="backslashes", files=essay("\\" * 100_000 + "\n"), argv=EPUB, says="."),
    Attack(name="braces-of-mdx", files=essay("import x from 'y'\n\n<A " + "{" * 20_000 + "\n"), argv=EPUB, says="."),
    Attack(name="liquid-open", files=essay("{% x " * 10_000 + "{{ y " * 10_000 + "\n"), argv=EPUB, says="."),
    Attack(name="shortcodes-nested", files=essay("{{< a >}}" * 5_000 + "x" + "{{< /a >}}" * 5_000 + "\n"), argv=EPUB, says="."),
    Attack(name="wikilinks-nested", files=essay("[[" * 5_000 + "x" + "]]" * 5_000 + "\n"), argv=EPUB, says="brackets-plain|wikilink", seconds=20),
    Attack(name="formula-nested", files=essay("$" + "{" * 5_000 + "x" + "}" * 5_000 + "$\n"), argv=EPUB, says="formula-not-set|site-tag-unknown"),
    Attack(name="formula-of-fractions", files=essay("$" + r"\frac{1}{" * 500 + "x" + "}" * 500 + "$\n"), argv=EPUB, says="formula-not-set"),
    Attack(name="formula-of-macros", files=essay(r"$\def\a{\b\b}\def\b{\c\c}\def\c{\a\a}\a$" + "\n"), argv=EPUB, says="formula-not-set"),
    Attack(name="table-wide", files=essay("|" + "a|" * 2_000 + "\n|" + "-|" * 2_000 + "\n|" + "b|" * 2_000 + "\n"), argv=EPUB, says="."),
    Attack(name="table-grid-cut", files=essay(("+---" * 50 + "+\n" + "|   " * 50 + "\n") * 300), argv=EPUB, says="."),
    Attack(name="html-table-of-spans", files=essay('<table><tr><td colspan="1000000000" rowspan="1000000000">x</td></tr></table>\n'), argv=EPUB, says="."),
    Attack(name="list-number-huge", files=essay("9" * 400 + ". x\n"), argv=EPUB, says="."),
    Attack(name="width-huge", files=essay('![x](m.png){width="1e99%" height=nan}\n'), argv=READING, says="image-missing"),
    Attack(name="note-in-itself", files=essay("x[^a]\n\n[^a]: y[^b]\n\n[^b]: z[^a]\n"), argv=EPUB, says="note-in-note"),
    Attack(name="reference-to-itself", files=essay("[a][b]\n\n[a]: <b>\n[b]: a\n"), argv=EPUB, says="."),
)  # fmt: skip

FLOODS = (
    Attack(name="word-of-200000-letters", files=essay("a" * 200_000 + "\n"), argv=READING, says=".", seconds=30),
    Attack(name="word-of-200000-letters-found", files=essay("a" * 200_000 + "\n"), argv=_FIND, says=".", code=(0,)),
    Attack(name="www-repeated", files=essay("www." * 50_000 + "\n"), argv=_FIND, says="."),
    Attack(name="http-repeated", files=essay("http://" * 50_000 + "\n"), argv=_FIND, says="."),
    Attack(name="dots-repeated", files=essay("a." * 100_000 + "\n"), argv=_FIND, says="."),
    Attack(name="see-repeated", files=essay("(see " * 20_000 + "\n"), argv=_FIND, says="."),
    Attack(name="blanks-repeated", files=essay("a" + " " * 200_000 + "b\n"), argv=_FIND, says="."),
    Attack(name="dashes-repeated", files=essay("- " * 1 + "—" * 100_000 + "\n"), argv=_FIND, says="."),
    Attack(name="lint-of-quotes", files=essay("\"' " * 30_000 + "\n"), argv=("lint",), says="."),
    Attack(name="lint-of-one-word", files=essay("the " * 60_000 + "\n"), argv=("lint",), says="repeated-word"),
    Attack(name="table-of-2000-rows", files=essay("| a | b |\n|---|---|\n" + "| one | two |\n" * 2_000), argv=READING, says=".", seconds=30),
    Attack(name="notes-10000", files=essay("".join(f"Word[^{i}] on.\n\n[^{i}]: Note {i}.\n\n" for i in range(10_000))), argv=READING, says=".", seconds=150, mebibytes=2000),
    Attack(name="links-100000", files=essay("".join(f"[w{i}](http://e.org/{i}) " + ("\n\n" if i % 20 == 0 else "") for i in range(100_000))), argv=EPUB, says=".", seconds=150, mebibytes=3000),
    Attack(name="links-100000-found", files=essay("".join(f"[w{i}](http://e.org/{i}) " + ("\n\n" if i % 20 == 0 else "") for i in range(100_000))), argv=_FIND, says=".", seconds=60),
    Attack(name="headings-5000", files=essay("".join(f"## Head {i}\n\nWords.\n\n" for i in range(5_000))), argv=EPUB, says=".", seconds=30),
    Attack(name="images-missing-5000", files=essay("".join(f"![x](m{i}.png)\n\n" for i in range(5_000))), argv=EPUB, says="image-missing", seconds=30),
    Attack(name="code-of-one-line", files=essay("```python\n" + "x = [" * 100_000 + "\n```\n"), argv=EPUB, says="."),
    Attack(name="code-nested", files=essay("```json\n" + "[" * 50_000 + "\n```\n"), argv=EPUB, says="."),
    Attack(name="combining-marks", files=essay("a" + "\u0301" * 50_000 + "\n"), argv=READING, says="source-combining-marks"),
    Attack(name="combining-marks-as-entities", files=essay("a" + "&#769;" * 20_000 + "\n"), argv=READING, says="."),
    Attack(name="combining-marks-of-arabic", files=essay("\u0628" + "\u064b" * 20_000 + "\n"), argv=READING, says="source-combining-marks"),
    Attack(name="combining-marks-found", files=essay("a" + "\u0301" * 200_000 + "\n"), argv=_FIND, says="."),
    Attack(name="word-in-a-cell", files=essay("| a | b |\n|---|---|\n| " + "a" * 20_000 + " | x |\n"), argv=READING, says=".", seconds=40),
    Attack(name="word-in-a-note", files=essay("x[^a]\n\n[^a]: " + "y" * 20_000 + "\n"), argv=READING, says=".", seconds=40),
    Attack(name="word-in-a-link", files=essay("[" + "z" * 50_000 + "](http://e.org/)\n"), argv=READING, says=".", seconds=40),
    Attack(name="word-of-syllables", files=essay("hyphenation" * 5_000 + "\n"), argv=READING, says=".", seconds=40),
    Attack(name="heading-of-20000-letters", files=essay("# " + "x" * 20_000 + "\n\nWords.\n"), argv=READING, says=".", seconds=40),
    Attack(name="rare-characters", files=essay("".join(map(chr, range(0x4E00, 0x5A00))) + "\n"), argv=READING, says=".", seconds=40),
    Attack(name="duplicate-ids", files=essay("# x {#a}\n\n" * 3_000), argv=EPUB, says="duplicate-id", seconds=30),
    Attack(name="references-unused", files=essay("".join(f"[r{i}]: http://e.org/{i}\n" for i in range(20_000))), argv=EPUB, says="reference-unused", seconds=30),
    Attack(name="notes-never-called", files=essay("".join(f"[^r{i}]: note\n\n" for i in range(10_000))), argv=EPUB, says="note-never-called", seconds=30),
    Attack(name="citations-undefined", files=essay("".join(f"[@k{i}] " for i in range(5_000)) + "\n"), argv=EPUB, says="."),
    Attack(name="lines-of-nothing", files=essay("\n" * 500_000 + "x\n"), argv=EPUB, says="."),
)  # fmt: skip

CHARACTERS = (
    Attack(name="nul", files=essay("a\x00b\n"), argv=EPUB, says="source-control-character"),
    Attack(name="escapes", files=essay("a\x1b]0;owned\x07b\x9b2Jc\n"), argv=EPUB, says="source-control-character"),
    Attack(name="lone-surrogates", files=lambda: {"source/essay.md": ESSAY.encode() + b"a \xed\xa0\x80 b\n"}, argv=EPUB, says="source-not-utf8"),
    Attack(name="overlong-utf-8", files=lambda: {"source/essay.md": ESSAY.encode() + b"a \xc0\xaf b\n"}, argv=EPUB, says="source-not-utf8"),
    Attack(name="utf-16-cut", files=lambda: {"source/essay.md": b"\xff\xfea\x00b"}, argv=EPUB, says="source-not-utf8"),
    Attack(name="random-bytes", files=lambda: {"source/essay.md": bytes(range(256)) * 400}, argv=EPUB, says="source-not-utf8"),
    Attack(name="directions", files=essay("[x](http://e.org/\u202egnp.exe) and \u202ewords\u202c \u2066more\n"), argv=EPUB, says="."),
    Attack(name="private-use", files=essay("a\U000f0001b\n"), argv=EPUB, says="source-private-use"),
    Attack(name="noncharacters", files=essay("a\ufffe\uffff\U0001fffeb\n"), argv=EPUB, says="source-control-character"),
)  # fmt: skip

LINKS = (
    Attack(name="schemes", files=essay("[a](javascript:alert(1)) [b](file:///etc/passwd) [c](data:text/html,x) [d](vbscript:x)\n"), argv=EPUB, says="link-scheme"),
    Attack(name="homograph", files=essay("[a](https://ex\u0430mple.org/)\n"), argv=EPUB, says="address-lookalike"),
    Attack(name="credentials", files=essay("[a](https://www.bank.example@evil.example/)\n"), argv=EPUB, says="address-lookalike"),
    Attack(name="invisible", files=essay("[a](https://exam\u200bple.org/)\n"), argv=EPUB, says="address-lookalike"),
    Attack(name="direction-in-address", files=essay("[a](https://example.org/\u202egpj.exe)\n"), argv=EPUB, says="address-lookalike"),
    Attack(name="slash-look-alike", files=essay("[a](https://example.org\u2044path.evil.example/)\n"), argv=EPUB, says="address-lookalike"),
    Attack(name="label-of-5000", files=essay("[a](https://" + "a" * 5_000 + ".example/)\n"), argv=EPUB, says="."),
    Attack(name="port-and-zone", files=essay("[a](http://e.org:99999999/) [b](http://[fe80::1%25eth0]/) [c](http://[::g]/)\n"), argv=EPUB, says="."),
    Attack(name="address-of-a-megabyte", files=essay("[a](https://example.org/" + "a" * 1_000_000 + ")\n"), argv=READING, says=".", seconds=40),
)  # fmt: skip

WAYS_OUT = (
    Attack(name="include-of-tex", files=essay("\\input{/etc/passwd}\n\n\\includegraphics{../outside/secret.png}\n"), argv=EPUB, says="."),
    Attack(name="script-and-frames", files=essay('<script src="http://127.0.0.1:9/x"></script><iframe src="file:///etc/passwd"></iframe><object data="../outside/secret.svg"></object>\n'), argv=READING, says="raw-html"),
    Attack(name="style-that-imports", files=essay("<style>@import url(file:///etc/passwd); body { background: url(http://127.0.0.1:9/) }</style>\n\nx\n"), argv=READING, says="."),
    Attack(name="embeds-of-files", files=essay('![[../outside/secret.md]]\n\n{% include ../../outside/secret.md %}\n\n{{< readfile "../outside/secret.md" >}}\n'), argv=EPUB, says="."),
    Attack(name="code-that-includes", files=essay("``` {.python include=../outside/secret.md}\n```\n\n::: {include=/etc/passwd}\nx\n:::\n"), argv=EPUB, says="."),
    Attack(name="picture-outside", files=essay("![a](../../outside/secret.png) ![b](/etc/passwd) ![c](file:///etc/passwd)\n"), argv=READING, says="image-outside"),
    Attack(name="picture-by-link", files=essay("![a](link.png)\n", source__link_png=Link("../../outside/secret.png")), argv=READING, says="image-"),
    Attack(name="picture-of-the-web", files=essay("![a](http://127.0.0.1:9/x.png)\n"), argv=READING, says="image-remote"),
    Attack(name="essay-by-link-within", files=essay("Words.\n", source__other_md=Link("essay.md")), argv=EPUB, says="."),
    Attack(name="essay-of-another-folder", files=essay("Words.\n"), argv=("build", "--edition", "epub", "../nowhere/secret.md"), says=".", code=(1, 2)),
    _keyed("filters", "filters: [evil.lua]\ntemplate: ../outside/secret.html\ninclude-in-header: /etc/passwd", "."),
    _keyed("bibliography-outside", "bibliography: ../../outside/secret.bib", "bibliography|outside"),
    _keyed("style-outside", "csl: ../../outside/secret.md", "."),
    _keyed("cover-outside", "cover-image: ../../outside/secret.png", "."),
    _keyed("picture-keys", "image: ../../outside/secret.png", "."),
)  # fmt: skip

FRONT_MATTERS = (
    _keyed("bomb", "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(f"a{i}: &a{i} [" + ",".join([f"*a{i - 1}"] * 9) + "]\n" for i in range(1, 12))),
    _keyed("nested", "keywords: " + "[" * 5_000 + "]" * 5_000),
    _keyed("object", "keywords: !!python/object/apply:os.system ['touch owned']", "."),
    _keyed("number-of-5000-digits", "weight: " + "9" * 5_000, "."),
    _keyed("dates", "date: 99999-99-99", "date"),
    _keyed("date-nought", "date: 0000-00-00", "date"),
    _keyed("date-of-digits", "date: " + "1" * 5_000, "date"),
    _keyed("language-a-path", "lang: ../../../../etc/passwd", "lang"),
    _keyed("language-long", "lang: " + "x" * 10_000, "lang"),
    _keyed("title-a-map", "subtitle: {a: {b: [1, 2, {c: d}]}}", "front-matter"),
    _keyed("keys-20000", "".join(f"k{i}: v\n" for i in range(20_000)), "front-matter"),
    _keyed("of-a-megabyte", "rights: " + "x " * 500_000, "."),
    _keyed("url-a-script", "url: javascript:alert(1)", "url"),
    _keyed("controls", 'rights: "a\\e]0;owned\\ab"', "."),
    _keyed("author-of-100000-letters", "author: " + "x" * 100_000, "front-matter-value"),
    _keyed("rights-of-marks", 'rights: "a' + "\\u0301" * 20_000 + '"', "."),
    Attack(name="front-matter-toml-dotted", files=essay("x\n", head="+++\n" + "a." * 20_000 + "b = 1\n+++\n\n"), argv=EPUB, says="front-matter"),
    Attack(name="front-matter-json-of-marks", files=essay("x\n", head='{"title": "a' + "\\u0301" * 50_000 + '", "lang": "en"}\n\n'), argv=EPUB, says="."),
    Attack(name="front-matter-toml-nested", files=essay("x\n", head="+++\nk = " + "[" * 5_000 + "\n+++\n\n"), argv=EPUB, says="front-matter"),
    Attack(name="front-matter-json-nested", files=essay("x\n", head='{"k": ' + "[" * 50_000 + "\n}\n\n"), argv=EPUB, says="."),
    Attack(name="front-matter-not-closed", files=essay("x\n", head="---\ntitle: x\n" + "a: b\n" * 50_000), argv=EPUB, says="front-matter"),
    Attack(name="title-of-100000-letters", files=essay("x\n", head="---\ntitle: " + "x" * 100_000 + "\nauthor: a\nlang: en\n---\n\n"), argv=READING, says="front-matter-value"),
    Attack(name="title-of-controls", files=essay("x\n", head='---\ntitle: "a\\e[2J\\u202eb\\x9b"\nauthor: a\nlang: en\n---\n\n'), argv=EPUB, says="."),
)  # fmt: skip

KINDS = {
    "marks": MARKS,
    "floods": FLOODS,
    "characters": CHARACTERS,
    "links": LINKS,
    "ways-out": WAYS_OUT,
    "front-matter": FRONT_MATTERS,
}
