"""Blocks of plain text as pandoc's tree, with links where the text has addresses or marks of references."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from footlight.essay.tree import Node, Nodes, attr, text
from footlight.intake.exports.numbered_references import ADDRESS, Dump, Mark, Reference, marks_in
from footlight.intake.exports.text_blocks import BlockKind, TextBlock
from footlight.intake.tree_builder import PLACE_END, PLACE_START

_EMPHASIS = re.compile(r"(?<![\w*_/])(?P<mark>[*_])(?P<words>[^\s*_](?:[^*_\n]{0,200}?[^\s*_])?)(?P=mark)(?![\w*_])")
_JOINED = re.compile(r"(?<!\w)\w+(?:['’-]\w+)*(?:_[\w'’,.-]+)+")
"""Words between which html2text puts a line: a link whose address it did not write."""


@dataclass(slots=True, kw_only=True)
class TextTree:
    """Makes the tree; counts what it met."""

    dump: Dump
    underlined_links: bool = False
    """Whether words with lines between them are links that lost their addresses."""
    called: set[int] = field(default_factory=set)
    guessed_ends: int = 0
    """Links of which nothing says where their words end."""
    local: int = 0
    """Links to files of the machine on which the dump was made."""

    def blocks(self, found: list[TextBlock]) -> Nodes:
        """The blocks of a text, then a list of the references that nothing in it calls."""
        out: Nodes = []
        at = 0
        while at < len(found):
            if found[at].kind is BlockKind.ITEM:
                end = next((i for i in range(at, len(found)) if found[i].kind is not BlockKind.ITEM), len(found))
                out += self._lists(found[at:end])
                at = end
            else:
                out += self._block(found[at])
                at += 1
        return out + self._uncalled()

    def _block(self, block: TextBlock) -> Nodes:
        first = block.lines[0]
        match block.kind:
            case BlockKind.HEADING:
                return [{"t": "Header", "c": [block.level, attr(), self._inlines(first)]}]
            case BlockKind.QUOTATION:
                return [{"t": "BlockQuote", "c": [{"t": "Para", "c": self._inlines(first)}]}]
            case BlockKind.VERSE:
                return [{"t": "LineBlock", "c": [self._verse_line(line) for line in block.lines]}]
            case BlockKind.LISTING:
                return [{"t": "CodeBlock", "c": [attr(), "\n".join(block.lines)]}]
            case BlockKind.RULE:
                return [{"t": "HorizontalRule"}]
            case _:
                inlines = self._inlines(first)
                return [{"t": "Para", "c": inlines}] if inlines else []

    def _verse_line(self, line: str) -> Nodes:
        """A line of verse; its indent is kept by blanks that do not break."""
        dent = len(line) - len(line.lstrip())
        return [*([{"t": "Str", "c": "\u00a0" * dent}] if dent else []), *self._inlines(line.strip())]

    def _lists(self, items: list[TextBlock]) -> Nodes:
        """Lists of items; those that lie deeper belong to the item before them."""
        out: Nodes = []
        at = 0
        while at < len(items):
            first = items[at]
            entries: list[Nodes] = []
            while at < len(items) and _continues(items[at], first):
                if items[at].level > first.level:
                    end = next((i for i in range(at, len(items)) if items[i].level <= first.level), len(items))
                    entries[-1] += self._lists(items[at:end])
                    at = end
                else:
                    entries.append([{"t": "Plain", "c": self._inlines(items[at].lines[0])}])
                    at += 1
            style = [first.number, {"t": "Decimal"}, {"t": "Period"}]
            numbered: Node = {"t": "OrderedList", "c": [style, entries]}
            out.append(numbered if first.number else {"t": "BulletList", "c": entries})
        return out

    def _uncalled(self) -> Nodes:
        rest = [one for number, one in self.dump.references.items() if number not in self.called and not one.is_local]
        if not rest:
            return []
        entries = [[{"t": "Plain", "c": self._reference_words(one)}] for one in rest]
        return [{"t": "HorizontalRule"}, {"t": "BulletList", "c": entries}]

    def _inlines(self, words: str) -> Nodes:
        """The inlines of a paragraph: marks of references become links or notes."""
        pieces: Nodes = []
        at = 0
        for mark in marks_in(words, self.dump, self.called):
            before = words[at : mark.start]
            pieces += self._plain(before if self.dump.in_front else before.rstrip())
            pieces += self._marked(mark, words[mark.end : mark.words_end])
            at = mark.words_end
        return _trimmed(pieces + self._plain(words[at:]))

    def _marked(self, mark: Mark, words: str) -> Nodes:
        reference = mark.reference
        if not self.dump.in_front:
            return [{"t": "Note", "c": [{"t": "Para", "c": self._reference_words(reference)}]}]
        self.guessed_ends += bool(words)
        if reference.is_local and "#" in reference.words:
            return text(words)  # it led to a place in the same page
        if reference.is_local:
            self.local += 1
            return [{"t": "Str", "c": PLACE_START}, *text(words), {"t": "Str", "c": PLACE_END}]
        if not reference.address:
            return text(words)
        shown = text(words) if words else [{"t": "Str", "c": reference.address}]
        return [{"t": "Link", "c": [attr(), shown, [reference.address, ""]]}]

    def _reference_words(self, reference: Reference) -> Nodes:
        return _trimmed(self._plain(reference.words))

    def _plain(self, words: str) -> Nodes:
        """Words with their addresses as links and their marks of emphasis as such."""
        out: Nodes = []
        at = 0
        for match in ADDRESS.finditer(words):
            if match[0].startswith("file:"):
                continue
            out += self._emphasised(words[at : match.start()].removesuffix("<"))
            out.append({"t": "Link", "c": [attr("", "uri"), [{"t": "Str", "c": match[0]}], [match[0], ""]]})
            at = match.end() + (words[match.end() : match.end() + 1] == ">")
        return out + self._emphasised(words[at:])

    def _emphasised(self, words: str) -> Nodes:
        out: Nodes = []
        at = 0
        for match in _EMPHASIS.finditer(words):
            kind = "Strong" if match["mark"] == "*" else "Emph"
            out += [*self._words(words[at : match.start()]), {"t": kind, "c": self._words(match["words"])}]
            at = match.end()
        return out + self._words(words[at:])

    def _words(self, words: str) -> Nodes:
        words = re.sub(r"(?<=\w)--(?=\w)| -{2,3}(?= )", lambda m: "—" if m[0] == "--" else " —", words)
        if not self.underlined_links:
            return text(words)
        return [node for piece in _underlined(words) for node in piece]


def _continues(item: TextBlock, first: TextBlock) -> bool:
    """Whether an item is of the list that another one begins, or of one in it."""
    return item.level > first.level or (item.level == first.level and bool(item.number) == bool(first.number))


def _underlined(words: str) -> Iterator[Nodes]:
    """Words of which those with lines between them are links without an address: places for the ledger."""
    at = 0
    for match in _JOINED.finditer(words):
        yield text(words[at : match.start()])
        inner = match[0].rstrip(".,;:!?")
        yield [{"t": "Str", "c": PLACE_START}, *text(inner.replace("_", " ")), {"t": "Str", "c": PLACE_END}]
        at = match.start() + len(inner)
    yield text(words[at:])


def _trimmed(inlines: Nodes) -> Nodes:
    start, end = 0, len(inlines)
    while start < end and inlines[start]["t"] == "Space":
        start += 1
    while end > start and inlines[end - 1]["t"] == "Space":
        end -= 1
    return inlines[start:end]
