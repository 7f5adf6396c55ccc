"""Formats that people have essays in and that cannot be imported: what to do instead, a row each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from footlight.findings.finding import Finding
from footlight.intake.item import Item
from footlight.intake.parcel import Parcel

_SAVE = "Open it in the program that wrote it and save it as .docx."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Refusal:
    called: str
    hint: str
    beginning: bytes = b""
    """Of the file."""
    member: str = ""
    """A pattern of the name of a file in the zip."""


_ROWS = (
    _Refusal(
        called="a PDF, which has letters at places and no paragraphs, notes or links of its own",
        hint="Import what it was made from, or the page on the web.",
        beginning=b"%PDF",
    ),
    _Refusal(called="a document of Word 97 to 2003 (.doc)", hint=_SAVE, beginning=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    _Refusal(called="a document of WordPerfect", hint=_SAVE, beginning=b"\xffWPC"),
    _Refusal(called="a document of Pages", hint=_SAVE, member=r"\AIndex/Document\.iwa\Z|\AIndex\.zip\Z"),
    _Refusal(called="a spreadsheet", hint="Is it the file that you mean?", member=r"\Axl/workbook\.xml\Z"),
    _Refusal(called="a presentation", hint="Save its notes as text.", member=r"\Appt/presentation\.xml\Z"),
    _Refusal(called="a Kindle book", hint="Convert it to EPUB, with Calibre for one.", beginning=b"BOOKMOBI"),
    _Refusal(called="a compressed file", hint="Unpack it and import what is in it.", beginning=b"\x1f\x8b"),
    _Refusal(called="a RAR archive", hint="Unpack it and import what is in it.", beginning=b"Rar!"),
    _Refusal(called="a 7z archive", hint="Unpack it and import what is in it.", beginning=b"7z\xbc\xaf\x27\x1c"),
)


def likeness(parcel: Parcel) -> int:
    """Less than any reader that can read the parcel says."""
    return 3 if _refusal(parcel) else 0


def items(parcel: Parcel) -> Iterator[Item | Finding]:
    """The finding that says what the parcel is."""
    found = _refusal(parcel)
    if found is not None:
        message = f"this is {found.called}, and cannot be imported"
        yield Finding(code="import-unknown-format", message=message, hint=found.hint, file=parcel.name)


def _refusal(parcel: Parcel) -> _Refusal | None:
    for row in _ROWS:
        if row.beginning and (parcel.head.startswith(row.beginning) or parcel.head[60:68] == row.beginning):
            return row
        if row.member and any(re.search(row.member, name) for name in parcel.members):
            return row
    return None
