"""Nobody answered, or the redirects went round."""

from urllib.parse import urlsplit

from footlight.engines.web.messages import Cause, NoResponse
from footlight.engines.web.url import ascii_host
from footlight.links.verdicts.fetched_target import Seen
from footlight.links.verdicts.verdict import NoSuchHost, Unknown, Verdict

_WORDS = {
    Cause.TIMEOUT: "no answer in time",
    Cause.TOO_SLOW: "the answer did not end in time",
    Cause.NAME_SERVICE: "the name service did not answer",
    Cause.REFUSED: "nobody takes the call",
    Cause.TLS: "the certificate or the handshake fails",
    Cause.PROTOCOL: "what came is no whole answer",
    Cause.FORBIDDEN: "not asked",
    Cause.PAUSED: "not asked",
}


def silent(seen: Seen) -> Verdict | None:
    """Only a name that nobody knows says something of the link."""
    last = seen.sight.last
    if seen.sight.circle:
        return Unknown(why=f"its redirects go round, or on and on: {len(seen.sight.hops)} and no end")
    if not isinstance(last, NoResponse):
        return None
    if last.cause is Cause.NO_SUCH_HOST:
        return NoSuchHost(host=_name_asked(last.url))
    led = f" (it leads to {last.url})" if seen.sight.hops else ""
    return Unknown(why=f"{_WORDS[last.cause]}: {last.detail}{led}" if last.detail else f"{_WORDS[last.cause]}{led}")


def _name_asked(url: str) -> str:
    """The host as it is written, and the name that was asked for where that is another."""
    try:
        host = urlsplit(url).hostname or url
        asked = ascii_host(host)
    except ValueError:
        return url
    return host if asked == host else f"{host} ({asked})"
