"""`footlight pictures`: the pictures of an essay that are no files, fetched once into its folder, with a record.

One that is written into the text (`data:`), as in a Google Doc's export, is made a file. The others stand on the web.
Each is asked for where it is, then, where it is not there any more, in the archives that the project names: the capture
nearest to the essay's date. What comes is kept only if it is a picture that can be set, under a name made from its
address; `NAME.pictures.toml` says where it came from, and builds find it there.
"""

import hashlib
import posixpath
import re
from base64 import b64decode
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes, urldefrag, urlsplit

from footlight.engines.pillow import UnusablePictureError, inspect_raster
from footlight.engines.svg import UnusableSvgError, is_svg, rebuild_svg
from footlight.engines.web.messages import NoResponse, Purpose, Request, Transport
from footlight.engines.web.redirects import follow, stopped
from footlight.engines.web.transports import TransportOptions, live_transport
from footlight.essay.document import Source
from footlight.essay_files import EssayFile
from footlight.file_lock import lock_folder
from footlight.file_replacement import replace_file
from footlight.findings.finding import Finding, Severity
from footlight.input_record import read_file
from footlight.links.archives.archive import Archive
from footlight.links.archives.archive_specs import ArchiveSpec
from footlight.project import picture_folder, picture_record_path
from footlight.reading.picture_record import FetchedPicture, read_record, record_row
from footlight.reading.pictures import LARGEST, is_written_out, picture_key
from footlight.reading.source_file import read_source
from footlight.reading.source_inventory import take_inventory

_ENDINGS = {
    "PNG": ".png",
    "JPEG": ".jpg",
    "GIF": ".gif",
    "WEBP": ".webp",
    "AVIF": ".avif",
    "BMP": ".bmp",
    "TIFF": ".tif",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A picture that is in the essay's folder now."""

    url: str
    file: str
    """Relative to the essay's folder."""
    source: str
    """Where its bytes came from: its address, or that of a capture; empty for one that was fetched before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetching:
    """What fetching is done with."""

    options: TransportOptions
    archives: Sequence[ArchiveSpec]
    live: bool = True
    """Whether the sites are asked, before the archives."""


def fetch_pictures(essay: EssayFile, fetching: Fetching) -> Iterator[Kept | Finding]:
    """What comes of each picture of an essay that stands elsewhere, in their order; each is kept at once.

    Raises EnvironmentProblem where the folder cannot be written to, or the state of the rate limits cannot be kept.
    """
    from footlight.workflows.links.live_checks import open_archives  # noqa: PLC0415 - 0.2 s; most essays need none

    path, shown = essay.path, essay.shown
    source, findings = read_source(essay)
    yield from findings
    if source is None:
        return
    with ExitStack() as opened:
        live = opened.enter_context(closing(live_transport(fetching.options)))
        archives = [
            opened.enter_context(closing(one)) for one in open_archives(fetching.archives, fetching.options, opened)
        ]
        for address, line in _addresses(source):
            known, key = read_record(path), picture_key(address)
            if key in known:
                yield Kept(url=key, file=known[key].relative_to(path.parent.resolve()).as_posix(), source="")
                continue
            if is_written_out(address):
                got, why = _from_the_text(address)
            else:
                whole = source.meta.web_address(address)
                got, why = _from_the_web(whole, live) if fetching.live else (None, "no archive that was named has it")
                got = got or _from_archives(whole, archives, source)
            if got is None:
                yield _not_fetched(address, why, shown, line)
                continue
            yield _keep(path, key, got, fetching.options.clock.utc)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Picture:
    data: bytes
    ending: str
    source: str


_NO_FILE = re.compile(r"(?:https?:)?//[^/]|data:", re.IGNORECASE)
_THE_TEXT = "the essay's own text"
"""Where a picture that is written into the text comes from."""


def _addresses(source: Source) -> Iterator[tuple[str, int]]:
    """The addresses of pictures that are no files of the project, each once, as the source writes them: the cover,
    then those of the text.

    With each comes the line of the first; 0 for the cover.
    """
    seen: set[str] = set()
    cover = source.meta.cover_image
    if _NO_FILE.match(cover):
        seen.add(cover)
        yield cover, 0
    for picture in take_inventory(source.text, source.body_start).pictures:
        if _NO_FILE.match(picture.address) and picture.address not in seen:
            seen.add(picture.address)
            yield picture.address, picture.line


def _from_the_text(address: str) -> tuple[_Picture | None, str]:
    """The picture that an address holds (RFC 2397); or None, and why."""
    head, _, body = address.partition(",")
    try:
        data = unquote_to_bytes(body)
        data = b64decode(data, validate=True) if head.lower().endswith(";base64") else data
    except ValueError:
        return None, "its data is not base64"
    if len(data) > LARGEST:
        return None, f"it is larger than {LARGEST // 2**20} MiB"
    ending, why = _ending(data)
    return (_Picture(data=data, ending=ending, source=_THE_TEXT), "") if ending else (None, why)


def _from_the_web(url: str, transport: Transport) -> tuple[_Picture | None, str]:
    """The picture at an address now, redirects followed; or None, and why."""
    outcome = follow(Request(url=urldefrag(url)[0], purpose=Purpose.LIVE, max_bytes=LARGEST), transport)[-1]
    if isinstance(outcome, NoResponse):
        return None, outcome.detail or str(outcome.cause)
    if outcome.status not in (200, 203):
        return None, stopped(outcome) or f"it answers {outcome.status}"
    if outcome.truncated:
        return None, f"it is larger than {LARGEST // 2**20} MiB, or broke off"
    ending, why = _ending(outcome.body)
    return (_Picture(data=outcome.body, ending=ending, source=outcome.url), "") if ending else (None, why)


def _from_archives(url: str, archives: Sequence[Archive], source: Source) -> _Picture | None:
    """The capture nearest to the essay's date that is a picture."""
    from footlight.links.recovery.capture_choice import choose_capture  # noqa: PLC0415 - as above

    written: date | None = source.meta.date.first_day if source.meta.date else None
    for archive in archives:
        found = choose_capture(archive, url, written)
        if found and not found[1].truncated and (ending := _ending(found[1].data)[0]):
            return _Picture(data=found[1].data, ending=ending, source=found[0].archive_url or f"{archive.name}: {url}")
    return None


def _ending(data: bytes) -> tuple[str, str]:
    """The ending of a picture's name by its content; empty, and why, where it is none that can be set."""
    try:
        if is_svg(data):
            rebuild_svg(data)
            return ".svg", ""
        return _ENDINGS[inspect_raster(data).format], ""
    except (UnusablePictureError, UnusableSvgError) as error:
        return "", f"what it gives {error}"


def _keep(essay: Path, address: str, picture: _Picture, now: datetime) -> Kept:
    """Write the picture into NAME.pictures/ beside the essay, and its row into the record."""
    digest = hashlib.sha256(picture.data).hexdigest()
    folder = picture_folder(essay)
    named = "" if is_written_out(address) else posixpath.basename(unquote(urlsplit(address).path))
    stem = re.sub(r"[^A-Za-z0-9]+", "-", posixpath.splitext(named)[0])
    name = f"{stem.strip('-').lower()[:60] or 'picture'}-{digest[:8]}{picture.ending}"
    row = FetchedPicture(
        url=address,
        file=f"{folder.name}/{name}",
        fetched=now.replace(microsecond=0),
        source=picture.source,
        sha256=digest,
    )
    with lock_folder(essay.parent):
        folder.mkdir(exist_ok=True)
        replace_file(folder / name, picture.data, "the picture")
        path = picture_record_path(essay)
        before = read_file(path).decode("utf-8") if path.is_file() else "schema = 1\n"
        text = before.rstrip("\n") + "\n\n" + record_row(row)
        replace_file(path, text.encode(), "the record of pictures")
    return Kept(url=address, file=row.file, source=picture.source)


def _not_fetched(address: str, why: str, shown: str, line: int) -> Finding:
    return Finding(
        code="picture-not-fetched",
        severity=Severity.WARNING,
        message=f"the picture {address[:200]} was not fetched: {why}",
        hint="Save it anew from its original, and name that file."
        if is_written_out(address)
        else "Run the command again another day, or name an archive with --archive.",
        file=shown,
        line=line,
    )
