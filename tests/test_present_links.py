"""The web links of a source are found at their places, and are the same that pandoc sees."""

import pytest

from footlight.engines.pandoc import read_markdown
from footlight.essay.tree import nodes
from footlight.links.present_links import present_links
from footlight.links.verdicts.page_markup import has_fragment, refresh_target

FORMS = {
    "[words](http://a.example/x_(y))": ("inline", "http://a.example/x_(y)", "words"),
    '[two *words*](<http://a.example/q> "T")': ("inline", "http://a.example/q", "two words"),
    '[over\nlines](http://a.example/\n"T")': ("inline", "http://a.example/", "over lines"),
    r"[esc](http://a.example/a\_b&amp;c)": ("inline", "http://a.example/a_b&c", "esc"),
    "[words][One Key]": ("reference", "http://one.example/", "words"),
    "[One  key][]": ("reference", "http://one.example/", "One key"),
    "[one key]": ("reference", "http://one.example/", "one key"),
    "<https://a.example/#place>": ("autolink", "https://a.example/#place", ""),
    "http://a.example/wiki/Foo_(bar)": ("bare", "http://a.example/wiki/Foo_(bar)", ""),
    "[![pic](http://b.example/b.png)](http://a.example/)": ("inline", "http://a.example/", "pic"),
    "[http://i.example/](http://a.example/)": ("inline", "http://a.example/", "http://i.example/"),
    "[x](http://a.example/){.class}": ("inline", "http://a.example/", "x"),
    '<a class="c" href="http://a.example/?a=1&amp;b">some <em>words</em></a>': (
        "html", "http://a.example/?a=1&b", "some words",
    ),
}  # fmt: skip
NONE = (
    "`http://a.example/`",
    "    http://a.example/in/code",
    "<!-- [x](http://a.example/) -->",
    "![pic](http://a.example/a.png)",
    '<img src="http://a.example/a.png">',
    "[rel](/path) and [m](mailto:a@example.org) and [here](#here) and [f](ftp://a.example/)",
    "[undefined][key] and [x] and [ ]",
    "[k]: http://unused.example/",
)
DEFINED = "\n\n[one key]: http://one.example/ 'One'\n"


@pytest.mark.parametrize("form", FORMS)
def test_each_form_of_link_is_found_at_its_place(form: str) -> None:
    """What the place holds is the link with all its markup."""
    source = f"---\nurl: http://front.example/\n---\n\nBefore {form}, after.{DEFINED}"
    (link,) = present_links(source)
    assert source[link.start : link.end] == form
    assert (link.form, link.url, link.words) == FORMS[form]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_web_link_is_not_found(text: str) -> None:
    """Code, comments, pictures, other schemes, links within the essay, definitions that nothing uses."""
    assert present_links(f"Before.\n\n{text}\n\nAfter.\n") == ()


def test_pandoc_sees_the_same_links() -> None:
    """All of Markdown's forms in one text, in quotes, lists and notes; HTML's anchors are not pandoc's."""
    forms = [form for form, (kind, _, _) in FORMS.items() if kind != "html"]
    text = "\n\n".join([*forms, *(f"> {form}" for form in forms), *(f"* {form}" for form in forms)])
    text = f"{text}\n\nA note.[^1]\n\n[^1]: See http://n.example/, or [there](http://o.example/).{DEFINED}"
    mine = sorted(link.url for link in present_links(text))
    tree = read_markdown(text)
    theirs = sorted(node["c"][2][0] for node in nodes(tree["blocks"]) if node["t"] == "Link")
    assert mine == theirs


def test_a_hostile_source_costs_what_its_length_costs() -> None:
    """Openers that are never closed, many links and many definitions are read to the end in little time."""
    many = "".join(f"[l{n}](http://a.example/{n}) http://b.example/{n} " for n in range(3000))
    assert len(present_links(many)) == 6000
    for piece in ("[", "[a](", "<a href='", "![", "[a][", "http://(", "<a href=x>", "[k]: <"):
        present_links(piece * 20_000)


@pytest.mark.parametrize(
    ("markup", "target"),
    [
        ('<meta http-equiv="refresh" content="0; url=/new">', "/new"),
        ("<META HTTP-EQUIV=Refresh CONTENT='2;URL=http://a.example/?a=1&amp;b'>", "http://a.example/?a=1&b"),
        ('<meta content="0;/new" http-equiv=refresh>', "/new"),
        ('<meta http-equiv="refresh" content="300; url=/news">', ""),
        ('<meta http-equiv="refresh" content="0">', ""),
        ('<noscript><meta http-equiv="refresh" content="0; url=/nojs"></noscript>', ""),
        ('<!-- <meta http-equiv="refresh" content="0; url=/old"> -->', ""),
        ("<script>\"<meta http-equiv=refresh content='0; url=/x'>\"</script>", ""),
        ("<!-- a --><noscript></noscript><meta http-equiv=refresh content='1; url=\"/q\"'>", "/q"),
    ],
)
def test_where_a_page_sends_its_readers(markup: str, target: str) -> None:
    """At once, and not only those without scripts."""
    assert refresh_target(markup) == target


@pytest.mark.parametrize(
    ("fragment", "named"),
    [
        ("a", True),
        ("b-c", True),
        ("n", True),
        ("caf%C3%A9", True),
        ("readme", True),
        ("A", False),
        ("x", False),
        ("", True),
    ],
)
def test_which_places_a_page_names(fragment: str, named: bool) -> None:  # noqa: FBT001 - a case's column
    """By id or name, quoted or not, percent-encoded or not."""
    markup = "<p id=a><h2 id='b-c'><a name=\"n\"><i id=café><div id='user-content-readme'>"
    assert has_fragment(markup, fragment) is named
