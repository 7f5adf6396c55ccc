"""The file of kept captures, `NAME.links.warc.gz`: add and remove records.

Records are in the order of address and moment. Those that stay are copied byte for byte. The file is written whole or
not at all, and only where something changes.
"""

import os
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO

from footlight.engines.warc.evidence_record import Artefact, Damage, evidence_members, member_bytes
from footlight.errors import EnvironmentProblem, FootlightError
from footlight.file_lock import lock_folder
from footlight.file_replacement import draft_of
from footlight.input_record import open_file

_BLOCK = 2**20


class EvidenceError(FootlightError):
    """The file of kept captures is damaged; it was not changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A record of the present file, or a new one."""

    order: tuple[str, datetime, str]
    offset: int = 0
    length: int = 0
    new: Artefact | None = None


def referenced_record(reference: str) -> str:
    """The id of the record that `NAME.links.warc.gz#urn:uuid:…` refers to; empty where there is none."""
    return reference.partition("#")[2]


def add_records(path: Path, artefacts: Collection[Artefact]) -> None:
    """Add records to the file; those that are there stay.

    Raises EvidenceError where the file is damaged, EnvironmentProblem where it cannot be read or written.
    """
    if artefacts:
        _change(path, {artefact.record_id: artefact for artefact in artefacts}, frozenset())


def remove_records(path: Path, names: Collection[str]) -> None:
    """Remove the records of these ids. Raises as `add_records` does."""
    if names and path.exists():
        _change(path, {}, frozenset(names))


def _change(path: Path, added: dict[str, Artefact], dropped: frozenset[str]) -> None:
    try:
        with lock_folder(path.parent):
            pieces = _pieces(path)
            new = [_Piece(order=_order(one), new=one) for name, one in added.items() if name not in pieces]
            kept = [piece for name, piece in pieces.items() if name not in dropped]
            if new or len(kept) < len(pieces):
                _write(path, sorted([*kept, *new], key=lambda piece: piece.order))
    except OSError as error:
        message = f"the kept captures {path.name} cannot be written: {error.strerror or error}"
        raise EnvironmentProblem(
            message, hint="Check the permissions of the folder and the space on the disk."
        ) from None


def _pieces(path: Path) -> dict[str, _Piece]:
    """The records of the file by their ids."""
    found: dict[str, _Piece] = {}
    if not path.exists():
        return found
    with open_file(path) as stream:
        for member in evidence_members(stream):
            if isinstance(member, Damage):
                raise EvidenceError(
                    f"the kept captures {path.name} are damaged at byte {member.offset}: {member.why}",
                    hint="Take the file from a copy, or move it away and recover again; nothing was written.",
                )
            artefact = member.artefact
            found[artefact.record_id] = _Piece(order=_order(artefact), offset=member.offset, length=member.length)
    return found


def _order(artefact: Artefact) -> tuple[str, datetime, str]:
    return artefact.target, artefact.when, artefact.record_id


def _write(path: Path, pieces: list[_Piece]) -> None:
    """Write a file of these pieces; without any, delete it."""
    path = Path(os.path.realpath(path))
    if not pieces:
        path.unlink()
        return
    with draft_of(path, durable=True) as out:
        if path.exists():
            with open_file(path) as present:
                _put(pieces, present, out)
        else:
            _put(pieces, None, out)


def _put(pieces: list[_Piece], present: BinaryIO | None, out: IO[bytes]) -> None:
    for piece in pieces:
        if piece.new:
            out.write(member_bytes(piece.new))
        elif present:
            present.seek(piece.offset)
            out.writelines(present.read(min(_BLOCK, piece.length - at)) for at in range(0, piece.length, _BLOCK))
