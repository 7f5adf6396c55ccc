"""The rules in their order: the first one with a verdict decides. A target without one is alive."""

from collections.abc import Callable

from footlight.engines.html_pages import decode
from footlight.engines.web.messages import Response
from footlight.links.archives.url_key import loose_key
from footlight.links.captured_page import read_page
from footlight.links.verdicts.blocked import blocked
from footlight.links.verdicts.drifted import drifted, share_still_there
from footlight.links.verdicts.gone import failing, gone
from footlight.links.verdicts.home_redirect import home_redirect
from footlight.links.verdicts.moved import moved
from footlight.links.verdicts.no_response import no_response
from footlight.links.verdicts.parked import parked
from footlight.links.verdicts.paywall import paywall
from footlight.links.verdicts.server_notice import default_page, in_trouble
from footlight.links.verdicts.soft_not_found import soft_not_found, weak_signs
from footlight.links.verdicts.target_facts import FetchedTarget, TargetFacts
from footlight.links.verdicts.verdict import Alive, Verdict

Rule = Callable[[TargetFacts], Verdict | None]

RULES: tuple[Rule, ...] = (
    no_response,
    blocked,  # before the rules on statuses: a 404 or a 503 with Cloudflare's page is not the site's
    paywall,
    gone,
    failing,
    in_trouble,  # before a made-up address is compared: a server in trouble answers everything the same
    parked,  # before redirects: a dealer's shop is a front page as well
    default_page,
    home_redirect,
    soft_not_found,
    drifted,  # before moved: a permanent redirect to something else is no move
    moved,
)


def judge(facts: TargetFacts) -> Verdict:
    """Judge what became of a link's target."""
    return next((verdict for rule in RULES if (verdict := rule(facts)) is not None), None) or _alive(facts)


_NO_PAGES: tuple[Rule, ...] = (blocked, gone, failing, in_trouble, parked, default_page, soft_not_found)


def stands_in(response: Response, words: str = "") -> bool:
    """Whether what was answered is no page of its own, but stands in for one: a challenge, an error, a parked domain.

    `words` are those of the link that led there. Nothing is requested.
    """
    kind = response.header("content-type")
    markup = decode(response.body, kind) if response.may_be_page else ""
    page = read_page(response.body, url=response.url, content_type=kind) if markup else None
    fetched = FetchedTarget(url=response.url, redirects=(), outcome=response, page=page, markup=markup)
    facts = TargetFacts(fetched=fetched, link_words=(words,) if words else ())
    return any(rule(facts) is not None for rule in _NO_PAGES)


def _alive(facts: TargetFacts) -> Alive:
    remarks = []
    if facts.fetched.redirects and loose_key(facts.fetched.url) != loose_key(facts.fetched.final):
        remarks.append(f"redirected to {facts.fetched.final}")
    remarks += [f"though {sign}" for sign in weak_signs(facts.fetched, facts.sibling)]
    share = share_still_there(facts)
    if share is not None and facts.archived is not None:
        remarks.append(f"it has {share:.0%} of the text of the capture of {facts.archived.captured.isoformat()}")
    return Alive(why="; ".join(remarks))
