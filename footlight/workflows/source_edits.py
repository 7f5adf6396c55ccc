"""Edits of an essay's file: places of its text replaced, and every other byte left as it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from footlight.errors import EnvironmentProblem
from footlight.essay.document import Source
from footlight.file_lock import lock_folder
from footlight.file_replacement import replace_file
from footlight.input_record import read_file
from footlight.reading.source_file import encoding_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """`source.text[start:end]` becomes `put`."""

    start: int
    end: int
    put: str


def write_edits(source: Source, edits: Sequence[Edit]) -> None:
    """Write the file anew with the edits, which are in order and apart; line ends and a byte-order mark stay.

    Raises EnvironmentProblem where the file changed since it was read, or cannot be written.
    """
    with lock_folder(source.path.parent):
        replace_file(source.path, edited_file(source, read_file(source.path), edits), "the essay")


def edited_file(source: Source, data: bytes, edits: Sequence[Edit]) -> bytes:
    """Return the bytes of the file with the edits. Raises EnvironmentProblem where it is not what was read."""
    encoding = encoding_of(data)
    raw = data.decode(encoding)
    pieces, at = [], 0
    newline = "\r\n" if "\r\n" in raw else "\n"
    for edit, (start, end) in zip(edits, _in_raw(raw, [(e.start, e.end) for e in edits]), strict=True):
        if raw[start:end].replace("\r\n", "\n") != source.text[edit.start : edit.end]:
            raise EnvironmentProblem(f"{source.shown} changed while it was read", hint="Run the command again.")
        pieces += [raw[at:start], edit.put.replace("\n", newline)]
        at = end
    return "".join([*pieces, raw[at:]]).encode(encoding)


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with the edits, which are in order and apart."""
    pieces, at = [], 0
    for edit in edits:
        pieces += [text[at : edit.start], edit.put]
        at = edit.end
    return "".join([*pieces, text[at:]])


def _in_raw(raw: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans of the text with single newlines as spans of the file's own text; they are in order."""
    found, shift, at = [], 0, 0
    for span in spans:
        ends = []
        for offset in span:
            while (ended := raw.find("\r\n", at)) >= 0 and ended < offset + shift:
                shift += 1
                at = ended + 2
            ends.append(offset + shift)
        found.append((ends[0], ends[1]))
    return found
