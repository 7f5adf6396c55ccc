"""The files of an export: a zip, zips in it, or the folder that somebody unpacked, read in the same way.

What cannot be read becomes a finding, and the other files are read all the same.
"""

import io
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from footlight.engines.zip_archive import MEMBER_LIMIT, Archive, DamagedArchiveError, open_archive
from footlight.findings.finding import Finding
from footlight.input_record import open_file, read_file
from footlight.intake.item import AttachedFile
from footlight.intake.parcel import Parcel
from footlight.real_path import real_path

_IN_MEMORY = 32 * 2**20
"""Bytes up to which an inner zip is held in memory; a larger one lies in a temporary file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedFile:
    """A file of an export: in a folder, in a zip, or in a zip that lies in one."""

    path: Path | None
    """The file itself, or the zip in which it is a member; None in an inner zip."""
    member: str = ""
    archive: Archive | None = None
    """The zip in which it is, open."""

    def read(self, limit: int) -> bytes:
        """Its bytes. Raises OSError, and DamagedArchiveError where they are more than `limit`."""
        if self.archive is not None:
            return self.archive.read(self.member, limit)
        if self.path is None or self.path.stat().st_size > limit:
            raise DamagedArchiveError(f"it has more than {limit // 2**20} MB")
        return read_file(self.path)

    def start(self, size: int) -> bytes:
        """Its first bytes. Raises OSError or DamagedArchiveError."""
        if self.archive is not None:
            return self.archive.start(self.member, size)
        if self.path is None:
            return b""
        with open_file(self.path) as stream:
            return stream.read(size)

    def attached(self, address: str) -> AttachedFile:
        """The file as one that comes with an item; what lies in an inner zip nobody can open later, so it is read."""
        if self.path is not None or self.archive is None:
            return AttachedFile(address=address, path=self.path, member=self.member)
        try:
            return AttachedFile(address=address, data=self.archive.read(self.member))
        except DamagedArchiveError:
            return AttachedFile(address=address)


@dataclass(slots=True, kw_only=True)
class Pack:
    """An export that is open."""

    shown: str
    """How findings name it."""
    files: dict[str, PackedFile] = field(default_factory=dict)
    """By name, with `/` between folders."""
    findings: list[Finding] = field(default_factory=list)
    """What could not be read, until somebody takes it."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its files, sorted."""
        return tuple(sorted(self.files))

    def read(self, name: str, limit: int = MEMBER_LIMIT) -> bytes | None:
        """The bytes of a file; None, and a finding, where they cannot be read or are more than `limit`."""
        try:
            return self.files[name].read(limit)
        except (OSError, DamagedArchiveError) as error:
            self.refuse(name, error)
            return None

    def start(self, name: str, size: int) -> bytes:
        """The first bytes of a file; none where they cannot be read."""
        try:
            return self.files[name].start(size)
        except (OSError, DamagedArchiveError):
            return b""

    def attached(self, name: str, address: str) -> AttachedFile:
        """A file as one that comes with an item; `address` is how the item's content names it."""
        return self.files[name].attached(address)

    def taken_findings(self) -> Iterator[Finding]:
        """What could not be read since this was asked last."""
        found, self.findings = self.findings, []
        return iter(found)

    def refuse(self, name: str, error: Exception) -> None:
        """Note that a file cannot be read."""
        why = error.strerror if isinstance(error, OSError) else str(error)
        self.findings.append(Finding(code="import-member", message=f"{name} cannot be read: {why}", file=self.shown))


@contextmanager
def open_pack(parcel: Parcel, inner: Callable[[str], bool] = lambda _: False) -> Iterator[Pack]:
    """Open a zip or a folder. Zips in it for whose names `inner` is true count as if they had been unpacked there."""
    pack = Pack(shown=parcel.name)
    with ExitStack() as stack:
        try:
            if parcel.path is not None and parcel.path.is_dir():
                _add_folder(pack, parcel.path, parcel.members)
            elif parcel.path is not None:
                _add_archive(pack, stack.enter_context(open_archive(parcel.path)), parcel.path, "")
            else:
                _add_archive(pack, stack.enter_context(open_archive(io.BytesIO(parcel.data))), None, "")
            for name in [name for name in pack.names if inner(name)]:
                _add_inner(pack, stack, name)
        except DamagedArchiveError as error:
            pack.findings.append(
                Finding(code="import-archive", message=f"it cannot be read: {error}", file=parcel.name)
            )
        yield pack


def _add_folder(pack: Pack, folder: Path, names: tuple[str, ...]) -> None:
    root = real_path(folder)
    for name in names:
        if real_path(folder / name).is_relative_to(root):  # a link in it may lead anywhere
            pack.files[name] = PackedFile(path=folder / name)


def _add_archive(pack: Pack, archive: Archive, path: Path | None, folder: str) -> None:
    for name in archive.names:
        pack.files[folder + name] = PackedFile(path=path, member=name, archive=archive)
    if archive.outside:
        names = ", ".join(archive.outside[:3]) + (" …" if len(archive.outside) > 3 else "")
        message = f"names of {len(archive.outside)} of its files lead out of it; these are not read: {names}"
        pack.findings.append(Finding(code="import-archive-outside", message=message, file=pack.shown))


def _add_inner(pack: Pack, stack: ExitStack, name: str) -> None:
    file = pack.files.pop(name)
    folder = name.rpartition("/")[0]
    folder += "/" if folder else ""
    try:
        if file.archive is None and file.path is not None:
            _add_archive(pack, stack.enter_context(open_archive(file.path)), file.path, folder)
        elif file.archive is not None:
            spool = stack.enter_context(tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115 - it is one
            file.archive.unpack(file.member, spool)
            _add_archive(pack, stack.enter_context(open_archive(spool)), None, folder)
    except (OSError, DamagedArchiveError) as error:
        pack.refuse(name, error)
