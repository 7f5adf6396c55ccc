"""The server's own word that there is no such page, and other answers that are none."""

from footlight.engines.web.messages import Response
from footlight.links.verdicts.fetched_target import Seen
from footlight.links.verdicts.verdict import Gone, Unknown, Verdict


def gone(seen: Seen) -> Verdict | None:
    """404 and 410, of a GET: of a HEAD alone it would not be believed."""
    return Gone(status=seen.sight.status) if seen.sight.status in (404, 410) else None


def failing(seen: Seen) -> Verdict | None:
    """Every status from which nothing follows: the server's trouble, or ours with it."""
    last = seen.sight.last
    if not isinstance(last, Response):
        return None
    if last.status >= 500:
        return Unknown(why=f"the server has trouble of its own ({last.status})")
    if last.status >= 400:
        return Unknown(why=f"the server did not take the question ({last.status})")
    if last.status >= 300:
        return Unknown(why=f"a redirect that leads nowhere ({last.status})")
    nothing = last.status in (204, 205) or last.header("content-length") == "0"
    return Unknown(why=f"the server answers with nothing ({last.status})") if nothing else None
