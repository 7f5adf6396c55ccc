"""A page for those who pay or log in: it is there, and most readers do not see it."""

import re
from urllib.parse import urlsplit

from footlight.engines.web.messages import Response
from footlight.links.verdicts.fetched_target import Seen
from footlight.links.verdicts.verdict import Paywall, Verdict

_STATUSES = {401: "the server wants a login (401)", 402: "the server wants to be paid (402)"}
_FREE = re.compile(
    r"\"isAccessibleForFree\"\s*:\s*(?:false|\"[Ff]alse\")|itemprop=[\"']isAccessibleForFree[\"'] content=[\"']false"
)
"""schema.org's own mark, which search engines ask paid pages to carry
(https://developers.google.com/search/docs/appearance/structured-data/paywalled-content)."""
_DOOR = re.compile(
    r"/(?:log-?in|sign-?in|sign_in|logon|subscribe|subscription|register|auth|sso|paywall|connexion|anmelden|"
    r"acceso|suscripcion)(?:[/._-]|$)",
    re.IGNORECASE,
)
"""Steps of a path to which a reader without an account is sent."""
_SHOWN = 250
"""Words; a page that shows more of its text than a teaser is read, whatever it says of itself."""


def paywall(seen: Seen) -> Verdict | None:
    """Whether the page wants money or an account."""
    sight = seen.sight
    if not isinstance(sight.last, Response):
        return None
    if sight.status in _STATUSES:
        return Paywall(why=_STATUSES[sight.status])
    if sight.hops and _DOOR.search(urlsplit(sight.final).path) and not _DOOR.search(urlsplit(sight.url).path):
        return Paywall(why=f"it leads to {sight.final}, where one logs in or subscribes")
    if sight.page and len(sight.page.body.split()) <= _SHOWN and _FREE.search(sight.raw):
        return Paywall(why="the page says of itself that it is not free to read, and shows little")
    return None
