"""A source that was named to `import`, before anybody knows what it is: a file, a folder, or a fetched page."""

import io
import struct
import zipfile
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path

from footlight.engines.warc.evidence_record import Artefact
from footlight.input_record import open_file

HEAD = 64 * 1024
"""Bytes of the beginning by which a reader recognises its format."""
LARGEST = 512 * 2**20
"""Bytes of a source that is read at once."""
MOST_MEMBERS = 100_000
"""Files in a zip or a folder; in a larger one no further files are seen."""


@dataclass(frozen=True, kw_only=True)  # no slots: what was looked at is kept
class Parcel:
    """A source, unopened."""

    name: str
    """As the user named it: a path or an address."""
    path: Path | None = None
    """Of a file or a folder; None for bytes that were fetched."""
    data: bytes = field(default=b"", repr=False)
    """The bytes, where `path` is None."""
    address: str = ""
    """Where it was published: where it was fetched, or what `--url` says."""
    content_type: str = ""
    """As the server declared it; empty for a file."""
    capture: Artefact | None = None
    """The page as it was captured, where it is one."""

    @cached_property
    def head(self) -> bytes:
        """The first `HEAD` bytes; nothing of a folder."""
        if self.path is None:
            return self.data[:HEAD]
        if not self.path.is_file():
            return b""
        with open_file(self.path) as stream:
            return stream.read(HEAD)

    @cached_property
    def start(self) -> str:
        """The first `HEAD` bytes as text in lower case, without a byte order mark, to look for signs of a format."""
        for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8")):
            if self.head.startswith(mark):
                return self.head[len(mark) :].decode(encoding, "replace").lower()
        return self.head.decode("utf-8", "replace").lower()

    @cached_property
    def members(self) -> tuple[str, ...]:
        """The files in it with their relative paths, where it is a zip file or a folder; sorted."""
        if self.path is not None and self.path.is_dir():
            home = self.path.resolve()  # a link in it may lead anywhere
            inside = (
                one
                for one in sorted(self.path.rglob("*"))
                if one.is_file() and (not one.is_symlink() or one.resolve().is_relative_to(home))
            )
            return tuple(one.relative_to(self.path).as_posix() for one in islice(inside, MOST_MEMBERS))
        if not self.head.startswith(b"PK"):
            return ()
        try:
            with zipfile.ZipFile(self.path or io.BytesIO(self.data)) as pack:
                return tuple(sorted(one.filename for one in pack.infolist()[:MOST_MEMBERS] if not one.is_dir()))
        except (OSError, zipfile.BadZipFile, ValueError, RuntimeError, struct.error):
            return ()

    def read(self) -> bytes:
        """All bytes of a file or page, at most `LARGEST`. Raises OSError."""
        if self.path is None:
            return self.data
        with open_file(self.path) as stream:
            return stream.read(LARGEST)

    @property
    def suffix(self) -> str:
        """The ending of its name in lower case, such as `.html`; a hint only, never what decides."""
        return Path(
            self.name.partition("?")[0].partition("#")[0] if self.path is None else self.path.name
        ).suffix.lower()
