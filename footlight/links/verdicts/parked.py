"""Rule: the domain lapsed and is parked, to be sold again. Rows of signs, each with the service it belongs to."""

import re
from dataclasses import dataclass

from footlight.links.archives.url_key import host_of
from footlight.links.verdicts.moved import content_reason
from footlight.links.verdicts.target_facts import TargetFacts
from footlight.links.verdicts.verdict import Parked, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A pattern of parked pages."""

    pattern: re.Pattern[str]
    why: str


_DEALERS = {
    "afternic.com": "Afternic, GoDaddy's market", "atom.com": "Atom, a market", "bodis.com": "Bodis, which parks",
    "brandbucket.com": "BrandBucket, a market", "dan.com": "Dan, GoDaddy's market",
    "domainmarket.com": "DomainMarket", "efty.com": "Efty, a dealers' shop window",
    "hugedomains.com": "HugeDomains, a dealer", "parkingcrew.net": "ParkingCrew, which parks",
    "sedo.com": "Sedo, a market", "sedoparking.com": "Sedo, which parks", "uniregistry.com": "Uniregistry, a market",
    "above.com": "Above, which parks", "buydomains.com": "BuyDomains, a dealer", "perfectdomain.com": "a dealer",
}  # fmt: skip
"""Hosts that lapsed domains redirect to; no essay links to them by way of another host."""
_SAID = (
    # A parked page has few words; in a longer text the same words may be its subject.
    Sign(
        pattern=re.compile(
            r"\b(?:this|the|your) domain(?: name)?\b.{0,60}?\b(?:is|may be|might be) (?:for sale|parked|"
            r"available for purchase)|\bbuy this domain\b|\bdomain (?:is )?for sale\b|"
            r"\bmake (?:us )?an offer\b.{0,40}\bdomain\b",
            re.IGNORECASE,
        ),
        why="it offers the domain for sale",
    ),
    Sign(
        pattern=re.compile(
            r"(?<![\w.-])(?:[\w-]{1,63}\.){1,5}[a-z]{2,24}(?: domain(?: name)?)? (?:is|may be|might be|"
            r"could be) (?:for sale|available "
            r"for (?:sale|"
            r"purchase)|yours|up for (?:sale|auction))|\b(?:buy|purchase|lease|own) (?:the )?(?:domain\b|"
            r"(?:[\w-]{1,63}\.){1,5}[a-z]{2,24}\b(?! (?:on|at|from)))|"
            r"\b(?:the )?domain (?:name )?(?:[\w-]{1,63}\.){1,5}[a-z]{2,24} (?:is|may be) (?:for sale|"
            r"parked|available)|"
            r"get a price in less than 24 hours|\bpremium domain(?: name)? (?:is )?(?:for sale|available)|"
            r"\binquire about this domain\b|\bthis (?:web ?)?(?:address|domain)(?: name)? (?:is|may be) "
            r"(?:available|for sale)",
            re.IGNORECASE,
        ),
        why="it offers the domain for sale",
    ),
    Sign(
        pattern=re.compile(
            r"\bdomain(?:name)?\b.{0,70}(?:steht|ist|wird) .{0,20}(?:zum verkauf|zu verkaufen|verkauft|geparkt|zu "
            r"erwerben)|"
            r"\bdomain (?:kaufen|erwerben)\b|"
            r"(?:nom de )?domaine\b.{0,70}(?:est (?:à vendre|en vente|disponible à l.achat|parqué)|peut être à "
            r"vendre)|(?<![\w.-])(?:[\w-]{1,63}\.){1,5}[a-z]{2,24} est à vendre|"
            r"\bdominio\b.{0,70}(?:está (?:en venta|a la venta|aparcado)|se vende|è in vendita|potrebbe essere in "
            r"vendita)|(?<![\w.-])(?:[\w-]{1,63}\.){1,5}[a-z]{2,24} está (?:en|a la) venta|"
            r"\bdomínio\b.{0,70}(?:está à venda|à venda)|\bdomein(?:naam)?\b.{0,70}(?:is te koop|staat te koop)|"
            r"(?<![\w.-])(?:[\w-]{1,63}\.){1,5}[a-z]{2,24} is te koop|"
            r"\bdomen(?:a|ę)?\b.{0,70}(?:na sprzedaż|jest na sprzedaż)|\bdomänen?\b.{0,70}(?:är till salu|till "
            r"salu)|\bdomænet?\b.{0,70}(?:er til salg)|"
            r"домен\b.{0,70}(?:продаётся|продается|выставлен на продажу)|(?:域名|網域).{0,20}(?:出售|转让|轉讓)|"
            r"ドメイン.{0,20}(?:販売中|売ります|お譲り)",
            re.IGNORECASE,
        ),
        why="it offers the domain for sale",
    ),
    Sign(
        pattern=re.compile(
            r"diese domain (?:steht|ist).{0,30}(?:zum verkauf|geparkt|zu verkaufen)|"
            r"ce (?:nom de )?domaine est (?:à vendre|en vente|parqué)|este dominio (?:est[áa]|se) (?:en venta|vende)|"
            r"домен (?:продаётся|продается|припаркован)",
            re.IGNORECASE,
        ),
        why="it offers the domain for sale",
    ),
    Sign(
        pattern=re.compile(r"parked free,? courtesy of|\bdomain\b.{0,60}\bparked (?:by|with|at)\b", re.IGNORECASE),
        why="it says that the domain is parked",
    ),
    Sign(
        pattern=re.compile(
            r"\bdomain(?: name)?\b.{0,60}\b(?:has|is|may have) expired\b|\bdomain\b.{0,60}\b(?:ist abgelaufen|"
            r"pending renewal)\b|\bdomaine\b.{0,60}\ba expiré\b|\bdominio\b.{0,60}\b(?:ha caducado|ha expirado|è "
            r"scaduto)\b",
            re.IGNORECASE,
        ),
        why="it says that the domain has expired",
    ),
)
_BUILT_OF = (
    Sign(pattern=re.compile(r"//[\w.-]*\bsedoparking\.com/"), why="it is made of Sedo's parking scripts"),
    Sign(pattern=re.compile(r"//[\w.-]*\bparkingcrew\.net/"), why="it is made of ParkingCrew's scripts"),
    Sign(
        pattern=re.compile(r"//[\w.-]*\bbodis\.com/|bodis-parking|window\.park\s*="),
        why="it is made of Bodis's scripts",
    ),
    Sign(pattern=re.compile(r"location(?:\.href)?\s*=\s*[\"']/lander[\"']"), why="GoDaddy's page for lapsed domains"),
    Sign(pattern=re.compile(r"//[\w.-]*\bparklogic\.com/|//[\w.-]*\babove\.com/"), why="it is made of parking scripts"),
    Sign(pattern=re.compile(r"google\.com/adsense/domains/caf\.js"), why="Google's advertisements for parked domains"),
)
_FEW_WORDS = 150


def parked(facts: TargetFacts) -> Verdict | None:
    """Whether the page belongs to a dealer in domains."""
    fetched = facts.fetched
    host = host_of(fetched.final)
    dealer = next((name for name in _DEALERS if host == name or host.endswith(f".{name}")), "")
    if dealer and host != host_of(fetched.url):
        return Parked(sign=f"it redirects to {_DEALERS[dealer]}")
    page = fetched.page
    if page is None or len(page.text.split()) > _FEW_WORDS or content_reason(facts):
        return None
    text = f"{page.title}\n{page.text}"
    why = next((sign.why for sign in _SAID if sign.pattern.search(text)), "") or next(
        (sign.why for sign in _BUILT_OF if sign.pattern.search(fetched.markup)), ""
    )
    return Parked(sign=why) if why else None
