"""Addresses as links: encoded as the URL standard has them, hosts as browsers ask for them, none that leads nowhere."""

import pytest

from footlight.engines.web.url import ascii_host, configured_host, followable, host_and_port, spelt


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


@pytest.mark.parametrize(
    ("host", "asked"),
    [
        ("straße.de", "xn--strae-oqa.de"),
        ("ναός.example", "xn--mxaxq3b.example"),
        ("FAẞ.example", "xn--fa-hia.example"),
        ("例え。テスト", "xn--r8jz45g.xn--zckzah"),
        ("bücher.example.", "xn--bcher-kva.example."),
        ("☃.net", "xn--n3h.net"),
        ("xn--strae-oqa.de", "xn--strae-oqa.de"),
        ("Example.ORG", "example.org"),
        ("a_b.example", "a_b.example"),
        ("::1", "::1"),
    ],
)
def test_hosts_are_asked_by_the_names_that_browsers_ask(host: str, asked: str) -> None:
    """UTS 46 without its transitional mapping: ß and ς are letters of their own, not ss and σ."""
    assert ascii_host(host) == asked


@pytest.mark.parametrize(
    "host", ["", "a..b", "a" * 64, "ü" * 60, "a b.example", "a\u00a0b.example", "a\u2105b.example"]
)
def test_some_names_are_no_hosts(host: str) -> None:
    """A part that is empty or too long, and characters that no name may hold."""
    with pytest.raises(ValueError, match=r"."):
        ascii_host(host)


def test_hosts_are_compared_in_one_form() -> None:
    """International names in ASCII, ports only where they are not the scheme's own; so in a configuration."""
    assert host_and_port("https://Straße.de:443/weg") == configured_host("STRASSE.de".replace("SS", "ß"))
    assert host_and_port("http://straße.de:8080/") == configured_host("straße.de:8080") == "xn--strae-oqa.de:8080"
    assert host_and_port("http://[::1]:8080/") == configured_host("[::1]:8080") == "[::1]:8080"
    assert configured_host("::1") == "::1"
    assert host_and_port("no address") == ""
