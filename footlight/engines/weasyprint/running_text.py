"""The running text of a document that was laid out, and where in it each page begins.

It works on WeasyPrint's boxes, as `engines.weasyprint` hands them over, and imports nothing of it. A box knows its
element and its text; so the words that an element has shown on the pages before say where in the element a page begins.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree as ET

from footlight.essay.document import is_call
from footlight.essay.layout import PICTURE, PageStart, unspaced

_PICTURES = frozenset({"img", "svg", "math", "object"})
_SILENT = frozenset({"head", "script", "style", "template"})
_ROOT = "html"


@dataclass(slots=True)
class _Own:
    """What of the running text stands in an element itself, not in its children; how much of it pages have shown."""

    pieces: list[tuple[int, str]] = field(default_factory=list)
    """Each with its offset in the running text."""
    words: str = ""
    shown: int = 0

    def add(self, start: int, words: str) -> None:
        self.pieces.append((start, words))
        self.words += words

    @property
    def place(self) -> int:
        """The offset of the first character that no page has shown."""
        left = self.shown
        for start, words in self.pieces:
            if left < len(words):
                return start + left
            left -= len(words)
        raise IndexError

    def show(self, words: str) -> bool:
        """Counts what a box shows; whether the box ends within a word, with a hyphen that the text does not have."""
        if self.words.startswith(words, self.shown):
            self.shown += len(words)
            return False
        if self.words.startswith(words[:-1], self.shown):
            self.shown += len(words) - 1
            return True
        self.shown = min(self.shown + len(words), len(self.words))  # a style sheet changed the letters
        return False


def page_starts(pages: Sequence[Any], root: ET.Element, notes: frozenset[str]) -> tuple[str, tuple[PageStart, ...]]:
    """The running text of a tree, without blanks, calls and the notes with these identifiers; and each page's start.

    `pages` are the page boxes. A page without text of its own begins where the next one does.
    """
    pieces: list[str] = []
    owned: dict[Any, _Own] = {}
    _collect(root, notes, pieces, owned)
    text = "".join(pieces)
    starts: list[PageStart | None] = []
    broken = False
    for page in pages:
        start: PageStart | None = None
        for element, words in _shown(page):
            own = owned.get(element)
            if own is None or own.shown == len(own.words):  # a note's, or the head of a table once more
                continue
            if start is None:
                start = PageStart(offset=own.place, in_word=broken)
            broken = own.show(words)
        starts.append(start)
    following, filled = PageStart(offset=len(text)), []
    for found in reversed(starts):
        following = found if found is not None else following
        filled.append(following)
    return text, tuple(reversed(filled))


def _collect(root: ET.Element, notes: frozenset[str], pieces: list[str], owned: dict[Any, _Own]) -> None:
    """The running text in pieces, and which of them each element owns."""
    at = 0
    waiting: list[tuple[ET.Element, str | None]] = [(root, None)]
    while waiting:
        element, said = waiting.pop()
        if said is None:
            tag: Any = element.tag  # that of a comment is a function
            if not isinstance(tag, str) or tag in _SILENT or _is_left_out(element, notes):
                continue
            said = PICTURE if tag in _PICTURES else element.text or ""
            if tag not in _PICTURES:
                for child in reversed(element):
                    waiting += [(element, child.tail or ""), (child, None)]
        if words := unspaced(said):
            owned.setdefault(element, _Own()).add(at, words)
            pieces.append(words)
            at += len(words)


def _is_left_out(element: ET.Element, notes: frozenset[str]) -> bool:
    identifier = element.get("id", "")
    return identifier in notes or is_call(identifier)


def _shown(page: Any) -> Iterator[tuple[Any, str]]:  # noqa: ANN401 - WeasyPrint is untyped
    """The elements of a page's text boxes and pictures with what each shows, in the order of the text."""
    waiting = [child for child in page.children if child.element_tag == _ROOT]
    while waiting:
        box = waiting.pop()
        if box.element is None or box.style["visibility"] != "visible":
            continue
        if getattr(box, "replacement", None) is not None or box.element.tag in _PICTURES:
            yield box.element, PICTURE
        elif isinstance(text := getattr(box, "text", None), str):
            # The text of ::before and ::marker is the style sheet's; that of ::first-letter is the element's.
            if box.element_tag in (box.element.tag, f"{box.element.tag}::first-letter") and (words := unspaced(text)):
                yield box.element, words
        else:
            waiting += reversed(getattr(box, "children", ()))
