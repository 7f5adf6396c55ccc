"""Names of people in what pages say of their authors: told from sites, offices, roles, accounts and other words."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import chain

from footlight.links.citations.site_names import is_site
from footlight.links.search_terms import fold
from footlight.textmatch.normalization import words_alone

BY = re.compile(
    r"^\W*(?:(?:(?:written|posted|published|authored|reported|submitted|story|text|words|article|photos?|erstellt|"
    r"verfasst|geschrieben|veröffentlicht|beitrag|publié|écrit|rédigé|escrito|publicado|scritto|pubblicato|"
    r"geschreven|geplaatst)\s+)*"
    r"(?:by|von|par|por|di|da|av|af|door|przez)\b|"
    r"(?:autor(?:in)?|author|auteure?|autore|autrice|autora|автор|verfasst von|ein beitrag von|de|written|text)\s*:|"
    r"(?:alle|weitere|zeige alle|view all|see all|more|ver todas?|voir tous?|tous)\s+(?:\w+\s+){1,3}"
    r"(?:by|from|von|de|por|par)\b|"
    r"(?:beiträge|artikel|posts|articles|stories)\s+(?:by|from|von|de)\b|"
    r"(?:著者|作者|記者|投稿者|文)\s*[：:])\s*:?\s*",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\s*(?:[|•·–—/]|\s發表[在於]|\s发表[在于]|,\s(?=[A-Z][a-z]+\s(?:editor|reporter|writer|correspondent))|\s-\s|\bon\b\s+(?=\w+\s+\d)|"
    r"\bat\b\s+\d|\bam\b\s+\d|\ble\b\s+\d|\bel\b\s+\d|\bil\b\s+\d|\bop\b\s+\d|\bden\b\s+\d|"
    r"\bin\b\s+[A-Z]|,?\s+(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|"
    r"july|august|"
    r"september|october|november|december)\b|\(|\d{1,2}[./:]|\b(?:19|20)\d\d\b|@|https?:|"
    r"\b(?:illustrationen?|illustrations?|fotos?|photos?|photographs|bild(?:er)?|video|übersetzt|translated|traduit)\s*(?::|\b(?:von|by|par|de)\b)).*$",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"(?-i:^[A-ZÄÖÜ]{2,3}$)|(?-i:^[a-zäöü]{1,3}$)|"
    r"https?:|www\.|@|\d|^(?:by|the|admin|administrator|editor|editors|editorial|staff|guest|unknown|anonymous|"
    r"webmaster|user|root|none|null|nachrichten|noticias|notizie|nouvelles|nieuws|"
    r"default|author|autor|publisher|super user|agencies|agencias|alle beiträge|team|news|"
    r"about the author|follow|"
    r"website|blog|contributor|contributing writer|share|print|comments?|profile|more|subscribe|posted|published|"
    r"administrateur)$|"
    r"\badmin|admin\b|"
    r"^more\b|^view (?:my|all|profile)|complete profile|"
    r"\b(?:staff|team|redaktion|redaction|rédaction|redacción|redazione|redactie|redação|editorial|newsroom|desk|"
    r"press release|news service|an[oó]nim[oa]|anonym|anonyme|"
    r"agency|associated press|reuters|afp|dpa|wordpress|"
    r"comments?|followers?|posts|subscribe|read more|share|archives?|copyright|rights reserved|cookies?|"
    r"newsletter|minutes?|ago|updated|category|tags?)\b",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"\be\.\s?V\b|\b(?:GmbH|AG|Inc|Ltd|LLC|Corp|S\.A|N\.V)\b\.?$|"
    r"\b(?:association|associazione|asociación|agencia|agentur|amt|bund|bundes\w+|verband|verein|landes\w+|institut[eo]?|"
    r"institution|university|universität|université|universidad|università|universiteit|hochschule|stiftung|"
    r"foundation|fondation|fundación|fondazione|ministry|ministerium|ministère|ministerio|society|gesellschaft|"
    r"société|sociedad|zeitung|verlag|presse|press|magazine?|journal|tribune|gazette|herald|daily|network|radio|"
    r"fernsehen|television|television|museum|library|bibliothek|council|committee|commission|department|office|"
    r"pressestelle|online|media|medien|amis|club|group|gruppe|groupe|company|community|project|projekt|"
    r"international|national|federal|government|church|kirche|schule|school|college|center|centre|zentrum|für)\b|"
    r"\w(?:schule|verband|verein|anstalt|stiftung|gesellschaft|zeitung|verlag|ministerium|institut|hochschule|museum)e?[sn]?\b",
    re.IGNORECASE,
)
"""What an office, a paper or a company is called by."""
_ROLE = re.compile(
    r"(?:editor|reporter|writer|correspondent|columnist|contributor|redakteur(?:in)?|journaliste)", re.IGNORECASE
)
_AROUND = re.compile(
    r"^(?:rechtsanw[aä]lt(?:in)?|gastautor(?:in)?|autor(?:in)?|(?:chef)?redakteur(?:in)?|korrespondent(?:in)?|reporter(?:in)?|"
    r"guest author|staff writer|columnist|contributor|CEO)\s+(?=\S+\s\S)|(?<=[a-zà-ÿ])(?-i:Follow)(?:ing)?$|"
    r"\s(?:follow(?:ing)?|published|posted|updated|contributor|author)$",
    re.IGNORECASE,
)
_EASTERN = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_NAME = re.compile(r"[^\W\d_]['’.\w-]*(?:\s+[^\W\d_]['’.\w-]*){0,5}")
_AND = re.compile(
    r"\s*(?:;|\band\b|\bund\b|\bet\b|\by\b|\be\b(?=\s[A-Z])|\boch\b|\bog\b|\ben\b(?=\s[A-Z])| & |\s\|\s|\s/\s)\s*"
)
_DEGREE = re.compile(
    r",\s*(?:M\.?A|M\.?D|B\.?A|M\.?Sc|B\.?Sc|Ph\.?\s?D|M\.?P\.?H|M\.?B\.?A|R\.?N|R\.?D|J\.?D|D\.?O|Esq|[JS]r|I{2,3})\.?"
    r"(?=\s*(?:,|;|$))"
)
_FAMILY_FIRST = re.compile(r"([^,\d]{2,40}),\s([^,\d]{1,30})")
_ACCOUNT = re.compile(r"[a-z]+[._][a-z]+")
"""The name of an account, such as `ada.byron`."""
_HOST = re.compile(r"\bwww\.|\w\.(?:com|org|net|de|fr|info)\b", re.IGNORECASE)
"""A text with the address of a site names the site."""
_PARTICLES = frozenset({
    "von", "vom", "van", "vander", "de", "der", "den", "del", "della", "delle", "di", "da", "das",
    "do", "dos", "du", "des", "la", "le", "las", "los", "el", "al", "bin", "ibn", "ben", "bint", "abu",
    "ter", "ten", "te", "zu", "zum", "zur", "af", "av", "y", "e", "i", "und", "v.", "v", "d", "l",
    "st", "st.", "o", "san", "in", "'t", "op",
})  # fmt: skip
"""Small words within names."""
_PARTS = re.compile(r"['’-]")
_TITLES = frozenset(
    {"dr", "prof", "professor", "mr", "mrs", "ms", "sir", "dame", "herr", "frau", "mag", "dipl", "ing", "rev"}
)
_MOST_GIVEN = 3
"""Given names behind a family name of one word."""
_LONGEST_NAME, _MOST_AUTHORS = 60, 12
_MOST_WORDS = 4
"""Words of a name that is told by nothing but its given name."""


def names_in(
    texts: Iterable[str], sites: Collection[str], titles: Collection[str] = (), *, strict: bool = False
) -> tuple[str, ...]:
    """The names of people in texts, each once; what is no name is left out.

    `sites` are names of the site, `titles` of the page, both in the form of `words_alone`. A site that is called as
    its author is told by a given name. With `strict`, as for what no program states, a name has two words, and
    capitals.
    """
    found: dict[str, str] = {}
    for text in texts:
        if words_alone(text) in titles or _HOST.search(text) or (is_site(text, sites) and not has_given_name(text)):
            continue
        if _OFFICE.search(text) and not has_given_name(_AND.split(BY.sub("", text))[0].partition(",")[0]):
            continue
        begun = BY.match(text)
        parts = [_given_first(part, is_byline=begun is not None) for part in BY.sub("", text).split(";")]
        for piece in chain.from_iterable(map(_pieces, parts)):
            bare = " ".join(_BEHIND.sub("", BY.sub("", piece)).split())
            person = _without_site_name(_without_role(bare.strip(' ,·|—–-:;"“”()[]*')), sites)
            if _is_name(person, sites, titles, strict=strict and not begun, visible=strict):
                found.setdefault(words_alone(person), person)
    return tuple(found.values())[:_MOST_AUTHORS]


def person_names(texts: Iterable[str]) -> tuple[str, ...]:
    """The names of people in texts that somebody put there as the author; accounts and roles are none."""
    return names_in(texts, (), strict=True)


def has_given_name(text: str) -> bool:
    """Whether a text is two to four words of which the first is a given name, behind a title or not."""
    words = [word for word in re.findall(r"[\w'’.-]+", text) if fold(word).strip(".") not in _TITLES]
    if not 1 < len(words) <= _MOST_WORDS or _OFFICE.search(text) or _NO_NAME.search(text):
        return False
    first = _plain(words[0])
    return (first in _given() or first.partition("-")[0] in _given()) and words[-1][:1].isupper()


def _plain(word: str) -> str:
    return "".join(
        one for one in fold(word.replace("ł", "l").replace("ø", "o").replace("ß", "ss")) if one.isalpha() or one == "-"
    )


@cache
def _given() -> frozenset[str]:
    lines = files(__package__).joinpath("given_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(
        unicodedata.normalize("NFC", name) for line in lines if not line.startswith("#") for name in line.split()
    )


def _without_site_name(person: str, sites: Collection[str]) -> str:
    """A name without the site's name in front: “CNN Ada Byron”; empty where the rest is no name: “Harbour D”."""
    first, _, rest = person.partition(" ")
    if not rest or words_alone(first) not in sites or has_given_name(person):
        return person
    return rest if len(rest.split()) > 1 else ""


def _without_role(person: str) -> str:
    """A name without the role that some bylines have around it: “Ada Byron Games Editor”, “Autorin Ada Byron”."""
    words = _AROUND.sub("", person).split()
    person = " ".join(words)
    if len(words) > 2 and _ROLE.fullmatch(words[-1]):
        return " ".join(words[: max(2, len(words) - 2)])
    return person


def _given_first(text: str, *, is_byline: bool) -> str:
    """`Family, Given`, as citation_author has it, in the other order; a degree behind a name is left out.

    In a line that says by whom, what stands behind a name of two words is a place or a paper: “by Ada Byron, Lisbon”.
    """
    text = _DEGREE.sub("", text)
    turned = _FAMILY_FIRST.fullmatch(text.strip())
    family, given = (len(part.split()) for part in turned.groups()) if turned else (0, 0)
    if is_byline and family > 1:
        return text
    if turned and not _AND.search(text) and (given == 1 or (family == 1 and given <= _MOST_GIVEN)):
        return f"{turned[2]} {turned[1]}"
    return text


def _pieces(text: str) -> Iterator[str]:
    for piece in _AND.split(text):
        parts = [part for part in piece.split(",") if part.strip()]
        if len(parts) > 1 and all(1 < len(part.split()) <= 4 for part in parts):
            yield from parts
        else:
            yield parts[0] if parts else ""


def _is_name(person: str, sites: Collection[str], titles: Collection[str], *, strict: bool, visible: bool) -> bool:
    if not (1 < len(person) <= _LONGEST_NAME) or _NO_NAME.search(person) or words_alone(person) in titles:
        return False
    if not _NAME.fullmatch(person) or (_EASTERN.search(person) and re.search("[A-Za-z]", person)):
        return False
    if _ACCOUNT.fullmatch(person) or _OFFICE.search(person):
        return False
    words = person.split()
    of_site = is_site(person, sites) or any(len(word) > 4 and word.casefold() in sites for word in words)
    if of_site and not has_given_name(person):
        return False
    cased = [word for word in words if word[:1].lower() != word[:1].upper()]
    capital = sum(word[:1].isupper() for word in cased)
    if strict and (len(words) < 2 or (cased and capital < len(cased) - 2) or (not capital and cased)):
        return False
    small = [word for word in cased if word[:1].islower() and not {word, *_PARTS.split(word)[:1]} & _PARTICLES]
    return len(words) <= 6 and not (visible and len(words) > 1 and small)
