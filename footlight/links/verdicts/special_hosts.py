"""Hosts whose addresses stand for pages elsewhere: rows. A redirect from one of them is no sign of anything."""

from footlight.links.archives.url_key import host_of

_SHORTENERS = frozenset(
    {
        "bit.ly", "buff.ly", "dlvr.it", "fb.me", "goo.gl", "is.gd", "j.mp", "lnkd.in", "ow.ly", "rebrand.ly", "t.co",
        "tinyurl.com", "tr.im", "wp.me", "youtu.be",  # to be short
        "doi.org", "dx.doi.org", "hdl.handle.net", "n2t.net", "purl.org", "w3id.org",  # to outlive an address
        "feeds.feedburner.com", "feedproxy.google.com", "rss.feedsportal.com",  # to count the clicks of feeds
    }
)  # fmt: skip
_ARCHIVES = frozenset(
    {
        "web.archive.org", "archive.org", "archive.today", "archive.ph", "archive.is", "webcitation.org", "perma.cc",
    }
)  # fmt: skip


def is_shortener(url: str) -> bool:
    """Whether an address belongs to a service that only redirects."""
    return host_of(url) in _SHORTENERS


def is_archive(url: str) -> bool:
    """Whether an address is that of a capture in a web archive: beside it is another capture, not another page."""
    return host_of(url) in _ARCHIVES
