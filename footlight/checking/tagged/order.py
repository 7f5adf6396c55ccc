"""The text is read in the order in which it stands, each note where it is called."""

import re
from collections.abc import Iterator

from footlight.checking.tagged.seen import Seen, found, quoted
from footlight.engines.pdf.tree import Tagged, Text
from footlight.finding import Finding

_BLOCK = re.compile(r"P|H[1-6]|L|LI|Lbl|LBody|Table|TR|T[HD]|Caption|BlockQuote|Sect|Part|Div")


def text_in_order(seen: Seen) -> Iterator[Finding]:
    """The text is read as it is drawn: from page to page, and from the head of each to its foot.

    Notes are not, nor are the marks of lists, which are drawn when the rest of their page is.
    """
    before = Text(text="", page=0)
    for text in _texts(seen.root):
        if (text.page, text.place) < (before.page, before.place):
            message = f"{quoted(text.text)} is read after {quoted(before.text)} of page {before.page}"
            hint = "Build it again; in your own style sheets, look for what takes text out of its place."
            yield found("pdf-reading-order", text.page, message, hint)
        before = text


def _texts(element: Tagged) -> Iterator[Text]:
    for kid in element.kids:
        if isinstance(kid, Text) and kid.text.strip():
            yield kid
        elif isinstance(kid, Tagged) and kid.type not in ("Note", "Lbl"):
            yield from _texts(kid)


def notes_at_their_calls(seen: Seen) -> Iterator[Finding]:
    """No paragraph begins between a note and its call, unless notes are read at the end, or it is an endnote."""
    if seen.notes_read == "end":
        return
    begun: dict[str, int] = {}
    blocks = 0
    for element, around in _with_holder(seen.root):
        if element.type == "Reference":
            begun.setdefault(element.text.strip(), blocks)
        elif element.type == "Note":
            number = next(
                (kid.text.strip() for kid in element.kids if isinstance(kid, Tagged) and kid.type == "Lbl"), ""
            )
            if begun.get(number) == blocks or _holds_notes_alone(around):
                continue
            what = "is called nowhere before it" if number not in begun else "is not read where it is called"
            message = f"note {number or quoted(element.text)} {what}"
            yield found("pdf-note-astray", element.page, message, "Build it again; see `[notes] reading-order`.")
        elif _BLOCK.fullmatch(element.type):
            blocks += 1


def _holds_notes_alone(element: Tagged) -> bool:
    """Whether it is the section at the end for notes that are too tall for a page's foot."""
    kinds = [kid.type for kid in element.kids if isinstance(kid, Tagged)]
    return element.type == "Sect" and all(kind == "Note" or kind.startswith("H") for kind in kinds)


def _with_holder(root: Tagged) -> Iterator[tuple[Tagged, Tagged]]:
    """Each element outside of notes and each note, with what it is in, in the order of reading."""
    waiting = [(root, root)]
    while waiting:
        element, around = waiting.pop()
        yield element, around
        if element.type != "Note":
            waiting += [(kid, element) for kid in reversed(element.kids) if isinstance(kid, Tagged)]
