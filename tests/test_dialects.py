"""Dialects of Markdown: which one a post is read in, and what the passes over its text promise."""

import re
import time
from pathlib import Path

import pytest
from workshop import ESSAY, REPOSITORY, Workshop, quick_rows

from footlight.engines.pandoc import READER
from footlight.essay.document import Source
from footlight.essay.markdown_name import MarkdownName
from footlight.essay_files import lone_essay
from footlight.reading.dialects.choice import Choice, choose
from footlight.reading.dialects.dialect import BY_NAME, DIALECTS
from footlight.reading.dialects.dialect_reader import read_dialect
from footlight.reading.dialects.draft import Draft, Edit, edited, first_come
from footlight.reading.dialects.protected import Protected
from footlight.reading.html_tree import html_pieces
from footlight.reading.source_file import read_source

SIGNS: tuple[tuple[dict[str, str], str], ...] = (
    # files of a project, and the dialect that they are signs of
    ({"hugo.toml": ""}, "hugo"),
    ({"config.toml": 'baseURL = "https://example.org/"\n'}, "hugo"),
    ({"config.toml": 'base_url = "https://example.org"\n'}, "zola"),
    ({"_config.yml": "title: A site\n"}, "kramdown"),
    ({"_config.yml": "title: A site\nskip_render:\n"}, "hexo"),
    ({"scaffolds/post.md": "", "_config.yml": ""}, "hexo"),
    ({".obsidian/app.json": "{}"}, "obsidian"),
    ({"quartz.config.ts": "", "source/.obsidian/app.json": "{}"}, "quartz"),
    ({"mkdocs.yml": "site_name: x\n"}, "mkdocs"),
    ({"myst.yml": "version: 1\n"}, "myst"),
    ({"_config.yml": "title: A book\n", "_toc.yml": "root: intro\n"}, "myst"),
    ({"conf.py": "extensions = ['myst_parser']\n"}, "myst"),
    ({".eleventy.js": ""}, "eleventy"),
    ({"docusaurus.config.js": ""}, "mdx"),
    ({"_quarto.yml": ""}, "quarto"),
    ({"config.toml": "[something]\nelse = 1\n"}, "plain"),
    ({}, "plain"),
)
BODIES = (
    # what a text holds, and the dialect that it is a sign of
    ('{{< figure src="x.png" >}}', "hugo"),
    ("{% quote() %}x{% end %}", "zola"),
    ("{% include x.html %}", "kramdown"),
    ("Words.\n{: .lead}", "kramdown"),
    ("See [[another note]].", "obsidian"),
    ('{{image "walls.png" 700}}', "site"),
    ("- A block of [[this page]]\n  id:: 60a78b6b-a0ff-49fe-822f-87216fbf79ff", "logseq"),
    ("<Aside>\n\nWords.\n\n</Aside>\n\n<CENTER>\nOld.\n</CENTER>", "plain"),
    ("<Recap>\n\nWords.\n\n</Recap>", "mdx"),
    ("<script setup>\nimport A from './a'\n</script>\n\nWords.", "markdown-it"),
    ("!!! note\n    Words.", "mkdocs"),
    ("/// note | Title\n\nWords.\n\n///", "mkdocs"),
    ("import A from './a';", "mdx"),
    (":::tip\nWords.\n:::", "markdown-it"),
    (":::tip\n<Lamp>\n\nWords.\n\n</Lamp>\n:::", "mdx"),
    ("> [!note]\n> Words.", "site"),
    ("A note.^[In its line.]", "pandoc"),
    ("```{admonition} Mind\nthe step\n```", "myst"),
    ("See {ref}`the start <start>`.", "myst"),
    ("```{r}\n1 + 1\n```", "plain"),
    ("::: {.box}\nWords.\n:::", "pandoc"),
    ("`{{< figure >}}`, `[[code]]`\n\n    {% code %}\n\n```\n:::tip\n```", "plain"),
    ("::: headnote\nIt was written long ago.\n:::\n\n{{< figure >}}", "pandoc"),
    ("The editor's word.[[It is lost.]]{.editor} And [[a note]].", "pandoc"),
)


def source_of(root: Path, body: str, head: str = "title: A Test\n") -> Source:
    """An essay in a project."""
    path = root / "source" / "essay.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{head}---\n\n{body}\n", encoding="utf-8")
    source, _ = read_source(lone_essay(path, "source/essay.md"))
    assert source
    return source


def text_of(root: Path, body: str, name: str) -> str:
    """The body as a dialect gives it to pandoc."""
    source = source_of(root, body)
    return read_dialect(source, source.text, root, BY_NAME[name])[0].text.strip("\n")


@pytest.mark.parametrize(
    ("files", "name"), SIGNS, ids=lambda value: value if isinstance(value, str) else " ".join(value)
)
def test_files_of_a_generator_tell_the_dialect(tmp_path: Path, files: dict[str, str], name: str) -> None:
    """A project that is a generator's is read as one, wherever in the project its files lie."""
    for file, words in files.items():
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words, encoding="utf-8")
    choice = choose(source_of(tmp_path, "Words."), tmp_path)
    assert choice.dialect.name == name
    assert bool(choice.seen_in) is (name != "plain")


@pytest.mark.parametrize(("body", "name"), BODIES)
def test_what_a_text_holds_tells_the_dialect(tmp_path: Path, body: str, name: str) -> None:
    """What only one dialect writes is a sign, outside of code."""
    assert choose(source_of(tmp_path, body), tmp_path).dialect.name == name


def test_what_is_said_goes_before_signs(tmp_path: Path) -> None:
    """The front matter is heard before the configuration, and both before signs."""
    (tmp_path / "hugo.toml").touch()
    plain, own = source_of(tmp_path, "Words."), source_of(tmp_path, "Words.", "title: A\nmarkdown: Jekyll\n")
    assert choose(plain, tmp_path).dialect.name == "hugo"
    assert choose(plain, tmp_path, MarkdownName.GFM).dialect.name == "gfm"
    assert choose(own, tmp_path, MarkdownName.GFM).dialect.name == "kramdown"
    assert choose(own, tmp_path) == Choice(dialect=BY_NAME["kramdown"], why="its front matter says so")


def test_every_name_has_a_dialect_and_a_line_in_the_docs() -> None:
    """What the configuration takes, what there is and what docs/dialects.md lists are the same."""
    page = (REPOSITORY / "docs" / "dialects.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([\w-]+)` \|([^|]*)\|", page, re.MULTILINE)
    assert BY_NAME.keys() | {"auto"} == set(MarkdownName)
    assert {(name, tuple(re.findall(r"`([\w-]+)`", also))) for name, also in listed} == {
        (dialect.name, dialect.aliases) for dialect in DIALECTS
    }


@pytest.mark.parametrize("name", [dialect.name for dialect in DIALECTS if dialect.reader != READER])
def test_a_note_within_the_line_is_one_in_every_dialect(tmp_path: Path, name: str) -> None:
    """... whether or not its generator knows it; a link's words behind the same sign are a link's."""
    text = text_of(tmp_path, "Words^[A *note*.] and^[1](#fn1) more.", name)
    line, definition = text.split("\n\n")
    call = line.removeprefix("Words").partition(" and")[0]
    assert (line, definition.strip()) == (f"Words{call} and^[1](#fn1) more.", f"{call}: A *note*.")
    assert call.startswith("[^")


def test_build_says_how_an_essay_was_read(tmp_path: Path) -> None:
    """`build -v` names the Markdown and the reason; without it nothing is said of them."""
    shop = Workshop(tmp_path)
    shop.source.mkdir()
    (shop.source / "essay.md").write_text(f"{ESSAY}> [!note] A box\n> Its words.\n", encoding="utf-8")
    said = shop.run("build", "-v", "--edition", "epub")
    assert said.code == 0, said.out
    assert (
        "essay: read as the Markdown of a site generator, whichever it is, because the text holds a callout" in said.err
    )
    assert "read as" not in shop.run("build", "--force", "--edition", "epub").err


def test_an_unknown_dialect_is_said_with_the_nearest(tmp_path: Path) -> None:
    """A name that is misspelt is a finding in the front matter and an error in the configuration."""
    shop = Workshop(tmp_path)
    shop.source.mkdir()
    (shop.source / "essay.md").write_text("---\ntitle: A\nmarkdown: kramdwn\n---\n\nWords.\n", encoding="utf-8")
    assert "kramdown" in shop.run("build", "--edition", "epub").line("front-matter-value")
    shop.source.joinpath("footlight.toml").write_text('[source]\nmarkdown = "obsidan"\n', encoding="utf-8")
    refused = shop.run("build")
    assert (refused.code, "obsidian" in refused.err) == (2, True)


def test_findings_name_the_lines_of_the_source(tmp_path: Path) -> None:
    """However many lines the passes add or take, a finding is at the line, and the column, of its construct."""
    box = "{{% admonition note %}}\nWords.\n{{% /admonition %}}"
    body = f"{box}\n\n{{{{< highlight go >}}}}\na\n{{{{< /highlight >}}}}\n\nAnd {{{{< theme-x >}}}}."
    source = source_of(tmp_path, body)
    draft, _, findings = read_dialect(source, source.text, tmp_path, BY_NAME["hugo"])
    assert [(f.code, f.line, f.column) for f in findings] == [("site-tag-unknown", 13, 5)]
    rows = draft.text.split("\n")
    assert [draft.origin(n) for n, row in enumerate(rows, 1) if row in ("Words.", "And .")] == [6, 13]


def test_marks_of_the_ledger_survive_what_is_replaced(tmp_path: Path) -> None:
    """A place within a tag is still marked when the tag has become something else, or nothing."""
    for tag in ("{{< youtube \U000f0000abc >}}", "{{< theme-x \U000f0000>}}", "{{< toc >}}\U000f0000"):
        source = source_of(tmp_path, "Words.")
        marked = source.text.replace("Words.", f"Words {tag} and more.")
        draft, _, _ = read_dialect(source, marked, tmp_path, BY_NAME["hugo"])
        assert draft.text.count("\U000f0000") == 1
        assert "{{" not in draft.text


def test_edits_keep_the_lines_behind_them() -> None:
    """A replacement of another number of lines moves no line of the source that comes later."""
    draft = Draft(text="one\ntwo\nthree\nfour")
    longer = edited(draft, [Edit(start=4, end=7, put="a\nb\nc")])
    assert (longer.text, longer.origins) == ("one\na\nb\nc\nthree\nfour", (1, 2, 2, 2, 3, 4))
    shorter = edited(longer, [Edit(start=0, end=9, put="x")])
    assert (shorter.text, shorter.origins) == ("x\nthree\nfour", (1, 3, 4))
    assert first_come([Edit(start=2, end=5), Edit(start=0, end=3), Edit(start=5, end=6)]) == [
        Edit(start=0, end=3),
        Edit(start=5, end=6),
    ]


def test_code_is_found_in_quotes_and_lists() -> None:
    """Fences, indented lines, code between backticks, comments and formulas are protected; words are not."""
    text = (
        "para\n    goes on\n\n    indented\n\n- item\n\n      in the item\n\n    words of it\n\n> ```\n> quoted\n\n"
        "1. x\n\n   ~~~ ruby\n   a `b\n   ~~~\n\n`a` ``b ` c`` \\`x <!-- c --> $a==b$ $5 and $6\n\n<pre>\np\n\n</pre>\n"
    )
    found = [text[start:end].strip() for start, end in Protected(text).ranges]
    assert found == [
        "indented",
        "in the item",
        "```\n> quoted",
        "~~~ ruby\n   a `b\n   ~~~",
        "`a`",
        "``b ` c``",
        "<!-- c -->",
        "$a==b$",
        "<pre>\np\n\n</pre",
    ]


@pytest.mark.parametrize("name", sorted({dialect.name for dialect in DIALECTS}))
def test_no_pass_touches_code(tmp_path: Path, name: str) -> None:
    """A listing that holds every construct comes through every dialect as it stands, its tags of raw text apart."""
    lines = (
        '{{< figure >}} {% include x %} {{ page.x }} [[a|b]] ==c== %%d%% {: .e} ^[f] \\\\(g^2\\\\) <div markdown="1">',
        "!!! note", ":::tip", "import a from 'b';", "*[HTML]: x", "{::comment}", "<lite-youtube videoid='x'>",
    )  # fmt: skip
    listing = "\n".join(("```text", *lines, "```"))
    assert listing in text_of(tmp_path, f"Words.\n\n{listing}\n\nMore `{lines[0]}` words.", name)
    assert f"`{lines[0]}`" in text_of(tmp_path, f"More `{lines[0]}` words.", name)


def test_a_formula_of_kramdown_within_a_line_has_one_dollar_sign(tmp_path: Path) -> None:
    """Two dollar signs are a display only where nothing else stands in the line; money is no formula."""
    assert text_of(tmp_path, "So $$x^2$$ it is.", "kramdown") == "So $x^2$ it is."
    assert text_of(tmp_path, "$$x^2$$", "kramdown") == "$$x^2$$"
    for body, formulas in (("It costs $5 and 6$ more.", False), ("So $x^2$ it is.", True), ("Or \\\\(x^2\\\\).", True)):
        source = source_of(tmp_path, body)
        _, reader, _ = read_dialect(source, source.text, tmp_path, BY_NAME["hugo"])
        assert reader.endswith("+tex_math_dollars") is formulas, body


HOSTILE = {
    "shortcodes": "{{< a " * 40_000,
    "quoted": '{{< a "' * 30_000,
    "liquid": "{% a %}" * 20_000,
    "raw": "{% raw %}" * 20_000,
    "outputs": "{{ a " * 40_000,
    "wikilinks": "[[a|" * 40_000,
    "comments": "%% " * 40_000,
    "html": "<!-- " * 40_000,
    "elements": "<a-b " * 40_000,
    "lists": "- " * 40_000,
    "ticks": "`a ``b " * 40_000,
    "fences": "```\n" * 20_001,
    "boxes": ":::note\n" * 5_000,
    "braces": "{: .a" * 40_000,
    "notes": "^[" * 40_000,
    "dollars": "$a " * 40_000,
    "marks": "==a " * 40_000,
    "blanks": " " * 200_000,
    "imports": "import a from\n" * 20_000,
    "components": "<A b={" * 20_000,
    "capitals": "<Ab c='" * 20_000,
    "tags": "<div a>\nx\n" * 20_000,
    "cells": "|-|-|\n" * 20_000,
    "pictures": "![a](b c " * 20_000,
    "formulas": "$$\n+ x\n" * 20_000,
    "properties": "- id:: x\n" * 20_000,
    "blocks": "((60a78b6b-a0ff-49fe-822f-87216fbf79ff)) " * 4_000,
}


@pytest.mark.parametrize("kind", quick_rows(HOSTILE, "tags", "shortcodes", "quoted", "boxes"))
def test_hostile_texts_are_bounded_work(tmp_path: Path, kind: str) -> None:
    """No text makes a pass work for minutes: what is open and never closed costs what its length costs."""
    source = source_of(tmp_path, HOSTILE[kind])
    begin = time.process_time()
    for name in ("site", "obsidian", "mdx", "plain", "logseq"):
        read_dialect(source, source.text, tmp_path, BY_NAME[name])
    choose(source, tmp_path)
    assert time.process_time() - begin < 20


@pytest.mark.parametrize("markup", ["<!--", "<a ", '<a "', "<b></i>", "<", '<a x="<', "<td>"])
def test_hostile_html_is_bounded_work(markup: str) -> None:
    """Tags that are open and never closed cost what their number costs."""
    begin = time.process_time()
    html_pieces([{"t": "RawBlock", "c": ["html", markup * 40_000]}])
    assert time.process_time() - begin < 10
