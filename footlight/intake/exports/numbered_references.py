"""The numbered references at the end of a text dump, which are the links of the text, and their marks in it.

lynx and w3m set a number in front of the words of a link (`[1]the report`); where the words end, nothing says. People
who copy and paste set it behind (`the report [1]`). The list at the end has an entry a number: `1. http://…` (lynx),
`[1] http://…` (w3m, people), `[1] Somebody, A Book, http://…`, or a note without an address.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from footlight.intake.exports.name_sets import names

_HEADING = re.compile(
    r"\W*(?:references?|visible links|hidden links|links?|notes?|footnotes?|endnotes?|sources?|liens|"
    r"notes de bas de page|anmerkungen|fußnoten|quellen|notas|referencias|enlaces|note|bibliography|works cited)\W*",
    re.IGNORECASE,
)
_ENTRY = re.compile(
    r"(?P<indent>\s*)(?:\[(?P<bracketed>\d{1,4})\]:?|\((?P<round>\d{1,3})\)|(?P<plain>\d{1,4})[.):])\s+(?P<words>\S.*)"
)
ADDRESS = re.compile(r"(?:https?|ftp|mailto|file|gopher|news):(?://)?[^\s<>\"]+[^\s<>\".,;:!?')\]]")
_LOCAL = re.compile(r"file:/{0,3}[^\n]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """An entry of the list."""

    number: int
    words: str
    """The whole entry, with single blanks."""
    address: str
    """The address in it; empty for a note in words, and for a file of the machine on which the dump was made."""

    @property
    def is_local(self) -> bool:
        """Whether it leads to a file of the machine on which the dump was made."""
        return self.words.startswith("file:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dump:
    """A text and the references at its end."""

    lines: tuple[str, ...]
    """The text, without the list."""
    references: Mapping[int, Reference] = field(default_factory=dict)
    in_front: bool = False
    """Whether numbers stand in front of the words of a link."""
    is_round: bool = False
    """Whether numbers stand in round brackets: `the report (1)`."""


def split_references(lines: list[str]) -> Dump:
    """Take the list of references off the end of a text; the text as it is, where there is none or nothing calls it."""
    start = len(lines)
    found: dict[int, Reference] = {}
    at = len(lines) - 1
    pending: list[str] = []
    while at >= 0:
        line = lines[at]
        entry = _ENTRY.fullmatch(line)
        if entry:
            reference = _reference(entry, list(reversed(pending)))
            pending = []
            if reference.number in found:
                break
            found[reference.number] = reference
            start = at
        elif not line.strip():
            if pending:
                break  # words that belong to no entry: the text
        elif _HEADING.fullmatch(line):
            if pending:
                break
            start = at if found else start
        elif line[:1].isspace() or found or not pending:
            pending.append(line)
        else:
            break
        at -= 1
    text = lines[:start]
    is_round = all(re.match(r"\s*\(\d", line) for line in lines[start:] if _ENTRY.fullmatch(line))
    called = _called("\n".join(text), found, is_round=is_round)
    if not found or not called or not (_are_addresses(found) or len(called) >= len(found) / 2):
        return Dump(lines=tuple(lines))
    front = sum(_stands_in_front(match) for match in called)
    return Dump(
        lines=tuple(text), references=dict(sorted(found.items())), in_front=front * 2 > len(called), is_round=is_round
    )


def _reference(entry: re.Match[str], more: list[str]) -> Reference:
    words = " ".join([entry["words"], *more]).split()
    whole = " ".join(words)
    local = _LOCAL.match(whole)
    address = None if local else ADDRESS.search(whole)
    number = int(entry["bracketed"] or entry["round"] or entry["plain"])
    return Reference(number=number, words=whole, address=address[0] if address else "")


def _are_addresses(found: Mapping[int, Reference]) -> bool:
    return sum(bool(one.address) or one.is_local for one in found.values()) * 2 > len(found)


_MARK = re.compile(r"\[(\d{1,4})\]")
_ROUND_MARK = re.compile(r"(?<=\S)\((\d{1,3})\)")


def _called(text: str, found: Mapping[int, Reference], *, is_round: bool) -> list[re.Match[str]]:
    mark = _ROUND_MARK if is_round else _MARK
    return [match for match in mark.finditer(text) if int(match[1]) in found]


def _stands_in_front(match: re.Match[str]) -> bool:
    """`[1]word`, with a blank or nothing before it."""
    text, start, end = match.string, match.start(), match.end()
    before, after = text[start - 1 : start], text[end : end + 1]
    return (not before or not before.isalnum()) and bool(after) and not after.isspace() and after not in ".,;:!?)]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A number in the text that calls a reference."""

    reference: Reference
    start: int
    end: int
    words_end: int
    """Where the words of the link end; `end` where they stand before the number, or are none."""


def marks_in(text: str, dump: Dump, seen: set[int]) -> list[Mark]:
    """The marks in a paragraph, whose lines are joined. `seen` has the numbers that were called before."""
    matches = _called(text, dump.references, is_round=dump.is_round)
    marks: list[Mark] = []
    for i, match in enumerate(matches):
        reference = dump.references[int(match[1])]
        following = matches[i + 1].start() if i + 1 < len(matches) else len(text)
        if not dump.in_front:
            seen.add(reference.number)
            marks.append(Mark(reference=reference, start=match.start(), end=match.end(), words_end=match.end()))
        elif reference.number not in seen and _stands_in_front(match):
            seen.add(reference.number)
            size = _length_of_words(text[match.end() : following], reference)
            marks.append(Mark(reference=reference, start=match.start(), end=match.end(), words_end=match.end() + size))
    return marks


_WORD = re.compile(r"\S+")
_LONGEST = 14
"""Words that the words of a link are looked for in."""
_SHORT = 5
"""Words up to a mark of punctuation that are taken for a link's where nothing else says where they end."""
_CONNECTING = names(
    """
    a an and at by da das de del der des di du e en et for from in la le les of on or the to un und van von y &
    """
)
_PUNCTUATION = re.compile(r"[.,;:!?)\]…—–\"”’]+\Z")
_QUOTES = {'"': '"', "“": "”", "‘": "’", "«": "»", "„": "“"}


def _length_of_words(text: str, reference: Reference) -> int:
    """How long the words of a link are that begin a text: as long as they have the words of its address; else a title
    in capitals or between quotation marks; else up to a mark of punctuation that is near; else one word.
    """
    closing = _QUOTES.get(text[:1])
    if closing and (at := text.find(closing, 1)) > 0:
        return at + 1
    words = list(_WORD.finditer(text))[:_LONGEST]
    if not words:
        return 0
    last = _last_word_of_address(words, reference) or _last_capital(words) or _last_before_punctuation(words) or 1
    chosen = words[last - 1]
    ending = _PUNCTUATION.search(chosen[0])
    return chosen.end() - (len(ending[0]) if ending else 0)


def _last_word_of_address(words: list[re.Match[str]], reference: Reference) -> int:
    path = unquote(reference.address.partition("://")[2].partition("/")[2]) or reference.words
    known = {word for word in re.findall(r"[^\W_]+", path.lower()) if len(word) > 2}
    last = hits = 0
    for number, word in enumerate(words, 1):
        bare = re.sub(r"\W+", "", word[0]).lower()
        if bare in known and bare not in _CONNECTING:
            hits += 1
            if hits * 3 >= number:
                last = number
    return last if hits > 1 or last == 1 else 0


def _last_capital(words: list[re.Match[str]]) -> int:
    last = 0
    for number, word in enumerate(words, 1):
        bare = word[0].strip("(\"“‘'")
        if bare[:1].isupper() or (last and bare[:1].isdigit()):
            last = number
        elif not last or bare.strip(".,;:!?").lower() not in _CONNECTING:
            break
        if _PUNCTUATION.search(word[0]) and not re.fullmatch(r"[A-Z]\.", bare):
            break
    return last


def _last_before_punctuation(words: list[re.Match[str]]) -> int:
    ends = [number for number, word in enumerate(words[:_SHORT], 1) if _PUNCTUATION.search(word[0])]
    last = ends[0] if ends else len(words) if len(words) <= _SHORT else 0
    while last > 1 and words[last - 1][0].lower() in _CONNECTING:
        last -= 1
    return last
