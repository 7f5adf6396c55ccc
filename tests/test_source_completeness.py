"""A product is held against an inventory of its source that another reader made: what it lacks is named."""

import json

import pytest
from workshop import Workshop

from footlight.checking.source_completeness import Product, check_forms, check_links, check_words, same_address
from footlight.essay.inventory import Inventory
from footlight.reading.source_inventory import take_inventory

FRONT = "---\ntitle: Of Harbours\nauthor: A. Writer\nlang: en\n---\n\n"


def inventory(body: str) -> Inventory:
    text = FRONT + body
    return take_inventory(text, text.index("\n\n") + 2)


def words(body: str) -> list[str]:
    return [word for block in inventory(body).blocks for word, _ in block.words]


def lost(body: str, shown: str, *named: int) -> list[tuple[int, str]]:
    product = Product(name="the PDF", text=shown, addresses=frozenset())
    findings = check_words(inventory(body), product, frozenset(named), "in.md")
    return [(finding.line, finding.message.partition(": ")[2]) for finding in findings]


def test_words_are_counted_with_their_lines() -> None:
    """In paragraphs, lists, tables, listings, notes, and raw HTML; the front matter is not text."""
    body = (
        "One\ntwo *three*.[^a]\n\n- four\n\n| five |\n|------|\n| six  |\n\n"
        "```\nseven\n```\n\n[^a]: eight\n\n<p>nine</p>\n"
    )
    found = [pair for block in inventory(body).blocks for pair in block.words]
    assert found == [
        ("One", 7), ("two", 8), ("three", 8), ("four", 10), ("five", 12), ("six", 14), ("seven", 17), ("nine", 22),
        ("eight", 20),
    ]  # fmt: skip


def test_what_is_no_prose_is_not_counted() -> None:
    """Comments, attributes, templates, citations, formulas, numbers of items."""
    body = (
        "Kept {{ gone }} {% gone %} <!-- gone --> $gone$ [@gone] word{.gone}.\n\n::: gone\n\nboxed\n\n:::\n\n"
        "# Head {#gone}\n\n- [x] task\n\na. item\n\n{: .gone}\n\n\\begin{gone}gone\\end{gone}\n"
    )
    assert words(body) == ["Kept", "word", "boxed", "Head", "task", "item"]


def test_listings_of_generators_are_no_headings() -> None:
    """What stands between tags of highlighting is code, lines with number signs too; formulas are not counted."""
    body = (
        "{% highlight bash %}\n# /bin/sh\n- a\n{% endhighlight %}\n\n"
        "{{< highlight go >}}\n# b\n{{< /highlight >}}\n\n## c\n"
    )
    found = [(block.form, [word for word, _ in block.words]) for block in inventory(body).blocks]
    assert found == [("listing", ["bin", "sh", "a"]), ("listing", ["b"]), ("heading", ["c"])]
    assert words("{% highlight bash %}\n# left open\n\nA <math><mi>gone</mi></math> word.\n") == [
        "left",
        "open",
        "A",
        "word",
    ]


def test_directives_hold_prose() -> None:
    """MyST writes them as the language of a fence, one in another; what they are called with are words, options not."""
    body = (
        "````{prf:theorem} Euler\n:label: gone\n\nLet $gone$ be\n\n```{math}\n:label: gone\n```\n# Head\n````\n\n"
        "```{toctree}\ngone\n```\n\n% gone\n\n:::{note}\n:class: gone\nBox\n:::\n\n"
        "```{code-block} js\n:caption: gone\n\nlisting\n```\n\n"
        "```{r}\n# kept\n```\n\nFormula $\\left(\n\\begin{array}\ngone\n\\end{array}\n\\right)$ set\n"
    )
    assert words(body) == ["Euler", "Let", "be", "Head", "Box", "listing", "kept", "Formula", "set"]


def test_what_is_printed_otherwise_is_no_loss() -> None:
    """Letters with accents of their own, Roman numbers, targets between tags, comments written as references."""
    body = (
        "Cafe\u0301 no\u0302l.\n\nIV. four\nXI. eleven\n\n"
        '<div>See [the light](https://gone.example/gone "gone").</div>\n\n'
        "[comment]: <> (gone)\n\n[TOC]\n\n\\newpage\n\nTable: caption\n"
    )
    assert words(body) == ["Caf\xe9", "n\xf4l", "four", "eleven", "See", "the", "light", "caption"]


def test_what_other_programs_add_is_not_counted() -> None:
    """Comments of MDX, names of blocks, what Logseq keeps, fences and numbers between tags, words for old browsers."""
    body = (
        "Kept {/* gone */} words. ^gone-gone\n^gone\n\n- item\n  id:: gone\n  collapsed:: gone\n"
        "  :LOGBOOK:\n  gone\n  :END:\n"
        "- ::: gone\n  boxed\n  :::\n\n<Tab>\n```gone\ncode\n```\n1. step\n</Tab>\n\n"
        "The `{{` opens none.\n\n```\n}} listed\n```\n\n<video src='v.mp4'>gone</video>\n"
        "<iframe src='a'>gone</iframe>\n<iframe src='a'>See <a href='b'>credit</a></iframe>\n"
    )
    assert words(body) == [
        "Kept", "words", "item", "boxed", "code", "step", "The", "opens", "none", "listed", "See", "credit",
    ]  # fmt: skip


def test_a_grid_table_is_counted_cell_by_cell() -> None:
    """Its cells have several lines, and listings among them; in a listing it is one."""
    rows = ("| a b | c d |", "| e   | f   |", "+=====+=====+", "| ``` | g   |", "| h   |     |", "| ``` |     |")
    grid = "\n".join(("+-----+-----+", *rows, "+-----+-----+", ""))
    assert words(f"Words.\n\n{grid}\nMore.\n") == ["Words", "More", "a", "b", "e", "c", "d", "f", "h", "g"]
    found = [line for block in inventory(grid).blocks for _, line in block.words]
    assert (min(found), max(found)) == (8, 12)
    assert words(f"```\n{grid}```\n")[:4] == ["a", "b", "c", "d"]


def test_what_a_listing_shows_is_counted() -> None:
    """What would be no prose elsewhere; but not the tags by which a generator leaves it alone."""
    body = "```vue\n{% raw %}<Lamp\n  @lit-by=\"{{ keeper }}\" :a:> <!-- day -->\nimport a from 'b'{% endraw %}\n```\n"
    assert words(body) == ["Lamp", "lit", "by", "keeper", "a", "day", "import", "a", "from", "b"]
    rows = ("1. Step", "", "    <LampTabs>", "      <Tab name='a'>", "      ```js title=x", "      code", "      ```")
    body = "\n".join((*rows, "      </Tab>", "    </LampTabs>", ""))
    assert words(body) == ["Step", "code"]


def test_the_scheme_of_an_address_counts_in_code_only() -> None:
    """A page prints an address without it; a listing as it stands. It is no emoji's name either."""
    assert [link.address for link in inventory("[a][b]\n\n[b]:http://b.example/c\n").links] == ["http://b.example/c"]
    assert words("http://example.org `http://b.example`\n") == ["example", "org", "http", "b", "example"]


def test_links_and_pictures_of_every_form() -> None:
    """Inline, by reference, in angle brackets, with blanks, in HTML, in notes that nothing calls."""
    body = (
        "[a](http://a.example/x) [b][r] <http://c.example> [d](a file.md) <a href='http://e.example'>e</a>\n"
        "![f](f.png) <img src='g.png'>\n\n[r]: http://b.example\n\n[^n]: [h](http://h.example/[1])\n"
    )
    found = inventory(body)
    assert [link.address for link in found.links] == [
        "http://a.example/x", "http://b.example", "http://c.example", "a file.md", "http://e.example",
        "http://h.example/[1]",
    ]  # fmt: skip
    assert [(picture.address, picture.line) for picture in found.pictures] == [("f.png", 8), ("g.png", 8)]


def test_nothing_is_lost_where_only_a_typographer_was_at_work() -> None:
    """Marks of quotation, dashes, ligatures, divided words and blanks make no difference, nor do calls elsewhere."""
    body = 'He said -- "the ﬁrst" -- it\'s so.\n\nAnd more.\n'
    assert lost(body, "He said – “the first” – it’s so. And mo\u00adre.") == []


def test_a_note_is_named_by_the_line_of_its_label() -> None:
    """A note that is never called is said once, though its words begin below its label."""
    body = "Words.\n\n[^4]:\n    Never called.\n"
    assert lost(body, "Words.", 9) == []
    assert lost(body, "Words.") == [(10, "“Never called”")]


def test_a_lost_word_is_named_with_its_line() -> None:
    """Also where the words round it are there, and where the same word stands elsewhere."""
    body = "One two three.\nFour five six.\n\nSeven five eight.\n"
    assert lost(body, "One two three. Four six. Seven five eight.") == [(8, "“five”")]
    assert lost(body, "One two three. Four five six.") == [(10, "“Seven five eight”")]


def test_a_heading_and_a_listing_are_themselves_in_the_edition() -> None:
    """One that became ordinary text is named, with its line; a dialect's marks within one make no difference."""
    body = (
        "# Of lamps :bulb:\n\nWords.\n\n```js title=x\nconst lamp = {{ one }}\n```\n\n"
        "~~~\nlost code\n~~~\n\n## Of oil\n"
    )
    product = Product(
        name="the EPUB",
        text="",
        addresses=frozenset(),
        forms={"heading": ("oflamps",), "listing": ("constlampone",)},
    )
    found = check_forms(inventory(body), product, frozenset(), "in.md")
    assert [(one.code, one.line) for one in found] == [("source-form-lost", 16), ("source-form-lost", 19)]
    assert "“lost code”" in found[0].message
    assert check_forms(inventory(body), product, frozenset({16, 19}), "in.md") == ()


def test_what_is_left_out_at_the_head_of_a_line_makes_no_code_of_the_rest() -> None:
    """Nor does a formula whose exponent looks like attributes cease to be one."""
    assert words('<div class="a long enough name" markdown="1">Words[^1]</div>\n\n[^1]: more\n') == ["Words", "more"]
    assert words("$\\mathbf{U}^{-1}$ is\n") == ["is"]


def test_words_that_were_moved_are_not_lost() -> None:
    """A caption may stand elsewhere than in the source."""
    body = "Alpha beta.\n\nA caption of some length.\n\nGamma delta.\n"
    assert lost(body, "A caption of some length. Alpha beta. Gamma delta.") == []


def test_a_short_block_found_too_early_hides_nothing() -> None:
    """The heading's letters stand in the paragraph before it, which the end of a page divides."""
    said = "At curl.example the page shows the error that everyone knows by now."
    body = f"It begins.\n\n{said}\n\n## URL\n\nIt ends.\n"
    assert lost(body, f"It begins. {said.replace('the error', 'the 12 Of Harbours error')} URL It ends.") == []
    # Words of other sentences do not stand in for those of one that is lost.
    others = "The page is new. The error shows. Everyone at sea knows that. It ends by now, as curl.example has it."
    assert lost(body, f"It begins. URL {others}")[0][0] == 9


def test_what_another_finding_names_is_not_named_again() -> None:
    body = "One two three.\n\nGone for good.\n"
    assert lost(body, "One two three.", 9) == []


def test_a_link_counts_where_it_leads_or_is_printed() -> None:
    links = inventory("[a](http://a.example/x%20y) [b](http://b.example/)\n").links
    product = Product(
        name="the PDF",
        text="b.example",
        addresses=frozenset({same_address("http://a.example/x y")}),
        on_paper=False,
    )
    assert check_links(links, product, frozenset(), "in.md") == ()
    (finding,) = check_links(
        links, Product(name="the EPUB", text="", addresses=product.addresses), frozenset(), "in.md"
    )
    assert (finding.line, finding.code) == (7, "source-link-lost")


def test_an_address_without_its_note_is_lost_on_paper() -> None:
    links = inventory("[a](http://a.example/x)\n").links
    product = Product(name="the PDF", text="a", addresses=frozenset({"http://a.example/x"}), on_paper=True)
    (finding,) = check_links(links, product, frozenset(), "in.md")
    assert "not printed" in finding.message
    bare = Product(name="the PDF", text="a.example", addresses=frozenset({"https://www.a.example"}), on_paper=True)
    assert check_links(inventory("[a.example](https://www.a.example)\n").links, bare, frozenset(), "in.md") == ()


@pytest.mark.slow
def test_a_book_that_lost_everything_is_compared_in_bounded_time() -> None:
    """The work does not grow with the square of the text: 4,000 paragraphs of which none is there."""
    body = "\n\n".join(f"Paragraph {number} of words that are nowhere, {number * 7}." for number in range(4000))
    assert len(lost(body, "x" * 1_000_000)) == 4000


def test_a_build_names_what_an_edition_lost(project: Workshop) -> None:
    """A template of the project's own that drops the text: each paragraph is named with its line."""
    project.write("templates/page.html", '{% extends "house/page.html" %}{% block text %}{% endblock %}')
    project.essay("Here stand some words.\n\nMore of them.\n")
    found = project.run("build", "--edition", "reading", "--json").out
    lines = [json.loads(line) for line in found.splitlines()]
    assert [(line["code"], line["line"]) for line in lines if line["code"] == "source-words-lost"] == [
        ("source-words-lost", 7),
        ("source-words-lost", 9),
    ]
