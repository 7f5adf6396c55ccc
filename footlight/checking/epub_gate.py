"""The gate of the EPUB: every note is whole, linked both ways, with intact addresses; no internal link is dead.

It reads only the finished zip, so a project's own templates are checked as ours are. `RULES` gives the order.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from xml.etree import ElementTree as ET

from footlight.checking.layout_gate import ExpectedNote, comparable_text
from footlight.engines.epub.container_reader import DamagedEpubError
from footlight.engines.epub.publication_reader import XHTML, Document, Publication, link_destination, open_publication
from footlight.engines.web.url import followable, spelt
from footlight.findings.finding import Finding

_LINKS = ("href", "src")


@dataclass(frozen=True, slots=True, kw_only=True)
class GateResult:
    """The gate's findings, and the places of the notes for the manifest."""

    findings: tuple[Finding, ...]
    places: Mapping[str, str]
    """Place of each note by its identifier: `text.xhtml#fl-note-1`, relative to the package document."""


def check_notes(data: bytes, notes: Sequence[ExpectedNote], shown: str) -> GateResult:
    """Check the notes and links of an EPUB; `shown` is the path that findings name."""
    try:
        book = open_publication(data)
    except DamagedEpubError as error:
        return GateResult(findings=(unreadable_epub(error, shown),), places={})
    return check_publication(book, notes, shown)


def unreadable_epub(error: DamagedEpubError, shown: str) -> Finding:
    """The finding for an EPUB that cannot be opened."""
    hint = "Look at your own templates/epub/ first."
    return Finding(code="epub-broken", message=f"the EPUB cannot be read: {error}", hint=hint, file=shown)


def check_publication(book: Publication, notes: Sequence[ExpectedNote], shown: str) -> GateResult:
    """Check the notes and links of an EPUB that is already open."""
    found = []
    for item in notes:
        problems = (rule(item, book) for rule in RULES)
        found += [problem for problem in problems if problem][:1]
    homes = {item.note.id: book.home(item.note.id) for item in notes}
    places = {name: f"{home.name}#{name}" for name, home in homes.items() if home}
    findings = (replace(finding, file=finding.file or shown) for finding in (*found, *_dead_links(book)))
    return GateResult(findings=tuple(findings), places=places)


def _finding(code: str, item: ExpectedNote, message: str) -> Finding:
    where = f" ('{item.note.entry.id}' of the ledger)" if item.note.entry else ""
    hint = "Look at your own templates/epub/ first."
    return Finding(
        code=code, message=f"note {item.note.number}{where} {message} in the EPUB", hint=hint, file=item.shown
    )


def _links(element: ET.Element) -> Iterator[ET.Element]:
    return (link for link in element.iter(f"{XHTML}a") if link.get("href"))


def _note(item: ExpectedNote, book: Publication) -> tuple[Document, ET.Element] | None:
    home = book.home(item.note.id)
    return (home, home.ids[item.note.id]) if home else None


def present(item: ExpectedNote, book: Publication) -> Finding | None:
    """The note stands in a document of the spine."""
    return None if _note(item, book) else _finding("epub-note-missing", item, "stands nowhere")


def called(item: ExpectedNote, book: Publication) -> Finding | None:
    """The call stands in the text, link_destination to its note and shows its number."""
    home, note = book.home(item.note.call_id), _note(item, book)
    call = home.ids[item.note.call_id] if home else None
    if home is None or call is None or note is None:
        return _finding("epub-note-without-call", item, "has no call")
    if link_destination(home, call.get("href", "")) != (note[0].path, item.note.id):
        return _finding("epub-call-astray", item, "has a call that does not lead to it")
    if "".join(call.itertext()).strip() != str(item.note.number):
        return _finding("epub-call-astray", item, "has a call that does not show its number")
    return None


def backlinked(item: ExpectedNote, book: Publication) -> Finding | None:
    """The note link_destination back to its call."""
    home, note = book.home(item.note.call_id), _note(item, book)
    if home is None or note is None:
        return None
    targets = [link_destination(note[0], link.attrib["href"]) for link in _links(note[1])]
    if (home.path, item.note.call_id) in targets:
        return None
    return _finding("epub-note-no-way-back", item, "has no link back to its call")


def whole(item: ExpectedNote, book: Publication) -> Finding | None:
    """All words of the note are there, in order."""
    note = _note(item, book)
    if note is None:
        return None
    lost = missing_words(note[1], item)
    return _finding("epub-note-incomplete", item, f"does not say “{lost[:60]}”") if lost else None


def missing_words(note: ET.Element, item: ExpectedNote) -> str:
    """The first words of a note that do not stand in its element, after those before them; empty where all do."""
    layer = comparable_text("".join(note.itertext()))
    at = 0
    for words in item.words:
        wanted = comparable_text(words)
        at = layer.find(wanted, at)
        if at < 0:
            return words
        at += len(wanted)
    return ""


def addresses_intact(item: ExpectedNote, book: Publication) -> Finding | None:
    """Each address, also that of the archived copy, is printed without a change and is a link to itself."""
    note = _note(item, book)
    unlinked, unshown = faulty_address(note[1], item) if note else ("", "")
    if unlinked:
        return _finding("epub-address-dead", item, f"has no link to {unlinked}")
    return _finding("epub-address-broken", item, f"does not show {unshown} whole") if unshown else None


def faulty_address(note: ET.Element, item: ExpectedNote) -> tuple[str, str]:
    """The first address that a note does not link to, or the first that it does not show whole; empty where none is."""
    entry = item.note.entry
    links = [("".join(link.itertext()), link.get("href", "")) for link in note.iter(f"{XHTML}a")]
    archived = entry.archive_url if entry and entry.status.printed and not item.note.see else ""
    wanted = [*item.addresses, *((_bare(archived), archived) for _ in range(bool(archived)))]
    for shown, url in wanted:
        target = spelt(url) if followable(url) else ""
        if not any(href == target for _, href in links):
            return url, ""
        if not any(href == target and shown in (words, _bare(words)) for words, href in links):
            return "", shown
    return "", ""


def _bare(url: str) -> str:
    return url.removeprefix("https://")


Rule = Callable[[ExpectedNote, Publication], Finding | None]
RULES: tuple[Rule, ...] = (present, called, backlinked, whole, addresses_intact)
"""Rules on one note, in order; the first that fails is reported."""


def _dead_links(book: Publication) -> list[Finding]:
    """One finding for each internal link without a target."""
    names = book.container.names
    ids = {document.path: document.ids for document in book.documents}
    found: dict[str, Finding] = {}
    for document in book.documents:
        values = (element.get(name) for element in document.root.iter() for name in _LINKS)
        for target in filter(None, values):
            path, fragment = link_destination(document, target)
            if path and (path not in names or (fragment and fragment not in ids.get(path, {}))):
                message = f"a link in the EPUB link_destination nowhere: {target} in {document.name}"
                hint = "Look at your own templates/epub/ first."
                found[target] = Finding(code="epub-link-dead", message=message, hint=hint)
    return list(found.values())
