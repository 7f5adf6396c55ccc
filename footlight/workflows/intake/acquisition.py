"""Open the sources that a user names: files and folders, pages on the web, captures in archives."""

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from footlight.engines.warc.evidence_record import Artefact, http_artefact
from footlight.engines.web.messages import NoResponse, Purpose, Request, Response
from footlight.engines.web.redirects import follow, stopped
from footlight.engines.web.transports import TransportOptions, live_transport
from footlight.findings.finding import Finding
from footlight.input_record import open_file
from footlight.intake.item import Item, ItemKind
from footlight.intake.link_addresses import archived_page, host_name, is_web_address, shortened_addresses
from footlight.intake.parcel import Parcel
from footlight.links.archives.archive import (
    Archive,
    Body,
    Capture,
    Excluded,
    Found,
    NotArchived,
    Query,
    RecordArchive,
    Redirected,
    Unreachable,
    parse_timestamp,
)
from footlight.links.archives.archive_specs import ArchiveSpec
from footlight.links.archives.local_archive import LocalArchive
from footlight.links.archives.wayback import WAYBACK_MACHINE
from footlight.workflows.pictures import Fetching

_LOGIN = re.compile(
    r"/(?:log-?in|sign-?in|wp-login\.php|accounts?/(?:login|signin)|auth(?:enticate)?|oauth2?|sso|session/new|users/sign_in)\b",
    re.IGNORECASE,
)
_LARGEST_PAGE = 16 * 2**20
WAYBACK = ArchiveSpec(name="wayback", kind="wayback", root=WAYBACK_MACHINE)
"""The archive that an address of one of its captures names."""
_LISTED = 10
_MOST_SHORTENED = 200
"""Shortened addresses of one item that archives are asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquisition:
    """How sources are opened."""

    options: TransportOptions
    archives: Sequence[ArchiveSpec] = ()
    """Where captures are looked for."""
    from_archive: bool = False
    """Whether a page's address is looked up in the archives and not on the web."""
    day: date | None = None
    """The capture nearest to this day is taken; None: the first."""
    url: str = ""
    """Where a file's page was published; which page of a web archive is meant."""
    all_pages: bool = False
    """Whether all pages of a web archive are imported."""


def open_source(source: str, cwd: Path, acquisition: Acquisition) -> Iterator[Parcel | Finding]:
    """What a source holds, unopened, and what is wrong with it.

    Raises EnvironmentProblem where an archive cannot be opened or the request budget cannot be kept.
    """
    if is_web_address(source):
        yield from _from_the_web(source, acquisition)
        return
    path = cwd / source
    if not path.exists():
        what = f"{source} is no address of a page" if "://" in source else f"there is no file {source}"
        yield _unknown(source, what, "Give a file, a folder, or the whole address of a page, as https://example.org/a.")
    elif _is_web_archive(path):
        yield from _from_web_archive(path, source, acquisition)
    else:
        yield Parcel(name=source, path=path, address=acquisition.url)


def picture_sources(source: str, cwd: Path, acquisition: Acquisition) -> Fetching:
    """Where the pictures of a source's essays are fetched from; of a web archive, from it alone."""
    path = cwd / source
    if is_web_address(source) or not path.exists() or not _is_web_archive(path):
        return Fetching(options=acquisition.options, archives=acquisition.archives)
    own = ArchiveSpec(name=path.name, path=path.resolve())
    return Fetching(options=acquisition.options, archives=(own, *acquisition.archives), live=False)


def with_redirects(item: Item, fetching: Fetching, acquisition: Acquisition) -> Item:
    """The item with what archives know of the shortened addresses in it: those on this machine, and those on the web if
    the command named them. Raises as opening an archive does.
    """
    asked = [spec for spec in fetching.archives if spec.path is not None or acquisition.from_archive]
    short = sorted(shortened_addresses(item.content)) if asked else []
    if not short or item.kind not in (ItemKind.PAGE, ItemKind.FRAGMENT):
        return item
    from footlight.workflows.links.live_checks import open_archives  # noqa: PLC0415 - as above

    led: dict[str, str] = {}
    with ExitStack() as opened:
        for archive in open_archives(asked, fetching.options, opened):
            opened.callback(archive.close)
            for address in short[:_MOST_SHORTENED]:
                if address not in led and (target := _captured_target(address, archive)):
                    led[address] = target
    return replace(item, redirects=tuple(sorted(led.items())))


def _captured_target(address: str, archive: Archive) -> str:
    """Where the first captured redirect of an address led; empty where there is none."""
    answer = archive.captures(Query(url=address))
    for capture in answer.value if isinstance(answer, Found) else ():
        if 300 <= capture.status < 400:
            read = archive.read(capture)
            if isinstance(read, Redirected) and is_web_address(read.to):
                return read.to
    return ""


def _unknown(source: str, message: str, hint: str) -> Finding:
    return Finding(code="import-unknown-format", message=message, hint=hint, file=source)


def _is_web_archive(path: Path) -> bool:
    """A WARC by its name or its first record, a WACZ by its name."""
    name = path.name.lower()
    if name.endswith((".warc", ".warc.gz", ".wacz")):
        return True
    if not path.is_file():
        return False
    with open_file(path) as stream:
        return stream.read(5) == b"WARC/"


def _from_web_archive(path: Path, shown: str, acquisition: Acquisition) -> Iterator[Parcel | Finding]:
    from footlight.links.recovery.capture_choice import choose_capture  # noqa: PLC0415 - 0.2 s; files need none

    with closing(LocalArchive(path)) as archive:
        if acquisition.url:
            found = choose_capture(archive, acquisition.url, acquisition.day)
            if found is None:
                yield Finding(
                    code="import-not-fetched",
                    message=f"it holds no capture of {acquisition.url} that can be read",
                    hint=_listed(archive.pages(_LISTED + 1)),
                    file=shown,
                )
                return
            yield _captured(*found, archive=archive, shown=f"{shown}: {found[0].original}")
            return
        pages = archive.pages()
        if len(pages) != 1 and not acquisition.all_pages:
            message = f"the web archive holds {len(pages)} pages" if pages else "the web archive holds no page"
            code = "import-several-pages" if pages else "import-empty"
            yield Finding(code=code, message=message, hint=_listed(pages), file=shown)
            return
        for capture in pages:
            read = archive.read(capture)
            if isinstance(read, Found):
                yield _captured(capture, read.value, archive=archive, shown=f"{shown}: {capture.original}")


def _listed(pages: Sequence[Capture]) -> str:
    named = " ".join(page.original for page in pages[:_LISTED])
    more = " …" if len(pages) > _LISTED else ""
    return (
        f"Name one with --url, or take all with --all: {named}{more}" if pages else "Is it the archive that you mean?"
    )


def _captured(capture: Capture, body: Body, *, archive: Archive, shown: str) -> Parcel:
    artefact: Artefact | None = archive.artefact(capture) if isinstance(archive, RecordArchive) else None
    if artefact is None:
        head = (("content-type", body.content_type),) if body.content_type else ()
        artefact = http_artefact(capture.original, capture.when, (200, head), body.data)
    return Parcel(
        name=shown,
        data=body.data,
        address=capture.original,
        content_type=body.content_type,
        capture=artefact if artefact.writable else None,
    )


def _from_the_web(source: str, acquisition: Acquisition) -> Iterator[Parcel | Finding]:
    """The page from its site, else from the archives; an address of a capture from the archive that it names."""
    from footlight.links.recovery.capture_choice import choose_capture  # noqa: PLC0415 - as above
    from footlight.workflows.links.live_checks import open_archives  # noqa: PLC0415 - as above

    address = urldefrag(source)[0]
    inner, _ = archived_page(address)
    why = ""
    if not acquisition.from_archive and not inner:
        with closing(live_transport(acquisition.options)) as live:
            got = _live(address, live)
        if isinstance(got, Parcel):
            yield got
            return
        if isinstance(got, Finding):
            yield got
            return
        why = got
    day = acquisition.day or (_day_of(address) if inner else None)
    archives = acquisition.archives or ((WAYBACK,) if inner and host_name(address) == "web.archive.org" else ())
    said = [why] if why else []
    with ExitStack() as opened:
        for archive in open_archives(archives, acquisition.options, opened):
            opened.callback(archive.close)
            found = choose_capture(archive, inner or address, day)
            if found:
                yield _captured(*found, archive=archive, shown=inner or address)
                return
            said.append(_nothing_from(archive, inner or address))
    yield Finding(
        code="import-not-fetched",
        message=f"the page was not got: {'; '.join(said or ['no archive was asked'])}",
        hint="Try again later, or another archive or day."
        if archives
        else "Name an archive with --archive, such as --archive wayback.",
        file=source,
    )


def _nothing_from(archive: Archive, address: str) -> str:
    """Why an archive gave no capture that can be read; that it did not answer does not mean that it has none."""
    answer = archive.captures(Query(url=address))
    match answer:
        case Unreachable():
            return f"{archive.name} did not answer ({answer.why})"
        case Excluded():
            return f"{archive.name} may not show it"
        case NotArchived():
            return f"{archive.name} has no capture of it"
        case Found():
            return f"none of its captures in {archive.name} can be read"


def _day_of(address: str) -> date | None:
    found = re.search(r"/(\d{4,14})(?:[a-z]{2}_)?/", address)
    return parse_timestamp(found[1]).date() if found else None


def _live(address: str, live: "object") -> Parcel | Finding | str:
    """The page from its site; a finding where it must not be taken for the page; why, where it does not come."""
    request = Request(url=address, purpose=Purpose.LIVE, max_bytes=_LARGEST_PAGE, max_age=0)
    outcome = follow(request, live)[-1]  # type: ignore[arg-type]  # a transport
    if isinstance(outcome, NoResponse):
        return outcome.detail or str(outcome.cause)
    if outcome.status in (401, 403) or (
        _LOGIN.search(urlsplit(outcome.url).path) and not _LOGIN.search(urlsplit(address).path)
    ):
        if outcome.status == 403:
            return "the site answers 403"
        return Finding(
            code="import-login",
            message=f"the site asks to sign in, at {urldefrag(outcome.url)[0][:200]}",
            hint="Save the page from a browser that is signed in, or import a capture with --archive.",
            file=address,
        )
    if outcome.status not in (200, 203):
        return stopped(outcome) or f"the site answers {outcome.status}"
    if outcome.truncated:
        return Finding(
            code="import-too-large",
            message=f"the page has more than {_LARGEST_PAGE // 2**20} MiB, or broke off",
            hint="Save it from a browser and import the file.",
            file=address,
        )
    return _fetched(address, outcome)


def _fetched(address: str, response: Response) -> Parcel:
    head = tuple(
        (name, value)
        for name, value in response.headers
        if name in ("content-type", "last-modified", "content-language")
    )
    artefact = http_artefact(response.url, response.received, (response.status, head), response.body)
    return Parcel(
        name=address,
        data=response.body,
        address=response.url,
        content_type=response.header("content-type"),
        capture=artefact if artefact.writable else None,
    )
