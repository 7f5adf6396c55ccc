"""Services whose addresses are made to redirect: rows. A redirect from one of them is no sign of anything."""

from footlight.links.archives.url_key import host_of

_HOSTS = frozenset(
    {
        "bit.ly", "buff.ly", "dlvr.it", "fb.me", "goo.gl", "is.gd", "j.mp", "lnkd.in", "ow.ly", "rebrand.ly", "t.co",
        "tinyurl.com", "tr.im", "wp.me", "youtu.be",  # for length
        "doi.org", "dx.doi.org", "hdl.handle.net", "n2t.net", "purl.org", "w3id.org",  # names that outlive an address
        "feeds.feedburner.com", "feedproxy.google.com", "rss.feedsportal.com",  # counted clicks of feeds
    }
)  # fmt: skip


def shortens(url: str) -> bool:
    """Whether an address is one of a service that only redirects."""
    return host_of(url) in _HOSTS
