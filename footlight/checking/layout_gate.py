"""The gate of the PDF: every note whole, in its place, on the page of its call, its address intact and alive.

A build in which one of these does not hold makes no products. A note that stands on another page, or at the end
because it is too tall, is announced.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from footlight.engines.web.url import in_ascii
from footlight.essay.document import Note
from footlight.essay.layout import Layout, NotePlace
from footlight.findings.finding import Finding, Severity

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


def check_layout(notes: Sequence[SetNote], pdf: SetPdf, rules: "Sequence[Rule] | None" = None) -> tuple[Finding, ...]:
    """What is wrong with the notes of a PDF, each finding naming its note; `rules` are all of them unless given."""
    laid = _Laid(pdf)
    problems = (next(filter(None, (rule(item, laid) for rule in rules or RULES)), None) for item in notes)
    return tuple(problem for problem in problems if problem)


class _Laid:
    """A PDF that was made, with what the rules look up in it."""

    def __init__(self, pdf: SetPdf) -> None:
        self.shown = pdf.shown
        self.blocks = [page.block for page in pdf.layout.pages]
        self.texts = [squeezed(text) for text in pdf.texts]
        self.targets = {target for _, target in pdf.links}
        self._links = frozenset((page, in_ascii(target)) for page, target in pdf.links)
        self._page_of = pdf.layout.pages_by_anchor()
        self._boxes: dict[str, list[NotePlace]] = {}
        for place in pdf.layout.notes:
            self._boxes.setdefault(place.note_id, []).append(place)

    def page_of(self, identifier: str) -> int:
        """The first page on which an identifier stands; 0 where none has it."""
        return self._page_of.get(identifier, 0)

    def boxes(self, item: SetNote) -> list[NotePlace]:
        """Where the note stands at the foot of pages."""
        return self._boxes.get(item.note.id, [])

    def pages(self, item: SetNote) -> list[int]:
        """The pages on which the note stands, or may: an endnote flows as text does."""
        first = self.page_of(item.note.id)
        flowing = [page for page in (first, first + 1, first + 2) if first and page <= len(self.blocks)]
        return [place.page for place in self.boxes(item)] or flowing

    def layer(self, item: SetNote) -> str:
        """The text layer of those pages, squeezed."""
        return "".join(self.texts[page - 1] for page in self.pages(item))

    def leads(self, item: SetNote, url: str) -> bool:
        """Whether a link on those pages leads to an address."""
        return any((page, in_ascii(url)) in self._links for page in self.pages(item))


def _finding(code: str, item: SetNote, message: str, hint: str, laid: _Laid) -> Finding:
    where = f" ('{item.note.entry.id}' of the ledger)" if item.note.entry else ""
    return Finding(code=code, message=f"note {item.note.number}{where} {message}", hint=hint, file=laid.shown)


def present(item: SetNote, laid: _Laid) -> Finding | None:
    """The call and the note are both set."""
    if not laid.page_of(item.note.call_id):
        hint = "Look whether a template drops the text that it is called from."
        return _finding("note-without-call", item, "has no call on any page", hint, laid)
    if not laid.pages(item):
        hint = "Look whether a template or a style sheet hides notes."
        return _finding("note-missing", item, "stands on no page", hint, laid)
    return None


def whole(item: SetNote, laid: _Laid) -> Finding | None:
    """All words of the note stand on its pages, in one piece where it is a footnote."""
    if len(laid.boxes(item)) > 1:
        return _finding("note-split", item, "is divided between pages", "Make it shorter.", laid)
    layer = laid.layer(item)
    for words in item.words:
        wanted = squeezed(words)
        if wanted in layer:
            continue
        if _written_from_right(wanted) and not Counter(wanted) - Counter(layer):
            continue  # the order of a text layer is the order of drawing, which is not that of reading here
        hint = f"Look at the page: some of “{words[:60]}” may be hidden or drawn over."
        return _finding("note-incomplete", item, "does not stand whole in the text layer", hint, laid)
    return None


def _written_from_right(text: str) -> bool:
    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)


def inside(item: SetNote, laid: _Laid) -> Finding | None:
    """The note lies within the text block of its page."""
    for place in laid.boxes(item):
        if not place.box.within(laid.blocks[place.page - 1]):
            hint = "Make it shorter, or lower [notes] tallest, so that it is set at the end."
            return _finding("note-outside", item, f"leaves the text block of page {place.page}", hint, laid)
    return None


def addresses_intact(item: SetNote, laid: _Laid) -> Finding | None:
    """Each address stands character for character in the text layer, and leads where it says."""
    layer = laid.layer(item)
    for shown, url in item.addresses:
        if squeezed(shown) not in layer:
            return _finding("address-broken", item, f"does not print {shown} whole", "Look at the page.", laid)
        if not laid.leads(item, url):
            hint = "Look whether a template takes links away."
            return _finding("address-dead", item, f"prints {shown}, which is no link to {url}", hint, laid)
    return None


def linked(item: SetNote, laid: _Laid) -> Finding | None:
    """The call leads to the note and the note back to its call."""
    missing = [target for target in (item.note.id, item.note.call_id) if target not in laid.targets]
    if missing:
        way = "to it" if missing[0] == item.note.id else "back from it"
        return _finding("note-without-way", item, f"has no link {way}", "Look at templates/note.html.", laid)
    return None


def with_its_call(item: SetNote, laid: _Laid) -> Finding | None:
    """The note stands on the page of its call; where it does not, that is announced."""
    call = laid.page_of(item.note.call_id)
    boxes = laid.boxes(item)
    if not boxes:
        message = f"is too tall for the foot of page {call} and was set at the end, on page {laid.pages(item)[0]}"
        code = "note-as-endnote"
    elif boxes[0].page != call:
        message = f"is called on page {call} and stands on page {boxes[0].page}"
        code = "note-moved"
    else:
        return None
    found = _finding(code, item, message, "Make it shorter if it has to stand with its call.", laid)
    return replace(found, severity=Severity.WARNING)


Rule = Callable[[SetNote, _Laid], Finding | None]
RULES: tuple[Rule, ...] = (present, inside, whole, addresses_intact, linked, with_its_call)
