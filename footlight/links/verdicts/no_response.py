"""Rule: there was no response, or the redirects go in a circle."""

from urllib.parse import urlsplit

from footlight.engines.web.messages import Cause, NoResponse
from footlight.engines.web.url import ascii_host
from footlight.links.verdicts.target_facts import TargetFacts
from footlight.links.verdicts.verdict import NoSuchHost, Unknown, Verdict

_WORDS = {
    Cause.TIMEOUT: "no answer in time",
    Cause.TOO_SLOW: "the answer was not complete in time",
    Cause.NAME_SERVICE: "the name service did not answer",
    Cause.REFUSED: "no connection",
    Cause.TLS: "the certificate or the TLS handshake fails",
    Cause.PROTOCOL: "the answer is not valid HTTP, or breaks off",
    Cause.FORBIDDEN: "not asked",
    Cause.PAUSED: "not asked",
}


def no_response(facts: TargetFacts) -> Verdict | None:
    """A name that does not exist is a verdict on the link; from anything else nothing follows."""
    last = facts.fetched.outcome
    if facts.fetched.loops:
        return Unknown(why=f"its redirects go in a circle, or are too many ({len(facts.fetched.redirects)})")
    if not isinstance(last, NoResponse):
        return None
    if last.cause is Cause.NO_SUCH_HOST:
        return NoSuchHost(host=_requested_name(last.url))
    led = f" (it redirects to {last.url})" if facts.fetched.redirects else ""
    return Unknown(why=f"{_WORDS[last.cause]}: {last.detail}{led}" if last.detail else f"{_WORDS[last.cause]}{led}")


def _requested_name(url: str) -> str:
    """The host as it is written, and the ASCII name that was requested where that is another."""
    try:
        host = urlsplit(url).hostname or url
        name = ascii_host(host)
    except ValueError:
        return url
    return host if name == host else f"{host} ({name})"
