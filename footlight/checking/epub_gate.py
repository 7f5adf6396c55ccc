"""The gate of the EPUB: every note whole, its call and its way back alive, its addresses intact, every link within
the book leading somewhere. And what EPUBCheck says, as findings.

It reads the finished zip and nothing else, so that a template of a project's own is held to it as the house's are.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree as ET

from footlight.checking.layout_gate import SetNote, squeezed
from footlight.engines.epub.container_reader import DamagedEpubError
from footlight.engines.epub.publication import XHTML, Document, Publication, link_destination, open_publication
from footlight.engines.epubcheck import Message, check_books
from footlight.engines.web.url import followable, spelt
from footlight.findings.finding import Finding

_LINKS = ("href", "src")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What the gate found."""

    findings: tuple[Finding, ...]
    places: Mapping[int, str]
    """Where each note stands, by its number: `text.xhtml#fl-note-1`, from the package document."""


def check_notes(data: bytes, notes: Sequence[SetNote], shown: str) -> Checked:
    """The notes and the links of an EPUB; `shown` is the source's path, for findings."""
    try:
        book = open_publication(data)
    except DamagedEpubError as error:
        return Checked(findings=(broken(error, shown),), places={})
    return gate(book, notes, shown)


def broken(error: DamagedEpubError, shown: str) -> Finding:
    """What is said of an EPUB that cannot be opened."""
    hint = "Look at your own templates/epub/ first."
    return Finding(code="epub-broken", message=f"the EPUB cannot be read: {error}", hint=hint, file=shown)


def gate(book: Publication, notes: Sequence[SetNote], shown: str) -> Checked:
    """The same of one that is open."""
    found = []
    for item in notes:
        problems = (rule(item, book) for rule in RULES)
        found += [problem for problem in problems if problem][:1]
    homes = {item.note.number: (book.home(item.note.id), item.note.id) for item in notes}
    places = {n: f"{home.name}#{name}" for n, (home, name) in homes.items() if home}
    findings = (replace(finding, file=shown) for finding in (*found, *_dead_links(book)))
    return Checked(findings=tuple(findings), places=places)


def check_epub(path: Path, shown: str) -> tuple[Finding, ...]:
    """What EPUBCheck says of an EPUB, which `shown` names.

    Raises EnvironmentProblem where there is no Java, EngineError where EPUBCheck breaks down.
    """
    return check_epubs([(path, shown)])[0]


def check_epubs(books: Sequence[tuple[Path, str]]) -> tuple[tuple[Finding, ...], ...]:
    """What EPUBCheck says of each EPUB, all of them read by one Java machine, one after the other. Raises as above."""
    said = check_books([path for path, _ in books])
    return tuple(
        tuple(_epubcheck_finding(message, shown) for message in messages)
        for (_, shown), messages in zip(books, said, strict=True)
    )


def _epubcheck_finding(message: Message, shown: str) -> Finding:
    place = ":".join([message.path, *(str(n) for n in (message.line, message.column) if n)]) if message.path else ""
    return Finding(
        code=f"epubcheck-{message.id.lower()}",
        severity=message.severity,
        message=f"EPUBCheck: {message.text}" + (f" ({place})" if place else ""),
        hint="Look at your own templates/epub/ first; else this is worth a report to the makers of Footlight.",
        file=shown,
    )


def _finding(code: str, item: SetNote, message: str) -> Finding:
    where = f" ('{item.note.entry.id}' of the ledger)" if item.note.entry else ""
    hint = "Look at your own templates/epub/ first."
    return Finding(code=code, message=f"note {item.note.number}{where} {message} in the EPUB", hint=hint)


def _links(element: ET.Element) -> Iterator[ET.Element]:
    return (link for link in element.iter(f"{XHTML}a") if link.get("href"))


def _note(item: SetNote, book: Publication) -> tuple[Document, ET.Element] | None:
    home = book.home(item.note.id)
    return (home, home.ids[item.note.id]) if home else None


def present(item: SetNote, book: Publication) -> Finding | None:
    """The note stands in a document that is read."""
    return None if _note(item, book) else _finding("epub-note-missing", item, "stands nowhere")


def called(item: SetNote, book: Publication) -> Finding | None:
    """The call stands in the text, leads to the note and shows its number."""
    home, note = book.home(item.note.call_id), _note(item, book)
    call = home.ids[item.note.call_id] if home else None
    if home is None or call is None or note is None:
        return _finding("epub-note-without-call", item, "has no call")
    if link_destination(home, call.get("href", "")) != (note[0].path, item.note.id):
        return _finding("epub-call-astray", item, "has a call that does not lead to it")
    if "".join(call.itertext()).strip() != str(item.note.number):
        return _finding("epub-call-astray", item, "has a call that does not show its number")
    return None


def ways_back(item: SetNote, book: Publication) -> Finding | None:
    """The note leads back to its call."""
    home, note = book.home(item.note.call_id), _note(item, book)
    if home is None or note is None:
        return None
    targets = [link_destination(note[0], link.attrib["href"]) for link in _links(note[1])]
    if (home.path, item.note.call_id) in targets:
        return None
    return _finding("epub-note-no-way-back", item, "has no link back to its call")


def whole(item: SetNote, book: Publication) -> Finding | None:
    """All words of the note are there, in their order."""
    note = _note(item, book)
    if note is None:
        return None
    layer = squeezed("".join(note[1].itertext()))
    at = 0
    for words in item.words:
        wanted = squeezed(words)
        at = layer.find(wanted, at)
        if at < 0:
            return _finding("epub-note-incomplete", item, f"does not say “{words[:60]}”")
        at += len(wanted)
    return None


def addresses_intact(item: SetNote, book: Publication) -> Finding | None:
    """Each address stands character for character, as a link to where it says; so does that of the captured copy."""
    note, entry = _note(item, book), item.note.entry
    if note is None:
        return None
    links = [("".join(link.itertext()), link.get("href", "")) for link in note[1].iter(f"{XHTML}a")]
    archived = entry.archive_url if entry and entry.status.printed and not item.note.see else ""
    wanted = [*item.addresses, *((_bare(archived), archived) for _ in range(bool(archived)))]
    for shown, url in wanted:
        target = spelt(url) if followable(url) else ""
        if not any(href == target for _, href in links):
            return _finding("epub-address-dead", item, f"has no link to {url}")
        if not any(href == target and shown in (words, _bare(words)) for words, href in links):
            return _finding("epub-address-broken", item, f"does not show {shown} whole")
    return None


def _bare(url: str) -> str:
    return url.removeprefix("https://")


Rule = Callable[[SetNote, Publication], Finding | None]
RULES: tuple[Rule, ...] = (present, called, ways_back, whole, addresses_intact)


def _dead_links(book: Publication) -> list[Finding]:
    """Links within the book that lead nowhere, each once."""
    names = book.container.names
    ids = {document.path: document.ids for document in book.documents}
    found: dict[str, Finding] = {}
    for document in book.documents:
        values = (element.get(name) for element in document.root.iter() for name in _LINKS)
        for target in filter(None, values):
            path, fragment = link_destination(document, target)
            if path and (path not in names or (fragment and fragment not in ids.get(path, {}))):
                message = f"a link in the EPUB leads nowhere: {target} in {document.name}"
                hint = "Look at your own templates/epub/ first."
                found[target] = Finding(code="epub-link-dead", message=message, hint=hint)
    return list(found.values())
