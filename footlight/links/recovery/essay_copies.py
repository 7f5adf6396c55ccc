"""Find copies of the essay that still have its links: captures of its page, feed entries, reprints elsewhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urljoin

from footlight.engines.html_pages import decode, feed_items
from footlight.ledger.entries import Searched
from footlight.ledger.further_help import NOT_THERE, OWN_PAGE
from footlight.links.archives.archive import (
    Archive,
    Body,
    Capture,
    Excluded,
    Found,
    IndexAnswer,
    NotArchived,
    Query,
    SearchableArchive,
    Unreachable,
)
from footlight.links.archives.url_key import host_of, loose_key
from footlight.links.captured_page import Page, read_page
from footlight.links.recovery.alignment import align
from footlight.links.recovery.capture_choice import is_usable
from footlight.links.recovery.recovery_result import EssayFacts
from footlight.links.recovery.visible_text import VisibleText, words_and_breaks
from footlight.links.search_terms import terms

_CAPTURES_READ = 8
_FEEDS_READ = 20
_REPRINTS_READ = 3
_REPRINT_SHARE = 0.8
"""Share of the essay's words, in order, that make a page a reprint; yearly announcements share three quarters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EssayCopy:
    """A copy of the essay."""

    what: str
    """The kind of copy: capture, feed or reprint."""
    capture: Capture
    page: Page
    raw: str
    """Its bytes as text, from which lines are quoted."""
    sha256: str


@dataclass(slots=True)
class CopySearch:
    """The copies that were found, and the searches for them."""

    copies: list[EssayCopy] = field(default_factory=list)
    searched: list[Searched] = field(default_factory=list)
    blocked: list[Unreachable | Excluded] = field(default_factory=list)
    """Requests without an answer; they do not mean that nothing is there."""


def find_copies(essay: VisibleText, facts: EssayFacts, archives: Sequence[Archive]) -> CopySearch:
    """Return every copy that the archives hold, those nearest to the essay's date first."""
    found = CopySearch()
    for archive in archives:
        if facts.url:
            _own_captures(archive, facts, found)
        if isinstance(archive, SearchableArchive):
            found.copies += _feed_entries(archive, facts)
            found.copies += _reprints(archive, essay, facts)
    return found


def describe_answer(answer: IndexAnswer) -> str:
    """Describe an archive's answer for the ledger."""
    match answer:
        case Found():
            return f"{len(answer.value)} capture{'' if len(answer.value) == 1 else 's'}"
        case NotArchived():
            return NOT_THERE
        case Unreachable():
            return f"not answered: {answer.why}"
        case Excluded():
            return f"excluded: {answer.why}" if answer.why else "excluded"


def _own_captures(archive: Archive, facts: EssayFacts, found: CopySearch) -> None:
    answer = archive.captures(Query(url=facts.url))
    day = archive.asked() if isinstance(archive, SearchableArchive) else None
    found.searched.append(
        Searched(where=f"{archive.name}: {OWN_PAGE} {facts.url}", when=day, result=describe_answer(answer))
    )
    if isinstance(answer, Unreachable | Excluded):
        found.blocked.append(answer)
    if not isinstance(answer, Found):
        return
    digests: set[str] = set()
    for capture in _nearest(answer.value, facts.date):
        if not is_usable(capture) or (capture.digest and capture.digest in digests) or len(digests) >= _CAPTURES_READ:
            continue
        digests.add(capture.digest or capture.timestamp)
        reading = archive.read(capture)
        if isinstance(reading, Found):
            found.copies.append(_copy("capture", capture, reading.value))


def _nearest(captures: Sequence[Capture], written: date | None) -> list[Capture]:
    day = written.toordinal() if written else 0
    return sorted(captures, key=lambda c: abs(c.when.date().toordinal() - day))


def _copy(what: str, capture: Capture, body: Body) -> EssayCopy:
    return EssayCopy(
        what=what,
        capture=capture,
        page=read_page(body.data, url=capture.original, content_type=body.content_type),
        raw=decode(body.data, body.content_type),
        sha256=body.sha256,
    )


def _feed_entries(archive: SearchableArchive, facts: EssayFacts) -> Iterator[EssayCopy]:
    own, title = loose_key(facts.url) if facts.url else "", terms(facts.title)
    for capture in archive.feeds()[:_FEEDS_READ]:
        reading = archive.read(capture)
        if not isinstance(reading, Found):
            continue
        for item in feed_items(reading.value.data, base=capture.original):
            if not item.content or not (
                (own and loose_key(item.link) == own) or (title and terms(item.title) == title)
            ):
                continue
            page = read_page(
                item.content.encode(), url=urljoin(capture.original, item.link), content_type="text/html; charset=utf-8"
            )
            raw = decode(reading.value.data, reading.value.content_type)
            yield EssayCopy(what="feed", capture=capture, page=page, raw=raw, sha256=reading.value.sha256)


def _reprints(archive: SearchableArchive, essay: VisibleText, facts: EssayFacts) -> Iterator[EssayCopy]:
    """Yield pages of other addresses with the essay's text."""
    library = archive.library
    words = [term for word in essay.words[:60] for term in terms(word.text)]
    own, title = loose_key(facts.url) if facts.url else "", tuple(terms(facts.title))
    for number in library.find(words[:30], "body", _REPRINTS_READ):
        page = library.page(number)
        run = f" {' '.join(words[4:8])} "
        elsewhere = host_of(page.url) != host_of(facts.url) or page.title_terms == title
        if page.key == own or not elsewhere or run not in page.running:
            continue
        capture = archive.capture_of(page.capture)
        reading = archive.read(capture) if capture else NotArchived()
        if capture is None or not isinstance(reading, Found):
            continue
        copy = _copy("reprint", capture, reading.value)
        if _share_of_essay(essay, copy.page) >= _REPRINT_SHARE:
            yield copy


def _share_of_essay(essay: VisibleText, page: Page) -> float:
    """Return the share of the essay's words that stand in the page, in the same order."""
    words = [word.text for word in essay.lined_words]
    return align(words, [word.text for word in words_and_breaks(page.text)]).share(0, len(words))


def quote_line(raw: str, url: str) -> str:
    """Return the line of a page's source that holds an address byte for byte; empty for a relative link."""
    for form in (url, url.replace("&", "&amp;")):
        at = raw.find(form)
        if at >= 0:
            start = max(raw.rfind("\n", 0, at) + 1, at - 160)
            stop = raw.find("\n", at)
            return raw[start : min(stop if stop >= 0 else len(raw), at + len(form) + 160)].strip()
    return ""
