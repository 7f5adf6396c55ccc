"""Find the new address of a dead page by the moves of its siblings; a candidate only, because nobody has seen it.

The archives' indexes are searched for redirects in the folder of the dead address, then in the folders above it. A
redirect whose target the index does not give is read, up to a bound. The candidate says what the siblings show.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from footlight.ledger.entries import Candidate, Evidence, Method, Reason, Searched, Status
from footlight.links.archives.archive import (
    Archive,
    Capture,
    Found,
    Match,
    NotArchived,
    Query,
    Redirected,
    SearchableArchive,
    Unreachable,
)
from footlight.links.archives.soft_404_captures import says_not_found
from footlight.links.archives.url_key import host_of, urlkey
from footlight.links.captured_page import Page, read_page, slug_words
from footlight.links.recovery.capture_choice import choose_capture
from footlight.links.recovery.essay_copies import describe_answer
from footlight.links.recovery.recovery_result import EssayFacts, Recovery
from footlight.links.recovery.sibling_pattern import Move, Pattern, have_same_shape, learn_pattern
from footlight.links.search_terms import terms

_FOLDERS = 3
"""Folders that are searched: its own and those above it."""
_ROWS = 3_000
_SIBLINGS = 20
"""Siblings of a folder that are used, the nearest in the alphabet, with the last and first redirect of each."""
_SURE = 3
"""Siblings that agree, so that no folder above is searched; two are enough if there are no more."""
_QUOTED = 3
"""Moves that the ledger keeps as evidence."""


@dataclass(slots=True)
class _SiblingRedirects:
    """Redirects of siblings in the order of the searches, and the searches."""

    moves: list[tuple[Move, Capture]] = field(default_factory=list)
    searched: list[Searched] = field(default_factory=list)
    silent: bool = False
    """Whether a request had no answer that a later one may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _FittingCapture:
    """A capture of the pattern's address whose page is about the same as the dead link."""

    capture: Capture
    sha256: str
    page: Page

    def described(self, found: Recovery) -> Recovery:
        """Return the candidate with title, author and date of the captured page."""
        row = Evidence(
            what="capture",
            url=self.capture.original,
            seen=self.capture.when,
            sha256=self.sha256,
            line=self.page.title,
            artefact=self.capture.artefact,
        )
        return replace(
            found,
            title=self.page.title,
            author=self.page.author,
            issued=self.page.published,
            archive_url=self.capture.archive_url,
            archived=self.capture.when,
            evidence=(*found.evidence, row),
        )


def search_siblings(
    lost: Recovery, url: str, facts: EssayFacts, archives: Sequence[Archive], day: date | None = None
) -> Recovery:
    """Return the place of a dead address as a candidate if its siblings show a pattern and no capture contradicts it.

    `day` is the day of the search; if it is None, the archives know the day of their answers.
    """
    seen = _SiblingRedirects()
    pattern = _pattern(url, archives, seen, day)
    lost = replace(lost, searched=(*lost.searched, *seen.searched))
    if pattern is None:
        unsure = seen.silent and lost.reason is Reason.NOTHING_FOUND
        return replace(lost, reason=Reason.NOT_SEARCHED) if unsure else lost
    new = pattern.applied(url)
    fitting: _FittingCapture | None = None
    for archive in archives:
        held = _fitting_capture(archive, new, _identifying_terms(url, lost.place.anchor), facts)
        if isinstance(held, str) and held:
            row = Searched(where=f"{archive.name}: captures of {new}", when=day or _asked(archive), result=held)
            return replace(lost, searched=(*lost.searched, row))
        fitting = fitting or (held if isinstance(held, _FittingCapture) else None)
    return _candidate(lost, pattern, seen, url, fitting)


def _pattern(url: str, archives: Sequence[Archive], seen: _SiblingRedirects, day: date | None) -> Pattern | None:
    """Return the pattern of the nearest folder, perhaps confirmed by those above it.

    An archive that does not answer is not asked again.
    """
    pattern: Pattern | None = None
    asked = list(archives)
    for folder in _folders(url):
        asked = [archive for archive in asked if _search_folder(archive, folder, url, seen, day or _asked(archive))]
        found = learn_pattern([move for move, _ in seen.moves], url)
        if pattern is None or (found and found.applied(url) == pattern.applied(url)):
            pattern = found
        if pattern and len(pattern.moves) >= _SURE:
            break
    return pattern


def _asked(archive: Archive) -> date | None:
    return archive.asked() if isinstance(archive, SearchableArchive) else None


def _folders(url: str) -> list[str]:
    """Return the prefixes to search: the address before a query, or else the folder and those above it.

    The root of a site only if the page itself lies there.
    """
    head, mark, _ = url.partition("#")[0].partition("?")
    if mark:
        return [f"{head}?"]
    path = head.rstrip("/")
    start = len(head) - len(head.partition("://")[2].partition("/")[2])
    found: list[str] = []
    while len(found) < _FOLDERS and (slash := path.rfind("/")) >= start - 1:
        if found and slash < start:
            break
        found.append(path[: slash + 1])
        path = path[:slash]
    return found


def _search_folder(archive: Archive, folder: str, url: str, seen: _SiblingRedirects, day: date | None) -> bool:
    """Search a folder for redirects; return whether the archive answered."""
    answer = archive.captures(Query(url=folder, match=Match.PREFIX, limit=_ROWS, moves=True))
    result = describe_answer(answer)
    if isinstance(answer, Found):
        known = {capture.locator for _, capture in seen.moves}
        rows = [row for row in _nearest(answer.value, url) if row.locator not in known]
        led = [(row, *_redirect_target(archive, row)) for row in rows]
        seen.moves += [(Move(old=row.original, new=to.partition("#")[0]), row) for row, to, _ in led if to]
        silent = sum(not answered for *_, answered in led)
        result = f"{len(answer.value)} redirects, {len(rows) - silent} of them of siblings looked at"
        result += f"; {silent} not answered" if silent else ""
        seen.silent = seen.silent or bool(silent)
    elif isinstance(answer, Unreachable):
        seen.silent = seen.silent or not answer.why.startswith("not asked")
    seen.searched.append(Searched(where=f"{archive.name}: redirects in {folder}*", when=day, result=result))
    return isinstance(answer, Found | NotArchived)


def _nearest(rows: Sequence[Capture], url: str) -> list[Capture]:
    """Return at most two captures of each of the nearest siblings with the shape of the address."""
    siblings: dict[str, list[Capture]] = {}
    for row in rows:
        if row.urlkey in siblings or (row.urlkey != urlkey(url) and have_same_shape(row.original, url)):
            siblings.setdefault(row.urlkey, []).append(row)
    before = sorted((key for key in siblings if key < urlkey(url)), reverse=True)
    after = sorted(key for key in siblings if key > urlkey(url))
    half = _SIBLINGS // 2
    first = before[: max(half, _SIBLINGS - len(after))]
    near = [*first, *after[: _SIBLINGS - len(first)]]
    found: list[Capture] = []
    for key in sorted(near):
        captures = sorted(siblings[key], key=lambda row: row.timestamp, reverse=True)
        found += captures[:1] + captures[-1:] if len(captures) > 1 else captures
    return found


def _redirect_target(archive: Archive, capture: Capture) -> tuple[str, bool]:
    """Return the target of a redirect if it is known, and whether the archive answered."""
    if capture.redirect:
        return capture.redirect, True
    reading = archive.read(capture)
    return reading.to if isinstance(reading, Redirected) else "", not isinstance(reading, Unreachable)


def _candidate(
    lost: Recovery, pattern: Pattern, seen: _SiblingRedirects, url: str, held: _FittingCapture | None
) -> Recovery:
    """Return the place with the pattern's address, and with a fitting capture of it if there is one."""
    new = pattern.applied(url)
    number = len(pattern.moves)
    agree = f"{number} of {pattern.siblings}" if pattern.siblings > number else f"{number}"
    why = f"{agree} siblings went from {pattern.words}"
    rows = dict(reversed(seen.moves))
    pairs = tuple(
        Evidence(what="cdx-row", url=move.old, seen=rows[move].when, line=move.new) for move in pattern.moves[:_QUOTED]
    )
    found = replace(
        lost,
        status=Status.CANDIDATE,
        reason=None,
        url=new,
        site=host_of(new),
        method=Method.SIBLING_PATTERN,
        evidence=(*lost.evidence, *pairs),
        candidates=(Candidate(url=new, title=held.page.title if held else "", why=why), *lost.candidates),
    )
    return held.described(found) if held else found


def _fitting_capture(
    archive: Archive, new: str, told: Sequence[frozenset[str]], facts: EssayFacts
) -> _FittingCapture | str:
    """Return the fitting capture of an address, or a text that says what contradicts it, empty if nothing does."""
    held = choose_capture(archive, new, facts.date)
    if held is None:
        answer = archive.captures(Query(url=new))
        wrong = isinstance(answer, Found) and all(row.soft or row.status >= 400 for row in answer.value)
        return "captured as an error page only" if wrong else ""
    capture, body = held
    page = read_page(body.data, url=capture.original, content_type=body.content_type)
    if says_not_found(page):
        return "its capture says that nothing is there"
    if capture.urlkey != urlkey(new):
        return ""  # it redirected again, which says nothing about the page
    headed = set(terms(" ".join((page.title, *page.headings))))
    if any(2 * len(words & headed) >= len(words) for words in told):
        return _FittingCapture(capture=capture, sha256=body.sha256, page=page)
    whole = headed | set(terms(page.body))
    return "its capture speaks of something else" if told and not any(words & whole for words in told) else ""


def _identifying_terms(url: str, anchor: str) -> list[frozenset[str]]:
    """Return the terms by which the page can be recognized: those of its address and of the link's words."""
    found = (frozenset(terms(words)) for words in (slug_words(url), anchor))
    return [words for words in found if any(not word.isdigit() for word in words)]
