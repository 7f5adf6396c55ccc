"""What a page says about itself: JSON-LD, OpenGraph, Dublin Core, microformats, `<title>`, byline and address.

Sources stand in the order of trust. A value that comes from a weak one carries a remark, which becomes a comment in the
front matter: nobody but a person can say whether it is right.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from footlight.intake.exports.days import day_in_words
from footlight.intake.link_addresses import absolute, archived_page, host_name, is_web_address
from footlight.intake.page_tree import Element, body_of, outermost
from footlight.textmatch.normalization import words_alone

_ARTICLE = re.compile(r"article|posting|report|essay|webpage|review|book|chapter|discussionforumposting", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s+(?:[|·•»«—–:/\\>-]|::|\|\|)\s+|\s*[｜‖]\s*")
_SIGN = re.compile(r"\s*[|·•»«—–:：/\\>｜‖-]+\s*")
"""What stands between a title and the name of a site or a section, in any width and with blanks or without."""
_SHORTEST_TITLE = 8
_BY = re.compile(
    r"^\s*(?:(?:written|posted|published|story|text|words|article)?\s*by|von|par|por|di|av|af|door|autor|author|автор)[:\s]+",
    re.IGNORECASE,
)
_LINE_BY = re.compile(r"(?:^|\s)(?:[Bb]y|BY|[Vv]on|[Pp]ar|[Pp]or|[Dd]i)\s+((?:[^\W\d_a-z][\w.’'-]*\s*){1,4})$")
_NO_NAME = re.compile(
    r"https?:|@|^(?:admin|administrator|editor|staff|guest|unknown|anonymous|webmaster|user|root|none|null|default|author)$|"
    r"^view (?:my|all|profile)|complete profile|\d{3}",
    re.IGNORECASE,
)
_PATH_DATE = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])(?:[/-](0?[1-9]|[12]\d|3[01]))?(?=[/_.-]|$)")
_ISO_DAY = re.compile(r"((?:19|20|1[5-8])\d\d-\d\d-\d\d)")
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Stated:
    """A value of a page, and where it comes from if that is a weak source."""

    value: str
    doubt: str = ""
    """Such as `from the page's <title>`; empty where the page states it outright."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What a page says about itself; what it does not say is empty."""

    title: Stated = Stated("")
    authors: tuple[Stated, ...] = ()
    date: Stated = Stated("")
    lang: Stated = Stated("")
    keywords: tuple[str, ...] = ()
    published_in: Stated = Stated("")
    rights: str = ""
    description: str = ""
    cover: str = ""
    address: str = ""
    """The canonical address."""
    paywalled: bool = False
    """Whether it says that readers have to pay for the rest."""


def read_facts(root: Element, address: str) -> PageFacts:
    """Read what a page says about itself. `address` is where it was; it may be empty."""
    metas = _metas(root)
    data = _linked_data(root)
    canonical = _canonical(root, metas, address)
    site = _site(metas, data, canonical or address)
    return PageFacts(
        title=_title(root, metas, data, site.value),
        authors=_authors(root, metas, data, site.value),
        date=_date(root, metas, data, canonical or address),
        lang=_lang(root, metas, data),
        keywords=_keywords(root, metas, data),
        published_in=site,
        rights=_rights(root, metas, data),
        description=_first(metas, "og:description", "description", "dc.description", "twitter:description")[:1000],
        cover=absolute(_first(metas, "og:image", "og:image:url", "twitter:image"), address),
        address=canonical,
        paywalled=any(str(one.get("isAccessibleForFree")).lower() == "false" for one in data)
        or _first(metas, "article:content_tier").lower() in ("locked", "metered"),
    )


def _metas(root: Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in root.all("meta"):
        content = " ".join(one.get("content").split())[:2000]
        for names in (one.get("property"), one.get("name"), one.get("itemprop")):
            for name in names.lower().split():
                if content:
                    found.setdefault(name.replace("dcterms.", "dc.").replace("dc:", "dc."), []).append(content)
    return found


def _first(metas: dict[str, list[str]], *names: str) -> str:
    return next((metas[name][0] for name in names if metas.get(name)), "")


def _linked_data(root: Element) -> list[dict[str, Any]]:
    """The objects of JSON-LD that describe an article, those that describe nothing but one first."""
    found: list[dict[str, Any]] = []
    for one in root.all("script"):
        if "ld+json" not in one.get("type").lower():
            continue
        try:
            read = json.loads(one.raw_text().strip().strip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        found += _objects(read)
    typed = [(one, " ".join(_strings(one.get("@type")))) for one in found]
    articles = [one for one, kind in typed if _ARTICLE.search(kind) and kind.lower() != "webpage"]
    return articles or [one for one, kind in typed if _ARTICLE.search(kind)]


def _objects(value: object, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 4:
        return
    if isinstance(value, list):
        for one in value[:200]:
            yield from _objects(one, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        yield from _objects(value.get("@graph"), depth + 1)
        yield from _objects(value.get("mainEntity"), depth + 1)


def _strings(value: object) -> list[str]:
    """The texts of a value of JSON-LD: itself, its name, or those of a list."""
    if isinstance(value, str):
        return [" ".join(value.split())] if value.strip() else []
    if isinstance(value, list):
        return [text for one in value[:50] for text in _strings(one)]
    if isinstance(value, dict):
        return _strings(value.get("name") or value.get("headline") or value.get("url") or value.get("@id"))
    return []


def _of(data: list[dict[str, Any]], *keys: str) -> str:
    return next((texts[0] for one in data for key in keys if (texts := _strings(one.get(key)))), "")


def _canonical(root: Element, metas: dict[str, list[str]], address: str) -> str:
    """The address that the page calls its own, if it is one of a page of the same site or nothing else is known."""
    linked = next((one.get("href") for one in root.all("link") if "canonical" in one.get("rel").lower().split()), "")
    for stated in (linked, _first(metas, "og:url"), address):
        whole = absolute(stated.strip(), address)
        whole = archived_page(whole)[0] or whole
        if is_web_address(whole) and (stated == address or not _is_home(whole)):
            return whole
    return ""


def _is_home(address: str) -> bool:
    parts = urlsplit(address)
    return parts.path in ("", "/") and not parts.query


_PLATFORMS = frozenset(
    {"medium", "livejournal", "substack", "tumblr", "blogger", "wordpress.com", "facebook", "blogspot"}
)
"""Names that a page gives as its site's and that are those of the firm which serves it."""


def _site(metas: dict[str, list[str]], data: list[dict[str, Any]], address: str) -> Stated:
    publisher = _of(data, "publisher", "isPartOf")
    if _first(metas, "og:site_name").lower() in _PLATFORMS and publisher and publisher.lower() not in _PLATFORMS:
        return Stated(publisher[:_LONGEST])
    name = _first(metas, "og:site_name", "citation_journal_title", "dc.publisher", "dc.source") or _of(
        data, "publisher", "isPartOf"
    )
    if name and not is_web_address(name):
        return Stated(name[:_LONGEST])
    name = _first(metas, "application-name", "apple-mobile-web-app-title")
    if name:
        return Stated(name[:_LONGEST], "from the page's name as an application")
    host = host_name(address)
    return Stated(host, "the host of the address") if host else Stated("")


def _title(root: Element, metas: dict[str, list[str]], data: list[dict[str, Any]], site: str) -> Stated:
    heading = _heading(root)
    stated = (
        _first(metas, "citation_title", "dc.title")
        or _of(data, "headline")
        or _first(metas, "og:title", "twitter:title", "title")
    )
    named = next((one.text() for one in root.all("title") if not one.inside("svg", "body")), "")
    if not stated:
        stated = next(
            (
                one.text()
                for one in root.walk()
                if set(one.classes) & {"p-name", "entry-title"} or one.get("itemprop") == "headline"
            ),
            "",
        )
    if stated:
        return Stated(_stated_title(stated, heading, site)[:_LONGEST])
    if heading and named and (words_alone(heading) in words_alone(named) or words_alone(named) == words_alone(site)):
        return Stated(heading[:_LONGEST])
    part = _part_that_is_heading(root, named)
    if part:
        return Stated(part[:_LONGEST])
    if named:
        return Stated(_without_site(named, site)[:_LONGEST], "from the page's <title>")
    return Stated(heading[:_LONGEST], "from the first heading") if heading else Stated("")


def _stated_title(stated: str, heading: str, site: str) -> str:
    """What a page states as its title, without the site's name and the section; the heading where that says more."""
    if site and words_alone(stated) == words_alone(site):
        return heading or stated
    stated = _without_site(_without_section(stated, heading), site)
    # Some sites shorten what they state for others: the heading that begins with the same words says more.
    begins_so = words_alone(heading).startswith(words_alone(stated.rstrip(".… ")))
    if heading and begins_so and len(heading) < len(stated) + 80:
        return heading
    return stated


def _without_section(stated: str, heading: str) -> str:
    """A title without the section or the site that stand beside it and not in the heading: `Opinion | On Piers`."""
    if len(heading) >= _SHORTEST_TITLE and heading in stated:
        before, _, after = stated.partition(heading)
        if (not before or _SIGN.search(before)) and (not after or _SIGN.match(after)):
            return heading
    return stated


def _part_that_is_heading(root: Element, named: str) -> str:
    """The heading of the page whose words are one part of its `<title>`, beside the name of the site."""
    parts = {words_alone(part) for part in _SEPARATOR.split(named)}
    headings = [one.text() for one in root.all("h1", "h2", "h3") if _may_be_title(one)]
    return next((heading for heading in headings if heading and len(parts) > 1 and words_alone(heading) in parts), "")


def _heading(root: Element) -> str:
    headings = [one.text() for one in root.all("h1") if one.text() and _may_be_title(one)]
    if len(headings) == 1:
        return headings[0]
    inside = [one.text() for one in root.all("h1") if one.text() and one.inside("article")]
    return inside[0] if len(inside) == 1 else ""


def _may_be_title(heading: Element) -> bool:
    """Whether a heading is that of a text, and not the name of the site, which leads home."""
    if heading.inside("nav", "footer", "aside"):
        return False
    link = heading.first("a")
    home = link is not None and _is_home(link.get("href")) and link.text() == heading.text()
    return not home and not any(
        re.search(r"(?:^|\s)(?:site-)?(?:header|title|branding|masthead)(?:\s|$)", one.signs)
        and one.tag in ("div", "header")
        and one.first("p", "article") is None
        for one in heading.ancestors()
    )


def _without_site(title: str, site: str) -> str:
    """A title without the name of the site before or behind a separator."""
    pieces = _SEPARATOR.split(title)
    if len(pieces) < 2:
        return title
    marks = _SEPARATOR.findall(title)
    names = {words_alone(site), words_alone(site.partition(".")[0])} - {""}
    if words_alone(pieces[-1]) in names:
        return title[: title.rfind(marks[-1])].strip()
    if words_alone(pieces[0]) in names:
        return title[title.find(marks[0]) + len(marks[0]) :].strip()
    return title


def _authors(root: Element, metas: dict[str, list[str]], data: list[dict[str, Any]], site: str) -> tuple[Stated, ...]:
    stated = [text for one in data for text in _strings(one.get("author") or one.get("creator"))]
    in_metas = metas.get("citation_author", []) or metas.get("dc.creator", []) or metas.get("author", [])
    in_metas = in_metas or [one for one in metas.get("article:author", []) if "://" not in one]
    names = _names(stated or in_metas, site)
    shown = _shown_authors(root, site) if not names or not stated else []
    if names and not (shown and not stated and not _is_shown(names, root)):
        return tuple(Stated(name) for name in names)
    return tuple(Stated(name, "from the byline of the page") for name in shown)


def _is_shown(names: list[str], root: Element) -> bool:
    """Whether a reader of the page sees one of the names; a firm's, which all pages of a site state, stands nowhere."""
    body = body_of(root)
    below = outermost(body, lambda one: one.tag == "footer" or "footer" in one.signs)
    words = f" {words_alone(body.text())} "
    for one in below:
        words = words.replace(words_alone(one.text()) or "\0", "")
    return any(f" {words_alone(name)} " in words for name in names)


def _shown_authors(root: Element, site: str) -> list[str]:
    """The names in the byline of a page."""
    seen = [one for one in root.walk() if not one.longer_than(_LONGEST_BYLINE) and not _is_elsewhere(one)]
    marked = [
        one
        for one in seen
        if ("author" in one.get("rel").lower().split() and one.tag == "a")
        or one.get("itemprop").lower() == "author"
        or set(one.classes) & {"p-author", "author-name", "byline-name", "post-author-name"}
    ]
    names = _names([name for one in marked[:4] for name in _names_in(one)], site)
    if names:
        return names[:3]
    bylines = [one for one in seen if _BYLINE.search(one.signs) and len(one.text()) > 1]
    for one in bylines[:_BYLINES]:
        names = _names(_names_in(one), site)
        if names:
            return names[:3]
    return _names(list(_lines_by(root))[:1], site)


def _is_elsewhere(one: Element) -> bool:
    """Whether an element stands in a picture's caption, a menu, or a reader's comment."""
    return any(
        round_it.tag in ("figure", "nav") or "comment" in round_it.classes or "comments" in round_it.signs.split()
        for round_it in one.ancestors()
    )


_BYLINE = re.compile(r"\bby-?line|\bpost-author\b|(?:^|[\s_-])author(?:s|[-_]?name)?(?=$|[\s_])")
_BYLINES = 4
_LONGEST_BYLINE = 120
_LONGEST_NAME = 60
_OF_PERSON = re.compile(
    r"/(?:author|authors|profile|profiles|user|users|people|staff|contributor|journalist)s?(?:/|$)|/[@~]"
)
_IS_PERSON = re.compile(r"(?![Tt]he )[^\W\d_][\w.’'-]*(?:\s+[^\W\d_][\w.’'-]*){1,3}")


def _names_in(byline: Element) -> list[str]:
    """What of a byline is names: what it marks as a name, else its links, else its words up to a comma or a line."""
    named = [one.text() for one in byline.walk() if one.get("itemprop").lower() == "name" and one.text()]
    linked = [
        one.text()
        for one in byline.all("a")
        if _IS_PERSON.fullmatch(_BY.sub("", one.text())) or (one.text() and _OF_PERSON.search(one.get("href")))
    ]
    if named or linked:
        return named or linked
    lines = [one.text() for one in byline.walk() if one is not byline and one.text() and not any(one.elements())]
    words = byline.text()
    if lines and words.startswith(lines[0]) and _IS_PERSON.fullmatch(_BY.sub("", lines[0])):
        words = lines[0]
    first, *others = words.split(",")
    people = [first, *(one for one in others if _IS_PERSON.fullmatch(one.strip()))] if others else [words]
    return [one for one in people if len(one) <= _LONGEST_NAME]


def _lines_by(root: Element) -> Iterator[str]:
    """Short lines such as “by A. Writer”, which stand under the titles of old pages."""
    for one in root.all("p", "center", "div", "h2", "h3", "h4", "i", "em", "td"):
        found = None if one.longer_than(60) else _LINE_BY.search(one.text())
        if found and not re.search(r"(?:ed|theme|site|blog|page)\W*$", one.text()[: found.start()], re.IGNORECASE):
            yield found[1]


def _names(texts: list[str], site: str) -> list[str]:
    """The names of people in texts: without “by”, each once; none for addresses and for names of software."""
    found: dict[str, str] = {}
    for text in texts:
        for name in (
            re.split(r"\s*(?:;|\band\b|\bund\b|\bet\b| & )\s*", _BY.sub("", text)) if text.count(",") != 1 else [text]
        ):
            person = " ".join(_BY.sub("", name).split()).strip(" ,·|—–-")
            if 1 < len(person) < 80 and not _NO_NAME.search(person) and words_alone(person) != words_alone(site):
                found.setdefault(words_alone(person), person)
    return list(found.values())[:12]


def _date(root: Element, metas: dict[str, list[str]], data: list[dict[str, Any]], address: str) -> Stated:
    stated = _of(data, "datePublished", "dateCreated") or _first(
        metas, "article:published_time", "datepublished", "dc.date.issued", "dc.issued", "citation_publication_date",
        "citation_date", "dc.date", "dc.created", "parsely-pub-date", "sailthru.date", "date", "pubdate",
        "og:published_time",
        "publication_date", "publish-date", "article.published",
    )  # fmt: skip
    if stated:
        return Stated(day_of(stated))
    for one in root.walk():
        moment = one.get("datetime") or one.get("title") or one.get("content") or one.text()
        if (set(one.classes) & {"dt-published", "published"} or one.get("itemprop") == "datePublished") and day_of(
            moment
        ):
            return Stated(day_of(moment))
    in_path = _PATH_DATE.search(urlsplit(address).path) if address else None
    of_path = "-".join(part.zfill(2) for part in in_path.groups() if part) if in_path else ""
    if len(of_path) > len("2009-03"):
        return Stated(of_path, "from the address")
    times = [day_of(one.get("datetime")) for one in root.all("time") if not one.inside("footer", "aside", "nav")]
    times = [one for one in times if one.startswith(of_path)]
    if times:
        return Stated(times[0], "from the first <time> of the page")
    shown = _shown_day(root, of_path)
    if shown:
        return Stated(shown, "from the byline of the page")
    return Stated(of_path, "from the address") if of_path else Stated("")


_DAY_SIGNS = re.compile(r"date|publi[sc]|posted|time(?:stamp)?(?:$|[\s_-])|by-?line|meta(?:data)?(?:$|[\s_-])")
_CHANGED = re.compile(
    r"updat|modif|aktualis|geänder|stand\b|mis à jour|actuali[sz]|atualiza|aggiorn|更新|обновл", re.IGNORECASE
)
_LONGEST_DAY = 120


def _shown_day(root: Element, month: str) -> str:
    """The first day that a page shows in a place for days; only one of the month that is known."""
    for one in root.walk():
        if one.tag not in ("time", "span", "p", "div", "li", "em", "i", "small", "td", "dd", "a", "address", "font"):
            continue
        if (one.tag != "time" and not _DAY_SIGNS.search(one.signs)) or one.longer_than(_LONGEST_DAY):
            continue
        words = one.text()
        if not words or _CHANGED.search(words) or (one.inside("footer", "aside") and not one.inside("article")):
            continue
        if _is_elsewhere(one):
            continue
        day = day_in_words(words)
        if day and day.startswith(month):
            return day
    return ""


def day_of(text: str) -> str:
    """The day in a moment of ISO 8601; any other text as it is."""
    found = _ISO_DAY.match(text.strip())
    return found[1] if found else " ".join(text.split())[:80]


def _lang(root: Element, metas: dict[str, list[str]], data: list[dict[str, Any]]) -> Stated:
    for tag in (
        root.get("lang"),
        root.get("xml:lang"),
        _of(data, "inLanguage"),
        _first(metas, "content-language", "dc.language", "language"),
    ):
        if re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", tag):
            return Stated(tag.replace("_", "-"))
    locale = _first(metas, "og:locale")
    if re.fullmatch(r"[a-z]{2,3}(?:_[A-Z]{2})?", locale):
        return Stated(locale.replace("_", "-"))
    return Stated("")


def _keywords(root: Element, metas: dict[str, list[str]], data: list[dict[str, Any]]) -> tuple[str, ...]:
    texts = metas.get("article:tag", []) or [text for one in data for text in _strings(one.get("keywords"))]
    texts = texts or metas.get("keywords", []) or metas.get("dc.subject", [])
    if not texts:
        texts = [
            one.text() for one in root.all("a") if "tag" in one.get("rel").lower().split() and len(one.text()) < 60
        ]
    words = [word.strip() for text in texts for word in (text.split(",") if len(texts) < 3 else [text])]
    return tuple({word.casefold(): word for word in words if 1 < len(word) < 60 and "://" not in word}.values())[:20]


def _rights(root: Element, metas: dict[str, list[str]], data: list[dict[str, Any]]) -> str:
    stated = _first(metas, "dc.rights", "copyright", "dc.license") or _of(data, "license")
    if not stated:
        stated = next(
            (one.get("href") for one in root.all("a", "link") if "license" in one.get("rel").lower().split()), ""
        )
    licence = re.search(r"creativecommons\.org/(?:licenses/([a-z-]+)/([\d.]+)|publicdomain/(zero|mark))", stated)
    if licence:
        return f"CC {licence[1].upper()} {licence[2]}" if licence[1] else "Public domain"
    return stated[:_LONGEST] if not is_web_address(stated) else ""


def words_of_address(address: str) -> str:
    """The words of the last part of an address that has any, for the name of a file."""
    parts = [re.sub(r"\.\w{2,5}$", "", unquote(part)) for part in urlsplit(address).path.split("/") if part]
    named = [
        part
        for part in parts
        if re.search(r"[^\W\d_]{3}", part) and part.lower() not in ("index", "default", "archives", "post")
    ]
    return named[-1] if named else (parts[-1] if parts else host_name(address))
