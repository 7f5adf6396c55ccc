"""An address beside a link's that nobody ever made, to see what the host answers for those (Bar-Yossef et al. 2004,
"Sic transit gloria telae"): a host that answers it with a page answers everything with one.
"""

import hashlib
import re
from datetime import date
from urllib.parse import urlsplit, urlunsplit

from footlight.links.archives.url_key import host_of
from footlight.links.verdicts.shorteners import shortens

_LENGTH = 25
"""Letters, as in that paper."""
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_ARCHIVES = (
    "web.archive.org",
    "archive.org",
    "archive.today",
    "archive.ph",
    "archive.is",
    "webcitation.org",
    "perma.cc",
)
"""Hosts whose addresses name captures of others': beside one of them is another capture, not another page."""


def sibling_of(url: str, day: date, *, near: bool = False) -> str:
    """The address to probe; empty where there is nothing to be learnt from one: a site's front page, a web archive's
    captures, a service that shortens addresses.

    It is the same for all links of a host that share the first step of their path and their ending (`.html` and `.php`
    are often answered by different programs), and the same all day, so that a host is asked once. A `near` one stands
    in the link's own folder, for a host whose programs differ from folder to folder.
    """
    parts = urlsplit(url)
    if parts.path in ("", "/") or host_of(url) in _ARCHIVES or shortens(url):
        return ""
    *folders, name = parts.path.split("/")
    folder = "/".join(folders if near else folders[:2])
    ending = _ENDING.search(name)
    seed = hashlib.sha256(f"{parts.netloc.lower()} {day.isoformat()}".encode()).digest()
    word = "".join(chr(ord("a") + byte % 26) for byte in seed[:_LENGTH])
    return urlunsplit((parts.scheme, parts.netloc, f"{folder}/{word}{ending[0] if ending else ''}", "", ""))


def archived_elsewhere(url: str) -> bool:
    """Whether an address is that of a web archive's capture."""
    return host_of(url) in _ARCHIVES
