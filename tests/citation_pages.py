# ruff: noqa: E501 - markup as programs write it, on one line
"""Pages with known titles, authors, sites and days, of many makes: what `links describe` is measured on.

Each make is a function that writes a page as a program of its kind does, with what misleads there: names of sites in
titles, dates of changes and of other pages, names of people who comment, roles in place of names.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import escape

TITLES = {
    "en": ["The Harbour Wall", "Salt, Tides & Timber", "Why Bells Ring at Noon: A Short History", "On Ropes – and Knots",
           "“Fog” in the Ledger", "Ten Lamps", "A Letter from the Coast | Part Two", "Who Counts the Boats?"],
    "de": ["Die Hafenmauer", "Über das Läuten der Glocken", "Nebel: Ein Bericht", "Zehn Lampen an der Küste"],
    "fr": ["Le mur du port", "Pourquoi sonner à midi ?", "L’été des phares", "Brouillard : un récit"],
    "es": ["El muro del puerto", "Diez lámparas", "¿Quién cuenta los barcos?", "Niebla: una crónica"],
}  # fmt: skip
PEOPLE = {
    "en": ["Ada Byron", "John O’Neill", "Mary-Jane Smith", "J. R. Hartley", "Nkechi Obi", "Li Wei"],
    "de": ["Jürgen Weiß", "Anna-Lena Vogt", "Karl von Berg"],
    "fr": ["Élodie Martin", "Jean-Luc Dubois", "Noël d’Arcy"],
    "es": ["María José García", "Íñigo Pérez", "Ana Núñez"],
}
MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "de": [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "es": [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
}
BY = {"en": "By", "de": "Von", "fr": "Par", "es": "Por"}
SITES = ["Coast Notes", "The Tidal Review", "Hafenblatt", "Le Phare", "Diario del Puerto", "Lantern & Rope"]
WORDS = "harbour wall stone oak mended built tide ship lamp rope anchor keel mast sail deck hull crew port coast chart"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPage:
    """A page, and what is known of it; what it does not say is empty."""

    make: str
    url: str
    html: str
    title: str
    authors: tuple[str, ...]
    issued: date | None
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    number: int
    lang: str
    title: str
    author: str
    second: str
    site: str
    day: date

    @property
    def host(self) -> str:
        return f"https://site{self.number % 17}.example"

    @property
    def iso(self) -> str:
        return f"{self.day.isoformat()}T09:{self.number % 60:02d}:00+00:00"

    @property
    def later(self) -> str:
        return f"{(self.day + timedelta(days=400)).isoformat()}T11:00:00+00:00"

    @property
    def words(self) -> str:
        """The day in words, as its language writes it."""
        month = MONTHS[self.lang][self.day.month - 1]
        match self.lang:
            case "en":
                return f"{month} {self.day.day}, {self.day.year}"
            case "de":
                return f"{self.day.day}. {month} {self.day.year}"
            case "es":
                return f"{self.day.day} de {month} de {self.day.year}"
            case _:
                return f"{self.day.day} {month} {self.day.year}"

    @property
    def text(self) -> str:
        pieces = WORDS.split()
        return " ".join(pieces[(self.number * 7 + i * (i % 5 + 1)) % len(pieces)] for i in range(220))


def _page(f: _Facts, head: str, body: str) -> str:
    return (
        f'<!DOCTYPE html><html lang="{f.lang}"><head><meta charset="utf-8">{head}</head><body>'
        f'<header><nav><a href="/">{escape(f.site)}</a> <a href="/about">About</a></nav></header>{body}'
        f"<footer><p>© 2024 {escape(f.site)}. All rights reserved.</p></footer></body></html>"
    )


def _e(text: str) -> str:
    return escape(text, quote=True)


_COMMENTS = (
    '<div id="comments"><h2>2 comments</h2><div class="comment"><span class="author">Bob Commenter</span> '
    '<time datetime="2021-05-05T10:00:00+00:00">May 5, 2021</time><p>Well said.</p></div></div>'
)
_RELATED = '<aside class="related"><h3>Related</h3><p><a href="/x">Other Story</a> <time datetime="2020-02-02">2 Feb 2020</time></p></aside>'


def wordpress(f: _Facts) -> str:
    """A blog with Open Graph and a modern theme."""
    head = (
        f"<title>{_e(f.title)} – {_e(f.site)}</title><meta property='og:title' content='{_e(f.title)}'>"
        f"<meta property='og:site_name' content='{_e(f.site)}'><meta property='article:published_time' content='{f.iso}'>"
        f"<meta property='article:modified_time' content='{f.later}'>"
    )
    body = (
        f'<main><article class="post"><header class="entry-header"><h1 class="entry-title">{_e(f.title)}</h1>'
        f'<div class="entry-meta"><span class="byline"><span class="author vcard"><a class="url fn n" href="/author/x" rel="author">{_e(f.author)}</a></span></span> '
        f'<time class="entry-date published" datetime="{f.iso}">{f.words}</time><time class="updated" datetime="{f.later}">later</time></div></header>'
        f"<p>{f.text}</p></article>{_COMMENTS}</main>{_RELATED}"
    )
    return _page(f, head, body)


def newspaper(f: _Facts) -> str:
    """A paper with JSON-LD, two authors, and its name in the title."""
    data = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": f.title, "datePublished": f.iso, "dateModified": f.later,
        "author": [{"@type": "Person", "name": f.author}, {"@type": "Person", "name": f.second}],
        "publisher": {"@type": "Organization", "name": f.site},
    }  # fmt: skip
    head = f"<title>{_e(f.title)} | {_e(f.site)}</title><script type='application/ld+json'>{json.dumps(data)}</script>"
    body = f"<article><h1>{_e(f.title)}</h1><p class='byline'>{BY[f.lang]} {_e(f.author)}</p><p>{f.text}</p></article>{_RELATED}"
    return _page(f, head, body)


def graph(f: _Facts) -> str:
    """JSON-LD of a search plugin: a graph with the site, the page, and the person."""
    data = {"@context": "https://schema.org", "@graph": [
        {"@type": "WebSite", "name": f.site, "url": f.host},
        {"@type": "WebPage", "name": f"{f.title} - {f.site}", "datePublished": f.iso},
        {"@type": "BlogPosting", "headline": f.title, "author": {"@type": "Person", "name": f.author}, "datePublished": f.iso, "dateModified": f.later},
        {"@type": "Organization", "name": f.site},
    ]}  # fmt: skip
    head = f"<title>{_e(f.title)} - {_e(f.site)}</title><meta property='og:site_name' content='{_e(f.site)}'><script type='application/ld+json'>{json.dumps(data)}</script>"
    return _page(f, head, f"<article><h1>{_e(f.title)}</h1><p>{f.text}</p></article>")


def journal(f: _Facts) -> str:
    """A learned journal with Highwire's names."""
    head = (
        f"<title>{_e(f.title)} | {_e(f.site)}</title><meta name='citation_title' content='{_e(f.title)}'>"
        f"<meta name='citation_author' content='{_e(f.author)}'><meta name='citation_author' content='{_e(f.second)}'>"
        f"<meta name='citation_journal_title' content='{_e(f.site)}'><meta name='citation_publication_date' content='{f.day:%Y/%m/%d}'>"
    )
    return _page(f, head, f"<main><h1>{_e(f.title)}</h1><p>Abstract. {f.text}</p><p>Accessed 3 March 2022</p></main>")


def dublin(f: _Facts) -> str:
    """A library with Dublin Core."""
    head = (
        f"<title>{_e(f.title)}</title><meta name='DC.title' content='{_e(f.title)}'><meta name='DC.creator' content='{_e(f.author)}'>"
        f"<meta name='DCTERMS.issued' content='{f.day.isoformat()}'><meta name='DC.publisher' content='{_e(f.site)}'>"
    )
    return _page(f, head, f"<div id='content'><h1>{_e(f.title)}</h1><p>{f.text}</p></div>")


def blogger(f: _Facts) -> str:
    """Blogger: a day heading, a footer with the author, the month in the address."""
    head = f"<title>{_e(f.site)}: {_e(f.title)}</title><meta property='og:title' content='{_e(f.title)}'>"
    body = (
        f"<div class='main'><h2 class='date-header'><span>{f.words}</span></h2><div class='post'><h3 class='post-title entry-title'>{_e(f.title)}</h3>"
        f"<div class='post-body'><p>{f.text}</p></div><div class='post-footer'><span class='post-author vcard'>Posted by <span class='fn'>{_e(f.author)}</span></span></div></div></div>"
    )
    return _page(f, head, body)


def plain_byline(f: _Facts) -> str:
    """A page of the 2000s: a title, a heading, one line with name and day."""
    head = f"<title>{_e(f.title)}</title>"
    return _page(
        f, head, f"<h1>{_e(f.title)}</h1><p class='byline'>{BY[f.lang]} {_e(f.author)}, {f.words}</p><p>{f.text}</p>"
    )


def hugo(f: _Facts) -> str:
    """A static site: meta author, a time element, the title first."""
    head = f"<title>{_e(f.title)} · {_e(f.site)}</title><meta name='author' content='{_e(f.author)}'>"
    body = f"<main><article><h1>{_e(f.title)}</h1><time datetime='{f.day.isoformat()}'>{f.words}</time><p>{f.text}</p></article></main>"
    return _page(f, head, body)


def microdata(f: _Facts) -> str:
    """schema.org in attributes."""
    body = (
        f"<article itemscope itemtype='https://schema.org/Article'><h1 itemprop='headline'>{_e(f.title)}</h1>"
        f"<span itemprop='author' itemscope><span itemprop='name' class='author-name'>{_e(f.author)}</span></span>"
        f"<meta itemprop='datePublished' content='{f.iso}'><meta itemprop='dateModified' content='{f.later}'><p>{f.text}</p></article>{_COMMENTS}"
    )
    return _page(
        f, f"<title>{_e(f.title)} » {_e(f.site)}</title><meta property='og:site_name' content='{_e(f.site)}'>", body
    )


def agency(f: _Facts) -> str:
    """A page whose author is the house: nobody is named."""
    head = (
        f"<title>{_e(f.title)} - {_e(f.site)}</title><meta name='author' content='{_e(f.site)}'><meta property='og:title' content='{_e(f.title)} - {_e(f.site)}'>"
        f"<meta property='og:site_name' content='{_e(f.site)}'><meta name='date' content='{f.day.isoformat()}'>"
    )
    return _page(f, head, f"<main><h1>{_e(f.title)}</h1><p class='author'>Staff</p><p>{f.text}</p></main>")


def silent(f: _Facts) -> str:
    """A page that says neither who nor when; only what was changed and who commented."""
    body = f"<main><h1>{_e(f.title)}</h1><p>Last updated: {f.words}</p><p>{f.text}</p></main>{_COMMENTS}{_RELATED}"
    return _page(f, f"<title>{_e(f.title)}</title>", body)


def in_address(f: _Facts) -> str:
    """The day stands in the address, and a moment of the next day in UTC in the page."""
    head = f"<title>{_e(f.title)}</title><meta property='article:published_time' content='{f.day.isoformat()}T23:30:00-05:00'>"
    return _page(
        f,
        head,
        f"<article><h1>{_e(f.title)}</h1><p>{f.text}</p><address>{BY[f.lang]} {_e(f.author)}</address></article>",
    )


def substack(f: _Facts) -> str:
    """A newsletter: JSON-LD with an author, a title cut short in og:title."""
    data = {
        "@type": "NewsArticle",
        "headline": f.title,
        "datePublished": f.iso,
        "author": [{"@type": "Person", "name": f.author, "url": "https://x.example"}],
    }
    head = (
        f"<title>{_e(f.title)} - by {_e(f.author)}</title><meta property='og:title' content='{_e(f.title)}'>"
        f"<script type='application/ld+json'>{json.dumps(data)}</script>"
    )
    return _page(f, head, f"<article><h1 class='post-title'>{_e(f.title)}</h1><p>{f.text}</p></article>{_COMMENTS}")


MAKES: dict[str, tuple[Callable[[_Facts], str], int, bool]] = {
    # name: (make, how many authors it states, whether it states a day)
    "wordpress": (wordpress, 1, True), "newspaper": (newspaper, 2, True), "graph": (graph, 1, True), "journal": (journal, 2, True),
    "dublin": (dublin, 1, True), "blogger": (blogger, 1, True), "plain-byline": (plain_byline, 1, True), "hugo": (hugo, 1, True),
    "microdata": (microdata, 1, True), "agency": (agency, 0, True), "silent": (silent, 0, False), "in-address": (in_address, 1, True),
    "substack": (substack, 1, True),
}  # fmt: skip


def known_pages(of_each: int) -> Iterator[KnownPage]:
    """So many pages of each make."""
    for offset, (name, (make, authors, dated)) in enumerate(MAKES.items()):
        for turn in range(of_each):
            number = turn * 13 + offset * 5
            lang = ("en", "de", "fr", "es")[number % 4]
            people = PEOPLE[lang]
            facts = _Facts(
                number=number,
                lang=lang,
                title=TITLES[lang][number % len(TITLES[lang])],
                author=people[number % len(people)],
                second=people[(number + 1) % len(people)],
                site=SITES[number % len(SITES)],
                day=date(2005, 1, 3) + timedelta(days=number * 37 % 6000),
            )
            path = f"/{facts.day:%Y/%m/%d}/story-{number}" if name == "in-address" else f"/story-{number}"
            path = f"/{facts.day:%Y/%m}/story-{number}.html" if name == "blogger" else path
            yield KnownPage(
                make=name,
                url=facts.host + path,
                html=make(facts),
                title=facts.title,
                authors=(facts.author, facts.second)[:authors],
                issued=facts.day if dated else None,
            )
