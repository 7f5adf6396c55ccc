"""The running text of a document that is laid out, and where in it each page begins.

Each box has its HTML element and its text. How much of an element's text the pages so far have shown says where in the
element the next page begins. This module reads boxes and imports nothing of WeasyPrint.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree as ET

from footlight.engines.weasyprint.foreign_types import Box, HtmlElement
from footlight.essay.document import is_call
from footlight.essay.layout import PICTURE, PageStart, unspaced

_PICTURES = frozenset({"img", "svg", "math", "object"})
_SILENT = frozenset({"head", "script", "style", "template"})
_ROOT = "html"
_NOT_OF_THE_TEXT = frozenset({"fl-screen", "fl-half-title", "fl-title-verso", "fl-contents", "fl-drop-title"})
"""Classes of what only screens show (`editions.cross_references`), or only pages before the text (`front_pages`)."""


@dataclass(slots=True)
class _OwnText:
    """The running text of an element itself, without that of its children, and how much of it pages have shown."""

    pieces: list[tuple[int, str]] = field(default_factory=list)
    """Each with its offset in the running text."""
    words: str = ""
    shown: int = 0
    """Characters."""

    def add(self, start: int, words: str) -> None:
        self.pieces.append((start, words))
        self.words += words

    @property
    def next_offset(self) -> int:
        """The offset in the running text of the first character that no page has shown."""
        left = self.shown
        for start, words in self.pieces:
            if left < len(words):
                return start + left
            left -= len(words)
        raise IndexError

    def show(self, words: str) -> bool:
        """Count what a box shows. True where the box ends within a word, with a hyphen that the text does not have."""
        if self.words.startswith(words, self.shown):
            self.shown += len(words)
            return False
        if self.words.startswith(words[:-1], self.shown):
            self.shown += len(words) - 1
            return True
        # The box's letters differ from the text: a style sheet changed them (`text-transform`).
        self.shown = min(self.shown + len(words), len(self.words))
        return False


def page_starts(
    pages: Sequence[Box], root: ET.Element, notes: frozenset[str]
) -> tuple[str, tuple[PageStart, ...], tuple[str, ...]]:
    """The running text of a tree, where in it each page begins, and what each page has of the page before.

    The text is without white space, calls, and the notes with the given identifiers. `pages` are the page boxes. A page
    without running text begins where the next one does. What it has of the page before is the words of figures that
    found no room there (`figure_floats`).
    """
    pieces: list[str] = []
    owned: dict[Any, _OwnText] = {}
    _collect(root, notes, pieces, owned)
    text = "".join(pieces)
    starts: list[PageStart | None] = []
    carried: list[str] = []
    broken = False
    for page in pages:
        start: PageStart | None = None
        over = ""
        for element, words, is_carried in _shown(page):
            if is_carried:
                over += words
                if element in owned:
                    owned[element].show(words)
                continue
            own = owned.get(element)
            if own is None or own.shown == len(own.words):  # in a note, or a table's header repeated on a further page
                continue
            # The first box of the page with text that no page before has shown.
            if start is None:
                start = PageStart(offset=own.next_offset, in_word=broken)
            broken = own.show(words)
        starts.append(start)
        carried.append(over)
    # From the last page back: a page without text of its own begins where the next one does.
    following, filled = PageStart(offset=len(text)), []
    for found in reversed(starts):
        following = found if found is not None else following
        filled.append(following)
    return text, tuple(reversed(filled)), tuple(carried)


def _collect(root: ET.Element, notes: frozenset[str], pieces: list[str], owned: dict[Any, _OwnText]) -> None:
    """Collect the running text in `pieces`, and in `owned` which of them belong to each element."""
    at = 0
    # A stack instead of recursion, because essays may be nested deeply. An entry with a text is an element's own text
    # behind one of its children; an entry without is an element that still has to be read.
    waiting: list[tuple[ET.Element, str | None]] = [(root, None)]
    while waiting:
        element, own_text = waiting.pop()
        if own_text is None:
            tag: Any = element.tag  # a comment's tag is a function
            if not isinstance(tag, str) or tag in _SILENT or _is_left_out(element, notes):
                continue
            own_text = PICTURE if tag in _PICTURES else element.text or ""
            if tag not in _PICTURES:
                for child in reversed(element):
                    waiting += [(element, child.tail or ""), (child, None)]
        if words := unspaced(own_text):
            owned.setdefault(element, _OwnText()).add(at, words)
            pieces.append(words)
            at += len(words)


def _is_left_out(element: ET.Element, notes: frozenset[str]) -> bool:
    if not _NOT_OF_THE_TEXT.isdisjoint(element.get("class", "").split()):
        return True
    identifier = element.get("id", "")
    return identifier in notes or is_call(identifier)


def _shown(page: Box) -> Iterator[tuple[HtmlElement, str, bool]]:
    """The HTML elements of a page's text boxes and pictures with what each shows, in the order of the text.

    The third value tells whether it is of a figure that was carried over: those stand beside the body, at the head.
    """
    roots = [child for child in page.children if child.element_tag == _ROOT]
    carried = [child for root in roots for child in root.children if "home" in child.__dict__]
    waiting = [(root, False) for root in roots]
    while waiting:
        box, is_carried = waiting.pop()
        is_carried = is_carried or any(box is figure for figure in carried)
        if box.element is None or box.style["visibility"] != "visible":
            continue
        if getattr(box, "replacement", None) is not None or box.element.tag in _PICTURES:
            yield box.element, PICTURE, is_carried
        elif isinstance(text := getattr(box, "text", None), str):
            # ::before and ::marker have text of the style sheet; ::first-letter has text of the element.
            if box.element_tag in (box.element.tag, f"{box.element.tag}::first-letter") and (words := unspaced(text)):
                yield box.element, words, is_carried
        else:
            waiting += [(child, is_carried) for child in reversed(getattr(box, "children", ()))]
