"""An address of a page that leads to the front page of a site: what is done with addresses nobody keeps any more."""

import re
from urllib.parse import urlsplit

from footlight.links.verdicts.fetched_target import Seen
from footlight.links.verdicts.random_sibling import archived_elsewhere
from footlight.links.verdicts.shorteners import shortens
from footlight.links.verdicts.verdict import HomeRedirect, Verdict

_FRONT = re.compile(
    r"/*(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|default|home|main|welcome)(?:\.[a-z]{3,5})?/?)?", re.IGNORECASE
)
"""The root, a language's (`/en/`), and the names that servers have for it."""
_SOMEBODYS = re.compile(r"/~[^/]+/?")
"""A person's front page on a host of many; it may well have moved to a host of its own."""


def home_redirect(seen: Seen) -> Verdict | None:
    """Whether redirects lead from below a site's root to a root."""
    sight = seen.sight
    if not sight.hops or shortens(sight.url) or archived_elsewhere(sight.url):
        return None
    asked, led = urlsplit(sight.url), urlsplit(sight.final)
    if is_front(asked.path) and not asked.query:
        return None
    if _SOMEBODYS.fullmatch(asked.path):
        return None
    return HomeRedirect(to=sight.final) if is_front(led.path) and not led.query else None


def is_front(path: str) -> bool:
    """Whether a path is that of a site's front page."""
    return bool(_FRONT.fullmatch(path))
