"""The gate of the EPUB: every note whole, its call and its way back alive, its addresses intact, every link within
the book leading somewhere. And what EPUBCheck says, as findings.

It reads the finished zip and nothing else, so that a template of a project's own is held to it as the house's are.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

from footlight.checking.layout import SetNote, squeezed
from footlight.engines.epubcheck import Message, run
from footlight.finding import Finding
from footlight.webaddress import followable, spelt

_XHTML = "{http://www.w3.org/1999/xhtml}"
_OPF = "{http://www.idpf.org/2007/opf}"
_WITH_LINKS = ("application/xhtml+xml", "application/x-dtbncx+xml")
_LINKS = ("href", "src")
_CONTAINER = "META-INF/container.xml"
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, RuntimeError, ET.ParseError, UnicodeDecodeError)
"""What reading an EPUB raises that is none, or is damaged, encrypted (RuntimeError), or packed in an unknown way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What the gate found."""

    findings: tuple[Finding, ...]
    places: Mapping[int, str]
    """Where each note stands, by its number: `text.xhtml#fl-note-1`, from the package document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document that holds links."""

    path: str
    """Within the zip."""
    root: ET.Element
    ids: Mapping[str, ET.Element]


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A book as a reader gets it."""

    shown: str
    folder: str
    """Of the package document, ending in a slash where it is not the top."""
    names: frozenset[str]
    documents: tuple[Document, ...]
    """Those of the spine first, in its order, then all else that holds links, the package document with them."""
    spine: frozenset[str]

    def home(self, identifier: str) -> Document | None:
        """The document of the spine in which an identifier stands."""
        return next((d for d in self.documents if d.path in self.spine and identifier in d.ids), None)

    def leads(self, document: Document, href: str) -> tuple[str, str]:
        """The file and the identifier that a link within the book leads to; empty for one that leads out."""
        parts = urlsplit(href)
        if parts.scheme or parts.netloc:
            return "", ""
        path = posixpath.normpath(posixpath.join(posixpath.dirname(document.path), unquote(parts.path)))
        return path if parts.path else document.path, unquote(parts.fragment)


def check_notes(data: bytes, notes: Sequence[SetNote], shown: str) -> Checked:
    """The notes and the links of an EPUB; `shown` is the source's path, for findings."""
    try:
        book = open_book(data, shown)
    except DAMAGE as error:
        hint = "Look at your own templates/epub/ first."
        broken = Finding(code="epub-broken", message=f"the EPUB cannot be read: {error}", hint=hint, file=shown)
        return Checked(findings=(broken,), places={})
    found = []
    for item in notes:
        problems = (rule(item, book) for rule in RULES)
        found += [problem for problem in problems if problem][:1]
    homes = {item.note.number: (book.home(item.note.id), item.note.id) for item in notes}
    places = {n: f"{home.path.removeprefix(book.folder)}#{name}" for n, (home, name) in homes.items() if home}
    return Checked(findings=(*found, *_dead_links(book)), places=places)


def check_epub(path: Path, shown: str) -> tuple[Finding, ...]:
    """What EPUBCheck says of an EPUB, which `shown` names.

    Raises EnvironmentProblem where there is no Java, EngineError where EPUBCheck breaks down.
    """
    return check_epubs([(path, shown)])[0]


def check_epubs(books: Sequence[tuple[Path, str]]) -> tuple[tuple[Finding, ...], ...]:
    """What EPUBCheck says of each EPUB, all of them read by one Java machine, one after the other. Raises as above."""
    said = run([path for path, _ in books])
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


def open_book(data: bytes, shown: str) -> Book:
    """The book of a zip, as a reader opens it. Raises what `DAMAGE` lists."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        container = ET.fromstring(archive.read(_CONTAINER))  # noqa: S314 - it is our own
        package = next(e.attrib["full-path"] for e in container.iter() if e.tag.endswith("}rootfile"))
        folder = package.rpartition("/")[0]
        folder = f"{folder}/" if folder else ""
        tree = ET.fromstring(archive.read(package))  # noqa: S314 - as above
        items = {item.attrib["id"]: item for item in tree.iter(f"{_OPF}item")}
        order = [folder + items[ref.attrib["idref"]].attrib["href"] for ref in tree.iter(f"{_OPF}itemref")]
        others = [folder + item.attrib["href"] for item in items.values() if item.get("media-type") in _WITH_LINKS]
        documents = [_document(path, archive.read(path)) for path in dict.fromkeys([*order, *others, package])]
        names = frozenset(archive.namelist())
    return Book(shown=shown, folder=folder, names=names, documents=tuple(documents), spine=frozenset(order))


def _document(path: str, data: bytes) -> Document:
    root = ET.fromstring(data)  # noqa: S314 - as above
    return Document(path=path, root=root, ids={e.attrib["id"]: e for e in root.iter() if e.get("id")})


def _finding(code: str, item: SetNote, message: str, book: Book, hint: str = "") -> Finding:
    where = f" ('{item.note.entry.id}' of the ledger)" if item.note.entry else ""
    hint = hint or "Look at your own templates/epub/ first."
    return Finding(
        code=code, message=f"note {item.note.number}{where} {message} in the EPUB", hint=hint, file=book.shown
    )


def _links(element: ET.Element) -> Iterator[ET.Element]:
    return (link for link in element.iter(f"{_XHTML}a") if link.get("href"))


def _note(item: SetNote, book: Book) -> tuple[Document, ET.Element] | None:
    home = book.home(item.note.id)
    return (home, home.ids[item.note.id]) if home else None


def present(item: SetNote, book: Book) -> Finding | None:
    """The note stands in a document that is read."""
    return None if _note(item, book) else _finding("epub-note-missing", item, "stands nowhere", book)


def called(item: SetNote, book: Book) -> Finding | None:
    """The call stands in the text, leads to the note and shows its number."""
    home, note = book.home(item.note.call_id), _note(item, book)
    call = home.ids[item.note.call_id] if home else None
    if home is None or call is None or note is None:
        return _finding("epub-note-without-call", item, "has no call", book)
    if book.leads(home, call.get("href", "")) != (note[0].path, item.note.id):
        return _finding("epub-call-astray", item, "has a call that does not lead to it", book)
    if "".join(call.itertext()).strip() != str(item.note.number):
        return _finding("epub-call-astray", item, "has a call that does not show its number", book)
    return None


def ways_back(item: SetNote, book: Book) -> Finding | None:
    """The note leads back to its call."""
    home, note = book.home(item.note.call_id), _note(item, book)
    if home is None or note is None:
        return None
    targets = [book.leads(note[0], link.attrib["href"]) for link in _links(note[1])]
    if (home.path, item.note.call_id) in targets:
        return None
    return _finding("epub-note-no-way-back", item, "has no link back to its call", book)


def whole(item: SetNote, book: Book) -> Finding | None:
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
            return _finding("epub-note-incomplete", item, f"does not say “{words[:60]}”", book)
        at += len(wanted)
    return None


def addresses_intact(item: SetNote, book: Book) -> Finding | None:
    """Each address stands character for character, as a link to where it says; so does that of the captured copy."""
    note, entry = _note(item, book), item.note.entry
    if note is None:
        return None
    links = [("".join(link.itertext()), link.get("href", "")) for link in note[1].iter(f"{_XHTML}a")]
    archived = entry.archive_url if entry and entry.status.printed and not item.note.see else ""
    wanted = [*item.addresses, *((_bare(archived), archived) for _ in range(bool(archived)))]
    for shown, url in wanted:
        target = spelt(url) if followable(url) else ""
        if not any(href == target for _, href in links):
            return _finding("epub-address-dead", item, f"has no link to {url}", book)
        if not any(href == target and shown in (words, _bare(words)) for words, href in links):
            return _finding("epub-address-broken", item, f"does not show {shown} whole", book)
    return None


def _bare(url: str) -> str:
    return url.removeprefix("https://")


Rule = Callable[[SetNote, Book], Finding | None]
RULES: tuple[Rule, ...] = (present, called, ways_back, whole, addresses_intact)


def _dead_links(book: Book) -> list[Finding]:
    """Links within the book that lead nowhere, each once."""
    ids = {document.path: document.ids for document in book.documents}
    found: dict[str, Finding] = {}
    for document in book.documents:
        values = (element.get(name) for element in document.root.iter() for name in _LINKS)
        for target in filter(None, values):
            path, fragment = book.leads(document, target)
            if path and (path not in book.names or (fragment and fragment not in ids.get(path, {}))):
                message = f"a link in the EPUB leads nowhere: {target} in {document.path.removeprefix(book.folder)}"
                hint = "Look at your own templates/epub/ first."
                found[target] = Finding(code="epub-link-dead", message=message, hint=hint, file=book.shown)
    return list(found.values())
