"""`footlight import` of exports and feeds: the essays in what each service writes, and nothing else of it."""
# ruff: noqa: E501 - as in the exports

import json
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from export_files import (
    ATOM,
    JSON_FEED,
    RSS,
    blogger_backup,
    blogger_takeout,
    ghost_export,
    medium_export,
    notion_export,
    substack_export,
    tumblr_export,
    wxr,
    wxr_item,
    wxr_meta,
    zip_bytes,
)
from PIL import Image
from workshop import FOOTLIGHT, Run, Workshop

from footlight.intake.conversion import convert
from footlight.intake.exports.wordpress_text import PostText, post_html
from footlight.intake.item import Item, ItemKind


@pytest.fixture(scope="module")
def blogs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workshop, Run]:
    """A project into which an export of each service was imported."""
    shop = Workshop(tmp_path_factory.mktemp("blogs"))
    shop.source.mkdir()
    files: dict[str, str | bytes] = {
        "wordpress.xml": wordpress(),
        "blogger.xml": blogger_backup(),
        "takeout.zip": zip_bytes(blogger_takeout()),
        "medium.zip": zip_bytes(medium_export()),
        "substack.zip": zip_bytes(substack_export()),
        "ghost.json": ghost_export("https://piers.example"),
        "tumblr.zip": zip_bytes(tumblr_export(png())),
        "notion.zip": zip_bytes(notion_export(png())),
        "rss.xml": RSS,
        "atom.xml": ATOM,
        "feed.json": JSON_FEED,
    }
    for name, content in files.items():
        shop.write(name, content)
    return shop, shop.run("import", "--no-pictures", *files)


def png() -> bytes:
    """A small picture."""
    stream = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(stream, "PNG")
    return stream.getvalue()


def wordpress() -> str:
    """An export with a post of the classic editor, one of blocks, a draft, a page, pictures and what is no essay."""
    classic = """It was <em>never</em> built,
as <a href="http://harbour.example/report">the report</a> says.[footnote]By a <a href="http://harbour.example/who">committee</a>.[/footnote]

[caption id="attachment_12" align="alignleft" width="300"]<a href="https://moorings.example/files/mill.png"><img class="size-medium \
wp-image-12" src="https://moorings.example/files/mill-300x200.png" alt="A mill" width="300" /></a> The <em>mill</em>[/caption]

<!--more-->

&nbsp;

<blockquote>High water -- and low.</blockquote>
http://films.example/watch?v=1

[sourcecode language="python"]if a &lt; b:

    c = "[gallery]"[/sourcecode]

[gallery ids="12,99"] Some [sic] words [[caption]] and [strange x="1"]."""
    blocks = """<!-- wp:paragraph {"dropCap":true} -->
<p class="has-drop-cap">A weir<sup data-fn="5f0c" class="fn"><a href="#5f0c" id="5f0c-link">1</a></sup> holds.</p>
<!-- /wp:paragraph -->

<!-- wp:heading -->
<h2>Of sluices</h2>
<!-- /wp:heading -->

<!-- wp:embed {"url":"https://films.example/watch?v=2","type":"video"} -->
<figure class="wp-block-embed is-type-video"><div class="wp-block-embed__wrapper">
https://films.example/watch?v=2
</div></figure>
<!-- /wp:embed -->

<!-- wp:block {"ref":77} /-->

<!-- wp:syntaxhighlighter/code {"language":"bash"} -->
<pre class="wp-block-syntaxhighlighter-code">ls &lt; x</pre>
<!-- /wp:syntaxhighlighter/code -->

<!-- wp:file -->
<div class="wp-block-file"><a href="http://harbour.example/a.pdf">Plan</a><a href="http://harbour.example/a.pdf" \
class="wp-block-file__button wp-element-button" download>Download</a></div>
<!-- /wp:file -->

<!-- wp:verse -->
<pre class="wp-block-verse">The sea
  the sea</pre>
<!-- /wp:verse -->

<!-- wp:footnotes /-->"""
    footnotes = json.dumps([{"content": 'Of <a href="http://harbour.example/weir">wood</a>.', "id": "5f0c"}])
    terms = (
        '\t\t<category domain="category" nicename="uncategorized"><![CDATA[Uncategorized]]></category>'
        '<category domain="post_tag" nicename="tides"><![CDATA[Tides &amp; Ebb]]></category>\n'
    )
    comment = "\t\t<wp:comment><wp:comment_id>1</wp:comment_id></wp:comment>\n"
    upload = "\t\t<wp:attachment_url><![CDATA[https://moorings.example/files/mill.png]]></wp:attachment_url>\n"
    return wxr(
        wxr_item(5, "The Barrage &amp; the Bar", classic, extra=terms + comment + wxr_meta("_thumbnail_id", "12")),
        wxr_item(6, "A Weir of Wood", blocks, extra=wxr_meta("footnotes", footnotes)),
        wxr_item(7, "Not Yet Done", "Words.", status="draft", day="0000-00-00"),
        wxr_item(8, "Of the Author", "<p>She writes.</p>", kind="page"),
        wxr_item(9, "Binned", "Words.", status="trash"),
        wxr_item(12, "mill", "", kind="attachment", status="inherit", extra=upload),
        wxr_item(77, "Again", '<!-- wp:paragraph --><p>Said <a href="http://harbour.example/again">again</a>.</p><!-- /wp:paragraph -->', kind="wp_block"),
        wxr_item(78, "Home", "", kind="nav_menu_item"),
    )  # fmt: skip


def text(blogs: tuple[Workshop, Run], name: str) -> str:
    return (blogs[0].source / f"{name}.md").read_text(encoding="utf-8")


def test_every_export_is_imported_without_an_error(blogs: tuple[Workshop, Run]) -> None:
    """Nothing fails; what is no essay is counted, and what was guessed is said."""
    _, done = blogs
    assert done.code == 0, done.out
    assert "failed" not in done.err
    assert "comment: 1, nav_menu_item: 1, post in the bin: 1" in done.out


def test_a_classic_post_of_wordpress(blogs: tuple[Workshop, Run]) -> None:
    """Empty lines are paragraphs, shortcodes what they show, lone addresses links; notes of plug-ins are footnotes."""
    barrage = text(blogs, "the-barrage-the-bar")
    head = barrage.partition("\n---\n\n")[0]
    assert "title: The Barrage & the Bar" in head
    assert "author: Ann Writer" in head
    assert "date: 2011-02-25" in head  # by the blog's own clock, where GMT has the day before
    assert "url: https://moorings.example/2011/02/" in head
    assert "published-in: Tides & Moorings" in head
    assert "keywords: Tides & Ebb" in head
    assert "cover-image: https://moorings.example/files/mill.png" in head
    assert "It was *never* built,\\\nas [the report](http://harbour.example/report) says.[^1]" in barrage
    assert "[^1]: By a [committee](http://harbour.example/who).\n" in barrage
    assert "![The *mill*](https://moorings.example/files/mill.png)" in barrage
    assert "> High water — and low." in barrage
    assert "<http://films.example/watch?v=1>" in barrage
    assert '```python\nif a < b:\n\n    c = "[gallery]"\n```' in barrage
    assert barrage.count("(https://moorings.example/files/mill.png)") == 2  # in the caption and in the gallery
    assert "Some [sic] words [caption] and \\[strange" in barrage
    assert "numbers 99" in blogs[1].out
    assert "shortcode [strange] is not known" in blogs[1].out


def test_a_post_of_blocks(blogs: tuple[Workshop, Run]) -> None:
    """Comments of blocks go; notes that stand beside the post are footnotes; reused blocks are where they are used."""
    weir = text(blogs, "a-weir-of-wood")
    assert "wp:" not in weir
    assert "A weir[^1] holds." in weir
    assert "[^1]: Of [wood](http://harbour.example/weir).\n" in weir
    assert "## Of sluices" in weir
    assert "<https://films.example/watch?v=2>" in weir
    assert "Said [again](http://harbour.example/again)." in weir
    assert "```bash\nls < x\n```" in weir
    assert "[Plan](http://harbour.example/a.pdf)\n" in weir
    assert "| The sea\n|   the sea" in weir


def test_notes_of_blocks_whose_list_stands_in_the_theme() -> None:
    """The notes stand beside the post, whether its text says where they are shown or not."""
    call = '<sup data-fn="5f0c"><a id="5f0c-link" href="#5f0c">1</a></sup>'
    block = f"<!-- wp:paragraph -->\n<p>A weir{call} holds.</p>\n<!-- /wp:paragraph -->"
    notes = json.dumps([{"content": 'Of <a href="http://harbour.example/weir">wood</a>.', "id": "5f0c"}])
    html = post_html(PostText(text=block, footnotes=notes)).html
    done = convert(Item(kind=ItemKind.FRAGMENT, content=html, origin="x", address="https://moorings.example/weir"))
    assert done.body == "A weir[^1] holds.\n\n[^1]: Of [wood](http://harbour.example/weir).\n"


def test_what_was_not_published_is_a_draft(blogs: tuple[Workshop, Run]) -> None:
    """A draft has no address; pages are essays; a build passes drafts over."""
    draft = text(blogs, "not-yet-done")
    assert "draft: " in draft
    assert "url:" not in draft
    assert "date:" not in draft
    assert "She writes." in text(blogs, "of-the-author")
    assert not (blogs[0].source / "binned.md").exists()


def test_blogger_before_and_after_2024(blogs: tuple[Workshop, Run]) -> None:
    """Both schemas; a small picture is the large one that it leads to; the day is the writer's."""
    mill = text(blogs, "the-mill")
    assert "title: The Mill & the Sea" in mill
    assert "date: 2009-03-02" in mill
    assert "keywords: mills" in mill
    assert "![](https://1.bp.example/-a/s1600/mill.png)" in mill
    assert "[as the report says](http://harbour.example/report).\n" in mill
    assert (blogs[0].source / "a-weir.md").exists()
    assert "draft: " in text(blogs, "not-yet")


def test_medium(blogs: tuple[Workshop, Run]) -> None:
    """Title and subtitle are not said twice; cards are links; a response is a draft."""
    drift = text(blogs, "on-drift")
    assert "subtitle: Of what the sea leaves" in drift
    assert drift.count("Of what the sea leaves") == 1
    assert "[tide table](https://harbour.example/tide)" in drift
    assert "![A *mill*](https://cdn.example/max/2400/1*ab.png)" in drift
    assert "[The Quay](https://other.example/quay)\n" in drift
    assert "draft: " in text(blogs, "on-wrack")
    assert "draft: " in text(blogs, "yes-and-so-say-i")


def test_substack(blogs: tuple[Workshop, Run]) -> None:
    """Notes are footnotes, embeds links, widgets gone; the buttons say where the publication is."""
    barrage = text(blogs, "the-barrage")
    assert "url: https://tides.substack.example/p/the-barrage" in barrage
    assert "subtitle: Of what “was” not built" in barrage
    assert "The barrage[^1] was [never built](https://harbour.example/barrage)." in barrage
    assert "[^1]: A dam with [gates](https://harbour.example/gates).\n" in barrage
    assert "![The mill](https://bucket.example/public/mill.png)" in barrage
    assert "<https://www.youtube.com/watch?v=abcdefghijk>" in barrage
    assert "— [Ann](https://birds.example/ann/status/1)" in barrage
    assert "Subscribe" not in barrage
    assert "123403.lost" in blogs[1].out


def test_ghost(blogs: tuple[Workshop, Run]) -> None:
    """HTML, Lexical and Mobiledoc; authors in their order, tags without internal ones, the day of the site's zone."""
    pier = text(blogs, "the-pier")
    assert "author:\n  - Ann Writer\n  - Bo Other\ndate: 2021-02-01\n" in pier
    assert "keywords: Piers\n" in pier
    assert "[the moles](https://piers.example/moles/)" in pier
    assert "![The mill](https://piers.example/content/images/2021/01/mill.png)" in pier
    assert "[The Quay](https://other.example/quay)" in pier
    assert "> Mind the gap." in pier
    lock = text(blogs, "the-lock")
    assert "**Bold** is the [*lock*](https://harbour.example/lock)\n\n## Gates\n\n```python\na < b\n```" in lock
    assert "A note.[^1]" in lock
    sluice = text(blogs, "the-sluice")
    assert "[*sluice*](https://harbour.example/sluice)\\\nleaks.\n\n- one\n- two\n" in sluice
    assert "card “mystery”" in blogs[1].out


def test_tumblr(blogs: tuple[Workshop, Run]) -> None:
    """Each kind of post, from the zip in the zip; pictures from the export."""
    assert "[on the bar](https://harbour.example/wreck)" in text(blogs, "a-wreck")
    assert "date: 2012-04-30" in text(blogs, "a-wreck")
    photo = text(blogs, "1000002")
    assert "![](1000002.pictures/1000002-" in photo
    assert "<https://harbour.example/mill>\n\nThe mill." in photo
    assert "> All is & flows.\n>\n> — [Heraclitus](https://old.example/h)" in text(blogs, "all-is-flux")
    assert "**A:** Is it high?" in text(blogs, "talk")
    assert "<https://films.example/watch?v=1>" in text(blogs, "film")
    assert "draft: " in text(blogs, "film")


def test_notion(blogs: tuple[Workshop, Run]) -> None:
    """Properties are front matter, boxes quotations, pictures from the export; Markdown and HTML."""
    groynes = text(blogs, "on-groynes")
    assert "author: Ann Writer\ndate: 2020-03-04\nkeywords:\n  - groynes\n  - sand\n" in groynes
    assert "> Mind the *ebb*." in groynes
    assert "![](on-groynes.pictures/mill-" in groynes
    spits = text(blogs, "on-spits")
    assert "date: 2020-03-05" in spits
    assert "> It ends." in spits
    assert "[The Quay](https://other.example/quay)" in spits


def test_feeds(blogs: tuple[Workshop, Run]) -> None:
    """RSS, Atom and JSON; what the feed's maker adds goes; of a summary it is said that it is one."""
    neap = text(blogs, "spring-neap")
    assert "title: Spring & Neap\nauthor: Ann Writer\ndate: 2011-01-18\nlang: en-gb\n" in neap
    assert neap.endswith("Twice a month the sea stays away, [as the moon](https://strand.example/moon/) has it.\n")
    basse = text(blogs, "maree-basse")
    assert "author: Anne\ndate: 2020-02-03\nlang: fr\n" in basse
    assert "[s’en va](https://harbour.example/eau)" in basse
    assert "date: 2022-03-04" in text(blogs, "ebb-one")
    assert "1 of 2 entries hold a summary" in blogs[1].out


@pytest.mark.slow
def test_all_of_it_is_built_without_a_hands_touch(blogs: tuple[Workshop, Run]) -> None:
    """Whatever service an essay comes from, nothing of it stops an edition."""
    shop, _ = blogs
    built = subprocess.run(
        [*FOOTLIGHT, "build", "--edition", "epub"], cwd=shop.root, capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stdout
    drafts = [path for path in shop.source.glob("*.md") if "\ndraft: " in path.read_text(encoding="utf-8")]
    assert len(list(shop.build.glob("*/*.epub"))) == len(list(shop.source.glob("*.md"))) - len(drafts)


def test_a_dry_run_writes_nothing(project: Workshop) -> None:
    """It says what would be new."""
    project.write("blog.xml", wordpress())
    done = project.run("import", "--dry-run", "blog.xml")
    assert done.code == 0, done.out
    assert "source/a-weir-of-wood.md: new" in done.out
    rows = [json.loads(line) for line in project.run("import", "--dry-run", "--json", "blog.xml").out.splitlines()]
    assert [row["outcome"] for row in rows if "outcome" in row] == ["new"] * 4
    assert not list(project.source.iterdir())


def test_imported_again_nothing_changes(blogs: tuple[Workshop, Run]) -> None:
    """The same exports give the same essays, each found again by what its service calls it."""
    shop, _ = blogs
    before = {path: path.read_bytes() for path in shop.source.rglob("*") if path.is_file()}
    again = shop.run("import", "--no-pictures", *sorted(path.name for path in shop.root.iterdir() if path.is_file()))
    assert again.code == 0, again.out
    assert "unchanged" in again.err
    assert " new" not in again.err
    assert before == {path: path.read_bytes() for path in shop.source.rglob("*") if path.is_file()}


def test_a_zip_of_wordpress_files_is_one_blog(project: Workshop) -> None:
    """As WordPress.com gives it: a post in one file shows the picture that another file tells of."""
    upload = "\t\t<wp:attachment_url><![CDATA[https://moorings.example/files/mill.png]]></wp:attachment_url>\n"
    first = wxr(wxr_item(5, "The Mill", 'Words.\n\n[gallery ids="12"]'))
    second = wxr(
        wxr_item(12, "mill", "", kind="attachment", status="inherit", extra=upload), wxr_item(6, "Other", "W.")
    )
    project.write("blog.zip", zip_bytes({"blog/a.001.xml": first, "blog/a.002.xml": second}))
    done = project.run("import", "--no-pictures", "blog.zip")
    assert done.code == 0, done.out
    assert "![](https://moorings.example/files/mill.png)" in (project.source / "the-mill.md").read_text(
        encoding="utf-8"
    )
    assert (project.source / "other.md").exists()


def test_what_databases_and_feeds_do_to_texts_is_undone(project: Workshop) -> None:
    """UTF-8 that was read as windows-1252, and HTML that was escaped twice."""
    words = "“Shut”, the café says; it’s naïve."
    project.write(
        "blog.xml", wxr(wxr_item(1, "Words", words.encode().decode("cp1252", "replace").replace("\ufffd", "\x9d")))
    )
    twice = RSS.replace("<description>It began as it always does [&amp;hellip;]", "<description>&amp;lt;p&amp;gt;It was "
        "&amp;lt;a href=&amp;quot;https://harbour.example/x&amp;quot;&amp;gt;shut&amp;lt;/a&amp;gt;.&amp;lt;/p&amp;gt;")  # fmt: skip
    project.write("feed.xml", twice)
    done = project.run("import", "--no-pictures", "blog.xml", "feed.xml")
    assert done.code == 0, done.out
    assert words in (project.source / "words.md").read_text(encoding="utf-8")
    assert "once read as windows-1252" in done.line("import-charset")
    assert "It was [shut](https://harbour.example/x)." in (project.source / "cut.md").read_text(encoding="utf-8")


def test_a_folder_of_pages_and_manuscripts(project: Workshop, tmp_path: Path) -> None:
    """Each file that is an essay is one; its address is that of the site and its path; what a page needs is no essay."""
    page = "<html><head><title>Of {0}</title></head><body><p>{1} <a href='../b.html'>There</a>.</p></body></html>"
    words = "Words upon words about the sea, which is large, and about the shore, which is not, and of what is between."
    files = {
        "2009/a.html": page.format("Shores", words),
        "2009/a_files/frame.html": page.format("Frames", words),
        "2009/style.css": "p { color: red }",
        "notes.txt": "Of Notes\n\nThey are short.\n",
        ".git/config": "[core]",
    }
    for name, content in files.items():
        file = tmp_path / "site" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    done = project.run("import", "--no-pictures", "--url", "https://site.example/", str(tmp_path / "site"))
    assert done.code == 0, done.out
    assert "2 new" in done.err
    shores = (project.source / "of-shores.md").read_text(encoding="utf-8")
    assert "url: https://site.example/2009/a.html" in shores
    assert "[There](https://site.example/b.html)" in shores
    assert ".css: 1" in done.line("import-left-out")


BRACKETS = """<p>One [1] and two [2].</p><p>Text that stands between them and is long enough.</p>
<p>[1] First <a href="https://harbour.example/1">note</a>.<br />[2] Second.</p>"""
LISTED = """<p>One<sup>1</sup> and two<sup>[2]</sup>.</p><p>Text that stands between them and is long enough.</p>
<p><strong>Notes:</strong></p><ol><li>First <a href="https://harbour.example/1">note</a>.</li><li>Second.</li></ol>"""


@pytest.mark.parametrize("html", [BRACKETS, LISTED])
def test_notes_that_were_typed_without_links(project: Workshop, html: str) -> None:
    """Marks in the text, and at its end a paragraph divided by line breaks, or a numbered list under a heading."""
    item = f"<item><title>Noted</title><description><![CDATA[{html}]]></description></item>"
    project.write("feed.xml", f"<rss version='2.0'><channel><title>F</title>{item}</channel></rss>")
    done = project.run("import", "--no-pictures", "feed.xml")
    assert done.code == 0, done.out
    text = (project.source / "noted.md").read_text(encoding="utf-8")
    assert "One[^1] and two[^2]." in text
    assert "[^1]: First [note](https://harbour.example/1).\n\n[^2]: Second.\n" in text
    assert "Notes:" not in text


def test_an_unpacked_export_is_read_as_the_zip_is(project: Workshop, tmp_path: Path) -> None:
    """A folder of Medium's files gives the same stories."""
    for name, content in medium_export().items():
        file = tmp_path / "medium" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    done = project.run("import", "--no-pictures", str(tmp_path / "medium"))
    assert done.code == 0, done.out
    assert "3 new" in done.err
