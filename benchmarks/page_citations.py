"""How well `links describe` reads title, authors and day of saved pages, beside trafilatura and htmldate.

    python -m benchmarks.page_citations SET… [--half 0|1] [--each]

A SET is a working copy of a project that keeps saved pages with what is known of them:

    https://github.com/flairNLP/fundus       news of forty countries; what is known was looked over by people
    https://github.com/postlight/parser      magazines and blogs, mostly of 2016 to 2020; what is known was typed
    https://github.com/mozilla/readability   pages of many kinds, without their addresses; titles and bylines
    https://github.com/adbar/htmldate        pages of many kinds; days, sometimes those of the last change
    https://github.com/adbar/trafilatura     blogs, papers and offices in forty languages; what is known was typed

No page of theirs is part of this project. The pages are divided in two halves by their site (`half_of`), so that no
site is in both: half 0 was looked at while rules were mended, half 1 was not. `--each` prints the answers of a half
that are not right, one a line.

What a page does not say counts for nobody: a title or a name whose words are not all in its source, a day of which no
usual way of writing is there. An author is a person: names of sites, agencies and offices in what is known
(`_OFFICES`) count as no author. A neighbouring day that the page has as well is right where what is known is a moment:
it is the same moment by another clock.

    python -m venv /tmp/extractors
    /tmp/extractors/bin/pip install -e . trafilatura htmldate lxml_html_clean
    /tmp/extractors/bin/python -m benchmarks.page_citations fundus parser --half 1
"""

import argparse
import gzip
import importlib
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from html import unescape
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from footlight.links.citations.source_description import Document, describe_source
from footlight.settings.wording import month_names

_JS_TEXT = r"\s*(?:'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"|`((?:[^`\\]|\\.)*)`)"
_OFFICES = re.compile(
    r"\b(?:dpa|afp|apa|reuters|epa|ap|sid|kna|ansa|efe|anp|tt|pap|agenc\w+|ajans\w*|redaktion\w*|redac\w+|rédaction|redazione|"
    r"newsroom|news|staff|team|desk|editors?|editorial|press|times|online|tv|magazine|com|de)\b|新聞|オンライン|デジタル",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.IGNORECASE | re.DOTALL)
_LONG = 4
"""Letters of a word that says what a title is about."""
_PERSON = re.compile(r"[A-ZÀ-ÞΑ-ΩА-Я]\S* (?:\S+ )?[A-ZÀ-ÞΑ-ΩА-Я]|[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]{2}")
"""Two words with a capital, or two characters of the East; initials, accounts and single words are none."""
_JOINING = frozenset({"by", "and", "und", "et", "y", "e", "von", "par", "por", "著者", "作者"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A page and what is known of it. Empty: it is known that there is none; None: nothing is known."""

    name: str
    url: str
    html: bytes
    title: str | None
    authors: tuple[str, ...] | None
    issued: str | None
    """A day or a moment, ISO 8601."""
    saved: str = ""
    """The day on which the page was saved; empty where that is not known. No page is published later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a program says of a page."""

    title: str = ""
    authors: str = ""
    issued: date | None = None


def pages_of(folder: Path) -> Iterator[Known]:
    """The pages of a set."""
    if (data := folder / "tests" / "resources" / "parser" / "test_data").is_dir():
        yield from _of_fundus(data)
    elif (tests := folder / "src" / "extractors" / "custom").is_dir():
        yield from _of_parser(folder, tests)
    elif (pages := folder / "test" / "test-pages").is_dir():
        yield from _of_readability(pages)
    elif (folder / "tests" / "evaldata.json").is_file():
        yield from _of_trafilatura(folder / "tests")
    elif (folder / "tests" / "eval_default.json").is_file():
        yield from _of_htmldate(folder / "tests")
    else:
        raise SystemExit(f"{folder} is no set of pages that is known here")


def _of_fundus(data: Path) -> Iterator[Known]:
    """A publisher's pages are in the order of the days on which they were saved, as what is known of them."""
    for labels in sorted(data.glob("*/*.json")):
        saved = json.loads((labels.parent / "meta.info").read_text(encoding="utf-8"))
        files = sorted(labels.parent.glob(f"{labels.stem}_[0-9]*.html.gz"))
        known = json.loads(labels.read_text(encoding="utf-8")).values()
        for file, one in zip(files, known, strict=True):
            yield Known(
                name=file.name.removesuffix(".html.gz"),
                url=saved[file.name]["url"],
                html=gzip.decompress(file.read_bytes()),
                title=one.get("title") or None,
                authors=tuple(one["authors"]) if isinstance(one.get("authors"), list) else None,
                issued=(one.get("publishing_date") or "").replace(" ", "T", 1) or None,
                saved=saved[file.name]["crawl_date"][:10],
            )


def _of_parser(folder: Path, tests: Path) -> Iterator[Known]:
    """What the tests of a site expect of a page; those that are divided by a `describe` are pages by themselves."""
    for test in sorted(tests.glob("*/index.test.js")):
        for part in re.split(r"\bdescribe\(", test.read_text(encoding="utf-8"))[1:]:
            file = re.search(r"readFileSync\(\s*[`'\"]\./(fixtures/[^`'\"]+)", part)
            url = re.search(r"\burl\s*=" + _JS_TEXT, part)
            if file is None or url is None or not (folder / file[1]).is_file():
                continue
            names = _expected(part, "author")
            yield Known(
                name=Path(file[1]).stem,
                url=_text(url),
                html=_as_it_was((folder / file[1]).read_bytes()),
                title=_expected(part, "title"),
                authors=None if names is None else (names,) if names else (),
                issued=_expected(part, "date_published") or None,
            )


def _of_readability(pages: Path) -> Iterator[Known]:
    for page in sorted(path.parent for path in pages.glob("*/expected-metadata.json")):
        known = json.loads((page / "expected-metadata.json").read_text(encoding="utf-8"))
        yield Known(
            name=page.name,
            url="",
            html=(page / "source.html").read_bytes(),
            title=known["title"],
            authors=(known["byline"],) if known["byline"] else None,
            issued=None,
        )


def _of_htmldate(tests: Path) -> Iterator[Known]:
    for labels, folder in (("eval_default.json", "eval"), ("eval_mediacloud_2020.json", "test_set")):
        for url, one in json.loads((tests / labels).read_text(encoding="utf-8")).items():
            if (file := tests / folder / one["file"]).is_file() and isinstance(one["date"], str):
                yield Known(
                    name=one["file"], url=url, html=file.read_bytes(), title=None, authors=None, issued=one["date"]
                )


def _of_trafilatura(tests: Path) -> Iterator[Known]:
    """What is known was typed for some pages only; an empty author is one that nobody looked for."""
    for url, one in json.loads((tests / "evaldata.json").read_text(encoding="utf-8")).items():
        file = next(
            (tests / folder / one["file"] for folder in ("cache", "eval") if (tests / folder / one["file"]).is_file()),
            None,
        )
        if file is None or "title" not in one:
            continue
        names = one["author"] if isinstance(one["author"], list) else [one["author"]]
        yield Known(
            name=one["file"],
            url=url,
            html=file.read_bytes(),
            title=one["title"] or None,
            authors=tuple(names) if any(names) else None,
            issued=one["date"] if _is_day(one["date"]) else None,
        )


def _is_day(text: str) -> bool:
    """Whether it is a day; some were mistyped, as `2022-01.26`."""
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _as_it_was(html: bytes) -> bytes:
    """Put back what the set's own tool rewrote when it saved a page: `content` of `<meta>` is called `value` there."""

    def whole(tag: re.Match[bytes]) -> bytes:
        text = tag[0] if b"content=" in tag[0] else re.sub(rb"\bvalue=", b"content=", tag[0])
        return re.sub(rb'\bname=(["\'])(og|article):', rb"property=\1\2:", text)

    return re.sub(rb"<meta\b[^>]*>", whole, html)


def _expected(part: str, name: str) -> str | None:
    if re.search(rf"assert\.equal\(\s*{name},\s*null", part):
        return ""
    found = re.search(rf"assert\.(?:equal|strictEqual)\(\s*{name},{_JS_TEXT}", part)
    return _text(found) if found else None


def _text(found: re.Match[str]) -> str:
    text = next(group for group in found.groups() if group is not None)
    text = re.sub(r"\\u\{?([0-9a-fA-F]{4})\}?", lambda code: chr(int(code[1], 16)), text)
    return " ".join(re.sub(r"\\(.)", r"\1", text).split())


def half_of(page: Known) -> int:
    """The half of a page, by the name of its site without the ending."""
    host = (urlsplit(page.url).hostname or page.name).lower()
    parts = [part for part in host.split(".") if part not in ("www", "co", "com", "org", "net", "gov", "ac")]
    site = parts[-2] if len(parts) > 1 else parts[0]
    return sha256(site.encode()).digest()[0] % 2


def described(page: Known) -> Answer:
    """What `links describe` says."""
    told = describe_source(Document(url=page.url, content_type="text/html", body=page.html))
    return Answer(title=told.title.value, authors="; ".join(told.authors), issued=told.issued)


def programs() -> Iterator[tuple[str, Callable[[Known], Answer]]]:
    """Ours and those that are installed."""
    yield "links describe", described
    try:
        trafilatura = importlib.import_module("trafilatura")
        htmldate = importlib.import_module("htmldate")
    except ImportError as missing:
        print(f"not compared: {missing}", file=sys.stderr)
        return

    def by_trafilatura(page: Known) -> Answer:
        told = trafilatura.extract_metadata(page.html, default_url=page.url)
        return Answer(title=told.title or "", authors=told.author or "", issued=_day(told.date)) if told else Answer()

    def by_htmldate(page: Known, *, extensive: bool) -> Answer:
        html = page.html.decode("utf-8", "replace")
        return Answer(
            issued=_day(htmldate.find_date(html, url=page.url, original_date=True, extensive_search=extensive))
        )

    yield "trafilatura", by_trafilatura
    yield "htmldate, fast", lambda page: by_htmldate(page, extensive=False)
    yield "htmldate, extensive", lambda page: by_htmldate(page, extensive=True)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


class Source:
    """The source of a page as a text in which words and days are looked for."""

    def __init__(self, html: bytes) -> None:
        text = unescape(unescape(html.decode("utf-8", "replace")))
        text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), text)
        self.text = text.lower()
        self.words = set(_WORD.findall(self.text))

    def says(self, words: str) -> bool:
        """Whether all words are in the source."""
        return set(_words(words)) <= self.words

    def has_day(self, day: date, url: str) -> bool:
        """Whether the source, or the address, has a day in a usual way of writing."""
        year, month, number = day.year, day.month, day.day
        numbers = [
            rf"{year}[-/.]?0?{month}[-/.]?0?{number}(?!\d)",
            rf"(?<!\d)0?{number}[-/.]\s?0?{month}[-/.]\s?(?:{year}|{year % 100:02})(?!\d)",
            rf"(?<!\d)0?{month}[-/]0?{number}[-/](?:{year}|{year % 100:02})(?!\d)",
            rf"{year}\s?[年년]\s?0?{month}\s?[月월]\s?0?{number}\s?[日일]",
        ]
        names = "|".join({re.escape(one[month - 1].lower()) for one in month_names().values()})
        short = "|".join({re.escape(one[month - 1].lower()[:3]) for one in month_names().values()})
        within = rf"(?:{names}|(?:{short})\w*)"
        numbers.append(rf"(?<!\d)0?{number}\W{{0,3}}\w{{0,3}}\W{{1,3}}{within}\W{{1,3}}(?:del?\s)?{year}")
        numbers.append(rf"{within}\W{{1,3}}0?{number}\w{{0,2}}\W{{1,4}}{year}")
        return any(re.search(pattern, f"{self.text} {unquote(url)}") for pattern in numbers)


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(unescape(text).lower()) if word not in _JOINING]


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What counts of what is known of a page; None where it does not count."""

    title: str | None
    heading: str
    """The page's only `<h1>`, where it shares a word with the title; empty where it has none or several."""
    authors: str | None
    """Empty: none is named."""
    days: tuple[date, ...] | None
    left_out: tuple[str, ...]


def truth(page: Known) -> Truth:
    """Decide what a page says."""
    source = Source(page.html)
    left_out = []
    title = page.title
    if title and not source.says(title):
        title = None
        left_out.append("title")
    shown = {
        " ".join(re.sub(r"<[^>]*>", " ", one).split()) for one in _HEADING.findall(page.html.decode("utf-8", "replace"))
    }
    heading = unescape(shown.pop()) if len(shown) == 1 else ""
    alike = {word for word in {*_words(heading)} & {*_words(title or "")} if len(word) >= _LONG}
    authors = None if page.authors is None else "; ".join(page.authors)
    if authors and not source.says(authors):
        authors = None
        left_out.append("authors")
    if authors and (_OFFICES.search(authors) or not _PERSON.search(authors)):
        authors = None
        left_out.append("office")
    days: tuple[date, ...] | None = None
    if page.issued and page.saved and page.issued[:10] > page.saved:
        left_out.append("day")
    elif page.issued:
        moment = datetime.fromisoformat(page.issued)
        others = {(moment + timedelta(hours=hours)).date() for hours in (-12, 12)} if "T" in page.issued else set()
        days = (moment.date(), *(day for day in sorted(others - {moment.date()}) if source.has_day(day, page.url)))
        if not source.has_day(days[0], page.url) and len(days) == 1:
            days = None
            left_out.append("day")
    return Truth(
        title=title or None, heading=heading if alike else "", authors=authors, days=days, left_out=tuple(left_out)
    )


def judged(said: Answer, known: Truth) -> Iterator[tuple[str, str]]:
    """What an answer says of each value: right, part, wrong or silent; `said` or `none` where there is no author."""
    if known.title is not None:
        verdict = _same(said.title, known.title, site_may_stand=True)
        yield "title", verdict
        shown = bool(known.heading) and _words(said.title) == _words(known.heading)
        yield "... shown", "right" if shown else verdict
    if known.authors:
        yield "authors", _same(said.authors, known.authors, site_may_stand=False)
    elif known.authors is not None:
        yield "no author", "wrong" if said.authors else "right"
    if known.days is not None:
        yield "day", "silent" if said.issued is None else "right" if said.issued in known.days else "wrong"


def _same(said: str, known: str, *, site_may_stand: bool) -> str:
    """Two titles by their words in order, two lists of names by their words in any."""
    mine, theirs = _words(said), _words(known)
    if not mine:
        return "silent"
    if site_may_stand:
        together, other = f" {' '.join(mine)} ", f" {' '.join(theirs)} "
        return "right" if mine == theirs else "part" if together in other or other in together else "wrong"
    if sorted(set(mine)) == sorted(set(theirs)):
        return "right"
    return "part" if set(mine) <= set(theirs) or set(theirs) <= set(mine) else "wrong"


VALUES = ("title", "... shown", "authors", "no author", "day")


def main() -> None:
    """Print the table of each half."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", type=Path, nargs="+")
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--each", action="store_true")
    args = parser.parse_args()
    pages = list(chain.from_iterable(pages_of(folder) for folder in args.sets))
    for half in (args.half,) if args.half is not None else (0, 1):
        measure([page for page in pages if half_of(page) == half], f"half {half}", each=args.each)


def measure(pages: Sequence[Known], name: str, *, each: bool) -> None:
    """Print the table of some pages."""
    truths = [truth(page) for page in pages]
    left_out = Counter(chain.from_iterable(one.left_out for one in truths))
    print(f"{name}: {len(pages)} pages; left out:", ", ".join(f"{count} {what}" for what, count in left_out.items()))
    for program, ask in programs():
        counts: Counter[tuple[str, str]] = Counter()
        for page, known in zip(pages, truths, strict=True):
            said = _asked(ask, page, program)
            for value, verdict in judged(said, known):
                counts[value, verdict] += 1
                if each and program == "links describe" and verdict != "right":
                    print(f"  {verdict:6} {value:9} {page.name}: {_value(said, value)} | {_value(known, value)}")
        print(f"  {program}")
        for value in VALUES:
            of = {verdict: counts[value, verdict] for verdict in ("right", "part", "wrong", "silent")}
            if total := sum(of.values()):
                print(f"    {value:9} of {total}:", *(f"{verdict} {n / total:.3f}" for verdict, n in of.items()))


def _asked(ask: Callable[[Known], Answer], page: Known, program: str) -> Answer:
    try:
        return ask(page)
    except Exception as error:  # noqa: BLE001 - whatever another program does with the page
        print(f"{program} on {page.name}: {error}", file=sys.stderr)
        return Answer()


def _value(one: Any, value: str) -> object:  # noqa: ANN401
    names = {"no author": "authors", "... shown": "title", "day": "issued" if isinstance(one, Answer) else "days"}
    return getattr(one, names.get(value, value))


if __name__ == "__main__":
    main()
