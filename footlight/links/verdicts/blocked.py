"""Rule: the server refuses programs, by its status, its headers, or a page that asks for a proof of being human."""

import re
from dataclasses import dataclass

from footlight.engines.web.messages import Response
from footlight.links.verdicts.target_facts import TargetFacts
from footlight.links.verdicts.verdict import Blocked, Verdict

_STATUSES = {
    403: "the server refuses (403)",
    429: "the server was asked too often (429)",
    451: "withheld for legal reasons (451)",
    # LinkedIn's own, for whatever looks like a program.
    999: "the server refuses programs (999)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """A page that asks for a proof before it shows the page."""

    sign: re.Pattern[str]
    whose: str


_IN_TITLE = (
    Challenge(sign=re.compile(r"just a moment\b|attention required! \| cloudflare", re.IGNORECASE), whose="Cloudflare"),
    Challenge(sign=re.compile(r"ddos-guard", re.IGNORECASE), whose="DDoS-Guard"),
    Challenge(sign=re.compile(r"making sure you(?:'|’|&#39;)re not a bot", re.IGNORECASE), whose="Anubis"),
    Challenge(
        sign=re.compile(
            r"are you (?:a )?(?:robot|human)\b|human verification|access to this page has been denied", re.IGNORECASE
        ),
        whose="the site",
    ),
)
_IN_MARKUP = (
    Challenge(sign=re.compile(r"/_Incapsula_Resource\?"), whose="Imperva"),
    Challenge(sign=re.compile(r"captcha-delivery\.com"), whose="DataDome"),
    Challenge(sign=re.compile(r"\bid=[\"']px-captcha"), whose="HUMAN"),
    Challenge(sign=re.compile(r"/cdn-cgi/challenge-platform/[^\"']*orchestrate"), whose="Cloudflare"),
)
"""Ordinary pages have these in their scripts as well, so they count only on a page with almost no text."""
_FEW_WORDS = 60
_GATE = re.compile(
    r"//(?:consent|guce|idp)\.|/(?:consent|cookie[-_]?(?:wall|absent|check|required)|oauth2?/authorize|"
    r"(?:unsupported|outdated|upgrade)[-_]?browser)(?:[/?._-]|$)",
    re.IGNORECASE,
)
"""Where sites send everyone who sends no cookies back, whatever page was requested."""


def blocked(facts: TargetFacts) -> Verdict | None:
    """Whether the server refused a program. Whether the page exists remains open."""
    last = facts.fetched.outcome
    if not isinstance(last, Response):
        return None
    if mitigated := last.header("cf-mitigated"):
        return Blocked(why=f"Cloudflare asks for a proof of being human (cf-mitigated: {mitigated[:40]})")
    if last.status in _STATUSES:
        return Blocked(why=_STATUSES[last.status])
    if facts.fetched.redirects and _GATE.search(last.url) and not _GATE.search(facts.fetched.url):
        return Blocked(why=f"it redirects to {last.url}, which asks for consent first")
    page = facts.fetched.page
    if page is None or len(page.text.split()) > _FEW_WORDS:
        return None
    whose = next((one.whose for one in _IN_TITLE if one.sign.search(page.title)), "") or next(
        (one.whose for one in _IN_MARKUP if one.sign.search(facts.fetched.markup)), ""
    )
    return Blocked(why=f"a page of {whose} asks for a proof of being human") if whose else None
