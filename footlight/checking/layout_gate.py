"""The gate of the PDF: every note is whole, inside the text block, on the page of its call, with live addresses.

A build in which this does not hold makes no products. A note on another page, or at the end because it is too tall,
is announced by a warning. `RULES`, at the end, gives the order.
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
class ExpectedNote:
    """A note with the words and addresses that a product must contain."""

    note: Note
    words: tuple[str, ...]
    """The note's plain text, one string for each paragraph or item."""
    addresses: tuple[tuple[str, str], ...]
    """Each address that it prints: the printed form, and the link's target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedPdf:
    """What the gate knows of a finished PDF."""

    shown: str
    """The source's path, for findings."""
    layout: Layout
    texts: Sequence[str]
    """The text layer of each page."""
    links: Sequence[tuple[int, str]]
    """The page (1-based) and the target of each link annotation."""


def comparable_text(text: str) -> str:
    """Normalize a text for comparison: NFKC, without white space and line break controls, all hyphens alike."""
    return unicodedata.normalize("NFKC", text).translate(_JOINED).translate(_HYPHENS)


def check_layout(
    notes: Sequence[ExpectedNote], pdf: FinishedPdf, rules: "Sequence[Rule] | None" = None
) -> tuple[Finding, ...]:
    """Check the notes of a PDF; for each note, the first rule that fails gives the finding. `rules`: all by default."""
    lookup = _Lookup(pdf)
    problems = (next(filter(None, (rule(item, lookup) for rule in rules or RULES)), None) for item in notes)
    return tuple(problem for problem in problems if problem)


class _Lookup:
    """A finished PDF, indexed for the rules."""

    def __init__(self, pdf: FinishedPdf) -> None:
        self.shown = pdf.shown
        self.blocks = [page.block for page in pdf.layout.pages]
        self.texts = [comparable_text(text) for text in pdf.texts]
        self.targets = {target for _, target in pdf.links}
        self._links = frozenset((page, in_ascii(target)) for page, target in pdf.links)
        self._page_of = pdf.layout.pages_by_anchor()
        self._boxes: dict[str, list[NotePlace]] = {}
        for place in pdf.layout.notes:
            self._boxes.setdefault(place.note_id, []).append(place)

    def page_of(self, identifier: str) -> int:
        """The first page on which an identifier stands; 0 where none has it."""
        return self._page_of.get(identifier, 0)

    def boxes(self, item: ExpectedNote) -> list[NotePlace]:
        """The note's boxes at the foot of pages; none for an endnote."""
        return self._boxes.get(item.note.id, [])

    def pages(self, item: ExpectedNote) -> list[int]:
        """The note's pages; for an endnote, which can run over pages, the first and the two that follow."""
        first = self.page_of(item.note.id)
        flowing = [page for page in (first, first + 1, first + 2) if first and page <= len(self.blocks)]
        return [place.page for place in self.boxes(item)] or flowing

    def layer(self, item: ExpectedNote) -> str:
        """The text layer of those pages, normalized for comparison."""
        return "".join(self.texts[page - 1] for page in self.pages(item))

    def leads(self, item: ExpectedNote, url: str) -> bool:
        """Whether a link on those pages has an address as its target."""
        return any((page, in_ascii(url)) in self._links for page in self.pages(item))


def _finding(code: str, item: ExpectedNote, message: str, hint: str, lookup: _Lookup) -> Finding:
    where = f" ('{item.note.entry.id}' of the ledger)" if item.note.entry else ""
    return Finding(code=code, message=f"note {item.note.number}{where} {message}", hint=hint, file=lookup.shown)


def present(item: ExpectedNote, lookup: _Lookup) -> Finding | None:
    """Call and note both stand on a page."""
    if not lookup.page_of(item.note.call_id):
        hint = "Look whether a template drops the text that it is called from."
        return _finding("note-without-call", item, "has no call on any page", hint, lookup)
    if not lookup.pages(item):
        hint = "Look whether a template or a style sheet hides notes."
        return _finding("note-missing", item, "stands on no page", hint, lookup)
    return None


def whole(item: ExpectedNote, lookup: _Lookup) -> Finding | None:
    """All words of the note stand on its pages, and a footnote is not split."""
    if len(lookup.boxes(item)) > 1:
        return _finding("note-split", item, "is divided between pages", "Make it shorter.", lookup)
    layer = lookup.layer(item)
    for words in item.words:
        wanted = comparable_text(words)
        if wanted in layer:
            continue
        if _written_from_right(wanted) and not Counter(wanted) - Counter(layer):
            continue  # a text layer has drawing order, which is not reading order in scripts from right to left
        hint = f"Look at the page: some of “{words[:60]}” may be hidden or drawn over."
        return _finding("note-incomplete", item, "does not stand whole in the text layer", hint, lookup)
    return None


def _written_from_right(text: str) -> bool:
    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)


def inside(item: ExpectedNote, lookup: _Lookup) -> Finding | None:
    """The note lies within the text block of its page."""
    for place in lookup.boxes(item):
        if not place.box.within(lookup.blocks[place.page - 1]):
            hint = "Make it shorter, or lower [notes] tallest, so that it is set at the end."
            return _finding("note-outside", item, f"leaves the text block of page {place.page}", hint, lookup)
    return None


def addresses_intact(item: ExpectedNote, lookup: _Lookup) -> Finding | None:
    """Each address stands unchanged in the text layer and is a link to itself."""
    layer = lookup.layer(item)
    for shown, url in item.addresses:
        if comparable_text(shown) not in layer:
            return _finding("address-broken", item, f"does not print {shown} whole", "Look at the page.", lookup)
        if not lookup.leads(item, url):
            hint = "Look whether a template takes links away."
            return _finding("address-dead", item, f"prints {shown}, which is no link to {url}", hint, lookup)
    return None


def linked(item: ExpectedNote, lookup: _Lookup) -> Finding | None:
    """The call links to the note, and the note back to its call."""
    missing = [target for target in (item.note.id, item.note.call_id) if target not in lookup.targets]
    if missing:
        way = "to it" if missing[0] == item.note.id else "back from it"
        return _finding("note-without-way", item, f"has no link {way}", "Look at templates/note.html.", lookup)
    return None


def with_its_call(item: ExpectedNote, lookup: _Lookup) -> Finding | None:
    """The note stands on the page of its call; otherwise there is a warning."""
    call = lookup.page_of(item.note.call_id)
    boxes = lookup.boxes(item)
    if not boxes:
        message = f"is too tall for the foot of page {call} and was set at the end, on page {lookup.pages(item)[0]}"
        code = "note-as-endnote"
    elif boxes[0].page != call:
        message = f"is called on page {call} and stands on page {boxes[0].page}"
        code = "note-moved"
    else:
        return None
    found = _finding(code, item, message, "Make it shorter if it has to stand with its call.", lookup)
    return replace(found, severity=Severity.WARNING)


Rule = Callable[[ExpectedNote, _Lookup], Finding | None]
RULES: tuple[Rule, ...] = (present, inside, whole, addresses_intact, linked, with_its_call)
