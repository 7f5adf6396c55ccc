"""What each reading system does with each note of an EPUB: rows of knowledge, each with its source and date.

A finding here is no defect of the book: a note that does not pop up is still reached by its link and links back.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from footlight.engines.epub.publication_reader import XHTML, Document, Publication, link_destination, semantic_types
from footlight.essay.document import is_call
from footlight.findings.finding import Finding, Severity
from footlight.textmatch.places import single_spaced


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteFacts:
    """Properties of a note that decide how a reading system treats it."""

    number: str
    """The number that its call shows."""
    length: int
    """Length of its text in characters, with normalized white space, without the number."""
    behind: bool
    """Whether it comes after its call in reading order."""
    same_file: bool
    """Whether it stands in the document of its call."""
    raised: bool
    """Whether the call is in superscript."""
    call_types: frozenset[str]
    """`epub:type` and `role` of the call."""
    note_types: frozenset[str]
    leads_back: bool
    back_first: bool
    """Whether the link back opens the note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderRule:
    """What one reading system does with notes that meet a condition."""

    code: str
    reader: str
    holds: Callable[[NoteFacts], bool]
    """The condition."""
    says: str
    """Continues "NAME: note 3 …"."""
    hint: str
    source: str
    """Where the knowledge is from."""
    seen: str
    """When it was verified, `YYYY-MM-DD`."""
    severity: Severity = Severity.INFO


_SHORTER = "Make it shorter if it has to pop up; the link works all the same."
_TEMPLATES = "Look at your own templates/epub/; our templates have this markup."
_KOBO = "Kobo's EPUB guidelines, footnotes and endnotes (https://github.com/kobolabs/epub-spec)"
_KINDLE = "Amazon's Kindle Publishing Guidelines, on footnotes"
_APPLE = "Apple Books Asset Guide 5.3, Pop-up Footnotes (https://help.apple.com/itc/booksassetguide/)"
_THORIUM = "https://github.com/edrlab/thorium-reader/issues/1667"
_THORIUM_FILES = "https://github.com/edrlab/thorium-reader/issues/1606"
_KOREADER = "https://github.com/koreader/koreader/issues/5925"
_TRIED = "2026-11-23"
KOBO_SHORTEST, KOBO_LONGEST = 9, 5_000
"""Kobo shows a pop-up for notes within these lengths in characters, inclusive."""

RULES = (
    ReaderRule(
        code="reader-kobo-long",
        reader="Kobo",
        holds=lambda note: note.length > KOBO_LONGEST,
        says=f"does not pop up: it has over {KOBO_LONGEST:,} characters",
        hint=_SHORTER,
        source=_KOBO,
        seen=_TRIED,
    ),
    ReaderRule(
        code="reader-kobo-short",
        reader="Kobo",
        holds=lambda note: note.length < KOBO_SHORTEST,
        says=f"does not pop up: it has fewer than {KOBO_SHORTEST} characters",
        hint="Say more in it if it has to pop up; the link works all the same.",
        source=_KOBO,
        seen=_TRIED,
    ),
    ReaderRule(
        code="reader-kobo-before",
        reader="Kobo",
        holds=lambda note: not note.behind,
        says="does not pop up: it stands in front of its call",
        hint=_TEMPLATES,
        source=_KOBO,
        seen=_TRIED,
        severity=Severity.WARNING,
    ),
    ReaderRule(
        code="reader-kindle-one-way",
        reader="Kindle",
        holds=lambda note: not note.leads_back,
        says="does not pop up: it has no link back",
        hint=_TEMPLATES,
        source=_KINDLE,
        seen=_TRIED,
        severity=Severity.WARNING,
    ),
    ReaderRule(
        code="reader-kindle-number",
        reader="Kindle",
        holds=lambda note: note.leads_back and not note.back_first,
        says="may not pop up: it does not begin with its number as the link back",
        hint=_TEMPLATES,
        source=_KINDLE,
        seen=_TRIED,
        severity=Severity.WARNING,
    ),
    ReaderRule(
        code="reader-kindle-call",
        reader="Kindle",
        holds=lambda note: not note.raised,
        says="may not pop up: its call is not in superscript",
        hint=_TEMPLATES,
        source=_KINDLE,
        seen=_TRIED,
        severity=Severity.WARNING,
    ),
    ReaderRule(
        code="reader-apple-marks",
        reader="Apple Books",
        holds=lambda note: (
            "noteref" not in note.call_types or not note.note_types & {"footnote", "endnote", "rearnote", "note"}
        ),
        says="does not pop up: its call or the note itself has no epub:type",
        hint=_TEMPLATES,
        source=_APPLE,
        seen=_TRIED,
        severity=Severity.WARNING,
    ),
    ReaderRule(
        code="reader-thorium-marks",
        reader="Thorium",
        holds=lambda note: not note.call_types & {"noteref", "doc-noteref"},
        says="does not pop up: its call is not marked as noteref",
        hint=_TEMPLATES,
        source=_THORIUM,
        seen=_TRIED,
        severity=Severity.WARNING,
    ),
    ReaderRule(
        code="reader-thorium-file",
        reader="Thorium",
        holds=lambda note: not note.same_file,
        says="does not pop up: it stands in another file than its call",
        hint=_TEMPLATES,
        source=_THORIUM_FILES,
        seen=_TRIED,
        severity=Severity.WARNING,
    ),
    ReaderRule(
        code="reader-koreader-marks",
        reader="KOReader",
        holds=lambda note: (
            not note.note_types & {"footnote", "endnote", "rearnote", "note", "doc-footnote", "doc-endnote"}
        ),
        says="does not stand at the foot of the page: it is not marked as a note",
        hint=_TEMPLATES,
        source=_KOREADER,
        seen=_TRIED,
        severity=Severity.WARNING,
    ),
)
"""In the order of the findings on one note."""


def check_readers(book: Publication, shown: str) -> tuple[Finding, ...]:
    """Apply the rules to the notes of an EPUB that findings call `shown`."""
    return tuple(
        Finding(
            code=rule.code,
            severity=rule.severity,
            message=f"{rule.reader}: note {note.number} {rule.says}",
            hint=rule.hint,
            file=shown,
        )
        for note in _notes(book)
        for rule in RULES
        if rule.holds(note)
    )


def _notes(book: Publication) -> Iterator[NoteFacts]:
    """Yield the notes that are called from documents of the spine, in the order of their calls."""
    read = book.documents[: len(book.spine)]
    orders = {document.path: _order(document) for document in read}
    for document in read:
        raised = {id(link) for sup in document.all("sup") for link in sup.iter(f"{XHTML}a")}
        for call in document.all("a"):
            path, name = link_destination(document, call.get("href", ""))
            home = book.home(name) if _is_call(call) else None
            if home is None or home.path != path:
                continue
            note = home.ids[name]
            places = [
                (book.spine.index(place.path), orders[place.path][id(element)])
                for place, element in ((document, call), (home, note))
            ]
            yield _seen(call, note, _leads_back(home, note, (document.path, call.get("id", ""))), places, raised)


def _order(document: Document) -> Mapping[int, int]:
    return {id(element): number for number, element in enumerate(document.root.iter())}


def _is_call(link: ET.Element) -> bool:
    return is_call(link.get("id", "")) or bool(semantic_types(link) & {"noteref", "doc-noteref"})


def _leads_back(home: Document, note: ET.Element, call: tuple[str, str]) -> list[ET.Element]:
    return [link for link in note.iter(f"{XHTML}a") if link_destination(home, link.get("href", "")) == call]


def _seen(
    call: ET.Element, note: ET.Element, back: list[ET.Element], places: list[tuple[int, int]], raised: set[int]
) -> NoteFacts:
    words = single_spaced("".join(note.itertext())).strip()
    way = "".join(back[0].itertext()).strip() if back else ""
    return NoteFacts(
        number="".join(call.itertext()).strip(),
        length=len(words.removeprefix(way).strip()),
        behind=places[1] > places[0],
        same_file=places[1][0] == places[0][0],
        raised=id(call) in raised,
        call_types=semantic_types(call),
        note_types=semantic_types(note),
        leads_back=bool(back),
        back_first=bool(way) and words.startswith(way),
    )
