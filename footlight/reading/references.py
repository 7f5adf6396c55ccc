"""Settle notes and references before pandoc reads them, so that none of them is lost.

pandoc takes the last of two definitions with one name, drops a note that nothing calls, and prints a call within a note
as it stands. Here each call gets its own definition, the first definition of a reference holds (as in CommonMark), a
note called within a note is set there in brackets, and what cannot be settled is a finding. Lines keep their numbers.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from footlight.findings.finding import Finding, Severity

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_NOTE = re.compile(r" {0,3}\[\^([^\]\s]+)\]:[ \t]?")
_REFERENCE = re.compile(r" {0,3}\[(?!\^)((?:[^\[\]\\]|\\.)+)\]:[ \t]*(?:<([^<>]*)>|(\S+))(.*)")
_CONTAINED = re.compile(r"(?:[ \t>]|(?:[-*+]|\d{1,9}[.)])(?=[ \t]))*\[\^([^\]\s]+)\]:")
"""The definition of a note within a list or a quotation, as well."""
_BRACKETED = re.compile(
    r"((?:[ \t>]|(?:[-*+]|\d{1,9}[.)])(?=[ \t]))*)\[(?!\^)(?:[^\[\]\\]|\\.)+\]:[ \t]*"
    r"(?:<[^<>]*>|([^\s<]\S*))[ \t]+(?![ \t\"'({]|$)(.*)"
)
"""What looks like a definition, in a list or a quotation as well, and has words behind its address."""
_IS_PATH = re.compile(r"(?:#|/|\.{1,2}/)|.*\.(?:png|jpe?g|gif|svg|webp|avif|pdf|html?)\Z", re.IGNORECASE)
"""An address with blanks in it, or a comment that is written as a reference, `[//]: # Words`."""
_OPEN_REFERENCE = re.compile(r" {0,3}\[(?!\^)(?:[^\[\]\\]|\\.)+\]:[ \t]*$")
"""A definition whose address stands on the next line."""
_CALL = re.compile(r"\[\^([^\]\s]+)\]")
_CODE = re.compile(r"(?<!\\)(`+)(?!`).*?(?<!`)\1(?!`)")
_BRACKETS = re.compile(r"(?<![\w\]\\])\[((?:[^\[\]\\]|\\.)+)\]\[((?:[^\[\]\\]|\\.)*)\]")
_ANY_BRACKETS = re.compile(r"\[((?:[^\[\]\\]|\\.)+)\]")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(.*?)(?:[ \t]+#*)?(?:[ \t]*\{[^{}]*\})?[ \t]*$")
_CONTAINER = re.compile(r"(?:[-*+:~]|\(?[0-9A-Za-z#@]{1,9}[.)])[ \t]|\[\^")
_TITLE_LINE = re.compile(r"[ \t]+(?:\"[^\"]*\"|'[^']*'|\([^()]*\))[ \t]*$")
_MARKS = re.compile("[\U000f0000-\U000ffffd]")
"""Our own marks; a copy of a note does not repeat them."""
_DEEPEST = 8
"""Levels of notes called within notes."""
_LONGEST = 10_000
"""Characters of a note that is set within another."""


@dataclass(slots=True)
class _Definition:
    """The definition of a note."""

    label: str
    first: int
    """Index of its first line."""
    behind: int
    """Index of the line behind its last."""


@dataclass(slots=True)
class _Text:
    """A source as lines, and which of them are code."""

    lines: list[str]
    shown: str
    is_code: list[bool] = field(default_factory=list)
    notes: list[_Definition] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def find(self, code: str, message: str, hint: str, index: int, severity: Severity = Severity.WARNING) -> None:
        """Add a finding at a line."""
        self.findings.append(
            Finding(code=code, message=message, hint=hint, severity=severity, file=self.shown, line=index + 1)
        )

    def calls(self, indexes: Iterable[int]) -> Iterator[tuple[int, re.Match[str]]]:
        """Calls of notes on these lines, outside code."""
        for index in indexes:
            if self.is_code[index] or "[^" not in self.lines[index]:
                continue
            spans = [match.span() for match in _CODE.finditer(self.lines[index])]
            head = _CONTAINED.match(self.lines[index])
            for match in _CALL.finditer(self.lines[index], head.end() if head else 0):
                if not any(start <= match.start() < end for start, end in spans):
                    yield index, match


def settle(text: str, body_start: int, shown: str, *, name_unused: bool = False) -> tuple[str, tuple[Finding, ...]]:
    """The text with its notes and references settled; `shown` is the source's path, for findings.

    With `name_unused` a note that nothing calls is a finding: pandoc says so only where it reads its own Markdown.
    """
    if "]:" not in text and "[^" not in text and "][" not in text:
        return text, ()
    first = text.count("\n", 0, body_start)
    lines = text.split("\n")
    source = _Text(lines=lines, shown=shown, is_code=code_lines(lines, first))
    source.notes = list(_definitions(source, first))
    _settle_doubles(source, first)
    _settle_nested(source)
    _name_undefined_calls(source, first)
    if name_unused:
        _name_unused_notes(source, first)
    _keep_bracketed_text(source, first)
    _settle_references(source, first)
    return "\n".join(source.lines), tuple(source.findings)


def code_lines(lines: Sequence[str], first: int) -> list[bool]:
    """For each line, whether it is code, fenced or indented, or before the body."""
    out = [True] * first
    fence = ""
    indented_is_code, after_blank = True, True
    for line in lines[first:]:
        match = _FENCE.match(line)
        if fence:
            out.append(True)
            if match and match[1].startswith(fence) and not line[match.end() :].strip():
                fence = ""
            continue
        fence = match[1] if match and not (match[1][0] == "`" and "`" in line[match.end() :]) else ""
        if line[:1] not in ("", " ", "\t"):
            indented_is_code = not _CONTAINER.match(line)  # what is indented behind an item belongs to it
        code = indented_is_code and after_blank and line.startswith(("    ", "\t"))
        out.append(bool(fence) or code)
        after_blank = not line.strip() or code
    return out


def _definitions(source: _Text, first: int) -> Iterator[_Definition]:
    """The definitions of notes: a first paragraph, and what is indented behind it."""
    index, lines = first, source.lines
    while index < len(lines):
        match = None if source.is_code[index] else _NOTE.match(lines[index])
        if not match:
            index += 1
            continue
        start = index
        index += 1
        while index < len(lines):
            if not lines[index].strip():
                behind = next((i for i in range(index, len(lines)) if lines[i].strip()), len(lines))
                if behind == len(lines) or not lines[behind].startswith(("    ", "\t")):
                    break
                index = behind
            elif _NOTE.match(lines[index]):
                break
            index += 1
        yield _Definition(label=match[1], first=start, behind=index)


def _body(source: _Text, note: _Definition) -> list[str]:
    head = _NOTE.match(source.lines[note.first])
    return [source.lines[note.first][head.end() if head else 0 :], *source.lines[note.first + 1 : note.behind]]


def _settle_doubles(source: _Text, first: int) -> None:
    """Several definitions with one name: the first call has the first of them, the second the second."""
    by_label: defaultdict[str, list[_Definition]] = defaultdict(list)
    for note in source.notes:
        by_label[note.label].append(note)
    doubles = {label: notes for label, notes in by_label.items() if len(notes) > 1}
    if not doubles:
        return
    inside = {index for note in source.notes for index in range(note.first, note.behind)}
    calls: defaultdict[str, list[tuple[int, re.Match[str]]]] = defaultdict(list)
    for index, match in source.calls(i for i in range(first, len(source.lines)) if i not in inside):
        calls[match[1]].append((index, match))
    edits: list[tuple[int, int, int, str]] = []
    for label, notes in doubles.items():
        names = [label, *(f"{label}-{number}-of-{len(notes)}" for number in range(2, len(notes) + 1))]
        for note, name in zip(notes[1:], names[1:], strict=True):
            line = source.lines[note.first]
            source.lines[note.first] = line.replace(f"[^{label}]:", f"[^{name}]:", 1)
            note.label = name
            message = f"the note [^{label}] is defined more than once; this definition is set as a note of its own"
            source.find("note-defined-twice", message, "Give one of them another name.", note.first)
        mine = calls[label]
        for number, (index, match) in enumerate(mine):
            wanted = [names[min(number, len(names) - 1)]]
            if number == len(mine) - 1:
                wanted += names[number + 1 :]  # definitions without a call of their own
            edits.append((index, *match.span(), "".join(f"[^{name}]" for name in wanted)))
    for index, start, end, words in sorted(edits, reverse=True):
        source.lines[index] = source.lines[index][:start] + words + source.lines[index][end:]


def _settle_nested(source: _Text) -> None:
    """A note that is called within a note is set there in brackets: no page has notes to notes."""
    by_label = {note.label: note for note in source.notes}
    inside = [(note, list(source.calls(range(note.first, note.behind)))) for note in source.notes]
    nested = {match[1] for _, calls in inside for _, match in calls} & by_label.keys()
    if not nested:
        return
    within = {index for note in source.notes for index in range(note.first, note.behind)}
    outside = {match[1] for _, match in source.calls(i for i in range(len(source.lines)) if i not in within)}
    whole = {label: _inline(source, by_label, label, ()) for label in nested}
    for note, calls in inside:
        for index, match in reversed(calls):
            words = whole.get(match[1])
            if not words or match[1] == note.label:
                if match[1] in by_label:
                    message = (
                        f"the note [^{match[1]}] is called within the note [^{note.label}] and cannot be set there"
                    )
                    hint = "Call it from the text, or write its words into the note."
                    source.find("note-in-note", message, hint, index)
                continue
            line = source.lines[index]
            words = _MARKS.sub("", words) if match[1] in outside else words
            source.lines[index] = f"{line[: match.start()].rstrip(' ')} [{words}]{line[match.end() :]}"
            message = f"the note [^{match[1]}] is called within a note; it is set there in brackets"
            source.find("note-in-note", message, "", index, Severity.INFO)
    for label in nested - outside:
        if whole[label]:
            note = by_label[label]
            source.lines[note.first : note.behind] = [""] * (note.behind - note.first)


def _inline(source: _Text, by_label: dict[str, _Definition], label: str, above: tuple[str, ...]) -> str:
    """The words of a note as they can stand in a line; empty where they cannot: several paragraphs, or a circle."""
    body = _body(source, by_label[label])
    while body and not body[-1].strip():
        body.pop()
    if label in above or len(above) >= _DEEPEST or not all(line.strip() for line in body):
        return ""
    words = " ".join(line.strip() for line in body)
    for match in reversed(list(_CALL.finditer(words))):
        inner = _inline(source, by_label, match[1], (*above, label)) if match[1] in by_label else ""
        if match[1] in by_label and not inner:
            return ""
        if inner:
            words = f"{words[: match.start()].rstrip()} [{inner}]{words[match.end() :]}"
        if len(words) > _LONGEST:
            return ""
    return words


def _name_undefined_calls(source: _Text, first: int) -> None:
    known = {note.label for note in source.notes}
    heads = (_CONTAINED.match(line) for line, code in zip(source.lines, source.is_code, strict=True) if not code)
    known |= {head[1] for head in heads if head}
    for index, match in source.calls(range(first, len(source.lines))):
        if match[1] not in known:
            message = f"the note [^{match[1]}] is called and defined nowhere; the call is printed as it stands"
            source.find("note-undefined", message, f"Add a line `[^{match[1]}]: …`, or remove the call.", index)


def _name_unused_notes(source: _Text, first: int) -> None:
    called = {match[1] for _, match in source.calls(range(first, len(source.lines)))}
    for note in source.notes:
        if note.label not in called and any(source.lines[note.first : note.behind]):
            message = f"the note [^{note.label}] is never called, so that it is in no edition"
            hint = f"Call it with [^{note.label}] where it belongs, or remove it."
            source.find("note-never-called", message, hint, note.first)


def _key(label: str) -> str:
    return " ".join(_MARKS.sub("", label).split()).casefold()


def _keep_bracketed_text(source: _Text, first: int) -> None:
    """`[Update]: We were wrong.` is text, as in CommonMark: an address has no blanks. pandoc takes all of the line for
    the address of a reference, and leaves it out.
    """
    for index in range(first, len(source.lines)):
        line = source.lines[index]
        found = None if source.is_code[index] or "]:" not in line else _BRACKETED.match(line)
        if not found or _IS_PATH.match(f"{found[2] or ''} {found[3]}".strip()):
            continue
        bracket = len(found[1])
        source.lines[index] = f"{line[:bracket]}\\{line[bracket:]}"


def _settle_references(source: _Text, first: int) -> None:
    """The first definition of a reference holds; one that is missing or never used is named."""
    defined: dict[str, tuple[int, str]] = {}
    definitions: set[int] = set()
    for index in range(first, len(source.lines)):
        line, behind = source.lines[index], index + 1
        if _OPEN_REFERENCE.match(line) and behind < len(source.lines):
            line, behind = f"{line} {source.lines[behind].strip()}", behind + 1
        match = None if source.is_code[index] else _REFERENCE.match(line)
        if not match:
            continue
        key, address = _key(match[1]), _MARKS.sub("", match[2] or match[3] or "")
        definitions.add(index)
        if key not in defined:
            defined[key] = (index, address)
            continue
        if address != defined[key][1]:
            message = (
                f"the reference [{match[1]}] is defined again, as {address}; "
                f"its definition in line {defined[key][0] + 1} holds"
            )
            source.find("reference-defined-twice", message, "Give one of them another name.", index)
        source.lines[index:behind] = [""] * (behind - index)
        if behind < len(source.lines) and _TITLE_LINE.match(source.lines[behind]):
            source.lines[behind] = ""
    used = _name_undefined_references(source, first, definitions, defined.keys())
    for key, (index, address) in defined.items():
        if key not in used and address not in ("", "#"):  # `[//]: # (…)` is a comment
            message = f"the reference [{key}] to {address} is used nowhere, so its address is in no edition"
            source.find("reference-unused", message, "Remove it, or link words to it.", index)


def _name_undefined_references(
    source: _Text, first: int, definitions: set[int], defined: Iterable[str]
) -> frozenset[str]:
    """A finding for each reference without a definition. Returns all keys that are used."""
    known = set(defined)
    headings: set[str] = set()
    suspects: list[tuple[int, str, str]] = []
    used: set[str] = set()
    before = ""
    for index in range(first, len(source.lines)):
        line = source.lines[index]
        if source.is_code[index] or index in definitions:
            before = ""
            continue
        if match := _HEADING.match(line):
            headings.add(_key(match[1]))
        elif re.match(r" {0,3}(?:=+|-+)[ \t]*$", line):
            headings.add(_key(before))
        before = line
        if "[" not in line and "]" not in line:
            continue
        # Brackets in code are none; but code may be in brackets: [`listen`][], so its characters keep their places.
        prose = _CODE.sub(lambda code: "\0" * len(code[0]), line)
        used.update(_key(line[slice(*match.span(1))]) for match in _ANY_BRACKETS.finditer(prose))
        for found in _BRACKETS.finditer(prose):
            named = found.span(2) if found[2] else found.span(1)
            suspects.append((index, line[slice(*found.span())], line[slice(*named)]))
    for index, words, label in suspects:
        if _key(label) not in known and _key(label) not in headings and not label.startswith("^"):
            message = f"the reference {words[:80]} is defined nowhere; it is printed as it stands"
            source.find("reference-undefined", message, f"Add a line `[{label[:40]}]: ADDRESS`.", index)
    return frozenset(used | _wrapped_keys(source, first))


def _wrapped_keys(source: _Text, first: int) -> set[str]:
    """Keys that a line end divides: `[the old⏎harbour][]`."""
    text = "\n".join(
        "" if code else line for code, line in zip(source.is_code[first:], source.lines[first:], strict=True)
    )
    return {_key(match[1]) for match in _ANY_BRACKETS.finditer(text) if "\n" in match[1]}
