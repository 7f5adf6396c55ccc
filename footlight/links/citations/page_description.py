"""Title, authors, site and day of a page, each with the statement that it is taken from.

Statements that are made for programs come before those for readers, and of each kind the one that is made for citing
first. A title loses the name of the site behind it, where the page says elsewhere what that name is. A name that is the
site's, a role or an account is no author. Days that contradict each other by more than two months are none, unless the
address decides.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from footlight.engines.web.url import site_of
from footlight.links.captured_page import date_in_path
from footlight.links.citations.book_pages import stated_book
from footlight.links.citations.page_statements import Marked, Statements, read_statements
from footlight.links.citations.written_date import first_date, written_date
from footlight.textmatch.normalization import words_alone

_ARTICLE = re.compile(
    r"article|posting|report|essay|review|book|chapter|videoobject|softwaresourcecode|podcastepisode|recipe|"
    r"creativework|thesis|dataset",
    re.IGNORECASE,
)
_PAGE = re.compile(r"webpage|itempage|aboutpage", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s+[|·•»«–—:/\\>~-]\s+|\s*(?:::|\|\||\||：|｜|_)\s*|\s+[«»]\s*|:\s+")
_BY = re.compile(
    r"^\W*(?:(?:(?:written|posted|published|authored|reported|story|text|words|article|photos?)\s+)*(?:by|von|par|"
    r"por|di|av|af|door|przez)\b|"
    r"(?:autor(?:in)?|author|auteur|autore|автор|verfasst von|ein beitrag von|de|written|text)\s*:|"
    r"(?:著者|作者|記者|投稿者|文)\s*[：:])\s*:?\s*",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\s*(?:[|•·–—/]|\s發表[在於]|\s发表[在于]|,\s(?=[A-Z][a-z]+\s(?:editor|reporter|writer|correspondent))|\s-\s|\bon\b\s+(?=\w+\s+\d)|"
    r"\bat\b\s+\d|\bam\b\s+\d|\ble\b\s+\d|"
    r"\bin\b\s+[A-Z]|,?\s+(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|"
    r"july|august|"
    r"september|october|november|december)\b|\(|\d{1,2}[./:]|\b(?:19|20)\d\d\b|@|https?:).*$",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"https?:|www\.|@|\d|^(?:by|the|admin|administrator|editor|editors|editorial|staff|guest|unknown|anonymous|"
    r"webmaster|user|root|none|null|nachrichten|noticias|notizie|nouvelles|nieuws|"
    r"default|author|autor|redaktion|redaction|la rédaction|rédaction|redacción|redazione|redactie|team|news|"
    r"about the author|follow|"
    r"website|blog|contributor|contributing writer|share|print|comments?|profile|more|subscribe|posted|published|"
    r"administrateur)$|"
    r"^more\b|^view (?:my|all|profile)|complete profile|"
    r"\b(?:staff|team|redaktion|editorial|newsroom|desk|press release|"
    r"agency|associated press|reuters|afp|dpa|wordpress|"
    r"comments?|followers?|posts|subscribe|read more|share|archives?|copyright|rights reserved|cookies?|"
    r"newsletter|minutes?|ago|updated|category|tags?)\b",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"(?:editor|reporter|writer|correspondent|columnist|contributor|redakteur(?:in)?|journaliste)", re.IGNORECASE
)
_EASTERN = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_NAME = re.compile(r"[^\W\d_]['’.\w-]*(?:\s+[^\W\d_]['’.\w-]*){0,5}")
_AND = re.compile(r"\s*(?:;|\band\b|\bund\b|\bet\b|\by\b|\be\b(?=\s[A-Z])|\boch\b|\bog\b| & |\s\|\s|\s/\s)\s*")
_DEGREE = re.compile(
    r",\s*(?:M\.?A|M\.?D|B\.?A|M\.?Sc|B\.?Sc|Ph\.?\s?D|M\.?P\.?H|M\.?B\.?A|R\.?N|R\.?D|J\.?D|D\.?O|Esq|[JS]r|I{2,3})\.?"
    r"(?=\s*(?:,|;|$))"
)
_FAMILY_FIRST = re.compile(r"([^,\d]{2,40}),\s([^,\d]{1,30})")
_DATE_METAS = (
    "citation_publication_date", "citation_online_date", "citation_date", "article:published_time",
    "og:published_time", "datepublished", "dc.date.issued", "dc.issued", "dc.date.created", "dc.created",
    "parsely-pub-date", "sailthru.date", "publish-date", "publish_date", "publication_date", "published_time",
    "article.published", "date.published", "pubdate", "dc.date", "originalpublicationdate",
    "article_date_original", "cxenseparse:recs:publishtime", "rnews:datepublished", "uploaddate", "dcterms.date",
    "datecreated", "article:published", "published-date", "date",
)  # fmt: skip
_AUTHOR_METAS = (
    "citation_author", "dc.creator", "parsely-author", "sailthru.author", "article:author", "author", "dc.contributor",
    "byl", "og:author", "article:author_name", "article.author", "creator", "cxenseparse:author",
)  # fmt: skip
_TITLE_METAS = ("citation_title", "dc.title", "parsely-title", "sailthru.title", "og:title", "twitter:title")
_CLEAR_DATE = re.compile(
    r"datepublished|dt-published|entry-date|post-date|pubdate|\bpublished\b|posted-on|article-date|date-published|"
    r"publish-date|"
    r"\bdateline\b|date-header|published-date|postdate|\bpubdate\b|post__date|entry__date|article__date"
)
_MODIFIED = re.compile(
    r"modif|updat|aktualisiert|mis à jour|actualizado|aggiornat|bijgewerkt|zuletzt|last edited|stand:", re.IGNORECASE
)
_POSTED = re.compile(
    r"(?:published|posted|written|publié|veröffentlicht|publicado|pubblicato|geplaatst|gepubliceerd|"
    r"опубликован\w*|erstellt|"
    r"first published|created|posted on|date)\b",
    re.IGNORECASE,
)
_APART = 62
"""Days by which the day of the address and a stated one may differ: it is often in another month by the clock alone."""
_BEFORE, _AFTER = 6, 12
"""Elements between a heading and a day beside it."""
_SAME_DAY = 2
"""Days by which a moment in another zone of time may differ from the day that the address names."""
_DATE_LINE = 64
"""Characters of a line that is hardly more than a name and a day."""
_MOST_GIVEN = 3
"""Given names behind a family name of one word."""
_LONGEST_TITLE, _LONGEST_NAME, _MOST_AUTHORS = 400, 60, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A value of a page, and the statement that it is from."""

    value: str = ""
    source: str = ""
    """Such as `og:title`, `JSON-LD headline`, `byline`; empty where there is no value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What can be said of a page. What it does not state for certain is empty."""

    title: Stated = Stated()
    authors: tuple[str, ...] = ()
    authors_from: str = ""
    site: Stated = Stated()
    issued: date | None = None
    issued_from: str = ""


def describe_page(data: bytes, *, url: str, content_type: str = "") -> Description:
    """Describe an HTML page that was at an address."""
    page = read_statements(data, content_type)
    articles = _articles(page.linked)
    site = _site(page, articles, url)
    host = site_of(url)
    sites = {words_alone(name) for name in (site.value, host, host.partition(".")[0])}
    title = _title(page, articles, sites)
    authors, authors_from = _authors(page, articles, sites | {words_alone(title.value), ""}, host)
    issued, issued_from = _issued(page, articles, url)
    described = Description(
        title=title, authors=authors, authors_from=authors_from, site=site, issued=issued, issued_from=issued_from
    )
    book = stated_book(page.metas, page.linked, url)
    return _of_book(book, described, page.lang) if book is not None else described


def _of_book(book: dict[str, Any], page: Description, lang: str) -> Description:
    """The description of a page that states an ISBN: what it says of the book, and of itself only the title."""
    title = next(iter(_strings(book.get("name"))), "")
    known = {words_alone(page.site.value), words_alone(title or page.title.value), ""}
    authors = _names([_clean(one) for one in _people(book.get("author"))], known)
    publisher = next(iter(_strings(book.get("publisher"))), "")
    day = next((day for text in _strings(book.get("datePublished")) if (day := first_date(text, lang))), None)
    return Description(
        title=Stated(value=title[:_LONGEST_TITLE], source=_BOOK) if title else page.title,
        authors=authors,
        authors_from=_BOOK if authors else "",
        site=Stated(value=publisher, source=_BOOK) if publisher else page.site,
        issued=day,
        issued_from=_BOOK if day else "",
    )


_BOOK = "the book of its ISBN"


def _articles(linked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    typed = [(one, " ".join(_strings(one.get("@type")))) for one in linked]
    return [one for one, kind in typed if _ARTICLE.search(kind)] or [one for one, kind in typed if _PAGE.search(kind)]


def _strings(value: object) -> list[str]:
    """The texts of a value of JSON-LD: itself, its name, or those of a list."""
    if isinstance(value, str):
        return [text] if (text := _clean(value)) else []
    if isinstance(value, list):
        return [text for one in value[:50] for text in _strings(one)]
    if isinstance(value, dict):
        return _strings(value.get("name") or value.get("headline"))
    return []


def _clean(text: str) -> str:
    """A text without entities that were escaped twice, without tags, with single blanks."""
    plain = unescape(unescape(text)) if "&" in text else text
    return " ".join(re.sub(r"</?[a-zA-Z][^<>]*>", "", plain).split()).rstrip(" ¶#§")


def _of(articles: list[dict[str, Any]], *keys: str) -> str:
    return next((texts[0] for one in articles for key in keys if (texts := _strings(one.get(key)))), "")


def _site(page: Statements, articles: list[dict[str, Any]], url: str) -> Stated:
    for source, name in (
        ("og:site_name", page.meta("og:site_name")),
        ("citation_journal_title", page.meta("citation_journal_title", "citation_conference_title")),
        ("JSON-LD publisher", _of(articles, "publisher", "isPartOf")),
        ("dc.publisher", page.meta("dc.publisher", "dc.source", "application-name")),
    ):
        if (clean := _clean(name)) and "://" not in clean and len(clean) <= _LONGEST_TITLE:
            return Stated(value=clean, source=source)
    host = site_of(url)
    return Stated(value=host, source="the address") if host else Stated()


def _title(page: Statements, articles: list[dict[str, Any]], site: set[str]) -> Stated:
    heading = _heading(page)
    named = _clean(page.title)
    linked = (_of(articles, key) for key in ("headline", "name"))
    headline = next((one for one in linked if one and _agrees(one, heading, named)), "")
    candidates = [(f"{name}", _clean(page.meta(name))) for name in _TITLE_METAS[:2]]
    candidates += [("JSON-LD headline", headline)]
    candidates += [(name, _clean(page.meta(name))) for name in _TITLE_METAS[2:]]
    for source, stated in candidates:
        if not stated or words_alone(stated) in site or (source == "dc.title" and not _agrees(stated, heading, named)):
            continue
        short = _without_site(stated, site, heading)
        begins_so = words_alone(heading).startswith(words_alone(short.rstrip(".… ")))
        if heading and begins_so and len(heading) < len(short) + 80:
            return Stated(value=heading[:_LONGEST_TITLE], source=f"{source}, and its heading")
        if source not in _OF_WORKS and _is_headline(page, heading, short, site):
            return Stated(value=heading[:_LONGEST_TITLE], source=_HEADING)
        return Stated(value=short[:_LONGEST_TITLE], source=source)
    return _named(page, heading, named, site)


_HEADING = "its heading"


def _named(page: Statements, heading: str, named: str, site: set[str]) -> Stated:
    """The title of a page that states none for programs."""
    if heading and named and words_alone(heading) in words_alone(named):
        return Stated(value=heading[:_LONGEST_TITLE], source="<title>, and its heading")
    short = _without_site(named, site, heading)
    if (heading and not named) or _is_headline(page, heading, short, site):
        return Stated(value=heading[:_LONGEST_TITLE], source=_HEADING)
    return Stated(value=short[:_LONGEST_TITLE], source="<title>") if words_alone(short) else Stated()


_OF_WORKS = ("citation_title", "dc.title")
"""Statements that are made for citing: a heading does not stand above them."""
_FEWEST_WORDS = 4
"""Words of a heading that is no label of a section."""
_LONG_WORD = 4
"""Letters of a word that says what a title is about."""


def _is_headline(page: Statements, heading: str, stated: str, site: set[str]) -> bool:
    """Whether a page's heading is its title, though its head states another, made for search and for sharing.

    It is the only `<h1>` outside of navigation, is no label, and has two words of the stated title. A heading
    that has a label in front of the stated title is not.
    """
    shown = {one.text for one in page.headings if one.tag == "h1" and not one.aside}
    words, others = set(words_alone(heading).split()), set(words_alone(stated).split())
    common = [word for word in words & others if len(word) >= _LONG_WORD]
    label_in_front = words_alone(heading).endswith(words_alone(stated)) and len(others) >= _FEWEST_WORDS
    whole = len(shown) == 1 and len(words) >= _FEWEST_WORDS and len(common) > 1
    return whole and not label_in_front and not _is_site(heading, site)


def _agrees(stated: str, heading: str, named: str) -> bool:
    said, shown = words_alone(stated), words_alone(heading)
    return not (heading or named) or said in words_alone(f"{named} {heading}") or shown in said


def _heading(page: Statements) -> str:
    """The heading that is the page's own: the only `<h1>`, or the only one in its article; a marked one before."""
    shown = [one for one in page.headings if not one.aside]
    marked = [
        one for one in shown if re.search(r"entry-title|post-title|p-name|headline|article-title|posttitle", one.names)
    ]
    if len({one.text for one in marked}) == 1:
        return _clean(marked[0].text)
    first = [one for one in shown if one.tag == "h1"]
    inside = [one for one in first if one.in_article]
    for several in (first, inside):
        if len({one.text for one in several}) == 1:
            return _clean(several[0].text)
    named = words_alone(page.title)
    fitting = [one for one in shown if len(words_alone(one.text)) > 8 and words_alone(one.text) in named]
    return _clean(max(fitting, key=lambda one: len(one.text)).text) if fitting else ""


def _without_site(title: str, site: set[str], heading: str) -> str:
    """A title without the site's name in front or behind, told by that name or by the page's heading."""
    marks = list(_SEPARATOR.finditer(title))
    if not marks:
        return title
    plain = words_alone(heading)
    for mark in marks:
        before, after = title[: mark.start()].strip(), title[mark.end() :].strip()
        if plain and words_alone(before) == plain:
            return before
        if plain and words_alone(after) == plain:
            return after
    first, last = title[: marks[0].start()].strip(), title[marks[-1].end() :].strip()
    if _is_site(last, site):
        return _without_site(title[: marks[-1].start()].strip(), site, heading)
    if _is_site(first, site):
        return _without_site(title[marks[0].end() :].strip(), site, heading)
    return title


def _is_site(words: str, site: set[str]) -> bool:
    plain = words_alone(words)
    bare = plain.replace(" ", "")
    return bool(plain) and any(
        plain == name or bare == name.replace(" ", "") or plain.removeprefix("the ") == name.removeprefix("the ")
        for name in site
        if name
    )


def _authors(
    page: Statements, articles: list[dict[str, Any]], known: set[str], host: str
) -> tuple[tuple[str, ...], str]:
    people = [text for one in articles[:3] for text in _people(one.get("author") or one.get("creator"))]
    sources: list[tuple[str, list[str]]] = [("citation_author", page.metas.get("citation_author", []))]
    sources.append(("JSON-LD author", people))
    sources += [(name, page.metas.get(name, [])) for name in _AUTHOR_METAS[1:]]
    sources += [(f"twitter:data{i}", page.metas.get(f"twitter:data{i}", [])) for i in _labelled(page)]
    for source, texts in sources:
        if names := _names([_clean(one) for one in texts], known):
            return names, source
    for source, marked in (
        ("rel=author", [one for one in page.authors if _is_author_link(one)]),
        (
            "byline",
            [
                one
                for one in page.authors
                if re.search(r"by-?line|p-author|author-?name|post-author|entry-author|author__name", one.names)
            ],
        ),
        ("byline", [one for one in page.authors if _BY.match(one.text) or one.tag == "address"]),
        ("byline", [one for one in page.authors if re.search(r"(?:^|[\s_-])author(?:$|\s)", one.names)]),
    ):
        texts = list(dict.fromkeys(one.text for one in marked if not one.aside and len(one.text) < 120))
        if names := _names([_clean(one) for one in texts[:1]], known, strict=True):
            return names, source
    own_pages = [one for one in page.authors if _is_own_page(one, host)]
    aside = [one for one in page.authors if re.search(r"(?:^|\s)author(?:$|\s)", one.names)]
    for source, texts in (
        ("a line that says by whom", [one.text for one in page.by if not one.aside]),
        ("a link to the author's page", [one.text for one in own_pages if not one.aside]),
        ("rel=author", [one.text for one in aside]),
    ):
        named = {name: None for one in texts for name in _names([_clean(one)], known, strict=True)}
        if len(named) == 1:
            return tuple(named), source
    return (), ""


_OF_AUTHORS = re.compile(
    r"/(?:authors?|autor(?:en|es|in)?|auteurs?|autor[ei]|profiles?|people|person|contributors?|writers?|reporters?|"
    r"by|journalist(?:en|es)?|columnists?)[/=][^/?#]+/?(?:[?#].*)?$",
    re.IGNORECASE,
)
"""Addresses of pages about one author."""


def _is_own_page(one: Marked, host: str) -> bool:
    """Whether it is a link to a page of the same site about one author; references lead to others' profiles."""
    return one.tag == "a" and bool(_OF_AUTHORS.search(one.href)) and site_of(one.href) in ("", host)


def _labelled(page: Statements) -> list[int]:
    """The numbers of the values for Twitter's cards that are labelled as the author."""
    return [i for i in (1, 2) if _WRITTEN_BY.fullmatch(page.meta(f"twitter:label{i}").strip(" :"))]


_WRITTEN_BY = re.compile(
    r"written by|by|author|verfasst von|geschrieben von|écrit par|escrito por|scritto da|geschreven door|autor|"
    r"napisane przez|автор|написано автором",
    re.IGNORECASE,
)


def _is_author_link(one: Marked) -> bool:
    rel = "author" in one.names.split() and one.tag == "a"
    return rel or (
        "author" in one.names.split() and bool(one.text) and "itemprop" not in one.names and one.tag in ("span", "a")
    )


def _people(value: object) -> list[str]:
    if isinstance(value, list):
        return [text for one in value[:20] for text in _people(one)]
    if isinstance(value, dict):
        kind = " ".join(_strings(value.get("@type"))).lower()
        given = [text for key in ("givenName", "familyName") for text in _strings(value.get(key))[:1]]
        return [] if "organization" in kind else _strings(value.get("name")) or [" ".join(given)]
    return _strings(value)


def _names(texts: Iterable[str], known: set[str], *, strict: bool = False) -> tuple[str, ...]:
    """The names of people in texts, each once; none where one of them is no name."""
    found: dict[str, str] = {}
    for text in texts:
        if words_alone(text) in known or _HOST.search(text):
            continue
        begun = _BY.match(text)
        for piece in _pieces(_given_first(_BY.sub("", text), is_byline=begun is not None)):
            bare = " ".join(_BEHIND.sub("", _BY.sub("", piece)).split())
            person = _without_site_name(_without_role(bare.strip(' ,·|—–-:;"“”()[]')), known)
            if _is_name(person, known, strict=strict and not begun):
                found.setdefault(words_alone(person), person)
    return tuple(found.values())[:_MOST_AUTHORS]


_HOST = re.compile(r"\bwww\.|\w\.(?:com|org|net|de|fr|info)\b", re.IGNORECASE)
"""A text with the address of a site names the site."""


def _without_site_name(person: str, known: set[str]) -> str:
    """A name without the site's name in front: “CNN Ada Byron”; empty where the rest is no name: “Harbour D”."""
    first, _, rest = person.partition(" ")
    if not rest or words_alone(first) not in known:
        return person
    return rest if len(rest.split()) > 1 else ""


def _without_role(person: str) -> str:
    """A name without the role that some bylines have behind it: “Ada Byron Games Editor”."""
    words = person.split()
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


def _is_name(person: str, known: set[str], *, strict: bool) -> bool:
    if not (1 < len(person) <= _LONGEST_NAME) or _NO_NAME.search(person) or words_alone(person) in known:
        return False
    if not _NAME.fullmatch(person) or (_EASTERN.search(person) and re.search("[A-Za-z]", person)):
        return False
    words = person.split()
    cased = [word for word in words if word[:1].lower() != word[:1].upper()]
    capital = sum(word[:1].isupper() for word in cased)
    if strict and (len(words) < 2 or (cased and capital < len(cased) - 2) or (not capital and cased)):
        return False
    return len(words) <= 6


def _issued(page: Statements, articles: list[dict[str, Any]], url: str) -> tuple[date | None, str]:
    address = page.canonical if urlsplit(page.canonical).netloc else url
    in_path = date_in_path(url) or date_in_path(address)
    whole = in_path if in_path and re.search(r"/\d{4}[/-]\d\d?[/-]\d\d?(?!\d)", urlsplit(url).path) else None
    stated = list(_stated_days(page, articles))
    shown = [day for day, source in stated if source in _SHOWN]
    for day, source in stated:
        if in_path and abs((day - in_path).days) > _APART:
            return (whole, "the address") if whole else (None, "")
        if whole and abs((day - whole).days) <= _SAME_DAY:
            return whole, f"{source}, and the address"
        return _as_shown(day, source, shown)
    return (whole, "the address") if whole else (None, "")


_SHOWN = ("<time>", "its date line", "a date beside its heading")
"""The statements that readers see."""


def _as_shown(day: date, source: str, shown: list[date]) -> tuple[date | None, str]:
    """A stated day, held against those that readers see; none where they see others.

    Of two neighbouring days the shown one counts: the other is the same moment by another clock. On pages whose day is
    known the statement was right in 6 and wrong in 20 where no shown day was the same. Journals show the days on which
    an article came in and was accepted as well, and are believed.
    """
    if not shown or source in _SHOWN or source.startswith("citation_") or day in shown:
        return day, source
    near = [other for other in shown if abs((other - day).days) == 1]
    return (near[0], "its date line") if near else (None, "")


def _stated_days(page: Statements, articles: list[dict[str, Any]]) -> Iterator[tuple[date, str]]:
    """The days that a page states, the surest first, each with its statement."""
    for key in ("datePublished", "uploadDate", "dateCreated"):
        texts = (text for one in articles[:3] for text in _strings(one.get(key)))
        yield from ((day, f"JSON-LD {key}") for text in texts if (day := first_date(text, page.lang)))
    for name in _DATE_METAS:
        for text in page.metas.get(name, [])[:1]:
            if day := first_date(text, page.lang):
                yield day, name
    yield from _shown_days(page)


def _shown_days(page: Statements) -> Iterator[tuple[date, str]]:
    """The days that readers see in lines that are made for them."""
    dates = [one for one in page.dates if not one.aside and not _MODIFIED.search(f"{one.names} {one.text[:40]}")]
    clear = [one for one in dates if _CLEAR_DATE.search(one.names)]
    other = [one for one in dates if (one.tag == "time" and one.in_article) or _says_day(one.text)]
    for one in (*clear, *other):
        if day := first_date(one.value, page.lang) or written_date(one.text, page.lang):
            yield day, {"time": "<time>", "meta": "a meta of its text"}.get(one.tag, "its date line")
    times = {day for one in dates if one.tag == "time" and (day := first_date(one.value or one.text, page.lang))}
    if len(times) == 1:
        yield times.pop(), "<time>"
    yield from _bare_days(page)


def _bare_days(page: Statements) -> Iterator[tuple[date, str]]:
    """A day that stands alone beside the heading, or that is the only one that stands alone on the page."""
    days = [
        (at, day)
        for at, one in page.bare
        if not one.aside and not _MODIFIED.search(one.text) and (day := written_date(one.text, page.lang))
    ]
    beside = [day for at, day in days if page.heading_at >= 0 and -_BEFORE <= at - page.heading_at <= _AFTER]
    if len(set(beside)) == 1 or len({day for _, day in days}) == 1:
        yield (beside or [days[0][1]])[0], "a date beside its heading"


def _says_day(text: str) -> bool:
    """Whether a short text is hardly more than a day, or says that it is the day of publication."""
    return len(text) <= _DATE_LINE or (len(text) <= 120 and bool(_POSTED.search(text)))


def person_names(texts: Iterable[str]) -> tuple[str, ...]:
    """The names of people in texts that somebody put there as the author; accounts and roles are none."""
    return _names(texts, {""}, strict=True)
