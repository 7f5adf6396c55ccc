"""A Markdown file from the disk: its characters, its front matter, and nothing else of the machine's."""

import re
from pathlib import Path

from footlight.essay.document import Source
from footlight.essay_files import NOTHING_GIVEN, Given
from footlight.findings.finding import Finding
from footlight.reading.front_matter import read_metadata
from footlight.textmatch.places import Lines

LARGEST = 64 * 1024 * 1024
"""Bytes; a book of a thousand pages has two million."""

_MARKS = re.compile("[\U000f0000-\U000ffffd]")
"""Supplementary Private Use Area-A: what our own marks are made of."""

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
"""Characters that XML 1.0, and so EPUB, cannot hold."""


def read_source(path: Path, shown: str, given: Given = NOTHING_GIVEN) -> tuple[Source | None, tuple[Finding, ...]]:
    """The source at `path`, and what is wrong with it; None where it cannot be read at all."""
    text, problem = _characters(path, shown)
    if text is None:
        return None, (problem,) if problem else ()
    meta, body_start, findings = read_metadata(text, shown, given)
    found = list(findings)
    lines = Lines(text)
    for pattern, code, what in (
        (_MARKS, "source-private-use", "a private-use character that Footlight keeps for its own marks"),
        (_CONTROLS, "source-control-character", "a control character that no edition can hold"),
    ):
        if match := pattern.search(text):
            line, column = lines.at(match.start())
            found.append(
                Finding(
                    code=code,
                    message=f"the source holds {what} (U+{ord(match[0]):04X})",
                    hint="Delete it, or put the character that was meant.",
                    file=shown,
                    line=line,
                    column=column,
                )
            )
    source = Source(name=path.stem, path=path, shown=shown, text=text, body_start=body_start, meta=meta)
    return source, tuple(found)


def _characters(path: Path, shown: str) -> tuple[str | None, Finding | None]:
    try:
        if path.stat().st_size > LARGEST:
            message = f"the file is larger than {LARGEST // 1024 // 1024} MiB"
            return None, Finding(code="source-too-large", message=message, hint="Divide it.", file=shown)
        data = path.read_bytes()
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        return None, Finding(code="source-unreadable", message=message, hint="Look at its name and rights.", file=shown)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
        return None, Finding(
            code="source-not-utf8",
            message=f"the file is not UTF-8: byte 0x{data[error.start]:02x} at offset {error.start}",
            hint="Save it as UTF-8; `iconv -f WINDOWS-1252 -t UTF-8` turns most older files into it.",
            file=shown,
            line=line,
            column=column,
        )
    return text.replace("\r\n", "\n").replace("\r", "\n"), None
