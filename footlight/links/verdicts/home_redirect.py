"""Rule: the address of a page redirects to the front page of a site, as sites do with addresses that they dropped."""

import re
from urllib.parse import urlsplit

from footlight.links.verdicts.special_hosts import is_archive, is_shortener
from footlight.links.verdicts.target_facts import TargetFacts
from footlight.links.verdicts.verdict import HomeRedirect, Verdict

_FRONT = re.compile(
    r"/*(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|default|home|main|welcome)(?:\.[a-z]{3,5})?/?)?", re.IGNORECASE
)
"""The root, that of a language (`/en/`), and the file names that servers have for it."""
_USER_ROOT = re.compile(r"/~[^/]+/?")
"""A user's front page on a shared host; its owner may have moved it to a host of its own."""


def home_redirect(facts: TargetFacts) -> Verdict | None:
    """Whether redirects lead from a page below a site's root to a root."""
    fetched = facts.fetched
    if not fetched.redirects or is_shortener(fetched.url) or is_archive(fetched.url):
        return None
    asked, led = urlsplit(fetched.url), urlsplit(fetched.final)
    if is_front(asked.path) and not asked.query:
        return None
    if _USER_ROOT.fullmatch(asked.path):
        return None
    return HomeRedirect(to=fetched.final) if is_front(led.path) and not led.query else None


def is_front(path: str) -> bool:
    """Whether a path is that of a site's front page."""
    return bool(_FRONT.fullmatch(path))
