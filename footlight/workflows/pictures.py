"""`footlight pictures`: the pictures of an essay that stand elsewhere, fetched once into its folder, with a record.

Each is asked for where it is, then, where it is not there any more, in the archives that the project names: the capture
nearest to the essay's date. What comes is kept only if it is a picture that can be set, under a name made from its
address; `NAME.pictures.toml` says where it came from, and builds find it there.
"""

import hashlib
import posixpath
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

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
from footlight.reading.pictures import LARGEST
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
            known = read_record(path)
            if address in known:
                yield Kept(url=address, file=known[address].relative_to(path.parent.resolve()).as_posix(), source="")
                continue
            whole = source.meta.web_address(address)
            got, why = _from_the_web(whole, live) if fetching.live else (None, "no archive that was named has it")
            got = got or _from_archives(whole, archives, source)
            if got is None:
                yield _not_fetched(address, why, shown, line)
                continue
            yield _keep(path, address, got, fetching.options.clock.utc)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Picture:
    data: bytes
    ending: str
    source: str


_ON_THE_WEB = re.compile(r"(?:https?:)?//[^/]", re.IGNORECASE)


def _addresses(source: Source) -> Iterator[tuple[str, int]]:
    """The addresses of pictures on the web, each once, as the source writes them: the cover, then those of the text.

    With each comes the line of the first; 0 for the cover.
    """
    seen: set[str] = set()
    cover = source.meta.cover_image
    if _ON_THE_WEB.match(cover):
        seen.add(cover)
        yield cover, 0
    for picture in take_inventory(source.text, source.body_start).pictures:
        if _ON_THE_WEB.match(picture.address) and picture.address not in seen:
            seen.add(picture.address)
            yield picture.address, picture.line


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
    stem = re.sub(r"[^A-Za-z0-9]+", "-", posixpath.splitext(posixpath.basename(unquote(urlsplit(address).path)))[0])
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
        hint="Run the command again another day, or name an archive with --archive.",
        file=shown,
        line=line,
    )
