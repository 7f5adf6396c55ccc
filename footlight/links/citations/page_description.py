"""Title, authors, site and day of a page, each with the statement that it is taken from.

Statements that are made for programs come before those for readers, and of each kind the one that is made for citing
first. A title loses the name of the site behind it, where the page says elsewhere what that name is. A name that is the
site's, a role or an account is no author. Days that contradict each other by more than two months are none, unless the
address decides.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from footlight.engines.web.url import site_of
from footlight.links.captured_page import date_in_path
from footlight.links.citations.book_pages import stated_book
from footlight.links.citations.bylines import written_by
from footlight.links.citations.page_statements import Marked, Statements, read_statements
from footlight.links.citations.person_names import BY, has_given_name, names_in
from footlight.links.citations.site_names import is_site, names_host
from footlight.links.citations.written_date import first_date, written_date
from footlight.textmatch.normalization import words_alone

_ARTICLE = re.compile(
    r"article|posting|report|essay|review|book|chapter|videoobject|softwaresourcecode|podcastepisode|recipe|"
    r"creativework|thesis|dataset",
    re.IGNORECASE,
)
_PAGE = re.compile(r"webpage|itempage|aboutpage", re.IGNORECASE)
_SEPARATOR = re.compile(
    r"\s+[|·•»«–—:/\\>~-]\s+|(?<=[\u3000-\u9fff\uff00-\uffef])-{1,2}(?=[\u3040-\u9fff])|"
    r"\s*(?:::|\|\||\||：|｜|_)\s*|\s+[«»]\s*|:\s+"
)
_DATE_METAS = (
    "citation_publication_date", "citation_online_date", "bepress_citation_date", "eprints.date", "citation_date",
    "article:published_time", "og:published_time", "datepublished", "dc.date.issued", "dc.issued", "dc.date.created",
    "dc.created",
    "parsely-pub-date", "sailthru.date", "publish-date", "publish_date", "publication_date", "published_time",
    "article.published", "date.published", "pubdate", "dc.date", "originalpublicationdate",
    "article_date_original", "cxenseparse:recs:publishtime", "rnews:datepublished", "uploaddate", "dcterms.date",
    "datecreated", "article:published", "published-date", "date",
)  # fmt: skip
_AUTHOR_METAS = (
    "citation_author", "citation_authors", "bepress_citation_author", "eprints.creators_name",
    "dc.creator.personalname", "dc.creator", "parsely-author", "sailthru.author", "article:author", "author",
    "dc.contributor",
    "byl", "og:author", "article:author_name", "article.author", "creator", "cxenseparse:author", "writer",
    "authors",
    "shareaholic:article_author_name",
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
_LONGEST_TITLE = 400


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
    sites |= _named_headings(page, url)
    title = _title(page, articles, sites, host)
    authors, authors_from = _authors(page, articles, sites, title.value, host)
    issued, issued_from = _issued(page, articles, url)
    described = Description(
        title=title, authors=authors, authors_from=authors_from, site=site, issued=issued, issued_from=issued_from
    )
    book = stated_book(page.metas, page.linked, url)
    return _of_book(book, described, page.lang) if book is not None else described


def _of_book(book: dict[str, Any], page: Description, lang: str) -> Description:
    """The description of a page that states an ISBN: what it says of the book, and of itself only the title."""
    title = next(iter(_strings(book.get("name"))), "")
    known = {words_alone(title or page.title.value), ""}
    authors = names_in([_clean(one) for one in _people(book.get("author"), {})], {words_alone(page.site.value)}, known)
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


def _title(page: Statements, articles: list[dict[str, Any]], site: set[str], host: str) -> Stated:
    heading = _heading(page, site)
    named = _clean(page.title)
    linked = (_of(articles, key) for key in ("headline", "name"))
    headline = next((one for one in linked if one and _agrees(one, heading, named)), "")
    candidates = [(f"{name}", _clean(page.meta(name))) for name in _TITLE_METAS[:2]]
    candidates += [("JSON-LD headline", headline)]
    candidates += [(name, _clean(page.meta(name))) for name in _TITLE_METAS[2:]]
    shared = [_clean(page.meta(name)) for name in ("og:title", "twitter:title")]
    if heading and heading in shared and not is_site(heading, site):
        return Stated(value=heading[:_LONGEST_TITLE], source="og:title, and its heading")
    for source, stated in candidates:
        if not stated or is_site(stated, site) or (source == "dc.title" and not _agrees(stated, heading, named)):
            continue
        if source in ("og:title", "twitter:title") and _is_of_another(stated, heading, named):
            continue
        short = _without_site(stated, site, heading, host)
        begins_so = words_alone(heading).startswith(words_alone(short.rstrip(".… ")))
        if heading and begins_so and len(heading) < len(short) + 80:
            return Stated(value=heading[:_LONGEST_TITLE], source=f"{source}, and its heading")
        if source not in _OF_WORKS and _is_headline(page, heading, short, site):
            return Stated(value=heading[:_LONGEST_TITLE], source=_HEADING)
        return Stated(value=short[:_LONGEST_TITLE], source=source)
    return _named(page, heading, named, site, host)


_HEADING = "its heading"


def _is_of_another(shared: str, heading: str, named: str) -> bool:
    """Whether what is stated for sharing is of the section, since heading and `<title>` agree on something else."""
    title = words_alone(named)
    said, shown = words_alone(shared), words_alone(heading)
    if not (shown and title) or said in title or said in shown or shown in said:
        return False
    common = {word for word in {*shown.split()} & {*title.split()} if len(word) >= _LONG_WORD}
    return len(common) >= _FEWEST_WORDS and not common & {*said.split()}


def _named_headings(page: Statements, url: str) -> set[str]:
    """Headings that are the site's name: they lead home, or say so by their class. None on the first page itself."""
    if urlsplit(url).path in ("", "/") or len(page.headings) < 2:
        return set()
    return {
        words_alone(one.text) for one in page.headings if _leads_home(one.href, url) or _SITE_TITLE.search(one.names)
    }


_SITE_TITLE = re.compile(r"(?:^|[\s_-])(?:(?:site|blog)-?_?(?:title|name)|logo|masthead)(?:$|[\s_-])")


def _leads_home(href: str, url: str) -> bool:
    parts = urlsplit(href.strip())
    same = not parts.netloc or site_of(href) == site_of(url)
    home = parts.path in ("", "/", "./", "../") or re.fullmatch(r"/?(?:index|home)\.\w{3,5}|/blog/?", parts.path)
    return bool(href.strip() and not href.startswith("#") and same and home and not parts.query)


def _named(page: Statements, heading: str, named: str, site: set[str], host: str) -> Stated:
    """The title of a page that states none for programs."""
    if heading and named and words_alone(heading) in words_alone(named):
        return Stated(value=heading[:_LONGEST_TITLE], source="<title>, and its heading")
    short = _without_site(named, site, heading, host)
    if (heading and (not named or is_site(short, site))) or _is_headline(page, heading, short, site):
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

    It is the only `<h1>` outside of navigation, and marked as the title, or it is no label and has two words of the
    stated title, one where it is in the article. A heading that has a label in front of the stated title is not.
    """
    first = [one for one in _shown_headings(page, site) if one.tag == "h1"]
    if len({one.text for one in first}) != 1 or is_site(heading, site):
        return False
    words, others = set(words_alone(heading).split()), set(words_alone(stated).split())
    common = [word for word in words & others if len(word) >= _LONG_WORD]
    if words_alone(heading).endswith(words_alone(stated)) and len(others) >= _FEWEST_WORDS:
        return False  # a label in front of the stated title
    if any(_MARKED_HEADING.search(one.names) for one in first):
        return True
    return len(words) >= _FEWEST_WORDS and len(common) > (0 if first[0].in_article else 1)


def _agrees(stated: str, heading: str, named: str) -> bool:
    said, shown = words_alone(stated), words_alone(heading)
    return not (heading or named) or said in words_alone(f"{named} {heading}") or shown in said


def _shown_headings(page: Statements, site: set[str]) -> list[Marked]:
    """The headings that may be the page's own; the only `<h1>` also where something round it is called a sidebar."""
    own = [one for one in page.headings if not is_site(one.text, site)]
    shown = [one for one in own if not one.aside]
    first = [one for one in own if one.tag == "h1"]
    of_text = all(one.in_article or _MARKED_HEADING.search(one.names) for one in first)
    if of_text and len({one.text for one in first}) == 1 and not any(one.tag == "h1" for one in shown):
        return [*first, *shown]
    return shown


def _heading(page: Statements, site: set[str]) -> str:
    """The heading that is the page's own: the only `<h1>`, or the only one in its article; a marked one before."""
    shown = _shown_headings(page, site)
    marked = [one for one in shown if _MARKED_HEADING.search(one.names)]
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


_MARKED_HEADING = re.compile(r"entry-title|post-title|p-name|headline|article-title|posttitle")


def _without_site(title: str, site: set[str], heading: str, host: str) -> str:
    """A title without the site's name in front or behind, told by that name, by the page's heading or by the host."""
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
    label = next((part for part in reversed(host.split(".")[:-1]) if len(part) > 3), "")
    if is_site(last, site) or names_host(last, label) or _EASTERN_SITE.fullmatch(last):
        return _without_site(title[: marks[-1].start()].strip(), site, heading, host)
    if is_site(first, site) or names_host(first, label):
        return _without_site(title[marks[0].end() :].strip(), site, heading, host)
    return title


_EASTERN_SITE = re.compile(
    r"[\u3040-\u30ff\u4e00-\u9fff]{1,8}(?:网|報|报|日报|新闻|新聞|在线|频道|ニュース|オンライン|ブログ)"
)
"""A name of a site in Chinese or Japanese, told by its last characters."""


def _authors(
    page: Statements, articles: list[dict[str, Any]], sites: set[str], title: str, host: str
) -> tuple[tuple[str, ...], str]:
    titles = {words_alone(title), ""}
    by_id = {str(one["@id"]): one for one in page.linked if "@id" in one and one.get("name")}
    people = [text for one in articles[:3] for text in _people(one.get("author") or one.get("creator"), by_id)]
    sources: list[tuple[str, list[str]]] = [("citation_author", page.metas.get("citation_author", []))]
    sources.append(("JSON-LD author", people))
    sources += [(name, page.metas.get(name, [])) for name in _AUTHOR_METAS[1:]]
    sources += [(f"twitter:data{i}", page.metas.get(f"twitter:data{i}", [])) for i in _labelled(page)]
    for source, texts in sources:
        if names := names_in([_clean(one) for one in texts], sites, titles):
            return _in_full(page, names, source, title, sites)
    for source, marked in _marked_authors(page):
        texts = list(dict.fromkeys(one.text for one in marked if not one.aside and len(one.text) < 120))
        if names := names_in([_clean(one) for one in texts[:1]], sites, titles, strict=True):
            return _in_full(page, names, source, title, sites)
    said = written_by(page.lines, title, sites, titles)
    if said.at_heading:
        return said.names, said.source
    own_pages = [one for one in page.authors if _is_own_page(one, host)]
    aside = [one for one in page.authors if re.search(r"(?:^|\s)author(?:$|\s)", one.names)]
    for source, texts in (
        ("a link to the author's page", [one.text for one in own_pages if not one.aside]),
        (said.source, ["; ".join(said.names)]),
        ("rel=author", [one.text for one in aside]),
        ("data of its scripts", page.scripted),
    ):
        named = dict.fromkeys(names for one in texts if (names := names_in([_clean(one)], sites, titles, strict=True)))
        if len(named) == 1:
            return next(iter(named)), source
    return _of_own_site(page, articles, titles, host)


def _of_own_site(
    page: Statements, articles: list[dict[str, Any]], titles: set[str], host: str
) -> tuple[tuple[str, ...], str]:
    """The person after whom a site is called, with its host: an article there is that person's."""
    if not articles and page.meta("og:type").lower() != "article" and not page.meta("article:published_time"):
        return (), ""
    label = next(iter(host.split(".")), "")
    named = [page.meta("og:site_name"), *_SEPARATOR.split(_clean(page.title))]
    people = {_clean(one) for one in named if has_given_name(one) and names_host(one, label)}
    names = names_in(people, (), titles, strict=True) if len(people) == 1 else ()
    return names, "the site's name" if names else ""


def _marked_authors(page: Statements) -> Iterator[tuple[str, list[Marked]]]:
    """The elements that say by their names that they have the author, the surest first."""
    yield "rel=author", [one for one in page.authors if _is_author_link(one)]
    yield "byline", [one for one in page.authors if _BYLINE.search(one.names)]
    yield "byline", [one for one in page.authors if BY.match(one.text) or one.tag == "address"]
    yield "byline", [one for one in page.authors if re.search(r"(?:^|[\s_-])author(?:$|\s)", one.names)]


_BYLINE = re.compile(r"by-?line|p-author|author-?name|post-author|entry-author|author__name")


def _in_full(
    page: Statements, names: tuple[str, ...], source: str, title: str, sites: set[str]
) -> tuple[tuple[str, ...], str]:
    """A single given name as the page has it in full in a line that says by whom."""
    if len(names) != 1 or " " in names[0]:
        return names, source
    said = written_by(page.lines, title, sites, {words_alone(title), ""})
    whole = [name for name in said.names if words_alone(names[0]) in words_alone(name).split()]
    return ((whole[0],), said.source) if len(said.names) == 1 and whole else (names, source)


_OF_AUTHORS = re.compile(
    r"/(?:authors?|autor(?:en|es|in)?|auteurs?|autor[ei]|profiles?|profil|people|person(?:en)?|contributors?|writers?|"
    r"reporters?|by|journalist(?:en|es)?|columnists?|staff|newsteam|experten|redakteure?)"
    r"[/=][^/?#]+/?(?:[?#].*)?$",
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


def _people(value: object, by_id: dict[str, dict[str, Any]]) -> list[str]:
    """The names of an author of JSON-LD: of people only, also where the author is only referred to."""
    if isinstance(value, list):
        return [text for one in value[:20] for text in _people(one, by_id)]
    if isinstance(value, dict):
        value = value if value.get("name") else by_id.get(str(value.get("@id", "")), value)
        kind = " ".join(_strings(value.get("@type"))).lower()
        given = [text for key in ("givenName", "familyName") for text in _strings(value.get(key))[:1]]
        return [] if "organization" in kind else _strings(value.get("name")) or [" ".join(given)]
    return _strings(value)


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
    if near:
        return near[0], "its date line"
    if len(set(shown)) >= _OF_OTHERS and source in _OF_PUBLICATION:
        return day, source
    only = shown[0] if len(set(shown)) == 1 else None
    return (only, "its date line") if only and only < day and source in _OF_ANY_DAY else (None, "")


_OF_OTHERS = 3
"""Different days that readers see: they are those of other texts."""
_OF_PUBLICATION = ("JSON-LD datePublished", "article:published_time")
_OF_ANY_DAY = ("date", "dc.date")
"""Statements that may be of the last change: an earlier day that readers see is that of publication."""


def _stated_days(page: Statements, articles: list[dict[str, Any]]) -> Iterator[tuple[date, str]]:
    """The days that a page states, the surest first, each with its statement."""
    yield from _linked_days(page, articles, "datePublished")
    for name in _DATE_METAS:
        for text in page.metas.get(name, [])[:1]:
            if day := first_date(text, page.lang):
                yield day, name
    for key in ("uploadDate", "dateCreated"):  # of a video in the text as well
        yield from _linked_days(page, articles, key)
    yield from _shown_days(page)


def _linked_days(page: Statements, articles: list[dict[str, Any]], key: str) -> Iterator[tuple[date, str]]:
    texts = (text for one in articles[:3] for text in _strings(one.get(key)))
    yield from ((day, f"JSON-LD {key}") for text in texts if (day := first_date(text, page.lang)))


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
