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


def page_starts(pages: Sequence[Box], root: ET.Element, notes: frozenset[str]) -> tuple[str, tuple[PageStart, ...]]:
    """The running text of a tree and where in it each page begins.

    The text is without white space, calls, and the notes with the given identifiers. `pages` are the page boxes. A page
    without running text begins where the next one does.
    """
    pieces: list[str] = []
    owned: dict[Any, _OwnText] = {}
    _collect(root, notes, pieces, owned)
    text = "".join(pieces)
    starts: list[PageStart | None] = []
    broken = False
    for page in pages:
        start: PageStart | None = None
        for element, words in _shown(page):
            own = owned.get(element)
            if own is None or own.shown == len(own.words):  # in a note, or a table's header repeated on a further page
                continue
            # The first box of the page with text that no page before has shown.
            if start is None:
                start = PageStart(offset=own.next_offset, in_word=broken)
            broken = own.show(words)
        starts.append(start)
    # From the last page back: a page without text of its own begins where the next one does.
    following, filled = PageStart(offset=len(text)), []
    for found in reversed(starts):
        following = found if found is not None else following
        filled.append(following)
    return text, tuple(reversed(filled))


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
    identifier = element.get("id", "")
    return identifier in notes or is_call(identifier)


def _shown(page: Box) -> Iterator[tuple[HtmlElement, str]]:
    """The HTML elements of a page's text boxes and pictures with what each shows, in the order of the text."""
    waiting = [child for child in page.children if child.element_tag == _ROOT]
    while waiting:
        box = waiting.pop()
        if box.element is None or box.style["visibility"] != "visible":
            continue
        if getattr(box, "replacement", None) is not None or box.element.tag in _PICTURES:
            yield box.element, PICTURE
        elif isinstance(text := getattr(box, "text", None), str):
            # ::before and ::marker have text of the style sheet; ::first-letter has text of the element.
            if box.element_tag in (box.element.tag, f"{box.element.tag}::first-letter") and (words := unspaced(text)):
                yield box.element, words
        else:
            waiting += reversed(getattr(box, "children", ()))
