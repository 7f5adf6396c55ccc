"""What readers of XML exports share: the file is opened twice, its items are parsed one by one, and damage is named."""

import io
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from footlight.engines.xml_elements import XmlElement, parse_beginning, parse_element
from footlight.findings.finding import Finding
from footlight.input_record import open_file
from footlight.intake.exports.mended_text import undone_encoding
from footlight.intake.exports.xml_stream import Decoding, Head, ItemText, Tail, decoded, split_items


@dataclass(frozen=True, slots=True, kw_only=True)
class XmlExport:
    """An XML file whose items are read one by one."""

    shown: str
    """How findings name the file."""
    path: Path | None
    data: bytes
    """The bytes, where it is no file on the disk."""
    item_names: tuple[str, ...]
    """The elements that are items: `item`, `entry`, `post`."""

    def open(self) -> AbstractContextManager[IO[bytes]]:
        """The bytes, from the beginning. Raises OSError."""
        return open_file(self.path) if self.path else io.BytesIO(self.data)

    def texts(self, decoding: Decoding) -> Iterator[Head | ItemText | Tail]:
        """The head and the items, not parsed. Raises OSError."""
        with self.open() as stream:
            yield from split_items(decoded(stream, decoding), self.item_names)

    def elements(self) -> "Iterator[NumberedItem | Finding]":
        """The items, parsed, and what is wrong. A file with entities of its own is not read. Raises OSError."""
        decoding = Decoding()
        head = Head(text="", root="")
        for text in self.texts(decoding):
            if isinstance(text, Head):
                head = text
                if head.declares_entities:
                    yield self._finding("import-entities", "the file declares entities of its own, and is not read")
                    return
            elif isinstance(text, Tail):
                if f"</{head.name}" not in text.text:
                    words = "the file is cut behind its last whole item; what came after it is lost"
                    yield self._finding("import-cut", words, text.line)
            else:
                yield from self._parsed(text, head)
        if decoding.wrong_bytes:
            words = f"{decoding.wrong_bytes} bytes are no {decoding.encoding.upper()}, and were read as windows-1252"
            yield self._finding("import-charset", words)

    def _parsed(self, text: ItemText, head: Head) -> "Iterator[NumberedItem | Finding]":
        if text.too_large:
            words = f"item {text.number} has more than 16 million characters, and is not imported"
            yield self._finding("import-item-damaged", words, text.line)
            return
        if not text.whole:
            words = f"the file is cut in item {text.number}, which is not imported; those before it are whole"
            yield self._finding("import-cut", words, text.line)
            return
        whole, wrong = undone_encoding(text.text)
        if wrong:
            words = f"{wrong} characters of item {text.number} are UTF-8 that was once read as windows-1252; undone"
            yield self._finding("import-charset", words, text.line)
        parsed = parse_in_context(whole, head)
        if parsed.element is None:
            words = f"item {text.number} cannot be read: {parsed.damage}"
            yield self._finding("import-item-damaged", words, text.line)
            return
        if parsed.damage:
            words = f"item {text.number} is no well-formed XML, and was read as far as it can be: {parsed.damage}"
            yield self._finding("import-item-mended", words, text.line)
        yield NumberedItem(element=parsed.element, number=text.number, line=text.line)

    def _finding(self, code: str, message: str, line: int = 0) -> Finding:
        return Finding(code=code, message=message, file=self.shown, line=line)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedItem:
    """An item of an export."""

    element: XmlElement
    number: int
    """1-based, in the order of the file."""
    line: int
    """1-based."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _InContext:
    element: XmlElement | None
    damage: str


_NAMESPACES = (
    'xmlns:wp="http://wordpress.org/export/1.2/" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
"""For an export whose beginning is lost."""


def parse_in_context(text: str, head: Head) -> _InContext:
    """Parse an element with the namespaces that the outermost element of its file declares."""
    start, name = (head.root, head.name) if head.name else (f"<rss {_NAMESPACES}>", "rss")
    parsed = parse_element(f"{start}{text}</{name}>")
    element = parsed.element.children[0] if parsed.element and parsed.element.children else None
    return _InContext(element=element, damage=parsed.damage)


def parse_head(head: Head) -> XmlElement | None:
    """The outermost element with what stands before the first item, such as `channel`; it ends too early, of course."""
    return parse_beginning(head.text)
