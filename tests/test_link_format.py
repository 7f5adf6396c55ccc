"""Links as HTTP's Link header and TimeMaps write them."""

import pytest

from footlight.links.archives.link_format import parse_links

CASES = [
    ('<http://a/>; rel="original"', [("http://a/", {"original"}, {})]),
    ('<http://a/>;rel=memento;datetime="Thu, 05 Mar 2009 10:11:12 GMT"',
     [("http://a/", {"memento"}, {"datetime": "Thu, 05 Mar 2009 10:11:12 GMT"})]),
    ("<http://a/>; rel=memento; datetime=Thu, 05 Mar 2009 10:11:12 GMT, <b>; rel=timemap",
     [("http://a/", {"memento"}, {"datetime": "Thu, 05 Mar 2009 10:11:12 GMT"}), ("b", {"timemap"}, {})]),
    ('<http://a/?x=1,2;3>; REL="first Memento  last", <c>; rel="self"; from="a, b"',
     [("http://a/?x=1,2;3", {"first", "memento", "last"}, {}), ("c", {"self"}, {"from": "a, b"})]),
    (r'<a>; title="a \"quoted\" word, and; more"; rel=x', [("a", {"x"}, {"title": 'a "quoted" word, and; more'})]),
    ("<a>; rel=x; rel=y", [("a", {"x"}, {})]),
    ("<a> <b>; rel=x", [("a", set(), {}), ("b", {"x"}, {})]),
    ("<a>; rel", [("a", set(), {})]),
    ('\n<a>\n;\n rel\n = \n"x"\n,\n', [("a", {"x"}, {})]),
    ("no link at all", []),
    ("", []),
    ("<never closed", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_links_are_parsed_and_not_split(text: str, expected: list[tuple[str, set[str], dict[str, str]]]) -> None:
    """rel is a set of words, quoted or not; a comma parts links only where another begins."""
    found = [(link.uri, set(link.rel), {k: v for k, v in link.params.items() if v}) for link in parse_links(text)]
    assert found == expected


@pytest.mark.parametrize(
    "text", ["<" * 200_000, "<a>;" * 100_000, '<a>; rel="' + "x, " * 200_000, "<a>; d=" + "," * 200_000]
)
def test_a_hostile_timemap_costs_no_more_than_its_length(text: str) -> None:
    """The scan ends, and finds links or none."""
    assert isinstance(parse_links(text), tuple)
