"""The file in which captures are kept, `NAME.links.warc.gz`: what is in it, what is added, what is dropped.

Records stand in the order of address and moment. What is there is copied byte for byte; the file is written whole or
not at all, and only where something changes.
"""

import os
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from footlight.engines.warc.evidence_record import Artefact, Damage, evidence_members, member_bytes
from footlight.errors import EnvironmentProblem, FootlightError
from footlight.file_lock import lock_folder

_BLOCK = 2**20


class EvidenceError(FootlightError):
    """The file of kept captures is damaged, and was left as it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A record of the file that stands, or one that is new."""

    order: tuple[str, datetime, str]
    offset: int = 0
    length: int = 0
    new: Artefact | None = None


def artefact_id(reference: str) -> str:
    """The record of a reference, `NAME.links.warc.gz#urn:uuid:…`; empty where it names none."""
    return reference.partition("#")[2]


def keep(path: Path, artefacts: Collection[Artefact]) -> None:
    """Have these among the kept captures; all that are there stay.

    Raises EvidenceError where the file is damaged, EnvironmentProblem where it cannot be read or written.
    """
    if artefacts:
        _change(path, {artefact.record_id: artefact for artefact in artefacts}, frozenset())


def drop(path: Path, names: Collection[str]) -> None:
    """Have the records of these ids no longer among them. Raises as `keep` does."""
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
        raise EnvironmentProblem(message, hint="Check the rights of the folder and the room on the disk.") from None


def _pieces(path: Path) -> dict[str, _Piece]:
    """Every record that stands in the file, by its id."""
    found: dict[str, _Piece] = {}
    if not path.exists():
        return found
    with path.open("rb") as stream:
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
    """The file of these pieces; none at all where there are none."""
    path = Path(os.path.realpath(path))
    if not pieces:
        path.unlink()
        return
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with draft.open("xb") as out:
            if path.exists():
                with path.open("rb") as standing:
                    _put(pieces, standing, out)
                draft.chmod(path.stat().st_mode & 0o7777)
            else:
                _put(pieces, None, out)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _put(pieces: list[_Piece], standing: BinaryIO | None, out: BinaryIO) -> None:
    for piece in pieces:
        if piece.new:
            out.write(member_bytes(piece.new))
        elif standing:
            standing.seek(piece.offset)
            out.writelines(standing.read(min(_BLOCK, piece.length - at)) for at in range(0, piece.length, _BLOCK))
