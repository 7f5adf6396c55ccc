"""The items of a large XML export, one after the other, without the whole in memory.

Each item is parsed alone: one that is damaged ends nothing, and a file that is cut still gives the items before the
cut. An export is text of the service's own making, in which an item is written `<item>…</item>` (or `entry`, `post`);
what stands in CDATA sections and comments is passed over.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

ITEM_LIMIT = 16 * 2**20
"""Characters of one item; the longest novel has a fifth of it."""
_CHUNK = 2**18
_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)""")
_SKIPPED = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL)
_LONGEST_TAG = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands before the first item, or the whole where there is none."""

    text: str
    root: str
    """The start tag of the outermost element, with its namespaces."""

    @property
    def name(self) -> str:
        """The name of the outermost element; empty where the beginning of the file is lost."""
        return "" if self.root.endswith("/>") else self.root[1:].split(None, 1)[0].rstrip(">") if self.root else ""

    @property
    def declares_entities(self) -> bool:
        """Whether it has entities of its own, by which a small file becomes a huge one. No exporter writes them."""
        return "<!ENTITY" in self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemText:
    """One item, from its start tag to its end tag."""

    text: str
    number: int
    """1-based."""
    line: int
    """The line of the file on which it begins, 1-based."""
    whole: bool = True
    """False where it has no end: another item begins in it, or the file ends."""
    too_large: bool = False
    """It has more characters than are read; the text has its beginning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tail:
    """What stands behind the last item."""

    text: str
    line: int
    """The line of the file on which it begins, 1-based."""


@dataclass(slots=True)
class Decoding:
    """How the bytes of a file became characters."""

    encoding: str = "utf-8"
    wrong_bytes: int = 0
    """How many bytes are none of that encoding. They are read as windows-1252, which they mostly are."""


def decoded(stream: IO[bytes], decoding: Decoding) -> Iterator[str]:
    """The characters of a stream, by its byte-order mark, else as its XML declaration says, else as UTF-8."""
    first = stream.read(_CHUNK)
    decoding.encoding = _encoding(first)
    seen = codecs.getincrementaldecoder(decoding.encoding)(
        errors="replace" if decoding.encoding == "utf-16" else "surrogateescape"
    )
    chunk = first
    while chunk:
        yield _read_as_windows_1252(seen.decode(chunk), decoding)
        chunk = stream.read(_CHUNK)
    yield _read_as_windows_1252(seen.decode(b"", final=True), decoding)


def _encoding(first: bytes) -> str:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if first.startswith(mark):
            return name
    declared = _DECLARED.search(first[:1024])
    try:
        name = codecs.lookup(declared[1].decode("ascii")).name if declared else "utf-8"
        "".encode(name)
    except (LookupError, ValueError):
        return "utf-8"
    return "cp1252" if name == "iso8859-1" else name  # as browsers do


_NOT_DECODED = re.compile("[\udc80-\udcff]")
"""How Python writes the bytes 80 to FF that are none of an encoding (PEP 383)."""


def _read_as_windows_1252(text: str, decoding: Decoding) -> str:
    if text.isascii() or not _NOT_DECODED.search(text):
        return text
    text, count = _NOT_DECODED.subn(lambda match: bytes([ord(match[0]) - 0xDC00]).decode("cp1252", "replace"), text)
    decoding.wrong_bytes += count
    return text


def split_items(chunks: Iterable[str], names: tuple[str, ...]) -> Iterator[Head | ItemText | Tail]:
    """The head, each item of one of the names in the order of the file, and the tail."""
    scan = _Scan(token=re.compile(rf"<!--|<!\[CDATA\[|<(?P<end>/?)(?P<name>{'|'.join(names)})(?=[\s>])[^>]*>"))
    for chunk in chunks:
        scan.buffer += chunk
        yield from scan.step()
    yield from scan.rest()


_CLOSERS = {"<!--": "-->", "<![CDATA[": "]]>"}


@dataclass(slots=True)
class _Scan:
    token: re.Pattern[str]
    buffer: str = ""
    at: int = 0
    """The offset in the buffer from which tokens are sought."""
    closer: str = ""
    """What ends the comment or section that is open; empty outside of them."""
    in_item: bool = False
    """Whether the buffer begins with an item that has not ended."""
    number: int = 0
    line: int = 1
    """The line of the file on which the buffer begins."""
    item_line: int = 1
    headed: bool = False
    beginning: str = ""
    """The first characters of an item that is too large to be kept."""

    def step(self) -> Iterator[Head | ItemText]:
        """Use up what is in the buffer, except what may go on in the next chunk."""
        while True:
            if self.closer and not self._closed():
                break
            match = self.token.search(self.buffer, self.at)
            if not match:
                edge = self.buffer.rfind("<", max(self.at, len(self.buffer) - _LONGEST_TAG))
                self.at = edge if edge >= 0 else len(self.buffer)
                break
            if not match["name"]:
                self.closer, self.at = _CLOSERS[match[0]], match.end()
            elif match["end"]:
                yield from self._ended(match.end())
            else:
                yield from self._begun(match)
        if self.in_item and len(self.buffer) > ITEM_LIMIT:
            self.beginning = self.beginning or self.buffer[:_LONGEST_TAG]
            self._forget(self.at)

    def rest(self) -> Iterator[Head | ItemText | Tail]:
        """What is left when the file ends."""
        if not self.headed:
            yield _head(self.buffer)
        elif self.in_item:
            yield self._item(self.buffer, whole=False)
        else:
            yield Tail(text=self.buffer, line=self.line)

    def _closed(self) -> bool:
        """Go behind the end of the comment or section that is open, if it is in the buffer."""
        end = self.buffer.find(self.closer, self.at)
        self.at = end + len(self.closer) if end >= 0 else max(self.at, len(self.buffer) - len(self.closer) + 1)
        if end >= 0:
            self.closer = ""
        return end >= 0

    def _begun(self, match: re.Match[str]) -> Iterator[Head | ItemText]:
        if not self.headed:
            self.headed = True
            yield _head(self.buffer[: match.start()])
        if self.in_item:
            yield self._item(self.buffer[: match.start()], whole=False)
        self.number += 1
        end = match.end() - match.start()
        self._forget(match.start())
        self.in_item, self.item_line, self.at = not match[0].endswith("/>"), self.line, end

    def _ended(self, end: int) -> Iterator[ItemText]:
        if self.in_item:
            yield self._item(self.buffer[:end], whole=True)
        self.in_item = False
        self._forget(end)

    def _item(self, text: str, *, whole: bool) -> ItemText:
        beginning, self.beginning = self.beginning, ""
        return ItemText(
            text=beginning or text, number=self.number, line=self.item_line, whole=whole, too_large=bool(beginning)
        )

    def _forget(self, end: int) -> None:
        """Take the beginning of the buffer away, and begin to look at what is left."""
        self.line += self.buffer.count("\n", 0, end)
        self.buffer = self.buffer[end:]
        self.at = 0


def _head(text: str) -> Head:
    root = re.search(r"<[A-Za-z_][^<>]*>", _SKIPPED.sub("", text))
    return Head(text=text, root=root[0] if root else "")
