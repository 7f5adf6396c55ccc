"""A blog of 500 posts: imported from an export of WordPress, killed twenty times meanwhile, and built.

    python -m benchmarks.blog_export [--posts N] [--no-build] [--keep FOLDER]

It makes an export (WXR) of posts as people write them in both editors of WordPress: blocks, classic text, shortcodes,
galleries, captions, footnotes of four kinds, embeds, tables, listings, lists in lists, other scripts, and HTML that
nobody checked. Every address of a link is unique, and every note has a word of its own, so that what is lost shows.
Then it runs, and asserts:

1. `footlight import` without an error; each link, note and picture of the export stands in the essays.
2. The same in a second folder, killed (SIGKILL) at twenty moments spread over its writing and started again each time:
   the files are the same, byte for byte.
3. `footlight build` of all without an error.

It prints how many there were and what each took: processor time (user and system, with its workers) and wall time.
"""

import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from random import Random

_COMMAND = (sys.executable, "-c", "from footlight.cli import main; main()")
_KILLER = """
import os, sys
limit = int(sys.argv.pop(1))
me, seen = os.getpid(), 0
def hook(event, args):
    global seen
    if event == "os.rename" and os.getpid() == me:
        seen += 1
        if seen == limit:
            os.kill(me, 9)
sys.addaudithook(hook)
from footlight.cli import main
main()
"""
"""Runs `footlight` and kills it where it is about to put a file into its place for the n-th time."""
_KILLS = 20
_WORDS = re.findall(
    r"\w+",
    "the tide comes back and nobody asks it to while harbour clerks write what was paid for mud stone rope lamps and a "
    "clock that was never right although two reports say so and a third which is lost said the opposite of both before "
    "winter closed roads bells rang over water where a ferry had been sold again to people who could not swim",
)


@dataclass(slots=True)
class Draft:
    """A post in the making, and what has to be found of it again."""

    number: int
    random: Random
    links: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    block_notes: list[str] = field(default_factory=list)
    """Notes of the block editor, which stand beside the text."""

    def words(self, number: int) -> str:
        """A run of words that no other post has."""
        return f"{' '.join(self.random.choice(_WORDS) for _ in range(number))} {self.number}"

    def sentence(self) -> str:
        """A sentence, now and then with a link or with emphasis in it."""
        words = self.words(self.random.randrange(8, 22)).capitalize()
        match self.random.randrange(6):
            case 0:
                words += f" {self.link(self.words(2))}"
            case 1:
                words += f" <em>{self.words(2)}</em>"
            case 2:
                words += " &amp; caf&eacute;s, “quoted” &#8211; naïve"
            case _:
                pass
        return words + "."

    def sentences(self, number: int) -> str:
        """Sentences of one paragraph."""
        return " ".join(self.sentence() for _ in range(number))

    def link(self, words: str) -> str:
        """A link to an address that no other link has."""
        address = f"https://harbour.example/{self.number}/{len(self.links)}"
        self.links.append(address)
        tail = self.random.choice(("", "", "?utm_source=feed", "?a=1&amp;b=2", "#part"))
        quote = self.random.choice("\"'")
        return f"<a href={quote}{address}{tail}{quote}>{words}</a>"

    def note(self) -> str:
        """The words of a note, by the first of which it is found again."""
        name = f"note{self.number}x{len(self.notes)}"
        self.notes.append(name)
        return f"{name} {self.sentence()}"

    def picture(self) -> str:
        """The address of a picture."""
        address = f"https://moorings.example/wp-content/uploads/{self.number}-{len(self.pictures)}.jpg"
        self.pictures.append(address)
        return address


Piece = Callable[[Draft], str]


def _classic_caption(post: Draft) -> str:
    source = post.picture()
    return (
        f'[caption id="attachment_{post.number}" align="aligncenter" width="300"]<a href="{source}">'
        f'<img src="{source}" alt="A view" width="300" height="200" /></a> {post.words(5)}[/caption]'
    )


def _classic_notes(post: Draft) -> str:
    name = post.random.choice(("footnote", "ref", "fn", "mfn"))
    return f"{post.words(9)}.[{name}]{post.note()}[/{name}] {post.sentence()}(({post.note()}))"


def _linked_notes(post: Draft) -> str:
    note = post.note()
    name = f"{post.number}-{len(post.notes)}"
    return (
        f'{post.words(9)}.<sup><a href="#fn{name}" id="ref{name}">1</a></sup>\n\n{post.sentences(2)}\n\n'
        f'<ol class="footnotes"><li id="fn{name}">{note} <a href="#ref{name}">&#8617;</a></li></ol>'
    )


def _block_note(post: Draft) -> str:
    words = post.note()
    name = f"{post.number:08x}-{len(post.block_notes):04x}-4000-8000-000000000000"
    post.block_notes.append(f'{{"content":"{words.replace(chr(34), chr(92) + chr(34))}","id":"{name}"}}')
    call = f'<sup data-fn="{name}" class="fn"><a id="{name}-link" href="#{name}">{len(post.block_notes)}</a></sup>'
    return f"<!-- wp:paragraph -->\n<p>{post.words(9)}.{call}</p>\n<!-- /wp:paragraph -->"


def _block_picture(post: Draft) -> str:
    source = post.picture()
    small = source.replace(".jpg", "-300x200.jpg")
    return (
        f'<!-- wp:image {{"id":{post.number},"sizeSlug":"large"}} -->\n<figure class="wp-block-image size-large">'
        f'<img src="{source}" srcset="{source} 1200w, {small} 300w" alt=""/>'
        f"<figcaption>{post.sentence()}</figcaption></figure>\n<!-- /wp:image -->"
    )


def _block_gallery(post: Draft) -> str:
    figures = "".join(
        f'<!-- wp:image -->\n<figure class="wp-block-image"><img src="{post.picture()}" alt="One"/></figure>\n'
        "<!-- /wp:image -->"
        for _ in range(3)
    )
    figure = f'<figure class="wp-block-gallery has-nested-images">{figures}</figure>'
    return f'<!-- wp:gallery {{"linkTo":"none"}} -->\n{figure}\n<!-- /wp:gallery -->'


def _table(post: Draft) -> str:
    rows = "".join(
        f"<tr><td>{post.words(2)}</td><td>{post.link(post.words(1))}</td><td>{n}</td></tr>" for n in range(4)
    )
    return f"<table><thead><tr><th>Port</th><th>Source</th><th>Feet</th></tr></thead><tbody>{rows}</tbody></table>"


def _list(post: Draft) -> str:
    inner = f"<ol><li>{post.sentence()}</li><li>{post.link('there')}</li></ol>"
    return f"<ul>\n<li>{post.sentence()}</li>\n<li>{post.sentence()}{inner}</li>\n<li>{post.words(3)}</li>\n</ul>"


def _code(post: Draft) -> str:
    listing = f'def tide_{post.number}(x):\n    return x < 3 and "[gallery]" or x * 2  # <b>'
    return post.random.choice(
        (
            f'<pre><code class="language-python">{escape(listing)}</code></pre>',
            f'[sourcecode language="python"]\n{listing}\n[/sourcecode]',
            f'[code lang="py"]\n{listing}\n[/code]',
            f"<pre>{escape(listing)}</pre>",
        )
    )


def _embed(post: Draft) -> str:
    address = f"https://www.youtube.com/watch?v=abcdefgh{post.number:03d}"
    post.links.append(address)
    framed = address.replace("watch?v=", "embed/")
    return post.random.choice(
        (
            f"\n\n{address}\n\n",
            f"[youtube {address}]",
            f"[embed]{address}[/embed]",
            f'<iframe width="560" height="315" src="{framed}?rel=0" allowfullscreen></iframe>',
        )
    )


def _quotation(post: Draft) -> str:
    return f"<blockquote><p>{post.sentences(2)}</p><cite>{post.link('A. Writer')}</cite></blockquote>"


_ODD_HTML: tuple[Piece, ...] = (
    lambda post: f'<p><font size="2">{post.sentence()}<p>{post.sentence()}</font><br><br>{post.words(4)}',
    lambda post: f"<div><div><div>{post.sentences(2)}</div></div></div><p>&nbsp;</p>",
    lambda post: f'<p style="text-align:center"><b><i>{post.sentence()}</b></i></p>',
    lambda post: f"<span><p>{post.sentence()}</p></span></div></p>{post.sentence()}",
    lambda post: (
        f"{post.sentence()}<br/>\n{post.sentence()}<br/>\n* * *\n\n1 &lt; 2 &amp;&amp; 3 &gt; 2, $5 and $6, a_b_c"
    ),
    lambda post: f"<center><h2><a name='x'></a>{post.words(3)}</h2></center>\n{post.sentence()}",
    lambda post: f'<a href="">{post.words(2)}</a> {post.sentence()}',
)
_SCRIPTS: tuple[Piece, ...] = (
    lambda post: f"<p>港の時計は二度直された。{post.link('報告書')}</p>",
    lambda post: f'<p dir="rtl" lang="he">השעון של הנמל תוקן פעמיים. {post.link("הדוח")}</p>',
    lambda post: f"<p>Часы порта чинили дважды. {post.link('отчёт')}</p>",
    lambda post: f"<p>A formula: $latex a^2 + b^2$, and H<sub>2</sub>O. {post.link('here')}</p>",
)


def _odd_html(post: Draft) -> str:
    return post.random.choice(_ODD_HTML)(post)


def _scripts(post: Draft) -> str:
    return post.random.choice(_SCRIPTS)(post)


_CLASSIC: tuple[Piece, ...] = (
    *(lambda post: post.sentences(4),) * 6,
    lambda post: f"<h3>{post.words(3).capitalize()}</h3>",
    lambda post: f"{post.sentence()}\n{post.sentence()}",
    lambda post: f"<!--more-->\n\n{post.sentences(2)}",
    lambda post: f"[pullquote align='right']{post.sentence()}[/pullquote]",
    _classic_caption,
    _classic_notes,
    _linked_notes,
    _table,
    _list,
    _code,
    _embed,
    _quotation,
    _odd_html,
    _scripts,
)
_BLOCKS: tuple[Piece, ...] = (
    *(lambda post: f"<!-- wp:paragraph -->\n<p>{post.sentences(4)}</p>\n<!-- /wp:paragraph -->",) * 6,
    lambda post: f"<!-- wp:heading -->\n<h2>{post.words(3).capitalize()}</h2>\n<!-- /wp:heading -->",
    lambda post: f"<!-- wp:list -->\n{_list(post)}\n<!-- /wp:list -->",
    lambda post: (
        f'<!-- wp:table -->\n<figure class="wp-block-table">{_table(post)}'
        f"<figcaption>{post.words(4)}</figcaption></figure>\n<!-- /wp:table -->"
    ),
    lambda post: (
        f'<!-- wp:quote -->\n<blockquote class="wp-block-quote"><p>{post.sentence()}</p>'
        "<cite>B. Writer</cite></blockquote>\n<!-- /wp:quote -->"
    ),
    lambda post: (
        '<!-- wp:columns --><div class="wp-block-columns"><!-- wp:column --><div class="wp-block-column">'
        f"<p>{post.sentence()}</p></div><!-- /wp:column --></div><!-- /wp:columns -->"
    ),
    lambda post: f"<!-- wp:html -->\n{_odd_html(post)}\n<!-- /wp:html -->",
    lambda post: (
        f"<!-- wp:code -->\n<pre class='wp-block-code'><code>x = {post.number}</code></pre>\n<!-- /wp:code -->"
    ),
    lambda _: '<!-- wp:separator -->\n<hr class="wp-block-separator"/>\n<!-- /wp:separator -->',
    _block_note,
    _block_picture,
    _block_gallery,
)


def made_post(number: int) -> tuple[Draft, str]:
    """A post by its number, and its item in the export: the same each time."""
    post = Draft(number=number, random=Random(number))  # noqa: S311 - no secret
    pieces = _BLOCKS if number % 2 else _CLASSIC
    text = "\n\n".join(post.random.choice(pieces)(post) for _ in range(post.random.randrange(5, 22)))
    if post.block_notes and number % 3:  # the others have the block that shows their notes in the theme
        text += "\n\n<!-- wp:footnotes /-->"
    notes = "[" + ",".join(post.block_notes) + "]"
    meta = (
        f"<wp:postmeta><wp:meta_key>footnotes</wp:meta_key><wp:meta_value><![CDATA[{notes}]]></wp:meta_value>"
        "</wp:postmeta>"
        if post.block_notes
        else ""
    )
    title = escape(post.words(4).capitalize() if number % 7 else "Links")  # some have one title
    day = f"{2004 + number % 20}-{1 + number % 12:02d}-{1 + number % 28:02d}"
    return post, (
        f"<item><title>{title}</title><link>https://moorings.example/{day[:4]}/p{number}/</link>"
        f"<dc:creator><![CDATA[ann]]></dc:creator><guid isPermaLink='false'>https://moorings.example/?p={number}</guid>"
        f"<content:encoded><![CDATA[{text.replace(']]>', ']]&gt;')}]]></content:encoded>"
        f"<wp:post_id>{number}</wp:post_id>"
        f"<wp:post_date>{day} 10:00:00</wp:post_date><wp:post_name>p{number}</wp:post_name>"
        f'<wp:status>publish</wp:status><wp:post_type>post</wp:post_type><category domain="post_tag" nicename="t">'
        f"<![CDATA[Tag {number % 9}]]></category>{meta}</item>"
    )


def made_export(number: int) -> tuple[list[Draft], str]:
    """The posts of a blog, and its export."""
    made = [made_post(one) for one in range(1, number + 1)]
    head = (
        '<?xml version="1.0" encoding="UTF-8" ?><rss version="2.0" '
        'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Moorings</title>'
        "<link>https://moorings.example</link><language>en-GB</language><wp:wxr_version>1.2</wp:wxr_version>"
        "<wp:base_blog_url>https://moorings.example</wp:base_blog_url><wp:author><wp:author_login>ann</wp:author_login>"
        "<wp:author_display_name>Ann Writer</wp:author_display_name></wp:author>\n"
    )
    return [post for post, _ in made], head + "\n".join(item for _, item in made) + "\n</channel></rss>\n"


def timed(command: list[str], root: Path) -> subprocess.CompletedProcess[str]:
    """Run a command and print what it took."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cost = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    words = [word for word in command[len(_COMMAND) :] if not word.startswith("-")]
    print(f"{' '.join(words)}: exit {done.returncode}, {cost:.0f} s of processor, {time.monotonic() - started:.0f} s")
    return done


def check_essays(posts: list[Draft], source: Path) -> None:
    """Assert that each link, note and picture of the export stands in the essay of its post."""
    essays = {
        int(found[1]): text
        for text in (path.read_text(encoding="utf-8") for path in sorted(source.glob("*.md")))
        if (found := re.search(r"^url: https://moorings\.example/\d+/p(\d+)/$", text, re.MULTILINE))
    }
    assert sorted(essays) == [post.number for post in posts], f"{len(essays)} essays"
    for post in posts:
        text = essays[post.number]
        targets = re.findall(r"(?:\]\(|<)(https?://[^\s)>]+)", text)
        bare = {re.sub(r"\?a=1&b=2$|#part$", "", one) for one in targets}
        lost = [one for one in (*post.links, *post.pictures) if one not in bare]
        lost += [note for note in post.notes if not re.search(rf"^\[\^\w+\]: {note} ", text, re.MULTILINE)]
        assert not lost, f"post {post.number}: {lost}"
    links, notes, pictures = (
        sum(map(len, kind)) for kind in zip(*((p.links, p.notes, p.pictures) for p in posts), strict=True)
    )
    print(f"{len(posts)} essays with {links} links, {notes} notes and {pictures} pictures; none is lost")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def import_with_kills(argv: list[str], root: Path, writes: int) -> None:
    """Import, killed again and again after about a twentieth of the writing, until it comes to its end."""
    for number in range(_KILLS):
        killed = subprocess.run(
            [sys.executable, "-c", _KILLER, str(max(1, writes // (_KILLS + 1) - number % 3)), *argv],
            cwd=root,
            capture_output=True,
            check=False,
        )
        assert killed.returncode == -9, f"it was to be killed: {killed.stderr.decode()[-500:]}"


def main() -> None:
    """Run it all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=500)
    parser.add_argument("--no-build", action="store_true")
    parser.add_argument("--keep", default="", help="a folder to work in, which stays")
    args = parser.parse_args()
    posts, export = made_export(args.posts)
    argv = ["import", "--no-pictures", "blog.xml"]
    with nullcontext(args.keep) if args.keep else tempfile.TemporaryDirectory() as name:
        whole, broken = Path(name) / "whole", Path(name) / "broken"
        for root in (whole, broken):
            (root / "source").mkdir(parents=True)
            (root / "blog.xml").write_text(export, encoding="utf-8")
        print(f"an export of {len(export) / 2**20:.1f} MB on {os.cpu_count()} cores")
        done = timed([*_COMMAND, *argv], whole)
        (Path(name) / "import.txt").write_text(done.stdout + done.stderr, encoding="utf-8")
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        check_essays(posts, whole / "source")
        import_with_kills(argv, broken, len(contents(whole / "source")))
        last = timed([*_COMMAND, *argv], broken)
        assert last.returncode == 0, last.stdout[-2000:]
        assert contents(broken / "source") == contents(whole / "source"), "the files differ"
        print(f"killed {_KILLS} times and started again: the same files")
        if not args.no_build:
            built = timed([*_COMMAND, "build"], whole)
            (Path(name) / "build.txt").write_text(built.stdout + built.stderr, encoding="utf-8")
            assert built.returncode == 0, built.stdout[-3000:] + built.stderr[-2000:]
            print(f"{len(list((whole / 'build').glob('*/*.epub')))} essays built")


if __name__ == "__main__":
    main()
