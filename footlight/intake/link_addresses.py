"""What an address of a page becomes in Markdown: absolute, without trackers, redirectors and archives round it.

Parameters and redirectors are rows. Nothing is asked of the network, so an address that only its server can resolve
(`t.co`, `bit.ly`) stays as it is, unless a capture that is at hand says where it leads.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit

from footlight.intake.link_fates import Fate

_TRACKING = re.compile(
    r"""(?:
    utm_\w+ | fbclid | gclid | gclsrc | dclid | gbraid | wbraid | msclkid | yclid | twclid | ttclid | igshid | igsh
    | mc_cid | mc_eid | _hsenc | _hsmi | hsCtaTracking | mkt_tok | vero_id | oly_anon_id | oly_enc_id | __s | s_cid
    | rb_clickid | wickedid | soc_src | soc_trk | cmpid | ncid | _openstat | ref_src | ref_url | __twitter_impression
    | __hstc | __hssc | __hsfp | ns_mchannel | ns_source | ns_campaign | ns_linkname | ns_fee | fb_action_ids
    | fb_action_types | fb_ref | fb_source | action_object_map | action_type_map | action_ref_map | xtor | at_medium
    | at_campaign | at_custom\d | wt_mc | WT\.mc_\w+ | guccounter | guce_referrer(?:_sig)? | spm | scm
    | _branch_match_id
    )""",
    re.VERBOSE | re.IGNORECASE,
)
"""Parameters that name a campaign or a reader and never a page (the lists of ClearURLs and of browsers, 2026)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirector:
    """A host and path that only send on to the address in a parameter."""

    host: str
    """A pattern for the whole host."""
    path: str
    """A pattern for the beginning of the path."""
    parameters: tuple[str, ...]


REDIRECTORS = (
    Redirector(host=r"(?:www\.)?google\.[a-z.]+", path=r"/url\b", parameters=("q", "url")),
    Redirector(
        host=r"(?:l|lm)\.(?:facebook|instagram|messenger)\.com|l\.threads\.(?:com|net)", path="/", parameters=("u",)
    ),
    Redirector(host=r"(?:www\.)?facebook\.com", path=r"/(?:l|flx/warn)\b", parameters=("u",)),
    Redirector(host=r"[\w-]+\.safelinks\.protection\.outlook\.com", path="/", parameters=("url",)),
    Redirector(host=r"(?:www\.)?youtube\.com", path="/redirect", parameters=("q",)),
    Redirector(host=r"(?:out|away)\.reddit\.com", path="/", parameters=("url",)),
    Redirector(host=r"(?:www\.)?vk\.com|away\.vk\.com", path="/away", parameters=("to",)),
    Redirector(host=r"(?:www\.)?linkedin\.com", path="/(?:redir/redirect|safety/go)", parameters=("url",)),
    Redirector(host=r"href\.li|anonym\.to|nullrefer\.com", path="/", parameters=("",)),
    Redirector(host=r"t\.umblr\.com", path="/redirect", parameters=("z",)),
    Redirector(host=r"steamcommunity\.com", path="/linkfilter", parameters=("url", "u")),
    Redirector(host=r"(?:www\.)?livejournal\.com|[\w-]+\.livejournal\.com", path="/away", parameters=("to",)),
    Redirector(host=r"duckduckgo\.com", path="/l/", parameters=("uddg",)),
    Redirector(host=r"(?:www\.)?bing\.com", path="/ck/a", parameters=("r",)),
    Redirector(host=r"slack-redir\.net", path="/link", parameters=("url",)),
    Redirector(host=r"(?:www\.)?blogger\.com", path="/linkout", parameters=("url",)),
    Redirector(host=r"go\.redirectingat\.com|go\.skimresources\.com", path="/", parameters=("url",)),
    Redirector(host=r"click\.linksynergy\.com", path="/deeplink", parameters=("murl",)),
    Redirector(host=r"clicks?\.mlsend\.com|link\.mail\.beehiiv\.com", path="/", parameters=("url",)),
    Redirector(host=r"exit\.sc", path="/", parameters=("url",)),
    Redirector(host=r"(?:www\.)?yandex\.[a-z.]+|clck\.yandex\.ru", path="/redir", parameters=("url",)),
)
_ARCHIVED = re.compile(
    r"(?:https?:)?//(?:(?:www\.|liveweb\.)?web\.archive\.org/(?:web|save)|(?:web-?beta|web)\.archive\.org/web|"
    r"(?:www\.)?webarchive\.org\.uk/wayback/(?:en/)?archive|webarchive\.nationalarchives\.gov\.uk|"
    r"webarchive\.loc\.gov/all|arquivo\.pt/wayback|(?:www\.)?webharvest\.gov/\w+|wayback\.archive-it\.org/\w+|"
    r"archive\.(?:today|is|ph|fo|li|md|vn))"
    r"/(?P<time>\d{4,14})[*]?(?:[a-z]{2}_)?/(?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
_ARCHIVED_PATH = re.compile(r"/(?:web|save)/(?P<time>\d{4,14})(?:[a-z]{2}_)?/(?P<rest>(?:https?:|//).+)", re.IGNORECASE)
"""The Wayback Machine's own rewriting, as pages that were saved from it have it."""
_SHARE = re.compile(
    r"""
    ^https?://(?:[\w-]+\.)*(?:
        facebook\.com/(?:sharer|share\.php|dialog/(?:share|feed))
      | (?:twitter|x)\.com/(?:share\b|intent/(?:tweet|post)|home\?status=)
      | linkedin\.com/(?:shareArticle|sharing/|cws/share)
      | pinterest\.[a-z.]+/pin/create | plus\.google\.com/share | reddit\.com/(?:submit\b|r/\w+/submit)
      | tumblr\.com/(?:share|widgets/share) | stumbleupon\.com/submit | digg\.com/submit
      | del(?:icio)?\.icio\.us/(?:post|save)
      | delicious\.com/(?:save|post) | getpocket\.com/(?:save|edit) | instapaper\.com/(?:hello2|edit) | addtoany\.com/
      | addthis\.com/ | (?:api\.)?whatsapp\.com/send | wa\.me/\?text | (?:t|telegram)\.me/share | bsky\.app/intent/
      | news\.ycombinator\.com/submitlink | flattr\.com/submit | printfriendly\.com/ | vk(?:ontakte)?\.(?:com|ru)/share
      | connect\.ok\.ru/offer | xing\.com/(?:spi|app/user\?op=share) | buffer\.com/add | bufferapp\.com/add
      | share\.flipboard\.com | threads\.(?:com|net)/intent/ | technorati\.com/faves | mix\.com/add
      | meneame\.net/submit | toolbar\.google\.com/bookmarks | google\.com/bookmarks/mark | myspace\.com/Modules/PostTo
    )
    | ^(?:whatsapp|tg|fb-messenger|viber|sms)://? | ^mailto:\?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SCRIPT = re.compile(r"\s*(?:javascript|vbscript|data|blob)\s*:", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LINE_ENDS = re.compile(r"[\t\n\r\x00]+")
_SHORTENED = re.compile(
    r"https?://(?:t\.co|bit\.ly|goo\.gl|tinyurl\.com|ow\.ly|is\.gd|j\.mp|buff\.ly|dlvr\.it|fb\.me|wp\.me|tr\.im|ht\.ly|"
    r"su\.pr|owl\.li|cli\.gs|post\.ly|lnkd\.in|trib\.al|nyti\.ms|ift\.tt|feedproxy\.google\.com/~r/[\w-]+/~\d)/[\w~/-]+"
)
"""Services that make addresses short, and Feedburner, which counted readers."""
_INVISIBLE = " \u00a0\u200b\u200c\u200d\u2060\ufeff"
"""Characters that come along where an address is copied from a text."""
_COPIED_ALONG = re.compile(r"^(?:%E2%80%8[BCD]|%EF%BB%BF|%C2%A0|%20)+(?=https?://)", re.IGNORECASE)
"""The same, percent-encoded, before a whole address."""
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\"<>\\^`{|}\u2028\u2029\ufeff]|%(?![0-9A-Fa-f]{2})")
_DEEPEST = 4
"""Redirectors and archives round one address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """An address as it stands in Markdown."""

    address: str
    fate: Fate
    capture: str = ""


def shortened_addresses(text: str) -> frozenset[str]:
    """The addresses of shortening services in a text; only an archive or their server knows where they lead."""
    return frozenset(match[0] for match in _SHORTENED.finditer(text))


def settle_address(href: str, base: str, redirects: Mapping[str, str] = MappingProxyType({})) -> Settled:
    """Settle the address of a link. `base` is the page's address; empty where it is not known. `redirects` says where
    addresses of shortening services led, as far as that is known.
    """
    written = _COPIED_ALONG.sub("", _LINE_ENDS.sub("", href).strip(_INVISIBLE))
    if _SCRIPT.match(written) or written == "#" or written.startswith(("#/portal", "#!")):
        return Settled(address="", fate=Fate.SCRIPT)
    if _SHARE.search(written):
        return Settled(address="", fate=Fate.SHARE)
    replayed = bool(archived_page(base)[0])
    base = archived_page(base)[0] or base
    written = written.replace("__GHOST_URL__", _origin(base))  # which Ghost puts in when it shows a page
    capture = ""
    fate = Fate.KEPT
    address = written
    for _ in range(_DEEPEST):
        inner, captured = archived_page(address, base)
        if inner:
            address, fate, capture = inner, Fate.ARCHIVE, "" if replayed else captured
            continue
        inner = redirects.get(address, "") or _redirected(address)
        if not inner:
            break
        address, fate = inner, Fate.REDIRECTOR if fate is not Fate.ARCHIVE else fate
    if fate is Fate.KEPT and not _SCHEME.match(address):
        fate = Fate.ABSOLUTE if base else Fate.KEPT
    address = absolute(address, base)
    if _SHARE.search(address):
        return Settled(address="", fate=Fate.SHARE)
    cut = without_tracking(address, base)
    if cut != address and fate in (Fate.KEPT, Fate.ABSOLUTE):
        fate = Fate.TRACKING_CUT
    return Settled(address=encoded(cut), fate=fate, capture=capture)


def absolute(address: str, base: str) -> str:
    """An address, resolved against the page's where it is relative; as it is where it cannot be."""
    try:
        return urljoin(base, address) if base else address
    except ValueError:
        return address


def archived_page(address: str, base: str = "") -> tuple[str, str]:
    """The captured address in the address of a capture, and the whole; both empty for any other address.

    A path such as `/web/2009…/http://…` counts too, which pages that were saved from an archive have.
    """
    found = _ARCHIVED.match(address) or _ARCHIVED_PATH.match(address)
    if not found:
        return "", ""
    rest = found["rest"]
    if rest.startswith("//"):
        rest = f"http:{rest}"
    elif not _SCHEME.match(rest) or re.match(r"https?:/[^/]", rest, re.IGNORECASE):
        rest = re.sub(r"^(https?:)/(?=[^/])", r"\1//", rest) if _SCHEME.match(rest) else f"http://{rest}"
    whole = address if _SCHEME.match(address) else absolute(address, "https://web.archive.org/")
    return rest, whole if not base or address else ""


def _redirected(address: str) -> str:
    """The address to which a redirector would send on; empty for any other address."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
    except ValueError:
        return ""
    for row in REDIRECTORS:
        if re.fullmatch(row.host, host) and re.match(row.path, parts.path or "/"):
            asked = dict(parse_qsl(parts.query, keep_blank_values=True))
            for name in row.parameters:
                target = asked.get(name, "") if name else unquote(parts.query)
                if re.match(r"https?://[^/]", target, re.IGNORECASE):
                    return target
    return ""


def _origin(address: str) -> str:
    """The scheme and host of an address; empty where it has none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def without_tracking(address: str, page: str = "") -> str:
    """An address without the parameters that follow readers; all others stay as they are written.

    `ref` is one where it names the page's own host, and Medium's `source` where it ends in its long dashes.
    """
    head, mark, fragment = address.partition("#")
    path, question, query = head.partition("?")
    if not question:
        return address
    own = f"ref={host_name(page)}" if page else ""
    kept = [pair for pair in query.split("&") if not (_follows(pair) or pair.removeprefix("amp;") == own)]
    if len(kept) == len(query.split("&")):
        return address
    return path + ("?" + "&".join(kept) if kept else "") + mark + fragment


def _follows(pair: str) -> bool:
    name, _, value = pair.partition("=")
    return bool(_TRACKING.fullmatch(unquote(name))) or (name == "source" and "-----" in value)


def encoded(address: str) -> str:
    """An address in which nothing ends it in Markdown; characters of other scripts stay readable."""
    return _UNSAFE.sub(lambda match: quote(match[0]), address)


def same_page(address: str, page: str) -> bool:
    """Whether an address leads to the page itself, whatever its fragment and its scheme."""
    return bool(page) and _bare(address) == _bare(page)


def _bare(address: str) -> tuple[str, str, str]:
    try:
        parts = urlsplit(address)
        return (parts.hostname or "").removeprefix("www."), parts.path.rstrip("/"), parts.query
    except ValueError:
        return address, "", ""


def is_web_address(address: str) -> bool:
    """Whether an address is one of a page or file on the web."""
    try:
        parts = urlsplit(address)
        return parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def fragment_of(href: str, base: str) -> str:
    """The fragment of a link that leads into the page itself; empty for any other link."""
    written = _LINE_ENDS.sub("", href).strip()
    if written.startswith("#"):
        return unquote(written[1:])
    address, _, fragment = absolute(written, base).partition("#")
    inner = archived_page(address)[0] or address
    return unquote(fragment) if fragment and same_page(inner, archived_page(base)[0] or base) else ""


def host_name(address: str) -> str:
    """The host of an address without `www.`; empty where it has none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
