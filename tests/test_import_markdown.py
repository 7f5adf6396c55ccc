"""The Markdown of imported texts says what the page said, character for character, as a person would type it."""
# ruff: noqa: E501 - markup beside what becomes of it

import re
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footlight.engines.pandoc import read_document
from footlight.intake.conversion import convert
from footlight.intake.item import Item, ItemKind
from footlight.intake.tree_contents import nodes_of


def markdown(html: str) -> str:
    """The body of an imported piece of HTML."""
    item = Item(kind=ItemKind.FRAGMENT, content=html, origin="page.html", address="https://x.example/p")
    return convert(item).body.strip()


def read_back(text: str) -> str:
    """What a reader of the Markdown sees, with single blanks."""
    blocks = read_document(text, "markdown-smart-raw_tex-latex_macros")["blocks"]
    strings = {"Space": " ", "SoftBreak": " ", "LineBreak": " "}
    pieces = [strings.get(node["t"], "") or (node["c"] if node["t"] == "Str" else "") for node in nodes_of(blocks)]
    return " ".join("".join(pieces).split())


PIECES = st.sampled_from(
    ["\\", "*", "_", "`", "$", "~", "^", "[", "]", "(", ")", "<", ">", "#", "|", "@", "!", ":", "+", "-", "1.", "{", "}",
     "a", "sic", "[sic]", "[...]", "x@y.de", "C:\\dir", "\\(x\\)", "…", "“", "'", '"', "&", "=", "5", "note", "..."]
)  # fmt: skip


@settings(max_examples=40)
@given(st.lists(st.tuples(PIECES, st.booleans()), min_size=1, max_size=12))
def test_no_character_of_a_paragraph_is_lost_or_takes_effect(parts: list[tuple[str, bool]]) -> None:
    """Whatever stands in a line of a page, a reader of the Markdown sees the same."""
    said = "w " + "".join(piece + (" " if spaced else "") for piece, spaced in parts).strip() + " w"
    shown = said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert read_back(markdown(f"<p>{shown}</p>")) == " ".join(said.split())


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>It cost $5 and 2 * 3 &lt; 7, he wrote [sic], a@b.example.</p>", "It cost $5 and 2 * 3 < 7, he wrote [sic], a@b.example."),
        ("<p>don't -- \"quote\" ... it's</p>", "don't -- \"quote\" ... it's"),
        ("<p><b> bold </b>and <i>it<i>al</i>ic</i></p>", "**bold** and *italic*"),
        ("<p>One<br><br>Two<br>lines</p>", "One\n\nTwo\\\nlines"),
        ("<p>a</p><p>* * *</p><p>b</p>", "a\n\n------------------------------------------------------------------------\n\nb"),
        ("<blockquote>Words<cite>A. Writer</cite></blockquote>", "> Words\n>\n> — A. Writer"),
        ("<h4>One</h4><p>t</p><h6 id=x>Two</h6>", "## One\n\nt\n\n### Two"),
        ("<p><ruby>漢字<rt>かんじ</rt></ruby>を<ruby>読<rp>(</rp><rt>よ</rt><rp>)</rp></ruby>む。</p>", "漢字（かんじ）を読（よ）む。"),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>", "- a\n- b\n  - c"),
        ("<pre>x = 1\n  y</pre>", "```\nx = 1\n  y\n```"),
        ("<table><tr><th>A<th>B<tr><td>1<td>2</table>", "| A   | B   |\n|-----|-----|\n| 1   | 2   |"),
        ('<p style="font-style:italic">All of it.</p>', "All of it."),
        ('<p><span style="font-style: italic">Some</span> of it.</p>', "*Some* of it."),
        ('<p>See <a href="/a b?utm_source=x&id=2#c">this</a>.</p>', "See [this](https://x.example/a%20b?id=2#c)."),
    ],
)  # fmt: skip
def test_what_a_page_means_is_typed_as_a_person_would(html: str, expected: str) -> None:
    assert markdown(html) == expected


def test_an_unsafe_address_ends_nothing() -> None:
    """Brackets, blanks and quotes in an address stay in it."""
    text = markdown('<p><a href="http://x.example/(a)_[b]/%22q%22 c">w</a></p>')
    assert re.fullmatch(r"\[w\]\(.*\)", text)
    links = [node["c"][2][0] for node in nodes_of(read_document(text, "markdown")["blocks"]) if node["t"] == "Link"]
    assert [unquote(link) for link in links] == ['http://x.example/(a)_[b]/"q" c']
