"""Hold a product against the inventory of its source: every word, link and picture is there, or a finding names it.

The inventory is counted by another reader than the one that made the product, so that a misreading of either shows.
Words are compared as letters and digits only: a typographer's marks, divisions of words and blanks make no difference.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from footlight.engines.epub.publication_reader import XHTML, Document, Publication, semantic_types
from footlight.essay.inventory import Block, Form, Inventory, Target
from footlight.findings.finding import Finding, Severity

_NEAR = 65_536
"""Characters ahead in which a block is looked for first."""
_FAR = 500
"""How often the whole product is searched for what is not near; bounds the work where much is lost."""
_AT_ONCE = 200
"""Words of a block that are laid beside the product at a time; bounds the work, which grows with their square."""
_MOST_LOOKED_THROUGH = 4_000_000_000
"""Characters of a product that are looked through for words of blocks that are not whole in it, each as often as that
happens: seconds. Ten pages of which no word is found need a tenth of that; what is not looked for counts as lost.
"""
_MOVED = 12
"""Letters of a run of words that are found elsewhere in the product and so count as moved, not lost."""
_CLOSE = 6
"""Letters and digits between a run that was found and words beside it that count as found however few they are: the
number of a note may stand between. Farther off they are other places' words.
"""
_SHOWN = 8
"""Words that a finding quotes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """What an edition shows, read from the edition."""

    name: str
    """As findings call it, such as `the EPUB`."""
    text: str
    """All its words in their order; its notes may stand anywhere behind the text."""
    addresses: frozenset[str]
    """All that its links lead to, as `same_address` writes them."""
    on_paper: bool = False
    """Whether an address has to be printed as well."""
    forms: Mapping[Form, tuple[str, ...]] = field(default_factory=dict)
    """The letters of each of its headings and listings, of those of the two that the edition tells apart."""


def check_words(inventory: Inventory, product: Product, named: frozenset[int], shown: str) -> tuple[Finding, ...]:
    """Words of the source that the product does not hold, a finding a block. `named` are lines that findings name."""
    layer = letters(product.text)
    return tuple(
        Finding(
            code="source-words-lost",
            severity=Severity.WARNING,
            message=f"words of the source are not in {product.name}: “{_quoted(run)}”",
            hint="Look at what stands before them: a mark that is not closed, or one that Markdown reads otherwise.",
            file=shown,
            line=run[0][1],
        )
        for run in _lost(inventory.blocks, layer, named)
    )


def letters(text: str) -> str:
    """The letters and digits of a text, as they are compared."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


_Run = list[tuple[str, int]]


@dataclass(slots=True)
class _Far:
    """The whole product, which may be searched a bounded number of times."""

    layer: str
    left: int = _FAR

    def find(self, wanted: str) -> int:
        """Where the letters stand; -1 where they do not, or where too much was searched for already."""
        self.left -= 1
        return self.layer.find(wanted) if self.left >= 0 else -1


def _quoted(run: _Run) -> str:
    words = [word for word, _ in run]
    return " ".join(words[:_SHOWN]) + (" …" if len(words) > _SHOWN else "")


def _lost(blocks: Sequence[Block], layer: str, named: frozenset[int]) -> Iterator[_Run]:
    """The words of each block that are not in the product; nothing for a block that has all."""
    at = 0
    far = _Far(layer)
    search = _Search()
    waiting: list[Block] = []
    for block in blocks:
        wanted = letters("".join(word for word, _ in block.words))
        found = layer.find(wanted, at, at + len(wanted) + _NEAR)
        if found < 0:
            found = far.find(wanted)
        if found < 0:
            waiting.append(block)
            continue
        for missed in waiting:
            end = min(found, at + _NEAR) if found > at else at + _NEAR
            yield from _lost_of(missed, far, search, (at, end), named)
        waiting.clear()
        at = found + len(wanted)
    for missed in waiting:
        yield from _lost_of(missed, far, search, (at, at + _NEAR), named)


def _lost_of(
    block: Block, far: _Far, search: "_Search", near: tuple[int, int], named: frozenset[int]
) -> Iterator[_Run]:
    """The words of a block that is not whole in the product. It has to stand between the blocks beside it, which are
    `near`; but a short one, “URL”, may have been found where other text says the same, and then it stands beyond.
    """
    first, last = _lines(block)
    first -= block.in_note  # its label may stand on a line of its own
    if any(first <= line <= last for line in named):
        return
    start, end = near
    region, words = far.layer[start:end], block.words
    lost: _Run = []
    for at in range(0, len(words), _AT_ONCE):
        part = words[at : at + _AT_ONCE]
        said = [letters(word) for word, _ in part]
        kept = search.kept(said, region)
        if not all(kept):
            beyond = far.layer[max(0, start - _NEAR) : start + _NEAR]
            elsewhere = search.kept(said, beyond, least=_MOVED)
            kept = [here or there for here, there in zip(kept, elsewhere, strict=True)]
        for is_lost, group in groupby(zip(part, kept, strict=True), key=lambda pair: not pair[1]):
            run = [word for word, _ in group]
            wanted = letters("".join(word for word, _ in run))
            moved = is_lost and len(wanted) >= _MOVED and far.find(wanted) >= 0
            if is_lost and not moved:
                lost += run
    if lost:
        yield lost


@dataclass(slots=True)
class _Search:
    """Looks for words in their order, within a bound of work for a whole text."""

    looked_through: int = 0

    def kept(self, words: Sequence[str], region: str, least: int = 0) -> list[bool]:
        """Which of the words the region holds: the longest run first, then what stands on either side. A run of fewer
        letters than `least` counts only beside one that was found.
        """
        kept = [not word for word in words]
        open_parts = [(0, len(words), 0, len(region), False, False)]
        while open_parts and self.looked_through < _MOST_LOOKED_THROUGH:
            low, high, start, end, behind_one, before_one = open_parts.pop()
            self.looked_through += 2 * (high - low) * (end - start)
            best = _longest_run(words, low, high, region[start:end])
            if best is None:
                continue
            first, behind, at = best
            length = sum(map(len, words[first:behind]))
            beside = (behind_one and at <= _CLOSE) or (before_one and end - start - at - length <= _CLOSE)
            if length < least and not beside:
                continue
            kept[first:behind] = [True] * (behind - first)
            open_parts += [
                (low, first, start, start + at, behind_one, True),
                (behind, high, start + at + length, end, True, before_one),
            ]
        return kept


def _longest_run(words: Sequence[str], low: int, high: int, region: str) -> tuple[int, int, int] | None:
    """The first word of the run, the word behind it, and where in the region it stands."""
    best = None
    longest = 0
    behind, wanted, at = low, "", -1
    for first in range(low, high):
        # What is found stays found without its first word, so that no word is tried twice from the same place.
        while behind < high and (found := region.find(wanted + words[behind])) >= 0:
            wanted += words[behind]
            at, behind = found, behind + 1
        if len(wanted) > longest:
            best, longest = (first, behind, at), len(wanted)
        wanted = wanted[len(words[first]) :]
        behind = max(behind, first + 1)
    return best


def _lines(block: Block) -> tuple[int, int]:
    lines = [line for _, line in block.words]
    return min(lines), max(lines)


def check_links(links: Sequence[Target], product: Product, named: frozenset[int], shown: str) -> tuple[Finding, ...]:
    """Web addresses of the source that the product does not lead to, or, where it is on paper, does not print."""
    prints = _Layer(letters(product.text)).has
    found: dict[tuple[str, int], Finding] = {}
    for link in links:
        leads = same_address(link.address) in product.addresses
        if link.line in named or (leads and not product.on_paper):
            continue
        bare = link.address.partition("//")[2]
        # A link whose words are its address has no note, whether they say `www.` or not.
        printed = prints(letters(bare)) or prints(letters(bare.removeprefix("www.")))
        if not leads and not printed:
            what = f"the link to {link.address[:200]} is in the source and not in {product.name}"
        elif product.on_paper and not printed:
            what = f"the address {link.address[:200]} is not printed in {product.name}"
        else:
            continue
        hint = "Look at what stands before it: a mark that is not closed, or one that Markdown reads otherwise."
        finding = Finding(
            code="source-link-lost", severity=Severity.WARNING, message=what, hint=hint, file=shown, line=link.line
        )
        found[link.address, link.line] = finding
    return tuple(found.values())


@dataclass(slots=True)
class _Layer:
    """The letters of a product, looked through from where the last address was found: they stand in the same order."""

    text: str
    at: int = 0

    def has(self, wanted: str) -> bool:
        """Tell whether the letters stand somewhere."""
        found = self.text.find(wanted, self.at)
        if found < 0:
            found = self.text.find(wanted, 0, self.at + len(wanted))
        self.at = max(found, 0) or self.at
        return found >= 0


_FORMS: Mapping[Form, tuple[str, str]] = {
    "heading": ("the heading", "Leave an empty line before it, and a blank behind its signs."),
    "listing": ("the code", "Look at the fences before it: one of them is not closed, or not begun."),
}
"""What findings call a form, and what helps."""
_HALF = 2
"""A block is found again where one letter in two is in the same form: what a dialect means by some marks is not set."""


def check_forms(inventory: Inventory, product: Product, named: frozenset[int], shown: str) -> tuple[Finding, ...]:
    """Headings and listings of the source whose words the product may have, but not as a heading or a listing."""
    found: list[Finding] = []
    seekers = {form: _Seeker(forms) for form, forms in product.forms.items()}
    for block in inventory.blocks:
        first, last = _lines(block)
        if block.form not in seekers or any(first <= line <= last for line in named):
            continue
        if seekers[block.form].has([letters(word) for word, _ in block.words]):
            continue
        name, hint = _FORMS[block.form]
        message = f"{name} “{_quoted(list(block.words))}” is set as ordinary text in {product.name}"
        found.append(
            Finding(
                code="source-form-lost", severity=Severity.WARNING, message=message, hint=hint, file=shown, line=first
            )
        )
    return tuple(found)


@dataclass(slots=True)
class _Seeker:
    """The forms of a product, which are looked through from where the last one was found, a bounded number of times."""

    forms: Sequence[str]
    at: int = 0
    left: int = _FAR

    def has(self, words: Sequence[str]) -> bool:
        """Tell whether a form has most of the words."""
        for index in (*range(self.at, len(self.forms)), *range(self.at)):
            if index != self.at:
                self.left -= 1
            if self.left < 0:
                return True  # too many are gone for each to be named
            if sum(len(word) for word in words if word in self.forms[index]) * _HALF >= sum(map(len, words)):
                self.at = index + 1
                return True
        return False


def same_address(address: str) -> str:
    """An address as it is compared: what may be percent-encoded or not makes no difference."""
    return unquote(address.strip())


_TAGS: Mapping[Form, tuple[str, ...]] = {
    "heading": ("h1", "h2", "h3", "h4", "h5", "h6"),
    "listing": ("pre", "math"),
}
"""The elements of each form; a fence of `math` is a formula."""


_CALLS = frozenset({"noteref", "doc-noteref"})
"""What the calls of notes are marked as, in an EPUB and in any HTML."""


def epub_product(book: Publication) -> Product:
    """What an EPUB shows, from the documents that are read; calls of notes are left out, for they divide words."""
    return documents_product(book.documents[: len(book.spine)])


def documents_product(documents: Sequence[Document], name: str = "the EPUB") -> Product:
    """What some documents of an EPUB show, or the one of a web edition; `name` is what findings call it."""
    pieces: list[str] = []
    addresses: set[str] = set()
    forms: dict[Form, list[str]] = {form: [] for form in _TAGS}
    for document in documents:
        body = document.root.find(f"{XHTML}body")
        _gather(body if body is not None else document.root, pieces)
        addresses |= {same_address(link.attrib["href"]) for link in document.all("a") if link.get("href")}
        for form, tags in _TAGS.items():
            forms[form] += [_letters_of(element) for tag in tags for element in document.all(tag)]
        # In a box of Quarto's the heading is its title.
        forms["heading"] += [_letters_of(each) for each in document.all("div") if each.get("class") == "fl-box-title"]
    return Product(
        name=name,
        text="".join(pieces),
        addresses=frozenset(addresses),
        forms={form: tuple(found) for form, found in forms.items()},
    )


def _letters_of(element: ET.Element) -> str:
    pieces: list[str] = []
    _gather(element, pieces)
    return letters("".join(pieces))


_FORMULA = "{http://www.w3.org/1998/Math/MathML}math"
"""A source's formulas are not counted, and their letters would stand between its words."""


def _gather(element: ET.Element, pieces: list[str]) -> None:
    """The words of an element in their order, without recursion: a book may be nested deeper than Python calls."""
    open_elements: list[ET.Element | str] = [element]
    while open_elements:
        item = open_elements.pop()
        if isinstance(item, str):
            pieces.append(item)
            continue
        open_elements.append(item.tail or "" if item is not element else "")
        if item.tag == _FORMULA or semantic_types(item) & _CALLS:
            continue
        open_elements += reversed(item)
        open_elements.append(item.text or "")
