"""A Markdown file from the disk: its characters, its front matter, and nothing else of the machine's."""

import codecs
import re
from dataclasses import dataclass
from errno import EACCES
from pathlib import Path, PurePath

from footlight.essay.document import Metadata, Source
from footlight.essay_files import EssayFile
from footlight.findings.finding import Finding
from footlight.input_record import note_absent, read_input
from footlight.project import metadata_path
from footlight.reading.front_matter import read_metadata
from footlight.textmatch.combining_marks import MOST_MARKS, first_in_excess, without_excess
from footlight.textmatch.places import Lines

LARGEST = 64 * 1024 * 1024
"""Bytes of an essay's file; a book of a thousand pages has two million."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unwanted:
    """Characters that cannot be set, and what stands for each, so that all others keep their places."""

    code: str
    pattern: re.Pattern[str]
    instead: str
    what: str


_UNWANTED = (
    _Unwanted(
        code="source-private-use",
        pattern=re.compile("[\U000f0000-\U000ffffd]"),  # Supplementary Private Use Area-A, of which our marks are made
        instead="\ufffd",
        what="a private-use character that Footlight keeps for its own marks",
    ),
    _Unwanted(
        code="source-control-character",
        pattern=re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]"),  # what XML 1.0, and so EPUB, cannot hold
        instead=" ",
        what="a control character that no edition can hold",
    ),
)
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters in the name of a file, and bytes of it that are not UTF-8, which Python shows as surrogates."""
_WHITE_SPACE = {0x0B: " ", 0x0C: " ", 0x0D: "\n"}
"""Vertical tab and form feed, which old word processors leave behind, are blanks; a carriage return ends a line."""
_UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def read_source(file: EssayFile) -> tuple[Source | None, tuple[Finding, ...]]:
    """The source of an essay, and what is wrong with it; None where it cannot be read at all."""
    path, shown = file.path, file.shown
    if _UNPRINTABLE.search(shown):
        message = "the name of the file holds a character that no edition and no terminal can show"
        return None, (Finding(code="source-name", message=message, hint="Rename the file.", file=shown),)
    text, problem = _characters(path, shown)
    if text is None:
        return None, (problem,) if problem else ()
    text, found = _without_unwanted(text, shown)
    meta, body_start, findings = _metadata(text, file)
    source = Source(
        name=file.name,
        words_of_name=file.given.words,
        path=path,
        shown=shown,
        text=text,
        body_start=body_start,
        meta=meta,
    )
    return source, (*findings, *found)


def _metadata(text: str, file: EssayFile) -> tuple[Metadata, int, tuple[Finding, ...]]:
    """The front matter of the text, else that of Nikola's file beside it, and the offset at which the body begins."""
    meta, body_start, findings = read_metadata(text, file.shown, file.given)
    beside = metadata_path(file.path)
    if not beside.is_file():
        note_absent(beside)
        return meta, body_start, findings
    shown = str(PurePath(file.shown).with_name(beside.name))
    if text[:body_start].strip():
        message = "this file is not read, since the essay has a front matter itself"
        hint = "Move what it says into the essay, or remove it."
        return meta, body_start, (*findings, Finding(code="front-matter-twice", message=message, hint=hint, file=shown))
    words, problem = _characters(beside, shown)
    if words is None:
        return meta, body_start, (*findings, *([problem] if problem else []))
    meta, _, found = read_metadata(f"{words.rstrip()}\n\n", shown, file.given)
    return meta, body_start, found


def why_passed_over(source: Source, file: EssayFile, *, drafts: bool) -> Finding | None:
    """Return why an essay is not built though nothing is wrong with its file; None where it is to be built.

    With `drafts`, drafts are built.
    """
    if source.meta.draft and not drafts:
        return Finding(
            code="draft",
            message=f"a draft, which is passed over ({source.meta.draft})",
            hint="Remove that, or build it with --drafts.",
            file=source.shown,
        )
    if source.text[source.body_start :].strip():
        return None
    if file.given.section:
        return Finding(
            code="section-page",
            message="the page of a section, which has no text and is passed over",
            hint="Write something below the front matter, if it is to be an essay.",
            file=source.shown,
        )
    hint = "Write something below the front matter."
    return Finding(code="no-text", message="the essay has no text", hint=hint, file=source.shown)


def _without_unwanted(text: str, shown: str) -> tuple[str, list[Finding]]:
    """The text with a stand-in for each character that cannot be set, and a finding at the first one of a kind."""
    found = []
    for row in _UNWANTED:
        match = row.pattern.search(text)
        if match:
            line, column = Lines(text).at(match.start())
            finding = Finding(
                code=row.code,
                message=f"the source holds {row.what} (U+{ord(match[0]):04X})",
                hint="Delete it, or put the character that was meant.",
                file=shown,
                line=line,
                column=column,
            )
            found.append(finding)
            text = row.pattern.sub(row.instead, text)
    if (at := first_in_excess(text)) >= 0:
        line, column = Lines(text).at(at)
        message = f"more than {MOST_MARKS} combining marks stand on one letter; the others were left out"
        hint = "Remove them, or write the letter that was meant."
        found.append(
            Finding(code="source-combining-marks", message=message, hint=hint, file=shown, line=line, column=column)
        )
        text = without_excess(text, " ")
    return text, found


def _characters(path: Path, shown: str) -> tuple[str | None, Finding | None]:
    try:
        if path.stat().st_size > LARGEST:
            message = f"the file is larger than {LARGEST // 1024 // 1024} MiB"
            return None, Finding(code="source-too-large", message=message, hint="Divide it.", file=shown)
        data = read_input(path)
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        hint = "Give yourself the right to read it, such as by `chmod u+r`." if error.errno == EACCES else "Look at it."
        return None, Finding(code="source-unreadable", message=message, hint=hint, file=shown)
    try:
        text = data.decode(encoding_of(data))
    except UnicodeDecodeError as error:
        if error.encoding != "utf-8":
            message = f"the file begins as {error.encoding.upper()} does, and is not: {error.reason}"
            return None, Finding(code="source-not-utf8", message=message, hint="Save it as UTF-8.", file=shown)
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
        return None, Finding(
            code="source-not-utf8",
            message=f"the file is not UTF-8: byte 0x{data[error.start]:02x} at offset {error.start}",
            hint=_OF_A_DOCUMENT if b"\0" in data[:_SEARCHED] else _OF_A_TEXT,
            file=shown,
            line=line,
            column=column,
        )
    return text.replace("\r\n", "\n").translate(_WHITE_SPACE), None


_SEARCHED = 8192
"""Bytes at the beginning; a zero byte among them is in no text, but in most documents, pictures and programs."""
_OF_A_TEXT = "Save it as UTF-8; `iconv -f WINDOWS-1252 -t UTF-8` turns most older files into it."
_OF_A_DOCUMENT = "It seems to be no text at all. `footlight import` makes essays of documents of many kinds."


def encoding_of(data: bytes) -> str:
    """The encoding that the first bytes say: UTF-16 with a byte-order mark, or without one; else UTF-8.

    In UTF-16 every other byte of a text in Latin letters is zero; in UTF-8 none of any text is.
    """
    if data[:2] in _UTF_16:
        return _UTF_16[data[:2]]
    head = data[:_LOOKED_AT]
    for encoding, zeros, others in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        if len(zeros) > 1 and zeros.count(0) > len(zeros) // 2 and not others.count(0):
            return encoding
    return "utf-8"


_LOOKED_AT = 64
"""Bytes: the first lines of a front matter, which are Latin letters whatever the text is."""
