"""Rule: the page exists, but most readers do not see it without paying or logging in."""

import re
from http import HTTPStatus
from urllib.parse import urlsplit

from footlight.engines.web.messages import Response
from footlight.links.verdicts.page_notices import Notice, noticed, word_count
from footlight.links.verdicts.target_facts import TargetFacts
from footlight.links.verdicts.verdict import Paywall, Verdict

_STATUSES = {401: "the server asks for a login (401)", 402: "the server asks for payment (402)"}
_FREE = re.compile(
    r"\"isAccessibleForFree\"\s*:\s*(?:false|\"[Ff]alse\")|itemprop=[\"']isAccessibleForFree[\"'] content=[\"']false"
)
"""The schema.org property that search engines ask paid pages to carry
(https://developers.google.com/search/docs/appearance/structured-data/paywalled-content)."""
_LOGIN_PATH = re.compile(
    r"/(?:log-?in|sign-?in|sign_in|logon|subscribe|subscription|register|auth|sso|paywall|connexion|anmelden|"
    r"acceso|suscripcion)(?:[/._-]|$)",
    re.IGNORECASE,
)
"""Steps of paths to which readers without an account are redirected."""
_CUT_OFF, _LOGIN_WORDS = 450, 120
"""Words of a page whose text is cut off by a notice, and of one that shows a login in place of its text."""
_TEASER = 250
"""Words; a page with more can be read, whatever it says of itself."""


def paywall(facts: TargetFacts) -> Verdict | None:
    """Whether the page asks for money or an account."""
    fetched = facts.fetched
    if not isinstance(fetched.outcome, Response):
        return None
    if fetched.status in _STATUSES:
        return Paywall(why=_STATUSES[fetched.status])
    if (
        fetched.redirects
        and _LOGIN_PATH.search(urlsplit(fetched.final).path)
        and not _LOGIN_PATH.search(urlsplit(fetched.url).path)
    ):
        return Paywall(why=f"it redirects to {fetched.final}, where readers log in or subscribe")
    if fetched.page and len(fetched.page.body.split()) <= _TEASER and _FREE.search(fetched.markup):
        return Paywall(why="the page says that it is not free to read, and shows little of its text")
    return _told(facts)


def _told(facts: TargetFacts) -> Verdict | None:
    """A page that tells its readers to subscribe, or to log in, in place of the rest of its text."""
    page = facts.fetched.page
    if page is None or facts.fetched.status != HTTPStatus.OK or word_count(page.text) > _CUT_OFF:
        return None
    if told := noticed(page, Notice.SUBSCRIBE):
        return Paywall(why=f"its text ends with “{told[0][:80]}”")
    if word_count(page.text) <= _LOGIN_WORDS and (told := noticed(page, Notice.LOGIN)):
        return Paywall(why=f"it shows a login in place of its text: “{told[0][:80]}”")
    return None
