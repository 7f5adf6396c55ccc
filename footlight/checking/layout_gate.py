"""The gate of the PDF: every note is whole, inside the text block, on the page of its call, with live addresses.

A note may go on over pages that follow each other. A build in which this does not hold makes no products. A note that
begins on another page than its call, or stands at the end because it is too long, is announced by a warning. `RULES`,
at the end, gives the order.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from footlight.engines.web.url import in_ascii
from footlight.essay.document import Note
from footlight.essay.layout import PICTURE, Box, Layout, NotePlace
from footlight.findings.finding import Finding, Severity
from footlight.press.paper import PT_PER_MM

_JOINED = " \t\r\n\f\v\u00a0\u00ad\u200b\u202f\u2009\u2060\ufeff"
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef\u200c\u200d"
"""Variation selectors and joiners, which choose a glyph and leave no trace in a text layer (Unicode 23.2 to 23.4)."""
_NAMED = 5
"""Findings of one kind that are given; where there are more, the last one counts them."""
_TOLERATED = 3
"""Characters: a letter that a page begins with may be counted to the page before."""
_FEWEST_ON_A_PAGE = 400
"""Characters of an endnote that a page has at least where it goes on; A6 in large type has twice as many."""
_TURN = "→"
"""What marks the second line of a long line of code (`.fl-turn` in templates/page.css). It is drawn, and is no word
of the note."""
_LEFT_OUT = re.compile(f"[{_JOINED}{_SELECTORS}]+")
_HYPHENS = re.compile("[\u2010\u2011\x02\ufffe]")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedNote:
    """A note with the words and addresses that a product must contain."""

    note: Note
    words: tuple[str, ...]
    """The note's plain text, one string for each paragraph or item."""
    addresses: tuple[tuple[str, str], ...]
    """Each address that it prints: the printed form, and the link's target."""
    shown: str = ""
    """The source's path where findings are to name another than the product's, as in a book."""


def _of_characters(characters: frozenset[str]) -> re.Pattern[str]:
    """What finds any of these characters."""
    return re.compile(f"[{''.join(map(re.escape, sorted(characters)))}]" if characters else "(?!)")


@dataclass(frozen=True, kw_only=True)
class FinishedPdf:
    """What the gate knows of a finished PDF."""

    shown: str
    """The source's path, for findings."""
    layout: Layout
    texts: Sequence[str]
    """The text layer of each page."""
    links: Sequence[tuple[int, str]]
    """The page (1-based) and the target of each link annotation."""
    missing: frozenset[str] = frozenset()
    """Characters that no face on the machine has, of which findings of their own speak."""

    @cached_property
    def layers(self) -> tuple[str, ...]:
        """The text layers, normalized for comparison."""
        return tuple(map(comparable_text, self.texts))


def comparable_text(text: str) -> str:
    """Normalize a text for comparison: NFKC, without blanks, line break controls and selectors, all hyphens alike."""
    # A book is compared a page at a time: expressions take a fifth of the time that tables of characters do.
    words = unicodedata.normalize("NFKC", text).replace(" ", "")  # the most of them by far
    return _HYPHENS.sub("-", _LEFT_OUT.sub("", words))


def check_layout(
    notes: Sequence[ExpectedNote], pdf: FinishedPdf, rules: "Sequence[Rule] | None" = None
) -> tuple[Finding, ...]:
    """Check the notes of a PDF; for each note, the first rule that fails gives the finding. `rules`: all by default."""
    lookup = _Lookup(pdf)
    problems = (next(filter(None, (rule(item, lookup) for rule in rules or RULES)), None) for item in notes)
    return tuple(problem for problem in problems if problem)


def check_text(pdf: FinishedPdf) -> tuple[Finding, ...]:
    """Check all text of a PDF, not only its notes: it stands on its page, uncovered and not hidden."""
    return (*_off_page(pdf), *_covered(pdf), *_hidden(pdf))


_CARRIED = 3
"""Pages behind that of its place on which a figure may stand."""


def _off_page(pdf: FinishedPdf) -> Iterator[Finding]:
    over = [overrun for overrun in pdf.layout.overruns if overrun.beyond]
    for overrun in over[:_NAMED]:
        more = f"; so do {len(over) - _NAMED} more lines" if len(over) > _NAMED and overrun is over[_NAMED - 1] else ""
        yield Finding(
            code="text-off-page",
            severity=Severity.WARNING,
            message=f"page {overrun.page}: “{overrun.words}” runs {overrun.beyond / PT_PER_MM:.0f} mm off it{more}",
            hint="Shorten it, or give it a place to break: a blank, or `&shy;` within a word.",
            file=pdf.shown,
        )


def _covered(pdf: FinishedPdf) -> Iterator[Finding]:
    pages = dict.fromkeys(overrun.page for overrun in pdf.layout.overruns if not overrun.beyond)
    for page in list(pages)[:_NAMED]:
        words = next(o.words for o in pdf.layout.overruns if o.page == page and not o.beyond)
        yield Finding(
            code="text-covered",
            severity=Severity.WARNING,
            message=f"page {page}: notes are drawn over “{words}”",
            hint="Make the notes of this page shorter, or lower [notes] tallest, so that one is set at the end.",
            file=pdf.shown,
        )


def _hidden(pdf: FinishedPdf) -> Iterator[Finding]:
    """Pages whose text layer lacks characters that the layout has put there."""
    missing = _of_characters(pdf.missing | {PICTURE})
    starts = [page.start.offset for page in pdf.layout.pages] + [len(pdf.layout.text)]
    carried = [page.carried for page in pdf.layout.pages]
    for number, (layer, (start, end)) in enumerate(zip(pdf.layers, pairwise(starts), strict=True), 1):
        text = pdf.layout.text[start:end] + carried[number - 1]
        elsewhere = "".join(carried[number : number + _CARRIED])
        wanted = Counter(filter(str.isalnum, missing.sub("", comparable_text(text))))
        wanted -= Counter(comparable_text(elsewhere))
        lacking = wanted - Counter(layer)
        if sum(lacking.values()) > _TOLERATED:
            yield Finding(
                code="text-hidden",
                severity=Severity.WARNING,
                message=f"page {number} lacks {sum(lacking.values())} of its {sum(wanted.values())} characters",
                hint="Look at the page: a style sheet, or a picture, may hide them.",
                file=pdf.shown,
            )


class _Lookup:
    """A finished PDF, indexed for the rules."""

    def __init__(self, pdf: FinishedPdf) -> None:
        self.shown = pdf.shown
        self.blocks = [page.block for page in pdf.layout.pages]
        self._missing = _of_characters(pdf.missing)
        self.texts = [self._missing.sub("", layer) for layer in pdf.layers]
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
        """The note's pages; for an endnote, which can run over pages, the first and those that its words may need."""
        first = self.page_of(item.note.id)
        more = sum(map(len, item.words)) // _FEWEST_ON_A_PAGE + 2
        flowing = [page for page in range(first, first + more + 1) if first and page <= len(self.blocks)]
        return [place.page for place in self.boxes(item)] or flowing

    def holds(self, item: ExpectedNote, words: str) -> bool:
        """Whether words stand whole in the text layer of the note's pages."""
        wanted = self._missing.sub("", comparable_text(words))
        layer = "".join(self.texts[page - 1] for page in self.pages(item))
        if wanted in layer or self._over_pages(wanted, item):
            return True
        if _TURN in layer and wanted.replace(_TURN, "") in layer.replace(_TURN, ""):
            return True
        # In scripts from right to left a text layer has drawing order, which is not reading order, and hyphens at line
        # ends are taken for the typesetter's.
        without = wanted.replace("-", "")
        return _written_from_right(layer) and not Counter(without) - Counter(layer)

    def _over_pages(self, wanted: str, item: ExpectedNote) -> bool:
        """Whether the words stand on the note's pages one after another, each page's share in one piece.

        The furniture of pages, heads and folios, stands between the shares.
        """
        for layer in (self.texts[page - 1] for page in self.pages(item)):
            low, high = 0, len(wanted)
            while low < high:  # the longest beginning of the words that this page has
                middle = (low + high + 1) // 2
                low, high = (middle, high) if wanted[:middle] in layer else (low, middle - 1)
            wanted = wanted[low:]
            if not wanted:
                return True
        return False

    def leads(self, item: ExpectedNote, url: str) -> bool:
        """Whether a link on those pages has an address as its target."""
        return any((page, in_ascii(url)) in self._links for page in self.pages(item))


def _finding(code: str, item: ExpectedNote, message: str, hint: str, lookup: _Lookup) -> Finding:
    where = f" ('{item.note.entry.id}' of the ledger)" if item.note.entry else ""
    return Finding(
        code=code, message=f"note {item.note.number}{where} {message}", hint=hint, file=item.shown or lookup.shown
    )


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
    """All words of the note stand on its pages, and a footnote that goes on does so on the next page."""
    pages = [place.page for place in lookup.boxes(item)]
    if any(after != before + 1 for before, after in pairwise(pages)):
        message = f"goes on, but not on the next page: it is on pages {', '.join(map(str, pages))}"
        return _finding("note-split", item, message, "Look whether a style sheet bounds the notes' area.", lookup)
    for words in item.words:
        if lookup.holds(item, words):
            continue
        hint = f"Look at the page: some of “{words[:60]}” may be hidden or drawn over."
        return _finding("note-incomplete", item, "does not stand whole in the text layer", hint, lookup)
    return None


def _written_from_right(text: str) -> bool:
    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)


def inside(item: ExpectedNote, lookup: _Lookup) -> Finding | None:
    """The note lies within the text block of its page, or wholly beside it."""
    for place in lookup.boxes(item):
        if not (_stands_beside if place.beside else Box.within)(place.box, lookup.blocks[place.page - 1]):
            hint = "Make it shorter, or lower [notes] tallest, so that it is set at the end."
            return _finding("note-outside", item, f"leaves the text block of page {place.page}", hint, lookup)
    return None


def _stands_beside(note: Box, block: Box) -> bool:
    """Whether a note stands in a margin, no higher and no lower than the block. `text-off-page` looks at its words."""
    level = Box(x=block.x, y=note.y, width=0, height=note.height)
    return level.within(block) and (note.x + note.width <= block.x or note.x >= block.x + block.width)


def addresses_intact(item: ExpectedNote, lookup: _Lookup) -> Finding | None:
    """Each address stands unchanged in the text layer and is a link to itself."""
    for shown, url in item.addresses:
        if not lookup.holds(item, shown):
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
    """The note begins on the page of its call; otherwise there is a warning."""
    call = lookup.page_of(item.note.call_id)
    boxes = lookup.boxes(item)
    if not boxes:
        message = f"is too long for the foot of page {call} and was set at the end, on page {lookup.pages(item)[0]}"
        code, hint = "note-as-endnote", "Make it shorter, or raise [notes] tallest, if it has to begin with its call."
    elif boxes[0].page != call:
        message = f"is called on page {call} and begins on page {boxes[0].page}"
        code, hint = "note-moved", "Make it, or the long note before it, shorter if it has to begin with its call."
    else:
        return None
    found = _finding(code, item, message, hint, lookup)
    return replace(found, severity=Severity.WARNING)


Rule = Callable[[ExpectedNote, _Lookup], Finding | None]
RULES: tuple[Rule, ...] = (present, inside, whole, addresses_intact, linked, with_its_call)
