"""Web addresses as the URL Standard reads them (https://url.spec.whatwg.org/), and as EPUBCheck asks for them.

An address is always printed as it was found. This module says where a link made from it leads: how it is encoded, and
which host is asked.
"""

import re
from urllib.parse import quote, urlsplit

DEFAULT_PORTS = {"http": 80, "https": 443}
_NOT_IN_ADDRESSES = re.compile(r"[\s\"<>\\^`{|}\[\]]|%(?![0-9A-Fa-f]{2})")
_LABEL = r"[^/?#:@.\s\"<>\\^`{|}\[\]%]+"
_WEB = re.compile(
    rf"https?://(?:[^/?#@\s]*@)?(?:\[[0-9a-f:.]+\]|{_LABEL}(?:\.{_LABEL})*\.?)(?::\d*)?(?=[/?#]|\Z)", re.IGNORECASE
)
_OTHER = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]*:\S", re.IGNORECASE)
_LONGEST_LABEL = 63
"""Of a host name, in its ASCII form (RFC 1035, 2.3.4)."""
_NOT_IN_HOSTS = re.compile(r"[\x00-\x20#%/:<>?@\[\\\]^|\x7f]")
"""The URL Standard's forbidden domain code points."""


def followable(url: str) -> bool:
    """Whether a program could follow an absolute address: `http://e..org/`, `http:///x` and `mailto:` lead nowhere."""
    return bool(_WEB.match(url) or _OTHER.match(url))


def site_of(url: str) -> str:
    """The host of a web address as people say it, without `www.`; empty for any other address."""
    found = re.match(r"https?://(?:[^/?#@\s]*@)?([^/?#:@\s]+)", url, re.IGNORECASE)
    return found[1].lower().removeprefix("www.") if found else ""


def ascii_host(host: str) -> str:
    """The name of a host as browsers ask for it: in lower case, an international name in its ASCII form.

    That form is UTS 46's, without its transitional mapping: `straße.de` is `xn--strae-oqa.de`, where Python's own codec
    (IDNA 2003) makes it `strasse.de`, another host. Of the idna package only the mapping is used: its `encode` also
    refuses symbols, as IDNA 2008 does, but names such as `☃.net` exist and browsers open them. Raises ValueError for
    what cannot be a host's name.
    """
    if ":" in host:  # an IPv6 address
        return host.lower()
    if not host.isascii():
        import idna  # noqa: PLC0415 - 12 ms, which almost every name does without

        mapped = idna.uts46_remap(host, std3_rules=False, transitional=False)
        labels = mapped.split(".")
        host = ".".join(one if one.isascii() else f"xn--{one.encode('punycode').decode('ascii')}" for one in labels)
    if _NOT_IN_HOSTS.search(host):
        raise ValueError(f"{host[:80]!r} is no host name")
    if any(not 0 < len(label) <= _LONGEST_LABEL for label in host.removesuffix(".").split(".")):
        raise ValueError(f"{host[:80]!r} is no host name: a part of it is empty or longer than {_LONGEST_LABEL}")
    return host.lower()


def host_and_port(url: str) -> str:
    """The `HOST:PORT` of an address, the port only where it is not the scheme's own; empty where there is none.

    Hosts are compared in this form: what has the same one shares one rate limit.
    """
    try:
        parts = urlsplit(url)
        host, port = ascii_host(parts.hostname or ""), parts.port
    except ValueError:
        return ""
    named = f"[{host}]" if ":" in host else host
    return f"{named}:{port}" if port and port != DEFAULT_PORTS.get(parts.scheme) else named


def configured_host(text: str) -> str:
    """A `HOST` or `HOST:PORT` that a person wrote, in the form of `host_and_port`."""
    host, mark, port = text.strip().rpartition(":")
    if not (mark and port.isdigit() and (":" not in host or host.endswith("]"))):
        host, port = text.strip(), ""
    try:
        return ascii_host(host) + (f":{port}" if port else "")
    except ValueError:
        return text.strip().lower()


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
