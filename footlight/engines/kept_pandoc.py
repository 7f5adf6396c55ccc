"""pandoc for a text that is read again and again while somebody writes: only what changed is read and written anew.

pandoc takes a tenth of a second for an essay of 2,000 words, and most of that again for each save in which one
paragraph changed. Here that paragraph alone is read, and what came of it takes the place of what came of the paragraph
before, in pandoc's own JSON. That is a guess: a paragraph may mean something else where it stands (it calls a note, or
a definition that it held is missed elsewhere). So it is made only where the old paragraph's JSON occurs in the old
text's as often as the paragraph in the text; and `confirm` reads the whole afterwards, when nobody waits, and says
whether the guess was right.

A paragraph is read and written by two pandocs that were started before (`prepare`), and wait for it: their start takes
longer than all that they do.

What is written as HTML is kept block by block: pandoc writes a block the same wherever it stands. Citations are not
kept, for citeproc looks at all of them.
"""

import json
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from footlight.engines.pandoc import (
    HTML_WRITER,
    Complaint,
    ReaderOptions,
    WaitingPandoc,
    json_document,
    json_reader,
    read_json,
    reader_for,
    tree_of,
    write_html,
)
from footlight.essay.tree import Node, Nodes, html_block

_MOST_BLOCKS = 20_000
"""Blocks whose HTML is kept."""
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_SPLIT = "<!--fl:kept-->"
_HEAD = re.compile(r'\{"pandoc-api-version":\[[\d,]+\],"meta":\{\},"blocks":\[(?P<blocks>.*)\]\}\s*\Z', re.DOTALL)
_LABEL = re.compile(r"\[(\^?[^\[\]\n]+)\](?![(\[{])")
"""What may name a definition elsewhere: `[^note]`, `[reference]`; not the words of a link with its address."""
_REST = r".*(?:\n(?!\[).*\S.*|\n[ \t]*(?=\n(?: {4}|\t)\S))*"
"""The rest of a definition: lines up to the next blank one, and paragraphs that are indented."""
_UNSURE = re.compile(r"^(?:\s{0,3}(?:[#:~`>|*+=-]|\d+[.)])|\s{4}|\t)|\(@|\$\$|```", re.MULTILINE)
"""Beginnings of lines that are no paragraph, or belong to what stands before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A text as it was read."""

    text: str
    options: ReaderOptions
    json: str
    complaints: tuple[Complaint, ...]


class KeptPandoc:
    """Reads and writes the versions of one text, one after the other."""

    def __init__(self) -> None:
        self._last: _Read | None = None
        self._guessed = False
        self._paragraphs: dict[str, str] = {}
        self._blocks: dict[tuple[str, str], str] = {}
        self._waiting: dict[tuple[str, ...], WaitingPandoc] = {}
        """By their options."""

    @property
    def guessed(self) -> bool:
        """Whether the last text was read in part, and has still to be confirmed."""
        return self._guessed

    @property
    def waiting(self) -> tuple[WaitingPandoc, ...]:
        """The pandocs that wait for a change."""
        return tuple(self._waiting.values())

    def read_markdown(
        self,
        text: str,
        meanwhile: Callable[[], None] | None = None,
        *,
        options: ReaderOptions,
        joined: bool = False,
        complaints: list[Complaint] | None = None,
    ) -> Node:
        """Read a text as `pandoc.read_markdown` does, from what is known of the one before where that is possible."""
        guess = self._guess(text, options)
        if guess is not None:
            if meanwhile:
                meanwhile()
            self._last, self._guessed = guess, True
        else:
            self._last, self._guessed = _whole(text, options, meanwhile), False
        if complaints is not None:
            complaints += self._last.complaints
        return tree_of(self._last.json, joined=joined)

    def confirm(self) -> bool:
        """Read the whole of the last text; whether that gives what was guessed. Afterwards it is known for sure."""
        if not self._guessed or self._last is None:
            return True
        guess = self._last
        self._last, self._guessed = _whole(guess.text, guess.options, None), False
        return self._last.json == guess.json

    def prepare(self) -> None:
        """Start what the next change of a paragraph needs. Called when nobody waits."""
        if self._last is None or not self._last.options.format.startswith("markdown"):
            return
        needed = (json_reader(reader_for(self._last.text, self._last.options.format)), HTML_WRITER)
        for args in needed:
            if args not in self._waiting or not self._waiting[args].waits:
                self._waiting[args] = WaitingPandoc(args)
        for args in self._waiting.keys() - set(needed):
            self._waiting.pop(args).end()

    def end(self) -> None:
        """End the pandocs that wait."""
        while self._waiting:
            self._waiting.popitem()[1].end()

    def _convert(self, args: tuple[str, ...], text: str, complaints: list[Complaint] | None = None) -> str:
        """Convert a text by a pandoc that waits for it, else by a new one."""
        waiting = self._waiting.pop(args, None)
        if waiting is None or not waiting.waits:
            waiting = WaitingPandoc(args)
        return waiting.convert(text, complaints)

    def forget(self) -> None:
        """Read the next text as a whole."""
        self._last, self._guessed = None, False

    def _guess(self, text: str, options: ReaderOptions) -> _Read | None:
        """What the text gives if a paragraph that changed means the same alone as where it stands."""
        last = self._last
        if last is None or last.options != options or not options.format.startswith("markdown"):
            return None
        if last.text == text:
            return last
        before, after, at = _changed(last.text, text)
        if not (_is_paragraph(before) and _is_paragraph(after)):
            return None
        with ThreadPoolExecutor(1) as beside:  # two calls of pandoc at a time
            asked = beside.submit(self._alone, before, last.text, options)
            new, old = self._alone(after, text, options), asked.result()
        alike = _paragraphs(last.text)
        pieces = last.json.split(old) if old and new else []
        if len(pieces) - 1 != alike.count(before):
            return (
                None  # it means something else where it stands, or something that means the same is written otherwise
            )
        number = _paragraphs(last.text[:at]).count(before)
        written = f"{old.join(pieces[: number + 1])}{new}{old.join(pieces[number + 1 :])}"
        return _Read(text=text, options=options, json=written, complaints=last.complaints)

    def _alone(self, paragraph: str, text: str, options: ReaderOptions) -> str:
        """The JSON of a paragraph that is read with the definitions that it names; empty where it gives none."""
        words = "\n\n".join([paragraph, *_definitions(paragraph, text)])
        if words not in self._paragraphs:
            match = _HEAD.match(self._convert(json_reader(reader_for(text, options.format)), words))
            if len(self._paragraphs) > _MOST_BLOCKS:
                self._paragraphs.clear()
            self._paragraphs[words] = match["blocks"] if match else ""
        return self._paragraphs[words]

    def write_html(
        self,
        blocks: Nodes,
        meta: Node,
        *,
        csl: Path | None = None,
        files: Sequence[Path] = (),
        complaints: list[Complaint] | None = None,
    ) -> str:
        """Write blocks as `pandoc.write_html` does; those that were written before are not written again."""
        if csl:
            return write_html(blocks, meta, csl=csl, files=files, complaints=complaints)
        about = json.dumps(meta, sort_keys=True)
        keys = [(about, json.dumps(block, ensure_ascii=False)) for block in blocks]
        missing = {key: block for key, block in zip(keys, blocks, strict=True) if key not in self._blocks}
        if missing:
            if len(self._blocks) > _MOST_BLOCKS:
                self._blocks.clear()
                missing = dict(zip(keys, blocks, strict=True))
            apart: Nodes = []
            for block in missing.values():
                apart += [html_block(_SPLIT), block]
            written = self._convert(HTML_WRITER, json_document(apart, meta), complaints).split(_SPLIT)[1:]
            self._blocks.update(zip(missing, (piece.strip("\n") for piece in written), strict=True))
        return "\n".join(piece for key in keys if (piece := self._blocks[key]))


def _whole(text: str, options: ReaderOptions, meanwhile: Callable[[], None] | None) -> _Read:
    complaints: list[Complaint] = []
    data, found = read_json(text, meanwhile, options=options)
    complaints += found
    return _Read(text=text, options=options, json=data, complaints=tuple(complaints))


def _is_paragraph(words: str) -> bool:
    return bool(words.strip()) and not _UNSURE.search(words)


def _changed(before: str, after: str) -> tuple[str, str, int]:
    """The pieces between blank lines in which all differences of two texts lie, and where they begin.

    Neither is empty where that can be.
    """
    old, new = before.split("\n"), after.split("\n")
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    start = _paragraph_start(old, start)
    while end and old[len(old) - end].strip():
        end -= 1
    while not (start == 0 or (_lines(old, start, end) and _lines(new, start, end))):
        start = _paragraph_start(old, start - 1)  # a paragraph came or went: its neighbour is read with it
    return _lines(old, start, end), _lines(new, start, end), sum(len(line) + 1 for line in old[:start])


def _paragraph_start(lines: Sequence[str], at: int) -> int:
    """The first line of the paragraph that a line is in."""
    while at and lines[at - 1].strip():
        at -= 1
    return at


def _lines(lines: Sequence[str], start: int, end: int) -> str:
    return "\n".join(lines[start : len(lines) - end]).strip("\n")


def _paragraphs(text: str) -> list[str]:
    """What stands between blank lines."""
    return [piece.strip("\n") for piece in _BLANK_LINES.split(text)]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        count += 1
    return count


def _definitions(paragraph: str, text: str) -> list[str]:
    """The definitions in a text that a paragraph names: each with the lines that belong to it."""
    found = []
    for label in dict.fromkeys(_LABEL.findall(paragraph)):
        named = re.compile(rf"^ {{0,3}}\[{re.escape(label)}\]:{_REST}", re.MULTILINE | re.IGNORECASE)
        found += [match[0] for match in [named.search(text)] if match]
    return found
