"""Addresses as links: spelt as the URL standard has them, and none that no program could follow."""

import pytest

from footlight.engines.web.url import followable, spelt


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://example.org/a?b=c&d=%20#e", "https://example.org/a?b=c&d=%20#e"),
        ("https://example.org/статья", "https://example.org/статья"),
        ("http://web.archive.org/web/2011*/http://a.org/", "http://web.archive.org/web/2011*/http://a.org/"),
        ("https://example.org/a|b/[c]?d={e}", "https://example.org/a%7Cb/%5Bc%5D?d=%7Be%7D"),
        ("https://example.org/%zz?%u0416=50%", "https://example.org/%25zz?%25u0416=50%25"),
        ("https://example.org/#one#two", "https://example.org/#one%23two"),
        ("http://[::1]:80/x", "http://[::1]:80/x"),
        ("mailto:a b@example.org", "mailto:a%20b@example.org"),
    ],
)
def test_links_are_spelt_as_the_url_standard_has_it(url: str, link: str) -> None:
    """Only what may not stand in an address is changed, and only in the link."""
    assert followable(url)
    assert spelt(url) == link


@pytest.mark.parametrize("url", ["http://", "http:///x", "http:foo", "http://e..org/", "http://e.org:port/", "mailto:"])
def test_some_addresses_lead_nowhere(url: str) -> None:
    """No program could follow them."""
    assert not followable(url)
