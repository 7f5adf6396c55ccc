"""Nobody answered, or the redirects went round."""

from urllib.parse import urlsplit

from footlight.engines.web.messages import Kind, Silence
from footlight.links.verdicts.fetched_target import Seen
from footlight.links.verdicts.verdict import NoSuchHost, Unknown, Verdict

_WORDS = {
    Kind.TIMEOUT: "no answer in time",
    Kind.TOO_SLOW: "the answer did not end in time",
    Kind.NAME_SERVICE: "the name service did not answer",
    Kind.REFUSED: "nobody takes the call",
    Kind.TLS: "the certificate or the handshake fails",
    Kind.PROTOCOL: "what came is no whole answer",
    Kind.FORBIDDEN: "not asked",
    Kind.PAUSED: "not asked",
}


def silent(seen: Seen) -> Verdict | None:
    """Only a name that nobody knows says something of the link."""
    last = seen.sight.last
    if seen.sight.circle:
        return Unknown(why=f"its redirects go round, or on and on: {len(seen.sight.hops)} and no end")
    if not isinstance(last, Silence):
        return None
    if last.kind is Kind.NO_SUCH_HOST:
        return NoSuchHost(host=urlsplit(last.url).hostname or last.url)
    led = f" (it leads to {last.url})" if seen.sight.hops else ""
    return Unknown(why=f"{_WORDS[last.kind]}: {last.why}{led}" if last.why else f"{_WORDS[last.kind]}{led}")
