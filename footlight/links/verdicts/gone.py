"""Rules on statuses: 404 and 410 say that the page is gone; other failures say nothing of the page."""

from footlight.engines.web.messages import Response
from footlight.links.verdicts.target_facts import TargetFacts
from footlight.links.verdicts.verdict import Gone, Unknown, Verdict


def gone(facts: TargetFacts) -> Verdict | None:
    """404 or 410, in answer to a GET; that of a HEAD alone is not believed (`link_fetch`)."""
    return Gone(status=facts.fetched.status) if facts.fetched.status in (404, 410) else None


def failing(facts: TargetFacts) -> Verdict | None:
    """Any other status that is no success."""
    last = facts.fetched.outcome
    if not isinstance(last, Response):
        return None
    if last.status >= 500:
        return Unknown(why=f"the server has an error of its own ({last.status})")
    if last.status >= 400:
        return Unknown(why=f"the server did not accept the request ({last.status})")
    if last.status >= 300:
        return Unknown(why=f"a redirect without an address ({last.status})")
    empty = last.status in (204, 205) or last.header("content-length") == "0"
    return Unknown(why=f"the server sent an empty page ({last.status})") if empty else None
