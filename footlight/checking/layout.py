"""The gate of the PDF: every note whole, in its place, on the page of its call, its address intact and alive.

A build in which one of these does not hold makes no products. A note that stands on another page, or at the end
because it is too tall, is announced.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from footlight.essay import Note
from footlight.finding import Finding, Severity
from footlight.layout import Layout, NotePlace

_JOINED = dict.fromkeys(map(ord, " \t\r\n\f\v\u00a0\u00ad\u200b\u202f\u2009\u2060\ufeff"))
_HYPHENS = dict.fromkeys(map(ord, "-\u2010\u2011\x02\ufffe"), "-")


@dataclass(frozen=True, slots=True, kw_only=True)
class SetNote:
    """A note as it should stand in the PDF."""

    note: Note
    words: tuple[str, ...]
    """All its words, as plain text, a piece for each of its paragraphs and items."""
    addresses: tuple[tuple[str, str], ...]
    """Each address that it prints: as it is shown, and where it leads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPdf:
    """What is known of a PDF that was made."""

    shown: str
    """The source's path, for findings."""
    layout: Layout
    texts: Sequence[str]
    """The text layer of each page."""
    links: Sequence[tuple[int, str]]
    """The page (1-based) and the target of each link annotation."""


def squeezed(text: str) -> str:
    """The characters of a text without white space and what only breaks lines; every hyphen made one kind."""
    return unicodedata.normalize("NFKC", text).translate(_JOINED).translate(_HYPHENS)


def check_layout(notes: Sequence[SetNote], pdf: SetPdf) -> tuple[Finding, ...]:
    """What is wrong with the notes of a PDF, each finding naming its note."""
    found: list[Finding] = []
    texts = [squeezed(text) for text in pdf.texts]
    for item in notes:
        for rule in RULES:
            problem = rule(item, pdf, texts)
            if problem:
                found.append(problem)
                break
    return tuple(found)


def _boxes(item: SetNote, pdf: SetPdf) -> list[NotePlace]:
    return [place for place in pdf.layout.notes if place.note_id == item.note.id]


def _pages(item: SetNote, pdf: SetPdf) -> list[int]:
    """The pages on which the note stands, or may: an endnote flows as text does."""
    boxes = [place.page for place in _boxes(item, pdf)]
    if boxes:
        return boxes
    first = pdf.layout.page_of(item.note.id)
    return [page for page in (first, first + 1, first + 2) if first and page <= len(pdf.layout.pages)]


def _finding(code: str, item: SetNote, message: str, hint: str, pdf: SetPdf) -> Finding:
    where = f" ('{item.note.entry.id}' of the ledger)" if item.note.entry else ""
    return Finding(code=code, message=f"note {item.note.number}{where} {message}", hint=hint, file=pdf.shown)


def present(item: SetNote, pdf: SetPdf, _: Sequence[str]) -> Finding | None:
    """The call and the note are both set."""
    if not pdf.layout.page_of(item.note.call_id):
        hint = "Look whether a template drops the text that it is called from."
        return _finding("note-without-call", item, "has no call on any page", hint, pdf)
    if not _pages(item, pdf):
        hint = "Look whether a template or a style sheet hides notes."
        return _finding("note-missing", item, "stands on no page", hint, pdf)
    return None


def whole(item: SetNote, pdf: SetPdf, texts: Sequence[str]) -> Finding | None:
    """All words of the note stand on its pages, in one piece where it is a footnote."""
    if len(_boxes(item, pdf)) > 1:
        return _finding("note-split", item, "is divided between pages", "Make it shorter.", pdf)
    layer = "".join(texts[page - 1] for page in _pages(item, pdf))
    for words in item.words:
        wanted = squeezed(words)
        if wanted in layer:
            continue
        if _written_from_right(wanted) and not Counter(wanted) - Counter(layer):
            continue  # the order of a text layer is the order of drawing, which is not that of reading here
        hint = f"Look at the page: some of “{words[:60]}” may be hidden or drawn over."
        return _finding("note-incomplete", item, "does not stand whole in the text layer", hint, pdf)
    return None


def _written_from_right(text: str) -> bool:
    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)


def inside(item: SetNote, pdf: SetPdf, _: Sequence[str]) -> Finding | None:
    """The note lies within the text block of its page."""
    for place in _boxes(item, pdf):
        if not place.box.within(pdf.layout.pages[place.page - 1].block):
            hint = "Make it shorter, or lower [notes] tallest, so that it is set at the end."
            return _finding("note-outside", item, f"leaves the text block of page {place.page}", hint, pdf)
    return None


def addresses_intact(item: SetNote, pdf: SetPdf, texts: Sequence[str]) -> Finding | None:
    """Each address stands character for character in the text layer, and leads where it says."""
    pages = _pages(item, pdf)
    layer = "".join(texts[page - 1] for page in pages)
    targets = {target for page, target in pdf.links if page in pages}
    for shown, url in item.addresses:
        if squeezed(shown) not in layer:
            return _finding("address-broken", item, f"does not print {shown} whole", "Look at the page.", pdf)
        if url not in targets:
            hint = "Look whether a template takes links away."
            return _finding("address-dead", item, f"prints {shown}, which is no link to {url}", hint, pdf)
    return None


def linked(item: SetNote, pdf: SetPdf, _: Sequence[str]) -> Finding | None:
    """The call leads to the note and the note back to its call."""
    targets = {target for _, target in pdf.links}
    missing = [target for target in (item.note.id, item.note.call_id) if target not in targets]
    if missing:
        way = "to it" if missing[0] == item.note.id else "back from it"
        return _finding("note-without-way", item, f"has no link {way}", "Look at templates/note.html.", pdf)
    return None


def with_its_call(item: SetNote, pdf: SetPdf, _: Sequence[str]) -> Finding | None:
    """The note stands on the page of its call; where it does not, that is announced."""
    call = pdf.layout.page_of(item.note.call_id)
    boxes = _boxes(item, pdf)
    if not boxes:
        message = f"is too tall for the foot of page {call} and was set at the end, on page {_pages(item, pdf)[0]}"
        code = "note-as-endnote"
    elif boxes[0].page != call:
        message = f"is called on page {call} and stands on page {boxes[0].page}"
        code = "note-moved"
    else:
        return None
    found = _finding(code, item, message, "Make it shorter if it has to stand with its call.", pdf)
    return Finding(code=found.code, severity=Severity.WARNING, message=found.message, hint=found.hint, file=pdf.shown)


Rule = Callable[[SetNote, SetPdf, Sequence[str]], Finding | None]
RULES: tuple[Rule, ...] = (present, inside, whole, addresses_intact, linked, with_its_call)
