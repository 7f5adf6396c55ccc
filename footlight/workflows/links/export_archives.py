"""Archives on this machine: web archives, and an author's own export or site folder, which is searched as one.

A blog is often its own best archive: WordPress's WXR, a feed, what Ghost, Medium or Substack give
to those who leave, or the folder of Markdown or HTML that a generator makes the site of. Whatever `footlight import`
reads is read here as well: each post that says where it was published becomes a page, and the pages are kept as a WARC
of resource records in the cache, so that all that searches archives searches them too.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from html import escape
from pathlib import Path

from footlight.engines.markdown_it import rendered_html
from footlight.engines.warc.evidence_record import Artefact, member_bytes
from footlight.errors import EnvironmentProblem
from footlight.essay_files import EssayFile, find_essays, is_markdown, lone_essay
from footlight.file_replacement import draft_of
from footlight.input_record import open_file
from footlight.intake.item import Item, ItemKind
from footlight.intake.link_addresses import is_web_address
from footlight.intake.page_metadata import read_facts
from footlight.intake.page_tree import read_page_tree
from footlight.intake.parcel import Parcel
from footlight.intake.reader_table import reader_for
from footlight.links.archives.local_archive import ENDINGS, LocalArchive
from footlight.reading.dates import read_date
from footlight.reading.source_file import read_source
from footlight.user_folders import cache_folder

VERSION = 1
"""Of the pages; a part of their file's name in the cache."""
_BEGINS = (b"\x1f\x8b", b"WARC/", b"filedesc:")
"""The first bytes of a web archive, whatever its name is."""
_UNSURE = 5
"""Likeness from which a file is an export or a page: a style sheet is text as well."""
_SITE = re.compile(
    r"^[ \t]*(?:url|baseurl|base_url|baseURL|SITEURL|siteUrl)[ \t]*[:=][ \t]*[\"']?(https?://[^\s\"'#]+)", re.MULTILINE
)
_SITE_FILES = (
    "_config.yml", "_config.yaml", "hugo.toml", "hugo.yaml", "config.toml", "config.yaml", "config.yml",
    "pelicanconf.py", "publishconf.py", "conf.py", "mkdocs.yml", "footlight.toml",
)  # fmt: skip
"""Where generators are told the address of the site: Jekyll and Hexo, Hugo and Zola, Pelican, Nikola, MkDocs."""
_LARGEST_SETTINGS = 2**20
_PAGES = (".html", ".htm", ".xhtml", ".shtml", ".php", ".asp", ".aspx")
_EXPORTS = (".xml", ".json", ".rss", ".atom")


def local_archive(path: Path) -> LocalArchive:
    """Open what a path on this machine names: web archives, or an export or site folder, made into one.

    Raises EnvironmentProblem where it is none of these, or holds no post that says where it was published.
    """
    try:
        if _is_web_archive(path):
            return LocalArchive(path)
    except OSError as error:
        raise EnvironmentProblem(f"{path} cannot be read as an archive: {error}") from None
    place, without_address = _kept_pages(path)
    said = f"posts that do not say where they were published: {without_address}" if without_address else ""
    return LocalArchive(place, name=path.name, left_out=said)


def _is_web_archive(path: Path) -> bool:
    if path.is_dir():
        return any(file.name.lower().endswith(ENDINGS) for file in path.rglob("*"))
    if path.name.lower().endswith(ENDINGS) or not path.is_file():
        return True  # a pipe or a device is not opened: that it holds none is said where archives are read
    with open_file(path) as stream:
        if stream.read(9).startswith(_BEGINS):
            return True
    parcel = Parcel(name=path.name, path=path)
    reader = reader_for(parcel)
    return not is_markdown(path) and (reader is None or reader.likeness(parcel) <= _UNSURE)


def _kept_pages(path: Path) -> tuple[Path, int]:
    """The WARC of an export in the cache, made where it is missing, and how many posts are not in it."""
    try:
        home, key = cache_folder() / "exports", _cache_key(path)
        known = next(iter(home.glob(f"{key}-*.warc.gz")), None)
        if known is not None:
            return known, int(known.name.removesuffix(".warc.gz").rpartition("-")[2])
        pages, without_address = _pages(path)
        if not pages:
            raise EnvironmentProblem(
                f"{path} holds no web archive, and no post that says where it was published",
                hint="An archive is a .warc, .warc.gz, .wacz, .arc or .arc.gz file, a folder of them, a blog's export, "
                "or a folder of posts with `url` in their front matter, or a `permalink` and the site's settings.",
            )
        home.mkdir(parents=True, exist_ok=True)
        place = home / f"{key}-{without_address}.warc.gz"
        with draft_of(place, private=True) as draft:
            for page in pages:
                draft.write(member_bytes(page))
    except OSError as error:
        raise EnvironmentProblem(f"{path} cannot be read as an archive: {error}") from None
    return place, without_address


def _cache_key(path: Path) -> str:
    files = sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]
    states = ((file, file.stat()) for file in files)
    known = "\n".join(f"{file}\0{state.st_size}\0{state.st_mtime_ns}" for file, state in states)
    return hashlib.sha256(f"{VERSION}\n{known}".encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _pages(path: Path) -> tuple[Sequence[Artefact], int]:
    """The pages of an export, in the order of their addresses, and how many posts have none.

    They are dated by the newest post among them: the export was made then or later, and so the same export always gives
    the same records.
    """
    found: dict[str, Item] = {}
    without_address = 0
    for item in _items(path):
        if item.draft or item.kind is ItemKind.TREE:
            continue
        stated = "" if item.address or item.kind is not ItemKind.PAGE else _stated_address(item)
        address = item.address or stated
        if is_web_address(address):
            found.setdefault(address, item)
        else:
            without_address += 1
    days = [day for item in found.values() if (day := _day(item)) is not None]
    newest = max(days) if days else datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
    when = datetime.combine(newest, time(), UTC)
    made = (
        Artefact(
            kind="resource",
            target=address,
            when=when,
            block=_html(item).encode("utf-8", "replace"),
            content_type="text/html; charset=utf-8",
        )
        for address, item in sorted(found.items())
    )
    return [page for page in made if page.writable], without_address


def _items(path: Path) -> Iterator[Item]:
    """The posts and pages of an export, of a folder, or of one file."""
    if path.is_file() and is_markdown(path):
        yield from _posts(path, [lone_essay(path, path.name)])
        return
    parcel = Parcel(name=path.name, path=path)
    reader = reader_for(parcel)
    if reader is not None and reader.likeness(parcel) > _UNSURE:
        yield from (item for item in reader.items(parcel) if isinstance(item, Item))
    elif path.is_dir():
        yield from _posts(path, find_essays(path))
        for name in parcel.members:
            if name.lower().endswith(_PAGES + _EXPORTS):
                inner = Parcel(name=name, path=path / name)
                reader = reader_for(inner)
                if reader is not None and reader.likeness(inner) > _UNSURE:
                    yield from (item for item in reader.items(inner) if isinstance(item, Item))


def _posts(path: Path, essays: Sequence[EssayFile]) -> Iterator[Item]:
    site = _site(path) if path.is_dir() else ""
    for essay in essays:
        source, _ = read_source(replace(essay, given=replace(essay.given, site=site)))
        if source is None:
            continue
        meta = source.meta
        yield Item(
            kind=ItemKind.MARKDOWN,
            content=source.text[source.body_start :],
            origin=essay.shown,
            address=meta.url,
            title=meta.title,
            authors=tuple(person.name for person in meta.authors),
            date=meta.date.iso if meta.date else "",
            lang=meta.lang,
            draft=bool(essay.given.draft),
        )


def _site(folder: Path) -> str:
    """The address of the site that a generator's settings name; empty where none do."""
    for name in _SITE_FILES:
        file = folder / name
        if file.is_file() and file.stat().st_size <= _LARGEST_SETTINGS:
            with open_file(file) as stream:
                stated = _SITE.search(stream.read().decode("utf-8", "replace"))
            if stated:
                return stated[1].rstrip("/") + "/"
    return ""


def _stated_address(page: Item) -> str:
    return read_facts(read_page_tree(page.content), "").address


def _day(item: Item) -> date | None:
    try:
        stated = read_date(item.date[:10] if item.date[4:5] == "-" else item.date, item.lang or "en")
    except ValueError:
        return None
    return stated.first_day if stated else None


def _html(item: Item) -> str:
    """The page of a post, as its text and what the export says of it make it."""
    if item.kind is ItemKind.PAGE:
        return item.content
    body = rendered_html(item.content, "post") if item.kind is ItemKind.MARKDOWN else item.content
    day = _day(item)
    metas = [("author", name) for name in item.authors]
    metas += [("article:published_time", day.isoformat())] if day else []
    head = "".join(f'<meta name="{name}" content="{escape(value)}">' for name, value in metas)
    title = escape(item.title)
    return (
        f'<!DOCTYPE html><html lang="{escape(item.lang)}"><head><meta charset="utf-8"><title>{title}</title>{head}'
        f"</head><body><main><article><h1>{title}</h1>\n{body}\n</article></main></body></html>"
    )
