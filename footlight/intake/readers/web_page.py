"""A page of the web: saved by hand, by a browser or by SingleFile, fetched, or taken out of an archive."""

import re
from collections.abc import Iterator
from pathlib import Path

from footlight.engines.html_pages import decode
from footlight.findings.finding import Finding
from footlight.intake.item import AttachedFile, Item, ItemKind
from footlight.intake.parcel import Parcel

LARGEST = 64 * 2**20
"""Bytes of a page that is read; a page with its pictures in it (SingleFile) is large."""
_SIGNS = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<title[\s>]")
_WEAK_SIGNS = re.compile(r"<(?:p|div|h[1-6]|table|font|center|br|a\s+href|blockquote|ul|pre)\b[^<]*>")
_SAVED_FROM = re.compile(
    r"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->|<!--\s*page saved with singlefile\s+url:\s*(\S+)", re.IGNORECASE
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_.:\-]+)", re.IGNORECASE)
_FOLDERS = ("_files", ".files", "_Dateien", "_fichiers", "_archivos", "-Dateien", "_bestanden", "_file", "_soubory")
"""What browsers of different languages put behind the name of a page to name the folder of its pictures."""


def likeness(parcel: Parcel) -> int:
    """A page by its declarations; less surely by its elements."""
    start = parcel.start
    if "\x00" in start[:1024] and not parcel.head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return 0
    if _SIGNS.search(start):
        return 50
    declared = parcel.content_type.lower().startswith(("text/html", "application/xhtml"))
    named = parcel.suffix in (".html", ".htm", ".xhtml", ".shtml", ".php", ".asp", ".aspx", ".cfm")
    return (
        40
        if (declared or named) and len(_WEAK_SIGNS.findall(start)) > 0
        else 15
        if len(_WEAK_SIGNS.findall(start)) > 3
        else 0
    )


def items(parcel: Parcel) -> Iterator[Item | Finding]:
    """The page."""
    data = parcel.read()
    if len(data) > LARGEST:
        yield Finding(
            code="import-too-large",
            message=f"the page has more than {LARGEST // 2**20} MiB",
            hint="No page that a person wrote has. Is it a log, or data?",
            file=parcel.name,
        )
        return
    text = decode(data, parcel.content_type)
    saved = _SAVED_FROM.search(text[:20_000])
    address = parcel.address or ((saved[1] or saved[2]) if saved else "")
    yield Item(
        kind=ItemKind.PAGE,
        content=text,
        origin=parcel.name,
        address=address if address.lower().startswith(("http://", "https://")) else "",
        identity=address or parcel.name,
        files=tuple(_files_beside(parcel.path)) if parcel.path else (),
        capture=parcel.capture,
        findings=tuple(_wrong_label(data, text, parcel)),
    )


def _wrong_label(data: bytes, text: str, parcel: Parcel) -> Iterator[Finding]:
    """A notice where a page is written in another encoding than it declares, and the difference shows."""
    found = _CHARSET.search(parcel.content_type.encode()) or _CHARSET.search(data[:4096])
    declared = found[1].decode("ascii").lower() if found else ""
    if not declared or text.isascii():
        return
    try:
        as_declared = data.decode(declared, "replace")
    except LookupError:
        as_declared = ""
    if as_declared.removeprefix("\ufeff") != text.removeprefix("\ufeff"):
        yield Finding(
            code="import-charset",
            message=f"the page declares the encoding {declared} and is written in another; it was read in that",
            hint="Look at a word with accents.",
            file=parcel.name,
        )


def _files_beside(page: Path) -> Iterator[AttachedFile]:
    """The pictures that a browser saved with a page, in a folder beside it, and pictures in the page's own folder."""
    for ending in _FOLDERS:
        folder = page.with_name(page.stem + ending)
        if folder.is_dir():
            for one in sorted(folder.iterdir()):
                if one.is_file() and one.suffix.lower() not in (".js", ".css", ".html", ".htm", ".download"):
                    yield AttachedFile(address=f"{folder.name}/{one.name}", path=one)
