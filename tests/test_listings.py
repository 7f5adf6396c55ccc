"""Listings: a face of one width, lines with their indents, words by their kind, long lines turned over with a mark."""

import io
import re
from html import unescape
from zipfile import ZipFile

import pytest
from workshop import Workshop

from footlight.editions.listings import TURNED_INDENT, set_listings, turn_lines, without_marks
from footlight.engines.pdf.document_facts import pdf_facts
from footlight.engines.pygments import token_classes

LINE = re.compile(r'<span class="fl-line">(.*?)</span><!--fl:line-->', re.DOTALL)


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


@pytest.mark.parametrize("language", ["python", "js", "rust", "html", "no-such-language", ""])
def test_no_character_of_a_listing_changes(language: str) -> None:
    """Whatever its language: blanks, empty lines, marks of HTML."""
    code = "  def f(a):\n\n\treturn a &lt; 1 &amp;&amp; '&quot;'\n\n"
    made = set_listings(
        f'<pre class="{language}"><code>{code}</code></pre>' if language else f"<pre><code>{code}</code></pre>"
    )
    assert plain(made) == unescape(code)
    assert len(LINE.findall(made)) == 4


@pytest.mark.parametrize("language", ["console", "pycon", "haml", "sass", "doscon", "ps1con"])
def test_a_last_line_without_an_end_stays(language: str) -> None:
    """Some of Pygments' lexers lose it, or add an end."""
    code = "$ footlight build\nbuild/essay/: 1 page\n>>> a = 1\nthe last line"
    assert "".join(words for _, words in token_classes(code, language)) == code


def test_words_are_told_apart_by_their_kind() -> None:
    made = set_listings('<pre class="python"><code>if x:  # why\n    &quot;s&quot;</code></pre>')
    assert '<span class="fl-k">if</span>' in made
    assert '<span class="fl-c"># why</span>' in made
    assert '<span class="fl-s">"s"</span>' in made


def test_a_long_line_is_turned_at_a_blank_or_at_the_edge() -> None:
    """No part is wider than the page, turned ones less by their indent; a wide character counts as two."""
    columns = 20
    for code in ("word " * 12, "x" * 70, "漢字" * 20, "a" * 19 + " b", "fits in the line   "):
        html = set_listings(f"<pre><code>{code}</code></pre>")
        parts = [plain(part).rstrip("\n") for part in turn_lines(html, columns).split('<span class="fl-turn"></span>')]
        assert "".join(parts) == code
        widths = [sum(2 if ord(character) > 0x2E80 else 1 for character in part.rstrip()) for part in parts]
        assert widths[0] <= columns
        assert all(width <= columns - TURNED_INDENT for width in widths[1:])
    assert turn_lines(set_listings("<pre><code>short</code></pre>"), columns).count("fl-turn") == 0


def test_marks_of_lines_reach_no_edition() -> None:
    html = set_listings("<pre><code>a\nb</code></pre>")
    assert "<!--" not in turn_lines(html, 10) + without_marks(html)


def test_a_listing_in_an_edition(project: Workshop) -> None:
    """Tables of characters stand, no line is cut, the face of code is in the PDF and the EPUB, and only with code."""
    body = (
        f"Words `with code`.\n\n```\n┌────┐\n│ ab │\n└────┘\n```\n\n```python\ndef f(): return '{'long ' * 30}'\n```\n"
    )
    project.essay(body)
    done = project.run("build", "--edition", "reading", "--edition", "epub")
    assert (done.code, done.codes) == (0, [])
    assert any("JetBrains" in font for _, font in pdf_facts(project.products()["essay.pdf"]).fonts)
    with ZipFile(io.BytesIO(project.products()["essay.epub"])) as book:
        assert any("JetBrainsMono" in name for name in book.namelist())
        assert "fl-line" in book.read("EPUB/text.xhtml").decode()
    project.essay("Words alone.\n")
    project.run("build", "--edition", "reading", "--edition", "epub")
    assert not any("JetBrains" in font for _, font in pdf_facts(project.products()["essay.pdf"]).fonts)


def test_pictographs_have_a_face_of_the_house(project: Workshop) -> None:
    """In black, as the text is; no face of the machine is asked for."""
    project.essay("A party 🎉, a heart ❤️ and a hand ✋🏽.\n")
    done = project.run("build", "--edition", "reading")
    assert "missing-glyph" not in done.codes
    assert any("Emoji" in font for _, font in pdf_facts(project.products()["essay.pdf"]).fonts)
