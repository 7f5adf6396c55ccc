"""A made-up address beside a link's, which shows what the host answers for pages that never existed (Bar-Yossef et al.
2004, "Sic transit gloria telae"): a host that answers it with a page answers everything with one.
"""

import hashlib
import re
from datetime import date
from urllib.parse import urlsplit, urlunsplit

from footlight.links.verdicts.special_hosts import is_archive, is_shortener

_LENGTH = 25
"""Letters, as in that paper."""
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")


def random_sibling(url: str, day: date, *, near: bool = False) -> str:
    """The made-up address; empty where it would show nothing: beside a site's front page, an archive's capture, an
    address of a shortener.

    It is the same for all links of a host that share the first step of their path and their ending (`.html` and `.php`
    are often answered by different programs), and the same all day, so that a host is asked once. A `near` one is in
    the link's own folder, for hosts whose programs differ from folder to folder.
    """
    parts = urlsplit(url)
    if parts.path in ("", "/") or is_archive(url) or is_shortener(url):
        return ""
    *folders, name = parts.path.split("/")
    folder = "/".join(folders if near else folders[:2])
    ending = _ENDING.search(name)
    seed = hashlib.sha256(f"{parts.netloc.lower()} {day.isoformat()}".encode()).digest()
    word = "".join(chr(ord("a") + byte % 26) for byte in seed[:_LENGTH])
    return urlunsplit((parts.scheme, parts.netloc, f"{folder}/{word}{ending[0] if ending else ''}", "", ""))
