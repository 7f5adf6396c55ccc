"""Web addresses as the URL Standard takes them (https://url.spec.whatwg.org/), and as EPUBCheck asks for them.

What is printed is always the address as it was found; this is about where a link made from it leads.
"""

import re
from urllib.parse import quote

_NOT_IN_ADDRESSES = re.compile(r"[\s\"<>\\^`{|}\[\]]|%(?![0-9A-Fa-f]{2})")
_LABEL = r"[^/?#:@.\s\"<>\\^`{|}\[\]%]+"
_WEB = re.compile(
    rf"https?://(?:[^/?#@\s]*@)?(?:\[[0-9a-f:.]+\]|{_LABEL}(?:\.{_LABEL})*\.?)(?::\d*)?(?=[/?#]|\Z)", re.IGNORECASE
)
_OTHER = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]*:\S", re.IGNORECASE)


def followable(url: str) -> bool:
    """Whether a program could follow an absolute address: `http://e..org/`, `http:///x` and `mailto:` lead nowhere."""
    return bool(_WEB.match(url) or _OTHER.match(url))


def site_of(url: str) -> str:
    """The host of a web address as people say it, without `www.`; empty for any other address."""
    found = re.match(r"https?://(?:[^/?#@\s]*@)?([^/?#:@\s]+)", url, re.IGNORECASE)
    return found[1].lower().removeprefix("www.") if found else ""


def spelt(url: str) -> str:
    """The address of a link: what may not stand in one percent-encoded, as browsers do, and the rest left alone."""
    host = _WEB.match(url)
    start = host.end() if host else 0
    place, mark, fragment = url[start:].partition("#")
    path = _NOT_IN_ADDRESSES.sub(_encoded, place)
    return url[:start] + path + mark + _NOT_IN_ADDRESSES.sub(_encoded, fragment).replace("#", "%23")


def in_ascii(url: str) -> str:
    """The address as a PDF holds it, in which all else is percent-encoded (RFC 3987, 3.1; ISO 32000-1, 12.6.4.7)."""
    return quote(url, safe="/:?#[]@!$&'()+*,;=~%")


def _encoded(match: re.Match[str]) -> str:
    return quote(match[0])
