"""The signs in their order: the first that says something is believed. What none of them speaks against is alive."""

from collections.abc import Callable

from footlight.links.archives.url_key import loose_key
from footlight.links.verdicts.blocked import blocked
from footlight.links.verdicts.drifted import drifted, kept
from footlight.links.verdicts.fetched_target import Seen
from footlight.links.verdicts.gone import failing, gone
from footlight.links.verdicts.home_redirect import home_redirect
from footlight.links.verdicts.moved import moved
from footlight.links.verdicts.no_response import silent
from footlight.links.verdicts.parked import parked
from footlight.links.verdicts.paywall import paywall
from footlight.links.verdicts.soft_not_found import soft_not_found, votes
from footlight.links.verdicts.verdict import Alive, Verdict

Rule = Callable[[Seen], Verdict | None]

SIGNS: tuple[Rule, ...] = (
    silent,
    blocked,  # before what a status says: a 404 or a 503 of Cloudflare's own page is not the site's
    paywall,
    gone,
    failing,
    parked,  # before redirects: a dealer's shop is a front page too
    home_redirect,
    soft_not_found,
    drifted,  # before moved: a redirect for good to something else is no move
    moved,
)


def judge(seen: Seen) -> Verdict:
    """What became of the link's target, as far as can be said from what was seen."""
    return next((verdict for sign in SIGNS if (verdict := sign(seen)) is not None), None) or _alive(seen)


def _alive(seen: Seen) -> Alive:
    said = []
    if seen.sight.hops and loose_key(seen.sight.url) != loose_key(seen.sight.final):
        said.append(f"redirected to {seen.sight.final}")
    said += [f"though {vote}" for vote in votes(seen.sight, seen.sibling)]
    share = kept(seen)
    if share is not None and seen.then is not None:
        said.append(f"{share:.0%} of what the capture of {seen.then.captured.isoformat()} says stands there")
    return Alive(why="; ".join(said))
