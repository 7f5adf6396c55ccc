"""Rule: an address has parameters that only follow readers from site to site, such as `utm_source` and `fbclid`.

Each parameter of the list is one that its maker documents as a mark of campaigns or clicks; a page is the same without
it. An address of an archive is left alone, for its parameters are part of the captured address, and so is one with a
signature, which may cover them.
"""

import re
from collections.abc import Iterator

from footlight.lint.addresses import addresses
from footlight.lint.prose import Prose
from footlight.lint.spot import Spot

CODE = "tracking-parameter"

_TRACKING = re.compile(
    r"utm_(?:source|medium|campaign|term|content|id|source_platform|creative_format|marketing_tactic)"
    # Google Analytics: support.google.com/analytics/answer/10917952
    r"|gclid|gclsrc|gbraid|wbraid|dclid"  # Google Ads: support.google.com/google-ads/answer/9744275
    r"|fbclid"  # Facebook: what its app adds to addresses that leave it
    r"|msclkid"  # Microsoft Advertising: learn.microsoft.com, "Microsoft Click ID"
    r"|yclid|ysclid"  # Yandex Direct and Yandex Search
    r"|twclid"  # X: business.x.com, "Twitter click ID"
    r"|ttclid"  # TikTok: ads.tiktok.com, "TikTok click ID"
    r"|igshid|igsh"  # Instagram: who shared a post
    r"|li_fat_id"  # LinkedIn: first-party ad tracking
    r"|mc_cid|mc_eid"  # Mailchimp: campaign and subscriber
    r"|mkt_tok"  # Marketo: the recipient of a letter
    r"|_hsenc|_hsmi"  # HubSpot: the recipient and the letter
    r"|vero_id|vero_conv"  # Vero
    r"|oly_anon_id|oly_enc_id",  # Omeda
    re.IGNORECASE,
)
_SIGNED = re.compile(r"(?:^|&)(?:[^=&]*sig(?:nature)?|hmac|token|hash|policy)=", re.IGNORECASE)
_ARCHIVE = re.compile(
    r"https?://(?:web\.archive\.org|archive\.(?:org|today|ph|is|li|md|vn|fo)|[^/]*webcitation)", re.IGNORECASE
)


def tracking_parameter(prose: Prose) -> Iterator[Spot]:
    """Yield the query of each address that has such a parameter, and put what is left of it."""
    for address in addresses(prose):
        written = prose.text[address.start : address.end]
        mark = written.find("?")
        if mark < 0 or _ARCHIVE.match(written):
            continue
        query, hash_mark, fragment = written[mark + 1 :].partition("#")
        escaped = "&amp;" in query
        apart = "&amp;" if escaped else "&"
        parts = query.split(apart)
        kept = [part for part in parts if not _TRACKING.fullmatch(part.partition("=")[0])]
        if len(kept) == len(parts):
            continue
        names = ", ".join(dict.fromkeys(part.partition("=")[0] for part in parts if part not in kept))
        rest = (f"?{apart.join(kept)}" if kept else "") + hash_mark + fragment
        yield Spot(
            start=address.start + mark,
            end=address.end,
            message=f"the address follows its readers ({names})",
            put=None if _SIGNED.search(query) else rest,
        )
