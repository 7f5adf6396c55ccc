"""Rule: the server refuses programs, by its status, its headers, or a page that asks for a proof of being human."""

import re
from dataclasses import dataclass
from http import HTTPStatus

from footlight.engines.web.messages import Response
from footlight.links.captured_page import Page
from footlight.links.verdicts.page_notices import Notice, in_head, noticed, word_count, words_beside
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
    Challenge(sign=re.compile(r"/\.well-known/sgcaptcha/"), whose="SiteGround"),
    Challenge(sign=re.compile(r"awswaf\.com/|AwsWafIntegration"), whose="AWS WAF"),
    Challenge(sign=re.compile(r"/cdn-cgi/challenge-platform/[^\"']*orchestrate"), whose="Cloudflare"),
)
"""Ordinary pages have these in their scripts as well, so they count only on a page with almost no text."""
_FEW_WORDS = 60
_ASKING_WORDS, _BESIDE = 200, 12
"""Words of a page that asks first, and those beside its questions that a page of its own has more of."""
_GATE = re.compile(
    r"//(?:consent|guce|idp)\.|/(?:consent|cookie[-_]?(?:wall|absent|check|required)|oauth2?/authorize|"
    r"(?:unsupported|outdated|upgrade)[-_]?browser|"
    r"age[-_]?(?:gate|check|verification|verify|confirm)|privacy[-_]?(?:gate|wall|consent)|captcha|challenge)(?:[/?._-]|$)",
    re.IGNORECASE,
)
"""Where sites send everyone who sends no cookies back, whatever page was requested."""


def blocked(facts: TargetFacts) -> Verdict | None:
    """Whether the server refused a program. Whether the page exists remains open."""
    last = facts.fetched.outcome
    if not isinstance(last, Response):
        return None
    refused = _by_head(last) or _redirected_to_gate(facts)
    return refused or _by_page(facts, last)


def _by_head(last: Response) -> Verdict | None:
    """What the status and the headers say."""
    for header, whose in (("cf-mitigated", "Cloudflare"), ("x-amzn-waf-action", "AWS WAF")):
        if asked := last.header(header):
            return Blocked(why=f"{whose} asks for a proof of being human ({header}: {asked[:40]})")
    return Blocked(why=_STATUSES[last.status]) if last.status in _STATUSES else None


def _redirected_to_gate(facts: TargetFacts) -> Verdict | None:
    fetched = facts.fetched
    if fetched.redirects and _GATE.search(fetched.final) and not _GATE.search(fetched.url):
        return Blocked(why=f"it redirects to {fetched.final}, which asks for consent, an age or a proof first")
    return None


def _by_page(facts: TargetFacts, last: Response) -> Verdict | None:
    """What a page of few words says."""
    page = facts.fetched.page
    if page is not None and word_count(page.text) <= _FEW_WORDS:
        whose = next((one.whose for one in _IN_TITLE if one.sign.search(page.title)), "") or next(
            (one.whose for one in _IN_MARKUP if one.sign.search(facts.fetched.markup)), ""
        )
        if whose:
            return Blocked(why=f"a page of {whose} asks for a proof of being human")
    if last.status == HTTPStatus.ACCEPTED and (page is None or word_count(page.text) <= _FEW_WORDS):
        return Blocked(why="the server took the request and sent no page (202), as it does to programs")
    return _asked_first(page) if page is not None and last.status == HTTPStatus.OK else None


def _asked_first(page: Page) -> Verdict | None:
    """A page that is nothing but a question to the reader, for consent or an age."""
    if word_count(page.text) > _ASKING_WORDS:
        return None
    for notice, what in ((Notice.CONSENT, "for consent to cookies"), (Notice.AGE, "for the reader's age")):
        beside = words_beside(page, notice)
        if beside <= _BESIDE or (beside <= _FEW_WORDS and in_head(page, notice) and noticed(page, notice)):
            told = page.title or next(iter(noticed(page, notice)), "")
            return Blocked(why=f"it asks {what} in place of the page: “{told[:80]}”") if noticed(page, notice) else None
    return None
